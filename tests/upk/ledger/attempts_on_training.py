"""What a clerk with SQL would try on trainings."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

KIND, RULE, BATCH, VERSION, STEP, REVERSAL, PERSON, LEFT, COST, ATTENDANCE, SCORE = (
    f"training_{name}"
    for name in (
        "trainingkind", "kindrule", "batch", "batchversion", "batchstep", "batchstepreversal",
        "participant", "participantwithdrawal", "trainingcost", "attendance", "score",
    )
)  # fmt: skip
FOLLOW_UP, END, CERTIFICATE, BACK = (
    f"training_{name}"
    for name in ("followup", "followupend", "certificate", "certificatewithdrawal")
)
FIXED = {
    (RULE, "{tr_rule}"): "capacity = 1",
    (BATCH, "{tr_batch}"): "number = 99",
    (VERSION, "{tr_version}"): "place = 'lain'",
    (STEP, "{tr_step}"): "note = 'lain'",
    (REVERSAL, "{tr_reversal}"): "reason = 'lain'",
    (LEFT, "{tr_left}"): "reason = 'lain'",
    (COST, "{tr_cost}"): "entry_id = entry_id",
    (ATTENDANCE, "{tr_attendance}"): "day = '2010-01-13'",
    (SCORE, "{tr_score}"): "score = 100",
    (CERTIFICATE, "{tr_certificate}"): "number = 9",
    (BACK, "{tr_back}"): "reason = 'lain'",
    (FOLLOW_UP, "{tr_follow}"): "what = 'lain'",
    (END, "{tr_end}"): "note = 'lain'",
}
KEPT = {(KIND, "{tr_kind}"): "audience = 'other'", (PERSON, "{tr_chair}"): "role = 'guest'"}

for (table, row), change in (FIXED | KEPT).items():
    answer = "never changed" if (table, row) in FIXED else "rows keep their"
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={row}", answer
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"

if connection.vendor == "sqlite":
    CASES |= {
        f"{table} replaced by its key": (copied(table, row, "INSERT OR REPLACE"), "never replaced")
        for table, row in (
            (KIND, "{tr_kind}"), (BATCH, "{tr_batch}"), (VERSION, "{tr_version}"),
            (STEP, "{tr_step}"), (REVERSAL, "{tr_reversal}"), (LEFT, "{tr_left}"),
            (ATTENDANCE, "{tr_attendance}"), (SCORE, "{tr_score}"),
            (CERTIFICATE, "{tr_certificate}"), (BACK, "{tr_back}"), (FOLLOW_UP, "{tr_follow}"),
            (END, "{tr_end}"),
        )
    } | {
        f"{table} kept, replaced by an update": (
            f"UPDATE OR REPLACE {table} SET {change} WHERE id={row}", "never replaced|keep",
        )
        for table, row, change in (
            (KIND, "{tr_kind}",
             "name = (SELECT MIN(k.name) FROM training_trainingkind k "
             "WHERE k.office_id = training_trainingkind.office_id "
             "AND k.id <> training_trainingkind.id)"),
            (PERSON, "{tr_chair}", "id = {tr_secretary}"),
        )
    }  # fmt: skip

STRANGER, KEY, WHO = "{tr_stranger}", "{tr_foreign_key}", "user of the office"
SPARE = {"submission_id": "{tr_spare}"}
SHUT, EARLY, LATE = "'2009-12-30'", "'2010-01-02'", "'2010-02-05'"


def open_version(**changes) -> str:
    """SQL that copies the newest version of the open batch as its next."""
    return copied(VERSION, "{tr_version}", **{"revision": 3, "reason": "'lain'"} | SPARE | changes)


def step(**changes) -> str:
    """SQL that invites to the open batch."""
    plain = {"batch_id": "{tr_open}", "kind": "'invited'"} | SPARE
    return copied(STEP, "{tr_over}", **plain | changes)


def officer(**changes) -> str:
    """SQL that puts the chair of the held batch onto the list of the open one."""
    return copied(PERSON, "{tr_chair}", **{"batch_id": "{tr_open}"} | changes)


def attendance(**changes) -> str:
    """SQL of another day's attendance for somebody on the open list."""
    plain = {"participant_id": "{tr_waiting}"}
    return copied(ATTENDANCE, "{tr_attendance}", **plain | changes)


