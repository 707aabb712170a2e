"""What of cash and banks is to be looked at before the books are closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from upk.cash.counts import missing_counts
from upk.cash.models import CashCount, CashSettlement
from upk.cash.reconciliation import open_lines
from upk.ledger.lowest import lowest_balances
from upk.money import rupiah
from upk.offices.models import Office
from upk.periods import format_date


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and the page (its URL name) where it is put right.

    ``is_hint``: it is in order, but something is worth beginning with.
    """

    title: str
    is_in_order: bool
    text: str
    url_name: str
    is_hint: bool = False


def before_closing(office: Office, through: date) -> list[Finding]:
    """Cash counted on the last day, differences posted, the banks explained, nothing overdrawn.

    A constant number of queries; it changes nothing.
    """
    checks = (_counts, _differences, _lines, _overdrawn)
    return [check(office, through) for check in checks]


def _counts(office: Office, through: date) -> Finding:
    """An office that never counted by that day is told so and not warned every month."""
    if not CashCount.objects.filter(office=office, counted_on__lte=through).exists():
        text = f"belum pernah dicatat sampai {format_date(through)}"
        return Finding("Opname kas", True, text, "cash:count-list", is_hint=True)
    missing = ", ".join(box.name for box in missing_counts(office, through))
    day = format_date(through)
    text = f"belum dihitung pada {day}: {missing}" if missing else f"kas dihitung pada {day}"
    return Finding("Opname kas", not missing, text, "cash:count-list")


def _differences(office: Office, through: date) -> Finding:
    """Differences of counts are in the books: of each box its last count speaks."""
    counts = CashCount.objects.filter(office=office, counted_on__lte=through)
    latest = {
        account: (count, difference)
        for account, count, difference in counts.order_by("counted_on", "id").values_list(
            "account", "pk", "difference"
        )
    }
    standing = CashSettlement.objects.standing().filter(count__office=office)
    settled = set(standing.values_list("count", flat=True))
    still_open = [
        difference for count, difference in latest.values() if difference and count not in settled
    ]
    text = "tidak ada yang belum dibukukan"
    if still_open:
        text = f"belum dibukukan {', '.join(map(rupiah, still_open))}"
    return Finding("Selisih opname kas", not still_open, text, "cash:count-list")


def _lines(office: Office, through: date) -> Finding:
    lines = open_lines(office, through)
    text = "semua mutasi bank cocok atau dijelaskan"
    if lines:
        text = f"{len(lines)} mutasi bank belum dicocokkan atau dijelaskan"
    return Finding("Rekening koran", not lines, text, "cash:statement-list")


def _overdrawn(office: Office, through: date) -> Finding:
    """On no day of the open books a cash or bank account gave more than it had."""
    accounts = list(office.accounts.cash_and_bank())
    lowest = lowest_balances(accounts, _first_open(office)) if accounts else {}
    below = [f"{a.name} {rupiah(lowest[a.pk])}" for a in accounts if lowest[a.pk] < 0]
    text = f"pernah minus: {', '.join(below)}" if below else "tidak ada yang minus"
    return Finding("Saldo kas dan bank", not below, text, "cash:account-list")


def _first_open(office: Office) -> date:
    closed = office.books_closed_through
    return closed + timedelta(days=1) if closed else date.min
