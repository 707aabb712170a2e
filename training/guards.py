"""What the database itself refuses about trainings.

What a quarter's report said of them stays true until the quarter is reopened: nothing that it
counts may be dated in closed books, nor taken back there.
"""

from training.models import Audience, BatchStep, FollowUpEnd, Participant, Score
from training.rules.batches import ALLOWED, COUNTED, OPEN, RECORDED, State
from upk.ledger.guards import closed
from upk.triggers import Guard, KeyWhere, append_only, changed, kept, unknown

KIND, RULE, BATCH = "training_trainingkind", "training_kindrule", "training_batch"
VERSION, STEP, REVERSAL = (
    "training_batchversion", "training_batchstep", "training_batchstepreversal",
)  # fmt: skip
PERSON, LEFT, COST = (
    "training_participant", "training_participantwithdrawal", "training_trainingcost",
)  # fmt: skip
ATTENDANCE, SCORE = "training_attendance", "training_score"
FOLLOW_UP, END = "training_followup", "training_followupend"
CERTIFICATE, TAKEN_BACK = "training_certificate", "training_certificatewithdrawal"

_OF_BATCH = f"(SELECT b.office_id FROM {BATCH} b WHERE b.id = {{}})"
_OFFICE = _OF_BATCH.format("NEW.batch_id")
_BATCH_OF_STEP = f"(SELECT s.batch_id FROM {STEP} s WHERE s.id = NEW.step_id)"
_BATCH_OF_PERSON = f"(SELECT p.batch_id FROM {PERSON} p WHERE p.id = NEW.participant_id)"
_OFFICE_OF_PERSON = _OF_BATCH.format(_BATCH_OF_PERSON)
_OFFICE_OF_KIND = f"(SELECT k.office_id FROM {KIND} k WHERE k.id = NEW.kind_id)"
_OFFICE_OF_FOLLOW_UP = _OF_BATCH.format(
    f"(SELECT f.batch_id FROM {FOLLOW_UP} f WHERE f.id = NEW.follow_up_id)"
)
_OFFICE_OF_CERTIFICATE = (
    f"(SELECT c.office_id FROM {CERTIFICATE} c WHERE c.id = NEW.certificate_id)"
)
_STANDING = f"NOT EXISTS (SELECT 1 FROM {REVERSAL} r WHERE r.step_id = s.id)"
_LEFT = f"EXISTS (SELECT 1 FROM {LEFT} w WHERE w.participant_id = {{}})"
_HAS_CERTIFICATE = (
    f"EXISTS (SELECT 1 FROM {CERTIFICATE} c WHERE c.participant_id = NEW.participant_id "
    f"AND NOT EXISTS (SELECT 1 FROM {TAKEN_BACK} t WHERE t.certificate_id = c.id))"
)
_LAST = f"NOT EXISTS (SELECT 1 FROM {ATTENDANCE} n WHERE n.replaces_id = a.id)"


def _words(kinds) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


def _last_step(column: str, batch: str) -> str:
    """SQL of a column of the last standing step of a batch."""
    return (
        f"(SELECT s.{column} FROM {STEP} s WHERE s.batch_id = {batch} AND {_STANDING} "
        "ORDER BY s.happened_on DESC, s.id DESC LIMIT 1)"
    )


def _state(batch: str) -> str:
    return f"COALESCE({_last_step('kind', batch)}, '{State.PLANNED}')"


def _newest(column: str, batch: str) -> str:
    """SQL of a column of the newest version of a batch."""
    return (
        f"(SELECT v.{column} FROM {VERSION} v WHERE v.batch_id = {batch} "
        "ORDER BY v.revision DESC LIMIT 1)"
    )


def _guard(name: str, table: str, when: str, text: str, event: str = "INSERT", lock: str = ""):
    return Guard(name, table, event, when, f"{table}: {text}", lock_office=lock)


def _in_open_books(table: str, office: str, day: str) -> Guard:
    when = closed(office, f"NEW.{day}")
    return _guard(f"{table}_open_books", table, when, "the period is closed", lock=office)


