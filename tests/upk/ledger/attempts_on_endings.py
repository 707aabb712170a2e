"""What a clerk with SQL would try on how loans end: takeovers, steps, write-offs, recoveries."""

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

RECOVERY = ("loans_recovery", "{recovery}")
STEP = ("loans_loanstep", "{waiting_step}")
NEW_STEP = {"happened_on": "'2010-01-20'", "amount": "NULL", "decision_id": "NULL"}

CASES |= {
    "second loan that takes over": (
        copied("loans_loan", "{waiting}", code="'lain'", submission_id="NULL",
               rescheduled_from_id="{rescheduled}"),
        "took over already",
    ),
    "loan that takes over what nobody left": (
        copied(*STEP, loan_id="{almost}", from_status="'W'", to_status="'A'",
               made_by_id="{by}", **NEW_STEP)
        + ";; UPDATE loans_loan SET status='A', disbursed_on='2010-01-20', "
        "disbursement_id={almost_entry}, rescheduled_from_id={second} WHERE id={almost}",
        "hand over as much",
    ),
    "loan that begins approved": (
        copied("loans_loan", "{waiting}", code="'lain'", submission_id="NULL")
        + ";; "
        + copied(*STEP, loan_id="(SELECT id FROM loans_loan WHERE code='lain')",
                 from_status="''", to_status="'W'", **NEW_STEP),
        "begins approved",
    ),
    "loan cancelled with money on it": (
        copied(*STEP, loan_id="{loan}", from_status="'A'", to_status="'X'", **NEW_STEP),
        "while nothing is paid",
    ),
    "loan cancelled without the reversal of its disbursement": (
        copied(
            *STEP, loan_id="{second}", from_status="'A'", to_status="'X'", entry_id="{entry}",
            **NEW_STEP,
        ),
        "while nothing is paid",
    ),
    "loan written off that owes": (
        copied(*STEP, loan_id="{second}", from_status="'A'", to_status="'H'", **NEW_STEP),
        "something is still owed",
    ),
    "loan rescheduled that owes": (
        copied(*STEP, loan_id="{second}", from_status="'A'", to_status="'R'", **NEW_STEP),
        "something is still owed",
    ),
    "write-off undone after money came in": (
        copied(
            "loans_repayment", "{write_off}", kind="'reversal'", principal="-principal",
            interest="-interest", reverses_id="{write_off}", entry_id="{write_off_reversal}",
            decision_id="NULL", submission_id="NULL",
        ),
        "money was received",
    ),
    "recovery with the entry of another": (copied(*RECOVERY), "replaced|unique"),
    "recovery in the closed period": (
        copied(*RECOVERY, entry_id="{free_income}", paid_on="'2009-12-31'"),
        "period is closed",
    ),
    "recovery of a payment": (
        copied(*RECOVERY, entry_id="{free_income}", write_off_id="{repayment}"),
        "a write-off that stands",
    ),
    "recovery before its write-off": (
        copied(*RECOVERY, entry_id="{early_income}", paid_on="'2010-01-19'"),
        "a write-off that stands",
    ),
    "recovery of another sum than its entry": (
        copied(*RECOVERY, entry_id="{free_income}", amount=999),
        "the income that it says",
    ),
    "recovery that is no income": (
        copied(*RECOVERY, entry_id="{no_income}"),
        "the income that it says",
    ),
    "recovery beyond its write-off": (
        copied(*RECOVERY, entry_id="{free_income_of_all}", amount=10_000_000),
        "more than was written off",
    ),
    "recovery that reverses nothing": (
        copied(
            "loans_recovery", "{recovery_reversal}", entry_id="{refunded_income}",
            reverses_id="{recovery}",
        ),
        "negates one recovery",
    ),
}  # fmt: skip
