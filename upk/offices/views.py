"""Login, the own account, and the office's registers of users, villages and people."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import EVERYBODY, OFFICE, SEES_IDENTITY, Role, public, roles
from upk.asked import asked_id, asked_text
from upk.forms import form_page, is_saved
from upk.offices import identity, pending, trying
from upk.offices.forms import (
    LoginForm,
    OfficeForm,
    PasswordForm,
    PersonForm,
    UserForm,
    VillageForm,
)
from upk.offices.models import Office, Person, User, Village
from upk.offices.services import (
    change_password,
    end_sessions,
    give_temporary_password,
    record_person,
    reset_password,
)
from upk.paging import page_of
from upk.periods import format_date, today
from upk.running.pace import count_as_file
from upk.trail.events import Event
from upk.trail.services import record

TEMPORARY = (
    "Kata sandi Anda sementara: orang lain telah membuatnya. Pilih kata sandi Anda sendiri; "
    "sesudah itu semua halaman terbuka."
)
LISTS = {"user-list": "Pengguna", "village-list": "Desa", "person-list": "Orang"}
"""The registers, by the name of their address."""


def _above(name: str) -> tuple[str, str]:
    """Address and title of a register, for the way back from its forms."""
    return reverse(f"offices:{name}"), LISTS[name]


class Login(LoginView):
    """Django's own; where nobody can log in yet, it leads to the first-run page."""

    template_name = "offices/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(is_empty=not Office.objects.exists(), **kwargs)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        """Sign in; whoever has a second factor gives its code first (``upk.signin``)."""
        user = form.get_user()
        if user.second_factor_since is None:
            return super().form_valid(form)
        pending.begin(self.request, user, self.get_success_url())
        return redirect("signin:code")


login = public(Login.as_view())


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
    if form.is_bound and (page := trying.locked(request, request.user)):
        return page
    if "old_password" in form.errors:
        trying.note_failure(request, request.user)
    if form.is_valid():
        new, key = form.cleaned_data["new_password"], request.session.session_key
        change_password(request.user, new, session_key=key)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Kata sandi diganti. Perangkat lain harus masuk kembali.")
        return redirect("desk:home")
    note = TEMPORARY if request.user.temporary_until else ""
    back = (reverse("desk:home"), "Beranda")
    return form_page(request, form, "Ganti kata sandi", back, note=note)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def office_edit(request: HttpRequest) -> HttpResponse:
    office = get_object_or_404(Office.objects.visible_to(request.user))
    form = OfficeForm(request.POST or None, instance=office)
    if form.is_valid():
        form.save()
        messages.success(request, "Data kantor disimpan.")
        return redirect("offices:office-edit")
    return form_page(request, form, "Kantor", (reverse("desk:home"), "Beranda"))


@roles(Role.MANAGER)
@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    users = User.objects.visible_to(request.user).order_by("-is_active", "name")
    return render(request, "offices/user_list.html", {"users": users})


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def user_add(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None, by=request.user)
    form.instance.office = request.user.office
    if form.is_valid():
        password = give_temporary_password(form.instance)
        if is_saved(form):
            return _show_password(request, form.instance, password)
    return form_page(request, form, "Pengguna baru", _above("user-list"))


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    form = UserForm(request.POST or None, instance=user, by=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, f"Data {user} disimpan.")
        return redirect("offices:user-list")
    return form_page(request, form, f"Ubah pengguna {user.username}", _above("user-list"))


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
    if form.is_valid() and is_saved(form):
        messages.success(request, f"Desa {form.instance} ditambahkan.")
        return redirect("offices:village-list")
    return form_page(request, form, "Desa baru", _above("village-list"))


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def village_edit(request: HttpRequest, pk: int) -> HttpResponse:
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=pk)
    form = VillageForm(request.POST or None, instance=village, office=request.user.office)
    if form.is_valid() and is_saved(form):
        messages.success(request, f"Desa {village} disimpan.")
        return redirect("offices:village-list")
    return form_page(request, form, f"Ubah Desa {village.name}", _above("village-list"))


@roles(*OFFICE)
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    people = Person.objects.visible_to(request.user).select_related("village").order_by("name")
    text = asked_text(request)
    if _looks_like_identity(text):  # out of the address, so of the browser's history
        messages.warning(request, "Nomor tidak dicari di kolom nama. Pakai kolom NIK.")
        return redirect("offices:person-list")
    if text:
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


def _looks_like_identity(text: str) -> bool:
    digits = "".join(filter(str.isdigit, text))
    return len(digits) >= identity.LENGTH


@roles(*OFFICE)
@require_POST
@sensitive_post_parameters("nik")
def person_search(request: HttpRequest) -> HttpResponse:
    """Whom a NIK belongs to: it comes in the form's body and stands in no address."""
    count_as_file(request)
    nik = "".join(filter(str.isdigit, request.POST.get("nik", "")))
    if len(nik) != identity.LENGTH:
        messages.error(request, "Tulis NIK lengkap, 16 angka.")
        return redirect("offices:person-list")
    person = Person.objects.visible_to(request.user).with_nik(nik).first()
    if person is None:
        messages.info(request, "NIK itu belum tercatat pada orang yang dapat Anda lihat.")
        return redirect("offices:person-list")
    return redirect("offices:person-detail", person.pk)


