"""What trainings add to the world: batches in every state, and rows of another office."""

from datetime import date
from uuid import uuid4

from tests import factories
from training.models import Attendance, Batch, Participant, Score, TrainingKind
from training.rules.batches import State
from training.services.batches import (
    Plan,
    plan_batch,
    record_batch_step,
    replan_batch,
    reverse_batch_step,
)
from training.services.certificates import issue_certificates, withdraw_certificate
from training.services.following import NewFollowUp, add_follow_up, end_follow_up, set_cost
from training.services.kinds import create_default_kinds
from training.services.people import NewParticipant, enrol_person, withdraw_participant
from training.services.results import record_attendance, record_scores
from upk.ledger.models import Entry
from upk.ledger.services import claim_submission
from upk.offices.models import Office, User, Village

OLD, CAME, FIRST, LAST, DONE = (
    date(2009, 12, 3), date(2010, 1, 3), date(2010, 1, 12), date(2010, 1, 13), date(2010, 1, 14),
)  # fmt: skip
BEGINNING = date(2009, 1, 1)


def plan(starts_on: date = FIRST, ends_on: date = LAST, **facts) -> Plan:
    texts = {"trainers": "Pak Kabul, kabupaten", "attitude": "Jujur", "skill": "Buku kas",
             "knowledge": "Aturan"}  # fmt: skip
    return Plan(**{"place": "Balai desa", "capacity": 30, **texts, **facts},
                starts_on=starts_on, ends_on=ends_on)  # fmt: skip


def _batch(kind: TrainingKind, village: Village, by: User, on: date = CAME, *days) -> Batch:
    """A planned batch with the officers of a new group."""
    group = factories.create_group(village)
    planned = plan(*days) if days else plan()
    return plan_batch(kind, planned, decided_on=on, groups=[group], request_key=uuid4(), by=by)


def _attend(batch: Batch, day: date, present: list[bool], by: User) -> list[Attendance]:
    people = batch.participants.standing().values_list("pk", flat=True)
    who = dict(zip(people, present, strict=False))
    return record_attendance(batch, day, who, request_key=uuid4(), by=by)


def _step(batch: Batch, kind: State, by: User, on: date = DONE, note: str = ""):
    return record_batch_step(batch, kind, on=on, note=note, request_key=uuid4(), by=by)


def add_old_training(village: Village, by: User) -> int:
    """A batch that was held before the books are closed: the step that says so."""
    kinds = create_default_kinds(village.office, BEGINNING, by=by)
    batch = _batch(kinds[1], village, by, OLD, OLD, OLD)
    _attend(batch, OLD, [True, True, True], by)
    return _step(batch, State.HELD, by, OLD).pk


def _person(batch: Batch, by: User, role: str, **who) -> Participant:
    new = NewParticipant(role, **who)
    return enrol_person(batch, new, on=CAME, request_key=uuid4(), by=by)


def add_training(village: Village, other: Office, by: User, entry: Entry) -> dict[str, int]:
    """Ids by name. ``tr_chair`` was there both days and has a certificate, the secretary one."""
    groups = TrainingKind.objects.get(office=village.office, audience="groups")
    held, waiting = _batch(groups, village, by), _batch(groups, village, by)
    closed, cancelled = _batch(groups, village, by), _batch(groups, village, by)
    spare, _ = claim_submission(village.office, uuid4(), {}, by=by)
    return {
        "tr_kind": groups.pk, "tr_rule": groups.rules.get().pk, "tr_spare": spare.pk,
        "tr_loose": factories.create_person(village).pk,
        **_held(held, by), **_followed(held, entry, by), **_waiting(waiting, village, by),
        **_ended(closed, cancelled, by), **_abroad(other),
    }  # fmt: skip