def _by_somebody_of(table: str, office: str, *, user: str = "recorded_by_id", key: bool = True):
    when = (
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.{user} "
        f"AND u.office_id = {office})"
    )
    if key:
        when += (
            " OR NOT EXISTS (SELECT 1 FROM ledger_submission s WHERE s.id = NEW.submission_id "
            f"AND s.office_id = {office})"
        )
    text = "by a user of the office, with a key of it"
    return _guard(f"{table}_by_somebody_of_the_office", table, when, text)


def _while(table: str, batch: str, states, text: str) -> Guard:
    when = f"{_state(batch)} NOT IN ({_words(states)})"
    return _guard(f"{table}_while_it_may", table, when, text)


def _vendor(name: str, table: str, vendor: str, when: str, text: str) -> Guard:
    return Guard(f"{name}_{vendor}", table, "INSERT", when, f"{table}: {text}", only=vendor)


def _replaces_the_same(table: str, *columns: str) -> Guard:
    same = " AND ".join(f"o.{column} = NEW.{column}" for column in ("participant_id", *columns))
    return _guard(
        f"{table}_replaces_the_same",
        table,
        f"NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} o "
        f"WHERE o.id = NEW.replaces_id AND {same})",
        "a correction is about the same",
    )


def _for_who_is_on_the_list(table: str) -> Guard:
    when = _LEFT.format("NEW.participant_id")
    return _guard(f"{table}_for_who_is_listed", table, when, "only for who is on the list")


_NAMED = _words({Participant.Kind.GUEST, Participant.Kind.MONITOR})
_MAY_FOLLOW = " OR ".join(
    f"({_state('NEW.batch_id')} = '{state}' AND NEW.kind IN ({_words(steps)}))"
    for state, steps in ALLOWED.items()
    if steps
)
_SAME_PERSON = (
    "(p.person_id = NEW.person_id OR p.user_id = NEW.user_id) "
    f"AND p.batch_id = NEW.batch_id AND NOT {_LEFT.format('p.id')}"
)
_OF_THE_OFFICE = (
    f"(NEW.person_id IS NULL OR EXISTS (SELECT 1 FROM offices_person o WHERE o.id = NEW.person_id "
    f"AND o.office_id = {_OFFICE} "
    "AND (NEW.group_id IS NOT NULL OR o.village_id = NEW.village_id))) "
    f"AND (NEW.user_id IS NULL OR EXISTS (SELECT 1 FROM offices_user o WHERE o.id = NEW.user_id "
    f"AND o.office_id = {_OFFICE}))"
)
_HOLDS_OFFICE = (
    "EXISTS (SELECT 1 FROM groups_membership m JOIN groups_group g ON g.id = m.group_id "
    "WHERE m.group_id = NEW.group_id AND m.person_id = NEW.person_id "
    "AND m.position = NEW.position AND g.village_id = NEW.village_id "
    "AND m.since <= NEW.enrolled_on AND (m.until IS NULL OR m.until >= NEW.enrolled_on))"
)
_DAYS_PRESENT = (
    f"(SELECT COUNT(*) FROM {ATTENDANCE} a WHERE a.participant_id = NEW.participant_id "
    f"AND a.is_present AND {_LAST})"
)
_PERCENT = (
    f"(SELECT r.attendance_percent FROM {RULE} r JOIN {BATCH} b ON b.kind_id = r.kind_id "
    f"WHERE b.id = {_BATCH_OF_PERSON} AND r.since <= {_newest('starts_on', _BATCH_OF_PERSON)} "
    "ORDER BY r.since DESC, r.id DESC LIMIT 1)"
)
_LAST_NUMBER = (
    f"(SELECT COALESCE(MAX(number), 0) FROM {CERTIFICATE} "
    "WHERE office_id = NEW.office_id AND year = NEW.year)"
)

KIND_GUARDS = [
    *kept(KIND, [("office_id", "name")], ("id", "office_id", "audience")),
    _guard("training_kind_known_audience", KIND, unknown("audience", Audience.values),
           "unknown word"),
    _by_somebody_of(KIND, "NEW.office_id", user="made_by_id", key=False),
    *append_only(RULE),
    _in_open_books(RULE, _OFFICE_OF_KIND, "since"),
    _by_somebody_of(RULE, _OFFICE_OF_KIND, user="made_by_id", key=False),
]  # fmt: skip

