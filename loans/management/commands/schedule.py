"""Print the schedule that a loan with given terms would get."""

import json
import re
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.management.base import BaseCommand, CommandError

from loans.schedule import InstalmentRow, InvalidTerms, Terms, build_schedule
from upk.money import number

OPTIONS = {
    "principal": "--principal", "rate": "--rate", "method": "--method", "tenor": "--tenor",
    "principal_every": "--every", "interest_every": "--interest-every", "grace": "--grace",
    "step": "--step", "rounding": "--rounding", "disbursed_on": "--disbursed",
    "payment_day": "--payment-day", "cutoff_day": "--cutoff-day", "period": "--period",
}  # fmt: skip
"""The option of each field of ``Terms``."""

REASONS = {
    "too_small": "paling sedikit {limit}",
    "too_large": "paling banyak {limit}",
    "not_whole": "harus bilangan bulat",
    "not_a_rate": "harus bilangan, persen per bulan, misalnya 1.5",
    "unknown": "tidak dikenal; lihat --help",
    "grace_fills_tenor": "masa tenggang harus lebih pendek daripada jangka",
    "annuity_needs_no_grace": "anuitas tidak dapat memakai masa tenggang",
    "annuity_needs_equal_intervals": "anuitas perlu selang jasa yang sama dengan selang pokok",
    "annuity_interval_must_divide_tenor": "anuitas perlu selang yang membagi habis jangka",
    "date_too_late": "jatuh tempo terakhir melampaui tahun 9999",
}
"""What ``InvalidTerms.code`` means."""


class Command(BaseCommand):
    help = "Print a loan's schedule: what is due when. Amounts are whole rupiah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--principal", required=True, metavar="RUPIAH")
        add("--rate", required=True, metavar="PERCENT", help="jasa, percent per month")
        add("--method", required=True, metavar="flat|declining|annuity")
        add("--tenor", required=True, metavar="N", help="months (or weeks), grace included")
        add("--every", default="1", metavar="N", help="principal every N periods; 0: at the end")
        add("--interest-every", default="1", metavar="N", help="jasa every N periods")
        add("--grace", default="0", metavar="N", help="periods without principal")
        add("--step", default="1", metavar="RUPIAH", help="round each row to this step")
        add("--rounding", default="nearest", metavar="nearest|up|down")
        add("--disbursed", required=True, metavar="YYYY-MM-DD")
        add("--payment-day", metavar="DAY", help="due on this day of the month")
        add("--cutoff-day", metavar="DAY", help="disbursed from this day on: a month later")
        add("--period", default="month", metavar="month|week")
        add("--format", default="table", choices=["json", "table"])

    def handle(self, *args, **options) -> None:
        try:
            rows = build_schedule(_terms(options))
        except InvalidTerms as error:
            reason = REASONS[error.code].format(limit=error.limit)
            raise CommandError(f"{OPTIONS[error.field]}: {reason}.") from error
        show = _json if options["format"] == "json" else _table
        self.stdout.write(show(rows))


def _terms(options: dict) -> Terms:
    """The terms as typed; what isn't even a number or a date raises ``CommandError``."""
    if options["period"] == "week":
        for name in ("payment_day", "cutoff_day"):
            if options[name] is not None:
                raise CommandError(f"{OPTIONS[name]}: hanya untuk jadwal bulanan.")
    return Terms(
        principal=_whole("principal", options["principal"]),
        rate=_rate(options["rate"]),
        method=options["method"],
        tenor=_whole("tenor", options["tenor"]),
        principal_every=_whole("principal_every", options["every"]),
        interest_every=_whole("interest_every", options["interest_every"]),
        grace=_whole("grace", options["grace"]),
        step=_whole("step", options["step"]),
        rounding=options["rounding"],
        disbursed_on=_date(options["disbursed"]),
        payment_day=_whole("payment_day", options["payment_day"]),
        cutoff_day=_whole("cutoff_day", options["cutoff_day"]),
        period=options["period"],
    )


def _whole(field: str, value: str | int | None) -> int | None:
    if value is None:
        return None
    if not re.fullmatch("-?[0-9]{1,18}", str(value)):
        raise InvalidTerms(field, "not_whole")
    return int(value)


def _rate(value: str | Decimal) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise InvalidTerms("rate", "not_a_rate") from None


def _date(value: str | date) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CommandError("--disbursed: harus tanggal, misalnya 2024-01-31.") from None


def _json(rows: list[InstalmentRow]) -> str:
    values = [
        {
            "n": row.n,
            "due": row.due_on.isoformat(),
            "principal": row.principal,
            "interest": row.interest,
            "balance_after": row.balance_after,
        }
        for row in rows
    ]
    return json.dumps(values, indent=2)


def _table(rows: list[InstalmentRow]) -> str:
    lines = [_line("ke", "jatuh tempo", "pokok", "jasa", "jumlah", "saldo pokok")]
    for row in rows:
        amounts = (row.principal, row.interest, row.principal + row.interest, row.balance_after)
        lines.append(_line(str(row.n), row.due_on.isoformat(), *map(number, amounts)))
    principal = sum(row.principal for row in rows)
    interest = sum(row.interest for row in rows)
    totals = map(number, (principal, interest, principal + interest))
    lines.append(_line("", "jumlah", *totals, ""))
    return "\n".join(lines)


def _line(n: str, due: str, *amounts: str) -> str:
    return f"{n:>4}  {due:<11}" + "".join(f"{amount:>18}" for amount in amounts)
