"""Pages of the budget: beside what happened, drawn up, taken away as a file."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import READERS, Role, roles
from upk.budget.comparison import (
    Months,
    compare,
    months_of,
    percent_used,
    postable,
    realisation,
)
from upk.budget.files import write_csv, write_xlsx
from upk.budget.forms import BudgetForm, DayForm, FileForm, SourceForm, grid
from upk.budget.models import BudgetVersion
from upk.budget.services import approve_budget
from upk.budget.spreading import raised
from upk.ledger.models import Account
from upk.offices.models import Office
from upk.periods import month_start, today

WRITERS = (Role.MANAGER, Role.TREASURER)
YEARS = range(2000, 3000)
FILES = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@roles(*READERS)
@require_safe
def budget_detail(request: HttpRequest) -> HttpResponse:
    """The year's budget beside what happened up to a day."""
    office = request.user.office
    form = DayForm(office, request.GET)
    day = form.day
    comparison = compare(office, month_start(day), day)
    versions = BudgetVersion.objects.visible_to(request.user).select_related("decision")
    kinds = [(Account.Kind.INCOME, "Pendapatan"), (Account.Kind.EXPENSE, "Beban")]
    context = {
        "form": form,
        "as_of": day,
        "comparison": comparison,
        "parts": [_part(comparison.rows, kind, title) for kind, title in kinds],
        "versions": versions,
        "next_year": today(office).year + 1,
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "budget/detail.html", context)


def _part(rows, kind: str, title: str) -> dict:
    """Rows of a kind with their sums."""
    found = [row for row in rows if row.account.kind == kind]
    names = ("budget", "real", "budget_to_date", "real_to_date", "budget_of_year", "left", "over")
    totals = {name: sum(getattr(row, name) for row in found) for name in names}
    totals["used"] = percent_used(totals["real_to_date"], totals["budget_of_year"])
    return {"title": title, "rows": found, "totals": totals}


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def version_add(request: HttpRequest, year: int) -> HttpResponse:
    """The grid: filled in, looked at, recorded (``langkah`` says which button it was)."""
    if year not in YEARS:
        raise Http404
    office, step = request.user.office, request.POST.get("langkah", "")
    accounts = postable(office)
    form = BudgetForm(office, request.POST if step == "simpan" else None, typed=request.POST)
    file_form = FileForm(accounts, *((request.POST, request.FILES) if step == "unggah" else ()))
    source = SourceForm(request.GET)
    lines = grid(accounts, request.POST if request.method == "POST" else None)
    plan = None
    if step == "unggah":
        if file_form.is_valid():
            lines = grid(accounts, amounts=file_form.cleaned_data["file"])
    elif request.method == "GET":
        lines = grid(accounts, amounts=_start(office, accounts, year, source))
    elif lines.is_valid():
        amounts = lines.amounts
        if step == "simpan" and form.is_valid():
            if made := _approved(request, form, year, amounts):
                messages.success(request, f"{made.label} tercatat.")
                return redirect(f"{reverse('budget:detail')}?per={_shown_day(office, year)}")
        elif step != "hitung":
            plan = _plan(amounts)
        lines = lines if form.errors else grid(accounts, amounts=amounts)
    context = {
        "year": year, "form": form, "file_form": file_form, "source": source, "lines": lines,
        "plan": plan, "accounts": accounts,
    }  # fmt: skip
    return render(request, "budget/version_form.html", context)


def _approved(request: HttpRequest, form: BudgetForm, year: int, amounts) -> BudgetVersion | None:
    try:
        return approve_budget(
            request.user.office, year=year, amounts=amounts, by=request.user, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _shown_day(office: Office, year: int) -> date:
    """Today, or the end of the budget's year if that is another one."""
    now = today(office)
    return now if now.year == year else date(year, 12, 31)


def _start(office: Office, accounts: list[Account], year: int, source: SourceForm) -> dict:
    """What the grid begins with: see ``SourceForm``."""
    where, percent = source.source
    if where == SourceForm.REAL:
        months = realisation(office, date(year - 1, 1, 1), date(year - 1, 12, 31))
    else:
        wanted = year - 1 if where == SourceForm.BUDGET else year
        version = BudgetVersion.objects.filter(office=office, year=wanted).first()
        months = months_of(version) if version else {}
    found: dict[Account, Months] = {}
    for account in accounts:
        if account.pk in months and any(up := raised(months[account.pk], percent)):
            found[account] = up
    return found


def _plan(amounts: dict[Account, Months]) -> dict:
    """Sums of the grid, for a look before it is recorded."""
    sums = dict.fromkeys((Account.Kind.INCOME, Account.Kind.EXPENSE), 0)
    for account, months in amounts.items():
        sums[account.kind] += sum(months)
    income, expense = sums.values()
    return {"income": income, "expense": expense, "surplus": income - expense}


@roles(*READERS)
@require_safe
def version_download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    """A version as a file that can be filled in and read back."""
    version = get_object_or_404(BudgetVersion.objects.visible_to(request.user), pk=pk)
    if file_format not in FILES:
        raise Http404
    write, content_type = FILES[file_format]
    months = months_of(version)
    accounts = {account.pk: account for account in Account.objects.filter(pk__in=months)}
    content = write({accounts[pk]: amounts for pk, amounts in months.items()})
    name = f"anggaran-{version.year}-{version.revision}.{file_format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
