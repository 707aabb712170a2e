"""The proof of how loans ended: reliefs, reschedulings, recoveries (see ``check_books``)."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from loans.models import Instalment, Loan, Product, Recovery, Relief, Repayment
from upk.desk.check_result import Result
from upk.ledger.models import Posting
from upk.money import number, rupiah
from upk.offices.models import Office
from upk.periods import format_date

Amounts = tuple[int, int]


def check_reliefs(offices: Sequence[Office]) -> Result:
    """A relief's rows add up to it, its reversal mirrors them, no row gives more than it asks."""
    by_repayment: dict[int, dict[int, Amounts]] = defaultdict(dict)
    by_row: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for repayment_id, row_id, principal, interest in (
        Relief.objects.filter(repayment__office__in=offices)
        .order_by("id")
        .values_list("repayment_id", "instalment_id", "principal", "interest")
    ):
        by_repayment[repayment_id][row_id] = (principal, interest)
        by_row[row_id][0] += principal
        by_row[row_id][1] += interest
    faults, total = [], 0
    events = Repayment.objects.filter(office__in=offices, is_payment=False).order_by("id")
    for event in events.select_related("loan"):
        rows = by_repayment.get(event.pk, {})
        total += event.amount
        sums = (sum(p for p, _ in rows.values()), sum(i for _, i in rows.values()))
        if sums != (event.principal, event.interest):
            faults.append(
                f"{event.loan.code}: {event.get_kind_display().lower()} {rupiah(event.amount)}, "
                f"angsurannya {rupiah(sum(sums))}"
            )
        if event.reverses_id:
            mirror = {k: (-p, -i) for k, (p, i) in rows.items()}
            if mirror != by_repayment.get(event.reverses_id, {}):
                faults.append(f"{event.loan.code}: pembatalan {event.pk} bukan kebalikannya")
    faults += _over_relieved(by_row)
    looked_at = f"{number(len(events))} catatan, {rupiah(total)}"
    title = "Pengurangan sama dengan angsurannya"
    return Result("reliefs", title, looked_at, tuple(faults))


def _over_relieved(by_row: dict[int, list[int]]) -> list[str]:
    """Instalments that are relieved of more than they ask, or of less than nothing."""
    rows = Instalment.objects.filter(pk__in=list(by_row)).select_related("loan").order_by("id")
    return [
        f"{row.loan.code}: angsuran ke-{row.n} dikurangi lebih dari isinya"
        for row in rows
        if not (0 <= by_row[row.pk][0] <= row.principal and 0 <= by_row[row.pk][1] <= row.interest)
    ]


def check_reschedulings(offices: Sequence[Office]) -> Result:
    """The accounts between are empty at each day's end; the new loan is what the old one left."""
    faults = _between_not_empty(offices)
    loans = Loan.objects.filter(office__in=offices, rescheduled_from__isnull=False)
    found = list(
        loans.select_related("rescheduled_from", "office")
        .prefetch_related("instalments", "rescheduled_from__repayments")
        .order_by("id")
    )
    for loan in found:
        handed = [
            r
            for r in loan.rescheduled_from.repayments.all()
            if r.kind == Repayment.Kind.RESCHEDULED and r.paid_on == loan.disbursed_on
        ]
        if not any(
            r.principal == loan.principal and r.interest >= loan.carried_interest for r in handed
        ):
            faults.append(f"{loan.code}: bukan sisa pinjaman {loan.rescheduled_from.code}")
        written = [(r.due_on, r.principal, r.interest) for r in loan.instalments.all()]
        planned = [(r.due_on, r.principal, r.interest) for r in loan.build_rows()]
        if sorted(written) != planned:
            faults.append(f"{loan.code}: jadwalnya bukan menurut ketentuan dan jasa bawaannya")
    moved = sum(loan.principal for loan in found)
    looked_at = f"{number(len(found))} penjadwalan ulang, {rupiah(moved)}"
    return Result("reschedulings", "Penjadwalan ulang", looked_at, tuple(faults))


def _between_not_empty(offices: Sequence[Office]) -> list[str]:
    """Days at whose end an account between the old and the new loans isn't empty."""
    products = Product.objects.filter(office__in=offices).select_related("rescheduling", "office")
    between = {product.rescheduling_id: product for product in products}
    days: dict[int, Counter] = defaultdict(Counter)
    for side, sign in (("debit_id", 1), ("credit_id", -1)):
        rows = Posting.objects.filter(**{f"{side}__in": list(between)})
        for account, day, amount in rows.values_list(side, "entry__happened_on", "amount"):
            days[account][day] += sign * amount
    return [
        f"{between[account].office.code} {between[account].rescheduling}: "
        f"{rupiah(amount)} pada {format_date(day)}, seharusnya kosong"
        for account, moves in sorted(days.items())
        for day, amount in sorted(moves.items())
        if amount
    ]


def check_recoveries(offices: Sequence[Office]) -> Result:
    """Every recovery has its entry; none came before its write-off, nor more than it took off."""
    rows = Recovery.objects.filter(office__in=offices).select_related("entry", "write_off__loan")
    faults, sums = [], Counter()
    found = list(rows.order_by("paid_on", "id"))
    for row in found:
        entry, write_off = row.entry, row.write_off
        told = (entry.office_id, entry.origin, entry.happened_on, entry.total)
        if told != (row.office_id, "loans", row.paid_on, abs(row.amount)):
            faults.append(f"penerimaan {row.pk}: tidak sama dengan buktinya {entry.label}")
        sums[write_off.pk] += row.amount
        if row.paid_on < write_off.paid_on or not 0 <= sums[write_off.pk] <= write_off.principal:
            faults.append(
                f"{write_off.loan.code}: diterima {rupiah(sums[write_off.pk])} pada "
                f"{format_date(row.paid_on)}, dihapus {rupiah(write_off.principal)}"
            )
    looked_at = f"{number(len(found))} penerimaan, {rupiah(sum(sums.values()))}"
    return Result("recoveries", "Penerimaan pinjaman dihapus", looked_at, tuple(faults))
