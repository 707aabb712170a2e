"""``script/torture`` in its short form on the database of this test run, and its proof itself.

The proof is seen to find what it is there for: a receipt that is gone, doubled or altered, one
that nobody sent, one that was refused and is there, and a gap.
"""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.template.loader import render_to_string

from torture.disk import small_disk
from torture.faults import Plan
from torture.pages import indecency, receipts_on, refusal_on
from torture.proof import Books, KeptReceipt, KeptReversal, wrongs
from torture.record import (
    GRACE,
    Attempt,
    Fault,
    Outcome,
    Payment,
    Record,
    Reopening,
    Reversal,
    Seen,
)

ROOT = Path(__file__).resolve().parent.parent
GIVEN, REFUSED, IN_DOUBT = Outcome
DAY = "2010-02-15"
SEEN = Seen("BKM-2010-000001", "P-1", 1_500)
PAID = Payment(DAY, (("P-1", 1_500),))
RECEIPT = KeptReceipt(7, "key", SEEN, DAY)
BOOKS = Books([RECEIPT], [], [], [], {"BKM-2010": [1]}, {"BKM-2010": 1})
NOTHING = replace(BOOKS, receipts=[])


def paid(outcome: Outcome = GIVEN, *seen: Seen, what: Payment = PAID) -> Attempt:
    """An attempt to pay with the key ``key``."""
    return Attempt("key", what, outcome, seen=list(seen))


# The proof


@pytest.mark.parametrize(
    ("attempts", "books"),
    [
        ([paid(GIVEN, SEEN)], BOOKS),
        ([paid(GIVEN, SEEN), paid(GIVEN, SEEN)], BOOKS),
        ([paid(IN_DOUBT), paid(GIVEN, SEEN)], BOOKS),
        ([paid(IN_DOUBT)], BOOKS),
        ([paid(IN_DOUBT)], NOTHING),
        ([paid(REFUSED)], NOTHING),
        ([paid(GIVEN), paid(REFUSED, what=Payment(DAY, (("P-1", 9),)))], BOOKS),
    ],
)
def test_what_was_kept_is_right(attempts, books):
    assert wrongs(attempts, books) == []


ALTERED = replace(RECEIPT, seen=replace(SEEN, amount=1_600))
TWO_ROWS = Payment(DAY, (("P-1", 1_500), ("P-2", 10)))


@pytest.mark.parametrize(
    ("attempts", "books", "found"),
    [
        ([paid(GIVEN, SEEN)], NOTHING, 2),  # gone: its page showed it, and its key has nothing
        ([paid(GIVEN)], NOTHING, 1),
        ([paid(GIVEN)], replace(BOOKS, receipts=[ALTERED]), 1),
        ([paid(GIVEN, replace(SEEN, label="BKM-2010-000009"))], BOOKS, 1),
        ([paid(GIVEN)], replace(BOOKS, receipts=[RECEIPT, replace(RECEIPT, id=8)]), 1),
        ([paid(GIVEN)], replace(BOOKS, receipts=[replace(RECEIPT, paid_on="2010-02-14")]), 1),
        ([paid(REFUSED)], BOOKS, 1),
        ([paid(IN_DOUBT, what=Payment(DAY, (("P-1", 9),)))], BOOKS, 1),
        ([paid(IN_DOUBT, what=TWO_ROWS)], BOOKS, 1),  # half a sheet
        ([paid(GIVEN), paid(GIVEN, what=Payment(DAY, (("P-1", 9),)))], BOOKS, 1),
        ([], BOOKS, 1),  # nobody sent it
    ],
)
def test_a_receipt_that_is_not_as_promised_is_found(attempts, books, found):
    assert len(wrongs(attempts, books)) == found


def test_receipts_from_before_are_nobodys_fault():
    assert wrongs([], replace(BOOKS, before=frozenset({"key"}))) == []


BACK = KeptReversal("back", 7, -1_500)


@pytest.mark.parametrize(
    ("outcomes", "reversals", "found"),
    [
        ([GIVEN, GIVEN], [BACK], 0),
        ([IN_DOUBT], [BACK], 0),
        ([IN_DOUBT, REFUSED], [], 0),
        ([GIVEN], [], 1),
        ([REFUSED], [BACK], 1),
        ([GIVEN], [replace(BACK, amount=-1_000)], 1),
        ([GIVEN], [BACK, replace(BACK, key="other")], 2),  # twice, and once by nobody
    ],
)
def test_a_receipt_is_taken_back_once(outcomes, reversals, found):
    attempts = [paid(), *(Attempt("back", Reversal(7), outcome) for outcome in outcomes)]

    assert len(wrongs(attempts, replace(BOOKS, reversals=reversals))) == found


@pytest.mark.parametrize(
    ("outcome", "reasons", "found"),
    [
        (GIVEN, ["why"], 0), (IN_DOUBT, [], 0), (GIVEN, [], 1), (REFUSED, ["why"], 1),
        (IN_DOUBT, ["why", "why"], 1),
    ],
)  # fmt: skip
def test_books_are_reopened_as_it_was_told(outcome, reasons, found):
    attempts = [Attempt("why", Reopening("why"), outcome)]

    assert len(wrongs(attempts, replace(NOTHING, reasons=reasons))) == found


def test_changes_of_the_closed_books_follow_each_other():
    spans = [("", "2009-12-31"), ("2010-01-31", "")]

    assert len(wrongs([], replace(NOTHING, spans=spans))) == 1


