"""Groups: the list, a group with its members and loans, and what changes them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms import EndForm, GroupForm, MemberForm, NewMemberForm, PlaceForm
from groups.models import Category, Group, GroupQuerySet, Membership
from groups.services import (
    add_member,
    add_new_person,
    change_position,
    end_membership,
    save_group,
)
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id, asked_text, row_id
from upk.forms import form_page, told_as_done
from upk.offices.models import Person, Village
from upk.paging import page_of
from upk.periods import format_date

SEES_PHONE = (Role.MANAGER, Role.SECRETARY, Role.TREASURER)
"""Roles that call members: the others see the last digits only."""

MOST_PEOPLE = 100
"""How many people the select offers; a search narrows it."""

SORTS = {"kode": "code", "nama": "name", "desa": "village__name", "anggota": "member_count"}


@roles(*OFFICE)
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    groups = Group.objects.visible_to(request.user).select_related("village")
    groups = _filtered(groups.with_officers_and_size(), request)
    return render(
        request,
        "groups/group_list.html",
        {
            "page": page_of(request, groups),
            "villages": Village.objects.visible_to(request.user),
            "categories": Category.choices,
            "chosen": request.GET,
        },
    )


def _filtered(groups: GroupQuerySet, request: HttpRequest) -> GroupQuerySet:
    """The list's filters, from the address."""
    chosen = request.GET
    if village := asked_id(request, "desa"):
        groups = groups.filter(village_id=village)
    if category := chosen.get("jenis"):
        groups = groups.filter(category=category)
    if (state := chosen.get("keadaan", "aktif")) != "semua":
        groups = groups.filter(is_active=state != "nonaktif")
    if text := asked_text(request):
        groups = groups.matching(text)
    wanted = chosen.get("urut", "")
    field = SORTS.get(wanted.removeprefix("-"), "code")
    return groups.order_by(f"-{field}" if wanted.startswith("-") else field, "code")


@roles(*OFFICE)
@require_safe
def group_detail(request: HttpRequest, pk: int) -> HttpResponse:
    groups = Group.objects.visible_to(request.user).select_related("village")
    group = get_object_or_404(groups, pk=pk)
    memberships = list(group.memberships.select_related("person").order_by("since", "id"))
    order = list(Membership.Position)
    members = [m for m in memberships if m.until is None]
    members.sort(key=lambda m: (order.index(m.position), m.person.name))
    ended = [m for m in reversed(memberships) if m.until is not None]
    sees_phone = request.user.role in SEES_PHONE
    for member in members:
        member.phone = member.person.phone if sees_phone else masked_phone(member.person.phone)
    return render(
        request,
        "groups/group_detail.html",
        {
            "group": group,
            "facts": _facts(group, sees_phone),
            "members": members,
            "ended": ended,
            "assessments": group.assessments.all(),
            "loans": group.loans.select_related("product").order_by("-proposed_on", "-pk"),
        },
    )


def masked_phone(phone: str) -> str:
    """A phone number with all but its last three digits hidden."""
    return "•" * max(0, len(phone) - 3) + phone[-3:] if phone else ""


