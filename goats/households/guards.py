"""What the database itself refuses about poor households.

No household stands in the register twice (the person, the KK), its copies say what its steps and
assessments say, and whatever is corrected is told.
"""

from goats.models import STATES, STEPS, Household, HouseholdMember
from goats.rules.events import RECEIPTS
from goats.rules.households import ALLOWED, LEADS_TO, State, Step
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, changed, kept, never_lost, unknown

TABLE, CHANGE, STEP = "goats_household", "goats_householdchange", "goats_householdstep"
REVERSAL, LOOK, TICK = (
    "goats_householdstepreversal", "goats_householdassessment", "goats_householdtick",
)  # fmt: skip
MEMBER, DEPARTURE, PHOTO = (
    "goats_householdmember", "goats_householddeparture", "goats_householdphoto",
)  # fmt: skip

_OFFICE_OF_VILLAGE = "(SELECT office_id FROM offices_village WHERE id = NEW.village_id)"
_OFFICE_OF = (
    "(SELECT v.office_id FROM goats_household h JOIN offices_village v ON v.id = h.village_id "
    "WHERE h.id = {})"
)
_OFFICE = _OFFICE_OF.format("NEW.household_id")
_OF_STEP = f"(SELECT s.household_id FROM {STEP} s WHERE s.id = NEW.step_id)"
_OF_MEMBER = f"(SELECT m.household_id FROM {MEMBER} m WHERE m.id = NEW.member_id)"
_STANDING = f"NOT EXISTS (SELECT 1 FROM {REVERSAL} r WHERE r.step_id = s.id)"
_LIVES_THERE = f"NOT EXISTS (SELECT 1 FROM {DEPARTURE} d WHERE d.member_id = m.id)"
_GOAT_STANDS = "NOT EXISTS (SELECT 1 FROM goats_eventreversal r WHERE r.event_id = e.id)"


def _words(kinds) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


_RECEIPTS = _words(RECEIPTS)
_LAST_STANDING = f"AND {_STANDING} ORDER BY s.happened_on DESC, s.id DESC LIMIT 1"


def _last_step(column: str, household: str, more: str = "") -> str:
    """SQL of a column of the last standing step."""
    return (
        f"(SELECT s.{column} FROM {STEP} s WHERE s.household_id = {household}{more} "
        f"{_LAST_STANDING})"
    )


def state_sql(household: str, more: str = "") -> str:
    """SQL of the state that standing steps lead to; ``more`` narrows the steps (as ``s``)."""
    cases = " ".join(f"WHEN '{step}' THEN '{state}'" for step, state in LEADS_TO.items())
    return (
        f"COALESCE((SELECT CASE s.kind {cases} END FROM {STEP} s "
        f"WHERE s.household_id = {household}{more} {_LAST_STANDING}), '{State.PROPOSED}')"
    )


def _guard(name: str, table: str, when: str, text: str, event: str = "INSERT", lock: str = ""):
    return Guard(name, table, event, when, f"{table}: {text}", lock_office=lock)


def _in_open_books(table: str, office: str, day: str) -> Guard:
    when = closed(office, f"NEW.{day}")
    return _guard(f"{table}_open_books", table, when, "the period is closed", lock=office)


def _by_somebody_of(table: str, office: str, user: str = "recorded_by_id", key: bool = True):
    spent = (
        " OR NOT EXISTS (SELECT 1 FROM ledger_submission s WHERE s.id = NEW.submission_id "
        f"AND s.office_id = {office})"
    )
    return _guard(
        f"{table}_by_somebody_of_the_office",
        table,
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.{user} "
        f"AND u.office_id = {office})" + (spent if key else ""),
        "recorded by a user of the office, with a key of it",
    )


def _not_before(table: str, day: str) -> Guard:
    return _guard(
        f"{table}_not_before_its_household",
        table,
        f"EXISTS (SELECT 1 FROM {TABLE} h WHERE h.id = NEW.household_id "
        f"AND h.registered_on > NEW.{day})",
        "not before the household was registered",
    )


