"""What a clerk with SQL would try on visits: having been there, and having kept one's word."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

ROWS = {
    # table: a row of ours in it, and a change that somebody could want
    "visits_visit": ("visit", "member_count = 99"),
    "visits_visitofficer": ("visit_officer", "membership_id = {other_officer}"),
    "visits_visitagreement": ("open_agreement", "due_on = '2010-12-31'"),
    "visits_agreementstep": ("visit_step", "kind = 'dropped'"),
    "visits_visitphoto": ("visit_photo", "visit_id = {other_visit}"),
    "visits_visitphotowithdrawal": ("visit_photo_withdrawal", "reason = 'lain'"),
}
for table, (row, change) in ROWS.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        CASES[f"{table} replace by id"] = (
            copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id"),
            "never replaced",
        )
VISIT = ("visits_visit", "{visit}")
NEW = {"corrects_id": "NULL", "reason": "''", "kind": "'collecting'"}
"""Columns of a visit that corrects nothing and isn't there yet."""
OFFICER = ("visits_visitofficer", "{visit_officer}")
AGREED = ("visits_visitagreement", "{open_agreement}")
STEP = ("visits_agreementstep", "{visit_step}")
FREE_KEY = "(SELECT id FROM ledger_submission WHERE id={submission})"
PHOTO = ("visits_visitphoto", "{visit_photo}")
WITHDRAWN = ("visits_visitphotowithdrawal", "{visit_photo_withdrawal}")


def step(**changes) -> str:
    """A copy of the step, about the open agreement, with a key of its own."""
    given = {"agreement_id": "{open_agreement}", "submission_id": FREE_KEY}
    return copied(*STEP, **given | changes)


