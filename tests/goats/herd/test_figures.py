"""Figures as of a day, beside lives that are led one by one."""

from datetime import date
from decimal import Decimal

import pytest

from goats.herd.due import owed_at
from goats.herd.figures import growth, herd_figures
from goats.herd.lives import events_of, facts_of, rule_book, told_of
from goats.models import Goat, VillagePopulation
from goats.rules.events import ENDS, Kind
from goats.rules.handover import Stage
from goats.rules.life import lead
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests.goats.herd.world import World
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
BORN, WEANED, HANDED = date(2008, 6, 1), date(2008, 10, 1), date(2008, 10, 5)
TODAY = date(2010, 2, 15)
DAYS = [date(2008, 1, 9), date(2008, 6, 1), HANDED, date(2009, 5, 31), TODAY]


@pytest.fixture
def world() -> World:
    """Five bought goats and five born ones.

    KB-0001 went from household 0 to 1 and to 3, in the other village; KB-0005 is overdue at 1,
    KB-0007 died by negligence at 2, KB-0008 was taken back, KB-0009 sold at 4.
    """
    world = World()
    mother = world.placed(0)
    world.wean(world.birth(mother, BORN, "FM"), WEANED)
    world.hand_over(mother, 1, HANDED)
    [kid] = world.birth(mother, date(2009, 2, 1))
    world.hand_over(mother, 3, date(2009, 6, 20))
    second = world.placed(1)
    world.birth(second, date(2009, 9, 1))
    world.happen(world.placed(2), Kind.DIED, date(2009, 3, 1), is_negligent=True)
    world.happen(world.placed(2), Kind.TAKEN_BACK, date(2009, 3, 1))
    world.happen(world.placed(4), Kind.SOLD, date(2009, 12, 1))
    world.happen(kid, Kind.DIED, date(2009, 10, 1))
    world.birth(mother, date(2010, 1, 10))
    for village in world.villages:
        VillagePopulation.objects.create(
            village=village, year=2009, inhabitants=800, made_by=world.manager
        )
    return world


@pytest.mark.parametrize("day", DAYS)
def test_figures_are_those_of_each_life_led_alone(world, day):
    goats = list(Goat.objects.all())
    events = events_of([goat.pk for goat in goats])
    book = rule_book(world.office)
    lives = [lead(facts_of(goat), events[goat.pk], book, day) for goat in goats]

    found = herd_figures(world.office, day)

    figures = found.whole.figures
    assert figures.ever == sum(life.begun is not None for life in lives)
    assert figures.living == sum(life.is_living for life in lives)
    assert figures.kept == sum(life.keeper is not None for life in lives)
    assert figures.owed == sum(life.debtor is not None for life in lives)
    assert figures.replacements == sum(life.replacement_since is not None for life in lives)
    assert figures.births == sum(len(life.births) for life in lives)
    received = {s.household for life in lives for s in life.stays if not life.is_kid}
    assert found.whole.reached == len(received)
    due = [told for told in told_of(goats, book, day).values() if told.hand_over]
    assert found.whole.due == sum(told.hand_over.is_due for told in due)
    assert len(owed_at(world.office, day)) == len(due)


def test_figures_of_today(world):
    found = herd_figures(world.office, TODAY)

    figures = found.whole.figures
    assert (figures.bought, figures.born, figures.ever) == (5, 5, 10)
    assert (figures.living, figures.kept, found.at_office) == (7, 6, 1)
    assert (figures.died, figures.sold, figures.replacements) == (2, 1, 2)
    assert (found.whole.due, found.whole.overdue, found.whole.reached) == (1, 1, 5)
    assert found.generations == 2
    assert found.median_days == 264  # 269 days at household 0, 258 at 1: the middle of both
    # Births since 15 February 2009: 1 September and 10 January. Females living and grown: KB-0001,
    # KB-0005, KB-0008 and the daughter of June 2008.
    assert found.births_per_mother == Decimal("0.50")
    assert found.mortality == Decimal("20.00")  # two died of ten: seven live, three ended since
    assert found.villages[world.villages[0].pk].per_hundred == Decimal("0.50")


def test_the_overdue_one_is_due_by_age(world):
    [owed] = [o for o in owed_at(world.office, TODAY) if o.hand_over.is_due]

    assert (owed.hand_over.stage, owed.hand_over.due_on) == (Stage.OVERDUE, date(2010, 1, 1))


def test_growth_by_year(world):
    found = [(y.year, y.ever, y.living) for y in growth(world.office, TODAY)]

    assert found == [(2008, 7, 7), (2009, 9, 6), (2010, 10, 7)]


def test_the_copies_are_what_the_events_lead_to(world):
    told = told_of(list(Goat.objects.all()), rule_book(world.office), TODAY)

    for goat in Goat.objects.all():
        life = told[goat.pk].life
        assert (goat.keeper_id, goat.debtor_id) == (life.keeper, life.debtor)
        assert (goat.state in [kind.value for kind in ENDS]) == (life.end is not None)


def test_report_adds_up_and_says_what_changed_in_the_period(world):
    period = ReportPeriod.of_quarter(Quarter(2009, 4))

    report = build("goats", Question.of(world.office, period))

    rows = {line.row.key: line.row.values for line in report.rows()}
    assert report.totals["goats_ever"] == 9
    assert report.totals["goats_living"] == report.totals["living"] == 6
    first, second = (rows[village.code] for village in world.villages)
    assert (first["living_before"], first["died"], first["living"]) == (5, 1, 4)
    assert (second["living_before"], second["left"], second["living"]) == (2, 1, 1)
    assert rows["office"]["living"] == 1
    assert first["per_hundred"] == Decimal("0.50")