BATCH_GUARDS = [
    *append_only(BATCH, [("kind_id", "number"), ("submission_id",)]),
    _by_somebody_of(BATCH, "NEW.office_id"),
    _guard("training_batch_of_its_kind", BATCH, f"NEW.office_id <> {_OFFICE_OF_KIND}",
           "office and kind must agree"),
    *append_only(VERSION, [("batch_id", "revision"), ("submission_id",)]),
    _by_somebody_of(VERSION, _OFFICE),
    _in_open_books(VERSION, _OFFICE, "decided_on"),
    _guard(
        "training_version_follows_the_last", VERSION,
        f"NEW.revision <> 1 + COALESCE({_newest('revision', 'NEW.batch_id')}, 0) "
        f"OR NEW.decided_on < {_newest('decided_on', 'NEW.batch_id')}",
        "the next revision, not before the last",
    ),
    _while(VERSION, "NEW.batch_id", RECORDED, "a batch that ended stays as it was"),
    _guard(
        "training_version_keeps_days_that_were", VERSION,
        f"EXISTS (SELECT 1 FROM {ATTENDANCE} a JOIN {PERSON} p ON p.id = a.participant_id "
        "WHERE p.batch_id = NEW.batch_id AND (a.day < NEW.starts_on OR a.day > NEW.ends_on)) "
        f"OR ({_state('NEW.batch_id')} = '{State.HELD}' AND (NEW.starts_on <> "
        f"{_newest('starts_on', 'NEW.batch_id')} OR NEW.ends_on <> "
        f"{_newest('ends_on', 'NEW.batch_id')}))",
        "days on which somebody was there stay",
    ),
    _vendor("training_version_counts_its_days", VERSION, "sqlite",
            "NEW.day_count <> julianday(NEW.ends_on) - julianday(NEW.starts_on) + 1",
            "the number of its days"),
    _vendor("training_version_counts_its_days", VERSION, "postgresql",
            "NEW.day_count <> NEW.ends_on - NEW.starts_on + 1", "the number of its days"),
    *append_only(COST),
    _by_somebody_of(COST, _OFFICE, key=False),
    _guard("training_cost_of_the_office", COST,
           "NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id "
           f"AND e.office_id = {_OFFICE})", "an entry of the own office"),
]  # fmt: skip

STEP_GUARDS = [
    *append_only(STEP, [("submission_id",)]),
    _guard("training_step_known_kind", STEP,
           unknown("kind", [word for word, _ in BatchStep._meta.get_field("kind").choices]),
           "unknown word"),
    _by_somebody_of(STEP, _OFFICE),
    _in_open_books(STEP, _OFFICE, "happened_on"),
    _guard("training_step_may_follow", STEP,
           f"NOT ({_MAY_FOLLOW}) OR NEW.happened_on < {_last_step('happened_on', 'NEW.batch_id')}",
           "a step that may not follow"),
    _guard(
        "training_held_after_its_days", STEP,
        f"NEW.kind = '{State.HELD}' AND (NEW.happened_on < {_newest('ends_on', 'NEW.batch_id')} "
        f"OR NOT EXISTS (SELECT 1 FROM {ATTENDANCE} a JOIN {PERSON} p ON p.id = a.participant_id "
        f"WHERE p.batch_id = NEW.batch_id AND a.is_present AND {_LAST}))",
        "held after its last day, with somebody there",
    ),
    *append_only(REVERSAL, [("step_id",), ("submission_id",)]),
    _by_somebody_of(REVERSAL, _OF_BATCH.format(_BATCH_OF_STEP)),
    _guard("training_step_reversed_from_the_last", REVERSAL,
           f"NEW.step_id <> COALESCE({_last_step('id', _BATCH_OF_STEP)}, 0)",
           "only the last step"),
    _guard(
        "training_step_of_closed_books_stays", REVERSAL,
        closed(_OF_BATCH.format(_BATCH_OF_STEP),
               f"(SELECT s.happened_on FROM {STEP} s WHERE s.id = NEW.step_id)"),
        "a step of the closed period stays", lock=_OF_BATCH.format(_BATCH_OF_STEP),
    ),
    _guard(
        "training_held_while_certificates_stand", REVERSAL,
        f"EXISTS (SELECT 1 FROM {STEP} s WHERE s.id = NEW.step_id AND s.kind = '{State.HELD}') "
        f"AND EXISTS (SELECT 1 FROM {CERTIFICATE} c JOIN {PERSON} p ON p.id = c.participant_id "
        f"WHERE p.batch_id = {_BATCH_OF_STEP} "
        f"AND NOT EXISTS (SELECT 1 FROM {TAKEN_BACK} t WHERE t.certificate_id = c.id))",
        "certificates stand on it",
    ),
]  # fmt: skip

