"""What the database itself refuses about the tables of this concept."""

from maintenance.levies.accounts import ORIGIN
from maintenance.models import LevyBankItem, LevyMove, LevyRule
from upk.ledger.guards import closed, has_begun
from upk.triggers import Guard, NoTruncate, append_only, unknown

_OFFICE_OF_VILLAGE = "(SELECT office_id FROM offices_village WHERE id = NEW.village_id)"


def _entry_fits(table: str, office: str, day: str, more: str = "") -> Guard:
    """Refuse a row whose entry isn't one of this app, of its office and day."""
    return Guard(
        f"{table}_fits_its_entry",
        table,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id "
        f"AND e.office_id = {office} AND e.happened_on = {day} AND e.origin = '{ORIGIN}'{more})",
        f"{table}: the entry must be of the office, the day, the amount and the levies",
    )


def _not_closed(table: str, office: str, day: str) -> Guard:
    return Guard(
        f"{table}_not_in_closed_period",
        table,
        "INSERT",
        closed(office, day),
        f"{table}: the period is closed",
        lock_office=office,
    )


def _money_row(table: str, day: str, *unique: tuple[str, ...]) -> list[Guard | NoTruncate]:
    """What holds for payments, deposits and items of the bank alike."""
    more = " AND e.reverses_id IS NULL AND e.total = NEW.amount"
    return [
        *append_only(table, unique=[("entry_id",), *unique]),
        _not_closed(table, "NEW.office_id", day),
        _entry_fits(table, "NEW.office_id", day, more),
    ]


def _account(id: str, **fields: str) -> str:
    """SQL that holds where ``id`` is an account of the levies with these fields."""
    wanted = {"fund": "levy", "subledger": ORIGIN, **fields}
    tests = " AND ".join(f"a.{column} = '{value}'" for column, value in wanted.items())
    return f"SELECT 1 FROM ledger_account a WHERE a.id = {id} AND NOT a.is_header AND {tests}"


# A rule {0} that was never taken back as from its first day.
_HELD = (
    "NOT EXISTS (SELECT 1 FROM maintenance_levyrulewithdrawal w "
    "WHERE w.rule_id = {0}.id AND w.since <= {0}.since)"
)
# The latest rule that had begun on the payment's day, unless it had ended by then.
_IN_FORCE = (
    "EXISTS (SELECT 1 FROM maintenance_levyrule r WHERE r.village_id = NEW.village_id "
    f"AND r.since <= NEW.received_on AND {_HELD.format('r')} "
    "AND NOT EXISTS (SELECT 1 FROM maintenance_levyrulewithdrawal x "
    "WHERE x.rule_id = r.id AND x.since <= NEW.received_on) "
    "AND NOT EXISTS (SELECT 1 FROM maintenance_levyrule n WHERE n.village_id = r.village_id "
    "AND n.since <= NEW.received_on AND (n.since > r.since OR (n.since = r.since AND n.id > r.id)) "
    f"AND {_HELD.format('n')}))"
)
_SUM = (
    "(SELECT COALESCE(SUM(s.{0}), 0) FROM maintenance_levymove s "
    "WHERE s.village_id = NEW.village_id AND s.happened_on <= {1}) + NEW.{0} < 0"
)


def _lacking(column: str) -> str:
    """SQL that holds where the village would lack money there on the move's day or any after."""
    return (
        f"(NEW.{column} < 0 AND ({_SUM.format(column, 'NEW.happened_on')} OR EXISTS "
        "(SELECT 1 FROM maintenance_levymove d WHERE d.village_id = NEW.village_id "
        f"AND d.happened_on > NEW.happened_on AND {_SUM.format(column, 'd.happened_on')})))"
    )


_RULE_OFFICE = (
    "(SELECT v.office_id FROM maintenance_levyrule r JOIN offices_village v "
    "ON v.id = r.village_id WHERE r.id = NEW.rule_id)"
)

_PLACES = [
    *append_only("maintenance_levyfund", unique=[("office_id",)]),
    *append_only("maintenance_levytrust", unique=[("village_id",), ("account_id",)]),
    Guard(
        "levyfund_accounts_fit",
        "maintenance_levyfund",
        "INSERT",
        f"NOT EXISTS ({_account('NEW.cash_id', liquidity='cash')} AND a.office_id = NEW.office_id) "
        f"OR NOT EXISTS ({_account('NEW.bank_id', liquidity='bank')} "
        "AND a.office_id = NEW.office_id)",
        "maintenance_levyfund: cash box and bank are for levies alone, of the office",
    ),
    Guard(
        "levytrust_account_fits",
        "maintenance_levytrust",
        "INSERT",
        f"NOT EXISTS ({_account('NEW.account_id', kind='liability')} "
        f"AND a.office_id = {_OFFICE_OF_VILLAGE})",
        "maintenance_levytrust: what is owed to a village is a liability of its office",
    ),
]

_RULES = [
    *append_only("maintenance_levyrule", unique=[("submission_id",)]),
    *append_only("maintenance_levyrulewithdrawal", unique=[("rule_id",)]),
    _not_closed("maintenance_levyrule", _OFFICE_OF_VILLAGE, "NEW.since"),
    _not_closed("maintenance_levyrulewithdrawal", _RULE_OFFICE, "NEW.since"),
    Guard(
        "levyrule_known_words",
        "maintenance_levyrule",
        "INSERT",
        f"{unknown('basis', LevyRule.Basis.values)} OR {unknown('per', LevyRule.Per.values)}",
        "maintenance_levyrule: unknown word",
    ),
    Guard(
        "levyrule_one_per_day",
        "maintenance_levyrule",
        "INSERT",
        "EXISTS (SELECT 1 FROM maintenance_levyrule r WHERE r.village_id = NEW.village_id "
        f"AND r.since = NEW.since AND {_HELD.format('r')})",
        "maintenance_levyrule: a village has one rule since a day",
    ),
    Guard(
        "levyrule_file_of_the_office",
        "maintenance_levyrule",
        "INSERT",
        "NEW.file_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offices_storedfile f "
        f"WHERE f.id = NEW.file_id AND f.office_id = {_OFFICE_OF_VILLAGE})",
        "maintenance_levyrule: village and file are of one office",
    ),
]