_FORGOTTEN_ADDRESS = (
    "NEW.address = '' AND EXISTS (SELECT 1 FROM offices_person p WHERE p.id = NEW.head_id "
    "AND p.anonymous_number IS NOT NULL)"
)
_FORGOTTEN_CHANGE = (
    "OLD.field = 'address' AND NEW.before = '' AND NEW.after = '' "
    f"AND EXISTS (SELECT 1 FROM {TABLE} h JOIN offices_person p ON p.id = h.head_id "
    "WHERE h.id = OLD.household_id AND p.anonymous_number IS NOT NULL)"
)
"""The only words of a correction that may go: the address of a head who became anonymous."""


def _told(field: str) -> Guard:
    column = Household._meta.get_field(field).column
    forgotten = f" AND NOT ({_FORGOTTEN_ADDRESS})" if field == "address" else ""
    return _guard(
        f"household_change_of_{field}_is_told",
        TABLE,
        f"({changed(column)}) AND (NEW.revision = OLD.revision OR NOT EXISTS (SELECT 1 "
        f"FROM {CHANGE} c WHERE c.household_id = NEW.id AND c.revision = NEW.revision "
        f"AND c.field = '{field}')){forgotten}",
        f"a change of {field} must be told",
        "UPDATE",
    )


_TAKEN = (
    f"EXISTS (SELECT 1 FROM {TABLE} h WHERE h.id <> NEW.id AND h.state <> '{State.VOID}' "
    "AND h.head_id = NEW.head_id) "
    f"OR EXISTS (SELECT 1 FROM {MEMBER} m JOIN {TABLE} h ON h.id = m.household_id "
    f"WHERE m.person_id = NEW.head_id AND h.state <> '{State.VOID}' AND {_LIVES_THERE}) "
    f"OR EXISTS (SELECT 1 FROM {TABLE} h JOIN offices_person p ON p.id = h.head_id "
    "JOIN offices_person own ON own.kk_digest = p.kk_digest AND own.office_id = p.office_id "
    f"WHERE h.id <> NEW.id AND h.state <> '{State.VOID}' AND own.id = NEW.head_id)"
)
"""SQL that holds where the head, or the head's KK, is in another household."""


def _once(event: str) -> Guard:
    when = f"NEW.state <> '{State.VOID}' AND ({_TAKEN})"
    if event == "UPDATE":
        when = f"({changed('head_id', 'state')}) AND {when}"
    text = "a household stands in the register once"
    return _guard(f"household_once_{event.lower()}", TABLE, when, text, event)


def _head_of_office(event: str) -> Guard:
    return _guard(
        f"household_head_of_the_office_{event.lower()}",
        TABLE,
        "NOT EXISTS (SELECT 1 FROM offices_person p WHERE p.id = NEW.head_id "
        f"AND p.office_id = {_OFFICE_OF_VILLAGE})",
        "its head is somebody of the office",
        event,
    )


def _copy(column: str, wanted: str) -> Guard:
    return _guard(
        f"household_{column}_is_a_copy",
        TABLE,
        f"({changed(column)}) AND NOT ({wanted} = NEW.{column} "
        f"OR ({wanted} IS NULL AND NEW.{column} IS NULL))",
        f"{column} repeats what is told",
        "UPDATE",
    )


def _out_of_order() -> str:
    state = state_sql("NEW.household_id")
    tests = [
        f"({state} = '{before}' AND NEW.kind NOT IN ({_words(steps)}))"
        if steps
        else f"{state} = '{before}'"
        for before, steps in ALLOWED.items()
    ]
    return " OR ".join(tests)


_GOAT_AFTER = (
    "EXISTS (SELECT 1 FROM goats_goatevent e WHERE e.household_id = {household} "
    f"AND e.kind IN ({_RECEIPTS}) AND e.happened_on {{than}} AND {_GOAT_STANDS})"
)
_LEAVING = _words({Step.GRADUATED, Step.MOVED, Step.DIED})