@pytest.mark.parametrize(("numbers", "last"), [([1, 3], 3), ([1, 2, 2], 2), ([1, 2], 3)])
def test_a_gap_is_found(numbers, last):
    books = replace(NOTHING, numbers={"BKM-2010": numbers}, last={"BKM-2010": last})

    assert wrongs([], books) != []


# What is read, and when errors are excused


def test_a_page_that_refuses_says_why():
    html = '<div class="alert alert-danger" role="alert">Buku <b>sudah</b> ditutup.</div>'

    assert refusal_on(html) == "Buku sudah ditutup."


def test_a_receipt_that_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="without number, loan or amount"):
        receipts_on('<article class="receipt" aria-label="Kwitansi BKM-1">?</article>')


def test_the_error_page_is_decent_and_a_traceback_is_not():
    assert indecency(render_to_string("500.html")) == ""
    assert indecency('<html lang="id"><h1>Maaf</h1></html>') == "has no way back"
    assert indecency("Traceback (most recent call last)") == "shows the program's insides"
    assert indecency("<html><h1>Internal Server Error</h1></html>").startswith("is no page")


def test_errors_are_excused_by_a_fault_at_that_time_alone():
    record = Record()
    record.faults.append(Fault("outage", 10, 12))
    for begun in (5, 11, 12 + GRACE / 2, 12 + 2 * GRACE):
        record.error(begun, begun + 0.1, f"at {begun}")

    assert record.unexcused() == ["without a fault: at 5", f"without a fault: at {12 + 2 * GRACE}"]


def test_the_plan_has_every_fault_in_the_order_of_its_moments():
    drawn = Plan(kills=3, outages=2, full_disks=1).drawn(random.Random(1))

    assert sorted(kind for _, kind in drawn) == ["full disk", *["kill"] * 3, *["outage"] * 2]
    assert drawn == sorted(drawn)
    assert 0 < drawn[0][0] < drawn[-1][0] < 1


def test_a_small_disk_gets_full_and_is_gone_afterwards():
    with small_disk(4) as disk:
        file = disk.folder / "file"
        with disk.full([os.getpid()]), pytest.raises(OSError, match=r"No space|too large"):
            file.write_bytes(b"more than a byte" * 5_000)
        file.write_bytes(b"room again" * 5_000)

    assert not disk.folder.exists()


def test_files_that_may_not_grow_stand_in_for_a_full_disk():
    with small_disk(4, mount=False) as disk:
        file = disk.folder / "file"
        with disk.full([os.getpid()]), pytest.raises(OSError, match="too large"):
            file.write_bytes(b"more than a byte")
        file.write_bytes(b"room again")

    assert not disk.is_mounted


# The run itself


@pytest.fixture
def template(empty_template, django_db_setup) -> str:
    """Where the migrated database is, of which the office to be tortured begins as a copy."""
    if connection.vendor == "sqlite":
        return empty_template
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{empty_template}"


@contextlib.contextmanager
def torture(template: str, *arguments: str) -> Iterator[subprocess.Popen]:
    """Torture this run's kind of database; what is left of it after the block is ended."""
    command = [sys.executable, "-m", "torture", "--only", connection.vendor]
    with subprocess.Popen(
        [*command, "--template", template, "--clients", "8", "--loans", "8", *arguments],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as run:  # fmt: skip
        try:
            yield run
        finally:
            run.terminate()


def test_nothing_is_lost_whatever_fails(template, tmp_path):
    output = tmp_path / "result.json"
    asked = ["--posts", "120", "--kills", "2", "--outages", "2", "--full-disks", "1"]
    asked += ["--minutes", "4", "--seed", "9", "--output", str(output)]

    with torture(template, *asked) as run:
        said = run.communicate()[0]

    assert run.returncode == 0, said
    [figures] = json.loads(output.read_text())["engines"].values()
    assert figures["wrong"] == []
    assert figures["posts"] >= 120
    assert figures["receipts"] >= 20
    assert figures["receipts_read"] >= 20
    assert sum(n for kind, n in figures["faults"].items() if "kill" in kind) == 2
    outages = [figures["faults"].get(kind, 0) for kind in ("outage", "quiet outage")]
    assert outages == [connection.vendor == "postgresql"] * 2
    may_be_full = connection.vendor == "sqlite" or figures["disk_is_mounted"]
    assert figures["faults"].get("full disk", 0) == may_be_full


def is_told(run: subprocess.Popen, begin: str) -> str:
    """What it says after ``begin``, waited for."""
    for line in run.stdout:
        if line.startswith(begin):
            return line.removeprefix(begin).strip()
    raise AssertionError(f"it ended without {begin!r}")


def test_who_interrupts_it_leaves_nothing_behind(template):
    with torture(template, "--posts", "100000", "--kills", "0", "--minutes", "9") as run:
        folders = [is_told(run, "in "), is_told(run, "in ")]
        address = is_told(run, "at http://")

        run.send_signal(signal.SIGINT)
        run.communicate()

    assert run.returncode == 128 + signal.SIGINT
    assert [folder for folder in folders if Path(folder).exists()] == []
    assert [folder for folder in folders if folder in Path("/proc/mounts").read_text()] == []
    host, port = address.split(":")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), timeout=5)
    assert [command for command in commands() if any(f in command for f in folders)] == []


def commands() -> list[str]:
    """The command lines of all processes of this machine."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            found.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found