def _held(batch: Batch, by: User) -> dict[str, int]:
    """A batch that was held: attendance and scores, some mended, and two certificates."""
    monitor = _person(batch, by, "monitor", name="Bu Dewi", origin="Kabupaten")
    chair, secretary, treasurer = batch.participants.filter(role="officer")
    [seen, *_] = _attend(batch, FIRST, [True, True, True, True], by)
    _attend(batch, LAST, [True, False, True], by)
    [wrong] = record_attendance(batch, LAST, {secretary.pk: True}, request_key=uuid4(), by=by)
    [mended] = record_attendance(batch, LAST, {secretary.pk: False}, request_key=uuid4(), by=by)
    tests = {(chair.pk, "before"): 40, (chair.pk, "after"): 80, (secretary.pk, "before"): 50}
    scores = record_scores(batch, tests, given_on=LAST, request_key=uuid4(), by=by)
    none = {(secretary.pk, "before"): None}
    again = record_scores(batch, none, given_on=LAST, request_key=uuid4(), by=by)
    step = _step(batch, State.HELD, by)
    certificate, taken = issue_certificates(batch, on=DONE, request_key=uuid4(), by=by)
    back = withdraw_certificate(taken, on=DONE, reason="Nama", request_key=uuid4(), by=by)
    plain = chair.group.memberships.filter(position="member").first()
    return {
        "tr_batch": batch.pk, "tr_held_version": batch.versions.get().pk, "tr_step": step.pk,
        "tr_chair": chair.pk, "tr_secretary": secretary.pk, "tr_treasurer": treasurer.pk,
        "tr_monitor": monitor.pk, "tr_plain_member": plain.person_id,
        "tr_attendance": seen.pk, "tr_wrong": wrong.pk, "tr_mended": mended.pk,
        "tr_score": scores[0].pk, "tr_no_score": again[0].pk,
        "tr_score_replaced": Score.objects.get(replaced_by=again[0]).pk,
        "tr_certificate": certificate.pk, "tr_taken": taken.pk, "tr_back": back.pk,
    }  # fmt: skip


def _followed(batch: Batch, entry: Entry, by: User) -> dict[str, int]:
    """What is to be done after a batch, done and open, and what it cost."""
    group = batch.participants.filter(role="officer")[0].group
    new = NewFollowUp("Buku kas diperiksa", "Sekretaris", group=group)
    follow = add_follow_up(batch, new, on=DONE, request_key=uuid4(), by=by)
    other = NewFollowUp("Kunjungan", "Fasilitator")
    opened = add_follow_up(batch, other, on=DONE, request_key=uuid4(), by=by)
    end = end_follow_up(follow, "done", on=DONE, request_key=uuid4(), by=by)
    cost = set_cost(batch, entry, is_counted=True, by=by)
    return {
        "tr_follow": follow.pk, "tr_open_follow": opened.pk, "tr_end": end.pk, "tr_cost": cost.pk,
    }  # fmt: skip


def _waiting(batch: Batch, village: Village, by: User) -> dict[str, int]:
    """A batch that is planned, and planned anew; somebody of it withdrew."""
    staff = _person(batch, by, "staff", user=by)
    member = _person(batch, by, "member", person=factories.create_person(village))
    treasurer = batch.participants.get(position="treasurer")
    left = withdraw_participant(treasurer, on=CAME, reason="Sakit", request_key=uuid4(), by=by)
    invited = _step(batch, State.INVITED, by)
    reversal = reverse_batch_step(invited, reason="Keliru", request_key=uuid4(), by=by)
    how = {"decided_on": CAME, "reason": "Penuh", "request_key": uuid4(), "by": by}
    version = replan_batch(batch, plan(place="Pendopo"), **how)
    return {
        "tr_open": batch.pk, "tr_version": version.pk,
        "tr_first_version": batch.versions.get(revision=1).pk, "tr_reversal": reversal.pk,
        "tr_staff": staff.pk, "tr_member": member.pk,
        "tr_waiting": batch.participants.get(position="chair").pk,
        "tr_left": left.pk, "tr_gone_person": left.participant_id,
    }  # fmt: skip


def _ended(closed: Batch, cancelled: Batch, by: User) -> dict[str, int]:
    """A batch that was closed, and one that never took place."""
    _attend(closed, FIRST, [True, True, False], by)
    _attend(closed, LAST, [True, False, False], by)
    _step(closed, State.HELD, by)
    over = _step(closed, State.CLOSED, by)
    gone = _step(cancelled, State.CANCELLED, by, note="Banjir")
    chair = closed.participants.get(position="chair")
    return {
        "tr_closed": closed.pk, "tr_closed_version": closed.versions.get().pk, "tr_over": over.pk,
        "tr_cancelled": cancelled.pk, "tr_gone": gone.pk, "tr_closed_chair": chair.pk,
        "tr_closed_attendance": Attendance.objects.get(participant=chair, day=LAST).pk,
    }  # fmt: skip


def _abroad(other: Office) -> dict[str, int]:
    """A batch of another office."""
    stranger = factories.create_user(office=other)
    kind = create_default_kinds(other, BEGINNING, by=stranger)[1]
    batch = _batch(kind, factories.create_village(other), stranger)
    key, _ = claim_submission(other, uuid4(), {}, by=stranger)
    somebody = batch.participants.first()
    return {
        "tr_foreign_kind": kind.pk, "tr_foreign_batch": batch.pk, "tr_stranger": stranger.pk,
        "tr_foreign_key": key.pk, "tr_foreign_group": somebody.group_id,
        "tr_foreign_person": somebody.person_id,
    }  # fmt: skip