HOUSEHOLD_GUARDS = [
    *kept(
        TABLE,
        fixed=(
            "id", "village_id", "registered_on", "submission_id", "recorded_by_id", "recorded_at",
        ),
    ),
    *[
        _guard(
            f"household_known_state_{event.lower()}", TABLE, unknown("state", STATES),
            "unknown word", event,
        )
        for event in ("INSERT", "UPDATE")
    ],
    _in_open_books(TABLE, _OFFICE_OF_VILLAGE, "registered_on"),
    _by_somebody_of(TABLE, _OFFICE_OF_VILLAGE),
    *[make(event) for make in (_head_of_office, _once) for event in ("INSERT", "UPDATE")],
    _guard(
        "household_begins_as_proposed",
        TABLE,
        f"NEW.revision <> 0 OR NEW.state <> '{State.PROPOSED}' OR NEW.need <> 0 "
        "OR NEW.confirmed_on IS NOT NULL",
        "begins as proposed, without revisions",
    ),
    _guard(
        "household_revised_one_by_one",
        TABLE,
        f"({changed('revision')}) AND (NEW.revision <> OLD.revision + 1 OR NOT EXISTS (SELECT 1 "
        f"FROM {CHANGE} c WHERE c.household_id = NEW.id AND c.revision = NEW.revision))",
        "each change is a revision of its own, and told",
        "UPDATE",
    ),
    *[_told(field) for field in Household.CORRECTABLE],
    _copy("state", state_sql("NEW.id")),
    _copy("confirmed_on", _last_step("happened_on", "NEW.id", " AND s.kind = 'confirmed'")),
    _copy(
        "need",
        f"COALESCE((SELECT a.score FROM {LOOK} a WHERE a.household_id = NEW.id "
        "ORDER BY a.assessed_on DESC, a.id DESC LIMIT 1), 0)",
    ),
    *never_lost(CHANGE, unique=[("household_id", "revision", "field")]),
    _guard(
        "household_change_stays",
        CHANGE,
        f"NOT ({_FORGOTTEN_CHANGE}) OR "
        + changed(
            "id", "household_id", "revision", "field", "changed_on", "reason", "submission_id",
            "recorded_by_id", "recorded_at",
        ),
        "rows are never changed, but for the address of a head who became anonymous",
        "UPDATE",
    ),
    _guard("household_change_known_field", CHANGE, unknown("field", Household.CORRECTABLE),
           "unknown word"),
    _by_somebody_of(CHANGE, _OFFICE),
    _guard(
        "household_change_of_the_next_revision",
        CHANGE,
        f"NOT EXISTS (SELECT 1 FROM {TABLE} h WHERE h.id = NEW.household_id "
        "AND NEW.revision = h.revision + 1 AND NEW.changed_on >= h.registered_on)",
        "belongs to the next revision of its household",
    ),
    _guard("household_change_changes_something", CHANGE, "NEW.before = NEW.after",
           "the value before and after differ"),
]  # fmt: skip

STEP_GUARDS = [
    *append_only(STEP),
    _guard("household_step_known_kind", STEP, unknown("kind", STEPS), "unknown word"),
    _in_open_books(STEP, _OFFICE, "happened_on"),
    _by_somebody_of(STEP, _OFFICE),
    _not_before(STEP, "happened_on"),
    _guard(
        "household_steps_follow_each_other",
        STEP,
        f"EXISTS (SELECT 1 FROM {STEP} s WHERE s.household_id = NEW.household_id "
        f"AND s.happened_on > NEW.happened_on AND {_STANDING}) OR {_out_of_order()}",
        "this step may not follow",
    ),
    _guard(
        "household_leaves_after_what_it_received",
        STEP,
        f"(NEW.kind IN ({_LEAVING}) AND "
        + _GOAT_AFTER.format(household="NEW.household_id", than="> NEW.happened_on")
        + f") OR (NEW.kind = '{Step.VOID}' AND EXISTS (SELECT 1 FROM goats_goatevent e "
        "WHERE (e.household_id = NEW.household_id OR e.giver_id = NEW.household_id) "
        f"AND {_GOAT_STANDS}))",
        "it has received a goat",
    ),
    *append_only(REVERSAL, unique=[("step_id",)]),
    _by_somebody_of(REVERSAL, _OFFICE_OF.format(_OF_STEP)),
    _guard(
        "household_step_reversed_in_open_books",
        REVERSAL,
        f"EXISTS (SELECT 1 FROM {STEP} s JOIN {TABLE} h ON h.id = s.household_id "
        "JOIN offices_village v ON v.id = h.village_id JOIN offices_office o ON o.id = v.office_id "
        "WHERE s.id = NEW.step_id AND o.books_closed_through >= s.happened_on)",
        "what lies in a closed period stays",
        lock=_OFFICE_OF.format(_OF_STEP),
    ),
    _guard(
        "household_last_step_is_reversed_first",
        REVERSAL,
        f"NEW.step_id <> {_last_step('id', _OF_STEP)}",
        "the last step is reversed first",
    ),
    _guard(
        "household_confirmation_stays_after_a_goat",
        REVERSAL,
        f"EXISTS (SELECT 1 FROM {STEP} c WHERE c.id = NEW.step_id AND c.kind = 'confirmed' AND "
        + _GOAT_AFTER.format(household="c.household_id", than=">= c.happened_on")
        + ")",
        "it has received a goat",
    ),
]

