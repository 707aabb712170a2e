"""What is judged and decided about a household: criteria, confirmation, later steps, photos."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from goats.households.forms import AssessForm, ConfirmForm, PhotoForm, ReasonForm, StepForm
from goats.households.steps import (
    assess_household,
    attach_household_photo,
    record_step,
    reverse_step,
)
from goats.households.views import WRITERS, back_to_household, visible_household
from goats.models import HouseholdPhoto, HouseholdStep
from goats.rules.households import Step
from upk.access import OFFICE, STAFF, roles
from upk.forms import form_page, is_done, told_as_done
from upk.offices.checklists import list_in_force
from upk.offices.models import Checklist
from upk.offices.stored_files import file_response
from upk.periods import format_date, today

SLUGS = {
    "dibantu": Step.REACHED, "mampu": Step.GRADUATED, "pindah": Step.MOVED,
    "meninggal": Step.DIED, "salah-catat": Step.VOID,
}  # fmt: skip
"""Kinds of steps by their name in the address."""

TITLES = {
    Step.REACHED: "{name} menerima bantuan", Step.GRADUATED: "{name} tidak miskin lagi",
    Step.MOVED: "{name} pindah", Step.DIED: "{name} meninggal",
    Step.VOID: "{name} salah catat",
}  # fmt: skip
NOTES = {
    Step.REACHED: "Untuk bantuan selain kambing. Penerima kambing tercatat dari serah terimanya.",
    Step.DIED: "Bila rumah tangganya tetap ada, ubah kepalanya; jangan mencatat ini.",
    Step.VOID: "Untuk yang tercatat dua kali atau keliru: tidak dihitung, tetapi tetap terlihat.",
}
BY_STAFF = frozenset({Step.VOID})
"""Steps that the person responsible for the village doesn't take."""


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def assessment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the criteria that the household fulfils."""
    household = visible_household(request, pk)
    on = today(household.village.office)
    checklist = list_in_force(household.village.office, Checklist.Kind.HOUSEHOLD, on)
    if checklist is None:
        messages.error(request, "Belum ada daftar kriteria RTM. Manajer mencatatnya dahulu.")
        return redirect("goats:household-detail", household.pk)
    last = household.assessments.first()
    initial = {"on": on}
    if last and last.checklist_id == checklist.pk:
        initial["ticked"] = list(last.ticks.values_list("item", flat=True))
    form = AssessForm(checklist, request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, assess_household, household, **form.cleaned_data, by=request.user
    ):
        told_as_done(request, "Penilaian tersimpan.")
        return redirect("goats:household-detail", household.pk)
    note = "Centang yang sesuai dengan keadaannya. Angka di belakangnya adalah bobotnya."
    title = f"Nilai kebutuhan {household.head.name}"
    return form_page(request, form, title, back_to_household(household), note=note, is_long=True)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def confirmation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The village meeting confirms a household: from that day on it waits for aid."""
    household = visible_household(request, pk)
    form = ConfirmForm(request.POST or None, initial={"on": today(household.village.office)})
    if form.is_valid() and is_done(
        form, record_step, household, Step.CONFIRMED, **form.cleaned_data, by=request.user
    ):
        told_as_done(request, f"{household.head.name} ditetapkan.")
        return redirect("goats:household-detail", household.pk)
    note = "" if household.assessments.exists() else "Belum dinilai: urutannya akan paling akhir."
    title = f"Tetapkan {household.head.name}"
    return form_page(request, form, title, back_to_household(household), note=note, is_long=True)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def step_add(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Note what became of a household."""
    household = visible_household(request, pk)
    kind = SLUGS.get(slug)
    if kind is None or (kind in BY_STAFF and request.user.role not in STAFF):
        raise Http404
    form = StepForm(kind, request.POST or None, initial={"on": today(household.village.office)})
    if form.is_valid() and is_done(
        form, record_step, household, kind, **form.cleaned_data, by=request.user
    ):
        told_as_done(request, "Tercatat.")
        return redirect("goats:household-detail", household.pk)
    title = TITLES[kind].format(name=household.head.name)
    note = NOTES.get(kind, "")
    return form_page(request, form, title, back_to_household(household), note=note, is_long=True)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def step_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last step of a household back."""
    rows = HouseholdStep.objects.visible_to(request.user)
    rows = rows.select_related("household__village__office", "household__head")
    step = get_object_or_404(rows, pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and is_done(form, reverse_step, step, **form.cleaned_data, by=request.user):
        messages.success(request, "Langkah dibatalkan.")
        return redirect("goats:household-detail", step.household_id)
    what = f"{step.get_kind_display()} {format_date(step.happened_on)}"
    return form_page(request, form, f"Batalkan: {what}", back_to_household(step.household))


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def photo_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new photo of a household."""
    household = visible_household(request, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid() and is_done(
        form, attach_household_photo, household, form.cleaned_data["photo"], by=request.user
    ):
        messages.success(request, "Foto tersimpan.")
        return redirect("goats:household-detail", household.pk)
    note = "Foto dikecilkan dan disimpan tanpa lokasi."
    return form_page(request, form, "Foto rumah tangga", back_to_household(household), note=note)


@roles(*OFFICE)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of a household that the user may see."""
    rows = HouseholdPhoto.objects.visible_to(request.user).select_related("file")
    return file_response(get_object_or_404(rows, pk=pk).file)
