"""What a clerk with SQL would try on the villages' levies."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

ROWS = {
    # table: a row of ours in it, and a change that somebody could want
    "maintenance_graderule": ("grade_rule", "a_from = 99"),
    "maintenance_levybankitem": ("levy_item", "amount = 1"),
    "maintenance_levydeposit": ("levy_deposit", "amount = 1"),
    "maintenance_levyfund": ("levy_fund", "cash_id = {cash}"),
    "maintenance_levymove": ("levy_move", "bank = 1"),
    "maintenance_levypayment": ("levy_payment", "amount = 1"),
    "maintenance_levyrule": ("levy_rule", "payers = 1"),
    "maintenance_levyrulewithdrawal": ("levy_ended", "reason = 'lain'"),
    "maintenance_levytrust": ("levy_trust", "account_id = {cash}"),
    "maintenance_levywithdrawal": ("levy_spent", "amount = 1"),
}
RULE = ("maintenance_levyrule", "{levy_rule}")
PAYMENT = ("maintenance_levypayment", "{levy_payment}")
DEPOSIT = ("maintenance_levydeposit", "{levy_deposit}")
ITEM = ("maintenance_levybankitem", "{levy_item}")
SPENT = ("maintenance_levywithdrawal", "{levy_spent}")
MOVE = ("maintenance_levymove", "{levy_move}")
ENDED = ("maintenance_levyrulewithdrawal", "{levy_ended}")
LATER = {"submission_id": "{submission}", "since": "'2010-03-01'"}
OLD, OLD_DAY = {"entry_id": "{old_entry}"}, "'2009-12-05'"
FREE = {"submission_id": "{submission}"}

for table, (row, change) in ROWS.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        CASES[f"{table} replace by id"] = (
            copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id"),
            "never replaced",
        )
CASES |= {
    "levies kept in the office's own cash": (
        copied("maintenance_levyfund", "{levy_fund}", office_id="{other}", cash_id="{foreign}"),
        "for levies alone",
    ),
    "levies owed to a village in cash": (
        copied(
            "maintenance_levytrust", "{levy_trust}", village_id="{village}", account_id="{cash}"
        ),
        "liability of its office",
    ),
    "levy rule in the closed period": (
        copied(*RULE, **FREE, since="'2009-12-31'", decided_on="'2009-12-31'"),
        "period is closed",
    ),
    "levy rule on an invented basis": (copied(*RULE, **LATER, basis="'lain'"), "unknown word"),
    "levy rule for an invented time": (copied(*RULE, **LATER, per="'lain'"), "unknown word"),
    "second levy rule since a day": (copied(*RULE, **FREE), "one rule since a day"),
    "levy rule with another office's paper": (
        copied(*RULE, **LATER, file_id="{levy_foreign_file}"),
        "of one office",
    ),
    "levy rule that asks for nothing": (copied(*RULE, **LATER, payers=0), "asks_for_something"),
    "levy rule before its decision": (
        copied(*RULE, **LATER, decided_on="'2010-03-02'"),
        "from_its_decision_on",
    ),
    "levy rule ended in the closed period": (
        copied(*ENDED, rule_id="{levy_rule}", since="'2009-12-31'"),
        "period is closed",
    ),
    "levy rule ended without a reason": (
        copied(*ENDED, rule_id="{levy_rule}", reason="''"),
        "withdrawn_why",
    ),
    "levy payment in the closed period": (
        copied(*PAYMENT, **OLD, received_on=OLD_DAY),
        "period is closed",
    ),
    "levy payment with an entry from elsewhere": (
        copied(*PAYMENT, entry_id="{entry}"),
        "the amount and the levies",
    ),
    "levy payment of more than its entry": (
        copied(*PAYMENT, entry_id="{paid_entry}", amount=100_001),
        "the amount and the levies",
    ),
    "levy payment of a village whose rule was withdrawn": (
        copied(*PAYMENT, entry_id="{paid_entry}", village_id="{village_without_levy}"),
        "with a rule on that day",
    ),
    "levy payment for no quarter": (
        copied(*PAYMENT, entry_id="{paid_entry}", number=5),
        "for_a_quarter",
    ),
    "levy payment on another village's card": (
        copied(*PAYMENT, entry_id="{paid_entry}")
        + ";;"
        + copied(
            *MOVE, entry_id="{paid_entry}", kind="'paid'", happened_on="'2010-01-05'", cash=100000,
            bank=0, village_id="{village}",
        ),
        "the village that paid",
    ),
    "levies taken back on another village's card": (
        copied(
            *MOVE, entry_id="{levy_undone}", kind="'paid'", happened_on="'2010-02-01'", cash=-1,
            bank=0, is_reversal="TRUE",
        ),
        "negates the move",
    ),
    "repair paid without the village's own money": (
        copied("maintenance_repair", "{levy_repair}", payer="'levy'")
        + ";;"
        + copied(
            *SPENT, **FREE, entry_id="{spent_entry}",
            repair_id="(SELECT MAX(id) FROM maintenance_repair)",
        ),
        "money of that village",
    ),
    "levy deposit in the closed period": (
        copied(*DEPOSIT, **OLD, **FREE, deposited_on=OLD_DAY),
        "period is closed",
    ),
    "levy deposit with an entry from elsewhere": (
        copied(*DEPOSIT, **FREE, entry_id="{entry}"),
        "the amount and the levies",
    ),
    "levy deposit of nothing": (
        copied(*DEPOSIT, **FREE, entry_id="{deposited_entry}", amount=0),
        "the amount and the levies",
    ),
    "interest of levies in the closed period": (
        copied(*ITEM, **OLD, **FREE, happened_on=OLD_DAY),
        "period is closed",
    ),
    "interest of levies with an entry from elsewhere": (
        copied(*ITEM, **FREE, entry_id="{entry}"),
        "the amount and the levies",
    ),
    "item of the levies' bank of an invented kind": (
        copied(*ITEM, **FREE, entry_id="{credited_entry}", kind="'lain'"),
        "unknown word",
    ),
    "levies spent in the closed period": (
        copied(*SPENT, **OLD, **FREE, happened_on=OLD_DAY, repair_id="{levy_repair}"),
        "period is closed",
    ),
    "levies spent with an entry from elsewhere": (
        copied(*SPENT, **FREE, entry_id="{entry}", repair_id="{levy_repair}"),
        "the amount and the levies",
    ),
    "levies spent on a repair that somebody else paid": (
        copied(*SPENT, **FREE, entry_id="{spent_entry}", repair_id="{levy_repair}"),
        "pays a repair",
    ),
    "move of a levy in the closed period": (
        copied(*MOVE, **OLD, happened_on=OLD_DAY),
        "period is closed",
    ),
    "move of a levy with an entry from elsewhere": (
        copied(*MOVE, entry_id="{entry}"),
        "the amount and the levies",
    ),
    "move of a levy that calls itself a reversal": (
        copied(*MOVE, entry_id="{deposited_entry}", is_reversal="TRUE"),
        "the amount and the levies",
    ),
    "move of a levy of an invented kind": (
        copied(*MOVE, entry_id="{deposited_entry}", kind="'lain'"),
        "unknown word",
    ),
    "more levies deposited than were collected": (
        copied(*MOVE, entry_id="{deposited_entry}", cash=-40_001, bank=40_001),
        "less than nothing",
    ),
    "levies deposited before, of which none are left after": (
        copied(
            *MOVE, entry_id="{paid_entry}", happened_on="'2010-01-05'", cash=-40_001, bank=40_001
        ),
        "less than nothing",
    ),
    "more levies spent than lie in the bank": (
        copied(
            *MOVE, entry_id="{spent_entry}", happened_on="'2010-02-01'", kind="'spent'", cash=0,
            bank=-50_901,
        ),
        "less than nothing",
    ),
    "levies paid the wrong way round": (
        copied(
            *MOVE, entry_id="{deposited_entry}", kind="'interest'", cash=0, bank=-1
        ),
        "has_its_sign",
    ),
    "grades changed in the closed period": (
        copied("maintenance_graderule", "{grade_rule}", since="'2009-12-31'"),
        "period is closed",
    ),
    "grades that make no sense": (
        copied("maintenance_graderule", "{grade_rule}", b_from=90),
        "makes_sense",
    ),
}  # fmt: skip
