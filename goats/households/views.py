"""Pages of the register of households: the list, a household, who comes in and who lives there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from goats.households.card import card_of, shown_state, with_help
from goats.households.forms import CorrectForm, MemberEndForm, MemberForm, RegisterForm
from goats.households.services import (
    add_household_member,
    correct_household,
    end_household_member,
    register_household,
)
from goats.models import Household, HouseholdMember
from goats.models.household import HouseholdQuerySet
from goats.rules.households import State
from upk.access import OFFICE, STAFF, Role, roles
from upk.asked import asked_id, asked_text
from upk.forms import form_page, is_done, told_as_done
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

WRITERS = (*STAFF, Role.FACILITATOR)
"""Who looks after poor households: the office, and who is responsible for the village."""

UP = ("goats:household-list", "RTM")
FILTERS = [
    ("", "Menunggu"), ("diusulkan", "Diusulkan"), ("dibantu", "Sudah dibantu"),
    ("berakhir", "Tidak miskin lagi, pindah, meninggal"), ("batal", "Dibatalkan"),
    ("semua", "Semua"),
]  # fmt: skip
ENDED = (State.GRADUATED, State.MOVED, State.DIED)
SORTS = {"desa": "village__name", "kebutuhan": "need", "nama": "head__name",
         "ditetapkan": "confirmed_on"}  # fmt: skip


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(name, args=args), label


def back_to_household(household: Household) -> tuple[str, str]:
    """The page of a household as the page above."""
    return back_to("goats:household-detail", household.head.name, household.pk)


def visible_household(request: HttpRequest, pk: int) -> Household:
    """The household, if the user may see it, with its village, office and head."""
    own = Household.objects.visible_to(request.user).select_related("village__office", "head")
    return get_object_or_404(with_help(own), pk=pk)


@roles(*OFFICE)
@require_safe
def household_list(request: HttpRequest) -> HttpResponse:
    """Households by village, the neediest first, then those that wait longest."""
    own = Household.objects.visible_to(request.user)
    found = _filtered(with_help(own), request).select_related("village", "head")
    page = page_of(request, found)
    for household in page.object_list:
        household.shown_state = shown_state(household)
    context = {
        "page": page,
        "villages": Village.objects.visible_to(request.user),
        "states": FILTERS,
        "chosen": request.GET,
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "goats/household_list.html", context)


def _filtered(households: HouseholdQuerySet, request: HttpRequest) -> HouseholdQuerySet:
    """The list's filters and its order, from the address."""
    chosen = request.GET
    state = chosen.get("keadaan")
    if state == "diusulkan":
        households = households.filter(state=State.PROPOSED)
    elif state == "dibantu":
        reached = households.filter(state=State.REACHED)
        households = reached | households.filter(state=State.WAITING, is_helped=True)
    elif state == "berakhir":
        households = households.filter(state__in=ENDED)
    elif state == "batal":
        households = households.filter(state=State.VOID)
    elif state == "semua":
        households = households.real()
    else:
        households = households.filter(state=State.WAITING, is_helped=False)
    if village := asked_id(request, "desa"):
        households = households.filter(village_id=village)
    if text := asked_text(request):
        households = households.matching(text)
    wanted = chosen.get("urut", "")
    usual = ("village__name", "-need", "confirmed_on", "pk")
    if field := SORTS.get(wanted.removeprefix("-")):
        return households.order_by(f"-{field}" if wanted.startswith("-") else field, *usual)
    return households.order_by(*usual)


@roles(*OFFICE)
@require_safe
def household_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A household: who lives there, why it counts as poor, and what became of it."""
    household = visible_household(request, pk)
    context = {
        "household": household,
        "state": shown_state(household),
        "card": card_of(household, request.user),
        "goats": household.goats_kept.order_by("number"),
        "may_write": request.user.role in WRITERS and household.state != State.VOID,
        "is_staff": request.user.role in STAFF,
    }
    return render(request, "goats/household_detail.html", context)


@roles(*WRITERS)
@sensitive_post_parameters("nik", "kk")
@require_http_methods(["GET", "POST"])
def household_add(request: HttpRequest) -> HttpResponse:
    """Take a household into the register."""
    initial = {"village": asked_id(request, "desa"), "registered_on": today(request.user.office)}
    form = RegisterForm(request.user, request.POST or None, initial=initial)
    if form.is_valid() and is_done(form, register_household, **form.values(), by=request.user):
        told_as_done(request, f"{form.cleaned_data['name']} terdaftar. Nilai kebutuhannya.")
        return redirect(f"{reverse('goats:household-list')}?keadaan=diusulkan")
    note = "Bila NIK-nya sudah tercatat pada seseorang di kantor ini, orang itu yang dipakai."
    return form_page(request, form, "Usulkan RTM", back_to(*UP), note=note, is_long=True)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def household_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says; what it said before stays in sight."""
    household = visible_household(request, pk)
    form = CorrectForm(household, request.POST or None)
    if form.is_valid() and is_done(
        form, correct_household, household, **form.values(), by=request.user
    ):
        told_as_done(request, "Data diubah.")
        return redirect("goats:household-detail", household.pk)
    note = (
        "Data lama tetap terlihat. Nama, NIK, dan KK diubah di halaman orangnya; kepala baru "
        "dipilih dari anggota."
    )
    title = f"Ubah data {household.head.name}"
    return form_page(request, form, title, back_to_household(household), note=note, is_long=True)


@roles(*WRITERS)
@sensitive_post_parameters("nik", "kk")
@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody who lives in the household."""
    household = visible_household(request, pk)
    initial = {"since": household.registered_on}
    form = MemberForm(request.user, request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, add_household_member, household, **form.values(), by=request.user
    ):
        told_as_done(request, f"{form.cleaned_data['name']} dicatat sebagai anggota.")
        return redirect("goats:household-detail", household.pk)
    return form_page(request, form, "Anggota baru", back_to_household(household), is_long=True)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a member no longer lives there."""
    rows = HouseholdMember.objects.visible_to(request.user)
    rows = rows.select_related("person", "household__village__office", "household__head")
    member = get_object_or_404(rows, pk=pk)
    household = member.household
    initial = {"left_on": today(household.village.office)}
    form = MemberEndForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, end_household_member, member, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Tercatat tidak tinggal di sini lagi.")
        return redirect("goats:household-detail", household.pk)
    title = f"{member.person.name} tidak tinggal di sini lagi"
    return form_page(request, form, title, back_to_household(household))
