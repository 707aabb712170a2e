"""The reports ``findings`` and ``agreements``, worked out by hand."""

from datetime import date

import pytest

from oversight.rules.findings import Step
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests import factories
from tests.oversight.world import World
from upk.ledger.services import close_books
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
QUARTER = ReportPeriod.of_quarter(Quarter(2009, 4))


@pytest.fixture
def world():
    return World()


def rows(report) -> dict[str, dict]:
    return {line.row.key: dict(line.row.values) for line in report.rows()}


def test_findings_of_the_quarter_and_earlier_ones(world):
    group = factories.create_group(world.village, name="Melati")
    old = world.finding(on=date(2009, 8, 1), deadline=date(2009, 9, 1), about=group)
    world.step(old, Step.ANSWERED, on=date(2009, 11, 2), text="Sudah dibetulkan.")
    world.finding(on=date(2009, 12, 1), deadline=date(2009, 12, 20), severity="grave")
    closed = world.finding(on=date(2009, 12, 2), deadline=date(2009, 12, 20))
    world.step(closed, Step.ANSWERED, on=date(2009, 12, 3))
    world.step(closed, Step.CLOSED, on=date(2009, 12, 4), text="Lengkap.")
    mistake = world.finding(on=date(2009, 12, 5), deadline=date(2009, 12, 20))
    world.step(mistake, Step.WITHDRAWN, on=date(2009, 12, 6))

    report = build("findings", Question.of(world.office, QUARTER))

    assert [line.section.key for line in report.rows()] == ["new", "new", "earlier"]
    found = rows(report)
    assert list(found) == ["T-2009-002", "T-2009-003", "T-2009-001"]
    assert found["T-2009-001"] == {
        "no": 3, "code": "T-2009-001", "found_on": date(2009, 8, 1),
        "subject": "Bukti tanpa tanda tangan", "about": f"Kelompok {group.code} Melati",
        "village": world.village.name, "severity": "Sedang", "addressee": "Bendahara",
        "deadline": date(2009, 9, 1), "answered_on": date(2009, 11, 2),
        "answer": "Sudah dibetulkan.", "state": "Sudah dijawab",
    }  # fmt: skip
    states = [(values["state"], values["answer"]) for values in found.values()]
    assert states[:2] == [("Lewat batas", ""), ("Selesai", "Lengkap.")]
    assert report.totals == {
        "findings": 3, "findings_in_period": 2, "findings_unanswered": 1, "findings_overdue": 1,
        "findings_answered": 1, "findings_closed": 1,
    }  # fmt: skip


def test_the_report_of_a_closed_quarter_stays(world):
    row = world.finding(on=date(2009, 12, 1), deadline=date(2009, 12, 20))
    close_books(world.office, through=QUARTER.end, by=world.manager)
    before = build("findings", Question.of(world.office, QUARTER))

    world.step(row, Step.ANSWERED)
    world.finding()

    assert build("findings", Question.of(world.office, QUARTER)) == before


def test_a_facilitator_has_findings_of_the_own_villages(world):
    own = world.finding(on=date(2009, 12, 1), deadline=date(2009, 12, 20), about=world.village)
    world.finding(on=date(2009, 12, 1), deadline=date(2009, 12, 20))

    question = Question.of(world.office, QUARTER, user=world.facilitator)

    assert list(rows(build("findings", question))) == [own.code]


def test_agreements_as_of_the_end(world):
    partner = world.partner()
    row = world.agreement(partner, on=date(2009, 12, 1), until=date(2010, 3, 1))
    world.agreement(partner, number="kemudian")

    report = build("agreements", Question.of(world.office, QUARTER))

    assert rows(report) == {
        f"agreement/{row.number}": {
            "no": 1, "partner": "UPK Masaran", "place": "Masaran", "number": "01/PKS/2008",
            "subject": "Pelatihan bersama", "since": date(2008, 1, 1),
            "until": date(2010, 3, 1), "ended_on": None, "state": "Segera berakhir",
        }
    }  # fmt: skip
    assert report.totals == {
        "partners": 1, "agreements": 1, "agreements_in_force": 1, "agreements_ending_soon": 1,
    }  # fmt: skip
