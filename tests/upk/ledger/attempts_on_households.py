"""What a clerk with SQL would try on poor households."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

HOME, CHANGE, STEP = "goats_household", "goats_householdchange", "goats_householdstep"
REVERSAL, LOOK, TICK = (
    "goats_householdstepreversal", "goats_householdassessment", "goats_householdtick",
)  # fmt: skip
MEMBER, LEFT, PHOTO = (
    "goats_householdmember", "goats_householddeparture", "goats_householdphoto",
)  # fmt: skip
FIXED = {
    (CHANGE, "{household_change}"): "reason = 'lain'",
    (STEP, "{household_step}"): "note = 'lain'",
    (REVERSAL, "{household_reversal}"): "reason = 'lain'",
    (LOOK, "{household_look}"): "score = 99",
    (TICK, "{household_tick}"): "item_id = item_id",
    (MEMBER, "{household_member}"): "since = '2010-01-20'",
    (LEFT, "{household_left}"): "reason = 'lain'",
    (PHOTO, "{household_photo}"): "household_id = {first_home}",
}
KEPT = {(HOME, "{second_home}"): None}

for (table, row), change in (FIXED | KEPT).items():
    if change:
        CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={row}", "never changed"
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
            (CHANGE, "{household_change}"), (REVERSAL, "{household_reversal}"),
            (TICK, "{household_tick}"), (LEFT, "{household_left}"), (PHOTO, "{household_photo}"),
        )
    }  # fmt: skip


def home(**changes) -> str:
    """SQL that copies a household as a proposed one with changes."""
    plain = {"revision": 0, "state": "'proposed'", "need": 0, "confirmed_on": "NULL"}
    plain["head_id"] = "{loose_person}"
    return copied(HOME, "{proposed_home}", **plain | changes)


def set_home(change: str, row: str = "second_home") -> str:
    """SQL that changes a household."""
    return f"UPDATE {HOME} SET {change} WHERE id={{{row}}}"


STRANGER, KEY, WHO = "{herd_user}", "{herd_key}", "user of the office"
LATE = "'2010-02-05'"
CASES |= {
    "household with the head of another": (home(head_id="{household_head}"), "register once"),
    "household whose head lives in another": (home(head_id="{household_child}"), "register once"),
    "household with the KK of another": (home(head_id="{same_kk_person}"), "register once"),
    "household headed by a stranger": (home(head_id="{stranger_person}"), "somebody of the office"),
    "household registered in the closed period": (
        home(registered_on="'2009-12-31'"), "period is closed",
    ),
    "household by a stranger": (home(recorded_by_id=STRANGER), WHO),
    "household with a stranger's key": (home(submission_id=KEY), WHO),
    "household that begins as waiting": (home(state="'waiting'"), "begins as proposed"),
    "household that begins with a need": (home(need=90), "begins as proposed"),
    "household that begins as confirmed": (
        home(confirmed_on="'2010-01-05'"), "begins as proposed",
    ),
    "household in an unknown state": (set_home("state = 'lain'"), "unknown word"),
    "household moved to another village": (
        set_home("village_id = {foreign_home_village}"), "rows keep their",
    ),
    "household made needier": (set_home("need = 99"), "need repeats"),
    "household waits again": (set_home("state = 'waiting'"), "state repeats"),
    "household confirmed earlier": (
        set_home("confirmed_on = '2010-01-01'"), "confirmed_on repeats",
    ),
    "household confirmed without a meeting": (
        set_home("state = 'waiting', confirmed_on = '2010-01-05'", "proposed_home"),
        "repeats what is told",
    ),
    "RTM: void household counts again": (
        set_home("state = 'waiting'", "void_home"), "state repeats",
    ),
    "RTM: hamlet changed in silence": (set_home("hamlet = 'Lain'"), "must be told"),
    "RTM: address changed in silence": (set_home("address = 'Lain'"), "must be told"),
    "RTM: proposer changed in silence": (set_home("proposed_by = 'Lain'"), "must be told"),
    "RTM: head changed in silence": (set_home("head_id = {loose_person}"), "must be told"),
    "RTM: revision without a change": (
        set_home("revision = revision + 1"), "is a revision of its own",
    ),
    "RTM: change of an unknown field": (
        copied(CHANGE, "{household_change}", revision=2, field="'need'"), "unknown word",
    ),
    "RTM: change of a revision to come": (
        copied(CHANGE, "{household_change}", revision=7), "next revision",
    ),
    "RTM: change before the household": (
        copied(CHANGE, "{household_change}", revision=2, changed_on="'2010-01-01'"),
        "next revision",
    ),
    "RTM: change of nothing": (
        copied(CHANGE, "{household_change}", revision=2, before="after"), "before and after differ",
    ),
    "RTM: change by a stranger": (
        copied(CHANGE, "{household_change}", revision=2, recorded_by_id=STRANGER), WHO,
    ),
    "RTM: step of an unknown kind": (
        copied(STEP, "{household_step}", kind="'kaya'"), "unknown word",
    ),
    "RTM: step in the closed period": (
        copied(STEP, "{household_step}", kind="'moved'", happened_on="'2009-12-31'"),
        "period is closed",
    ),
    "RTM: step by a stranger": (
        copied(STEP, "{household_step}", kind="'moved'", recorded_by_id=STRANGER), WHO,
    ),
    "RTM: step before the household": (
        copied(STEP, "{household_step}", kind="'moved'", happened_on="'2010-01-01'"),
        "not before the household",
    ),
    "RTM: step before the last one": (
        copied(STEP, "{household_step}", kind="'moved'", happened_on="'2010-01-27'"),
        "may not follow",
    ),
    "RTM: confirmed although reached": (
        copied(STEP, "{household_step}", kind="'confirmed'", minutes="'x'", happened_on=LATE),
        "may not follow",
    ),
    "RTM: reached twice": (copied(STEP, "{household_step}", happened_on=LATE), "may not follow"),
    "RTM: reached before it is confirmed": (
        copied(STEP, "{household_step}", household_id="{proposed_home}"), "may not follow",
    ),
    "RTM: confirmed although void": (
        copied(STEP, "{household_confirmation}", household_id="{void_home}", happened_on=LATE),
        "may not follow",
    ),
    "RTM: reversal of a step that isn't the last": (
        copied(REVERSAL, "{household_reversal}", step_id="{household_confirmation}"),
        "last step|received a goat",
    ),
    "RTM: reversal of a confirmation after a goat": (
        copied(REVERSAL, "{household_reversal}", step_id="{confirmed_with_goat}"),
        "received a goat",
    ),
    "RTM: reversal of what lies in the closed period": (
        copied(REVERSAL, "{household_reversal}", step_id="{old_household_step}"),
        "closed period stays",
    ),
    "RTM: void although it has a goat": (
        copied(STEP, "{void_step}", household_id="{first_home}", happened_on=LATE),
        "received a goat",
    ),
    "RTM: reversal of a step by a stranger": (
        copied(REVERSAL, "{household_reversal}", step_id="{household_step}",
               recorded_by_id=STRANGER), WHO,
    ),
    "RTM: assessment in the closed period": (
        copied(LOOK, "{household_look}", assessed_on="'2009-12-31'"), "period is closed",
    ),
    "RTM: assessment before the household": (
        copied(LOOK, "{household_look}", assessed_on="'2010-01-02'"), "not before the household",
    ),
    "RTM: assessment by a stranger": (
        copied(LOOK, "{household_look}", recorded_by_id=STRANGER), WHO,
    ),
    "RTM: assessment by another office's criteria": (
        copied(LOOK, "{household_look}", checklist_id="{foreign_criteria}"), "list of criteria",
    ),
    "RTM: tick beyond the score": (
        copied(
            TICK, "{household_tick}",
            item_id="(SELECT MIN(i.id) FROM offices_checklistitem i "
            "JOIN goats_householdassessment a ON a.checklist_id = i.checklist_id "
            "WHERE a.id = {household_look})",
        ), "within the score",
    ),
    "RTM: tick of another office's criterion": (
        copied(TICK, "{household_tick}", assessment_id="{foreign_look}"), "within the score",
    ),
    "RTM: member of two households": (
        copied(MEMBER, "{household_member}", household_id="{proposed_home}"),
        "lives in no other household",
    ),
    "RTM: member who heads a household": (
        copied(MEMBER, "{household_member}", person_id="{household_head}"),
        "lives in no other household",
    ),
    "RTM: member of another office": (
        copied(MEMBER, "{household_member}", person_id="{stranger_person}"),
        "somebody of the office",
    ),
    "RTM: member of an unknown relation": (
        copied(MEMBER, "{household_member}", relation="'lain'", person_id="{loose_person}"),
        "unknown word",
    ),
    "RTM: member by a stranger": (
        copied(MEMBER, "{household_member}", person_id="{loose_person}", recorded_by_id=STRANGER),
        WHO,
    ),
    "RTM: member before the household": (
        copied(MEMBER, "{household_member}", person_id="{loose_person}", since="'2010-01-01'"),
        "not before the household",
    ),
    "RTM: member left before coming": (
        copied(LEFT, "{household_left}", member_id="{household_member}", left_on="'2010-01-01'"),
        "before the member came",
    ),
    "RTM: departure by a stranger": (
        copied(LEFT, "{household_left}", member_id="{household_member}", recorded_by_id=STRANGER),
        WHO,
    ),
    "RTM: photo by a stranger": (
        copied(PHOTO, "{household_photo}", household_id="{first_home}", attached_by_id=STRANGER),
        WHO,
    ),
    "RTM: photo of another office's household": (
        copied(PHOTO, "{household_photo}", household_id="{foreign_home}"),
        "user of the office|picture kept",
    ),
    "RTM: photo that is no small picture": (
        copied(PHOTO, "{household_photo}", household_id="{first_home}",
               file_id="(SELECT file_id FROM oversight_agreementfile WHERE id = {agreement_file})"),
        "picture kept by the office",
    ),
    "RTM: goat for a household that nobody confirmed": (
        copied("goats_goatevent", "{goat_placed}", goat_id="{goat_unplaced}",
               household_id="{proposed_home}", happened_on=LATE), "receiver is confirmed",
    ),
    "RTM: goat before the household was confirmed": (
        copied("goats_goatevent", "{goat_placed}", goat_id="{goat_unplaced}",
               household_id="{first_home}", happened_on="'2010-01-01'"),
        "receiver is confirmed|not there yet",
    ),
}  # fmt: skip
