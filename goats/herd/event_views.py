"""What happens to a goat, recorded in one step: birth, weaning, and all the rest."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from goats.herd.card import kids_with_weaning
from goats.herd.forms import (
    BirthForm,
    HappeningForm,
    PhotoForm,
    ReasonForm,
    ReplacementForm,
    WeaningForm,
)
from goats.herd.photos import attach_photo
from goats.herd.replacing import replace_goat, reverse_event
from goats.herd.services import BY_MANAGER, record_birth, record_happening, wean_kids
from goats.herd.views import WRITERS, back_to_goat, visible_goat
from goats.models import KINDS, Goat, GoatEvent, GoatPhoto, Household
from goats.rules.events import Kind
from upk.access import OFFICE, STAFF, Role, roles
from upk.forms import form_page, is_done, told_as_done
from upk.offices.stored_files import file_response
from upk.periods import format_date, today

SLUGS = {
    "kawin": Kind.MATED, "sakit": Kind.ILL, "mati": Kind.DIED, "dijual": Kind.SOLD,
    "hilang": Kind.LOST, "berikan": Kind.GIVEN, "tidak-diikuti": Kind.UNFOLLOWED,
    "tarik": Kind.TAKEN_BACK, "bebaskan": Kind.RELEASED,
}  # fmt: skip
"""Kinds of events by their name in the address."""

TITLES = {
    Kind.MATED: "{tag} dikawinkan", Kind.ILL: "{tag} sakit", Kind.DIED: "{tag} mati",
    Kind.SOLD: "{tag} dijual", Kind.LOST: "{tag} hilang", Kind.GIVEN: "Berikan {tag}",
    Kind.UNFOLLOWED: "{tag} tidak diikuti lagi", Kind.TAKEN_BACK: "Tarik {tag} ke kantor",
    Kind.RELEASED: "Bebaskan pengganti {tag}",
}  # fmt: skip
NOTES = {
    Kind.SOLD: "Menjual kambing bergulir membuat penggantinya harus diserahkan.",
    Kind.RELEASED: "Rumah tangga tidak perlu lagi menyerahkan pengganti.",
    Kind.TAKEN_BACK: "Kewajiban pemeliharanya selesai; kambing dapat ditempatkan lagi.",
}


def done(request: HttpRequest, goat: Goat, sentence: str) -> HttpResponse:
    """Say that it is saved, and go to the goat, or to the list if it left one's villages."""
    told_as_done(request, sentence)
    if Goat.objects.visible_to(request.user).filter(pk=goat.pk).exists():
        return redirect("goats:goat-detail", goat.pk)
    return redirect("goats:goat-list")


def _page(request: HttpRequest, form: Form, title: str, goat: Goat, note: str = ""):
    return form_page(request, form, title, back_to_goat(goat), note=note, is_long=True)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def birth_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A mother gave birth; her kids become goats of her keeper."""
    mother = visible_goat(request, pk)
    form = BirthForm(request.POST or None, initial={"on": today(mother.office)})
    if form.is_valid():
        found = {key: form.cleaned_data[key] for key in ("on", "request_key")}
        if is_done(form, record_birth, mother, form.sexes, **found, by=request.user):
            count = len(form.sexes)
            return done(request, mother, f"{mother.tag} beranak {count} ekor: tercatat.")
    keeper = f"Anaknya milik pemeliharanya, {mother.keeper.head.name}. " if mother.keeper else ""
    note = f"{keeper}Tulis jumlah anak yang hidup saja."
    return _page(request, form, f"{mother.tag} beranak", mother, note)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def weaning_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The kids of a mother are weaned: she may go on."""
    mother = visible_goat(request, pk)
    kids = kids_with_weaning(mother)
    on = today(mother.office)
    open_kids = [k for k in kids if k.state == Goat.State.KEPT and not k.is_weaned]
    shown = kids if request.method == "POST" else open_kids
    form = WeaningForm(shown, request.POST or None, initial={"on": on})
    if form.is_valid():
        chosen = form.cleaned_data["kids"].select_related("office", "mother")
        found = {key: form.cleaned_data[key] for key in ("on", "request_key")}
        if is_done(form, wean_kids, list(chosen), **found, by=request.user):
            tags = ", ".join(kid.tag for kid in chosen)
            return done(request, mother, f"{tags} disapih: tercatat.")
    note = "" if open_kids else "Tidak ada anak yang menunggu disapih."
    return _page(request, form, f"Anak {mother.tag} disapih", mother, note)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def happening_add(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Mating, illness, an end, or what the manager decides."""
    goat = visible_goat(request, pk)
    kind = SLUGS.get(slug)
    if kind is None or (kind in BY_MANAGER and request.user.role != Role.MANAGER):
        raise Http404
    homes = Household.objects.visible_to(request.user).select_related("head", "village")
    form = HappeningForm(kind, homes, request.POST or None, initial={"on": today(goat.office)})
    if form.is_valid():
        found = {"request_key": form.cleaned_data["request_key"], "by": request.user}
        if is_done(form, record_happening, goat, form.happening(), **found):
            return done(request, goat, f"{goat.tag}: {KINDS[kind].lower()}, tercatat.")
    return _page(request, form, TITLES[kind].format(tag=goat.tag), goat, NOTES.get(kind, ""))


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def replacement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A household brings another goat for one that it owes."""
    goat = visible_goat(request, pk)
    form = ReplacementForm(request.POST or None, initial={"on": today(goat.office)})
    if form.is_valid() and is_done(form, replace_goat, goat, **form.cleaned_data, by=request.user):
        return done(request, goat, f"{goat.tag} diganti. Penggantinya menunggu ditempatkan.")
    note = "Kambing pengganti mendapat nomor baru dan menunggu ditempatkan."
    return _page(request, form, f"Pengganti {goat.tag}", goat, note)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def event_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an event back that was entered by mistake."""
    events = GoatEvent.objects.visible_to(request.user).select_related("goat__office")
    event = get_object_or_404(events, pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and is_done(
        form, reverse_event, event, **form.cleaned_data, by=request.user
    ):
        return done(request, event.goat, "Peristiwa dibatalkan.")
    what = f"{event.get_kind_display()} {format_date(event.happened_on)}"
    note = "Anak yang tercatat bersama kelahirannya ikut dibatalkan." * (
        event.kind == Kind.GAVE_BIRTH
    )
    return _page(request, form, f"Batalkan: {what}", event.goat, note)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new photo of a goat."""
    goat = visible_goat(request, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid() and is_done(
        form, attach_photo, goat, form.cleaned_data["photo"], by=request.user
    ):
        return done(request, goat, "Foto tersimpan.")
    return _page(request, form, f"Foto {goat.tag}", goat)


@roles(*OFFICE)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of a goat that the user may see."""
    found = get_object_or_404(GoatPhoto.objects.visible_to(request.user), pk=pk)
    return file_response(found.file)
