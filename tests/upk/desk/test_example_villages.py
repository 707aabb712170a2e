"""The example's grants, works and levies as rows: published sums, trust money, what is open."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Q, Sum

from grants.models import Grant, GrantFinish, GrantMove, Proposal, ProposalStep, ScoreLine
from grants.proposals.allocations import allocations
from grants.proposals.ranked import rankings
from grants.rules.percent import shares_of_hundred
from grants.rules.sectors import SECTORS
from maintenance.levies.balances import held
from maintenance.models import (
    Infrastructure,
    Inspection,
    LevyMove,
    LevyPayment,
    LevyRule,
    LevyWithdrawal,
    Repair,
)
from upk.desk.example import OFFICE_CODE
from upk.desk.example.villages.levies import KEEPS_CASH
from upk.ledger.models import Account, Posting
from upk.offices.models import Office, Village
from upk.periods import Quarter

END_OF_2009, PRACTICE_DATE = date(2009, 12, 31), date(2010, 2, 15)
PUBLISHED = {
    "fisik": (4_872_350_150, Decimal("62.87")),
    "ekonomi": (1_867_850_000, Decimal("24.10")),
    "pendidikan": (166_872_150, Decimal("2.15")),
    "kesehatan": (456_515_150, Decimal("5.89")),
    "operasional": (386_412_550, Decimal("4.99")),
}
"""data/kalijambe_grants.csv."""


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


def balance(account: Account, as_of: date) -> int:
    """Net debit at the end of a day, whole rupiah."""
    return Posting.objects.of_office(account.office).until(as_of).net_by_account().get(
        account.pk, 0
    )  # fmt: skip


# Grants


@pytest.mark.parametrize("day", [END_OF_2009, PRACTICE_DATE])
def test_allocations_are_the_published_sums_and_percentages(office, day):
    sums = Counter({sector: 0 for sector, _ in SECTORS})
    for allocation in allocations(office, day):
        sums[allocation.sector] += allocation.amount

    percents = shares_of_hundred(list(sums.values()))
    found = zip(sums, sums.values(), percents, strict=True)
    assert {sector: (amount, percent) for sector, amount, percent in found} == PUBLISHED
    assert sum(sums.values()) == 7_750_000_000


def test_allocations_lie_over_seven_years_and_fourteen_villages(office):
    found = allocations(office, PRACTICE_DATE)

    assert {allocation.year for allocation in found} == set(range(2003, 2010))
    for sector in ("fisik", "ekonomi", "operasional"):
        villages = {a.village_id for a in found if a.sector == sector} - {None}
        assert len(villages) == 14


def test_ranking_was_kept_but_for_one_phase_and_one_tie_was_broken(office):
    departures, ties = Counter(), set()
    for phase in office.phases.filter(year__lte=2009):
        for rows in rankings(phase).values():
            for row in rows:
                if row.better_left_out:
                    departures[phase.year] += 1
                    assert row.last_step.reason
                if row.tie_broken_by == "poor" and row.proposal.sector == "fisik":
                    ties.add((phase.year, row.proposal.poor))

    assert set(departures) == {2007}
    assert {(2006, 200), (2006, 160)} <= ties


def test_levies_and_condition_count_in_scores_since_2008(office):
    with_records = ScoreLine.objects.filter(criterion__source__in=["levy", "condition"])
    years = set(with_records.values_list("score__proposal__phase__year", flat=True))

    assert years == {2008, 2009, 2010}
    paid = with_records.filter(criterion__source="levy").values_list("points", flat=True)
    assert len(set(paid)) > 10


def test_proposals_of_2010_wait_for_the_meeting(office):
    statuses = Proposal.objects.filter(phase__office=office, phase__year=2010)

    assert set(statuses.values_list("status", flat=True)) == {"S"}
    ended = Proposal.objects.filter(phase__office=office, phase__year__lt=2010)
    assert set(ended.values_list("status", flat=True)) == {"A", "T", "X"}


def test_every_approved_proposal_has_its_grant(office):
    grants = Grant.objects.filter(office=office)

    approved = ProposalStep.objects.filter(to_status="A")
    assert grants.aggregate(t=Sum("amount")) == approved.aggregate(t=Sum("amount"))
    assert grants.count() == approved.count()


def test_trust_account_and_bank_hold_what_was_not_paid_yet(office):
    accounts = office.grant_accounts
    granted = Grant.objects.filter(office=office).aggregate(t=Sum("amount"))["t"]
    paid = GrantMove.objects.filter(grant__isnull=False).aggregate(t=Sum("amount"))["t"]

    left = granted - paid
    assert left > 0
    assert balance(accounts.bank, PRACTICE_DATE) == left
    assert balance(accounts.trust, PRACTICE_DATE) == -left
    assert balance(accounts.operating_bank, PRACTICE_DATE) == 155_000_000


def test_trust_money_never_is_income(office):
    of_villages = Posting.objects.filter(entry__origin__in=["grants", "maintenance"])
    results = Q(debit__kind__in=["income", "expense"]) | Q(credit__kind__in=["income", "expense"])

    assert of_villages.count() > 500
    assert not of_villages.filter(results).exists()


# What was built


def test_every_finished_work_is_infrastructure_once(office):
    finished = GrantFinish.objects.filter(grant__proposal__sector="fisik")
    others = GrantFinish.objects.exclude(grant__proposal__sector="fisik")

    assert finished.filter(infrastructure__isnull=True).count() == 0
    assert not others.filter(infrastructure__isnull=False).exists()
    assert Infrastructure.objects.filter(village__office=office).count() == finished.count()
    running = Grant.objects.filter(proposal__sector="fisik", finish__isnull=True)
    assert running.count() == 3


def test_every_village_has_works_of_several_kinds(office):
    found = Infrastructure.objects.filter(village__office=office)
    kinds = Counter(found.values_list("village", "kind"))

    assert len({village for village, _ in kinds}) == 14
    assert len({kind for _, kind in kinds}) >= 8


def test_some_pieces_are_not_inspected_in_this_quarter(office):
    this = Quarter.of(PRACTICE_DATE)
    seen = Inspection.objects.standing().filter(inspected_on__gte=this.start)
    last = Inspection.objects.standing().filter(
        inspected_on__range=(this.previous().start, this.previous().end)
    )

    pieces = Infrastructure.objects.filter(village__office=office).count()
    assert 0 < seen.count() < last.count() <= pieces


# Levies


def test_all_villages_have_a_perdes_by_the_end_of_2009(office):
    perdes = LevyRule.objects.filter(basis="perdes", since__lte=END_OF_2009)
    first = LevyRule.objects.filter(basis="meeting")

    assert perdes.values("village").distinct().count() == 14
    assert set(first.values_list("since__year", flat=True)) == {2005}
    assert LevyPayment.objects.order_by("received_on")[0].received_on.year == 2005


def test_levies_in_cash_box_and_bank_are_owed_to_the_villages(office):
    fund = office.levy_fund
    owed = sum(
        -balance(trust.account, PRACTICE_DATE)
        for village in office.villages.select_related("levy_trust__account__office")
        for trust in [village.levy_trust]
    )
    sums = LevyMove.objects.aggregate(cash=Sum("cash"), bank=Sum("bank"))

    assert balance(fund.cash, PRACTICE_DATE) == sums["cash"] > 0
    assert balance(fund.bank, PRACTICE_DATE) == sums["bank"] > 0
    assert owed == sums["cash"] + sums["bank"]


def test_one_village_did_not_bring_its_levy_of_2009_to_the_bank(office):
    villages = dict(Village.objects.filter(office=office).values_list("pk", "code"))
    found = held(list(villages), END_OF_2009)

    assert {villages[pk] for pk, own in found.items() if own.cash} == {KEEPS_CASH}


def test_repairs_from_levies_are_withdrawals(office):
    from_levies = Repair.objects.standing().filter(payer="levy")
    paid = LevyWithdrawal.objects.filter(office=office)

    assert paid.count() == from_levies.count() > 50
    assert paid.aggregate(t=Sum("amount"))["t"] == from_levies.aggregate(t=Sum("cost"))["t"]
