"""What the database itself refuses about findings, partners and agreements (``upk.triggers``).

The supervisor alone writes and closes findings; nothing is answered out of turn; rows that a
finding is about, users and files are of its office.
"""

from oversight.models import ABOUT, Finding
from oversight.models.partners import STEPS as AGREEMENT_STEPS
from oversight.models.partners import PartnerFields
from oversight.rules.agreements import Step as AgreementStep
from oversight.rules.agreements import allowed
from oversight.rules.findings import ALLOWED, BY_OFFICE, LEADS_TO, Step
from upk.access import STAFF, Role
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, changed, kept, unknown

FINDING, STEP = "oversight_finding", "oversight_findingstep"
PARTNER, VERSION = "oversight_partner", "oversight_partnerversion"
AGREEMENT, AGREEMENT_STEP, AGREEMENT_FILE = (
    "oversight_agreement", "oversight_agreementstep", "oversight_agreementfile",
)  # fmt: skip

_OF_FINDING = f"(SELECT f.office_id FROM {FINDING} f WHERE f.id = NEW.finding_id)"
_OF_PARTNER = f"(SELECT p.office_id FROM {PARTNER} p WHERE p.id = NEW.partner_id)"
_OF_AGREEMENT = (
    f"(SELECT p.office_id FROM {AGREEMENT} a JOIN {PARTNER} p ON p.id = a.partner_id "
    "WHERE a.id = NEW.agreement_id)"
)
_SUPERVISOR = (Role.SUPERVISOR,)
_ANSWERERS = (*STAFF, Role.FACILITATOR)
_KEEPERS = (Role.MANAGER, Role.SECRETARY)
"""Who keeps partners and agreements."""

_TABLES = {
    "group": "groups_group", "loan": "loans_loan", "entry": "ledger_entry",
    "grant": "grants_grant", "infrastructure": "maintenance_infrastructure",
    "household": "goats_household", "goat": "goats_goat", "village": "offices_village",
}  # fmt: skip
_BY_VILLAGE = {"infrastructure", "household"}
"""Rows that are of an office through their village."""


def _words(kinds) -> str:
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))


def _guard(name: str, table: str, when: str, text: str, event: str = "INSERT", lock: str = ""):
    return Guard(name, table, event, when, f"{table}: {text}", lock_office=lock)


def _nobody_of(office: str, roles, user: str = "recorded_by_id") -> str:
    """SQL that holds unless the writer is of the office and has one of the roles."""
    return (
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.{user} "
        f"AND u.office_id = {office} AND u.role IN ({_words(roles)}))"
    )


def _by(table: str, office: str, roles) -> list[Guard]:
    """Written by somebody of the office who may, with a key of the office."""
    key = (
        "NOT EXISTS (SELECT 1 FROM ledger_submission s WHERE s.id = NEW.submission_id "
        f"AND s.office_id = {office})"
    )
    text = "written by somebody of the office who may"
    return [
        _guard(f"{table}_by_whom", table, _nobody_of(office, roles), text),
        _guard(f"{table}_with_a_key", table, key, "with a key of the office"),
    ]


def _open_books(table: str, office: str, day: str) -> Guard:
    when = closed(office, f"NEW.{day}")
    return _guard(f"{table}_open_books", table, when, "the period is closed", lock=office)


def _file_of(table: str, office: str) -> Guard:
    when = (
        "NEW.file_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offices_storedfile f "
        f"WHERE f.id = NEW.file_id AND f.office_id = {office})"
    )
    return _guard(f"{table}_file_of_the_office", table, when, "a file kept by the office")


def _about_own(name: str) -> Guard:
    """A row that a finding is about is of its office."""
    own = (
        "JOIN offices_village v ON v.id = t.village_id "
        f"WHERE t.id = NEW.{name}_id AND v.office_id = NEW.office_id"
        if name in _BY_VILLAGE
        else f"WHERE t.id = NEW.{name}_id AND t.office_id = NEW.office_id"
    )
    return _guard(
        f"finding_about_own_{name}",
        FINDING,
        f"NEW.{name}_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_TABLES[name]} t {own})",
        f"the {name} is of the office",
    )


