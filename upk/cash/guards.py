"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from upk.cash.models import CashCountLine, LineVerdict
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, unknown

_BOOK_BALANCE = (
    "(SELECT COALESCE(SUM(CASE WHEN p.debit_id = NEW.account_id THEN p.amount "
    "ELSE -p.amount END), 0) FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id "
    "WHERE (p.debit_id = NEW.account_id OR p.credit_id = NEW.account_id) "
    "AND e.happened_on <= NEW.counted_on)"
)
_COUNTED_SO_FAR = (
    "(SELECT COALESCE(SUM(value * pieces), 0) FROM cash_cashcountline "
    "WHERE count_id = NEW.count_id)"
)
# The entry of a settlement is one posting between the counted account and another.
_SETTLES = (
    "SELECT 1 FROM cash_cashcount c, ledger_entry e, ledger_posting p WHERE c.id = NEW.count_id "
    "AND e.id = NEW.entry_id AND p.entry_id = e.id AND e.office_id = c.office_id "
    "AND e.kind = 'ordinary' AND e.origin = 'ledger' AND e.happened_on >= c.counted_on "
    "AND e.posting_count = 1 AND ((p.debit_id = c.account_id AND p.amount = c.difference) "
    "OR (p.credit_id = c.account_id AND -p.amount = c.difference))"
)
_SETTLED_ALREADY = (
    "SELECT 1 FROM cash_cashsettlement s WHERE s.count_id = NEW.count_id "
    "AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = s.entry_id)"
)

_COUNTED_LATER = (
    "SELECT 1 FROM cash_cashcount c, cash_cashcount n WHERE c.id = NEW.count_id "
    "AND n.account_id = c.account_id AND (n.counted_on > c.counted_on "
    "OR (n.counted_on = c.counted_on AND n.id > c.id))"
)

_COUNTS = [
    *append_only("cash_cashcount", unique=[("submission_id",)]),
    *append_only("cash_cashdenomination"),
    Guard(
        "cashdenomination_is_note_or_coin",
        "cash_cashdenomination",
        "INSERT",
        unknown("kind", CashCountLine.Kind.values),
        "cash_cashdenomination: a note or a coin",
    ),
    *append_only("cash_cashcountline", unique=[("count_id", "kind", "value")]),
    *append_only("cash_cashsettlement", unique=[("entry_id",)]),
    Guard(
        "cashcount_not_in_closed_period",
        "cash_cashcount",
        "INSERT",
        closed("NEW.office_id", "NEW.counted_on"),
        "cash_cashcount: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "cashcount_of_a_cash_box_of_the_office",
        "cash_cashcount",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.account_id "
        "AND a.office_id = NEW.office_id AND a.liquidity = 'cash')",
        "cash_cashcount: what is counted is a cash account of the office",
    ),
    Guard(
        "cashcount_by_people_of_the_office",
        "cash_cashcount",
        "INSERT",
        "(SELECT COUNT(*) FROM offices_user u WHERE u.office_id = NEW.office_id "
        "AND u.id IN (NEW.counted_by_id, NEW.witnessed_by_id)) < 2 "
        "AND NEW.counted_by_id <> NEW.witnessed_by_id",
        "cash_cashcount: users of the office count and witness",
    ),
    Guard(
        "cashcount_knows_the_books",
        "cash_cashcount",
        "INSERT",
        f"{_BOOK_BALANCE} <> NEW.book_balance",
        "cash_cashcount: the book balance is that of the ledger",
    ),
    Guard(
        "cashcountline_within_its_count",
        "cash_cashcountline",
        "INSERT",
        f"{unknown('kind', CashCountLine.Kind.values)} OR {_COUNTED_SO_FAR} "
        "+ NEW.value * NEW.pieces > (SELECT counted FROM cash_cashcount WHERE id = NEW.count_id)",
        "cash_cashcountline: notes and coins add up to what was counted",
    ),
    Guard(
        "cashsettlement_is_the_difference",
        "cash_cashsettlement",
        "INSERT",
        f"NOT EXISTS ({_SETTLES}) OR EXISTS ({_SETTLED_ALREADY}) OR EXISTS ({_COUNTED_LATER})",
        "cash_cashsettlement: one standing entry of the difference, of the last count",
    ),
]

# The latest verdict of its pair, and that it says so; {0} is the table's alias.
_STANDS = (
    "{0}.verdict = 'accepted' AND NOT EXISTS (SELECT 1 FROM cash_lineverdict later "
    "WHERE later.line_id = {0}.line_id AND later.entry_id = {0}.entry_id AND later.id > {0}.id)"
)
_MATCHED = f"EXISTS (SELECT 1 FROM cash_lineverdict v WHERE {{0}} AND {_STANDS.format('v')})"
_ACCOUNT = (
    "SELECT s.account_id FROM cash_statementline l "
    "JOIN cash_bankstatement s ON s.id = l.statement_id WHERE l.id = NEW.line_id"
)
_ENTRY_MOVES = (
    "(SELECT COALESCE(SUM(CASE WHEN p.debit_id = b.account_id THEN p.amount "
    "ELSE -p.amount END), 0) FROM ledger_posting p WHERE p.entry_id = NEW.entry_id "
    "AND (p.debit_id = b.account_id OR p.credit_id = b.account_id))"
)
# A line of a standing statement of the entry's office, with what the entry does to the account.
_SAME_MOVEMENT = (
    "EXISTS (SELECT 1 FROM cash_statementline l JOIN cash_bankstatement b ON b.id = l.statement_id "
    "JOIN ledger_entry e ON e.office_id = b.office_id WHERE l.id = NEW.line_id "
    f"AND e.id = NEW.entry_id AND l.amount = {_ENTRY_MOVES} AND NOT EXISTS "
    "(SELECT 1 FROM cash_bankstatementwithdrawal w WHERE w.statement_id = b.id))"
)
_ENTRY_TAKEN = (
    "EXISTS (SELECT 1 FROM cash_lineverdict v JOIN cash_statementline vl ON vl.id = v.line_id "
    "JOIN cash_bankstatement vb ON vb.id = vl.statement_id WHERE v.entry_id = NEW.entry_id "
    f"AND vb.account_id = ({_ACCOUNT}) AND {_STANDS.format('v')})"
)
_PAIR_MATCHED = _MATCHED.format("v.line_id = NEW.line_id AND v.entry_id = NEW.entry_id")
_LINE_CLOSED = (
    "EXISTS (SELECT 1 FROM cash_statementclosing c JOIN cash_statementline cl "
    "ON cl.statement_id = c.statement_id WHERE cl.id = NEW.line_id)"
)
_LINE_MATCHED = _MATCHED.format("v.line_id = l.id")
_UNEXPLAINED = (
    "EXISTS (SELECT 1 FROM cash_statementline l WHERE l.statement_id = NEW.statement_id "
    f"AND NOT {_LINE_MATCHED} "
    "AND NOT EXISTS (SELECT 1 FROM cash_linenote n WHERE n.line_id = l.id))"
)

