"""What the database itself refuses about plans of aid and hand-overs; money: ``money_guards``."""

from goats.aid.money_guards import (
    GUARDS as MONEY,
)
from goats.aid.money_guards import (
    HANDOVER,
    LINE,
    MOVE,
    PLAN,
    STANDS,
    above_paid,
    by_somebody_of,
    guard,
    in_open_books,
    later_debits,
    nobody_with,
    set_aside,
)
from goats.households.guards import state_sql
from goats.models.aid import AID_KINDS
from goats.rules.households import RECEIVES, Step
from upk.access import Role
from upk.ledger.guards import has_begun
from upk.triggers import append_only, unknown

DECISION, END, REVERSAL = (
    "goats_aiddecision", "goats_aidplanend", "goats_aidhandoverreversal",
)  # fmt: skip
_OFFICE_OF_PLAN = f"(SELECT q.office_id FROM {PLAN} q WHERE q.id = NEW.plan_id)"
_OFFICE_OF_LINE = (
    f"(SELECT q.office_id FROM {LINE} l JOIN {PLAN} q ON q.id = l.plan_id WHERE l.id = NEW.line_id)"
)
_OFFICE_OF_HANDOVER = (
    f"(SELECT q.office_id FROM {HANDOVER} h JOIN {LINE} l ON l.id = h.line_id "
    f"JOIN {PLAN} q ON q.id = l.plan_id WHERE h.id = NEW.handover_id)"
)
_RECEIVES = ", ".join(f"'{state}'" for state in sorted(RECEIVES))
_LEAVING = ", ".join(f"'{step}'" for step in sorted((Step.GRADUATED, Step.MOVED, Step.DIED)))


def _not_receiving(household: str, day: str) -> str:
    """SQL that holds where the household isn't confirmed by a day, or no longer poor by then."""
    return f"{state_sql(household, f' AND s.happened_on <= {day}')} NOT IN ({_RECEIVES})"


_MADE_ON = f"(SELECT q.made_on FROM {PLAN} q WHERE q.id = NEW.plan_id)"
_DONE_WITH = (
    f"(EXISTS (SELECT 1 FROM {END} n WHERE n.plan_id = b.id) OR EXISTS (SELECT 1 FROM {DECISION} d "
    "WHERE d.plan_id = b.id AND NOT d.is_approved))"
)
_BOUND = (
    f"(SELECT COALESCE(SUM(CASE WHEN {_DONE_WITH} THEN (SELECT COALESCE(SUM(CASE "
    "WHEN m.sort = 'paid' THEN m.amount ELSE -m.amount END), 0) "
    f"FROM {MOVE} m WHERE m.plan_id = b.id) ELSE b.total END), 0) FROM {PLAN} b "
    "WHERE b.office_id = q.office_id AND b.year = q.year)"
)
_BUDGET_DAYS = f"SELECT NEW.decided_on AS day UNION {later_debits('q.office_id', 'NEW.decided_on')}"
_ABOVE_BUDGET = (
    f"EXISTS (SELECT 1 FROM {PLAN} q WHERE q.id = NEW.plan_id AND EXISTS (SELECT 1 "
    f"FROM ({_BUDGET_DAYS}) w WHERE {set_aside('q.office_id', 'q.year', 'w.day')} < {_BOUND}))"
)

PLANS = [
    *append_only(PLAN, unique=[("office_id", "year", "number")]),
    in_open_books(PLAN, "NEW.office_id", "made_on"),
    by_somebody_of(PLAN, "NEW.office_id"),
    guard(
        "aid_plan_numbers_have_no_gaps",
        PLAN,
        f"NEW.number <> 1 + (SELECT COALESCE(MAX(q.number), 0) FROM {PLAN} q "
        "WHERE q.office_id = NEW.office_id AND q.year = NEW.year)",
        "numbers have no gaps",
    ),
    guard(
        "aid_plan_of_old_books_before_new_ones",
        PLAN,
        f"NEW.is_from_old_books AND {has_begun('NEW.office_id')}",
        "the books have begun",
    ),
    *append_only(LINE, unique=[("plan_id", "household_id", "kind")]),
    guard("aid_line_known_kind", LINE, unknown("kind", AID_KINDS), "unknown word"),
    guard(
        "aid_line_of_a_household_of_the_office",
        LINE,
        "NOT EXISTS (SELECT 1 FROM goats_household h JOIN offices_village v "
        "ON v.id = h.village_id WHERE h.id = NEW.household_id "
        f"AND v.office_id = {_OFFICE_OF_PLAN}) "
        f"OR {_not_receiving('NEW.household_id', _MADE_ON)}",
        "a household of the office that is confirmed by then",
    ),
    guard(
        "aid_line_within_its_plan",
        LINE,
        f"NOT EXISTS (SELECT 1 FROM {PLAN} q WHERE q.id = NEW.plan_id "
        f"AND (SELECT COUNT(*) FROM {LINE} l WHERE l.plan_id = q.id) < q.line_count "
        f"AND (SELECT COALESCE(SUM(l.amount), 0) FROM {LINE} l WHERE l.plan_id = q.id) "
        "+ NEW.amount <= q.total)",
        "the plan is complete",
    ),
    *append_only(DECISION, unique=[("plan_id",)]),
    in_open_books(DECISION, _OFFICE_OF_PLAN, "decided_on"),
    by_somebody_of(DECISION, _OFFICE_OF_PLAN),
    guard(
        "aid_plan_decided_by_somebody_else",
        DECISION,
        f"NOT EXISTS (SELECT 1 FROM {PLAN} q WHERE q.id = NEW.plan_id "
        "AND q.recorded_by_id <> NEW.recorded_by_id AND q.made_on <= NEW.decided_on "
        f"AND q.line_count = (SELECT COUNT(*) FROM {LINE} l WHERE l.plan_id = q.id) "
        f"AND q.total = (SELECT COALESCE(SUM(l.amount), 0) FROM {LINE} l WHERE l.plan_id = q.id)) "
        f"OR EXISTS (SELECT 1 FROM {END} n WHERE n.plan_id = NEW.plan_id)",
        "a whole plan that somebody else wrote before, and that stands",
    ),
    guard(
        "aid_plan_decided_by_the_manager",
        DECISION,
        nobody_with(Role.MANAGER),
        "the manager decides",
    ),
    guard(
        "aid_plan_within_the_budget",
        DECISION,
        f"NEW.is_approved AND {_ABOVE_BUDGET}",
        "more than was set aside",
    ),
    *append_only(END, unique=[("plan_id",)]),
    in_open_books(END, _OFFICE_OF_PLAN, "ended_on"),
    by_somebody_of(END, _OFFICE_OF_PLAN),
    guard(
        "aid_plan_ends_last",
        END,
        f"NEW.ended_on < {_MADE_ON} OR EXISTS (SELECT 1 FROM {DECISION} d "
        "WHERE d.plan_id = NEW.plan_id AND (NOT d.is_approved OR d.decided_on > NEW.ended_on)) "
        f"OR EXISTS (SELECT 1 FROM {MOVE} m WHERE m.plan_id = NEW.plan_id "
        "AND m.happened_on > NEW.ended_on)",
        "a plan that stands ends after what was written of it",
    ),
]

