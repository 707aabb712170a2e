"""What a clerk with SQL would try on loans that are brought in from older books."""

from tests.upk.ledger.attempts import ENTRY, MORE_NUMBERS, NEXT
from tests.upk.ledger.world import copied

POSTING = ("ledger_posting", "{op_posting}")
PAYMENT = ("loans_repayment", "{op_repayment}")
STEP = ("loans_loanstep", "{op_step}")
OPEN_DAY = "'2010-01-20'"

CASES: dict[str, tuple[str, str]] = {
    "loan brought in once the books have begun": (
        MORE_NUMBERS + copied(*ENTRY, number=NEXT, kind="'opening'", origin="'loans'"),
        "loans are brought in before anything else",
    ),
    "loan brought in out of the cash box": (
        copied(*POSTING, entry_id="{op_empty}", credit_id="{op_cash}"),
        "between its receivable and capital",
    ),
    "loan brought in past its receivable": (
        copied(*POSTING, entry_id="{op_empty}", debit_id="{op_capital}"),
        "between its receivable and capital",
    ),
    "loan brought in taken back": (
        "UPDATE ledger_vouchercounter SET last_number = last_number + 1 WHERE id={op_counter};;"
        + copied(
            "ledger_entry", "{op_disbursement}", kind="'reversal'", number="{op_last} + 1",
            reverses_id="{op_disbursement}",
        ),
        "brought in is not taken back",
    ),
    "older payment once the books have begun": (
        copied(
            "loans_repayment", "{repayment}", kind="'opening'", entry_id="NULL", principal=0,
            interest=1, paid_on=OPEN_DAY,
        ),
        "older payments are brought in before anything else",
    ),
    "older payment of another sum than its entry": (
        copied(*PAYMENT, entry_id="{op_other}", paid_on="'2009-09-10'", principal=2_000_000),
        "must agree",
    ),
    "payment in cash by an entry that moves none": (
        copied(
            *PAYMENT, entry_id="{op_other}", paid_on="'2009-09-10'", kind="'cash'",
            principal=4_000_000, interest=0,
        ),
        "must agree",
    ),
    "older payment by an entry of these books": (
        copied("loans_repayment", "{repayment}", kind="'opening'", entry_id="{empty_receipt}",
               paid_on=OPEN_DAY, principal=1_150_000, interest=0),
        "must agree",
    ),
    "older payment taken back by another entry": (
        copied(
            *PAYMENT, entry_id="{op_other}", paid_on="'2009-09-10'", kind="'reversal'",
            principal=-4_000_000, interest=0, reverses_id="{op_repayment}",
        ),
        "must agree|takes off the receivable|negates one repayment",
    ),
    "older payment taken back without its entry": (
        copied(
            *PAYMENT, entry_id="NULL", kind="'reversal'", principal=0, interest="-interest",
            reverses_id="{op_repayment}",
        ),
        "negates one repayment",
    ),
    "principal taken back without an entry": (
        copied(
            *PAYMENT, entry_id="NULL", kind="'reversal'", principal="-principal",
            interest="-interest", reverses_id="{op_repayment}",
        ),
        "repayment_without_entry|negates one repayment",
    ),
    "principal paid without an entry": (
        copied(*PAYMENT, entry_id="NULL", principal=1),
        "repayment_without_entry",
    ),
    "loan that begins approved by an ordinary entry": (
        copied(
            *STEP, loan_id="{open_loan}", from_status="''", to_status="'W'",
            entry_id="{empty_receipt}",
        ),
        "begins approved|goes on from the last",
    ),
    "loan paid out by who approved it, by an ordinary entry": (
        copied(
            "loans_loanstep", "{waiting_step}", from_status="'W'", to_status="'A'",
            happened_on=OPEN_DAY, entry_id="{empty_loans}",
        ),
        "does not pay it out",
    ),
    "loan brought in by another entry than its steps'": (
        copied(*STEP, loan_id="{op_waiting}", entry_id="{op_other}")
        + ";; UPDATE loans_loan SET status='A', disbursed_on='2009-09-10', "
        "disbursement_id={op_other} WHERE id={op_waiting}",
        "the entry that its steps name",
    ),
}  # fmt: skip
"""As in ``attempts``."""