_STATEMENTS = [
    *append_only("cash_bankstatement", unique=[("submission_id",)]),
    *append_only("cash_bankstatementwithdrawal", unique=[("statement_id",)]),
    *append_only("cash_statementline", unique=[("statement_id", "position")]),
    *append_only("cash_lineverdict"),
    *append_only("cash_linenote"),
    *append_only("cash_statementclosing", unique=[("statement_id",)]),
    Guard(
        "bankstatement_of_a_bank_of_the_office",
        "cash_bankstatement",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_account a WHERE a.id = NEW.account_id "
        "AND a.office_id = NEW.office_id AND a.liquidity = 'bank')",
        "cash_bankstatement: a statement is of a bank account of the office",
    ),
    Guard(
        "bankstatement_overlaps_none",
        "cash_bankstatement",
        "INSERT",
        "EXISTS (SELECT 1 FROM cash_bankstatement b WHERE b.account_id = NEW.account_id "
        "AND b.until >= NEW.since AND NOT EXISTS "
        "(SELECT 1 FROM cash_bankstatementwithdrawal w WHERE w.statement_id = b.id))",
        "cash_bankstatement: it comes after the statements that there are",
    ),
    Guard(
        "bankstatement_opens_as_the_last_one_closed",
        "cash_bankstatement",
        "INSERT",
        "NEW.opening <> (SELECT b.closing FROM cash_bankstatement b "
        "WHERE b.account_id = NEW.account_id AND NOT EXISTS "
        "(SELECT 1 FROM cash_bankstatementwithdrawal w WHERE w.statement_id = b.id) "
        "ORDER BY b.until DESC, b.id DESC LIMIT 1)",
        "cash_bankstatement: it opens with what the last one closed with",
    ),
    Guard(
        "linenote_of_a_standing_statement",
        "cash_linenote",
        "INSERT",
        "EXISTS (SELECT 1 FROM cash_statementline l JOIN cash_bankstatementwithdrawal w "
        "ON w.statement_id = l.statement_id WHERE l.id = NEW.line_id)",
        "cash_linenote: its statement stands",
    ),
    Guard(
        "bankstatement_in_use_is_not_withdrawn",
        "cash_bankstatementwithdrawal",
        "INSERT",
        "EXISTS (SELECT 1 FROM cash_statementline l WHERE l.statement_id = NEW.statement_id "
        f"AND {_LINE_MATCHED}) OR EXISTS "
        "(SELECT 1 FROM cash_statementclosing c WHERE c.statement_id = NEW.statement_id)",
        "cash_bankstatementwithdrawal: it has matches or is closed",
    ),
    Guard(
        "statementline_within_its_statement",
        "cash_statementline",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM cash_bankstatement b WHERE b.id = NEW.statement_id "
        "AND NEW.happened_on BETWEEN b.since AND b.until "
        "AND NEW.position BETWEEN 1 AND b.line_count)",
        "cash_statementline: within the period and number of its statement",
    ),
    Guard(
        "lineverdict_fits",
        "cash_lineverdict",
        "INSERT",
        f"{unknown('verdict', LineVerdict.Verdict.values)} OR NOT {_SAME_MOVEMENT} "
        f"OR (NEW.verdict = 'accepted' AND ({_MATCHED.format('v.line_id = NEW.line_id')} "
        f"OR {_ENTRY_TAKEN})) OR (NEW.verdict = 'rejected' AND {_PAIR_MATCHED}) "
        f"OR (NEW.verdict = 'undone' AND (NOT {_PAIR_MATCHED} OR {_LINE_CLOSED}))",
        "cash_lineverdict: one line and one entry of the same amount, once",
    ),
    Guard(
        "statementclosing_explains_all",
        "cash_statementclosing",
        "INSERT",
        f"{_UNEXPLAINED} OR EXISTS "
        "(SELECT 1 FROM cash_bankstatementwithdrawal w WHERE w.statement_id = NEW.statement_id)",
        "cash_statementclosing: every line is matched or explained",
    ),
]

GUARDS = [
    *append_only("cash_usualtransaction", unique=[("entry_id",)]),
    Guard(
        "usual_of_its_office",
        "cash_usualtransaction",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id "
        "AND e.office_id = NEW.office_id AND e.kind = 'ordinary' AND e.origin = 'ledger')",
        "cash_usualtransaction: an ordinary entry of the same office",
    ),
    *_COUNTS,
    *_STATEMENTS,
]
