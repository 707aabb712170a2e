"""What a clerk with SQL would try on aid from the surplus."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

PLAN, LINE, DECISION, END = (
    "goats_aidplan", "goats_aidline", "goats_aiddecision", "goats_aidplanend",
)  # fmt: skip
MOVE, HANDOVER, REVERSAL = "goats_aidmove", "goats_aidhandover", "goats_aidhandoverreversal"
FIXED = {
    (PLAN, "{aid_plan}"): "total = 1",
    (LINE, "{aid_line}"): "amount = 1",
    (DECISION, "{aid_decision}"): "note = 'lain'",
    (END, "{aid_end}"): "reason = 'lain'",
    (MOVE, "{aid_move}"): "amount = 1",
    (HANDOVER, "{aid_handover}"): "amount = 1",
    (REVERSAL, "{aid_handover_reversal}"): "reason = 'lain'",
}

for (table, row), change in FIXED.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={row}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"

if connection.vendor == "sqlite":
    CASES |= {
        f"{table} replaced by its key": (copied(table, row, "INSERT OR REPLACE"), "never replaced")
        for table, row in FIXED
        if table != HANDOVER
    }

STRANGER, WHO = "{herd_user}", "user of the office"
OLD, DAY = "'2009-12-31'", "'2010-01-20'"
OTHER = (
    "(SELECT MIN(id) FROM offices_user WHERE office_id = {office} "
    "AND role NOT IN ('manager', 'treasurer'))"
)
"""Somebody of the office who neither decides nor pays."""


def plan(**changes) -> str:
    """SQL that writes another plan."""
    number = f"(SELECT 1 + MAX(number) FROM {PLAN} q WHERE q.office_id = {{office}})"
    return copied(PLAN, "{aid_plan}", **{"number": number} | changes)


def decision(**changes) -> str:
    """SQL that approves the plan that waits."""
    return copied(DECISION, "{aid_decision}", **{"plan_id": "{aid_waiting}"} | changes)


def end(**changes) -> str:
    """SQL that ends the plan that is paid from."""
    return copied(END, "{aid_end}", **{"plan_id": "{aid_plan}"} | changes)


def move(**changes) -> str:
    """SQL that pays 10.000 more of groceries with a spare entry."""
    plain = {"entry_id": "{aid_small}", "submission_id": "{aid_key}", "amount": 10_000}
    return copied(MOVE, "{aid_move}", **plain | {"happened_on": DAY} | changes)


def handover(**changes) -> str:
    """SQL that hands over to the household that didn't come."""
    plain = {"line_id": "{aid_open_line}", "amount": 40_000, "handed_on": DAY}
    return copied(HANDOVER, "{aid_handover}", **plain | changes)


def handed_back(**changes) -> str:
    """SQL that takes back what was handed over."""
    return copied(
        REVERSAL, "{aid_handover_reversal}", **{"handover_id": "{aid_handover}"} | changes
    )


