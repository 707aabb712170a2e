"""A small world of trainings: an office with kinds, a village of groups, and shortcuts."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import uuid4

from groups.models import Group
from tests import factories
from training.models import Batch, BatchStep, Participant, Score
from training.rules.batches import State
from training.services.batches import Plan, plan_batch, record_batch_step
from training.services.certificates import issue_certificates
from training.services.kinds import create_default_kinds
from training.services.people import NewParticipant, enrol_person
from training.services.results import record_attendance, record_scores
from upk.access import Role
from upk.offices.models import User, Village

PLANNED, FIRST, LAST = date(2010, 2, 1), date(2010, 2, 9), date(2010, 2, 10)


def a_plan(**facts) -> Plan:
    """Two days in the village's hall, for thirty people."""
    return Plan(**{"place": "Balai desa", "starts_on": FIRST, "ends_on": LAST, "capacity": 30,
                   "trainers": "Pak Kabul, kabupaten", "skill": "Buku kas", **facts})  # fmt: skip


class World:
    """An office with its kinds of training, a manager and a village with groups."""

    def __init__(self, group_count: int = 1) -> None:
        self.office = factories.create_office()
        self.manager: User = factories.create_user(Role.MANAGER, self.office)
        self.secretary: User = factories.create_user(Role.SECRETARY, self.office)
        self.kinds = {
            kind.audience: kind
            for kind in create_default_kinds(self.office, date(2003, 1, 1), by=self.manager)
        }
        self.village: Village = factories.create_village(self.office)
        self.groups: list[Group] = [
            factories.create_group(self.village) for _ in range(group_count)
        ]

    def facilitator(self, *villages: Village) -> User:
        """Somebody who is responsible for villages."""
        user = factories.create_user(Role.FACILITATOR, self.office)
        for village in villages:
            factories.assign(user, village)
        return user

    def plan(self, groups: Sequence[Group] | None = None, **facts) -> Batch:
        """A batch with the officers of groups (usually all)."""
        on = facts.pop("decided_on", PLANNED)
        audience = facts.pop("audience", "groups")
        return plan_batch(
            self.kinds[audience], a_plan(**facts), decided_on=on,
            groups=self.groups if groups is None else groups, request_key=uuid4(), by=self.manager,
        )  # fmt: skip

    def enrol(self, batch: Batch, role: str = "guest", on: date = PLANNED, **who) -> Participant:
        who = who or {"name": "Bu Tamu", "origin": "UPK tetangga"}
        new = NewParticipant(role, **who)
        return enrol_person(batch, new, on=on, request_key=uuid4(), by=self.manager)

    def attend(self, batch: Batch, day: date, present: Mapping[Participant, bool], **more):
        values = {"request_key": uuid4(), "by": self.manager} | more
        ids = {participant.pk: is_there for participant, is_there in present.items()}
        return record_attendance(batch, day, ids, **values)

    def all_attend(self, batch: Batch, days: Sequence[date] = (FIRST, LAST)) -> None:
        """Everybody on the list is there."""
        people = batch.participants.standing()
        for day in days:
            self.attend(batch, day, dict.fromkeys(people, True))

    def step(self, batch: Batch, kind: State = State.HELD, on: date = LAST, note="") -> BatchStep:
        return record_batch_step(
            batch, kind, on=on, note=note, request_key=uuid4(), by=self.manager
        )

    def held(self, groups: Sequence[Group] | None = None, **facts) -> Batch:
        """A batch to which everybody came."""
        batch = self.plan(groups, **facts)
        days = (facts.get("starts_on", FIRST), facts.get("ends_on", LAST))
        self.all_attend(batch, sorted(set(days)))
        self.step(batch, on=days[1])
        return batch

    def score(self, batch: Batch, scores: Mapping[Participant, tuple], on: date = LAST, **more):
        """Scores before and after, by participant."""
        given = {
            (participant.pk, test): score
            for participant, both in scores.items()
            for test, score in zip(Score.Test.values, both, strict=True)
        }
        values = {"request_key": uuid4(), "by": self.manager} | more
        return record_scores(batch, given, given_on=on, **values)

    def certify(self, batch: Batch, on: date = LAST, by: User | None = None):
        return issue_certificates(batch, on=on, request_key=uuid4(), by=by or self.manager)