def score(**changes) -> str:
    """SQL of a score for somebody on the open list."""
    return copied(SCORE, "{tr_score}", **{"participant_id": "{tr_waiting}"} | changes)


def certificate(**changes) -> str:
    """SQL of the next certificate: for the treasurer, whose first one was taken back."""
    return copied(CERTIFICATE, "{tr_taken}", **{"number": 3} | changes)


CASES |= {
    "training: kind of an unknown sort": (
        copied(KIND, "{tr_kind}", name="'x'", audience="'semua'"), "unknown word",
    ),
    "training: kind by a stranger": (
        copied(KIND, "{tr_kind}", name="'x'", made_by_id=STRANGER), WHO,
    ),
    "training: rule in closed books": (copied(RULE, "{tr_rule}", since=SHUT), "period is closed"),
    "training: rule by a stranger": (
        copied(RULE, "{tr_rule}", since=LATE, made_by_id=STRANGER), WHO,
    ),
    "training: batch by a stranger": (
        copied(BATCH, "{tr_batch}", number=90, recorded_by_id=STRANGER, **SPARE), WHO,
    ),
    "training: batch of another office's kind": (
        copied(BATCH, "{tr_batch}", number=90, kind_id="{tr_foreign_kind}", **SPARE), "must agree",
    ),
    "training: version by a stranger": (open_version(recorded_by_id=STRANGER), WHO),
    "training: version with a stranger's key": (open_version(submission_id=KEY), WHO),
    "training: version in closed books": (open_version(decided_on=SHUT), "period is closed"),
    "training: version left out": (open_version(revision=4), "next revision"),
    "training: version before the last": (open_version(decided_on="'2010-01-01'"), "next revision"),
    "training: version of a closed batch": (
        copied(VERSION, "{tr_closed_version}", revision=2, reason="'x'", **SPARE),
        "stays as it was",
    ),
    "training: version of a cancelled batch": (
        copied(VERSION, "{tr_first_version}", batch_id="{tr_cancelled}", revision=2, reason="'x'",
               **SPARE), "stays as it was",
    ),
    "training: days of a held batch moved": (
        copied(VERSION, "{tr_held_version}", revision=2, reason="'x'", ends_on="'2010-01-14'",
               day_count=3, **SPARE), "days on which somebody was there",
    ),
    "training: more days than there are": (open_version(day_count=3), "number of its days"),
    "training: cost by a stranger": (
        copied(COST, "{tr_cost}", recorded_by_id=STRANGER), WHO,
    ),
    "training: cost of another office's books": (
        copied(COST, "{tr_cost}", entry_id="{foreign_entry}"), "own office",
    ),
    "training: step of an unknown kind": (step(kind="'libur'"), "unknown word"),
    "training: step by a stranger": (step(recorded_by_id=STRANGER), WHO),
    "training: step in closed books": (step(happened_on=SHUT), "period is closed"),
    "training: closed without being held": (step(kind="'closed'"), "may not follow"),
    "training: held after it was cancelled": (
        step(batch_id="{tr_cancelled}", kind="'held'"), "may not follow",
    ),
    "training: closed before it was held": (
        step(batch_id="{tr_batch}", kind="'closed'", happened_on="'2010-01-13'"), "may not follow",
    ),
    "training: held although nobody was there": (step(kind="'held'"), "with somebody there"),
    "training: reversal by a stranger": (
        copied(REVERSAL, "{tr_reversal}", step_id="{tr_over}", recorded_by_id=STRANGER, **SPARE),
        WHO,
    ),
    "training: reversal of what isn't the last": (
        copied(
            REVERSAL, "{tr_reversal}", **SPARE,
            step_id="(SELECT MIN(id) FROM training_batchstep WHERE batch_id = {tr_closed})",
        ), "only the last",
    ),
    "training: reversal of a step of closed books": (
        copied(REVERSAL, "{tr_reversal}", step_id="{tr_old_step}", **SPARE), "closed period stays",
    ),
    "training: reversal under certificates": (
        copied(REVERSAL, "{tr_reversal}", step_id="{tr_step}", **SPARE), "certificates stand",
    ),
    "training: name put in the place of another": (
        f"UPDATE {PERSON} SET name = 'Lain' WHERE id={{tr_monitor}}", "emptied alone",
    ),
    "training: participant of an unknown sort": (officer(role="'juri'"), "unknown word"),
    "training: participant by a stranger": (officer(recorded_by_id=STRANGER), WHO),
    "training: participant in closed books": (officer(enrolled_on=SHUT), "period is closed"),
    "training: participant of a held batch": (
        copied(PERSON, "{tr_waiting}", batch_id="{tr_batch}"), "any more",
    ),
    "training: participant twice": (copied(PERSON, "{tr_waiting}"), "already on the list"),
    "training: user twice": (copied(PERSON, "{tr_staff}"), "already on the list"),
    "training: user of another office": (
        copied(PERSON, "{tr_staff}", user_id=STRANGER), "somebody of the office",
    ),
    "training: person of another office": (
        copied(PERSON, "{tr_member}", person_id="{tr_foreign_person}"), "somebody of the office",
    ),
    "training: person of another village": (
        copied(PERSON, "{tr_member}", person_id="{tr_loose}", village_id="{foreign_village}"),
        "somebody of the office",
    ),
    "training: officer who is a member": (
        officer(person_id="{tr_plain_member}"), "officer on that day",
    ),
    "training: officer of another village": (
        officer(village_id="{foreign_village}"), "officer on that day",
    ),
    "training: guest without a name": (
        copied(PERSON, "{tr_monitor}", batch_id="{tr_open}", name="''"), "has a name",
    ),
    "training: member with a name beside the register": (
        copied(PERSON, "{tr_member}", person_id="{tr_loose}", name="'Lain'"), "others none here",
    ),
    "training: withdrawn by a stranger": (
        copied(LEFT, "{tr_left}", participant_id="{tr_waiting}", recorded_by_id=STRANGER, **SPARE),
        WHO,
    ),
    "training: withdrawn in closed books": (
        copied(LEFT, "{tr_left}", participant_id="{tr_waiting}", withdrawn_on=SHUT, **SPARE),
        "period is closed",
    ),
    "training: withdrawn from a held batch": (
        copied(LEFT, "{tr_left}", participant_id="{tr_secretary}", **SPARE), "stays as it was",
    ),
    "training: withdrawn before coming": (
        copied(LEFT, "{tr_left}", participant_id="{tr_waiting}", withdrawn_on=EARLY, **SPARE),
        "who was there stays",
    ),
    "training: attendance by a stranger": (attendance(recorded_by_id=STRANGER), WHO),
    "training: attendance in closed books": (attendance(day=SHUT), "period is closed"),
    "training: attendance that replaces another's": (
        attendance(replaces_id="{tr_closed_attendance}"), "about the same",
    ),
    "training: attendance of who was taken off": (
        attendance(participant_id="{tr_gone_person}"), "on the list",
    ),
    "training: attendance of a closed batch mended": (
        copied(ATTENDANCE, "{tr_closed_attendance}", replaces_id="{tr_closed_attendance}"),
        "that ended stays",
    ),
    "training: attendance on another day": (attendance(day="'2010-01-20'"), "day of the batch"),
    "training: attendance before it began": (attendance(day="'2010-01-11'"), "day of the batch"),
    "training: absence under a certificate": (
        copied(ATTENDANCE, "{tr_attendance}", is_present="(1 = 0)", replaces_id="{tr_attendance}"),
        "certificate stands",
    ),
    "training: score of an unknown test": (score(test="'tengah'"), "unknown word"),
    "training: score by a stranger": (score(recorded_by_id=STRANGER), WHO),
    "training: score in closed books": (score(given_on=SHUT), "period is closed"),
    "training: score that replaces another's": (
        score(replaces_id="{tr_score}"), "about the same",
    ),
    "training: score of who was taken off": (
        score(participant_id="{tr_gone_person}"), "on the list",
    ),
    "training: score of a closed batch": (
        score(participant_id="{tr_closed_chair}"), "that ended stay",
    ),
    "training: score before the training": (score(given_on="'2010-01-11'"), "first day on"),
    "training: score of a monitor": (score(participant_id="{tr_monitor}"), "who take part"),
    "training: certificate by a stranger": (certificate(recorded_by_id=STRANGER), WHO),
    "training: certificate in closed books": (
        certificate(issued_on="'2009-12-31'"), "period is closed",
    ),
    "training: certificate for another office": (
        certificate(office_id="{other}", recorded_by_id=STRANGER, submission_id=KEY, number=1),
        "must agree",
    ),
    "training: certificate with a gap": (certificate(number=4), "without gaps"),
    "training: certificate of another year": (certificate(year=2011, number=1), "that of its day"),
    "training: second certificate": (
        certificate(participant_id="{tr_chair}"), "another one stands",
    ),
    "training: certificate for too few days": (
        certificate(participant_id="{tr_secretary}"), "enough days",
    ),
    "training: certificate before the end": (certificate(issued_on="'2010-01-12'"), "enough days"),
    "training: certificate for a monitor": (
        certificate(participant_id="{tr_monitor}"), "enough days",
    ),
    "training: certificate of a batch to come": (
        certificate(participant_id="{tr_waiting}"), "enough days",
    ),
    "training: certificate taken back by a stranger": (
        copied(BACK, "{tr_back}", certificate_id="{tr_certificate}", recorded_by_id=STRANGER,
               **SPARE), WHO,
    ),
    "training: certificate taken back in closed books": (
        copied(BACK, "{tr_back}", certificate_id="{tr_certificate}", withdrawn_on=SHUT, **SPARE),
        "period is closed",
    ),
    "training: certificate taken back before it": (
        copied(BACK, "{tr_back}", certificate_id="{tr_certificate}", withdrawn_on=EARLY, **SPARE),
        "before the certificate",
    ),
    "training: follow-up by a stranger": (
        copied(FOLLOW_UP, "{tr_follow}", recorded_by_id=STRANGER, **SPARE), WHO,
    ),
    "training: follow-up about a strange group": (
        copied(FOLLOW_UP, "{tr_follow}", group_id="{tr_foreign_group}", **SPARE),
        "group of the office",
    ),
    "training: follow-up ends somehow": (
        copied(END, "{tr_end}", follow_up_id="{tr_open_follow}", kind="'lain'", **SPARE),
        "unknown word",
    ),
    "training: follow-up ended by a stranger": (
        copied(END, "{tr_end}", follow_up_id="{tr_open_follow}", recorded_by_id=STRANGER, **SPARE),
        WHO,
    ),
    "training: follow-up ended before it": (
        copied(END, "{tr_end}", follow_up_id="{tr_open_follow}", ended_on=EARLY, **SPARE),
        "before it was noted",
    ),
}  # fmt: skip
if connection.vendor == "sqlite":
    CASES["training: attendance replaced by update"] = (
        f"UPDATE OR REPLACE {ATTENDANCE} SET day = '2010-01-13' WHERE id = {{tr_attendance}}",
        "never",
    )