OTHER_GUARDS = [
    *append_only(LOOK),
    _in_open_books(LOOK, _OFFICE, "assessed_on"),
    _by_somebody_of(LOOK, _OFFICE),
    _not_before(LOOK, "assessed_on"),
    _guard(
        "household_assessed_by_a_list_of_the_office",
        LOOK,
        "NOT EXISTS (SELECT 1 FROM offices_checklist c WHERE c.id = NEW.checklist_id "
        f"AND c.kind = 'household' AND c.since <= NEW.assessed_on AND c.office_id = {_OFFICE})",
        "by a list of criteria of the office",
    ),
    *append_only(TICK, unique=[("assessment_id", "item_id")]),
    _guard(
        "household_tick_within_the_score",
        TICK,
        f"NOT EXISTS (SELECT 1 FROM {LOOK} a JOIN offices_checklistitem i "
        "ON i.checklist_id = a.checklist_id WHERE a.id = NEW.assessment_id AND i.id = NEW.item_id "
        f"AND a.score >= i.weight + COALESCE((SELECT SUM(ti.weight) FROM {TICK} t "
        "JOIN offices_checklistitem ti ON ti.id = t.item_id WHERE t.assessment_id = a.id), 0))",
        "a criterion of the list, within the score",
    ),
    *append_only(MEMBER),
    _guard("household_member_known_relation", MEMBER,
           unknown("relation", HouseholdMember.Relation.values), "unknown word"),
    _by_somebody_of(MEMBER, _OFFICE),
    _not_before(MEMBER, "since"),
    _guard(
        "household_member_lives_in_one_household",
        MEMBER,
        "NOT EXISTS (SELECT 1 FROM offices_person p WHERE p.id = NEW.person_id "
        f"AND p.office_id = {_OFFICE}) OR EXISTS (SELECT 1 FROM {TABLE} h "
        f"WHERE h.head_id = NEW.person_id AND h.state <> '{State.VOID}') "
        f"OR EXISTS (SELECT 1 FROM {MEMBER} m JOIN {TABLE} h ON h.id = m.household_id "
        f"WHERE m.person_id = NEW.person_id AND h.state <> '{State.VOID}' AND {_LIVES_THERE})",
        "somebody of the office who lives in no other household",
    ),
    *append_only(DEPARTURE, unique=[("member_id",)]),
    _by_somebody_of(DEPARTURE, _OFFICE_OF.format(_OF_MEMBER)),
    _guard(
        "household_member_left_after_coming",
        DEPARTURE,
        f"EXISTS (SELECT 1 FROM {MEMBER} m WHERE m.id = NEW.member_id AND m.since > NEW.left_on)",
        "not before the member came",
    ),
    *append_only(PHOTO, unique=[("household_id", "file_id")]),
    _by_somebody_of(PHOTO, _OFFICE, "attached_by_id", key=False),
    _guard(
        "household_photo_is_a_picture_of_the_office",
        PHOTO,
        "NOT EXISTS (SELECT 1 FROM offices_storedfile f WHERE f.id = NEW.file_id "
        f"AND f.office_id = {_OFFICE} AND f.content_type = 'image/jpeg')",
        "a picture kept by the office",
    ),
]  # fmt: skip

RECEIVER_GUARD = _guard(
    "goat_event_receiver_is_confirmed",
    "goats_goatevent",
    f"NEW.kind IN ({_RECEIPTS}) AND "
    + state_sql("NEW.household_id", " AND s.happened_on <= NEW.happened_on")
    + f" NOT IN ('{State.WAITING}', '{State.REACHED}')",
    "its receiver is confirmed by that day",
)

GUARDS = [*HOUSEHOLD_GUARDS, *STEP_GUARDS, *OTHER_GUARDS, RECEIVER_GUARD]
