"""What the database itself refuses about visits, what was agreed at them, and their photos.

A day in the closed books is refused throughout: issuing a quarter's report closes its books, so
what a report said of a quarter's visits stays true until the quarter is reopened.
"""

from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, unknown
from visits.models import Visit
from visits.rules import CLOSING, Step

VISIT, OFFICER, AGREED = "visits_visit", "visits_visitofficer", "visits_visitagreement"
STEP, PHOTO, WITHDRAWN = (
    "visits_agreementstep", "visits_visitphoto", "visits_visitphotowithdrawal",
)  # fmt: skip

_OFFICE = "(SELECT office_id FROM offices_village WHERE id = NEW.village_id)"
_OF_VISIT = (
    "(SELECT v.office_id FROM visits_visit w JOIN offices_village v ON v.id = w.village_id "
    "WHERE w.id = {})"
)
_OF_CHILD = _OF_VISIT.format("NEW.visit_id")
_OF_STEP = _OF_VISIT.format(
    "(SELECT a.visit_id FROM visits_visitagreement a WHERE a.id = NEW.agreement_id)"
)
_OF_WITHDRAWAL = _OF_VISIT.format(
    "(SELECT p.visit_id FROM visits_visitphoto p WHERE p.id = NEW.photo_id)"
)
_CLOSED_WORDS = ", ".join(f"'{step}'" for step in CLOSING)
_LAST_STEP = (
    "COALESCE((SELECT s.kind FROM visits_agreementstep s WHERE s.agreement_id = {} "
    "ORDER BY s.id DESC LIMIT 1), '')"
)


def _guard(name: str, table: str, when: str, text: str, lock: str = "") -> Guard:
    return Guard(name, table, "INSERT", when, f"{table}: {text}", lock_office=lock)


def _in_open_books(table: str, office: str, day: str) -> Guard:
    when = closed(office, f"NEW.{day}")
    return _guard(f"{table}_open_books", table, when, "the period is closed", lock=office)


def _user_elsewhere(office: str, user: str) -> str:
    return (
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.{user} "
        f"AND u.office_id = {office})"
    )


def _key_elsewhere(office: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM ledger_submission s WHERE s.id = NEW.submission_id "
        f"AND s.office_id = {office})"
    )


def _of_the_visit_now(table: str) -> Guard:
    """Refuse what is added to a visit that was replaced, or that is void."""
    return _guard(
        f"{table}_of_a_standing_visit",
        table,
        "EXISTS (SELECT 1 FROM visits_visit w WHERE w.id = NEW.visit_id AND (w.is_void "
        "OR EXISTS (SELECT 1 FROM visits_visit d WHERE d.corrects_id = w.id)))",
        "the visit was replaced or withdrawn",
    )


def _of_an_open_visit(table: str) -> Guard:
    """Refuse what is added to a visit of the closed books: a report has counted it."""
    return _guard(
        f"{table}_open_books",
        table,
        f"EXISTS (SELECT 1 FROM visits_visit w JOIN offices_office o ON o.id = {_OF_CHILD} "
        "WHERE w.id = NEW.visit_id AND o.books_closed_through >= w.visited_on)",
        "the period is closed",
        _OF_CHILD,
    )


