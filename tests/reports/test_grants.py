"""Allocations by sector, village and year; the published percentages from the published amounts."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from grants.proposals.decisions import Verdict, decide
from grants.proposals.phases import Meeting, PhaseAmounts, open_phase
from grants.proposals.scoring import Marks, score_proposals
from grants.proposals.scoring_sets import add_scoring_set
from grants.proposals.services import take_back_step
from grants.rules.scoring import TYPED, Term
from reports.period import ReportPeriod
from reports.question import Options, Question
from reports.registry import build
from reports.render import FORMATS, render
from tests.grants.office import create_grant_office, create_verified

pytestmark = pytest.mark.django_db
PUBLISHED = Path(__file__).parent.parent / "data" / "kalijambe_grants.csv"
APPROVED_ON = date(2009, 6, 10)


def published() -> list[tuple[str, int, Decimal]]:
    """Sector, amount and percentage as the office printed them."""
    with PUBLISHED.open() as file:
        rows = [row for row in csv.DictReader(file) if row["no"]]
    return [
        (row["alokasi"].lower(), int(row["jumlah_dana_rp"]),
         Decimal(row["persen_tercetak"].rstrip("%").replace(",", ".")))
        for row in rows
    ]  # fmt: skip


def approve(office, villages, manager, amounts: dict[str, int], year: int = 2009) -> None:
    """A phase of exactly these amounts by sector, each approved for the first village."""
    operational = amounts["operasional"]
    phase = open_phase(
        office, year,
        PhaseAmounts(sum(amounts.values()), {"apbn": sum(amounts.values())}, amounts,
                     upk=operational - 1_000, tpk={villages[1]: 1_000}),
        Meeting(f"MAD/01/{year}", date(2009, 2, 2)), request_key=uuid4(), by=manager,
    )  # fmt: skip
    given = {sector: amount for sector, amount in amounts.items() if sector != "operasional"}
    proposals = [
        create_verified(phase, villages[0], manager, sector=sector, asked=amount, title=sector)
        for sector, amount in given.items()
    ]
    [criterion] = office.scoring_sets.get().criteria.all()
    marks = [Marks(p, {criterion.pk: 50}) for p in proposals]
    score_proposals(phase, marks, scored_on=date(2009, 5, 20), request_key=uuid4(), by=manager)
    decide(
        phase, [Verdict(p, p.asked) for p in proposals], Meeting(f"MAD/05/{year}", APPROVED_ON),
        request_key=uuid4(), by=manager,
    )  # fmt: skip


@pytest.fixture
def setting():
    office, villages, manager = create_grant_office()
    terms = [Term("Manfaat", TYPED, 100)]
    add_scoring_set(office, since=date(2009, 1, 1), terms=terms, by=manager)
    approve(office, villages, manager, {sector: amount for sector, amount, _ in published()})
    return office, villages, manager


def report(name: str, office, day: date = APPROVED_ON, year: int | None = None):
    options = Options(year=year)
    return build(name, Question.of(office, ReportPeriod.up_to(day), options=options))


def test_the_published_percentages_come_from_the_published_amounts(setting):
    found = report("grants-by-sector", setting[0])

    rows = [line.row.values for line in found.rows()]
    assert [(r["name"].lower(), r["amount"], r["percent"]) for r in rows] == published()
    assert found.totals["grants_total"] == 7_750_000_000
    for sector, amount, percent in published():
        assert found.totals[f"grants_{sector}"] == amount
        assert found.totals[f"grants_{sector}_percent"] == percent
    assert sum(r["percent"] for r in rows) == Decimal("100.00") == found.totals["percent"]


def test_villages_and_the_upk_share_the_same_total(setting):
    office, villages, _ = setting

    found = report("grants-by-village", office)

    rows = {line.row.key: line.row.values for line in found.rows()}
    assert set(rows) == {"upk", *(village.code for village in villages)}
    assert rows[villages[1].code]["amount"] == 1_000
    assert rows[villages[2].code]["amount"] == 0
    assert rows["upk"]["operasional"] == 386_412_550 - 1_000
    assert rows[villages[0].code]["fisik"] == 4_872_350_150
    assert found.totals["amount"] == 7_750_000_000
    assert sum(row["percent"] for row in rows.values()) == Decimal("100.00")


def test_years_stand_apart_and_can_be_asked_for(setting):
    office, villages, manager = setting
    small = {"fisik": 60_000, "ekonomi": 10_000, "operasional": 30_000}
    approve(office, villages, manager, small, year=2008)

    by_year = report("grants-by-year", office)
    of_2008 = report("grants-by-sector", office, year=2008)

    assert [(line.row.key, line.row.values["amount"]) for line in by_year.rows()] == [
        ("2008", 100_000),
        ("2009", 7_750_000_000),
    ]
    assert of_2008.totals["grants_fisik_percent"] == Decimal("60.00")
    assert of_2008.totals["grants_total"] == 100_000
    assert "2008" in of_2008.title


def test_a_report_is_of_its_day(setting):
    office, _, manager = setting
    proposal = office.phases.get().proposals.get(sector="fisik")
    take_back_step(
        proposal, happened_on=date(2009, 8, 1), reason="Batal", request_key=uuid4(), by=manager
    )

    totals = [
        report("grants-by-sector", office, day).totals["grants_fisik"]
        for day in (date(2009, 6, 9), date(2009, 7, 31), date(2009, 8, 1))
    ]

    assert totals == [0, 4_872_350_150, 0]


def test_an_office_without_phases_has_empty_reports():
    office, _, _ = create_grant_office()

    for name in ("grants-by-sector", "grants-by-village", "grants-by-year"):
        found = report(name, office)
        assert found.totals["amount"] == 0
        assert found.totals["percent"] == Decimal("0.00")


def test_every_format_and_the_drill_down(client, setting, tmp_path):
    office, villages, manager = setting
    client.force_login(manager)
    phase = office.phases.get()

    for name in ("grants-by-sector", "grants-by-village", "grants-by-year"):
        for file_format in FORMATS:
            assert render(report(name, office), file_format)
    by_sector = client.get(reverse("reports:report", args=["grants-by-sector"]) + "?tahun=2009")
    by_village = client.get(reverse("reports:report", args=["grants-by-village"]))
    by_year = client.get(reverse("reports:report", args=["grants-by-year"]))

    listed = reverse("grants:proposal-list")
    assert f"{listed}?status=A&amp;tahap={phase.pk}&amp;bidang=fisik" in by_sector.text
    assert f"{listed}?status=A&amp;desa={villages[0].pk}" in by_village.text
    assert reverse("grants:phase-detail", args=[phase.pk]) in by_year.text
    assert "<svg" in by_sector.text
    assert "<svg" in by_year.text


def test_the_command_takes_a_year(setting, tmp_path):
    office, _, _ = setting
    target = tmp_path / "grants.json"

    call_command(
        "report", "grants-by-sector", office=office.code, year=2009, format="json",
        output=str(target),
    )  # fmt: skip

    assert '"grants_total": 7750000000' in target.read_text()
