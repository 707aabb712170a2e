"""Login, the own account, and the office's registers of users, villages and people."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import EVERYBODY, OFFICE, SEES_IDENTITY, Role, public, roles
from upk.asked import asked_id
from upk.offices.forms import (
    AssignmentForm,
    LoginForm,
    OfficeForm,
    PasswordForm,
    PersonForm,
    UserForm,
    VillageForm,
)
from upk.offices.models import Office, Person, User, Village
from upk.offices.services import assign_village, end_sessions, new_password, reset_password
from upk.paging import page_of
from upk.periods import today

login = public(
    LoginView.as_view(
        template_name="offices/login.html",
        authentication_form=LoginForm,
        redirect_authenticated_user=True,
    )
)


@roles(*EVERYBODY)
@require_POST
def logout_view(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "Anda sudah keluar.")
    return redirect("offices:login")


@roles(*EVERYBODY)
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    end_sessions(request.user)
    logout(request)
    messages.success(request, "Semua perangkat sudah keluar, termasuk yang ini.")
    return redirect("offices:login")


@roles(*EVERYBODY)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        request.user.set_password(form.cleaned_data["new"])
        request.user.save(update_fields=["password"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Kata sandi diganti. Perangkat lain harus masuk kembali.")
        return redirect("desk:home")
    return _form_page(request, form, "Ganti kata sandi", back="desk:home")


def _form_page(request: HttpRequest, form, title: str, back: str, **context) -> HttpResponse:
    context |= {"form": form, "title": title, "back": back}
    return render(request, "includes/plain_form.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def office_edit(request: HttpRequest) -> HttpResponse:
    office = get_object_or_404(Office.objects.visible_to(request.user))
    form = OfficeForm(request.POST or None, instance=office)
    if form.is_valid():
        form.save()
        messages.success(request, "Data kantor disimpan.")
        return redirect("offices:office-edit")
    return _form_page(request, form, "Data kantor", back="desk:home")


@roles(Role.MANAGER)
@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    users = User.objects.visible_to(request.user).order_by("-is_active", "name")
    return render(request, "offices/user_list.html", {"users": users})


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def user_add(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None, by=request.user)
    if form.is_valid():
        user = form.save(commit=False)
        user.office = request.user.office
        password = new_password()
        user.set_password(password)
        user.save()
        return _show_password(request, user, password)
    return _form_page(request, form, "Pengguna baru", back="offices:user-list")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = UserForm(request.POST or None, instance=user, by=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, f"Data {user} disimpan.")
        return redirect("offices:user-list")
    return _form_page(request, form, f"Ubah pengguna {user.username}", back="offices:user-list")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def user_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        return _show_password(request, user, reset_password(user))
    return render(request, "offices/reset_password.html", {"subject": user})


def _show_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """The new password, this once: it is stored as a hash only, so nobody can look it up."""
    response = render(request, "offices/new_password.html", {"subject": user, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@roles(*OFFICE)
@require_safe
def village_list(request: HttpRequest) -> HttpResponse:
    villages = Village.objects.visible_to(request.user).with_responsible(today(request.user.office))
    return render(request, "offices/village_list.html", {"villages": villages})


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def village_add(request: HttpRequest) -> HttpResponse:
    form = VillageForm(request.POST or None, office=request.user.office)
    if form.is_valid():
        form.save()
        messages.success(request, f"Desa {form.instance} ditambahkan.")
        return redirect("offices:village-list")
    return _form_page(request, form, "Desa baru", back="offices:village-list")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def village_edit(request: HttpRequest, pk: int) -> HttpResponse:
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=pk)
    form = VillageForm(request.POST or None, instance=village, office=request.user.office)
    if form.is_valid():
        form.save()
        messages.success(request, f"Desa {village} disimpan.")
        return redirect("offices:village-list")
    return _form_page(request, form, f"Ubah Desa {village.name}", back="offices:village-list")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def village_assign(request: HttpRequest, pk: int) -> HttpResponse:
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=pk)
    form = AssignmentForm(request.POST or None, office=request.user.office)
    if form.is_valid():
        data = form.cleaned_data
        try:
            assign_village(
                village, data["user"], since=data["since"], third_is_meant=data["third_is_meant"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{data['user']} bertanggung jawab atas {village}.")
            return redirect("offices:village-list")
    history = village.assignments.select_related("user")
    return render(
        request, "offices/village_assign.html",
        {"form": form, "village": village, "history": history},
    )  # fmt: skip


@roles(*OFFICE)
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    people = Person.objects.visible_to(request.user).select_related("village").order_by("name")
    text = request.GET.get("cari", "").strip()
    if text.isdigit() and len(text) == 16:
        people = people.with_nik(text)
    elif text:
        people = people.filter(name__icontains=text)
    if village := asked_id(request, "desa"):
        people = people.filter(village_id=village)
    return render(
        request,
        "offices/person_list.html",
        {
            "page": page_of(request, people),
            "villages": Village.objects.visible_to(request.user),
            "text": text,
            "village": village,
        },
    )


@roles(*OFFICE)
@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    people = Person.objects.visible_to(request.user).select_related("village")
    person = get_object_or_404(people, pk=pk)
    whole = request.user.role in SEES_IDENTITY
    facts = [
        ("Desa", person.village.name),
        ("Jenis kelamin", person.get_sex_display()),
        ("NIK", (person.nik if whole else person.nik_masked) or "belum dicatat"),
        ("Nomor KK", (person.kk if whole else person.kk_masked) or "belum dicatat"),
        ("Tanggal lahir", person.birth_date if whole else "•••"),
        ("Telepon", person.phone or "—"),
        ("Alamat", person.address or "—"),
    ]
    return render(request, "offices/person_detail.html", {"person": person, "facts": facts})


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, office=request.user.office)
    if form.is_valid():
        person = form.save()
        messages.success(request, f"{person} dicatat.")
        return redirect("offices:person-detail", person.pk)
    return _form_page(request, form, "Orang baru", back="offices:person-list")


@roles(Role.MANAGER, Role.SECRETARY)
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = PersonForm(request.POST or None, instance=person, office=request.user.office)
    if form.is_valid():
        form.save()
        messages.success(request, f"Data {person} disimpan.")
        return redirect("offices:person-detail", person.pk)
    return _form_page(request, form, f"Ubah {person.name}", back="offices:person-list")