_MONEY = [
    *_money_row("maintenance_levypayment", "NEW.received_on"),
    *_money_row("maintenance_levydeposit", "NEW.deposited_on", ("submission_id",)),
    *_money_row("maintenance_levybankitem", "NEW.happened_on", ("submission_id",)),
    *_money_row(
        "maintenance_levywithdrawal", "NEW.happened_on", ("submission_id",), ("repair_id",)
    ),
    Guard(
        "levywithdrawal_pays_its_repair",
        "maintenance_levywithdrawal",
        "INSERT",
        f"NEW.office_id <> {_OFFICE_OF_VILLAGE} OR NOT EXISTS "
        "(SELECT 1 FROM maintenance_repair r JOIN maintenance_infrastructure i "
        "ON i.id = r.infrastructure_id WHERE r.id = NEW.repair_id "
        "AND i.village_id = NEW.village_id AND r.payer = 'levy' AND r.cost = NEW.amount "
        "AND r.repaired_on = NEW.happened_on AND NOT r.is_void)",
        "maintenance_levywithdrawal: it pays a repair of the village, whole and on its day",
    ),
    Guard(
        "levywithdrawal_of_its_village",
        "maintenance_levywithdrawal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM maintenance_levymove s WHERE s.entry_id = NEW.entry_id "
        "AND s.village_id = NEW.village_id AND s.kind = 'spent' AND s.bank = -NEW.amount)",
        "maintenance_levywithdrawal: the money of that village was moved",
    ),
    Guard(
        "levypayment_has_a_rule",
        "maintenance_levypayment",
        "INSERT",
        f"NEW.office_id <> {_OFFICE_OF_VILLAGE} OR NOT {_IN_FORCE}",
        "maintenance_levypayment: a village of the office with a rule on that day",
    ),
    Guard(
        "levybankitem_known_words",
        "maintenance_levybankitem",
        "INSERT",
        unknown("kind", LevyBankItem.Kind.values),
        "maintenance_levybankitem: unknown word",
    ),
    *append_only("maintenance_levymove", unique=[("village_id", "entry_id")]),
    _not_closed("maintenance_levymove", _OFFICE_OF_VILLAGE, "NEW.happened_on"),
    _entry_fits(
        "maintenance_levymove",
        _OFFICE_OF_VILLAGE,
        "NEW.happened_on",
        " AND (e.reverses_id IS NOT NULL) = NEW.is_reversal",
    ),
    Guard(
        "levymove_of_the_village_that_paid",
        "maintenance_levymove",
        "INSERT",
        "NEW.kind = 'paid' AND NOT NEW.is_reversal AND NOT EXISTS (SELECT 1 "
        "FROM maintenance_levypayment p WHERE p.entry_id = NEW.entry_id "
        "AND p.village_id = NEW.village_id AND p.amount = NEW.cash)",
        "maintenance_levymove: the village that paid gets the money",
    ),
    Guard(
        "levymove_reversal_negates",
        "maintenance_levymove",
        "INSERT",
        "NEW.is_reversal AND NOT EXISTS (SELECT 1 FROM ledger_entry e "
        "JOIN maintenance_levymove s ON s.entry_id = e.reverses_id WHERE e.id = NEW.entry_id "
        "AND s.village_id = NEW.village_id AND s.kind = NEW.kind "
        "AND s.cash = -NEW.cash AND s.bank = -NEW.bank)",
        "maintenance_levymove: a reversal negates the move of its village",
    ),
    Guard(
        "levymove_opening_is_its_entry",
        "maintenance_levymove",
        "INSERT",
        "NEW.kind = 'opening' AND NOT EXISTS (SELECT 1 FROM ledger_entry e "
        "WHERE e.id = NEW.entry_id AND e.kind = 'opening' AND e.total >= ABS(NEW.cash + NEW.bank))",
        "maintenance_levymove: what was held before has an opening entry of its own, whole",
    ),
    Guard(
        "levymove_opening_before_the_books_begin",
        "maintenance_levymove",
        "INSERT",
        "EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id AND e.kind = 'opening') "
        f"AND {has_begun(_OFFICE_OF_VILLAGE)}",
        "maintenance_levymove: the books have begun",
    ),
    Guard(
        "levymove_known_words",
        "maintenance_levymove",
        "INSERT",
        unknown("kind", LevyMove.Kind.values),
        "maintenance_levymove: unknown word",
    ),
    Guard(
        "levymove_leaves_no_less_than_nothing",
        "maintenance_levymove",
        "INSERT",
        f"{_lacking('cash')} OR {_lacking('bank')}",
        "maintenance_levymove: the money of a village is never less than nothing",
    ),
]

_GRADES = [
    *append_only("maintenance_graderule"),
    _not_closed("maintenance_graderule", "NEW.office_id", "NEW.since"),
]

GUARDS: list[Guard | NoTruncate] = [*_PLACES, *_RULES, *_MONEY, *_GRADES]