def _facts(group: Group, sees_phone: bool) -> list[tuple[str, str]]:
    phone = group.phone if sees_phone else masked_phone(group.phone)
    return [
        ("Desa", group.village.name),
        ("Jenis", group.get_category_display()),
        ("Berdiri", format_date(group.founded_on) if group.founded_on else "–"),
        ("Tingkat", group.get_level_display()),
        ("Fungsi", group.get_function_display()),
        ("Jenis usaha", group.get_kind_display()),
        ("Usaha", group.business or "–"),
        ("Hari pertemuan", group.meeting_day or "–"),
        ("Alamat", group.address or "–"),
        ("Telepon", phone or "–"),
        ("Keadaan", "Aktif" if group.is_active else "Tidak aktif"),
    ]


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def group_add(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None, office=request.user.office)
    if form.is_valid() and _done(form, lambda: save_group(form.instance)):
        told_as_done(request, f"Kelompok {form.instance} dicatat. Tambahkan anggotanya.")
        return redirect("groups:group-detail", form.instance.pk)
    back = (reverse("groups:group-list"), "Kelompok")
    return form_page(request, form, "Kelompok baru", back, is_long=True)


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    form = GroupForm(request.POST or None, instance=group, office=request.user.office)
    if form.is_valid() and _done(form, lambda: save_group(form.instance)):
        told_as_done(request, f"Kelompok {group} disimpan.")
        return redirect("groups:group-detail", group.pk)
    return form_page(request, form, f"Ubah {group.name}", _back_to(group), is_long=True)


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody of the register into the group; the address narrows the choice."""
    group = get_object_or_404(Group.objects.visible_to(request.user), pk=pk)
    people = Person.objects.visible_to(request.user).named()
    people = people.select_related("village").order_by("name")
    free = people.exclude(pk__in=group.memberships.open().values("person"))
    text = asked_text(request)
    village = request.GET.get("desa") or str(group.village_id)
    offered = free.filter(village_id=row_id(village)) if row_id(village) else free
    offered = (offered.filter(name__icontains=text) if text else offered)[:MOST_PEOPLE]
    form = MemberForm(request.POST or None, office=group.office, people=people)
    form.fields["person"].choices = [("", "Pilih …")] + [
        (person.pk, f"{person.name} · {person.village.name}") for person in offered
    ]
    if form.is_valid() and _done(form, lambda: add_member(group, **form.cleaned_data)):
        messages.success(request, f"{form.cleaned_data['person']} menjadi anggota {group.name}.")
        return redirect("groups:group-detail", group.pk)
    return render(
        request,
        "groups/member_add.html",
        {
            "group": group,
            "form": form,
            "villages": Village.objects.visible_to(request.user),
            "village": village,
            "text": text,
        },
    )


@roles(Role.MANAGER, Role.SECRETARY)
@sensitive_post_parameters("nik", "kk")
@require_http_methods(["GET", "POST"])
def member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a new person as a member of the group."""
    groups = Group.objects.visible_to(request.user).select_related("village")
    group = get_object_or_404(groups, pk=pk)
    form = NewMemberForm(request.POST or None, office=group.office, village=group.village)
    if form.is_valid():
        data = form.cleaned_data
        person = form.save(commit=False)
        place = {name: data[name] for name in ("position", "since", "request_key")}
        if _done(form, lambda: add_new_person(group, person, **place, by=request.user)):
            messages.success(request, f"{person} dicatat sebagai anggota {group.name}.")
            return redirect("groups:group-detail", group.pk)
    return form_page(request, form, "Anggota baru", _back_to(group))


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def member_position(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    initial = {"position": membership.position}
    form = PlaceForm(request.POST or None, office=membership.group.office, initial=initial)
    if form.is_valid() and _done(form, lambda: change_position(membership, **form.cleaned_data)):
        messages.success(request, f"Kedudukan {membership.person} diubah.")
        return redirect("groups:group-detail", membership.group_id)
    title = f"Kedudukan {membership.person}"
    return form_page(request, form, title, _back_to(membership.group))


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    form = EndForm(request.POST or None, office=membership.group.office)
    if form.is_valid() and _done(form, lambda: end_membership(membership, **form.cleaned_data)):
        messages.success(request, f"Keanggotaan {membership.person} diakhiri.")
        return redirect("groups:group-detail", membership.group_id)
    title = f"Akhiri keanggotaan {membership.person}"
    return form_page(request, form, title, _back_to(membership.group))


def _membership(request: HttpRequest, pk: int) -> Membership:
    memberships = Membership.objects.visible_to(request.user)
    return get_object_or_404(memberships.select_related("person", "group__office"), pk=pk)


def _done(form: Form, service) -> bool:
    """Call the service; what it refuses is shown in the form."""
    try:
        service()
    except ValidationError as error:
        known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
        form.add_error(None, error if known or not hasattr(error, "error_dict") else error.messages)
        return False
    return True


def _back_to(group: Group) -> tuple[str, str]:
    return reverse("groups:group-detail", args=[group.pk]), str(group)
