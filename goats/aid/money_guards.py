"""What the database refuses about money of aid: never above budget, plan, or what was handed over.

Every sum is looked at on the row's day and on each later one, whatever the order of writing. The
year's budget is what the fund's account received from elsewhere than aid (``goats.aid.budget``), so
two guards stand on the ledger's own postings.
"""

from goats.aid.budget import FUND_CODE, ORIGIN
from goats.models import AidMove
from goats.models.aid import AID_KINDS
from upk.access import Role
from upk.ledger.guards import closed
from upk.ledger.purses import TRUST_FUNDS
from upk.triggers import Guard, append_only, unknown

MOVE, PLAN, LINE, HANDOVER = (
    "goats_aidmove", "goats_aidplan", "goats_aidline", "goats_aidhandover",
)  # fmt: skip
STANDS = "NOT EXISTS (SELECT 1 FROM goats_aidhandoverreversal r WHERE r.handover_id = h.id)"


def guard(name: str, table: str, when: str, text: str, lock: str = "") -> Guard:
    """A guard of new rows."""
    return Guard(name, table, "INSERT", when, f"{table}: {text}", lock_office=lock)


def in_open_books(table: str, office: str, day: str) -> Guard:
    """Refuse a row dated in closed books."""
    when = closed(office, f"NEW.{day}")
    return guard(f"{table}_open_books", table, when, "the period is closed", office)


def by_somebody_of(table: str, office: str) -> Guard:
    """Refuse a row whose writer or key is of another office."""
    return guard(
        f"{table}_by_somebody_of_the_office",
        table,
        f"NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.recorded_by_id "
        f"AND u.office_id = {office}) OR NOT EXISTS (SELECT 1 FROM ledger_submission s "
        f"WHERE s.id = NEW.submission_id AND s.office_id = {office})",
        "recorded by a user of the office, with a key of it",
    )


def nobody_with(*roles: Role) -> str:
    """SQL that holds unless the row's writer has one of the roles."""
    listed = ", ".join(f"'{role}'" for role in roles)
    return (
        "NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.recorded_by_id "
        f"AND u.role IN ({listed}))"
    )


def _effect(row: str) -> str:
    """SQL of what a move took from the fund."""
    return f"(CASE WHEN {row}.sort = 'paid' THEN {row}.amount ELSE -{row}.amount END)"


def _fund(office: str) -> str:
    where = f"f.office_id = {office} AND f.code = '{FUND_CODE}'"
    return f"(SELECT f.id FROM ledger_account f WHERE {where})"


def _side(column: str, office: str, year: str, day: str) -> str:
    """SQL of what was put on one side of the fund's account from elsewhere than aid."""
    return (
        "(SELECT COALESCE(SUM(sp.amount), 0) FROM ledger_posting sp JOIN ledger_entry se "
        "ON se.id = sp.entry_id LEFT JOIN ledger_entry st ON st.id = se.reverses_id "
        f"WHERE sp.{column} = {_fund(office)} AND se.origin <> '{ORIGIN}' "
        f"AND COALESCE(st.year, se.year) = {year} AND se.happened_on <= {day})"
    )


def set_aside(office: str, year: str, day: str) -> str:
    """SQL of what a year's budget was by the end of a day."""
    return f"({_side('credit_id', office, year, day)} - {_side('debit_id', office, year, day)})"


def _used(office: str, year: str, day: str) -> str:
    return (
        f"(SELECT COALESCE(SUM({_effect('um')}), 0) FROM {MOVE} um JOIN {PLAN} uq "
        f"ON uq.id = um.plan_id WHERE uq.office_id = {office} AND uq.year = {year} "
        f"AND um.happened_on <= {day})"
    )


def later_debits(office: str, day: str) -> str:
    """SQL of the days after ``day`` on which something was taken from the fund's account."""
    return (
        "SELECT de.happened_on AS day FROM ledger_posting dp JOIN ledger_entry de "
        f"ON de.id = dp.entry_id WHERE dp.debit_id = {_fund(office)} AND de.happened_on > {day}"
    )


def _above_budget(office: str, year: str, day: str, more: str) -> str:
    """SQL that holds where the year would give more than it has, on a day or any later one."""
    days = f"SELECT {day} AS day UNION {later_debits(office, day)}"
    rest = f"{set_aside(office, year, 'b.day')} - {_used(office, year, 'b.day')}"
    return f"EXISTS (SELECT 1 FROM ({days}) b WHERE {rest} - {more} < 0)"


_SAME_KIND = "{0}.plan_id = {plan} AND {0}.kind = {kind}"


def _paid(plan: str, kind: str, day: str) -> str:
    return (
        f"(SELECT COALESCE(SUM({_effect('pm')}), 0) FROM {MOVE} pm "
        f"WHERE {_SAME_KIND.format('pm', plan=plan, kind=kind)} AND pm.happened_on <= {day})"
    )


