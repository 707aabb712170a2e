"""Receiving money: the service beside the raw driver, in turns, so that noise hits both alike."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from uuid import uuid4

from django.db.models import Sum

from bench.measure import query_count, summary, times_as_much
from bench.office import TODAY, World
from bench.replay import Sample, compare, connect, record_sample, replay
from loans.models import Instalment, Loan, Repayment
from loans.repayments import PaymentRow, Sheet, record_repayments
from upk.ledger.models import VoucherCounter
from upk.offices.models import Office

SHEET_ROWS = 10
BATCH = 25


@dataclass(frozen=True)
class Payable:
    """A loan and its next unpaid instalment. Whole rupiah."""

    loan: Loan
    principal: int
    interest: int

    def row(self) -> PaymentRow:
        """The payment as one row of a sheet."""
        return PaymentRow(
            self.loan.pk, self.principal + self.interest, (self.principal, self.interest),
            ahead=True,
        )  # fmt: skip


class Queue:
    """Loans of one product in turn, each paying its next instalment; never its last."""

    def __init__(self, office: Office, product: str = "SPP") -> None:
        loans = Loan.objects.active().filter(office=office, product__code=product)
        self._loans = list(loans.select_related("product__cash").order_by("?"))
        rows = Instalment.objects.filter(loan__in=loans).order_by("loan", "n")
        self._rows: dict[int, list[tuple[int, int]]] = {}
        for loan_id, principal, interest in rows.values_list("loan_id", "principal", "interest"):
            self._rows.setdefault(loan_id, []).append((principal, interest))
        paid = Repayment.objects.filter(loan__in=loans).order_by().values_list("loan_id")
        for loan_id, principal in paid.annotate(Sum("principal")):
            rows_left = self._rows[loan_id]
            while principal > 0:
                principal -= rows_left.pop(0)[0]
        self._turns = self._all()

    def _all(self) -> Iterator[Payable]:
        found = True
        while found:
            found = False
            for loan in self._loans:
                rows = self._rows[loan.pk]
                if len(rows) > 1:
                    found = True
                    yield Payable(loan, *rows.pop(0))

    def take(self, count: int) -> list[Payable]:
        """The next payments. Raises ``ValueError`` when there are too few."""
        return self._enough(list(islice(self._turns, count)), count)

    def take_sheet(self, count: int = SHEET_ROWS) -> list[Payable]:
        """Payments of as many different loans."""
        taken: dict[int, Payable] = {}
        for payable in self._turns:
            taken.setdefault(payable.loan.pk, payable)
            if len(taken) == count:
                break
        return self._enough(list(taken.values()), count)

    @staticmethod
    def _enough(taken: list[Payable], count: int) -> list[Payable]:
        if len(taken) < count:
            raise ValueError("too few instalments are left")
        return taken


def sheet_of(payables: list[Payable]) -> Sheet:
    """One sheet with a row for each."""
    return Sheet(
        TODAY, payables[0].loan.product.cash, [payable.row() for payable in payables], uuid4()
    )


def measure_posting(world: World, posts: int) -> dict:
    """The service with one row, with ten, and the raw driver with the statements of one row."""
    office, user, queue = world.office, world.users[0], Queue(world.office)
    template = compare(_sample(queue, office, user), _sample(queue, office, user))
    raw = connect()
    service: list[float] = []
    driver: list[float] = []
    batch = min(BATCH, posts)
    for _ in range(-(-posts // batch)):
        for payable in queue.take(batch):
            service.append(_timed(lambda p=payable: _pay([p], office, user)))
        number = _counter(office, TODAY)
        for turn, payable in enumerate(queue.take(batch)):
            driver.append(replay(raw, template, _fresh(payable, number + turn)))
    raw.close()
    _check(office)
    sheets = []
    for _ in range(max(3, posts // SHEET_ROWS)):
        payables = queue.take_sheet()
        sheets.append(_timed(lambda p=payables: _pay(p, office, user)))
    result = {
        "service": summary(service), "driver": summary(driver), "sheet_of_ten": summary(sheets),
        "statements": len(template),
        "statements_of_a_sheet": query_count(lambda: _pay(queue.take_sheet(), office, user)),
    }  # fmt: skip
    result["service_to_driver"] = times_as_much(
        result["service"]["p50_ms"], result["driver"]["p50_ms"]
    )
    return result


def _timed(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _pay(payables: list[Payable], office: Office, user) -> list[Repayment]:
    return record_repayments(office, sheet_of(payables), by=user)


def _sample(queue: Queue, office: Office, user) -> Sample:
    payable = queue.take(1)[0]

    def pay() -> dict:
        sheet = sheet_of([payable])
        repayment = record_repayments(office, sheet, by=user)[0]
        submission, entry = repayment.submission, repayment.entry
        return _values(payable, sheet.request_key, submission.content_hash, entry.number) | {
            "submission": submission.pk, "entry": entry.pk
        }  # fmt: skip

    return record_sample(pay)


def _values(payable: Payable, key, content_hash: str, number: int) -> dict:
    return {
        "loan": payable.loan.pk,
        "group": payable.loan.group_id,
        "key": key,
        "hash": content_hash,
        "number": number,
        "number_before": number - 1,
        "principal": payable.principal,
        "interest": payable.interest,
        "total": payable.principal + payable.interest,
        "memo": f"Angsuran {payable.loan.code}",
    }


def _fresh(payable: Payable, number_before: int) -> dict:
    key = uuid4()
    return _values(payable, key, sha256(key.bytes).hexdigest(), number_before + 1)


def _counter(office: Office, day: date) -> int:
    counter = VoucherCounter.objects.get(office=office, voucher="BKM", year=day.year)
    return counter.last_number


def _check(office: Office) -> None:
    """The replayed payments are whole: nothing was measured that the product would not accept."""
    last = Repayment.objects.filter(office=office).order_by("-id").select_related("entry")[0]
    if last.entry.number != _counter(office, TODAY) or last.amount != last.entry.total:
        raise AssertionError("the raw driver wrote something else than the service")
