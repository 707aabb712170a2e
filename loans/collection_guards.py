"""What the database itself refuses about arrears work (see ``upk.triggers``)."""

from loans.models import ArrearsContact, CollectionRules
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, unknown

_OFFICE_OF_LOAN = "(SELECT office_id FROM loans_loan WHERE id = NEW.loan_id)"
_LAST_NUMBER = (
    "(SELECT COALESCE(MAX(number), 0) FROM loans_arrearsletter "
    "WHERE office_id = NEW.office_id AND year = NEW.year)"
)
_SAME_SPELL = "b.loan_id = NEW.loan_id AND b.late_since = NEW.late_since"


def _withdrawn(letter: str) -> str:
    """SQL that holds where the letter of that alias was withdrawn."""
    return f"EXISTS (SELECT 1 FROM loans_letterwithdrawal w WHERE w.letter_id = {letter}.id)"


def _year_of_its_day(vendor: str, year: str) -> Guard:
    return Guard(
        f"letter_year_{vendor}",
        "loans_arrearsletter",
        "INSERT",
        f"NEW.year <> {year}",
        "loans_arrearsletter: the year is that of its day",
        only=vendor,
    )


GUARDS = [
    *append_only("loans_collectionrules"),
    Guard(
        "collection_rules_begin_in_open_books",
        "loans_collectionrules",
        "INSERT",
        closed("NEW.office_id", "NEW.since"),
        "loans_collectionrules: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "collection_rules_known_unit",
        "loans_collectionrules",
        "INSERT",
        unknown("unit", [word for word, _ in CollectionRules.UNITS]),
        "loans_collectionrules: unknown unit",
    ),
    *append_only("loans_arrearscontact", unique=[("corrects_id",)]),
    Guard(
        "contact_known_kind",
        "loans_arrearscontact",
        "INSERT",
        unknown("kind", ArrearsContact.Kind.values),
        "loans_arrearscontact: unknown kind",
    ),
    Guard(
        "contact_corrects_its_own_loan",
        "loans_arrearscontact",
        "INSERT",
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM loans_arrearscontact c "
        "WHERE c.id = NEW.corrects_id AND c.loan_id = NEW.loan_id AND c.kind <> 'void')",
        "loans_arrearscontact: a correction is about the same loan",
    ),
    Guard(
        "contact_after_disbursement",
        "loans_arrearscontact",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_loan WHERE id = NEW.loan_id "
        "AND disbursed_on <= NEW.happened_on)",
        "loans_arrearscontact: not before the disbursement",
    ),
    *append_only(
        "loans_arrearsletter",
        unique=[("office_id", "year", "number"), ("loan_id", "late_since", "level", "edition")],
    ),
    Guard(
        "letter_numbers_without_gaps",
        "loans_arrearsletter",
        "INSERT",
        f"NEW.number <> {_LAST_NUMBER} + 1",
        "loans_arrearsletter: numbers go on without gaps",
    ),
    Guard(
        "letter_of_the_loans_office",
        "loans_arrearsletter",
        "INSERT",
        f"NEW.office_id <> {_OFFICE_OF_LOAN}",
        "loans_arrearsletter: office and loan must agree",
    ),
    Guard(
        "letter_of_a_disbursed_loan",
        "loans_arrearsletter",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_loan WHERE id = NEW.loan_id "
        "AND disbursed_on < NEW.oldest_due)",
        "loans_arrearsletter: only instalments of a disbursed loan are late",
    ),
    Guard(
        "letter_left_out_with_a_reason",
        "loans_arrearsletter",
        "INSERT",
        "NEW.level > 1 AND NEW.reason = '' AND NOT EXISTS (SELECT 1 FROM loans_arrearsletter b "
        "WHERE b.loan_id = NEW.loan_id AND b.level = NEW.level - 1 "
        f"AND b.issued_on >= NEW.late_since AND NOT {_withdrawn('b')})",
        "loans_arrearsletter: a letter follows the one before, or says why not",
    ),
    Guard(
        "letter_anew_after_withdrawal",
        "loans_arrearsletter",
        "INSERT",
        "NEW.edition <> 1 + (SELECT COUNT(*) FROM loans_arrearsletter b "
        f"WHERE {_SAME_SPELL} AND b.level = NEW.level AND {_withdrawn('b')})",
        "loans_arrearsletter: a level comes again only after it was withdrawn",
    ),
    *append_only("loans_letterwithdrawal", unique=[("letter_id",)]),
    Guard(
        "letter_withdrawn_after_it_was_issued",
        "loans_letterwithdrawal",
        "INSERT",
        "NEW.withdrawn_on < (SELECT issued_on FROM loans_arrearsletter WHERE id = NEW.letter_id)",
        "loans_letterwithdrawal: not before the letter",
    ),
    Guard(
        "letter_withdrawn_from_the_last_back",
        "loans_letterwithdrawal",
        "INSERT",
        "EXISTS (SELECT 1 FROM loans_arrearsletter a JOIN loans_arrearsletter b "
        "ON b.loan_id = a.loan_id AND b.late_since = a.late_since AND b.level > a.level "
        f"WHERE a.id = NEW.letter_id AND NOT {_withdrawn('b')})",
        "loans_letterwithdrawal: a later letter of the same arrears stands",
    ),
    _year_of_its_day("sqlite", "CAST(substr(NEW.issued_on, 1, 4) AS INTEGER)"),
    _year_of_its_day("postgresql", "EXTRACT(YEAR FROM NEW.issued_on)"),
]
