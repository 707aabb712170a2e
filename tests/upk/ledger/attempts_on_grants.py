"""What a clerk with SQL would try on grants, their papers and their money."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

ROWS = {
    # table: a row of ours in it, and a change that somebody could want
    "grants_trancherule": ("tranche_rule", "since = '2010-01-01'"),
    "grants_trancherulepart": ("tranche_rule_part", "percent = 90"),
    "grants_decree": ("decree", "number = 'lain'"),
    "grants_grant": ("running_grant", "amount = 1"),
    "grants_grantcancellation": ("cancellation", "reason = 'lain'"),
    "grants_grantteam": ("team", "bank_account = 'lain'"),
    "grants_agreement": ("agreement", "contribution = 1"),
    "grants_budgetline": ("grant_budget_line", "amount = 1"),
    "grants_tranche": ("tranche", "amount = 1"),
    "grants_grantpaper": ("use_report", "amount = 1"),
    "grants_paperline": ("plan_line", "amount = 1"),
    "grants_planapproval": ("plan_approval", "approved_on = '2010-01-01'"),
    "grants_contribution": ("contribution", "amount = 1"),
    "grants_progress": ("progress", "percent = 100"),
    "grants_grantfinish": ("finish", "grant_id = {bare_grant}"),
    "grants_grantaccounts": ("grant_accounts", "bank_id = {cash}"),
    "grants_grantmove": ("tranche_move", "amount = 1"),
}
for table, (row, change) in ROWS.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"

GRANT = ("grants_grant", "{running_grant}")
BARE = ("grants_grant", "{bare_grant}")
AGREEMENT = ("grants_agreement", "{agreement}")
PLAN = ("grants_grantpaper", "{later_plan}")
USE = ("grants_grantpaper", "{use_report}")
CHECK = ("grants_grantpaper", "{field_check}")
FINAL = ("grants_grantpaper", "{final_paper}")
LINE = ("grants_paperline", "{plan_line}")
PAID = ("grants_grantmove", "{tranche_move}")
RECEIVED = ("grants_grantmove", "{receipt_move}")
RETURNED = ("grants_grantmove", "{return_move}")
ALLOTTED = ("grants_grantmove", "{allotment_move}")
LATER = {"happened_on": "'2010-02-03'"}
RECORDER = "(SELECT recorded_by_id FROM grants_grant WHERE id={capital_grant})"
FOREIGN_FILE = {"file_id": "{levy_foreign_file}"}

CASES |= {
    "tranche rule of the closed period": (
        copied("grants_trancherule", "{tranche_rule}", since="'2009-12-31'"),
        "period is closed",
    ),
    **{
        f"{table} in the closed period": (
            copied(table, f"{{{row}}}", **{day: "'2009-12-31'"}),
            "period is closed",
        )
        for table, row, day in (
            ("grants_decree", "decree", "decided_on"),
            ("grants_agreement", "agreement", "signed_on"),
            ("grants_grantpaper", "use_report", "made_on"),
            ("grants_contribution", "contribution", "given_on"),
            ("grants_progress", "progress", "measured_on"),
        )
    },
    "tranche rule of more than all": (
        copied("grants_trancherulepart", "{tranche_rule_part}", number=2, percent=1),
        "more than 100 percent",
    ),
    "decree on another office's phase": (
        copied("grants_decree", "{decree}", phase_id="{foreign_phase}"),
        "phase is of the office",
    ),
    "decree with another office's scan": (
        copied("grants_decree", "{decree}", number="'lain'", **FOREIGN_FILE),
        "file of the office",
    ),
    "agreement with another office's scan": (
        copied(*AGREEMENT, grant_id="{bare_grant}", team_id="{bare_team}", **FOREIGN_FILE),
        "file of the office",
    ),
    "paper with another office's scan": (copied(*CHECK, **FOREIGN_FILE), "file of the office"),
    "progress with another office's photo": (
        copied("grants_progress", "{progress}", **FOREIGN_FILE),
        "file of the office",
    ),
    "grant of another amount": (
        copied(*BARE, proposal_id="{free_proposal}", amount=40001),
        "with the approved amount",
    ),
    "grant of a proposal that has one": (copied(*GRANT), "has its grant already"),
    "approval taken back under its grant": (
        copied(
            "grants_proposalstep", "{granted_step}", from_status="'A'", to_status="'S'",
            reason="'Lain'", decision_id="NULL", amount="NULL", rank="NULL", passed_over=0,
        ),
        "cancel the grant",
    ),
    "cancellation in the closed period": (
        copied(
            "grants_grantcancellation", "{cancellation}", grant_id="{bare_grant}",
            happened_on="'2009-12-31'",
        ),
        "period is closed",
    ),
    "cancellation of what was paid": (
        copied("grants_grantcancellation", "{cancellation}", grant_id="{running_grant}"),
        "money was paid",
    ),
    "team of strangers": (
        copied("grants_grantteam", "{team}", treasurer_id="{foreign_person}"),
        "three people of the village",
    ),
    "agreement before the decree": (
        copied(
            *AGREEMENT, grant_id="{bare_grant}", team_id="{bare_team}", signed_on="'2010-01-26'"
        ),
        "after the decree",
    ),
    "agreement beside the one that stands": (copied(*AGREEMENT), "one stands"),
    "agreement in place of one that was paid on": (
        copied(*AGREEMENT, replaces_id="{agreement}"),
        "money was paid on the one",
    ),
    "budget above the grant": (
        copied("grants_budgetline", "{grant_budget_line}", position=9, amount=1, contribution=0),
        "lines exceed",
    ),
    "tranche above the grant": (
        copied("grants_tranche", "{tranche}", number=9, amount=1),
        "tranches exceed",
    ),
    "plan of another amount": (
        copied(*PLAN, tranche_id="{third_tranche}", amount=1),
        "a plan of the tranche",
    ),
    "use of a tranche that wasn't paid": (
        copied(*USE, tranche_id="{second_tranche}", replaces_id="NULL"),
        "one that was paid",
    ),
    "use of more than was paid": (
        copied(*USE, replaces_id="{use_report}", amount=195001),
        "more used than was paid",
    ),
    "second plan beside the first": (copied(*PLAN), "one stands, and a newer one"),
    "paper of a grant that is over": (
        copied(*CHECK, grant_id="{done_grant}"),
        "grant is over",
    ),
    "plan in place of one that was paid": (
        copied("grants_grantpaper", "{plan}", replaces_id="{plan}"),
        "money was paid on the one",
    ),
    "line of another budget": (
        copied(*LINE, paper_id="{use_report}"),
        "line of its budget",
    ),
    "plan of more than its amount": (
        copied(*LINE, budget_line_id="{last_budget_line}", amount=1),
        "lines exceed the plan",
    ),
    "approval before the plan": (
        copied(
            "grants_planapproval", "{plan_approval}", paper_id="{field_check}",
        ),
        "a plan that stands",
    ),
    "approval of a plan by who recorded it": (
        copied(*PLAN, replaces_id="{later_plan}")
        + ";;"
        + copied(
            "grants_planapproval", "{plan_approval}", approved_on="'2010-02-03'",
            paper_id="(SELECT MAX(id) FROM grants_grantpaper)",
            approved_by_id="(SELECT recorded_by_id FROM grants_grantpaper WHERE id={later_plan})",
        ),
        "by somebody else than",
    ),
    "contribution to a grant that is over": (
        copied("grants_contribution", "{contribution}", grant_id="{done_grant}"),
        "grant is over",
    ),
    "progress of a grant that is over": (
        copied("grants_progress", "{progress}", grant_id="{done_grant}"),
        "grant is over",
    ),
    "contribution of an invented kind": (
        copied("grants_contribution", "{contribution}", kind="'lain'"),
        "unknown word",
    ),
    "contribution in place of another grant's": (
        copied(
            "grants_contribution", "{contribution}", replaces_id="{contribution}",
            grant_id="{bare_grant}",
        ),
        "replaces one of its grant",
    ),
    "progress back without a reason": (
        copied("grants_progress", "{progress}", percent=39),
        "only with a reason",
    ),
    "finish with another grant's report": (
        copied(
            "grants_grantfinish", "{finish}", grant_id="{unreported_grant}",
            paper_id="{field_check}",
        ),
        "by its final report",
    ),
    "finish with money unaccounted for": (
        copied(*FINAL, grant_id="{unreported_grant}")
        + ";;"
        + copied(
            "grants_grantfinish", "{finish}", grant_id="{unreported_grant}",
            paper_id="(SELECT MAX(id) FROM grants_grantpaper)",
        ),
        "unaccounted for",
    ),
    "accounts of another office": (
        copied("grants_grantaccounts", "{grant_accounts}", office_id="{other}"),
        "five accounts of the office",
    ),
    "payment in the closed period": (
        copied(*PAID, entry_id="{grants_out}", happened_on="'2009-12-31'"),
        "period is closed",
    ),
    "payment with an entry from elsewhere": (
        copied(*PAID, entry_id="{entry}"),
        "its entry must be of the office",
    ),
    "receipt with the entry of a payment": (
        copied(*RECEIVED, entry_id="{grants_out}", amount=200000, **LATER),
        "must move the accounts",
    ),
    "reversal of another amount": (
        copied(
            *RECEIVED, entry_id="{grants_undone}", amount=-1000, reverses_id="{receipt_move}",
            **LATER,
        ),
        "negates one row",
    ),
    "reversal of what was used": (
        copied(
            *PAID, entry_id="{tranche_undone}", amount=-200000, reverses_id="{tranche_move}",
            **LATER,
        ),
        "last is reversed first",
    ),
    "receipt of more than the source gives": (
        copied(*RECEIVED, entry_id="{grants_in_much}", amount=900000, **LATER),
        "more than the source gives",
    ),
    "payment of more than is in trust": (
        copied(*PAID, entry_id="{grants_out_much}", amount=900000, **LATER),
        "more than the phase has",
    ),
    "payment on a cancelled grant": (
        copied(*PAID, entry_id="{grants_out}", grant_id="{cancelled_grant}", **LATER),
        "of a standing grant",
    ),
    "capital of a grant that is none": (
        copied(
            *PAID, entry_id="{grants_capital}", kind="'modal'", tranche_id="NULL", amount=300000,
            **LATER,
        ),
        "of a standing grant",
    ),
    "payment above the grant": (
        copied(*PAID, entry_id="{grants_out_350}", amount=350000, **LATER),
        "more than the grant",
    ),
    "tranche paid twice": (
        copied(*PAID, entry_id="{grants_out}", **LATER),
        "paid once, in order",
    ),
    "tranche paid by who approved it": (
        copied(
            *PAID, entry_id="{grants_out}", tranche_id="{second_tranche}", recorded_by_id="{by}",
            **LATER,
        ),
        "by somebody else",
    ),
    "capital booked by who recorded the decree": (
        copied(
            *PAID, entry_id="{grants_capital}", kind="'modal'", tranche_id="NULL", amount=300000,
            grant_id="{capital_grant}", recorded_by_id=RECORDER, **LATER,
        ),
        "by somebody else than",
    ),
    "payment that a later day lacks": (
        ";;".join(
            (
                copied(
                    *RECEIVED, entry_id="{grants_in_soon}", amount=200000, source="'apbd'",
                    happened_on="'2010-02-10'",
                ),
                copied(
                    *PAID, entry_id="{grants_capital_soon}", kind="'modal'", tranche_id="NULL",
                    amount=300000, grant_id="{capital_grant}", happened_on="'2010-02-05'",
                ),
                copied(*PAID, entry_id="{grants_out}", tranche_id="{second_tranche}", **LATER),
            )
        ),
        "more than the phase has",
    ),
    "return of more than is left": (
        copied(*RETURNED, entry_id="{grants_back}", amount=46000),
        "more than the team has left",
    ),
    "operational money above its allotment": (
        copied(*ALLOTTED, entry_id="{grants_out_small}", amount=59001),
        "more than was allotted",
    ),
}  # fmt: skip
