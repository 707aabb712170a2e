"""Pages of the office's profile: what the public is told about the office."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import READERS, roles
from upk.forms import form_page, is_done, told_as_done
from upk.offices.stored_files import LostFile, file_response
from upk.periods import format_date, today
from upk.profile.forms import DocumentForm, OfficerEndForm, OfficerForm, TextForm
from upk.profile.models import LegalDocument, Officer, ProfileText
from upk.profile.records import history_of, texts_on
from upk.profile.rules import PLACEHOLDERS
from upk.profile.services.profile import (
    WRITERS,
    NewDocument,
    NewOfficer,
    add_document,
    add_officer,
    end_officer,
    first_open_day,
    withdraw,
    write_text,
)


def _up() -> tuple[str, str]:
    return reverse("profile:edit"), "Profil Kantor"


@roles(*READERS)
@require_safe
def edit(request: HttpRequest) -> HttpResponse:
    """The profile as it stands today, with a way to change each part of it."""
    office = request.user.office
    texts, versions = texts_on(office, today(office)), history_of(office)
    context = {
        "office": office,
        "sections": [
            {"key": key, "label": label, "text": texts.get(key, ""),
             "newest": next(iter(versions.get(key, [])), None)}
            for key, label in ProfileText.Key.choices
        ],
        "officers": office.officers.filter(withdrawn_on=None).order_by("until", "-signs", "id"),
        "documents": office.legal_documents.filter(withdrawn_on=None).select_related("file"),
        "may_write": request.user.role in WRITERS,
    }  # fmt: skip
    return render(request, "profile/edit.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def text_edit(request: HttpRequest, key: str) -> HttpResponse:
    """A text's next version, and all that stood before."""
    if key not in ProfileText.Key.values:
        raise Http404
    office, label = request.user.office, ProfileText.Key(key).label
    versions = history_of(office).get(key, [])
    form = TextForm(request.POST or None, initial=_initial(request, versions))
    if form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in ("since", "request_key")}
        if is_done(form, write_text, office, key, data["text"], **values, by=request.user):
            told_as_done(request, f"{label} berlaku mulai {format_date(data['since'])}.")
            return redirect("profile:edit")
    context = {
        "form": form,
        "label": label,
        "versions": versions,
        "placeholders": [f"{{{name}}}" for name in PLACEHOLDERS],
    }
    return render(request, "profile/text_form.html", context)


def _initial(request: HttpRequest, versions: list[ProfileText]) -> dict:
    """The newest version from today on; the first one from the first open day on."""
    on = today(request.user.office)
    if versions:
        return {"since": max(on, versions[0].since), "text": versions[0].text}
    return {"since": first_open_day(request.user.office) or on.replace(month=1, day=1)}


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def officer_add(request: HttpRequest) -> HttpResponse:
    """Somebody takes office."""
    form = OfficerForm(request.POST or None)
    if form.is_valid():
        new, key = NewOfficer(**form.values()), form.cleaned_data["request_key"]
        if is_done(form, add_officer, request.user.office, new, request_key=key, by=request.user):
            told_as_done(request, f"{new.title} tercatat.")
            return redirect("profile:edit")
    return form_page(request, form, "Pengurus baru", _up(), is_long=True)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def officer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer's last day."""
    officer = get_object_or_404(Officer.objects.visible_to(request.user), pk=pk)
    form = OfficerEndForm(request.POST or None, initial={"until": today(request.user.office)})
    if form.is_valid():
        until = form.cleaned_data["until"]
        if is_done(form, end_officer, officer, until=until, by=request.user):
            messages.success(request, f"{officer.title} menjabat sampai {format_date(until)}.")
            return redirect("profile:edit")
    return form_page(request, form, f"Akhir masa jabatan {officer.title}", _up())


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def document_add(request: HttpRequest) -> HttpResponse:
    """A legal document and its scan."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        new, data = NewDocument(**form.values()), form.cleaned_data
        more = {"upload": data["file"], "request_key": data["request_key"], "by": request.user}
        if is_done(form, add_document, request.user.office, new, **more):
            told_as_done(request, f"Dokumen nomor {new.number} tersimpan.")
            return redirect("profile:edit")
    return form_page(request, form, "Dokumen baru", _up(), is_long=True)


@roles(*READERS)
@require_safe
def document_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A document's scan, to those of the office."""
    with_file = LegalDocument.objects.visible_to(request.user).filter(file__isnull=False)
    document = get_object_or_404(with_file.select_related("file"), pk=pk)
    try:
        return file_response(document.file)
    except LostFile:
        messages.error(request, "Berkas ini hilang atau berubah di server. Beri tahu pengelola.")
        return redirect("profile:edit")


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def officer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an officer who was entered by mistake."""
    officer = get_object_or_404(Officer.objects.visible_to(request.user), pk=pk)
    return _withdrawal(request, officer, f"Tarik {officer.title}: {officer.name}")


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def document_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a document that was entered by mistake, or that no longer holds."""
    document = get_object_or_404(LegalDocument.objects.visible_to(request.user), pk=pk)
    return _withdrawal(request, document, f"Tarik dokumen {document.number}")


def _withdrawal(request: HttpRequest, row: Officer | LegalDocument, title: str) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            withdraw(row, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, "Ditarik. Tercatat sampai hari ini, tidak tampil lagi.")
            return redirect("profile:edit")
    return render(request, "profile/withdraw.html", {"title": title, "problem": problem})
