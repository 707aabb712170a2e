"""The proof of cash and banks: counts and statements add up, what was posted and matched fits."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Count, F, Sum

from upk.cash.models import BankStatement, CashCount, CashSettlement, LineVerdict
from upk.desk.check_result import Result
from upk.ledger.models import Posting
from upk.money import rupiah
from upk.offices.models import Office
from upk.periods import format_date


def check_cash_counts(offices: Sequence[Office]) -> Result:
    """Each count is the sum of its lines; each difference was posted in full, at most once.

    Two queries.
    """
    counts = CashCount.objects.filter(office__in=offices).select_related("account", "office")
    rows = list(counts.annotate(by_line=Sum(F("lines__value") * F("lines__pieces"), default=0)))
    settled = CashSettlement.objects.filter(count__office__in=offices).standing()
    posted: Counter[int] = Counter()
    for count_id, amount in settled.values_list("count_id", "entry__total"):
        posted[count_id] += amount
    faults = []
    for count in rows:
        name = f"{count.office.code} {count.account.code} {format_date(count.counted_on)}"
        if count.by_line != count.counted:
            faults.append(
                f"{name}: rincian {rupiah(count.by_line)}, dihitung {rupiah(count.counted)}"
            )
        if posted[count.pk] not in (0, abs(count.difference)):
            found = rupiah(posted[count.pk])
            faults.append(f"{name}: selisih {rupiah(count.difference)}, dibukukan {found}")
    return Result("cash_counts", "Opname kas", f"{len(rows)} opname", tuple(faults))


def check_statements(offices: Sequence[Office]) -> Result:
    """Each standing statement adds up; each match is one line and one entry of the same amount.

    Three queries.
    """
    statements = BankStatement.objects.filter(office__in=offices).standing()
    sums = {"moved": Sum("lines__amount", default=0), "found": Count("lines")}
    rows = list(statements.annotate(**sums).select_related("account", "office"))
    faults = [
        f"{_named(row)}: {rupiah(row.opening + row.moved)} dengan {row.found} mutasi, "
        f"tercatat {rupiah(row.closing)} dengan {row.line_count}"
        for row in rows
        if row.opening + row.moved != row.closing or row.found != row.line_count
    ]
    matched = _standing_matches(offices)
    entries = Counter((v.line.statement.account_id, v.entry_id) for v in matched)
    lines = Counter(v.line_id for v in matched)
    amounts = _amounts({v.entry_id for v in matched})
    for verdict in matched:
        account = verdict.line.statement.account_id
        name = f"{_named(verdict.line.statement)} mutasi {verdict.line.position}"
        if amounts[account, verdict.entry_id] != verdict.line.amount:
            faults.append(f"{name}: jumlahnya lain daripada {verdict.entry.label}")
        if lines[verdict.line_id] > 1 or entries[account, verdict.entry_id] > 1:
            faults.append(f"{name}: cocok lebih dari sekali dengan {verdict.entry.label}")
    looked_at = f"{len(rows)} rekening koran, {len(matched)} mutasi cocok"
    return Result("bank_statements", "Rekening koran", looked_at, tuple(faults))


def _named(statement: BankStatement) -> str:
    code, account = statement.office.code, statement.account.code
    return f"{code} {account} {format_date(statement.until)}"


def _standing_matches(offices: Sequence[Office]) -> list[LineVerdict]:
    """The latest verdict of each pair, where it says that they match."""
    related = ("line__statement__account", "line__statement__office", "entry")
    verdicts = LineVerdict.objects.filter(
        line__statement__office__in=offices, line__statement__withdrawal__isnull=True
    )
    latest = {(v.line_id, v.entry_id): v for v in verdicts.select_related(*related).order_by("id")}
    return [v for v in latest.values() if v.verdict == LineVerdict.Verdict.ACCEPTED]


def _amounts(entries: set[int]) -> Counter[tuple[int, int]]:
    """What each entry does to each account: (account id, entry id) to whole rupiah."""
    amounts: Counter[tuple[int, int]] = Counter()
    postings = Posting.objects.filter(entry__in=entries)
    for entry, debit, credit, amount in postings.values_list("entry", "debit", "credit", "amount"):
        amounts[debit, entry] += amount
        amounts[credit, entry] -= amount
    return amounts