PEOPLE_GUARDS = [
    *kept(PERSON, fixed=(
        "id", "batch_id", "role", "person_id", "group_id", "position", "village_id", "user_id",
        "origin", "enrolled_on", "submission_id", "recorded_by_id",
    )),
    _guard("training_name_is_only_emptied", PERSON,
           f"({changed('name')}) AND NEW.name <> ''", "a name may be emptied alone", "UPDATE"),
    _guard("training_participant_known_role", PERSON,
           unknown("role", Participant.Kind.values), "unknown word"),
    _by_somebody_of(PERSON, _OFFICE),
    _in_open_books(PERSON, _OFFICE, "enrolled_on"),
    _while(PERSON, "NEW.batch_id", OPEN, "nobody comes onto the list any more"),
    _guard("training_participant_once", PERSON,
           f"EXISTS (SELECT 1 FROM {PERSON} p WHERE {_SAME_PERSON})", "already on the list"),
    _guard("training_participant_of_the_office", PERSON, f"NOT ({_OF_THE_OFFICE})",
           "somebody of the office"),
    _guard("training_officer_on_that_day", PERSON,
           f"NEW.group_id IS NOT NULL AND NOT {_HOLDS_OFFICE}", "an officer on that day"),
    _guard("training_guest_with_a_name", PERSON,
           f"(NEW.role IN ({_NAMED}) AND NEW.name = '') OR (NEW.role NOT IN ({_NAMED}) "
           "AND (NEW.name <> '' OR NEW.origin <> ''))", "a guest has a name, others none here"),
    *append_only(LEFT, [("participant_id",), ("submission_id",)]),
    _by_somebody_of(LEFT, _OFFICE_OF_PERSON),
    _in_open_books(LEFT, _OFFICE_OF_PERSON, "withdrawn_on"),
    _while(LEFT, _BATCH_OF_PERSON, OPEN, "the list stays as it was"),
    _guard(
        "training_who_was_there_stays_listed", LEFT,
        f"NEW.withdrawn_on < (SELECT p.enrolled_on FROM {PERSON} p "
        "WHERE p.id = NEW.participant_id) "
        f"OR EXISTS (SELECT 1 FROM {ATTENDANCE} a WHERE a.participant_id = NEW.participant_id "
        f"AND a.is_present AND {_LAST})",
        "who was there stays on the list",
    ),
]  # fmt: skip

