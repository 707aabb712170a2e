"""What a clerk with SQL would try on cash and banks."""

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

USUAL = ("cash_usualtransaction", "{usual}")

CASES |= {
    "usual transaction of another office": (
        copied(*USUAL, entry_id="{foreign_entry}"),
        "ordinary entry of the same office",
    ),
    "usual transaction that is a reversal": (
        copied(*USUAL, entry_id="{undoing}"),
        "ordinary entry of the same office",
    ),
    "usual transaction that is a repayment": (
        copied(*USUAL, entry_id="{repayment_entry}"),
        "ordinary entry of the same office",
    ),
    "two kinds of one entry": (copied(*USUAL, kind="'lain'"), "never replaced|unique"),
    "usual transaction without a kind": (
        copied(*USUAL, kind="''", entry_id="{entry}"),
        "usual_has_a_kind",
    ),
}

COUNT = ("cash_cashcount", "{cash_count}")
FRESH = {"submission_id": "{submission}"}
LINE = ("cash_cashcountline", "{cash_count_line}")
SETTLEMENT = ("cash_cashsettlement", "{cash_settlement}")

CASES |= {
    "a denomination that is neither note nor coin": (
        copied("cash_cashdenomination", "{denomination}", kind="'gold'"),
        "a note or a coin",
    ),
    "a denomination without a value": (
        copied("cash_cashdenomination", "{denomination}", value="0"),
        "has_a_value",
    ),
    "a denomination that ends before it begins": (
        copied("cash_cashdenomination", "{denomination}", until="'2009-12-31'"),
        "ends_after_it_begins",
    ),
    "count of a bank": (copied(*COUNT, **FRESH, account_id="{bank}"), "cash account of the office"),
    "count of another office's box": (
        copied(*COUNT, **FRESH, account_id="{foreign}"),
        "cash account of the office",
    ),
    "count in the closed period": (
        copied(*COUNT, **FRESH, counted_on="'2009-12-31'"),
        "period is closed",
    ),
    "count beside another book balance": (
        copied(*COUNT, **FRESH, book_balance="book_balance - 1", difference="difference + 1"),
        "that of the ledger",
    ),
    "count of another day's balance": (
        copied(*COUNT, **FRESH, counted_on="'2010-01-01'"),
        "that of the ledger",
    ),
    "count witnessed by a stranger": (
        copied(*COUNT, **FRESH, witnessed_by_id="{elsewhere}"),
        "users of the office",
    ),
    "count without a witness": (
        copied(*COUNT, **FRESH, witnessed_by_id="counted_by_id"),
        "cashcount_has_two_people",
    ),
    "count whose difference isn't one": (
        copied(*COUNT, **FRESH, difference="0"),
        "difference_is_counted_less_book",
    ),
    "count with a difference that nobody explains": (
        copied(*COUNT, **FRESH, explanation="''"),
        "difference_is_explained",
    ),
    "count under a spent key": (copied(*COUNT), "never replaced|unique"),
    "a coin more than was counted": (copied(*LINE, value="2", pieces="1"), "add up"),
    "a note of an unknown kind": (copied(*LINE, kind="'cek'"), "add up"),
    "a coin counted twice": (copied(*LINE), "never replaced|unique|add up"),
    "no coin at all": (copied(*LINE, value="2", pieces="0"), "counts_something"),
    "difference posted twice": (copied(*SETTLEMENT, entry_id="{settling_again}"), "one standing"),
    "difference of two counts": (
        copied(*SETTLEMENT, count_id="{second_cash_count}"),
        "never replaced|one standing",
    ),
    "another count's difference": (
        copied(*SETTLEMENT, count_id="{last_cash_count}", entry_id="{settling_again}"),
        "one standing",
    ),
    "difference of a count that was followed by another": (
        copied(*SETTLEMENT, count_id="{second_cash_count}", entry_id="{settling_second}"),
        "one standing",
    ),
    "difference posted by another entry": (
        copied(*SETTLEMENT, count_id="{last_cash_count}", entry_id="{usual_entry}"),
        "one standing",
    ),
}
STORED = ("offices_storedfile", "{stored_file}")
FILE = ("ledger_entryfile", "{entry_file}")