_LINE = f"{LINE} l WHERE l.id = NEW.line_id"
HANDOVERS = [
    *append_only(HANDOVER),
    in_open_books(HANDOVER, _OFFICE_OF_LINE, "handed_on"),
    by_somebody_of(HANDOVER, _OFFICE_OF_LINE),
    guard(
        "aid_handed_over_once",
        HANDOVER,
        f"EXISTS (SELECT 1 FROM {HANDOVER} h WHERE h.line_id = NEW.line_id AND {STANDS})",
        "a household receives it once",
    ),
    guard(
        "aid_handed_over_as_planned",
        HANDOVER,
        f"NOT EXISTS (SELECT 1 FROM {_LINE} AND l.kind <> 'goats' AND NEW.amount <= l.amount)",
        "at most what is planned, and no goats: those are placed",
    ),
    guard(
        "aid_handed_over_to_a_confirmed_household",
        HANDOVER,
        _not_receiving(f"(SELECT l.household_id FROM {_LINE})", "NEW.handed_on"),
        "its receiver is confirmed by that day",
    ),
    guard(
        "aid_handed_over_after_it_was_paid",
        HANDOVER,
        f"NOT ((SELECT q.is_from_old_books FROM {LINE} l JOIN {PLAN} q ON q.id = l.plan_id "
        f"WHERE l.id = NEW.line_id) AND NOT {has_begun(_OFFICE_OF_LINE)}) AND "
        + above_paid(
            f"(SELECT l.plan_id FROM {_LINE})", f"(SELECT l.kind FROM {_LINE})", "NEW.handed_on",
            "NEW.amount",
        ),
        "more than was paid",
    ),
    *append_only(REVERSAL, unique=[("handover_id",)]),
    by_somebody_of(REVERSAL, _OFFICE_OF_HANDOVER),
    guard(
        "aid_handover_reversed_in_open_books",
        REVERSAL,
        f"EXISTS (SELECT 1 FROM {HANDOVER} h JOIN offices_office o ON o.id = {_OFFICE_OF_HANDOVER} "
        "WHERE h.id = NEW.handover_id AND o.books_closed_through >= h.handed_on)",
        "what lies in a closed period stays",
        _OFFICE_OF_HANDOVER,
    ),
]  # fmt: skip


def _aid_of(household: str, more: str = "") -> str:
    """SQL that holds where a household received aid."""
    return (
        f"EXISTS (SELECT 1 FROM {HANDOVER} h JOIN {LINE} l ON l.id = h.line_id "
        f"WHERE l.household_id = {household} AND {STANDS}{more})"
    )


HOUSEHOLDS = [
    guard(
        "household_leaves_after_its_aid",
        "goats_householdstep",
        f"(NEW.kind IN ({_LEAVING}) AND "
        + _aid_of("NEW.household_id", " AND h.handed_on > NEW.happened_on")
        + f") OR (NEW.kind = '{Step.VOID}' AND {_aid_of('NEW.household_id')})",
        "it has received aid",
    ),
    guard(
        "household_confirmation_stays_after_aid",
        "goats_householdstepreversal",
        "EXISTS (SELECT 1 FROM goats_householdstep c WHERE c.id = NEW.step_id "
        "AND c.kind = 'confirmed' AND "
        + _aid_of("c.household_id", " AND h.handed_on >= c.happened_on")
        + ")",
        "it has received aid",
    ),
]

GUARDS = [*PLANS, *HANDOVERS, *MONEY, *HOUSEHOLDS]
