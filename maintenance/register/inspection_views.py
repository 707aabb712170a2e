"""Inspections on screen: what is still to be inspected, the form for the road, its correction."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maintenance.models import Infrastructure, Inspection
from maintenance.register.forms import ConfirmForm, InspectionForm
from maintenance.register.inspecting import Findings, forget_inspector, record_inspection
from maintenance.register.lists import next_to_inspect, progress_of, with_last_look, with_quarter
from maintenance.register.views import (
    WRITERS,
    back_to_piece,
    visible_piece,
    visible_row,
    void_page,
)
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import Quarter, today

QUARTERS_BACK = 7
"""So many quarters before this one are offered: eight in all, the window of the scores."""

DONE, ALL = "sudah", "semua"


@roles(*OFFICE)
@require_safe
def inspection_list(request: HttpRequest) -> HttpResponse:
    """The pieces of a quarter: those that nobody inspected yet, or the others."""
    on = today(request.user.office)
    quarters, quarter = _quarters(Quarter.of(on), request.GET.get("triwulan", ""))
    last_day = min(quarter.end, on)
    villages = Village.objects.visible_to(request.user)
    own = Infrastructure.objects.visible_to(request.user).standing(last_day)
    pieces = with_quarter(own, quarter)
    found = with_last_look(pieces, last_day).select_related("village")
    if village := asked_id(request, "desa"):
        found = found.filter(village_id=village)
    state = request.GET.get("keadaan", "")
    if state != ALL:
        found = found.filter(is_inspected=state == DONE)
    progress = progress_of(pieces, villages)
    context = {
        "quarter": quarter,
        "quarters": quarters,
        "page": page_of(request, found.order_by("village__name", "name", "pk")),
        "progress": progress,
        "total": sum(row.pieces for row in progress),
        "left": sum(row.left for row in progress),
        "villages": villages,
        "chosen": request.GET,
        "is_now": quarter == quarters[0],
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "maintenance/inspection_list.html", context)


def _quarters(now: Quarter, asked: str) -> tuple[list[Quarter], Quarter]:
    """This quarter and those before it that are offered, and the one that the address asks for."""
    found = [now]
    for _ in range(QUARTERS_BACK):
        found.append(found[-1].previous())
    try:
        chosen = min(Quarter.parse(asked), now)
    except ValueError:
        chosen = now
    return found if chosen in found else [*found, chosen], chosen


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def inspection_add(request: HttpRequest, pk: int) -> HttpResponse:
    """How a piece was found today, or on an earlier day of a quarter that isn't reported."""
    piece = visible_piece(request, pk)
    initial = {"inspected_on": today(piece.village.office)}
    form = InspectionForm(request.POST or None, request.FILES or None, initial=initial)
    return _page(request, piece, form, None)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def inspection_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an inspection by a new row; the old one stays in sight."""
    found = visible_row(Inspection, request, pk)
    initial = {name: getattr(found, name) for name in InspectionForm.FACTS}
    form = InspectionForm(
        request.POST or None, request.FILES or None, initial=initial, is_correction=True
    )
    return _page(request, found.infrastructure, form, found)


def _page(
    request: HttpRequest, piece: Infrastructure, form: InspectionForm, corrects: Inspection | None
) -> HttpResponse:
    draft = f"inspection-correct:{corrects.pk}" if corrects else f"inspection:{piece.pk}"
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = record_inspection(
                piece, Findings(**{name: data[name] for name in form.FACTS}),
                photos=form.ready, corrects=corrects, reason=data.get("reason", ""),
                request_key=data["request_key"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
            if request.FILES:
                form.ask_for_photos_again()
        else:
            text = f"Pemeriksaan {piece} tersimpan: {made.get_condition_display().lower()}."
            messages.success(request, text, extra_tags=f"draft:{draft}")
            return _onwards(request, piece, made)
    last = with_last_look(Infrastructure.objects.filter(pk=piece.pk), today(piece.village.office))
    context = {
        "piece": piece,
        "form": form,
        "corrects": corrects,
        "draft": draft,
        "last": last.get(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "maintenance/inspection_form.html", context, status=status)


def _onwards(request: HttpRequest, piece: Infrastructure, made: Inspection) -> HttpResponse:
    """To the next piece of the village if that is wished, else to the card."""
    if request.POST.get("lanjut"):
        on = today(piece.village.office)
        if following := next_to_inspect(piece, made.quarter, on):
            return redirect("maintenance:inspection-add", following.pk)
        messages.success(request, f"Semua prasarana Desa {piece.village} sudah diperiksa.")
        return redirect("maintenance:inspection-list")
    return redirect("maintenance:infrastructure-detail", piece.pk)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def inspection_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an inspection that never was."""
    found = visible_row(Inspection, request, pk)
    title = f"Batalkan pemeriksaan {found.infrastructure}"
    return void_page(request, found, title, "Pemeriksaan dibatalkan.")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def inspector_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Empty the name of somebody who inspected, who asked for it."""
    found = visible_row(Inspection, request, pk)
    if request.method == "POST":
        forget_inspector(found)
        messages.success(request, "Nama pemeriksa dihapus.")
        return redirect("maintenance:infrastructure-detail", found.infrastructure_id)
    context = {
        "form": ConfirmForm(),
        "title": "Hapus nama pemeriksa",
        "note": "Kondisi dan catatannya tetap. Nama yang sudah dihapus tidak dapat dikembalikan.",
        "button": "Hapus nama",
        "is_danger": True,
        "back_url": back_to_piece(found.infrastructure)[0],
        "back_label": found.infrastructure.name,
    }
    return render(request, "includes/form_page.html", context)
