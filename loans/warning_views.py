"""Arrears letters on screen: what is due with ticks, the batch that was issued, the rules."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loans.collection import responsible_for, rules_in_force
from loans.collection_forms import LettersForm, RulesForm, WithdrawalForm
from loans.letter_papers import issued_letters_pdf
from loans.models import ArrearsLetter, Loan
from loans.papers.render import letters_pdf
from loans.reminders import PLACEHOLDERS
from loans.warnings import add_collection_rules, issue_letters, letters_due, withdraw_letter
from upk.access import OFFICE, Role, roles
from upk.forms import form_page, told_as_done
from upk.money import rupiah
from upk.paging import page_of
from upk.pdf import PdfError, pdf_or_back, pdf_response
from upk.periods import format_date, today
from upk.trail.services import paper_taken

PREPARES = (Role.MANAGER, Role.SECRETARY)
"""Who chooses letters and reads them before they go out; the manager alone issues them."""
OF_LETTERS = ("office__district", "group__village", "product")


@roles(*OFFICE)
@require_safe
def letters_due_list(request: HttpRequest) -> HttpResponse:
    """Late loans with the letter that each is due for; the secretary ticks and prints drafts, the
    manager issues."""
    return _due_page(request, LettersForm())


def _due_page(request: HttpRequest, form: LettersForm) -> HttpResponse:
    office = request.user.office
    on = today(office)
    responsible = responsible_for(office, on)
    found = letters_due(request.user, on)
    asked = dict(form.choices()) if form.is_bound else None
    rows = [
        {
            "candidate": c,
            "responsible": responsible.get(c.position.village_id, ("", ""))[1],
            "ticked": c.due is not None if asked is None else c.position.loan_id in asked,
            "level": (asked or {}).get(c.position.loan_id) or c.due or c.levels[0],
        }
        for c in found
    ]
    context = {
        "form": form,
        "rows": rows,
        "on": on,
        "due": sum(1 for c in found if c.due),
        "rules": rules_in_force(office, on),
        "may_issue": request.user.role == Role.MANAGER,
        "may_prepare": request.user.role in PREPARES,
    }
    status = 422 if form.is_bound else 200
    return render(request, "loans/collection/letters_due.html", context, status=status)


@roles(Role.MANAGER)
@require_POST
def letters_issue(request: HttpRequest) -> HttpResponse:
    """Issue the ticked letters as one batch."""
    form = LettersForm(request.POST)
    if form.is_valid():
        try:
            letters = issue_letters(
                request.user.office,
                form.choices(),
                on=today(request.user.office),
                by=request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{len(letters)} surat peringatan terbit.")
            return redirect("loans:letter-batch", form.cleaned_data["request_key"])
    return _due_page(request, form)


@roles(*PREPARES)
@require_POST
def letters_draft(request: HttpRequest) -> HttpResponse:
    """The ticked letters as a PDF without numbers, to be read before the manager issues them."""
    form = LettersForm(request.POST)
    chosen = dict(form.choices())
    found = Loan.objects.visible_to(request.user).filter(pk__in=chosen)
    known = {c.position.loan_id: c for c in letters_due(request.user, today(request.user.office))}
    pairs = [
        (loan, chosen[loan.pk])
        for loan in found.select_related(*OF_LETTERS).order_by("group__village_id", "pk")
        if loan.pk in known and chosen[loan.pk] in known[loan.pk].levels
    ]
    if not pairs:
        form.add_error(None, "Centang sedikitnya satu pinjaman yang masih dapat diberi surat.")
        return _due_page(request, form)
    try:
        content = letters_pdf(pairs, on=today(request.user.office), by=request.user)
    except (ValidationError, PdfError) as error:
        form.add_error(None, getattr(error, "messages", [str(error)]))
        return _due_page(request, form)
    return pdf_response(content, f"naskah-surat-peringatan-{today(request.user.office)}")


def _letters(request: HttpRequest):
    letters = ArrearsLetter.objects.visible_to(request.user)
    return letters.select_related(
        "office__district", "loan__group__village", "submission", "made_by", "withdrawal"
    )


@roles(*OFFICE)
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """Every letter that was issued, the newest first, those that were withdrawn too."""
    page = page_of(request, _letters(request))
    return render(request, "loans/collection/letter_list.html", {"page": page})


@roles(*OFFICE)
@require_safe
def letter_batch(request: HttpRequest, key: UUID) -> HttpResponse:
    """The letters of one batch."""
    letters = _batch(request, key)
    context = {
        "letters": letters,
        "key": key,
        "total": sum(letter.arrears for letter in letters if not letter.is_withdrawn),
        "withdrawn": sum(letter.is_withdrawn for letter in letters),
        "may_withdraw": request.user.role == Role.MANAGER,
    }
    return render(request, "loans/collection/letter_batch.html", context)


def _batch(request: HttpRequest, key: UUID) -> list[ArrearsLetter]:
    letters = list(_letters(request).filter(submission__key=key).order_by("number"))
    if not letters:
        raise Http404
    return letters


@roles(*OFFICE)
@require_safe
def letter_batch_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The letters of one batch in one PDF, the same whenever it is printed."""
    letters = _batch(request, key)
    stem = f"surat-peringatan-{letters[0].issued_on}-{letters[0].number:03}"

    def make() -> bytes:
        return issued_letters_pdf(letters, by=request.user)

    answer = pdf_or_back(request, make, stem, "loans:letter-batch", key)
    return paper_taken(request, answer, stem)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def letter_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrongly issued letter back, with a reason; its number stays used."""
    letter = get_object_or_404(_letters(request), pk=pk)
    batch = reverse("loans:letter-batch", args=[letter.submission.key])
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_letter(letter, on=today(letter.office), by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Surat {letter} dibatalkan.")
            return redirect(batch)
    note = (
        f"{letter.loan.group.name}, {letter.loan}: tunggakan {rupiah(letter.arrears)}, terbit "
        f"{format_date(letter.issued_on)}. Nomornya tetap terpakai. Surat peringatan "
        f"{letter.level} dapat diterbitkan lagi dengan nomor baru."
    )
    back = (batch, "Penerbitan surat peringatan")
    return form_page(request, form, f"Batalkan surat {letter}", back, note=note)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def collection_rules(request: HttpRequest) -> HttpResponse:
    """Other rules of the letters and another reminder from a day on."""
    office = request.user.office
    now = rules_in_force(office, today(office))
    names = [name for name in RulesForm.base_fields if name != "since"]
    initial = {name: getattr(now, name) for name in names} | {"since": today(office)}
    form = RulesForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = add_collection_rules(office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            day = format_date(made.since)
            told_as_done(request, f"Aturan penagihan mulai {day} dicatat.")
            return redirect("loans:letters-due")
    listed = "; ".join(f"{{{name}}} {label}" for name, label in PLACEHOLDERS.items())
    note = f"Isian pesan pengingat: {listed}."
    return form_page(
        request, form, "Aturan penagihan", (reverse("loans:letters-due"), "Surat peringatan"),
        note=note, is_long=True,
    )  # fmt: skip
