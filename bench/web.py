"""Receiving money over HTTP: signed in, with forms, against the real server.

Two measurements. *Posts*: forms sent one after the other without a pause, each with a key of its
own; that is the load that the aims speak of. *Rounds*: form fetched, sent, receipt fetched, as a
cashier's browser does it.
"""

import threading
import time
from collections.abc import Callable
from uuid import uuid4

from bench.browser import Browser
from bench.measure import summary
from bench.office import PASSWORD, World
from bench.posting import SHEET_ROWS, Payable, Queue
from bench.server import running_server
from loans.models import Loan

WARM_UP = 3
SHEET_PATH = "/pinjaman/lembar-setoran/"


def form_path(loan: Loan) -> str:
    """Address of the form for one payment."""
    return f"/pinjaman/{loan.pk}/angsuran/baru/"


def row_fields(payable: Payable) -> dict[str, str]:
    """What is typed for a loan: its next instalment, even if it isn't due yet."""
    prefix = f"loan-{payable.loan.pk}"
    return {
        f"{prefix}-amount": str(payable.principal + payable.interest),
        f"{prefix}-principal": str(payable.principal),
        f"{prefix}-interest": str(payable.interest),
        f"{prefix}-penalty": "",
        f"{prefix}-payer": "",
        f"{prefix}-ahead": "on",
    }


class Cashier:
    """A signed-in browser and the fields that every form has."""

    def __init__(self, address: str, username: str, loan: Loan) -> None:
        self.browser = Browser(address)
        self.browser.sign_in(username, PASSWORD)
        fields = self.browser.get(form_path(loan)).forms.fields
        self.common = {"langkah": "simpan", "paid_on": fields["paid_on"], "cash": fields["cash"]}

    def send(self, payables: list[Payable], path: str) -> tuple[float, str]:
        """Send one form; seconds until the answer, and where it leads."""
        fields = self.common | {"request_key": str(uuid4())}
        for payable in payables:
            fields |= row_fields(payable)
        answer = self.browser.post(path, fields)
        return answer.seconds, answer.headers["Location"]

    def post(self, payable: Payable) -> float:
        """One payment."""
        return self.post_sheet([payable], form_path(payable.loan))

    def post_sheet(self, payables: list[Payable], path: str = SHEET_PATH) -> float:
        """Payments in one form, without a look at the result; seconds until the answer."""
        seconds, _ = self.send(payables, path)
        self.browser.forget_messages()
        return seconds

    def round(self, payable: Payable) -> float:
        """Form, payment, receipt; seconds of all three."""
        form = self.browser.get(form_path(payable.loan))
        seconds, receipt = self.send([payable], form_path(payable.loan))
        return form.seconds + seconds + self.browser.get(receipt).seconds


def measure_web(world: World, posts: int) -> dict:
    """Posts with one client and with all, rounds with both, and a day sheet of ten rows."""
    queue = Queue(world.office)
    with running_server() as address:
        loan = queue.take(1)[0].loan
        cashiers = [Cashier(address, user.username, loan) for user in world.users]
        for cashier in cashiers:
            for payable in queue.take(WARM_UP):
                cashier.round(payable)
        result = {
            "clients": len(cashiers),
            "posts_one": _together(cashiers[:1], Cashier.post, queue, posts),
            "posts_all": _together(cashiers, Cashier.post, queue, posts * 2),
            "rounds_one": _together(cashiers[:1], Cashier.round, queue, posts // 2),
            "rounds_all": _together(cashiers, Cashier.round, queue, posts),
            "sheet_of_ten": summary(_sheets(cashiers[0], queue, max(3, posts // SHEET_ROWS))),
        }
        for cashier in cashiers:
            cashier.browser.close()
    return result


def _together(
    cashiers: list[Cashier], act: Callable[[Cashier, Payable], float], queue: Queue, count: int
) -> dict:
    """Let the cashiers share ``count`` payments at the same time."""
    each = -(-count // len(cashiers))
    work = [queue.take(each) for _ in cashiers]
    seconds: list[float] = []
    errors: list[Exception] = []
    start = threading.Barrier(len(cashiers) + 1)

    def run(cashier: Cashier, payables: list[Payable]) -> None:
        start.wait()
        try:
            for payable in payables:
                seconds.append(act(cashier, payable))
        except Exception as error:  # raised below, in the main thread
            errors.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in zip(cashiers, work, strict=True)]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - begun
    if errors:
        raise errors[0]
    return summary(seconds, wall)


def _sheets(cashier: Cashier, queue: Queue, count: int) -> list[float]:
    """Day sheets of a village, ten rows in one post."""
    return [cashier.post_sheet(queue.take_sheet()) for _ in range(count)]
