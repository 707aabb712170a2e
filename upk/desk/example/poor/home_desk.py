"""Entering poor households, and what became of them, through the services of their screens."""

from collections.abc import Callable

from goats.herd.settings import set_population
from goats.households.people import NewPerson
from goats.households.services import (
    Facts,
    NewHousehold,
    add_household_member,
    correct_household,
    register_household,
)
from goats.households.steps import assess_household, record_step
from goats.models import Household
from goats.rules.households import Step
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.people import PersonPlan
from upk.desk.example.places import FIRST_DAY, USERS, VILLAGES
from upk.desk.example.poor import happenings as happened
from upk.desk.example.poor.happenings import HomePlan
from upk.offices.checklists import list_in_force
from upk.offices.models import Checklist, User


class HomeDesk:
    """Calls the services of the register; ``homes`` are the rows of the plans."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.office = setting.office
        self.secretary = setting.users["sekretaris"]
        self.homes: dict[HomePlan, Household] = {}
        self._villages = setting.villages
        self._key = key
        self._responsible = {
            code: setting.users[user.username] for user in USERS for code in user.villages
        }
        criteria = list_in_force(self.office, Checklist.Kind.HOUSEHOLD, FIRST_DAY)
        self._criteria = [item.pk for item in criteria.items.all()]

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of happening is entered."""
        return {
            happened.PopulationCounted: self.count_people,
            happened.HomeProposed: self.propose,
            happened.HomeAssessed: self.assess,
            happened.HomesConfirmed: self.confirm,
            happened.HomeCorrected: self.correct,
            happened.HomeStep: self.step,
        }

    def responsible(self, home: HomePlan) -> User:
        """Who looks after the village of a household."""
        return self._responsible[home.village.code]

    def count_people(self, event: happened.PopulationCounted) -> None:
        villages = [self._villages[village.code] for village in VILLAGES]
        inhabitants = dict(zip(villages, event.inhabitants, strict=True))
        set_population(self.office, inhabitants, year=event.on.year, by=self.secretary)

    def propose(self, event: happened.HomeProposed) -> None:
        """The household with those of its members whom the register knows."""
        home, by = event.home, self.responsible(event.home)
        new = NewHousehold(
            self._villages[home.village.code], home.hamlet, _person(home.head),
            proposed_by=home.proposed_by, address=home.head.address,
        )  # fmt: skip
        row = register_household(new, on=event.on, request_key=self._key(), by=by)
        for member in home.members:
            add_household_member(
                row, _person(member.person), relation=member.relation, since=event.on,
                request_key=self._key(), by=by,
            )  # fmt: skip
        self.homes[home] = row

    def assess(self, event: happened.HomeAssessed) -> None:
        ticked = [self._criteria[place] for place in event.ticked]
        assess_household(
            self.homes[event.home], ticked, on=event.on, request_key=self._key(),
            by=self.responsible(event.home),
        )  # fmt: skip

    def confirm(self, event: happened.HomesConfirmed) -> None:
        for home in event.homes:
            record_step(
                self.homes[home], Step.CONFIRMED, on=event.on, minutes=event.minutes,
                request_key=self._key(), by=self.secretary,
            )  # fmt: skip

    def correct(self, event: happened.HomeCorrected) -> None:
        row = self.homes[event.home]
        row.refresh_from_db()
        head = row.members.get(relation="spouse").person if event.has_new_head else row.head
        facts = Facts(row.hamlet, event.address, head, row.proposed_by)
        correct_household(
            row, facts, changed_on=event.on, reason=event.reason, request_key=self._key(),
            by=self.responsible(event.home),
        )  # fmt: skip

    def step(self, event: happened.HomeStep) -> None:
        record_step(
            self.homes[event.home], event.step, on=event.on, note=event.note,
            request_key=self._key(), by=self.responsible(event.home),
        )  # fmt: skip


def _person(plan: PersonPlan) -> NewPerson:
    return NewPerson(plan.name, plan.sex, plan.birth_date, plan.nik, plan.kk)
