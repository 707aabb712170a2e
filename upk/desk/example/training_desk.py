"""Entering trainings through the services of their screens, a whole batch at a time."""

from collections.abc import Callable
from datetime import date, timedelta

from training.models import Batch, Score
from training.records.upcoming import proposed_groups
from training.rules.batches import DEFAULT_CAPACITY, State
from training.rules.defaults import TOPICS
from training.services.batches import Plan, plan_batch, record_batch_step
from training.services.certificates import issue_certificates
from training.services.following import NewFollowUp, add_follow_up, end_follow_up
from training.services.kinds import create_default_kinds
from training.services.people import NewParticipant, enrol_person
from training.services.results import record_attendance, record_scores
from upk.desk.example import trainings as told
from upk.desk.example.keys import Keys
from upk.desk.example.office import Setting
from upk.desk.example.places import FIRST_DAY
from upk.desk.example.trainings import TrainingPlan

FOLLOWED = "Buku kas kelompok diperiksa pada pertemuan berikutnya"


class TrainingDesk:
    """Calls the services of trainings; ``batches`` are the rows of the plans."""

    def __init__(self, setting: Setting, key: Keys) -> None:
        self.setting = setting
        self.office = setting.office
        self.secretary = setting.users["sekretaris"]
        self.batches: dict[TrainingPlan, Batch] = {}
        self._key = key
        kinds = create_default_kinds(self.office, FIRST_DAY, by=setting.users["manajer"])
        self._kinds = {kind.audience: kind for kind in kinds}

    @property
    def ways(self) -> dict[type, Callable]:
        """How each kind of happening is entered."""
        return {
            told.TrainingPlanned: self.plan,
            told.TrainingInvited: self.invite,
            told.TrainingHeld: self.hold,
            told.TrainingCertified: self.certify,
            told.TrainingClosed: self.close,
            told.NextTraining: self.plan_next,
        }

    def plan(self, event: told.TrainingPlanned) -> None:
        """The batch with its list: officers of the groups, or the office's own and guests."""
        plan = event.plan
        kind = self._kinds["trainers" if plan.is_for_trainers else "groups"]
        trainers = (told.CONSULTANT, told.ASSISTANT) if plan.is_for_trainers else (
            self.setting.users["manajer"].name + ", UPK", self.secretary.name + ", UPK",
        )  # fmt: skip
        facts = Plan(
            told.HALL if plan.is_for_trainers else told.OFFICE_ROOM, plan.starts_on, plan.ends_on,
            DEFAULT_CAPACITY, "\n".join(trainers), **_topics(),
        )  # fmt: skip
        batch = plan_batch(
            kind, facts, decided_on=event.on,
            groups=[self.setting.groups[group] for group in plan.groups],
            request_key=self._key(), by=self.secretary,
        )  # fmt: skip
        self.batches[plan] = batch
        own = told.OWN_USERS if plan.is_for_trainers else ()
        new = [NewParticipant("staff", user=self.setting.users[name]) for name in own]
        new += [NewParticipant("guest", name=n, origin=o) for n, o in plan.guests]
        new += [NewParticipant("monitor", name=n, origin=o) for n, o in plan.monitors]
        for one in new:
            enrol_person(batch, one, on=event.on, request_key=self._key(), by=self.secretary)

    def invite(self, event: told.TrainingInvited) -> None:
        """The invitations went out."""
        self._step(event.plan, State.INVITED, event.on)

    def hold(self, event: told.TrainingHeld) -> None:
        """Attendance of each day, both tests, and that it was held."""
        plan, batch = event.plan, self.batches[event.plan]
        listed = batch.participants.with_place().values_list("pk", flat=True)
        watching = batch.participants.filter(role="monitor").values_list("pk", flat=True)
        for n, came in enumerate(plan.present):
            present = dict(zip(listed, came, strict=True)) | dict.fromkeys(watching, True)
            day = plan.starts_on + timedelta(days=n)
            record_attendance(batch, day, present, request_key=self._key(), by=self.secretary)
        scores = {
            (pk, test): score
            for pk, both in zip(listed, plan.scores, strict=True)
            if both
            for test, score in zip(Score.Test.values, both, strict=True)
        }
        record_scores(
            batch, scores, given_on=plan.ends_on, request_key=self._key(), by=self.secretary
        )
        self._step(plan, State.HELD, event.on)

    def certify(self, event: told.TrainingCertified) -> None:
        """Certificates are issued, and what follows is noted."""
        batch, on = self.batches[event.plan], event.on
        issue_certificates(batch, on=on, request_key=self._key(), by=self.secretary)
        new = NewFollowUp(FOLLOWED, "Penanggung jawab desa", on + told.FOLLOWED_WITHIN)
        add_follow_up(batch, new, on=on, request_key=self._key(), by=self.secretary)

    def close(self, event: told.TrainingClosed) -> None:
        """What was noted is done."""
        follow_up = self.batches[event.plan].follow_ups.get()
        made = {"request_key": self._key(), "by": self.secretary}
        end_follow_up(follow_up, "done", on=event.on, **made)
        self._step(event.plan, State.CLOSED, event.on)

    def plan_next(self, event: told.NextTraining) -> None:
        """As the page of the next batch does: for whom the program proposes."""
        rows = proposed_groups(self.office, event.on, DEFAULT_CAPACITY)
        last = event.starts_on + timedelta(days=told.BATCH_DAYS - 1)
        facts = Plan(told.OFFICE_ROOM, event.starts_on, last, DEFAULT_CAPACITY, **_topics())
        plan_batch(
            self._kinds["groups"], facts, decided_on=event.on, groups=[row.group for row in rows],
            only=frozenset(person.pk for row in rows for person in row.officers),
            request_key=self._key(), by=self.secretary,
        )  # fmt: skip

    def _step(self, plan: TrainingPlan, kind: State, on: date) -> None:
        record_batch_step(
            self.batches[plan], kind, on=on, request_key=self._key(), by=self.secretary
        )


def _topics() -> dict[str, str]:
    return {name: "\n".join(lines) for name, lines in TOPICS.items()}
