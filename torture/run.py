"""One run on one database: the office is made, tortured, and held against what was promised."""

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torture.clients import AWAY, Cashier, GivenUp, Manager, Town
from torture.databases import Database, database, installation
from torture.faults import Faults, Plan
from torture.proof import Books, KeptReceipt, KeptReversal, wrongs
from torture.record import Outcome, Record, Seen
from torture.server import ROOT, Broken, Server

Say = Callable[[str], None]
MANAGERS = 4
"""So many of the clients are the manager, at as many browsers."""

BETWEEN = 10
"""So many forms are sent between two faults, however slow the machine: one that hits nobody shows
nothing."""
LATE = 2.0
"""How much longer than wanted a slow machine may take for that."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to do. It ends with so many ``posts``, or when its ``minutes`` are over."""

    posts: int
    minutes: float
    plan: Plan
    seed: int
    clients: int = 16
    loans: int = 24
    template: str = ""
    mount: bool = True


def run(engine: str, wanted: Wanted, say: Say) -> dict:
    """Torture one database; everything that was started is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="bergulir-torture-") as beside,
        database(engine, mount=wanted.mount) as tortured,
    ):
        say(f"in {beside}\nin {tortured.disk.folder}")
        return _run(tortured, wanted, Path(beside), say)


def _run(tortured: Database, wanted: Wanted, beside: Path, say: Say) -> dict:
    env = installation(tortured, beside)
    if wanted.template:
        tortured.load(wanted.template)
    office = _module("torture.office", env, beside, str(wanted.loans), str(wanted.clients))
    server = Server(env, tortured.workers, beside / "server.log")
    record = Record()
    say(f"{tortured.name}: {len(office['loans'])} loans, {wanted.clients} clients")
    begun = time.monotonic()
    try:
        server.prepare()
        server.start()
        say(f"at {server.address}")
        plan = Plan(
            wanted.plan.kills,
            wanted.plan.outages if tortured.can_go_away else 0,
            wanted.plan.full_disks if tortured.can_be_full else 0,
        )
        faults = Faults(tortured, server, record, random.Random(wanted.seed))
        _work(office, server, record, faults, plan, wanted, say)
        seconds = time.monotonic() - begun
    finally:
        server.stop()
    result = _result(record, env, beside, office, wanted)
    return result | {"seconds": round(seconds), "disk_is_mounted": tortured.disk.is_mounted}


def _module(name: str, env: dict, beside: Path, *arguments: str):
    """What one of our modules writes down in a process of its own, with the office's settings."""
    output = beside / "output.json"
    command = [sys.executable, "-m", name, *arguments, str(output)]
    subprocess.run(command, env=env, cwd=ROOT, check=True)
    return json.loads(output.read_text())


def _work(
    office: dict,
    server: Server,
    record: Record,
    faults: Faults,
    plan: Plan,
    wanted: Wanted,
    say: Say,
) -> None:
    """Let everybody work until enough was sent, and make each fault when its time has come."""
    town = Town(
        server.address, office["password"], office["today"],
        [tuple(loan) for loan in office["loans"]], office["villages"], record, [],
        threading.Event(),
    )  # fmt: skip
    names = ["manajer"] * MANAGERS + office["cashiers"][: wanted.clients - MANAGERS]
    people = [_person(town, name, wanted.seed * 100 + n) for n, name in enumerate(names)]
    threads = [threading.Thread(target=_until_over, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    try:
        _make_faults(record, faults, plan, wanted, say)
    finally:
        town.over.set()
        for thread in threads:
            thread.join()


def _person(town: Town, name: str, seed: int) -> Cashier:
    kind = Manager if name == "manajer" else Cashier
    return kind(town, name, random.Random(seed))


def _until_over(person: Cashier) -> None:
    town = person.town
    while not town.over.is_set():
        try:
            person.work()
        except GivenUp as error:
            town.record.say_wrong(f"gave up waiting for {error}")
        except (*AWAY, AssertionError, ValueError, KeyError) as error:
            town.record.say_wrong(f"a client stumbled: {error!r}")


def _make_faults(record: Record, faults: Faults, plan: Plan, wanted: Wanted, say: Say) -> None:
    begun = time.monotonic()

    def done() -> float:
        """How much of the work is done: by posts or by time, whichever is ahead."""
        return max(record.sent() / wanted.posts, (time.monotonic() - begun) / (wanted.minutes * 60))

    for when, kind in plan.drawn(random.Random(wanted.seed + 1)):
        before = record.sent()
        while done() < min(when, 1) or (record.sent() < before + BETWEEN and done() < LATE):
            time.sleep(0.05)
        try:
            faults.known[kind]()
        except Broken as error:
            record.say_wrong(str(error))
            raise
        say(f"  {kind}, {record.sent()} posts, {time.monotonic() - begun:.0f} s")
    while done() < 1:
        time.sleep(0.1)


def _result(record: Record, env: dict, beside: Path, office: dict, wanted: Wanted) -> dict:
    """The figures, and everything that is wrong."""
    kept = _module("torture.kept", env, beside)
    books = Books(
        [KeptReceipt(pk, key, Seen(label, loan, amount), day)
         for pk, key, label, loan, amount, day in kept["receipts"]],
        [KeptReversal(*reversal) for reversal in kept["reversals"]],
        kept["reasons"], [tuple(span) for span in kept["spans"]],
        kept["numbers"], kept["last"], frozenset(office["before"]),
    )  # fmt: skip
    proved = subprocess.run(
        [sys.executable, "manage.py", "check_books"],
        env=env, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    wrong = [*record.wrong, *record.unexcused(), *wrongs(record.attempts, books)]
    if proved.returncode:
        wrong.append(f"check_books: {proved.stdout[-3000:]}{proved.stderr[-2000:]}")
    if kept["integrity"] != "ok":
        wrong.append(f"integrity_check: {kept['integrity']}")
    outcomes = Counter(attempt.outcome for attempt in record.attempts)
    return {
        "seed": wanted.seed,
        "posts": len(record.attempts),
        "outcomes": {outcome.value: outcomes[outcome] for outcome in Outcome},
        "receipts_read": sum(len(attempt.seen) for attempt in record.attempts),
        "receipts": len(books.receipts) - _before(books),
        "reversals": len(books.reversals),
        "changes_of_the_books": len(books.spans),
        "faults": dict(Counter(fault.kind for fault in record.faults)),
        "answers": dict(record.answers.most_common()),
        "wrong": wrong,
    }


def _before(books: Books) -> int:
    return sum(receipt.key in books.before for receipt in books.receipts)
