"""Bank statements: taking one down, deciding line by line, closing the reconciliation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upk.access import READERS, Role, roles
from upk.asked import row_id
from upk.cash.models import BankStatement, StatementLine
from upk.cash.reconciliation import (
    build_reconciliation,
    candidates,
    entry_of,
    last_statement,
)
from upk.cash.reconciling import (
    accept_matches,
    close_statement,
    explain_line,
    record_statement,
    reject_match,
    undo_match,
    withdraw_statement,
)
from upk.cash.statement_forms import NoteForm, ReasonForm, StatementForm
from upk.cash.usual import BANKS, USUALS
from upk.forms import form_page
from upk.ledger.models import Account, Entry
from upk.paging import page_of

WRITERS = (Role.MANAGER, Role.TREASURER)
_RELATED = ("account", "office", "withdrawal", "closed", "recorded_by")


@roles(*READERS)
@require_safe
def statement_list(request: HttpRequest) -> HttpResponse:
    """All statements, the newest first, and the accounts for which one can be taken down."""
    user = request.user
    banks = user.office.accounts.filter(liquidity=Account.Liquidity.BANK, is_active=True)
    statements = BankStatement.objects.visible_to(user).select_related(*_RELATED)
    may_write = user.role in WRITERS
    context = {"page": page_of(request, statements), "banks": banks if may_write else ()}
    return render(request, "cash/statement_list.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def statement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement of an account, from a file or typed."""
    banks = Account.objects.visible_to(request.user).filter(liquidity=Account.Liquidity.BANK)
    account = get_object_or_404(banks.select_related("office"), pk=pk)
    form = StatementForm(
        account, last_statement(account), request.POST or None, request.FILES or None
    )
    if request.POST.get("langkah") == "tambah":
        form.with_more_rows()
    elif form.is_valid():
        key = form.cleaned_data["request_key"]
        try:
            statement, is_new = record_statement(
                account, form.draft, request_key=key, by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = "tersimpan" if is_new else "ini sudah tersimpan sebelumnya"
            tags = f"draft:statement:{account.pk}"
            messages.success(request, f"Rekening koran {told}.", extra_tags=tags)
            return redirect("cash:statement-detail", statement.pk)
    context = {"form": form, "account": account}
    return render(request, "cash/statement_form.html", context)


def _statement(request: HttpRequest, pk: int) -> BankStatement:
    found = BankStatement.objects.visible_to(request.user).select_related(*_RELATED)
    return get_object_or_404(found, pk=pk)


@roles(*READERS)
@require_safe
def statement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement beside the books; a withdrawn one shows its lines alone."""
    statement = _statement(request, pk)
    if hasattr(statement, "withdrawal"):
        context = {"statement": statement, "lines": statement.lines.all()}
        return render(request, "cash/statement_withdrawn.html", context)
    may_write = request.user.role in WRITERS
    found = build_reconciliation(statement)
    context = {
        "statement": statement,
        "found": found,
        "closed": getattr(statement, "closed", None),
        "may_write": may_write,
        "may_close": may_write and not hasattr(statement, "closed") and not found.open_rows,
    }
    return render(request, "cash/statement_detail.html", context)


@roles(*WRITERS)
@require_POST
def statement_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the pairs that are ticked (``pasang``: line-entry)."""
    statement = _statement(request, pk)
    pairs = []
    for value in request.POST.getlist("pasang"):
        line, entry = map(row_id, value.partition("-")[::2])
        if line and entry:
            pairs.append((line, entry))
    try:
        made = accept_matches(statement, pairs, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{len(made)} mutasi dicocokkan.")
    return redirect("cash:statement-detail", pk)


@roles(*WRITERS)
@require_POST
def statement_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a reconciliation whose every line is matched or explained."""
    statement = _statement(request, pk)
    try:
        close_statement(statement, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Rekonsiliasi ditutup.")
    return redirect("cash:statement-detail", pk)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def statement_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a statement that was taken down wrongly."""
    statement = _statement(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_statement(statement, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, "Rekening koran ditarik. Catat yang benar.")
            return redirect("cash:statement-list")
    back = (reverse("cash:statement-detail", args=[pk]), "Rekening koran")
    note = "Rekening koran tetap terlihat dengan alasannya, dan tidak dihitung lagi."
    return form_page(request, form, "Tarik rekening koran", back, note=note)


def _line(request: HttpRequest, pk: int) -> StatementLine:
    seen = BankStatement.objects.visible_to(request.user).standing()
    lines = StatementLine.objects.filter(statement__in=seen)
    related = ("statement__account__office", "statement__office", "statement__closed")
    return get_object_or_404(lines.select_related(*related), pk=pk)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def line_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: its entry or those that it could be, forms to post it, its explanation."""
    line = _line(request, pk)
    form = NoteForm(request.POST or None, initial={"text": getattr(line.notes.last(), "text", "")})
    if form.is_valid():
        try:
            explain_line(line, text=form.cleaned_data["text"], by=request.user)
        except ValidationError as error:  # withdrawn at that moment
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Penjelasan tersimpan.")
        return redirect("cash:statement-detail", line.statement_id)
    account = line.statement.account
    entry = entry_of(line)
    side = "debit" if line.amount > 0 else "credit"
    usuals = () if account.subledger else USUALS  # a sub-ledger's bank has pages of its own
    fitting = [usual for usual in usuals if getattr(usual, side).takes(account)]
    context = {
        "line": line,
        "account": account,
        "entry": entry,
        "may_undo": entry and not hasattr(line.statement, "closed"),
        "candidates": [] if entry else candidates(line),
        "usuals": sorted(fitting, key=lambda usual: usual.group != BANKS),
        "side": "debet" if line.amount > 0 else "kredit",
        "amount": abs(line.amount),
        "form": form,
    }
    return render(request, "cash/line_detail.html", context)


@roles(*WRITERS)
@require_POST
def line_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """``langkah``: cocok or bukan, with an ``entry``; or lepas."""
    line, step = _line(request, pk), request.POST.get("langkah")
    try:
        if step == "lepas":
            undo_match(line, by=request.user)
        else:
            entries = Entry.objects.visible_to(request.user)
            entry = get_object_or_404(entries, pk=row_id(request.POST.get("entry")))
            if step == "cocok":
                accept_matches(line.statement, [(line.pk, entry.pk)], by=request.user)
            elif step == "bukan":
                reject_match(line, entry, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cash:statement-detail", line.statement_id)
