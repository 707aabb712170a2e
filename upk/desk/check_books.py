"""The proof of the books: what the triggers should have kept, checked once more from the rows.

Each check says how much it looked at, so that one sees that it has looked, and names every row
that is wrong. The number of queries doesn't depend on the number of rows. The same proof is a
command (nightly, and before a quarter is issued) and a page for the manager and the auditor.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from loans.models import Loan, LoanStep, Product, Rebate, Recovery, Repayment
from upk import triggers
from upk.desk.check_aid import check_aid
from upk.desk.check_assets import check_inventory, check_things
from upk.desk.check_budget import check_budgets
from upk.desk.check_cash import check_cash_counts, check_statements
from upk.desk.check_closing import check_closings, check_provisions, check_surpluses
from upk.desk.check_endings import check_recoveries, check_reliefs, check_reschedulings
from upk.desk.check_files import check_stored_files
from upk.desk.check_goats import check_herd
from upk.desk.check_grants import check_grant_money, check_grants
from upk.desk.check_households import check_households
from upk.desk.check_infrastructure import check_care, check_infrastructure
from upk.desk.check_issued import QUARTERS_PROVED, check_issued_figures, check_issued_files
from upk.desk.check_letters import check_letters
from upk.desk.check_levels import check_levels
from upk.desk.check_levies import check_levy_cards, check_levy_rows
from upk.desk.check_loans import (
    check_member_schedules,
    check_schedules,
    check_shares,
    check_statuses,
    check_step_amounts,
)
from upk.desk.check_members import check_member_parts, check_rebates
from upk.desk.check_phases import check_phases, check_proposals, check_scores
from upk.desk.check_result import Result
from upk.desk.check_training import check_training
from upk.ledger.models import Entry, PeriodChange, Posting, VoucherCounter, voucher_label
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import format_date


def check_books(
    offices: QuerySet[Office], *, quarters: int | None = QUARTERS_PROVED
) -> list[Result]:
    """Run every check over ``offices``; ``quarters`` issued ones of each are built anew."""
    found = list(offices.order_by("code"))
    return [*(check(found) for check in CHECKS), check_issued_figures(found, quarters)]


def _guards(offices: Sequence[Office]) -> Result:
    """Every guard is in the database, unaltered."""
    faults: list[str] = []
    try:
        triggers.check_all(connection)
    except triggers.MissingTriggers as error:
        faults = [f"penjaga hilang atau diubah: {name}" for name in error.names]
    looked_at = f"{len(triggers.declared(connection.vendor))} aturan"
    return Result("guards", "Penjaga basis data", looked_at, tuple(faults))


def _periods(offices: Sequence[Office]) -> Result:
    """The closed books are where the newest period change left them, and changes follow on."""
    changes = PeriodChange.objects.filter(office__in=offices).order_by("office_id", "id")
    history = defaultdict(list)
    for change in changes:
        history[change.office_id].append(change)
    faults = []
    for office in offices:
        rows = history[office.pk]
        after = [None, *(row.closed_after for row in rows)]
        if after[-1] != office.books_closed_through:
            faults.append(
                f"{office.code}: buku ditutup sampai {_day(office.books_closed_through)}, "
                f"riwayat mengatakan {_day(after[-1])}"
            )
        faults += [
            f"{office.code}: riwayat tutup buku {row.pk} tidak menyambung"
            for row, before in zip(rows, after, strict=False)
            if row.closed_before != before
        ]
    count = sum(len(rows) for rows in history.values())
    return Result("periods", "Tutup buku", f"{count} perubahan", tuple(faults))


def _day(day: date | None) -> str:
    return format_date(day) if day else "tidak ditutup"


def _numbers(offices: Sequence[Office]) -> Result:
    """Voucher numbers run from 1 without a gap to what the counter says."""
    key = ("office__code", "voucher", "year")
    entries = Entry.objects.filter(office__in=offices).order_by()
    given = {
        row[:3]: row[3:]
        for row in entries.values_list(*key).annotate(Count("id"), Min("number"), Max("number"))
    }
    counters = VoucherCounter.objects.filter(office__in=offices)
    counted = {row[:3]: row[3] for row in counters.values_list(*key, "last_number")}
    faults = []
    for series in sorted(given.keys() | counted.keys()):
        count, first, last = given.get(series, (0, 1, 0))
        if not (first == 1 and count == last == counted.get(series, 0)):
            office, voucher, year = series
            faults.append(
                f"{office} {voucher} {year}: {count} bukti, nomor {first} sampai {last}, "
                f"pencacah {counted.get(series, 0)}"
            )
    total = sum(count for count, _, _ in given.values())
    looked_at = f"{number(total)} bukti dalam {len(given)} deret"
    return Result("numbers", "Nomor bukti tanpa celah", looked_at, tuple(faults))


def _entries(offices: Sequence[Office]) -> Result:
    """Every entry has the postings and the total that it says it has."""
    entries = Entry.objects.filter(office__in=offices).order_by("id")
    summed = entries.annotate(
        found_count=Count("postings"), found_total=Coalesce(Sum("postings__amount"), 0)
    )
    wrong = summed.exclude(found_count=F("posting_count"), found_total=F("total"))
    faults = [
        f"{entry.label}: {entry.found_count} dari {entry.posting_count} baris, "
        f"{rupiah(entry.found_total)} dari {rupiah(entry.total)}"
        for entry in wrong
    ]
    seen = entries.order_by().aggregate(count=Count("id"), total=Sum("total", default=0))
    looked_at = f"{number(seen['count'])} bukti, {rupiah(seen['total'])}"
    return Result("entries", "Bukti lengkap", looked_at, tuple(faults))


def _accounts(offices: Sequence[Office]) -> Result:
    """Every posting stays in its office and off headers; money accounts keep to their origin."""
    postings = Posting.objects.filter(entry__office__in=offices)
    wrong = Q()
    for side in ("debit", "credit"):
        wrong |= ~Q(**{f"{side}__office": F("entry__office")}) | Q(**{f"{side}__is_header": True})
        kept = ~Q(**{f"{side}__subledger": ""})
        wrong |= kept & ~Q(**{f"{side}__subledger": F("entry__origin")})
    columns = ("entry__voucher", "entry__year", "entry__number", "debit__code", "credit__code")
    faults = [
        f"{voucher_label(*row[:3])}: {row[3]} ← {row[4]} bukan akun yang boleh dipakai"
        for row in postings.filter(wrong).order_by("id").values_list(*columns)
    ]
    looked_at = f"{number(postings.count())} baris jurnal"
    return Result("accounts", "Akun milik kantor", looked_at, tuple(faults))


def _reversals(offices: Sequence[Office]) -> Result:
    """Every reversal is the exact mirror of its entry."""
    reversals = Entry.objects.filter(office__in=offices, reverses__isnull=False)
    involved = Q(entry__in=reversals) | Q(entry__in=reversals.values("reverses"))
    pairs: dict[int, Counter] = defaultdict(Counter)
    rows = Posting.objects.filter(involved).order_by()
    for entry_id, *pair in rows.values_list("entry_id", "debit_id", "credit_id", "amount"):
        pairs[entry_id][tuple(pair)] += 1
    faults, count = [], 0
    for entry in reversals.order_by("id"):
        count += 1
        mirrored = Counter({(c, d, a): n for (d, c, a), n in pairs[entry.reverses_id].items()})
        if pairs[entry.pk] != mirrored:
            faults.append(f"{entry.label}: bukan kebalikan dari bukti yang dibatalkan")
    return Result("reversals", "Pembatalan bukti", f"{count} pembatalan", tuple(faults))


def _subledger(offices: Sequence[Office]) -> Result:
    """The receivable of each product equals its loans, at the end of every day that moved one."""
    products = Product.objects.filter(office__in=offices).select_related("office").order_by("id")
    by_account = {product.receivable_id: product.pk for product in products}
    cards, books = _moves_of_loans(offices), _moves_of_receivables(by_account)
    faults, days, total = [], 0, 0
    for product in products:
        card, book = cards[product.pk], books[product.pk]
        owed = booked = 0
        first_wrong = None
        for day in sorted(card.keys() | book.keys()):
            days += 1
            owed += card[day]
            booked += book[day]
            if owed != booked and first_wrong is None:
                first_wrong = (day, owed, booked)
        total += owed
        if first_wrong:
            day, owed_then, booked_then = first_wrong
            faults.append(
                f"{product.office.code} {product.code}: pada {format_date(day)} kartu pinjaman "
                f"{rupiah(owed_then)}, buku besar {rupiah(booked_then)}; "
                f"pada akhirnya {rupiah(owed)} dan {rupiah(booked)}"
            )
    looked_at = f"{number(days)} hari, saldo pinjaman {rupiah(total)}"
    return Result("subledger", "Kartu pinjaman sama dengan buku besar", looked_at, tuple(faults))


def _moves_of_loans(offices: Sequence[Office]) -> dict[int, Counter]:
    """Change of what is owed: product id to day to whole rupiah."""
    moves: dict[int, Counter] = defaultdict(Counter)
    lent = Loan.objects.filter(office__in=offices, disbursed_on__isnull=False).order_by()
    for product, day, amount in lent.values_list("product_id", "disbursed_on", "principal"):
        moves[product][day] += amount
    cancelled = LoanStep.objects.filter(loan__in=lent, to_status=Loan.Status.CANCELLED).order_by()
    for product, day, amount in cancelled.values_list(
        "loan__product_id", "happened_on", "loan__principal"
    ):
        moves[product][day] -= amount
    paid = Repayment.objects.filter(office__in=offices).order_by()
    for product, day, amount in paid.values_list("loan__product_id", "paid_on").annotate(
        Sum("principal")
    ):
        moves[product][day] -= amount
    return moves


def _moves_of_receivables(by_account: dict[int, int]) -> dict[int, Counter]:
    """Net debit of the receivables: product id to day to whole rupiah."""
    moves: dict[int, Counter] = defaultdict(Counter)
    for side, sign in (("debit_id", 1), ("credit_id", -1)):
        rows = Posting.objects.filter(**{f"{side}__in": by_account}).order_by()
        days = rows.values_list(side, "entry__happened_on").annotate(Sum("amount"))
        for account, day, amount in days:
            moves[by_account[account]][day] += sign * amount
    return moves


def _repayments(offices: Sequence[Office]) -> Result:
    """Every repayment and disbursement has its entry, and every entry of the loans its row."""
    receivable = F("loan__product__receivable")
    rows = Repayment.objects.filter(office__in=offices).order_by("id")
    rows = rows.select_related("entry", "reverses")
    credited = Q(entry__postings__credit=receivable)
    debited = Q(entry__postings__debit=receivable)
    rows = rows.annotate(
        booked=Sum("entry__postings__amount", filter=credited, default=0)
        - Sum("entry__postings__amount", filter=debited, default=0)
    )
    faults, count, total = [], 0, 0
    for row in rows:
        count += 1
        total += row.amount
        if not _agrees(row):
            label = row.entry.label if row.entry else "(tidak ada)"
            faults.append(f"angsuran {row.pk}: tidak sama dengan buktinya {label}")
    lent = Loan.objects.filter(office__in=offices, disbursed_on__isnull=False)
    for loan in lent.select_related("disbursement").order_by("id"):
        entry = loan.disbursement
        if (entry.total, entry.happened_on) != (loan.principal, loan.disbursed_on):
            faults.append(f"pinjaman {loan.code}: tidak sama dengan bukti pencairan {entry.label}")
    faults += [f"{entry.label}: bukti pinjaman tanpa angsuran atau pencairan"
               for entry in _entries_without_row(offices)]  # fmt: skip
    looked_at = f"{number(count)} angsuran, {rupiah(total)}"
    return Result("repayments", "Angsuran dan pencairan ada buktinya", looked_at, tuple(faults))


def _agrees(row: Repayment) -> bool:
    """Whether a repayment is what its entry says; only jasa that isn't posted may have none.

    The entry of a relief may hold more than the receivable's part: what the allowance lacked; that
    of a payment from before these books, or of its reversal, is its principal.
    """
    entry, is_older = row.entry, (row.reverses or row).kind == Repayment.Kind.OPENING
    if entry is None:
        return (is_older or not row.is_payment) and row.principal == 0
    total = abs(row.amount) if row.is_payment else entry.total
    if is_older:
        total = abs(row.principal)
    told = (entry.office_id, entry.origin, entry.happened_on, entry.total, row.booked)
    return told == (row.office_id, "loans", row.paid_on, total, row.principal)


def _entries_without_row(offices: Sequence[Office]) -> Iterable[Entry]:
    known = (
        Q(pk__in=Repayment.objects.filter(entry__isnull=False).values("entry"))
        | Q(pk__in=Loan.objects.filter(disbursement__isnull=False).values("disbursement"))
        | Q(pk__in=Recovery.objects.values("entry"))
        | Q(pk__in=Rebate.objects.values("entry"))
        | Q(pk__in=LoanStep.objects.filter(entry__isnull=False).values("entry"))
    )
    return Entry.objects.filter(office__in=offices, origin="loans").exclude(known).order_by("id")


def _repayment_reversals(offices: Sequence[Office]) -> Result:
    """Every reversed repayment is taken back whole, by the reversal of its entry."""
    rows = Repayment.objects.filter(office__in=offices, kind=Repayment.Kind.REVERSAL)
    rows = rows.select_related("reverses", "entry").order_by("id")
    faults, total = [], 0
    for row in rows:
        total += row.amount
        target = row.reverses
        negated = (-target.principal, -target.interest, -target.penalty)
        if (
            (row.principal, row.interest, row.penalty) != negated
            or (row.loan_id, row.entry and row.entry.reverses_id)
            != (target.loan_id, target.entry_id)
            or row.paid_on < target.paid_on
        ):
            faults.append(f"pembatalan angsuran {row.pk}: tidak cocok dengan angsuran {target.pk}")
    looked_at = f"{len(rows)} pembatalan, {rupiah(total)}"
    return Result("repayment_reversals", "Pembatalan angsuran", looked_at, tuple(faults))


CHECKS: list[Callable[[Sequence[Office]], Result]] = [
    _guards,
    _periods,
    _numbers,
    _entries,
    _accounts,
    _reversals,
    _subledger,
    _repayments,
    _repayment_reversals,
    check_shares,
    check_schedules,
    check_member_schedules,
    check_statuses,
    check_step_amounts,
    check_levels,
    check_reliefs,
    check_reschedulings,
    check_recoveries,
    check_member_parts,
    check_rebates,
    check_letters,
    check_closings,
    check_provisions,
    check_surpluses,
    check_cash_counts,
    check_statements,
    check_stored_files,
    check_inventory,
    check_things,
    check_budgets,
    check_levy_cards,
    check_levy_rows,
    check_infrastructure,
    check_care,
    check_phases,
    check_proposals,
    check_scores,
    check_grant_money,
    check_grants,
    check_households,
    check_herd,
    check_aid,
    check_training,
    check_issued_files,
]
"""All checks but the last, in the order shown."""
