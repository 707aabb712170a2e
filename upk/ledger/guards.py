"""What the database itself refuses about the ledger (see ``upk.triggers``, design.md 4)."""

from upk.ledger.models import Account
from upk.money import LARGEST_AMOUNT
from upk.triggers import Guard, append_only, changed, never_lost, unknown

_OFFICE_OF_ENTRY = "SELECT office_id FROM ledger_entry WHERE id = NEW.entry_id"


def closed(office: str, day: str) -> str:
    """SQL that holds when ``day`` lies in the closed books of ``office`` (SQL expressions)."""
    return (
        f"EXISTS (SELECT 1 FROM offices_office WHERE id = {office} "
        f"AND books_closed_through >= {day})"
    )


def has_begun(office: str) -> str:
    """SQL that holds once ``office`` (an SQL expression) has any entry but opening ones.

    Or once its books were closed, which is the last thing of moving in: an office that moved in
    within a year has no other entry yet. Until then an office moves in; afterwards its old facts
    would be a way round the cash box. The first part is written as the index
    ``entry_after_opening``, which answers it at once.
    """
    return (
        f"(EXISTS (SELECT 1 FROM ledger_entry b WHERE b.office_id = {office} "
        "AND NOT (b.kind = 'opening')) "
        f"OR EXISTS (SELECT 1 FROM ledger_periodchange c WHERE c.office_id = {office}))"
    )


_BALANCES = "kind = 'opening' AND {row}origin = 'ledger'"
"""Opening balances, which bring every account to what the older books said."""


def _same_pairs(entry: str) -> str:
    """SQL counting postings of ``entry`` (an SQL id) that mirror the new posting."""
    return (
        f"(SELECT COUNT(*) FROM ledger_posting WHERE entry_id = ({entry}) AND amount = NEW.amount"
    )


# The highest number on paper: a counter may be set back to it (from a gap that nothing fills),
# never below it.
_LAST_GIVEN = (
    "(SELECT COALESCE(MAX(number), 0) FROM ledger_entry WHERE office_id = OLD.office_id "
    "AND voucher = OLD.voucher AND year = OLD.year)"
)
# A parent of NULL is no account of another office.
_ACCOUNT_WRONG = " OR ".join(
    [
        unknown("kind", Account.Kind.values),
        unknown("fund", Account.Fund.values),
        unknown("liquidity", Account.Liquidity.values),
        "EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.parent_id "
        "AND office_id <> NEW.office_id)",
    ]
)
_ACCOUNT_MEANING = (
    "id", "office_id", "code", "kind", "fund", "liquidity", "parent_id", "is_header", "subledger",
)  # fmt: skip
_TARGET = "SELECT reverses_id FROM ledger_entry WHERE id = NEW.entry_id"