@roles(*OFFICE)
@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _person_page(request, _visible_person(request, pk), is_whole=False)


@roles(*SEES_IDENTITY)
@require_POST
def person_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's page with the whole NIK and KK, on request, which the trail tells."""
    count_as_file(request)
    person = _visible_person(request, pk)
    record(
        event=Event.IDENTITY_SHOWN, user=request.user, office=request.user.office, subject=person,
        about=person.name, request=request,
    )  # fmt: skip
    response = _person_page(request, person, is_whole=True)
    response["Cache-Control"] = "no-store"
    return response


def _visible_person(request: HttpRequest, pk: int) -> Person:
    people = Person.objects.visible_to(request.user).select_related("village")
    return get_object_or_404(people, pk=pk)


def _person_page(request: HttpRequest, person: Person, *, is_whole: bool) -> HttpResponse:
    """The page; NIK and KK masked unless they were asked for (UU 27/2022)."""
    sees = request.user.role in SEES_IDENTITY
    nik, kk = (person.nik, person.kk) if is_whole else (person.nik_masked, person.kk_masked)
    facts = [
        ("Desa", person.village.name),
        ("Jenis kelamin", person.get_sex_display()),
        ("NIK", nik or "belum dicatat"),
        ("Nomor KK", kk or "belum dicatat"),
        ("Tanggal lahir", _birth_date(person) if sees else "•••"),
        ("Telepon", person.phone or "–"),
        ("Alamat", person.address or "–"),
    ]
    may_show = sees and not is_whole and bool(nik or kk)
    context = {"person": person, "facts": facts, "may_show": may_show, "is_whole": is_whole}
    return render(request, "offices/person_detail.html", context)


def _birth_date(person: Person) -> str:
    return format_date(person.birth_date) if person.birth_date else "belum dicatat"


@roles(Role.MANAGER, Role.SECRETARY)
@sensitive_post_parameters("nik", "kk")
@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, office=request.user.office)
    if form.is_valid():
        try:
            person = record_person(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{person} dicatat.")
            return redirect("offices:person-detail", person.pk)
    return form_page(request, form, "Orang baru", _above("person-list"))


@roles(Role.MANAGER, Role.SECRETARY)
@sensitive_post_parameters("nik", "kk")
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    if person.anonymous_number:
        messages.error(request, "Data pribadi orang ini sudah dihapus dan tidak diisi lagi.")
        return redirect("offices:person-detail", person.pk)
    form = PersonForm(request.POST or None, instance=person, office=request.user.office)
    if form.is_valid() and is_saved(form):
        messages.success(request, f"Data {person} disimpan.")
        return redirect("offices:person-detail", person.pk)
    return form_page(request, form, f"Ubah {person.name}", _above("person-list"))
