"""One visit: writing it down, its card, its correction and withdrawal, its minutes, its photos."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from groups.models import Group
from upk.access import OFFICE, Role, roles
from upk.forms import add_refusal, form_page, is_done
from upk.offices.models import Village
from upk.offices.stored_files import LostFile, file_response
from upk.pdf import pdf_or_back
from upk.periods import format_date, today
from visits.forms import PhotoForm, PhotoReasonForm, ReasonForm, VisitForm
from visits.models import Visit, VisitPhoto
from visits.papers import minutes_pdf
from visits.records import agreements_of
from visits.services.photos import attach_photos, withdraw_photo
from visits.services.problems import WRITERS, photo_problems, replacement_problems
from visits.services.recording import record_visit, withdraw_visit
from visits.views.common import back_to_visit, place_of, visible_visit


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def visit_add_group(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit to a group, or its meeting."""
    groups = Group.objects.visible_to(request.user).select_related("village__office")
    group = get_object_or_404(groups, pk=pk)
    return _new(request, group.village, group)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def visit_add_village(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit to a village, or its meeting."""
    villages = Village.objects.visible_to(request.user).select_related("office")
    return _new(request, get_object_or_404(villages, pk=pk), None)


def _new(request: HttpRequest, village: Village, group: Group | None) -> HttpResponse:
    kind = Visit.Kind.GROUP if group else Visit.Kind.VISIT
    initial = {"visited_on": today(village.office), "visitor": request.user.pk, "kind": kind}
    form = VisitForm(
        request.user, village, group, request.POST or None, request.FILES or None, initial=initial
    )
    draft = f"visit:{'group' if group else 'village'}:{(group or village).pk}"
    return _page(request, form, None, draft)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def visit_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a visit by a new row; the old one stays in sight."""
    visit = visible_visit(request, pk)
    initial = {name: getattr(visit, name) for name in Visit.FACTS} | {"visitor": visit.visitor_id}
    initial["officers"] = [str(officer.membership_id) for officer in visit.officers.all()]
    for agreed in visit.agreements.all():
        row = {"text": agreed.text, "who": agreed.who, "due": agreed.due_on}
        initial |= {f"agreed-{agreed.position}-{name}": value for name, value in row.items()}
    form = VisitForm(
        request.user, visit.village, visit.group, request.POST or None, request.FILES or None,
        corrects=visit, initial=initial,
    )  # fmt: skip
    return _page(request, form, visit, f"visit-correct:{visit.pk}")


def _page(
    request: HttpRequest, form: VisitForm, corrects: Visit | None, draft: str
) -> HttpResponse:
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = record_visit(
                form.new_visit(), photos=form.ready, corrects=corrects,
                reason=data.get("reason", ""), request_key=data["request_key"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            add_refusal(form, error)
            if request.FILES:
                form.ask_for_photos_again()
        else:
            text = f"{made.get_kind_display()} {format_date(made.visited_on)} tersimpan."
            messages.success(request, text, extra_tags=f"draft:{draft}")
            return redirect("visits:visit-detail", made.pk)
    context = {
        "form": form,
        "village": form.village,
        "group": form.group,
        "corrects": corrects,
        "draft": draft,
    }
    status = 422 if form.is_bound else 200
    return render(request, "visits/visit_form.html", context, status=status)


@roles(*OFFICE)
@require_safe
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a visit: who was there, what was found and agreed, photos."""
    visit = visible_visit(request, pk)
    newer = Visit.objects.filter(corrects=visit).first()
    may_write = request.user.role in WRITERS and not visit.is_void and newer is None
    against = replacement_problems(visit.village.office, visit, "-", request.user)
    photos = list(visit.photos.shown())
    context = {
        "visit": visit,
        "where": place_of(visit),
        "newer": newer,
        "officers": visit.officers.select_related("membership__person"),
        "agreements": agreements_of(visit, today(visit.village.office)),
        "photos": photos,
        "own_photos": [photo.pk for photo in photos if not photo_problems(photo, request.user)]
        if may_write
        else [],
        "may_write": may_write,
        "may_change": may_write and not against,
    }
    return render(request, "visits/visit_detail.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def visit_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a visit that never was."""
    visit = visible_visit(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and is_done(
        form, withdraw_visit, visit, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Catatan kunjungan dibatalkan.")
        return redirect("visits:visit-list")
    note = "Catatannya tetap terlihat, dengan tanda batal dan alasannya; kesepakatannya gugur."
    title = f"Batalkan kunjungan {format_date(visit.visited_on)}"
    return form_page(request, form, title, back_to_visit(visit), note=note)


@roles(*OFFICE)
@require_safe
def visit_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes (notulen) of a visit as PDF."""
    visit = visible_visit(request, pk)
    code = visit.group.code if visit.group else visit.village.code
    stem = f"notulen-{code}-{visit.visited_on}"
    return pdf_or_back(request, lambda: minutes_pdf(visit), stem, "visits:visit-detail", visit.pk)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def visit_photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Photos that come later, over a better line."""
    visit = visible_visit(request, pk)
    is_sent = request.method == "POST"
    form = PhotoForm(request.POST, request.FILES) if is_sent else PhotoForm()
    if form.is_valid():
        if not form.ready:
            form.add_error("photos", "Pilih fotonya.")
        elif is_done(form, attach_photos, visit, form.ready, by=request.user):
            messages.success(request, "Foto tersimpan.")
            return redirect("visits:visit-detail", visit.pk)
    context = {"form": form, "visit": visit, "where": place_of(visit)}
    return render(request, "visits/photo_form.html", context)


@roles(*OFFICE)
@require_safe
def visit_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo itself, to those who may see its visit."""
    photos = VisitPhoto.objects.visible_to(request.user).select_related("file")
    if request.user.role != Role.MANAGER:
        photos = photos.shown()
    found = get_object_or_404(photos, pk=pk)
    try:
        return file_response(found.file)
    except LostFile:
        messages.error(request, "Foto ini hilang atau berubah di server. Beri tahu pengelola.")
        return redirect("visits:visit-detail", found.visit_id)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def visit_photo_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photo out of sight that was attached by mistake."""
    photos = VisitPhoto.objects.visible_to(request.user).shown()
    found = get_object_or_404(photos.select_related("visit__village__office"), pk=pk)
    form = PhotoReasonForm(request.POST or None)
    if form.is_valid() and is_done(
        form, withdraw_photo, found, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Foto ditarik.")
        return redirect("visits:visit-detail", found.visit_id)
    note = "Foto tidak dihapus, tetapi tidak ditampilkan lagi."
    return form_page(request, form, "Tarik foto", back_to_visit(found.visit), note=note)