CASES |= {
    "file of another office's user": (
        copied(*STORED, sha256="'" + "a" * 64 + "'", stored_by_id="{elsewhere}"),
        "user of the office",
    ),
    "file without a digest": (copied(*STORED, sha256="''"), "under its digest"),
    "file without content": (
        copied(*STORED, sha256="'" + "b" * 64 + "'", size="0"),
        "storedfile_holds_something",
    ),
    "file at an entry of another office": (
        copied(*FILE, entry_id="{foreign_entry}"),
        "entry and file are of one office",
    ),
    "file withdrawn twice": (
        copied("ledger_entryfilewithdrawal", "{file_withdrawal}"),
        "never replaced|unique",
    ),
}

STATEMENT = ("cash_bankstatement", "{statement}")
MOVEMENT = ("cash_statementline", "{statement_line}")
VERDICT = ("cash_lineverdict", "{verdict}")
CLOSED = "(SELECT b.closing FROM cash_bankstatement b WHERE b.id = {later_statement})"
MARCH = {"since": "'2010-03-01'", "until": "'2010-03-31'", "opening": CLOSED}
AFTER = MARCH | FRESH

CASES |= {
    "statement of a cash box": (
        copied(*STATEMENT, **AFTER, account_id="{cash}"),
        "bank account of the office",
    ),
    "statement of another office's bank": (
        copied(*STATEMENT, **AFTER, office_id="{other}"),
        "bank account of the office",
    ),
    "statement of the same month": (copied(*STATEMENT, **FRESH), "comes after"),
    "statement that opens with other money": (
        copied(*STATEMENT, **AFTER | {"opening": f"{CLOSED} + 1"}),
        "what the last one closed with",
    ),
    "line of a withdrawn statement explained": (
        copied("cash_linenote", "{line_note}", line_id="{wrong_line}"),
        "its statement stands",
    ),
    "statement that ends before it begins": (
        copied(*STATEMENT, **AFTER | {"until": "'2010-02-28'"}),
        "ends_after_it_begins",
    ),
    "statement under a spent key": (
        copied(*STATEMENT, **MARCH),
        "never replaced|unique",
    ),
    "statement with matches withdrawn": (
        copied("cash_bankstatementwithdrawal", "{statement_withdrawal}",
               statement_id="{later_statement}"),
        "has matches or is closed",
    ),
    "statement withdrawn twice": (
        copied("cash_bankstatementwithdrawal", "{statement_withdrawal}"),
        "never replaced|unique",
    ),
    "movement outside of its statement": (
        copied(*MOVEMENT, statement_id="{bare_statement}", happened_on="'2010-02-01'"),
        "within the period and number",
    ),
    "movement more than there are": (
        copied(*MOVEMENT, position="4"),
        "within the period and number",
    ),
    "movement twice": (copied(*MOVEMENT), "never replaced|unique"),
    "line matched with another amount": (
        copied(*VERDICT, line_id="{waiting_line}", entry_id="{spare_eleven}"),
        "same amount, once",
    ),
    "line matched with another office's entry": (
        copied(*VERDICT, line_id="{waiting_line}", entry_id="{foreign_entry}"),
        "same amount, once",
    ),
    "line matched twice": (copied(*VERDICT, entry_id="{spare_eleven}"), "same amount, once"),
    "entry matched twice": (copied(*VERDICT, line_id="{matched_line}"), "same amount, once"),
    "pair matched again": (copied(*VERDICT), "same amount, once"),
    "line of a withdrawn statement matched": (
        copied(*VERDICT, line_id="{wrong_line}", entry_id="{five}"),
        "same amount, once",
    ),
    "match of a closed statement undone": (
        copied(*VERDICT, verdict="'undone'"),
        "same amount, once",
    ),
    "match undone that there isn't": (
        copied(*VERDICT, line_id="{waiting_line}", entry_id="{nineteen}", verdict="'undone'"),
        "same amount, once",
    ),
    "match rejected that stands": (
        copied(*VERDICT, line_id="{matched_line}", entry_id="{eleven_again}",
               verdict="'rejected'"),
        "same amount, once",
    ),
    "unknown verdict": (
        copied(*VERDICT, line_id="{waiting_line}", entry_id="{nineteen}", verdict="'lain'"),
        "same amount, once",
    ),
    "line explained by nothing": (
        copied("cash_linenote", "{line_note}", text="''"),
        "linenote_says_something",
    ),
    "statement closed with an open line": (
        copied("cash_statementclosing", "{statement_closing}", statement_id="{later_statement}"),
        "matched or explained",
    ),
    "statement closed twice": (
        copied("cash_statementclosing", "{statement_closing}"),
        "never replaced|unique",
    ),
}  # fmt: skip
