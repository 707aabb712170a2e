"""Personal data: the rule and who is due, a person's copy, the whole office as an archive."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import Role, roles
from upk.asked import row_id
from upk.desk.privacy.copies import FORMATS
from upk.desk.privacy.departures import (
    Stage,
    archive_of,
    ask_for_archive,
    is_being_made,
    progress_of,
    take_archive,
    throw_away,
)
from upk.desk.privacy.due import due_people
from upk.desk.privacy.forgetting import MANY, make_anonymous, set_rule
from upk.desk.privacy.forms import ConfirmForm, PassphraseForm, RuleForm
from upk.desk.privacy.held import held_about
from upk.desk.privacy.mentions import mentions_of
from upk.desk.privacy.models import RetentionRule
from upk.desk.privacy.rules import DAYS_TO_LOOK
from upk.forms import add_refusal, form_page, is_done
from upk.htmx import render_page_or_fragment
from upk.offices.models import Person
from upk.paging import page_of
from upk.pdf import PdfError
from upk.periods import today
from upk.trail.events import Event
from upk.trail.services import record


@roles(Role.MANAGER)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """The rule in force, and whose time has come: who, why, what goes."""
    return _plan(request, ConfirmForm())


def _plan(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    office = request.user.office
    on = today(office)
    due = due_people(office, on)
    page = page_of(request, due, MANY)
    mentions = mentions_of(office, [one.person for one in page])
    context = {
        "rule": RetentionRule.objects.in_force(office, on),
        "rules": RetentionRule.objects.visible_to(request.user),
        "days_to_look": DAYS_TO_LOOK,
        "overdue": sum(1 for one in due if one.goes_on and one.goes_on < on),
        "page": page,
        "rows": [(one, mentions.get(one.person.pk)) for one in page],
        "has_mentions": bool(mentions),
        "form": form,
    }
    return render(request, "desk/privacy/retention.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    office = request.user.office
    form = RuleForm(request.POST or None, office=office)
    if form.is_valid() and is_done(
        form, set_rule, office, **form.cleaned_data, on=today(office), by=request.user
    ):
        messages.success(request, "Aturan penyimpanan dicatat.")
        return redirect("desk:retention")
    back = (reverse("desk:retention"), "Data pribadi")
    return form_page(request, form, "Lama penyimpanan data pribadi", back)


@roles(Role.MANAGER)
@require_POST
def people_forget(request: HttpRequest) -> HttpResponse:
    """Make those anonymous who are ticked, all of them or none."""
    office = request.user.office
    form = ConfirmForm(request.POST)
    ids = {found for text in request.POST.getlist("orang") if (found := row_id(text))}
    if form.is_valid() and not ids:
        form.add_error(None, "Centang dahulu siapa yang data pribadinya dihapus.")
    if form.is_valid():
        try:
            count = make_anonymous(office, ids, on=today(office), by=request.user)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"Data pribadi {count} orang dihapus. Angka-angka tetap.")
            return redirect("desk:retention")
    return _plan(request, form)


@roles(Role.MANAGER)
@require_POST
def person_copy(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """The copy of what is held about a person; noted before it is handed out."""
    people = Person.objects.visible_to(request.user).select_related("village", "office")
    person = get_object_or_404(people, pk=pk)
    if file_format not in FORMATS:
        raise Http404
    if person.anonymous_number:
        messages.error(request, "Data pribadi orang ini sudah dihapus.")
        return redirect("offices:person-detail", person.pk)
    write, content_type = FORMATS[file_format]
    try:
        content = write(held_about(person, today(person.office)))
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("offices:person-detail", person.pk)
    record(
        event=Event.PERSONAL_EXPORT, user=request.user, office=person.office, subject=person,
        about=person.name, details={"format": file_format}, request=request,
    )  # fmt: skip
    return _download(content, content_type, f"data-orang-{person.pk}.{file_format}")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


@roles(Role.MANAGER)
@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
def office_copy(request: HttpRequest) -> HttpResponse:
    """Everything of the office as an encrypted archive: begin it, see how far it is."""
    office = request.user.office
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        secret = form.cleaned_data["passphrase"]
        if not ask_for_archive(office, secret, on=today(office), by=request.user):
            messages.warning(request, "Arsip sedang dibuat, dengan kata sandi yang pertama.")
        return redirect("desk:office-copy")
    is_making, archive = is_being_made(office), archive_of(office, timezone.now())
    context = {
        "form": form,
        "is_making": is_making,
        "step": progress_of(office) if is_making else None,
        "archive": archive,
        "is_stopped": not is_making and archive is not None and archive.stage == Stage.MAKING,
    }
    return render_page_or_fragment(
        request, "desk/privacy/office_copy.html", "desk/privacy/_archive.html", context
    )


@roles(Role.MANAGER)
@require_POST
def office_copy_file(request: HttpRequest) -> HttpResponse:
    """Hand the finished archive out, once that is told."""
    taken = take_archive(request.user.office, by=request.user, now=timezone.now())
    if taken is None:
        messages.error(request, "Arsipnya tidak ada (lagi). Buat sekali lagi.")
        return redirect("desk:office-copy")
    archive, content = taken
    response = FileResponse(content, as_attachment=True, filename=archive.name)
    response["Cache-Control"] = "private, no-store"
    return response


@roles(Role.MANAGER)
@require_POST
def office_copy_remove(request: HttpRequest) -> HttpResponse:
    """Remove an archive that was taken, before its day is over."""
    if not is_being_made(request.user.office):
        throw_away(request.user.office)
        messages.success(request, "Arsip dihapus dari server.")
    return redirect("desk:office-copy")