GUARDS = [
    *append_only(
        "ledger_entry", unique=[("office_id", "voucher", "year", "number"), ("reverses_id",)]
    ),
    *append_only("ledger_posting"),
    *append_only("ledger_submission", unique=[("key",)]),
    *append_only("ledger_periodchange"),
    *never_lost("ledger_vouchercounter", unique=[("office_id", "voucher", "year")]),
    *never_lost("ledger_account", unique=[("office_id", "code")]),
    *append_only("ledger_entryfile", unique=[("entry_id", "file_id")]),
    Guard(
        "entryfile_of_one_office",
        "ledger_entryfile",
        "INSERT",
        f"({_OFFICE_OF_ENTRY}) <> (SELECT office_id FROM offices_storedfile "
        "WHERE id = NEW.file_id)",
        "ledger_entryfile: entry and file are of one office",
    ),
    *append_only("ledger_entryfilewithdrawal", unique=[("entry_file_id",)]),
    Guard(
        "counter_begins_at_what_was_given",
        "ledger_vouchercounter",
        "INSERT",
        f"{_LAST_GIVEN.replace('OLD.', 'NEW.')} <> NEW.last_number",
        "ledger_vouchercounter: a new counter begins at the last number given",
    ),
    Guard(
        "counter_moves_forward",
        "ledger_vouchercounter",
        "UPDATE",
        f"{_LAST_GIVEN} > NEW.last_number OR {changed('id', 'office_id', 'voucher', 'year')}",
        "ledger_vouchercounter: numbers are given once",
    ),
    Guard(
        "entry_not_in_closed_period",
        "ledger_entry",
        "INSERT",
        closed("NEW.office_id", "NEW.happened_on"),
        "ledger_entry: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "entry_number_is_the_counter",
        "ledger_entry",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_vouchercounter WHERE office_id = NEW.office_id "
        "AND voucher = NEW.voucher AND year = NEW.year AND last_number >= NEW.number)",
        "ledger_entry: numbers come from the counter",
    ),
    Guard(
        "entry_number_leaves_no_gap",
        "ledger_entry",
        "INSERT",
        "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM ledger_entry WHERE office_id = NEW.office_id "
        "AND voucher = NEW.voucher AND year = NEW.year AND number = NEW.number - 1)",
        "ledger_entry: numbers have no gaps",
    ),
    Guard(
        "entry_can_be_added_up",
        "ledger_entry",
        "INSERT",
        f"NEW.total > {LARGEST_AMOUNT}",
        "ledger_entry: more than any office has",
    ),
    Guard(
        "entry_known_words",
        "ledger_entry",
        "INSERT",
        "NEW.voucher NOT IN ('BKM', 'BKK', 'BM') "
        "OR NEW.kind NOT IN ('ordinary', 'opening', 'closing', 'reversal')",
        "ledger_entry: unknown voucher or kind",
    ),
    Guard(
        "opening_balances_come_first",
        "ledger_entry",
        "INSERT",
        f"NEW.{_BALANCES.format(row='NEW.')} AND {has_begun('NEW.office_id')}",
        "ledger_entry: opening balances come before anything else in the books",
    ),
    Guard(
        "opening_balances_stay",
        "ledger_entry",
        "INSERT",
        "EXISTS (SELECT 1 FROM ledger_entry o WHERE o.id = NEW.reverses_id "
        f"AND o.{_BALANCES.format(row='o.')})",
        "ledger_entry: opening balances are not taken back",
    ),
    Guard(
        "entry_reversal_fits",
        "ledger_entry",
        "INSERT",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry t "
        "WHERE t.id = NEW.reverses_id AND t.kind <> 'reversal' AND t.office_id = NEW.office_id "
        "AND t.posting_count = NEW.posting_count AND t.total = NEW.total "
        "AND t.origin = NEW.origin AND t.happened_on <= NEW.happened_on)",
        "ledger_entry: a reversal negates one earlier entry of the office",
    ),
    Guard(
        "posting_not_in_closed_period",
        "ledger_posting",
        "INSERT",
        "EXISTS (SELECT 1 FROM ledger_entry e JOIN offices_office o ON o.id = e.office_id "
        "WHERE e.id = NEW.entry_id AND o.books_closed_through >= e.happened_on)",
        "ledger_posting: the period is closed",
        lock_office=_OFFICE_OF_ENTRY,
    ),
    Guard(
        "posting_within_its_entry",
        "ledger_posting",
        "INSERT",
        "(SELECT COUNT(*) FROM ledger_posting WHERE entry_id = NEW.entry_id) >= "
        "(SELECT posting_count FROM ledger_entry WHERE id = NEW.entry_id) "
        "OR (SELECT COALESCE(SUM(amount), 0) FROM ledger_posting WHERE entry_id = NEW.entry_id) "
        "+ NEW.amount > (SELECT total FROM ledger_entry WHERE id = NEW.entry_id)",
        "ledger_posting: the entry is complete",
    ),
    Guard(
        "posting_accounts_of_the_office",
        "ledger_posting",
        "INSERT",
        "(SELECT COUNT(*) FROM ledger_account WHERE id IN (NEW.debit_id, NEW.credit_id) "
        f"AND office_id = ({_OFFICE_OF_ENTRY}) AND NOT is_header) <> 2",
        "ledger_posting: accounts must be postable ones of the office",
    ),
    Guard(
        "posting_respects_subledgers",
        "ledger_posting",
        "INSERT",
        "EXISTS (SELECT 1 FROM ledger_account WHERE id IN (NEW.debit_id, NEW.credit_id) "
        "AND subledger <> '' AND subledger <> "
        "(SELECT origin FROM ledger_entry WHERE id = NEW.entry_id))",
        "ledger_posting: the account belongs to a sub-ledger",
    ),
    Guard(
        "posting_of_reversal_mirrors",
        "ledger_posting",
        "INSERT",
        f"({_TARGET}) IS NOT NULL AND "
        f"{_same_pairs('NEW.entry_id')} AND debit_id = NEW.debit_id AND credit_id = NEW.credit_id)"
        f" >= {_same_pairs(_TARGET)} AND debit_id = NEW.credit_id AND credit_id = NEW.debit_id)",
        "ledger_posting: a reversal mirrors its entry",
    ),
    Guard(
        "account_in_use_keeps_its_meaning",
        "ledger_account",
        "UPDATE",
        f"({changed(*_ACCOUNT_MEANING)}) AND EXISTS "
        "(SELECT 1 FROM ledger_posting WHERE debit_id = OLD.id OR credit_id = OLD.id)",
        "ledger_account: a used account keeps its code, kind and fund",
    ),
    *[
        Guard(
            f"account_makes_sense_{event.lower()}",
            "ledger_account",
            event,
            _ACCOUNT_WRONG,
            "ledger_account: unknown kind, fund or liquidity, or a header of another office",
        )
        for event in ("INSERT", "UPDATE")
    ],
    Guard(
        "periodchange_continues",
        "ledger_periodchange",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_office o WHERE o.id = NEW.office_id "
        "AND (o.books_closed_through = NEW.closed_before "
        "OR (o.books_closed_through IS NULL AND NEW.closed_before IS NULL)))",
        "ledger_periodchange: it starts from the books as they are",
    ),
    Guard(
        "periodchange_keeps_the_older_books_closed",
        "ledger_periodchange",
        "INSERT",
        "EXISTS (SELECT 1 FROM ledger_entry o WHERE o.office_id = NEW.office_id "
        f"AND o.{_BALANCES.format(row='o.')} AND (NEW.closed_after IS NULL "
        "OR NEW.closed_after < o.happened_on))",
        "ledger_periodchange: what lies before the opening balances stays closed",
    ),
]