def _planned(plan: str, kind: str) -> str:
    return (
        f"(SELECT COALESCE(SUM(l.amount), 0) FROM {LINE} l "
        f"WHERE {_SAME_KIND.format('l', plan=plan, kind=kind)})"
    )


def _handovers(plan: str, kind: str) -> str:
    return (
        f"{HANDOVER} h JOIN {LINE} hl ON hl.id = h.line_id "
        f"WHERE {_SAME_KIND.format('hl', plan=plan, kind=kind)} AND {STANDS}"
    )


def _days(plan: str, kind: str, day: str) -> str:
    """SQL of a day and the later ones on which the kind's money moved or was handed over."""
    return (
        f"SELECT {day} AS day UNION SELECT dm.happened_on FROM {MOVE} dm "
        f"WHERE {_SAME_KIND.format('dm', plan=plan, kind=kind)} AND dm.happened_on > {day} "
        f"UNION SELECT h.handed_on FROM {_handovers(plan, kind)} AND h.handed_on > {day}"
    )


def above_paid(plan: str, kind: str, day: str, more: str) -> str:
    """SQL that holds where more would be handed over than paid, on a day or any later one."""
    given = f"{_handovers(plan, kind)} AND h.handed_on <= k.day"
    handed = f"(SELECT COALESCE(SUM(h.amount), 0) FROM {given})"
    return (
        f"EXISTS (SELECT 1 FROM ({_days(plan, kind, day)}) k "
        f"WHERE {_paid(plan, kind, 'k.day')} - {handed} - {more} < 0)"
    )


_ABOVE_PLAN = (
    f"EXISTS (SELECT 1 FROM ({_days('NEW.plan_id', 'NEW.kind', 'NEW.happened_on')}) k "
    f"WHERE {_paid('NEW.plan_id', 'NEW.kind', 'k.day')} + {_effect('NEW')} "
    f"> {_planned('NEW.plan_id', 'NEW.kind')})"
)
_YEAR = f"(SELECT y.year FROM {PLAN} y WHERE y.id = NEW.plan_id)"
_TRUST = ", ".join(f"'{fund}'" for fund in sorted(TRUST_FUNDS))
_POSTED = (
    "EXISTS (SELECT 1 FROM ledger_posting p JOIN ledger_account a ON a.id = NEW.account_id "
    "WHERE p.entry_id = NEW.entry_id AND a.office_id = NEW.office_id AND a.liquidity <> '' "
    f"AND a.fund NOT IN ({_TRUST}) AND p.amount = ABS(NEW.amount) "
    "AND (({paid} AND p.debit_id = {fund} AND p.credit_id = a.id) "
    "OR (NOT {paid} AND p.credit_id = {fund} AND p.debit_id = a.id)))"
).format(paid=f"({_effect('NEW')} > 0)", fund=_fund("NEW.office_id"))
_DECIDED = (
    "EXISTS (SELECT 1 FROM goats_aiddecision d WHERE d.plan_id = NEW.plan_id AND d.is_approved "
    "AND d.decided_on <= NEW.happened_on AND d.recorded_by_id <> NEW.recorded_by_id) "
    "AND NOT EXISTS (SELECT 1 FROM goats_aidplanend n WHERE n.plan_id = NEW.plan_id)"
)

