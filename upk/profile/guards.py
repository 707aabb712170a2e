"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from upk.ledger.guards import closed
from upk.profile.models import LegalDocument, ProfileText
from upk.triggers import Guard, append_only, changed, never_lost, unknown


def _by_the_office(table: str, column: str) -> Guard:
    return Guard(
        f"{table}_by_the_office",
        table,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.{column} "
        "AND u.office_id = NEW.office_id) OR NOT EXISTS (SELECT 1 FROM ledger_submission s "
        "WHERE s.id = NEW.submission_id AND s.office_id = NEW.office_id)",
        f"{table}: written by a user of the office",
    )


def _dated(table: str, day: str) -> Guard:
    return Guard(
        f"{table}_begins_in_open_books",
        table,
        "INSERT",
        closed("NEW.office_id", f"NEW.{day}"),
        f"{table}: the period is closed",
        lock_office="NEW.office_id",
    )


def _filled_once(table: str, column: str) -> list[Guard]:
    """``column`` goes from empty to a day in open books, and never anywhere else."""
    return [
        Guard(
            f"{table}_{column}_once",
            table,
            "UPDATE",
            f"OLD.{column} IS NOT NULL AND ({changed(column)})",
            f"{table}: {column} is filled in once",
        ),
        Guard(
            f"{table}_{column}_in_open_books",
            table,
            "UPDATE",
            f"({changed(column)}) AND {closed('NEW.office_id', f'NEW.{column}')}",
            f"{table}: the period is closed",
            lock_office="NEW.office_id",
        ),
    ]


def _counted(table: str, fixed: tuple[str, ...], later: tuple[str, ...]) -> list:
    """A row that counts from a day on; only ``later`` columns are filled in afterwards."""
    return [
        *never_lost(table),
        _by_the_office(table, "recorded_by_id"),
        _dated(table, "counts_from"),
        Guard(
            f"{table}_keeps_what_it_says",
            table,
            "UPDATE",
            changed(*fixed),
            f"{table}: rows are never changed, only withdrawn",
        ),
        Guard(
            f"{table}_begins_standing",
            table,
            "INSERT",
            "NEW.withdrawn_on IS NOT NULL",
            f"{table}: a row is withdrawn after it was written",
        ),
        Guard(
            f"{table}_withdrawn_by_the_office",
            table,
            "UPDATE",
            f"({changed('withdrawn_by_id')}) AND NOT EXISTS (SELECT 1 FROM offices_user u "
            "WHERE u.id = NEW.withdrawn_by_id AND u.office_id = NEW.office_id "
            "AND OLD.withdrawn_by_id IS NULL)",
            f"{table}: withdrawn by a user of the office",
        ),
        *(guard for column in later for guard in _filled_once(table, column)),
    ]


_SAME = ("id", "office_id", "counts_from", "recorded_by_id", "recorded_at", "submission_id")

GUARDS = [
    *append_only("profile_profiletext"),
    _by_the_office("profile_profiletext", "written_by_id"),
    _dated("profile_profiletext", "since"),
    Guard(
        "profiletext_of_the_profile",
        "profile_profiletext",
        "INSERT",
        unknown("key", ProfileText.Key.values),
        "profile_profiletext: a text of the profile",
    ),
    *_counted(
        "profile_officer",
        (*_SAME, "title", "name", "signs", "since"),
        ("until", "withdrawn_on"),
    ),
    *_counted(
        "profile_legaldocument",
        (*_SAME, "kind", "number", "dated_on", "subject", "file_id", "is_public"),
        ("withdrawn_on",),
    ),
    Guard(
        "legaldocument_of_a_kind",
        "profile_legaldocument",
        "INSERT",
        f"{unknown('kind', LegalDocument.Kind.values)} OR EXISTS (SELECT 1 "
        "FROM offices_storedfile f WHERE f.id = NEW.file_id AND f.office_id <> NEW.office_id)",
        "profile_legaldocument: a known kind, and a file of the office",
    ),
]