def _last(table: str, parent: str, column: str = "kind") -> str:
    """SQL of a column of the last step of the new step's parent."""
    return (
        f"(SELECT s.{column} FROM {table} s WHERE s.{parent} = NEW.{parent} "
        "ORDER BY s.happened_on DESC, s.id DESC LIMIT 1)"
    )


def _out_of_turn(last: str, leads_to: dict, allowed_then) -> str:
    """SQL that holds where the new kind may not follow the last one."""
    return " OR ".join(
        f"(COALESCE({last}, '') = '{step or ''}' "
        f"AND NEW.kind NOT IN ({_words(allowed_then(step))}))"
        for step in leads_to
    )


def _not_before_the_last(table: str, parent: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} s WHERE s.{parent} = NEW.{parent} "
        "AND s.happened_on > NEW.happened_on)"
    )


FINDING_GUARDS = [
    *append_only(FINDING, unique=[("office_id", "year", "number")]),
    _guard("finding_known_severity", FINDING, unknown("severity", Finding.Severity.values),
           "unknown word"),
    _guard("finding_known_addressee", FINDING,
           unknown("addressee", [role for role, _ in Finding.ADDRESSEES]), "unknown word"),
    _open_books(FINDING, "NEW.office_id", "found_on"),
    *_by(FINDING, "NEW.office_id", _SUPERVISOR),
    _guard(
        "finding_numbers_without_gaps",
        FINDING,
        f"NEW.number <> 1 + (SELECT COALESCE(MAX(f.number), 0) FROM {FINDING} f "
        "WHERE f.office_id = NEW.office_id AND f.year = NEW.year)",
        "numbers go on without gaps",
    ),
    *[_about_own(name) for name in ABOUT],
    _file_of(FINDING, "NEW.office_id"),
    *append_only(STEP),
    _guard("finding_step_known_kind", STEP, unknown("kind", list(Step)), "unknown word"),
    _open_books(STEP, _OF_FINDING, "happened_on"),
    *_by(STEP, _OF_FINDING, (*_ANSWERERS, *_SUPERVISOR)),
    _guard(
        "finding_step_by_who_may",
        STEP,
        f"(NEW.kind IN ({_words(BY_OFFICE)}) AND {_nobody_of(_OF_FINDING, _ANSWERERS)}) "
        f"OR (NEW.kind NOT IN ({_words(BY_OFFICE)}) AND {_nobody_of(_OF_FINDING, _SUPERVISOR)})",
        "the office answers, the supervisor does the rest",
    ),
    _guard(
        "finding_steps_follow_each_other",
        STEP,
        f"{_not_before_the_last(STEP, 'finding_id')} OR "
        + _out_of_turn(_last(STEP, "finding_id"), LEADS_TO, lambda step: ALLOWED[LEADS_TO[step]]),
        "this step may not follow",
    ),
    _guard(
        "finding_step_not_before_its_finding",
        STEP,
        f"EXISTS (SELECT 1 FROM {FINDING} f WHERE f.id = NEW.finding_id "
        "AND f.found_on > NEW.happened_on)",
        "not before the finding",
    ),
    _file_of(STEP, _OF_FINDING),
]  # fmt: skip


def _same_facts() -> str:
    """SQL that joins the new partner to a version ``v`` that says the same."""
    return " AND ".join(f"v.{name} = NEW.{name}" for name in (*PartnerFields.FACTS, "revision"))


