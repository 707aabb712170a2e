"""The example's poor households, goats and aid as rows: the published count, and every figure
worked out a second time, goat by goat."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db.models import Sum

from goats.aid.budget import set_aside, sources
from goats.herd.due import owed_at
from goats.herd.figures import growth, herd_figures
from goats.herd.lives import events_of, facts_of, kids_of, rule_book
from goats.models import (
    AidHandover,
    AidMove,
    AidPlan,
    EventReversal,
    Goat,
    GoatEvent,
    Household,
    HouseholdMember,
    VillagePopulation,
)
from goats.rules.events import ENDS, RECEIPTS, Kind
from goats.rules.handover import Stage
from goats.rules.households import State
from goats.rules.life import lead
from upk.desk.check_aid import check_aid
from upk.desk.check_goats import check_herd
from upk.desk.check_households import check_households
from upk.desk.example import OFFICE_CODE
from upk.ledger.lowest import lowest_balance
from upk.ledger.models import Account, Posting
from upk.offices.models import Office, User
from upk.periods import add_months, today

END_OF_2009, PRACTICE_DATE = date(2009, 12, 31), date(2010, 2, 15)


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


def standing(office):
    return GoatEvent.objects.standing().filter(office=office)


# What the office published


def test_527_goats_were_counted_by_the_end_of_2009_from_their_events(office):
    begun = standing(office).filter(kind__in=[Kind.BOUGHT, Kind.BORN])

    assert begun.filter(happened_on__lte=END_OF_2009).count() == 527  # data/kalijambe.csv
    assert herd_figures(office, END_OF_2009).whole.figures.ever == 527


def test_goats_came_of_the_first_share_of_the_surplus_on(office):
    first = standing(office).filter(kind=Kind.BOUGHT).order_by("happened_on")[0]

    assert min(set_aside(sources(office))) == first.happened_on.year == 2004
    assert set(Goat.objects.filter(origin="bought").values_list("funding", flat=True)) == {
        "surplus", "replacement",
    }  # fmt: skip


# What happened


def test_every_kind_of_event_is_there(office):
    assert set(standing(office).values_list("kind", flat=True)) == {kind.value for kind in Kind}


def test_deaths_are_with_and_without_negligence(office):
    deaths = standing(office).filter(kind=Kind.DIED, goat__origin="bought")

    assert set(deaths.values_list("is_negligent", flat=True)) == {False, True}


def test_reasons_and_mistakes_are_there(office):
    assert standing(office).filter(kind=Kind.HANDED_ON).exclude(reason="").exists()
    assert standing(office).filter(kind__in=RECEIPTS).exclude(choice_reason="").count() >= 5
    assert set(EventReversal.objects.values_list("event__kind", flat=True)) >= {
        Kind.GAVE_BIRTH, Kind.BORN, Kind.PLACED, Kind.ILL,
    }  # fmt: skip


def test_a_mother_went_through_five_households_and_families_have_four_generations(office):
    chains = Counter(standing(office).filter(kind__in=RECEIPTS).values_list("goat", flat=True))

    assert max(chains.values()) >= 5
    assert herd_figures(office, END_OF_2009).generations >= 4
    assert Goat.objects.real().filter(generation__gte=4).exists()


def test_mothers_are_due_and_overdue_in_the_villages_of_who_practises(office):
    own = User.objects.get(username="fasilitator").village_ids
    stages = {o.hand_over.stage for o in owed_at(office, PRACTICE_DATE) if o.village in own}

    assert {Stage.DUE, Stage.OVERDUE} <= stages


def test_goats_wait_at_the_office_and_a_replacement_is_due(office):
    assert Goat.objects.filter(state=Goat.State.OFFICE).exists()
    assert Goat.objects.filter(replacement_since__isnull=False).exists()
    assert Goat.objects.filter(state=Goat.State.VOID).exists()


# Households


def test_households_are_in_every_village_and_every_state(office):
    homes = Household.objects.filter(village__office=office)

    assert 250 <= homes.count() <= 300
    assert homes.values("village").order_by().distinct().count() == 14
    assert set(homes.values_list("state", flat=True)) == {state.value for state in State}
    assert HouseholdMember.objects.filter(household__in=homes).count() > 100


def test_inhabitants_are_known_for_every_village_and_year(office):
    years = Counter(VillagePopulation.objects.values_list("year", flat=True))

    assert years == dict.fromkeys(range(2004, 2011), 14)


# Figures, and the same from a second, naive computation


@pytest.mark.parametrize(
    "day", [date(2004, 3, 31), date(2006, 12, 31), date(2008, 8, 17), END_OF_2009, PRACTICE_DATE]
)
def test_figures_are_those_of_each_life_led_alone(office, day):
    goats = list(Goat.objects.filter(office=office))
    events, book = events_of([goat.pk for goat in goats]), rule_book(office)
    lives = {goat.pk: lead(facts_of(goat), events[goat.pk], book, day) for goat in goats}
    homes = dict(Household.objects.values_list("pk", "village_id"))

    found = herd_figures(office, day)

    figures = found.whole.figures
    assert figures.ever == sum(life.begun is not None for life in lives.values())
    assert figures.living == sum(life.is_living for life in lives.values())
    assert figures.kept == sum(life.keeper is not None for life in lives.values())
    assert figures.owed == sum(life.debtor is not None for life in lives.values())
    assert figures.births == sum(len(life.births) for life in lives.values())
    ends = Counter(life.end.kind for life in lives.values() if life.end)
    assert {kind: ends[kind] for kind in ENDS} == {
        kind: getattr(figures, kind.value) for kind in ENDS
    }
    received = {s.household for life in lives.values() for s in life.stays if not life.is_kid}
    assert found.whole.reached == len(received)
    living = Counter(homes[life.keeper] for life in lives.values() if life.keeper)
    assert {pk: of.figures.living for pk, of in found.villages.items()
            if pk and of.figures.living} == living  # fmt: skip
    due, overdue = due_by_hand(lives, day)
    assert (found.whole.due, found.whole.overdue) == (due, overdue)


def due_by_hand(lives, day):
    """Mothers due and overdue: a kid of a birth at the present keeper was weaned by then, the last
    of its birth counting, at four months where nobody wrote it down."""
    kids = kids_of([birth.id for life in lives.values() for birth in life.births], day)
    counts = Counter()
    for life in lives.values():
        if life.debtor is None or life.keeper is None:
            continue
        days = []
        for birth in life.births:
            if birth.household != life.keeper:
                continue
            weaned = [
                kid.weaned_on or add_months(birth.on, 4)
                for kid in kids[birth.id]
                if not (kid.ended_on and kid.ended_on < (kid.weaned_on or add_months(birth.on, 4)))
            ]
            days += [max(weaned)] if weaned else []
        if days and min(days) <= day:
            counts["due"] += 1
            counts["overdue"] += day > min(days) + timedelta(days=30)
    return counts["due"], counts["overdue"]


def test_growth_ends_with_the_figures_of_the_day(office):
    rows = growth(office, END_OF_2009)

    assert [row.year for row in rows] == list(range(2004, 2010))
    assert rows[-1].ever == 527
    assert all(a.ever < b.ever for a, b in pairwise(rows))


# Aid


def test_no_year_gives_more_than_its_share_and_most_give_much_of_it(office):
    budgets, used = set_aside(sources(office)), defaultdict(int)
    rows = AidMove.objects.filter(office=office).order_by().annotate(used=AidMove.effect())
    for year, amount in rows.values_list("plan__year", "used"):
        used[year] += amount

    assert set(used) == set(range(2004, 2011))
    assert all(0 < used[year] <= budgets[year] for year in used)
    assert all(used[year] * 3 > budgets[year] for year in range(2004, 2009))


def test_the_fund_holds_what_aid_left_and_cash_was_never_overdrawn(office):
    fund = Account.objects.get(office=office, code="2.4.01.01")
    net = Posting.objects.of_office(office).until(PRACTICE_DATE).net_by_account()
    used = AidMove.objects.filter(office=office).used()

    assert -net[fund.pk] == sum(set_aside(sources(office)).values()) - used
    for account in office.accounts.cash_and_bank():
        assert lowest_balance(account, date(2003, 1, 1), is_credit=False) >= 0


def test_aid_reached_hundreds_and_a_plan_waits_for_the_manager(office):
    plans = AidPlan.objects.filter(office=office)

    assert AidHandover.objects.standing().count() > 400
    assert plans.filter(decision__isnull=True).count() == 1
    assert plans.filter(decision__is_approved=False).count() == 1
    kinds = AidMove.objects.filter(office=office).order_by().values("kind").annotate(Sum("amount"))
    assert {row["kind"] for row in kinds} == {"school_fees", "groceries", "goats", "other"}


def test_the_proofs_of_the_books_find_nothing(office):
    for check in (check_herd, check_households, check_aid):
        assert check([office]).faults == ()


def test_lists_show_what_events_lead_to_on_the_practice_date(office):
    assert today(office) == PRACTICE_DATE
    states = Counter(Goat.objects.filter(office=office).values_list("state", flat=True))
    figures = herd_figures(office, PRACTICE_DATE).whole.figures

    assert states[Goat.State.KEPT] == figures.kept
    assert states[Goat.State.KEPT] + states[Goat.State.OFFICE] == figures.living
