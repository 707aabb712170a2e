"""What the clients sent and what they were told: the facts that the books are held against."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a form in the eyes of who sent it."""

    GIVEN = "given"
    """Done: the answer led to what was written."""
    REFUSED = "refused"
    """Not done: the page said so, with a reason or as an error that has saved nothing."""
    IN_DOUBT = "in doubt"
    """No answer, or a page that says that it isn't known."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A receipt as it was read from its page. ``amount`` is whole rupiah."""

    label: str
    loan: str
    amount: int


@dataclass(frozen=True, slots=True)
class Payment:
    """A form for money: each loan's code with what is paid for it, whole rupiah."""

    paid_on: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Reversal:
    """A form that takes a receipt back, by the receipt's id."""

    receipt: int


@dataclass(frozen=True, slots=True)
class Reopening:
    """A form that reopens the books, known again by its reason. Closing has no key of its own."""

    reason: str


@dataclass(slots=True)
class Attempt:
    """One sending of one form. Times are seconds of the monotonic clock."""

    key: str
    what: Payment | Reversal | Reopening
    outcome: Outcome = Outcome.IN_DOUBT
    begun: float = 0.0
    ended: float = 0.0
    seen: list[Seen] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that was made to fail, from when until it was whole again."""

    kind: str
    begun: float
    ended: float

    @property
    def is_kill(self) -> bool:
        """Whether the server was started again after it."""
        return self.kind.startswith("kill")


GRACE = 1.0
"""Seconds after a fault within which an answer may still tell of it."""


class Record:
    """The common notebook of all clients and of who makes the faults; any thread may write."""

    def __init__(self) -> None:
        self.attempts: list[Attempt] = []
        self.faults: list[Fault] = []
        self.wrong: list[str] = []
        self.answers: Counter[str] = Counter()
        self._errors: list[tuple[float, float, str]] = []
        self._lock = threading.Lock()
        self._asking = 0
        self._may_ask = threading.Event()
        self._may_ask.set()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """A request of a client; waits while there is to be silence."""
        while True:
            self._may_ask.wait()
            with self._lock:
                if self._may_ask.is_set():
                    self._asking += 1
                    break
        try:
            yield
        finally:
            with self._lock:
                self._asking -= 1

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Within the block no client asks for anything, and what was asked is answered."""
        with self._lock:
            self._may_ask.clear()
        try:
            while self._asking:
                time.sleep(0.02)
            yield
        finally:
            self._may_ask.set()

    def add(self, attempt: Attempt) -> None:
        """Note an attempt before it is sent: whatever becomes of it, it was made."""
        with self._lock:
            self.attempts.append(attempt)

    def count(self, answer: str) -> None:
        """Count an answer, or that there was none."""
        with self._lock:
            self.answers[answer] += 1

    def say_wrong(self, what: str) -> None:
        """Note what must never happen, whatever else does."""
        with self._lock:
            self.wrong.append(what)

    def error(self, begun: float, ended: float, what: str) -> None:
        """Note an error of the server, or silence: excused only where something had failed."""
        with self._lock:
            self._errors.append((begun, ended, what))

    @contextmanager
    def fault(self, kind: str) -> Iterator[None]:
        """Note that something fails within the block, and is whole again after it."""
        begun = time.monotonic()
        yield
        self.faults.append(Fault(kind, begun, time.monotonic()))

    def restarted_at(self) -> float:
        """When the server was last started again; connections from before lead nowhere."""
        return max((fault.ended for fault in self.faults if fault.is_kill), default=0.0)

    def errors_since(self, moment: float) -> int:
        """How many errors and silences were met by requests that ended since then."""
        return sum(ended >= moment for _, ended, _ in list(self._errors))

    def unexcused(self) -> list[str]:
        """Errors that no fault explains: the server was whole and yet did not serve."""
        return [
            f"without a fault: {what}"
            for begun, ended, what in self._errors
            if not any(f.begun <= ended and begun <= f.ended + GRACE for f in self.faults)
        ]

    def sent(self) -> int:
        """How many forms were sent so far."""
        return len(self.attempts)
