"""What a clerk with SQL would try on members' parts of payments, and on rebates."""

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

PART = ("loans_memberrepayment", "{member_part}")
APPROVAL = ("loans_rebateapproval", "{approval}")
THIRD = {
    "approval_id": "{approval}", "instalment_id": "{third_row}",
    "entry_id": "{rebate_expense_entry}", "submission_id": "NULL",
}  # fmt: skip
PAID_ROW = "(SELECT instalment_id FROM loans_rebate WHERE id={rebate})"
REBATE = ("loans_rebate", "{rebate}")

CASES |= {
    "part of somebody without a share": (
        copied(*PART, person_id="{stranger}", repayment_id="{bare}"),
        "only members with a share",
    ),
    "part of a relief": (
        copied(*PART, person_id="{person}", repayment_id="{waiver}", principal=0, interest=1),
        "only members with a share",
    ),
    "parts beyond their payment": (
        copied(*PART, person_id="{other_member}", principal=1, interest=0),
        "exceed the payment",
    ),
    "part of less than nothing": (
        copied(*PART, repayment_id="{bare}", principal=-1, interest=0),
        "exceed the payment",
    ),
    "part of a reversal that its payment doesn't have": (
        copied(*PART, repayment_id="{bare_undone}", principal=-1, interest=0),
        "negates the parts",
    ),
    "part of a reversed payment": (
        copied(*PART, repayment_id="{bare_wrong}"),
        "not split any more",
    ),
    "part of a payment in the closed period": (
        copied(*PART, repayment_id="{old_repayment}", person_id="{person}", principal=1),
        "period is closed",
    ),
    "rebate approved for another loan's row": (
        copied(*APPROVAL, instalment_id="{instalment}"),
        "for an instalment of the loan",
    ),
    "rebate approved for a loan that isn't settled": (
        copied(*APPROVAL, instalment_id="NULL"),
        "for an instalment of the loan",
    ),
    "rebate approved of jasa that nobody paid": (
        copied(*APPROVAL, interest="interest + 1"),
        "jasa that was paid",
    ),
    "rebate of another sum than approved": (
        copied(*REBATE, **{**THIRD, "amount": "amount - 1"}),
        "as it was approved",
    ),
    "rebate before its approval": (
        copied(*REBATE, **{**THIRD, "paid_on": "'2010-01-19'"}),
        "as it was approved",
    ),
    "rebate paid by who approved it": (
        copied(*REBATE, **{**THIRD, "recorded_by_id": "{approver}"}),
        "does not pay it out",
    ),
    "rebate paid twice": (
        copied(*APPROVAL, instalment_id=PAID_ROW)
        + ";; "
        + copied(
            *REBATE,
            approval_id="(SELECT MAX(id) FROM loans_rebateapproval)",
            entry_id="{rebate_expense_entry}",
        ),
        "paid already",
    ),
    "rebate that is no expense": (
        copied(*REBATE, **{**THIRD, "entry_id": "{rebate_no_expense}"}),
        "must be the expense",
    ),
    "rebate in the closed period": (
        copied(*REBATE, **{**THIRD, "paid_on": "'2009-12-31'"}),
        "period is closed",
    ),
    "rebate taken back by the reversal of nothing": (
        copied(
            "loans_rebate", "{rebate_reversal}", reverses_id="{rebate}",
            instalment_id=PAID_ROW,
            entry_id="{rebate_refund}",
        ),
        "negates one rebate",
    ),
}  # fmt: skip