MOVES = [
    *append_only(MOVE, unique=[("entry_id",), ("reverses_id",), ("submission_id",)]),
    in_open_books(MOVE, "NEW.office_id", "happened_on"),
    by_somebody_of(MOVE, "NEW.office_id"),
    guard(
        "aid_move_known_words",
        MOVE,
        f"{unknown('kind', AID_KINDS)} OR {unknown('sort', AidMove.Sort.values)}",
        "unknown word",
    ),
    guard(
        "aid_move_has_its_entry",
        MOVE,
        "NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id "
        "AND e.office_id = NEW.office_id AND e.happened_on = NEW.happened_on "
        f"AND e.origin = '{ORIGIN}' AND e.posting_count = 1 AND e.total = ABS(NEW.amount) "
        "AND ((NEW.reverses_id IS NULL AND e.kind = 'ordinary') "
        f"OR (NEW.reverses_id IS NOT NULL AND e.kind = 'reversal'))) OR NOT {_POSTED}",
        "its entry moves the amount between the fund and own cash or bank",
    ),
    guard(
        "aid_move_of_a_plan_that_may_be_paid",
        MOVE,
        f"NOT EXISTS (SELECT 1 FROM {PLAN} q WHERE q.id = NEW.plan_id "
        "AND q.office_id = NEW.office_id) OR (NEW.reverses_id IS NULL AND NEW.sort = 'paid' "
        f"AND NOT ({_DECIDED}))",
        "of a plan of the office, approved by somebody else and not ended",
    ),
    guard(
        "aid_move_by_who_may",
        MOVE,
        f"{nobody_with(Role.TREASURER, Role.MANAGER)} "
        f"OR (NEW.reverses_id IS NULL AND {nobody_with(Role.TREASURER)})",
        "the treasurer pays, the manager may reverse",
    ),
    guard(
        "aid_move_reversal_fits",
        MOVE,
        f"NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {MOVE} t JOIN ledger_entry e "
        "ON e.id = NEW.entry_id WHERE t.id = NEW.reverses_id AND t.reverses_id IS NULL "
        "AND t.amount = -NEW.amount AND e.reverses_id = t.entry_id AND t.plan_id = NEW.plan_id "
        "AND t.kind = NEW.kind AND t.sort = NEW.sort AND t.account_id = NEW.account_id)",
        "a reversal negates one row",
    ),
    guard(
        "aid_move_within_the_plan",
        MOVE,
        f"{_effect('NEW')} > 0 AND {_ABOVE_PLAN}",
        "more than is planned",
    ),
    guard(
        "aid_move_within_the_budget",
        MOVE,
        f"{_effect('NEW')} > 0 AND "
        # The entry is written already, but what aid took counts by its rows alone.
        + _above_budget("NEW.office_id", _YEAR, "NEW.happened_on", _effect("NEW")),
        "more than was set aside",
    ),
    guard(
        "aid_move_leaves_what_was_handed_over",
        MOVE,
        f"{_effect('NEW')} < 0 AND NEW.kind <> 'goats' AND "
        + above_paid("NEW.plan_id", "NEW.kind", "NEW.happened_on", f"(-{_effect('NEW')})"),
        "what was handed over stays paid",
    ),
    guard(
        "aid_move_leaves_placed_goats",
        MOVE,
        f"NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM {MOVE} t JOIN goats_goat g "
        "ON g.submission_id = t.submission_id JOIN goats_goatevent e ON e.goat_id = g.id "
        "WHERE t.id = NEW.reverses_id AND e.kind <> 'bought' AND NOT EXISTS "
        "(SELECT 1 FROM goats_eventreversal r WHERE r.event_id = e.id))",
        "goats that lived on stay paid",
    ),
]

GOATS = [
    guard(
        "goat_from_the_surplus_is_paid",
        "goats_goat",
        "NEW.funding = 'surplus' AND NOT NEW.is_from_old_books AND NOT EXISTS "
        f"(SELECT 1 FROM {MOVE} m JOIN {PLAN} q "
        "ON q.id = m.plan_id WHERE m.submission_id = NEW.submission_id AND m.kind = 'goats' "
        "AND m.reverses_id IS NULL AND m.office_id = NEW.office_id AND q.year = NEW.funding_year "
        "AND m.amount >= NEW.price + (SELECT COALESCE(SUM(g.price), 0) FROM goats_goat g "
        "WHERE g.submission_id = NEW.submission_id))",
        "a goat from the surplus has its payment",
    ),
    guard(
        "goat_that_was_paid_was_bought",
        "goats_eventreversal",
        "EXISTS (SELECT 1 FROM goats_goatevent e JOIN goats_goat g ON g.id = e.goat_id "
        "WHERE e.id = NEW.event_id AND e.kind = 'bought' AND g.funding = 'surplus' "
        f"AND NOT EXISTS (SELECT 1 FROM {MOVE} m JOIN {MOVE} r ON r.reverses_id = m.id "
        "WHERE m.submission_id = g.submission_id))",
        "the payment of a goat is reversed first",
    ),
]

_BUDGET_OF_ENTRY = ("e.office_id", "COALESCE(t.year, e.year)", "e.happened_on", "NEW.amount")
_TAKES_FROM_FUND = (
    f"(SELECT a.code FROM ledger_account a WHERE a.id = NEW.debit_id) = '{FUND_CODE}'"
)
_FUND_ENTRY = (
    "EXISTS (SELECT 1 FROM ledger_account a JOIN ledger_entry e ON e.id = NEW.entry_id "
    "LEFT JOIN ledger_entry t ON t.id = e.reverses_id "
    f"WHERE a.id = NEW.debit_id AND a.code = '{FUND_CODE}' AND {{0}})"
)
FUND = [
    guard(
        "aid_alone_takes_from_the_fund",
        "ledger_posting",
        _FUND_ENTRY.format(f"e.origin NOT IN ('{ORIGIN}', 'closing') AND e.reverses_id IS NULL"),
        "the fund of poor households is spent by aid",
    ),
    guard(
        "aid_keeps_what_it_used",
        "ledger_posting",
        # Without CASE, PostgreSQL adds the fund up for each posting to whatever account: 12 ms.
        f"(CASE WHEN {_TAKES_FROM_FUND} THEN "
        + _FUND_ENTRY.format(f"e.origin <> '{ORIGIN}' AND {_above_budget(*_BUDGET_OF_ENTRY)}")
        + " ELSE FALSE END)",
        "aid has used what would be taken back",
    ),
]

GUARDS = [*MOVES, *GOATS, *FUND]