CASES |= {
    "visit in the closed period": (
        copied(*VISIT, **NEW, visited_on="'2009-12-30'", next_on="NULL"),
        "period is closed",
    ),
    "visit of an invented kind": (copied(*VISIT, **NEW | {"kind": "'pesta'"}), "unknown word"),
    "visit by somebody of another office": (
        copied(*VISIT, **NEW, visitor_id="{elsewhere}"),
        "are of the office",
    ),
    "visit written by somebody of another office": (
        copied(*VISIT, **NEW, recorded_by_id="{elsewhere}"),
        "are of the office",
    ),
    "visit to another office's village": (
        copied(*VISIT, **NEW, village_id="{foreign_village}", group_id="{foreign_group}"),
        "are of the office",
    ),
    "visit to a group of elsewhere": (
        copied(*VISIT, **NEW, group_id="{foreign_group}"),
        "the group is of the village",
    ),
    "visit twice a day": (
        copied(*VISIT, **NEW | {"kind": "kind"}),
        "recorded already",
    ),
    "visit that corrects another group's": (
        copied(*VISIT, corrects_id="{other_visit}", kind="'visit'"),
        "standing visit of the same group",
    ),
    "visit that corrects a replaced one": (
        copied(*VISIT, corrects_id="{wrong_visit}", kind="'visit'"),
        "never replaced|standing visit of the same group",
    ),
    "visit that corrects what is reported": (
        copied("visits_visit", "{old_visit}", corrects_id="{old_visit}", reason="'x'",
               visited_on="'2010-01-09'", next_on="NULL"),
        "what lies in a closed period stays",
    ),
    "visit replaced after its agreement was done": (
        copied(*VISIT, corrects_id="{visit}", kind="'visit'"),
        "an agreement of it was closed",
    ),
    "visit corrected without a reason": (
        copied("visits_visit", "{other_visit}", corrects_id="{other_visit}", kind="'visit'"),
        "corrected_for_a_reason",
    ),
    "void visit that corrects nothing": (
        copied(*VISIT, **NEW, is_void="TRUE"),
        "corrected_for_a_reason",
    ),
    "meeting of no group": (
        copied(*VISIT, **NEW | {"kind": "'group'"}, group_id="NULL"),
        "group_meeting_of_a_group",
    ),
    "visit for nothing": (copied(*VISIT, **NEW, agenda="''"), "says_what_for"),
    "next meeting before the visit": (
        copied(*VISIT, **NEW, next_on="'2010-01-02'"),
        "next_meeting_later",
    ),
    "member ticked as officer": (
        copied(*OFFICER, visit_id="{visit}", membership_id="{plain_member}"),
        "an officer of the group on that day",
    ),
    "officer of another group": (
        copied(*OFFICER, visit_id="{visit}", membership_id="{other_officer}"),
        "an officer of the group on that day",
    ),
    "officer added to a visit of the closed period": (
        copied(*OFFICER, visit_id="{old_visit}", membership_id="{other_officer}"),
        "period is closed",
    ),
    "agreement added to a visit of the closed period": (
        copied(*AGREED, visit_id="{old_visit}", position="9"),
        "period is closed",
    ),
    "officer added to a withdrawn visit": (
        copied(
            *OFFICER, visit_id="{gone_visit}",
            membership_id="(SELECT m.id FROM groups_membership m WHERE m.group_id = {group} "
            "AND m.position = 'treasurer')",
        ),
        "replaced or withdrawn",
    ),
    "agreement due before the visit": (
        copied(*AGREED, position=9, due_on="'2010-01-13'"),
        "due not before the visit",
    ),
    "agreement added to a replaced visit": (
        copied(*AGREED, visit_id="{wrong_visit}"),
        "replaced or withdrawn",
    ),
    "agreement of nobody": (copied(*AGREED, position=9, who="''"), "who_and_what"),
    "second agreement of a number": (copied(*AGREED), "never replaced|numbered_once"),
    "visit agreement step of an invented kind": (step(kind="'lupa'"), "unknown word"),
    "visit agreement step in the closed period": (
        step(agreement_id="{old_agreement}", happened_on="'2009-12-30'"),
        "period is closed",
    ),
    "visit agreement step by somebody of another office": (
        step(recorded_by_id="{elsewhere}"),
        "are of the office",
    ),
    "agreement done twice": (
        step(agreement_id="{closed_agreement}", happened_on="'2010-01-21'"),
        "what is closed is opened",
    ),
    "open agreement opened": (step(kind="'reopened'"), "what is closed is opened"),
    "agreement done before the visit": (
        step(happened_on="'2010-01-13'"),
        "not before the visit",
    ),
    "agreement opened before it was closed": (
        step(agreement_id="{closed_agreement}", kind="'reopened'", happened_on="'2010-01-19'"),
        "not before the visit",
    ),
    "agreement of a withdrawn visit done": (
        step(agreement_id="{gone_agreement}"),
        "replaced or withdrawn",
    ),
    "visit agreement step without a word": (step(note="''"), "says_what"),
    "visit photo of another office": (
        copied(*PHOTO, visit_id="{other_visit}", attached_by_id="{elsewhere}"),
        "picture kept by the office",
    ),
    "paper as visit photo": (
        copied(*PHOTO, visit_id="{other_visit}", file_id="{stored_file}"),
        "picture kept by the office",
    ),
    "visit photo twice": (copied(*PHOTO), "never replaced|attached_once"),
    "visit photo withdrawn by somebody of another office": (
        copied(*WITHDRAWN, photo_id="{visit_photo}", made_by_id="{elsewhere}"),
        "by a user of the office",
    ),
    "visit photo withdrawn for no reason": (
        copied(*WITHDRAWN, photo_id="{visit_photo}", reason="''"),
        "for_a_reason",
    ),
}  # fmt: skip
ASSIGNMENT = ("offices_assignment", "{assignment}")
CASES |= {
    "responsible besides another": (
        copied(*ASSIGNMENT, since="'2010-02-01'", until="'2010-02-02'"),
        "one responsible at a time",
    ),
    "responsible after a gap": (
        "UPDATE offices_assignment SET until = '2010-01-31' WHERE id={assignment};;"
        + copied(*ASSIGNMENT, since="'2010-02-02'", until="NULL"),
        "begins the day after the one before it ends",
    ),
    "responsible before a gap": (
        copied(*ASSIGNMENT, since="'2009-01-01'", until="'2009-12-31'"),
        "begins the day after the one before it ends",
    ),
    "responsible from another office": (
        "UPDATE offices_assignment SET until = '2010-01-31' WHERE id={assignment};;"
        + copied(*ASSIGNMENT, since="'2010-02-01'", until="NULL", user_id="{elsewhere}"),
        "somebody of the office of the village",
    ),
    "responsible for longer": (
        "UPDATE offices_assignment SET until = '2010-01-31' WHERE id={assignment};;"
        "UPDATE offices_assignment SET until = '2010-02-28' WHERE id={assignment}",
        "an end that is written down stays",
    ),
    "reason of a hand-over rewritten": (
        "UPDATE offices_assignment SET reason = 'lain' WHERE id={assignment}",
        "keep their",
    ),
}
