"""What a clerk with SQL would try on closings, provisions and surplus decisions."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

ROWS = {
    "closing_provisionposting": ("provision", "needed = 1"),
    "closing_surplusrule": ("surplus_rule", "reserve_percent = 1"),
    "closing_surplusruleshare": ("rule_share", "percent = 1"),
    "closing_surplusdecision": ("surplus", "surplus = 1"),
    "closing_surplusshare": ("surplus_share", "amount = 1"),
    "closing_surpluswithdrawal": ("surplus_withdrawal", "reason = 'lain'"),
}
REFUSED = "never (changed|replaced)|already|its entry|exceed|reversal of its entry|closed year"

for table, (row, change) in ROWS.items():
    again = copied(table, f"{{{row}}}", id="id")
    CASES |= {
        f"{table} edit": (f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"),
        f"{table} new id": (f"UPDATE {table} SET id = -id WHERE id={{{row}}}", "never changed"),
        f"{table} upsert": (f"{again} ON CONFLICT (id) DO UPDATE SET {change}", REFUSED),
        f"{table} delete": (f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted"),
    }
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replace = copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replace, REFUSED

PROVISION = ("closing_provisionposting", "{provision}")
SPARE = {"entry_id": "{spare_provision}"}
DECISION = ("closing_surplusdecision", "{surplus}")
OTHER = {"entry_id": "{spare_division}"}
SHARE = ("closing_surplusshare", "{surplus_share}")
WITHDRAWAL = ("closing_surpluswithdrawal", "{surplus_withdrawal}")
TAKEN_BACK = {"surplus_decision_id": "{surplus}", "entry_id": "{surplus_back}"}
RULE = ("closing_surplusrule", "{surplus_rule}")
RULE_SHARE = ("closing_surplusruleshare", "{rule_share}")

MORE = (
    "UPDATE ledger_vouchercounter SET last_number = last_number + 1 "
    "WHERE office_id={office} AND voucher='BM' AND year=2010;;"
)
NEXT = (
    "(SELECT last_number FROM ledger_vouchercounter "
    "WHERE office_id={office} AND voucher='BM' AND year=2010)"
)
CLOSING = ("ledger_entry", "{closing_of_2010}")
MEMORIAL_OF_2011 = (
    "INSERT INTO ledger_vouchercounter (office_id, voucher, year, last_number) "
    "VALUES ({office}, 'BM', 2011, 0);;UPDATE ledger_vouchercounter SET last_number = 1 "
    "WHERE office_id={office} AND voucher='BM' AND year=2011;;"
)
CHANGE = (
    "INSERT INTO ledger_periodchange (office_id, closed_before, closed_after, reason, made_by_id, "
    "made_at) SELECT id, books_closed_through, [after], 'x', {by}, '2010-02-15' "
    "FROM offices_office WHERE id={office}"
)


def change(after: str) -> str:
    """SQL that closes the books through a day, or opens them."""
    return CHANGE.replace("[after]", after)


CASES |= {
    "closing entry in June": (
        MORE + copied(*CLOSING, number=NEXT, happened_on="'2010-06-30'"),
        "dated 31 December",
    ),
    "closing entry made by hand": (
        MORE + copied(*CLOSING, number=NEXT, origin="'ledger'"),
        "dated 31 December",
    ),
    "closing entry of a year that has one": (
        MORE + copied(*CLOSING, number=NEXT),
        "closed once, and before later ones",
    ),
    "closing entry taken back in the next year": (
        MEMORIAL_OF_2011
        + copied(
            *CLOSING, number=1, year=2011, happened_on="'2011-01-05'", kind="'reversal'",
            reverses_id="{closing_of_2010}",
        ),
        "taken back on its own day",
    ),
    "closing entry of a closed year taken back": (
        MORE
        + copied(
            "ledger_entry", "{closing_of_2009}", number=NEXT, kind="'reversal'",
            reverses_id="{closing_of_2009}",
        ),
        "period is closed",
    ),
    "posting of a closed year's closing entry": (
        copied("ledger_posting", "{old_posting}", entry_id="{closing_of_2009}"),
        "period is closed",
    ),
    "closing entry that moves money": (
        copied("ledger_posting", "{posting}", entry_id="{closing_of_2010}"),
        "takes income and expense to the retained surplus",
    ),
    "divided year reopened": (change("NULL"), "would be reopened is divided"),
    "divided year reopened in part": (change("'2009-11-30'"), "would be reopened is divided"),
    "provision in the closed period": (
        copied(*PROVISION, **SPARE, as_of="'2009-12-31'"),
        "period is closed",
    ),
    "provision posted twice": (copied(*PROVISION, **SPARE), "posted already for that day"),
    "provision of another sum": (
        copied(*PROVISION, **SPARE, needed="needed + 1", amount="amount + 1"),
        "posted already|must be the expense",
    ),
    "provision that is no expense": (
        copied(*PROVISION, entry_id="{spare_division}", as_of="'2010-02-05'"),
        "must be the expense",
    ),
    "provision with the entry of a loan": (
        copied(*PROVISION, entry_id="{disbursement}", as_of="'2010-02-28'"),
        "must be the expense",
    ),
    "provision taken back twice by another entry": (
        copied(
            "closing_provisionposting", "{provision_undone}",
            entry_id="{spare_provision_undone}", reverses_id="{provision}",
        ),
        "a reversal negates one posting",
    ),
    "rule with a header for an account": (
        copied(*RULE, since="'2010-02-01'", reserve_account_id="{header}"),
        "accounts must be two postable ones",
    ),
    "rule with another office's account": (
        copied(*RULE, since="'2010-02-01'", capital_account_id="{foreign}"),
        "accounts must be two postable ones",
    ),
    "rule of a closed day": (copied(*RULE, since="'2009-12-31'"), "period is closed"),
    "one more share of a rule of a closed day": (
        change("'2010-02-14'")
        + ";;UPDATE offices_office SET books_closed_through='2010-02-14' WHERE id={office};;"
        + copied(*RULE_SHARE, position=99, percent="1"),
        "closing_surplusruleshare: the period is closed",
    ),
    "shares of more than all": (
        copied(*RULE_SHARE, position=99, percent="100"),
        "more than all",
    ),
    "share of an invented part": (copied(*SHARE, position=99, part="'lain'"), "unknown part"),
    "share of a rule in another office's account": (
        copied(*RULE_SHARE, position=99, account_id="{foreign}"),
        "account must be a postable one",
    ),
    "decision in the closed period": (
        copied(*DECISION, **OTHER, decided_on="'2009-12-31'"),
        "period is closed",
    ),
    "decision on a year that isn't closed": (
        copied(*DECISION, **OTHER, closing_id="{closing_of_2010}", year=2010),
        "only of a closed year",
    ),
    "decision on what closed no year": (
        copied(*DECISION, **OTHER, closing_id="{old_entry}"),
        "only of a closed year",
    ),
    "decision of another sum than posted": (
        copied(*DECISION, **OTHER, surplus="surplus + 1", divided="divided + 1"),
        "must be the division",
    ),
    "decision on more than the year brought": (
        copied(*DECISION, **OTHER, surplus="surplus + 1", deficit_covered="deficit_covered + 1"),
        "what the closing entry brought",
    ),
    "decision on a year divided already": (copied(*DECISION, **OTHER), "divided already"),
    "share that isn't posted": (
        copied(*SHARE, position=99, amount="amount + 1"),
        "each share is a posting",
    ),
    "share posted to another account": (
        copied(*SHARE, position=99, account_id="{cash}"),
        "each share is a posting",
    ),
    "share written down twice": (copied(*SHARE, position=99), "shares exceed"),
    "withdrawal by an entry that reverses something else": (
        copied(*WITHDRAWAL, **TAKEN_BACK | {"entry_id": "{undoing}"}),
        "by the reversal of its entry",
    ),
    "withdrawal in the closed period": (
        change("'2010-02-14'")
        + ";;UPDATE offices_office SET books_closed_through='2010-02-14' WHERE id={office};;"
        + copied(*WITHDRAWAL, **TAKEN_BACK, happened_on="'2010-02-08'"),
        "period is closed",
    ),
}  # fmt: skip

if connection.vendor == "sqlite":
    CASES |= {
        f"{table} of another type": (sql, "whole numbers")
        for table, sql in {
            "closing_provisionposting": copied(*PROVISION, **SPARE, as_of="'2010-2-28'"),
            "closing_surplusrule": copied(*RULE, since="'2010-2-1'"),
            "closing_surplusruleshare": copied(*RULE_SHARE, position=99, step="0.5"),
            "closing_surplusdecision": copied(*DECISION, **OTHER, surplus="'x'"),
            "closing_surplusshare": copied(*SHARE, position=99, amount="'x'"),
            "closing_surpluswithdrawal": copied(
                *WITHDRAWAL, **TAKEN_BACK, happened_on="'2010-2-8'"
            ),
        }.items()
    }
