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
    monitor = _person(held, by, "monitor", name="Bu Dewi", origin="Kabupaten")
    staff = _person(waiting, by, "staff", user=by)
    member = _person(waiting, by, "member", person=factories.create_person(village))
    left = withdraw_participant(
        waiting.participants.get(position="treasurer"), on=CAME, reason="Sakit",
        request_key=uuid4(), by=by,
    )  # fmt: skip
    chair, secretary, treasurer = held.participants.filter(role="officer")
    [seen, *_] = _attend(held, FIRST, [True, True, True, True], by)
    _attend(held, LAST, [True, False, True], by)
    [wrong] = record_attendance(held, LAST, {secretary.pk: True}, request_key=uuid4(), by=by)
    [mended] = record_attendance(held, LAST, {secretary.pk: False}, request_key=uuid4(), by=by)
    tests = {(chair.pk, "before"): 40, (chair.pk, "after"): 80, (secretary.pk, "before"): 50}
    scores = record_scores(held, tests, given_on=LAST, request_key=uuid4(), by=by)
    again = record_scores(
        held, {(secretary.pk, "before"): None}, given_on=LAST, request_key=uuid4(), by=by
    )
    step = _step(held, State.HELD, by)
    certificate, taken = issue_certificates(held, on=DONE, request_key=uuid4(), by=by)
    back = withdraw_certificate(taken, on=DONE, reason="Nama", request_key=uuid4(), by=by)
    invited = _step(waiting, State.INVITED, by)
    reversal = reverse_batch_step(invited, reason="Keliru", request_key=uuid4(), by=by)
    version = replan_batch(
        waiting, plan(place="Pendopo"), decided_on=CAME, reason="Penuh", request_key=uuid4(), by=by
    )
    _attend(closed, FIRST, [True, True, False], by)
    _attend(closed, LAST, [True, False, False], by)
    _step(closed, State.HELD, by)
    over = _step(closed, State.CLOSED, by)
    gone = _step(cancelled, State.CANCELLED, by, note="Banjir")
    follow = add_follow_up(
        held, NewFollowUp("Buku kas diperiksa", "Sekretaris", group=chair.group), on=DONE,
        request_key=uuid4(), by=by,
    )  # fmt: skip
    opened = add_follow_up(
        held, NewFollowUp("Kunjungan", "Fasilitator"), on=DONE, request_key=uuid4(), by=by
    )
    end = end_follow_up(follow, "done", on=DONE, request_key=uuid4(), by=by)
    cost = set_cost(held, entry, is_counted=True, by=by)
    strange = factories.create_user(office=other)
    abroad = create_default_kinds(other, BEGINNING, by=strange)[1]
    away = _batch(abroad, factories.create_village(other), strange)
    spare, _ = claim_submission(village.office, uuid4(), {}, by=by)
    foreign_key, _ = claim_submission(other, uuid4(), {}, by=strange)
    return {
        "tr_kind": groups.pk, "tr_rule": groups.rules.get().pk, "tr_foreign_kind": abroad.pk,
        "tr_batch": held.pk, "tr_open": waiting.pk, "tr_closed": closed.pk,
        "tr_cancelled": cancelled.pk, "tr_version": version.pk,
        "tr_first_version": waiting.versions.get(revision=1).pk,
        "tr_held_version": held.versions.get().pk, "tr_closed_version": closed.versions.get().pk,
        "tr_step": step.pk, "tr_over": over.pk, "tr_gone": gone.pk, "tr_reversal": reversal.pk,
        "tr_chair": chair.pk, "tr_secretary": secretary.pk, "tr_treasurer": treasurer.pk,
        "tr_monitor": monitor.pk, "tr_staff": staff.pk, "tr_member": member.pk,
        "tr_waiting": waiting.participants.get(position="chair").pk,
        "tr_closed_chair": closed.participants.get(position="chair").pk,
        "tr_closed_attendance": Attendance.objects.get(
            participant=closed.participants.get(position="chair"), day=LAST).pk,
        "tr_left": left.pk, "tr_gone_person": left.participant_id,
        "tr_attendance": seen.pk, "tr_wrong": wrong.pk, "tr_mended": mended.pk,
        "tr_score": scores[0].pk, "tr_no_score": again[0].pk,
        "tr_score_replaced": Score.objects.get(replaced_by=again[0]).pk,
        "tr_certificate": certificate.pk, "tr_taken": taken.pk, "tr_back": back.pk,
        "tr_follow": follow.pk, "tr_open_follow": opened.pk, "tr_end": end.pk, "tr_cost": cost.pk,
        "tr_foreign_batch": away.pk, "tr_stranger": strange.pk,
        "tr_foreign_key": foreign_key.pk,
        "tr_foreign_group": away.participants.first().group_id,
        "tr_foreign_person": away.participants.first().person_id, "tr_spare": spare.pk,
        "tr_loose": factories.create_person(village).pk,
        "tr_plain_member": chair.group.memberships.filter(position="member").first().person_id,
    }  # fmt: skip