_SAME_DAY = KeyWhere(("participant_id", "day"), "{row}replaces_id IS NULL")
_SAME_TEST = KeyWhere(("participant_id", "test"), "{row}replaces_id IS NULL")
RESULT_GUARDS = [
    *append_only(ATTENDANCE, [_SAME_DAY, ("replaces_id",)]),
    _by_somebody_of(ATTENDANCE, _OFFICE_OF_PERSON),
    _in_open_books(ATTENDANCE, _OFFICE_OF_PERSON, "day"),
    _replaces_the_same(ATTENDANCE, "day"),
    _for_who_is_on_the_list(ATTENDANCE),
    _while(ATTENDANCE, _BATCH_OF_PERSON, RECORDED, "attendance of a batch that ended stays"),
    _guard(
        "training_attendance_on_its_days", ATTENDANCE,
        f"NEW.day < {_newest('starts_on', _BATCH_OF_PERSON)} "
        f"OR NEW.day > {_newest('ends_on', _BATCH_OF_PERSON)} "
        f"OR NEW.day < (SELECT p.enrolled_on FROM {PERSON} p WHERE p.id = NEW.participant_id)",
        "on a day of the batch, once listed",
    ),
    _guard("training_attendance_under_a_certificate", ATTENDANCE,
           f"NOT NEW.is_present AND {_HAS_CERTIFICATE}", "a certificate stands on it"),
    *append_only(SCORE, [_SAME_TEST, ("replaces_id",)]),
    _guard("training_score_known_test", SCORE, unknown("test", Score.Test.values),
           "unknown word"),
    _by_somebody_of(SCORE, _OFFICE_OF_PERSON),
    _in_open_books(SCORE, _OFFICE_OF_PERSON, "given_on"),
    _replaces_the_same(SCORE, "test", "given_on"),
    _for_who_is_on_the_list(SCORE),
    _while(SCORE, _BATCH_OF_PERSON, RECORDED, "tests of a batch that ended stay"),
    _guard(
        "training_score_of_who_sits_the_test", SCORE,
        f"NEW.given_on < {_newest('starts_on', _BATCH_OF_PERSON)} OR EXISTS (SELECT 1 "
        f"FROM {PERSON} p WHERE p.id = NEW.participant_id "
        f"AND p.role = '{Participant.Kind.MONITOR}')",
        "from the first day on, of those who take part",
    ),
    *append_only(CERTIFICATE, [("office_id", "year", "number")]),
    _by_somebody_of(CERTIFICATE, "NEW.office_id"),
    _in_open_books(CERTIFICATE, "NEW.office_id", "issued_on"),
    _guard("training_certificate_of_its_office", CERTIFICATE,
           f"NEW.office_id <> {_OFFICE_OF_PERSON}", "office and participant must agree"),
    _guard("training_certificate_numbers_without_gaps", CERTIFICATE,
           f"NEW.number <> {_LAST_NUMBER} + 1", "numbers go on without gaps"),
    _vendor("training_certificate_year", CERTIFICATE, "sqlite",
            "NEW.year <> CAST(substr(NEW.issued_on, 1, 4) AS INTEGER)",
            "the year is that of its day"),
    _vendor("training_certificate_year", CERTIFICATE, "postgresql",
            "NEW.year <> EXTRACT(YEAR FROM NEW.issued_on)", "the year is that of its day"),
    _guard("training_certificate_one_stands", CERTIFICATE, _HAS_CERTIFICATE,
           "another one stands"),
    _guard(
        "training_certificate_after_enough_days", CERTIFICATE,
        f"{_state(_BATCH_OF_PERSON)} NOT IN ({_words(COUNTED)}) "
        f"OR {_DAYS_PRESENT} * 100 < COALESCE({_PERCENT}, 100) * "
        f"{_newest('day_count', _BATCH_OF_PERSON)} "
        f"OR NEW.issued_on < {_newest('ends_on', _BATCH_OF_PERSON)} "
        f"OR EXISTS (SELECT 1 FROM {PERSON} p WHERE p.id = NEW.participant_id "
        f"AND p.role = '{Participant.Kind.MONITOR}')",
        "after a training that was held, for enough days",
    ),
    *append_only(TAKEN_BACK, [("certificate_id",), ("submission_id",)]),
    _by_somebody_of(TAKEN_BACK, _OFFICE_OF_CERTIFICATE),
    _in_open_books(TAKEN_BACK, _OFFICE_OF_CERTIFICATE, "withdrawn_on"),
    _guard(
        "training_certificate_withdrawn_after_it", TAKEN_BACK,
        f"NEW.withdrawn_on < (SELECT c.issued_on FROM {CERTIFICATE} c "
        "WHERE c.id = NEW.certificate_id)",
        "not before the certificate",
    ),
    *append_only(FOLLOW_UP, [("submission_id",)]),
    _by_somebody_of(FOLLOW_UP, _OFFICE),
    _guard("training_follow_up_of_an_own_group", FOLLOW_UP,
           "NEW.group_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM groups_group g "
           f"WHERE g.id = NEW.group_id AND g.office_id = {_OFFICE})", "a group of the office"),
    *append_only(END, [("follow_up_id",), ("submission_id",)]),
    _guard("training_follow_up_known_end", END, unknown("kind", FollowUpEnd.Kind.values),
           "unknown word"),
    _by_somebody_of(END, _OFFICE_OF_FOLLOW_UP),
    _guard(
        "training_follow_up_ended_after_it", END,
        f"NEW.ended_on < (SELECT f.noted_on FROM {FOLLOW_UP} f WHERE f.id = NEW.follow_up_id)",
        "not before it was noted",
    ),
]  # fmt: skip

GUARDS = [*KIND_GUARDS, *BATCH_GUARDS, *STEP_GUARDS, *PEOPLE_GUARDS, *RESULT_GUARDS]
