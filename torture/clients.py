"""The people of the office: each a thread with a browser of its own, working as fast as it can.

They know the server by its pages alone. What each form became goes into the record before
anything else is done with it.
"""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass
from uuid import UUID

from bench.browser import Answer, Browser
from torture.pages import indecency, receipts_on, refusal_on, says_nothing_saved
from torture.record import Attempt, Outcome, Payment, Record, Reopening, Reversal, Seen

AWAY = (OSError, http.client.HTTPException)
"""What a browser meets when the server is gone, or goes while it is asked."""
_NUMBER = re.compile(r"[A-Z]+-[0-9-]+|[0-9.]+")
PATIENCE = 120
"""Seconds until somebody who was promised a receipt, or a form, gives the server up."""


class GivenUp(AssertionError):
    """A page that must be there didn't come in time."""


@dataclass(frozen=True, slots=True)
class Town:
    """What everybody knows: the loans (id and code), the villages, the day, and what was given."""

    address: str
    password: str
    today: str
    loans: list[tuple[int, str]]
    villages: list[int]
    record: Record
    receipts: list[int]
    """Ids of receipts that somebody holds, to be taken back by a manager."""
    over: threading.Event


class Person:
    """Somebody who is signed in; asks and sends until an answer is there, and notes it."""

    def __init__(self, town: Town, username: str, dice: random.Random) -> None:
        self.town = town
        self.dice = dice
        self.browser = Browser(town.address)
        self.browser.sign_in(username, town.password)

    def page(self, path: str) -> Answer:
        """A page that must come sooner or later. Raises ``GivenUp``."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._reach(self.browser)
            answer = self._asked(self.browser, "GET", path)
            if answer is not None and answer.status == 200:
                return answer
            if answer is not None and answer.status < 500:
                self.town.record.say_wrong(f"GET {path}: {answer.status} instead of the page")
                raise GivenUp(path)
            time.sleep(0.2 + self.dice.random() * 0.3)
        raise GivenUp(path)

    def send(self, path: str, fields: dict[str, str], attempt: Attempt) -> Answer | None:
        """Send a form and note what became of it; ``None`` if there was no answer."""
        return self._send(self.browser, path, fields, attempt)

    def send_twice(
        self, path: str, fields: dict[str, str], attempts: tuple[Attempt, Attempt]
    ) -> list[Answer | None]:
        """A double click: the same form on two connections at the same moment."""
        answers: list[Answer | None] = [None, None]
        twin = self.browser.twin()

        def second() -> None:
            answers[1] = self._send(twin, path, fields, attempts[1])
            twin.close()

        thread = threading.Thread(target=second)
        thread.start()
        answers[0] = self._send(self.browser, path, fields, attempts[0])
        thread.join()
        return answers

    def _send(self, browser: Browser, path: str, fields: dict, attempt: Attempt) -> Answer | None:
        self._reach(browser)
        attempt.begun = time.monotonic()
        self.town.record.add(attempt)
        answer = self._asked(browser, "POST", path, fields)
        if answer is not None:
            attempt.outcome = self._outcome(path, answer)
        attempt.ended = time.monotonic()
        return answer

    def _reach(self, browser: Browser) -> None:
        """Wait until the server takes connections: what never left here is no attempt."""
        if browser.opened_at < self.town.record.restarted_at():
            browser.close()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return browser.connect()
            except AWAY:
                time.sleep(0.1 + self.dice.random() * 0.2)
        raise GivenUp("the server")

    def _outcome(self, path: str, answer: Answer) -> Outcome:
        if answer.status == 302:
            if "/masuk/" in answer.headers["Location"]:
                self.town.record.say_wrong(f"POST {path}: signed out")
                return Outcome.REFUSED
            return Outcome.GIVEN
        if answer.status >= 500:
            return Outcome.REFUSED if says_nothing_saved(answer.html) else Outcome.IN_DOUBT
        why = refusal_on(answer.html)
        self.town.record.count(f"refused: {_NUMBER.sub('…', why)[:70] or answer.status}")
        if answer.status not in (200, 422) or not why:
            self.town.record.say_wrong(f"POST {path}: {answer.status} without a reason")
        return Outcome.REFUSED

    def _asked(
        self, browser: Browser, method: str, path: str, fields: dict | None = None
    ) -> Answer | None:
        """The answer, if there is one; errors and silence are noted with their times."""
        with self.town.record.asking():
            return self._ask(browser, method, path, fields)

    def _ask(self, browser: Browser, method: str, path: str, fields: dict | None) -> Answer | None:
        record, begun = self.town.record, time.monotonic()
        what = f"{method} {path}"
        try:
            if fields is None:
                answer = browser.get(path, expect=None)
            else:
                answer = browser.post(path, fields, expect=None)
        except AWAY as error:
            browser.close()
            record.count(f"{method} without answer")
            record.error(begun, time.monotonic(), f"{what}: {error!r}")
            return None
        record.count(f"{method} {answer.status}")
        if answer.status >= 500:
            record.error(begun, time.monotonic(), f"{what}: {answer.status}")
            if wrong := indecency(answer.html):
                record.say_wrong(f"{what}: the page of error {answer.status} {wrong}")
        return answer


class Cashier(Person):
    """Takes money: one loan or a sheet, clicks twice, sends again, changes what was sent."""

    def work(self) -> None:
        """One piece of work."""
        self.dice.choices([self.pay_one, self.pay_sheet], weights=[5, 1])[0]()

    def pay_one(self) -> None:
        """A payment of one loan."""
        pk, code = self.dice.choice(self.town.loans)
        path = f"/pinjaman/{pk}/angsuran/baru/"
        self._pay(path, {pk: code})

    def pay_sheet(self) -> None:
        """A day sheet of a village with some of its loans."""
        path = f"/pinjaman/lembar-setoran/?desa={self.dice.choice(self.town.villages)}"
        self._pay(path, dict(self.town.loans))

    def _pay(self, path: str, codes: dict[int, str]) -> None:
        form = self.page(path).forms.fields
        on_form = [pk for pk in codes if f"loan-{pk}-amount" in form]
        if not on_form:
            return
        loans = self.dice.sample(on_form, self.dice.randint(1, min(4, len(on_form))))
        form |= {"langkah": "simpan", "paid_on": self._day()}
        fields, what = self._filled(form, {pk: codes[pk] for pk in loans})
        self._send_somehow(path, fields, what, {pk: codes[pk] for pk in loans})

    def _day(self) -> str:
        """Today, or now and then a day that may be closed by then."""
        return f"2010-01-{self.dice.randint(10, 29)}" if self.dice.random() < 0.15 else (
            self.town.today
        )  # fmt: skip

    def _filled(self, form: dict, loans: dict[int, str]) -> tuple[dict, Payment]:
        fields, rows = dict(form), []
        for pk, code in loans.items():
            amount = self._amount()
            fields |= {f"loan-{pk}-amount": str(amount), f"loan-{pk}-ahead": "on"}
            rows.append((code, amount))
        return fields, Payment(form["paid_on"], tuple(rows))

    def _amount(self) -> int:
        """Small, so that loans last; sometimes so much that it settles a loan or is too much."""
        return self.dice.randint(100, 3_000) if self.dice.random() > 0.01 else 1_500_000

    def _send_somehow(self, path: str, fields: dict, what: Payment, loans: dict) -> None:
        """Once, by a double click, or again and again, as people and bad lines do."""
        key = fields["request_key"]
        way = self.dice.choices(("once", "twice", "again", "changed"), weights=(5, 3, 2, 2))[0]
        if way == "twice":
            attempts = Attempt(key, what), Attempt(key, what)
            answers = self.send_twice(path, fields, attempts)
        else:
            attempts = (Attempt(key, what),)
            answers = [self.send(path, fields, attempts[0])]
        # Who got no answer sends the same again, as often as it takes.
        while answers[-1] is None or answers[-1].status >= 500 or way == "again":
            if way == "again":
                way = "once"
            elif self.town.over.is_set():
                break
            else:
                time.sleep(0.3 + self.dice.random() * 0.5)
            fields = self._carried(answers[-1], fields)
            attempts = (*attempts, Attempt(key, what))
            answers.append(self.send(path, fields, attempts[-1]))
        if way == "changed":
            other, what = self._filled(fields, loans)
            attempts = (*attempts, Attempt(key, what))
            answers.append(self.send(path, other, attempts[-1]))
        self._read_receipts(attempts, answers)

    def _carried(self, answer: Answer | None, fields: dict) -> dict:
        """What is sent again: the form on the page of an error, where it carries what was typed."""
        if answer is None or answer.status < 500:
            return fields
        carried = answer.forms.fields
        if "request_key" not in carried:
            return fields
        self.town.record.count("sent again from the page of an error")
        return carried

    def _read_receipts(self, attempts: tuple[Attempt, ...], answers: list) -> None:
        """Look at each page that an answer led to."""
        for attempt, answer in zip(attempts, answers, strict=True):
            if answer is None or attempt.outcome != Outcome.GIVEN:
                continue
            where = answer.headers["Location"]
            attempt.seen = self._receipts(where)
            if not where.startswith("/pinjaman/kwitansi/"):
                continue
            if len(self.town.receipts) < 200:
                self.town.receipts.append(int(where.split("/")[3]))

    def _receipts(self, where: str) -> list[Seen]:
        is_sheet = where.startswith("/pinjaman/lembar-setoran/")
        path = f"{where.partition('?')[0]}kwitansi/" if is_sheet else where
        seen = receipts_on(self.page(path).html)
        if not seen:
            self.town.record.say_wrong(f"{path}: an answer led to a page without a receipt")
        return seen


class Manager(Cashier):
    """Takes receipts back, closes the books and reopens them, and takes money besides."""

    def work(self) -> None:
        ways = [self.take_back, self.pay_one, self.close, self.reopen]
        self.dice.choices(ways, weights=[6, 2, 1, 1])[0]()

    def take_back(self) -> None:
        """Take back a receipt that somebody was given, with a double click now and then."""
        if not self.town.receipts:
            return self.pay_one()
        pk = self.dice.choice(self.town.receipts[-100:])
        path = f"/pinjaman/kwitansi/{pk}/batal/"
        fields = self.page(path).forms.fields | {"reason": "Uji kegagalan"}
        key, what = str(UUID(fields["request_key"])), Reversal(pk)
        if self.dice.random() < 0.4:
            self.send_twice(path, fields, (Attempt(key, what), Attempt(key, what)))
        else:
            self.send(path, fields, Attempt(key, what))
        return None

    def close(self) -> None:
        """Close a month that is over: the last of the year, which posts, or the one after."""
        path = f"/tutup-buku/{self.dice.choice(('2009-12', '2010-01'))}/"
        word = {"anyway": "on", "reason": "Uji kegagalan", "tutup": "1"}
        self._reach(self.browser)
        answer = self._asked(self.browser, "POST", path, word)
        if answer is not None and answer.status not in (200, 302, 404) and answer.status < 500:
            self.town.record.say_wrong(f"POST {path}: {answer.status}")

    def reopen(self) -> None:
        """Open the books again, known by the reason."""
        fields = self.page("/tutup-buku/").forms.fields
        if "through" not in fields:
            return
        reason = f"uji {self.dice.getrandbits(64):x}"
        fields |= {"reason": reason, "through": self.dice.choice(("semua", fields["through"]))}
        attempt = Attempt(reason, Reopening(reason))
        answer = self.send("/tutup-buku/buka/", fields, attempt)
        if answer is not None:
            self.browser.forget_messages()
