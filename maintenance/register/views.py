"""Pages of the register: the list, the card of a piece, what comes in, is corrected and ends."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maintenance.models import CONDITIONS, Ending, Infrastructure, Kind
from maintenance.models.infrastructure import InfrastructureQuerySet
from maintenance.register.card import card_of
from maintenance.register.forms import CorrectForm, EndForm, ReasonForm, RegisterForm
from maintenance.register.lists import with_last_look
from maintenance.register.papers import sheet_pdf
from maintenance.register.services import (
    Row,
    add_infrastructure,
    correct_infrastructure,
    end_infrastructure,
    take_back,
)
from upk.access import OFFICE, STAFF, Role, roles
from upk.asked import asked_id, asked_text
from upk.forms import form_page, is_done, told_as_done
from upk.offices.models import Village
from upk.paging import page_of
from upk.pdf import pdf_or_back
from upk.periods import format_date, today

WRITERS = (*STAFF, Role.FACILITATOR)
"""Who looks after what was built: the office, and who is responsible for the village."""

UP = ("maintenance:infrastructure-list", "Prasarana")
SORTS = {
    "nama": "name", "desa": "village__name", "tahun": "built_year", "biaya": "cost",
    "diperiksa": "inspected_on",
}  # fmt: skip
NEVER = "belum"
"""The condition of pieces that were never inspected, in the address."""


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(name, args=args), label


def back_to_piece(piece: Infrastructure) -> tuple[str, str]:
    """The card of a piece as the page above."""
    return back_to("maintenance:infrastructure-detail", piece.name, piece.pk)


def visible_piece(request: HttpRequest, pk: int) -> Infrastructure:
    """The piece, if the user may see it, with its village and office."""
    pieces = Infrastructure.objects.visible_to(request.user)
    return get_object_or_404(pieces.select_related("village__office"), pk=pk)


@roles(*OFFICE)
@require_safe
def infrastructure_list(request: HttpRequest) -> HttpResponse:
    """What was built, by village, each piece with its last condition."""
    on = today(request.user.office)
    own = Infrastructure.objects.visible_to(request.user)
    villages = Village.objects.visible_to(request.user)
    found = _filtered(with_last_look(own, on), request, on).select_related("village")
    context = {
        "page": page_of(request, found),
        "villages": villages,
        "village": villages.filter(pk=asked_id(request, "desa")).first(),
        "kinds": Kind.choices,
        "years": own.order_by("-built_year").values_list("built_year", flat=True).distinct(),
        "conditions": [*CONDITIONS, (NEVER, "Belum pernah diperiksa")],
        "chosen": request.GET,
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "maintenance/infrastructure_list.html", context)


def _filtered(
    pieces: InfrastructureQuerySet, request: HttpRequest, on: date
) -> InfrastructureQuerySet:
    """The list's filters and its order, from the address."""
    chosen = request.GET
    if (state := chosen.get("keadaan")) == "berakhir":
        pieces = pieces.exclude(pk__in=Infrastructure.objects.standing(on).values("pk"))
    elif state != "semua":
        pieces = pieces.standing(on)
    if village := asked_id(request, "desa"):
        pieces = pieces.filter(village_id=village)
    if kind := chosen.get("jenis"):
        pieces = pieces.filter(kind=kind)
    if year := asked_id(request, "tahun"):
        pieces = pieces.filter(built_year=year)
    if condition := chosen.get("kondisi"):
        pieces = pieces.filter(condition=None if condition == NEVER else condition)
    if text := asked_text(request):
        pieces = pieces.matching(text)
    wanted = chosen.get("urut", "")
    field = SORTS.get(wanted.removeprefix("-"), "village__name")
    return pieces.order_by(f"-{field}" if wanted.startswith("-") else field, "name", "pk")


@roles(*OFFICE)
@require_safe
def infrastructure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a piece: what it is, how it was found, what was done, what was corrected."""
    piece = visible_piece(request, pk)
    context = {"piece": piece, "card": card_of(piece, today(piece.village.office), request.user)}
    context["may_write"] = request.user.role in WRITERS
    return render(request, "maintenance/infrastructure_detail.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def infrastructure_add(request: HttpRequest) -> HttpResponse:
    """Take a piece into the register."""
    initial = {
        "village": asked_id(request, "desa"),
        "registered_on": today(request.user.office),
    }
    form = RegisterForm(request.user, request.POST or None, initial=initial)
    if form.is_valid() and is_done(form, add_infrastructure, **form.values(), by=request.user):
        told_as_done(request, f"{form.cleaned_data['name']} terdaftar.")
        return redirect("maintenance:infrastructure-list")
    return form_page(request, form, "Daftarkan prasarana", back_to(*UP), is_long=True)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def infrastructure_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says; what it said before stays in sight."""
    piece = visible_piece(request, pk)
    form = CorrectForm(piece, request.POST or None)
    if form.is_valid() and is_done(
        form, correct_infrastructure, piece, **form.values(), by=request.user
    ):
        told_as_done(request, f"Data {form.cleaned_data['name']} diubah.")
        return redirect("maintenance:infrastructure-detail", piece.pk)
    note = "Data lama tetap terlihat pada riwayat perubahan. Desa dan tanggal terdaftar tetap."
    title = f"Ubah data {piece}"
    return form_page(request, form, title, back_to_piece(piece), note=note, is_long=True)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def infrastructure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a piece is no longer kept."""
    piece = visible_piece(request, pk)
    initial = {"ended_on": today(piece.village.office)}
    form = EndForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, end_infrastructure, piece, **form.cleaned_data, by=request.user
    ):
        messages.success(request, f"{piece} ditandai berakhir.")
        return redirect("maintenance:infrastructure-detail", piece.pk)
    note = "Sejak tanggal itu ia tidak diperiksa dan tidak dihitung lagi. Riwayatnya tetap ada."
    return form_page(request, form, f"Akhiri {piece}", back_to_piece(piece), note=note)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def ending_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an ending that was a mistake."""
    ending = visible_row(Ending, request, pk)
    piece = ending.infrastructure
    return void_page(request, ending, f"Batalkan akhir {piece}", f"{piece} dipelihara lagi.")


def visible_row(model: type[Row], request: HttpRequest, pk: int) -> Row:
    """A dated row of a piece that the user may see, with the piece, its village and office."""
    rows = model.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("infrastructure__village__office"), pk=pk)


def void_page(request: HttpRequest, row: Row, title: str, done: str) -> HttpResponse:
    """The page that takes back a dated row of a piece, for a reason."""
    piece = row.infrastructure
    form = ReasonForm(request.POST or None)
    if form.is_valid() and is_done(form, take_back, row, **form.cleaned_data, by=request.user):
        messages.success(request, done)
        return redirect("maintenance:infrastructure-detail", piece.pk)
    note = f"Catatan {format_date(row.day)} tetap terlihat, dengan tanda batal dan alasannya."
    return form_page(request, form, title, back_to_piece(piece), note=note)


@roles(*OFFICE)
@require_safe
def village_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The register of a village as PDF, with columns to fill in on the way."""
    villages = Village.objects.visible_to(request.user).select_related("office__district")
    village = get_object_or_404(villages, pk=pk)
    on = today(village.office)
    name = f"{village.office.code}-prasarana-{village.code}-{on}"
    back = "maintenance:infrastructure-list"
    return pdf_or_back(request, lambda: sheet_pdf(village, on), name, back)