GUARDS = [
    *append_only(VISIT, unique=[("corrects_id",)]),
    _in_open_books(VISIT, _OFFICE, "visited_on"),
    _guard("visit_known_kind", VISIT, unknown("kind", Visit.Kind.values), "unknown word"),
    _guard(
        "visit_by_somebody_of_the_office",
        VISIT,
        f"{_user_elsewhere(_OFFICE, 'recorded_by_id')} OR {_user_elsewhere(_OFFICE, 'visitor_id')} "
        f"OR {_key_elsewhere(_OFFICE)}",
        "visitor, writer and key are of the office",
    ),
    _guard(
        "visit_group_of_the_village",
        VISIT,
        "NEW.group_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM groups_group g "
        "WHERE g.id = NEW.group_id AND g.office_id = " + _OFFICE + " AND (g.village_id = "
        "NEW.village_id OR EXISTS (SELECT 1 FROM visits_visit c WHERE c.id = NEW.corrects_id "
        "AND c.group_id = NEW.group_id AND c.village_id = NEW.village_id)))",
        "the group is of the village",
    ),
    _guard(
        "visit_once_a_day",
        VISIT,
        "NOT NEW.is_void AND EXISTS (SELECT 1 FROM visits_visit c "
        "WHERE c.village_id = NEW.village_id AND COALESCE(c.group_id, 0) = "
        "COALESCE(NEW.group_id, 0) AND c.visited_on = NEW.visited_on AND c.kind = NEW.kind "
        "AND c.visitor_id = NEW.visitor_id AND NOT c.is_void "
        "AND (NEW.corrects_id IS NULL OR c.id <> NEW.corrects_id) "
        "AND NOT EXISTS (SELECT 1 FROM visits_visit d WHERE d.corrects_id = c.id))",
        "the visit is recorded already",
    ),
    _guard(
        "visit_corrects_a_standing_one",
        VISIT,
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM visits_visit c "
        "WHERE c.id = NEW.corrects_id AND c.village_id = NEW.village_id AND NOT c.is_void "
        "AND COALESCE(c.group_id, 0) = COALESCE(NEW.group_id, 0) "
        "AND NOT EXISTS (SELECT 1 FROM visits_visit d WHERE d.corrects_id = c.id))",
        "a correction takes the place of a standing visit of the same group",
    ),
    _guard(
        "visit_corrects_in_open_books",
        VISIT,
        "NEW.corrects_id IS NOT NULL AND EXISTS (SELECT 1 FROM visits_visit c "
        f"JOIN offices_office o ON o.id = {_OFFICE} "
        "WHERE c.id = NEW.corrects_id AND o.books_closed_through >= c.visited_on)",
        "what lies in a closed period stays",
    ),
    _guard(
        "visit_corrected_while_nothing_is_closed",
        VISIT,
        "NEW.corrects_id IS NOT NULL AND EXISTS (SELECT 1 FROM visits_visitagreement a "
        f"WHERE a.visit_id = NEW.corrects_id AND {_LAST_STEP.format('a.id')} "
        f"IN ({_CLOSED_WORDS}))",
        "an agreement of it was closed",
    ),
    *append_only(OFFICER, unique=[("visit_id", "membership_id")]),
    _of_the_visit_now(OFFICER),
    _of_an_open_visit(OFFICER),
    _guard(
        "visit_officer_of_the_group_on_that_day",
        OFFICER,
        "NOT EXISTS (SELECT 1 FROM visits_visit w JOIN groups_membership m "
        "ON m.group_id = w.group_id WHERE w.id = NEW.visit_id AND m.id = NEW.membership_id "
        "AND m.position <> 'member' AND m.since <= w.visited_on "
        "AND (m.until IS NULL OR m.until >= w.visited_on))",
        "an officer of the group on that day",
    ),
    *append_only(AGREED, unique=[("visit_id", "position")]),
    _of_the_visit_now(AGREED),
    _of_an_open_visit(AGREED),
    _guard(
        "visit_agreement_due_later",
        AGREED,
        "EXISTS (SELECT 1 FROM visits_visit w WHERE w.id = NEW.visit_id "
        "AND w.visited_on > NEW.due_on)",
        "due not before the visit",
    ),
    *append_only(STEP, unique=[("submission_id",)]),
    _in_open_books(STEP, _OF_STEP, "happened_on"),
    _guard("agreement_step_known_kind", STEP, unknown("kind", list(Step)), "unknown word"),
    _guard(
        "agreement_step_by_somebody_of_the_office",
        STEP,
        f"{_user_elsewhere(_OF_STEP, 'recorded_by_id')} OR {_key_elsewhere(_OF_STEP)}",
        "writer and key are of the office",
    ),
    _guard(
        "agreement_step_in_its_turn",
        STEP,
        f"({_LAST_STEP.format('NEW.agreement_id')} IN ({_CLOSED_WORDS})) "
        f"<> (NEW.kind = '{Step.REOPENED}')",
        "what is open is closed, what is closed is opened",
    ),
    _guard(
        "agreement_step_after_what_was",
        STEP,
        "EXISTS (SELECT 1 FROM visits_visitagreement a JOIN visits_visit w ON w.id = a.visit_id "
        "WHERE a.id = NEW.agreement_id AND w.visited_on > NEW.happened_on) "
        "OR EXISTS (SELECT 1 FROM visits_agreementstep s "
        "WHERE s.agreement_id = NEW.agreement_id AND s.happened_on > NEW.happened_on)",
        "not before the visit and the last step",
    ),
    _guard(
        "agreement_step_of_a_standing_visit",
        STEP,
        "EXISTS (SELECT 1 FROM visits_visitagreement a JOIN visits_visit w ON w.id = a.visit_id "
        "WHERE a.id = NEW.agreement_id AND (w.is_void OR EXISTS (SELECT 1 FROM visits_visit d "
        "WHERE d.corrects_id = w.id)))",
        "the visit was replaced or withdrawn",
    ),
    *append_only(PHOTO, unique=[("visit_id", "file_id")]),
    _guard(
        "visit_photo_is_a_picture_of_the_office",
        PHOTO,
        "NOT EXISTS (SELECT 1 FROM offices_storedfile f WHERE f.id = NEW.file_id "
        f"AND f.office_id = {_OF_CHILD} AND f.content_type = 'image/jpeg') "
        f"OR {_user_elsewhere(_OF_CHILD, 'attached_by_id')}",
        "a picture kept by the office",
    ),
    *append_only(WITHDRAWN, unique=[("photo_id",)]),
    _guard(
        "visit_photo_withdrawn_by_somebody_of_the_office",
        WITHDRAWN,
        _user_elsewhere(_OF_WITHDRAWAL, "made_by_id"),
        "by a user of the office",
    ),
]
