"""Writes down what the books have, once everything is over: ``python -m torture.kept OUTPUT``."""

import json
import sys
from collections import defaultdict
from pathlib import Path

import django


def main(output: Path) -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- after setup, as all below

    from upk.ledger.models import PeriodChange, VoucherCounter  # noqa: PLC0415

    changes = list(PeriodChange.objects.order_by("pk"))
    counters = VoucherCounter.objects.values_list("voucher", "year", "last_number")
    found = {
        "receipts": _receipts(),
        "reversals": _reversals(),
        "reasons": [change.reason for change in changes],
        "spans": [[str(c.closed_before or ""), str(c.closed_after or "")] for c in changes],
        "numbers": _numbers(),
        "last": {f"{voucher}-{year}": number for voucher, year, number in counters},
        "integrity": "ok",
    }
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found["integrity"] = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    output.write_text(json.dumps(found))


def _receipts() -> list:
    """Id, key, voucher, loan, amount and day of each receipt for money."""
    from loans.models import Repayment  # noqa: PLC0415

    rows = Repayment.objects.filter(kind=Repayment.Kind.CASH).order_by("pk")
    return [
        [r.pk, str(r.submission.key), r.entry.label, r.loan.code, r.amount, r.paid_on.isoformat()]
        for r in rows.select_related("submission", "entry", "loan")
    ]


def _reversals() -> list:
    """Key, receipt and amount of each receipt taken back."""
    from loans.models import Repayment  # noqa: PLC0415

    rows = Repayment.objects.filter(kind=Repayment.Kind.REVERSAL, reverses__kind="cash")
    rows = rows.select_related("submission").order_by("pk")
    return [[str(r.submission.key), r.reverses_id, r.amount] for r in rows]


def _numbers() -> dict[str, list[int]]:
    from upk.ledger.models import Entry  # noqa: PLC0415

    found = defaultdict(list)
    rows = Entry.objects.order_by("pk").values_list("voucher", "year", "number")
    for voucher, year, number in rows:
        found[f"{voucher}-{year}"].append(number)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