PARTNER_GUARDS = [
    *kept(
        PARTNER,
        unique=[("office_id", "name")],
        fixed=("id", "office_id", "submission_id", "recorded_by_id", "recorded_at"),
    ),
    *[
        _guard(f"partner_known_kind_{event.lower()}", PARTNER,
               unknown("kind", PartnerFields.Kind.values), "unknown word", event)
        for event in ("INSERT", "UPDATE")
    ],
    *_by(PARTNER, "NEW.office_id", _KEEPERS),
    _guard("partner_begins_without_revisions", PARTNER, "NEW.revision <> 0",
           "begins without revisions"),
    _guard(
        "partner_changes_are_told",
        PARTNER,
        f"({changed(*PartnerFields.FACTS, 'revision')}) AND NOT EXISTS (SELECT 1 FROM {VERSION} v "
        f"WHERE v.partner_id = NEW.id AND {_same_facts()})",
        "a change must be told",
        "UPDATE",
    ),
    *append_only(VERSION, unique=[("partner_id", "revision")]),
    _guard("partner_version_known_kind", VERSION, unknown("kind", PartnerFields.Kind.values),
           "unknown word"),
    *_by(VERSION, _OF_PARTNER, _KEEPERS),
    _guard(
        "partner_version_goes_on",
        VERSION,
        f"NOT EXISTS (SELECT 1 FROM {PARTNER} p WHERE p.id = NEW.partner_id AND (NEW.revision = "
        "p.revision + 1 OR (NEW.revision = 0 AND p.revision = 0 AND "
        + " AND ".join(f"p.{name} = NEW.{name}" for name in PartnerFields.FACTS)
        + ")))",
        "tells the first values or the next ones",
    ),
]  # fmt: skip

_RECORDED_ALREADY = (
    f"EXISTS (SELECT 1 FROM {AGREEMENT} a WHERE a.partner_id = NEW.partner_id "
    f"AND a.number = NEW.number AND COALESCE((SELECT s.kind FROM {AGREEMENT_STEP} s "
    "WHERE s.agreement_id = a.id ORDER BY s.happened_on DESC, s.id DESC LIMIT 1), '') "
    f"<> '{AgreementStep.VOID}')"
)

AGREEMENT_GUARDS = [
    *append_only(AGREEMENT),
    _open_books(AGREEMENT, _OF_PARTNER, "recorded_on"),
    *_by(AGREEMENT, _OF_PARTNER, _KEEPERS),
    _guard("partner_agreement_recorded_once", AGREEMENT, _RECORDED_ALREADY,
           "this number of the partner is recorded"),
    *append_only(AGREEMENT_STEP),
    _guard("agreement_step_known_kind", AGREEMENT_STEP, unknown("kind", AGREEMENT_STEPS),
           "unknown word"),
    _open_books(AGREEMENT_STEP, _OF_AGREEMENT, "happened_on"),
    *_by(AGREEMENT_STEP, _OF_AGREEMENT, _KEEPERS),
    _guard(
        "agreement_steps_follow_each_other",
        AGREEMENT_STEP,
        f"{_not_before_the_last(AGREEMENT_STEP, 'agreement_id')} OR "
        + _out_of_turn(
            _last(AGREEMENT_STEP, "agreement_id"), dict.fromkeys((None, *AgreementStep)), allowed
        ),
        "this step may not follow",
    ),
    _guard(
        "agreement_step_not_before_it_was_recorded",
        AGREEMENT_STEP,
        f"EXISTS (SELECT 1 FROM {AGREEMENT} a WHERE a.id = NEW.agreement_id "
        "AND a.recorded_on > NEW.happened_on)",
        "not before the agreement was recorded",
    ),
    *append_only(AGREEMENT_FILE, unique=[("agreement_id", "file_id")]),
    _guard("agreement_file_by_whom", AGREEMENT_FILE,
           _nobody_of(_OF_AGREEMENT, _KEEPERS, "attached_by_id"),
           "attached by somebody of the office who may"),
    _file_of(AGREEMENT_FILE, _OF_AGREEMENT),
]  # fmt: skip

GUARDS = [*FINDING_GUARDS, *PARTNER_GUARDS, *AGREEMENT_GUARDS]