JANUARY_CLOSED = (
    copied(
        "ledger_periodchange", "{change}", closed_before="closed_after",
        closed_after="'2010-01-31'",
    )
    + ";;UPDATE offices_office SET books_closed_through='2010-01-31' WHERE id={office};;"
)  # fmt: skip
UNDO_GOATS = {
    "entry_id": "{aid_goats_undone}", "submission_id": "{aid_key}", "amount": -200_000,
    "happened_on": DAY, "recorded_by_id": "{by}",
}  # fmt: skip
CASES |= {
    "aid: plan in the closed period": (plan(made_on=OLD), "period is closed"),
    "aid: plan by a stranger": (plan(recorded_by_id=STRANGER), WHO),
    "aid: plan that skips a number": (plan(number=99), "no gaps"),
    "aid: line of an unknown kind": (
        copied(LINE, "{aid_line}", kind="'uang'"), "unknown word",
    ),
    "aid: line of another office's household": (
        copied(LINE, "{aid_line}", household_id="{foreign_home}"), "household of the office",
    ),
    "aid: line of a household that nobody confirmed": (
        copied(LINE, "{aid_line}", household_id="{proposed_home}"), "confirmed by then",
    ),
    "aid: line more than the plan has": (
        copied(LINE, "{aid_line}", kind="'other'"), "plan is complete",
    ),
    "aid: line above the plan's total": (
        copied(LINE, "{aid_line}", plan_id="{aid_partial}", amount=200_001), "plan is complete",
    ),
    "aid: decision in the closed period": (decision(decided_on=OLD), "period is closed"),
    "aid: plan approved by somebody who isn't the manager": (
        decision(recorded_by_id=OTHER), "the manager decides",
    ),
    "aid: payment by somebody who isn't the treasurer": (
        move(recorded_by_id=OTHER), "the treasurer pays",
    ),
    "aid: decision by a stranger": (decision(recorded_by_id=STRANGER), WHO),
    "aid: own plan approved": (decision(recorded_by_id="{aid_writer}"), "somebody else wrote"),
    "aid: half a plan approved": (decision(plan_id="{aid_partial}"), "a whole plan"),
    "aid: plan approved before it was written": (
        decision(decided_on="'2010-01-04'"), "somebody else wrote before",
    ),
    "aid: plan above the budget approved": (
        decision(plan_id="{aid_too_big}", decided_on="'2010-02-01'"), "more than was set aside",
    ),
    "aid: end in the closed period": (end(ended_on=OLD), "period is closed"),
    "aid: end by a stranger": (end(recorded_by_id=STRANGER), WHO),
    "aid: end before what was written": (end(ended_on="'2010-01-05'"), "ends after"),
    "aid: end of a plan that was refused": (end(plan_id="{aid_refused}"), "ends after"),
    "aid: payment in the closed period": (move(happened_on=OLD), "period is closed"),
    "aid: payment by a stranger": (move(recorded_by_id=STRANGER), WHO),
    "aid: payment of an unknown kind": (move(kind="'uang'"), "unknown word"),
    "aid: payment of an unknown sort": (move(sort="'gift'"), "unknown word"),
    "aid: payment without an entry of its own": (
        move(entry_id="{plain}"), "its entry moves the amount",
    ),
    "aid: payment of another amount than its entry": (
        move(amount=20_000), "its entry moves the amount",
    ),
    "aid: payment from money in trust": (
        move(entry_id="{aid_from_trust}", account_id="{aid_trust}"), "own cash or bank",
    ),
    "aid: payment of a plan that waits": (
        move(plan_id="{aid_waiting}", kind="'other'"), "approved by somebody else",
    ),
    "aid: payment by who approved": (move(recorded_by_id="{by}"), "approved by somebody else"),
    "aid: payment before the approval": (
        move(happened_on="'2010-01-05'"), "approved by somebody|its entry",
    ),
    "aid: payment above the plan": (
        move(entry_id="{aid_above_plan}", amount=100_000), "more than is planned",
    ),
    "aid: payment above the budget": (
        move(entry_id="{aid_above_budget}", amount=2_000_000, plan_id="{aid_big}", kind="'other'"),
        "more than was set aside",
    ),
    "aid: return of what was handed over": (
        move(entry_id="{aid_too_much_back}", amount=60_000, sort="'returned'"),
        "handed over stays paid",
    ),
    "aid: reversal of another row": (
        copied(MOVE, "{aid_move}", **UNDO_GOATS, reverses_id="{aid_move}"), "negates one row",
    ),
    "aid: purchase reversed although a goat is placed": (
        copied(MOVE, "{aid_goats_move}", **UNDO_GOATS, reverses_id="{aid_goats_move}"),
        "lived on stay paid",
    ),
    "aid: goat from the surplus without payment": (
        copied("goats_goat", "{aid_goat}", number=9_999, submission_id="{aid_key}"),
        "has its payment",
    ),
    "aid: one goat more than was paid": (
        copied("goats_goat", "{aid_goat}", number=9_999), "has its payment",
    ),
    "aid: goat taken back without its payment": (
        copied("goats_eventreversal", "{goat_reversal}", event_id="{aid_goat_bought}"),
        "reversed first",
    ),
    "aid: fund spent by another entry": (
        "INSERT INTO ledger_posting (entry_id, debit_id, credit_id, amount) "
        "VALUES ({empty}, {aid_fund}, {cash}, 700)",
        "spent by aid",
    ),
    "aid: what was set aside taken back": (
        "INSERT INTO ledger_posting (entry_id, debit_id, credit_id, amount) "
        "VALUES ({aid_opening_back}, {aid_fund}, {aid_bank}, 1000000)",
        "would be taken back",
    ),
    "aid: hand-over in the closed period": (handover(handed_on=OLD), "period is closed"),
    "aid: hand-over by a stranger": (handover(recorded_by_id=STRANGER), WHO),
    "aid: hand-over twice": (handover(line_id="{aid_line}"), "receives it once"),
    "aid: hand-over above the plan": (handover(amount=100_001), "at most what is planned"),
    "aid: hand-over of a goat": (handover(line_id="{aid_goat_line}"), "no goats"),
    "aid: hand-over before the household was confirmed": (
        handover(handed_on="'2010-01-01'"), "receiver is confirmed",
    ),
    "aid: hand-over of what wasn't paid": (handover(amount=100_000), "more than was paid"),
    "aid: hand-over reversed by a stranger": (handed_back(recorded_by_id=STRANGER), WHO),
    "aid: hand-over reversed in the closed period": (
        JANUARY_CLOSED + handed_back(), "closed period stays",
    ),
    "aid: household moved before it received aid": (
        copied("goats_householdstep", "{household_step}", household_id="{aid_home}",
               kind="'moved'", happened_on="'2010-01-14'"),
        "received aid",
    ),
    "aid: household void although it received aid": (
        copied("goats_householdstep", "{household_step}", household_id="{aid_home}",
               kind="'void'", happened_on=DAY),
        "received aid",
    ),
    "aid: confirmation reversed after aid": (
        copied("goats_householdstepreversal", "{household_reversal}",
               step_id="{aid_home_confirmation}"),
        "received aid",
    ),
}  # fmt: skip
