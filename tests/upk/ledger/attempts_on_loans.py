"""What a clerk with SQL would try on loans, their schedules and repayments."""

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

REPAYMENT = ("loans_repayment", "{repayment}")
LETTER = ("loans_arrearsletter", "{letter}")
WITHDRAWAL = ("loans_letterwithdrawal", "{withdrawal}")
UNDO = {
    "kind": "'reversal'", "principal": "-principal", "interest": "-interest", "penalty": "-penalty",
}  # fmt: skip
STEP = (
    "INSERT INTO loans_loanstep (loan_id, from_status, to_status, happened_on, reason, made_by_id, "
    "made_at) VALUES ({{loan}}, 'A', '{status}', '2010-01-20', '', {{by}}, '2010-01-20');;"
)
ALMOST = (
    copied(
        "loans_loanstep", "{waiting_step}", loan_id="{almost}", from_status="'W'",
        to_status="'A'", made_by_id="{by}", happened_on="'2010-01-20'", amount="NULL",
        decision_id="NULL",
    )
    + ";; UPDATE loans_loan SET status='A', disbursed_on='2010-01-20', "
    "disbursement_id={almost_entry} WHERE id={almost}"
)  # fmt: skip
"""A loan whose schedule and entry are there, paid out by hand."""
for column, value in {
    "principal": "principal + 1", "rate": "0", "tenor": "12", "approved_on": "'2009-01-01'",
    "disbursed_on": "'2009-08-11'", "code": "'lain'", "office_id": "{other}",
    "payment_day": "7", "rounds_per_member": "NOT rounds_per_member",
    "rounding_step": "1", "proposed_on": "'2009-01-01'",
    "decision_id": "{decision}", "carried_interest": "1", "rescheduled_from_id": "{waiting}",
    "payment_order": "'principal_first'",
    "method": "'declining'", "disbursement_id": "{entry}", "submission_id": "{submission}",
    "id": "-id",
}.items():  # fmt: skip
    CASES[f"disbursed loan: {column}"] = (
        f"UPDATE loans_loan SET {column} = {value} WHERE id={{loan}}",
        "keeps its terms|keep their id",
    )
CASES |= {
    "loan settled without a step": (
        "UPDATE loans_loan SET status='L' WHERE id={loan}",
        "follows a step",
    ),
    "loan disbursed by hand": (
        "UPDATE loans_loan SET status='A', disbursed_on='2010-01-20', disbursement_id={empty_loans}"
        " WHERE id={waiting}",
        "must equal|follows a step",
    ),
    "loan paid out with more than was approved": (
        "UPDATE loans_loan SET principal = principal + 1 WHERE id={almost};; " + ALMOST,
        "those of the approval",
    ),
    "loan paid out to others than was approved": (
        "UPDATE loans_share SET principal = principal - 1 WHERE loan_id={almost} AND id ="
        " (SELECT MIN(id) FROM loans_share WHERE loan_id={almost});; "
        "UPDATE loans_share SET principal = principal + 1 WHERE loan_id={almost} AND id ="
        " (SELECT MAX(id) FROM loans_share WHERE loan_id={almost});; " + ALMOST,
        "those of the approval",
    ),
    "waiting loan to another group": (
        "UPDATE loans_loan SET group_id={graded} WHERE id={waiting}",
        "keeps its group and terms",
    ),
    "waiting loan at another rate": (
        "UPDATE loans_loan SET rate=0 WHERE id={waiting}",
        "keeps its group and terms",
    ),
    "verified loan longer": (
        "UPDATE loans_loan SET tenor = tenor + 1 WHERE id={frozen_loan}",
        "keeps its group and terms",
    ),
    "loan entered as disbursed": (
        copied("loans_loan", "{loan}", code="'lain'", disbursement_id="{entry}"),
        "after it was entered",
    ),
    "loan disbursed in the closed period": (
        "UPDATE loans_loan SET status='A', disbursed_on='2009-12-06', disbursement_id={empty_old}"
        " WHERE id={waiting}",
        "period is closed",
    ),
    "step in the closed period": (
        copied(
            "loans_loanstep",
            "{step}",
            from_status="'A'",
            to_status="'L'",
            amount="NULL",
            happened_on="'2009-12-31'",
        ),
        "period is closed",
    ),
    "step that nobody knows": (
        copied("loans_loanstep", "{step}", from_status="'A'", to_status="'P'"),
        "no such step",
    ),
    "step that doesn't go on from the last": (
        copied("loans_loanstep", "{step}", from_status="'V'", to_status="'W'"),
        "goes on from the last",
    ),
    "loan paid out by who approved it": (
        copied(
            "loans_loanstep",
            "{waiting_step}",
            from_status="'W'",
            to_status="'A'",
            happened_on="'2010-01-20'",
        ),
        "does not pay it out",
    ),
    "member with more than the step gave": (
        copied("loans_stepshare", "{step_share}", person_id="{stranger}", amount=1),
        "exceed that of the step",
    ),
    "choice of a loan that has its money": (
        copied("loans_waitingchoice", "{choice}", loan_id="{loan}"),
        "waits for its money",
    ),
    "choice before the loan waited": (
        copied("loans_waitingchoice", "{choice}", chosen_on="'2010-02-14'"),
        "waits for its money",
    ),
    "choice against a loan of another product": (
        copied("loans_waitingchoice", "{choice}", first_by_rule_id="{uep_loan}", reason="'x'"),
        "of one product",
    ),
    "choice that departs from the rule without a reason": (
        copied("loans_waitingchoice", "{choice}", first_by_rule_id="{second}", reason="''"),
        "departs_with_a_reason",
    ),
    "relief of a payment": (
        copied("loans_relief", "{relief}", repayment_id="{repayment}"),
        "no money came in",
    ),
    "relief of another loan's row": (
        copied("loans_relief", "{relief}", instalment_id="{second_instalment}"),
        "of one loan",
    ),
    "relief beyond its repayment": (
        copied("loans_relief", "{relief}", instalment_id="{instalment}", interest=1),
        "more than its repayment forgives",
    ),
    "relief beyond its instalment": (
        copied("loans_relief", "{relief}", repayment_id="{waiver}", interest=1),
        "more than the instalment asks",
    ),
    "rules from a closed day on": (
        copied("loans_lendingrules", "{rules}", since="'2009-12-31'"),
        "period is closed",
    ),
    "rules of arrears work from a closed day on": (
        copied("loans_collectionrules", "{collection_rules}", since="'2009-12-31'"),
        "period is closed",
    ),
    "rules of arrears work in an invented unit": (
        copied("loans_collectionrules", "{collection_rules}", unit="'lain'"),
        "unknown unit",
    ),
    "contact of an invented kind": (
        copied("loans_arrearscontact", "{wrong_contact}", kind="'lain'"),
        "unknown kind",
    ),
    "contact corrected for another loan": (
        copied(
            "loans_arrearscontact",
            "{wrong_contact}",
            loan_id="{second}",
            corrects_id="{contact}",
            happened_on="'2010-02-10'",
        ),
        "about the same loan",
    ),
    "contact before the disbursement": (
        copied("loans_arrearscontact", "{wrong_contact}", happened_on="'2009-08-09'"),
        "not before the disbursement",
    ),
    "letter that leaves a number out": (
        copied(*LETTER, number="number + 2", level=2, reason="'x'"),
        "without gaps",
    ),
    "letter of another office's loan": (
        copied(*LETTER, office_id="{other}", number=1, level=2, edition=1, reason="'x'"),
        "office and loan must agree",
    ),
    "letter about a loan that wasn't paid out": (
        copied(*LETTER, number="number + 1", loan_id="{waiting}"),
        "only instalments of a disbursed loan",
    ),
    "second letter without the first": (
        copied(*LETTER, number="number + 1", level=3, edition=1),
        "says why not",
    ),
    "letter of a level that stands": (
        copied(*LETTER, number="number + 1", edition=3),
        "only after it was withdrawn",
    ),
    "letter anew in the place of the one withdrawn": (
        copied("loans_arrearsletter", "{wrong_letter}", number=3),
        "only after it was withdrawn|replaced|unique",
    ),
    "withdrawal before the letter": (
        copied(*WITHDRAWAL, letter_id="{letter}", withdrawn_on="'2010-01-14'"),
        "not before the letter",
    ),
    "withdrawal without a reason": (
        copied(*WITHDRAWAL, letter_id="{letter}", reason="''"),
        "letter_withdrawal_says_why",
    ),
    "withdrawal of what was withdrawn": (copied(*WITHDRAWAL), "replaced|unique"),
    "withdrawal under a later letter": (
        copied(*LETTER, number="number + 1", level=2, edition=1)
        + ";;"
        + copied(*WITHDRAWAL, letter_id="{letter}"),
        "a later letter of the same arrears stands",
    ),
    "letter of another year": (
        copied(*LETTER, year=2011, number=1, level=2, edition=1),
        "the year is that of its day",
    ),
    "wording of a paper from a closed day on": (
        copied("loans_papertext", "{paper_text}", since="'2009-12-31'"),
        "period is closed",
    ),
    "instalment added": (
        copied("loans_instalment", "{instalment}", n=99, due_on="'2012-01-01'"),
        "schedule is complete",
    ),
    "share changed": ("UPDATE loans_share SET principal=1 WHERE id={share}", "frozen"),
    "share moved to another loan": (
        "UPDATE loans_share SET loan_id={waiting} WHERE id={share}",
        "frozen",
    ),
    "share moved into a disbursed loan": (
        "UPDATE loans_share SET loan_id={loan} WHERE id={waiting_share}",
        "frozen",
    ),
    "share added": (copied("loans_share", "{waiting_share}", loan_id="{loan}"), "frozen"),
    "repayment without an entry of its own": (
        copied(*REPAYMENT),
        "replaced|unique",
    ),
    "repayment with an entry of the ledger": (
        copied(*REPAYMENT, entry_id="{entry}", paid_on="'2010-01-05'"),
        "must agree",
    ),
    "repayment of another sum than its entry": (
        copied(*REPAYMENT, entry_id="{empty_receipt}", paid_on="'2010-01-20'", penalty=1),
        "must agree",
    ),
    "repayment of another day than its entry": (
        copied(*REPAYMENT, entry_id="{empty_receipt}"),
        "must agree",
    ),
    "repayment that the receivable never saw": (
        copied(*REPAYMENT, entry_id="{free_entry}", paid_on="'2010-01-20'"),
        "takes off the receivable",
    ),
    "repayment in the closed period": (
        copied(*REPAYMENT, entry_id="{empty_receipt}", paid_on="'2009-12-31'"),
        "period is closed",
    ),
    "repayment before the disbursement": (
        copied(
            *REPAYMENT,
            loan_id="{second}",
            entry_id="{early}",
            paid_on="'2010-01-12'",
            principal=1_000_000,
            interest=150_000,
        ),
        "not before the disbursement",
    ),
    "repayment of more than is owed": (
        copied(
            *REPAYMENT,
            entry_id="{big}",
            paid_on="'2010-01-20'",
            principal=10_000_001,
            interest=0,
        ),
        "more than is owed",
    ),
    "reversal with an entry that reverses nothing": (
        copied(
            *REPAYMENT,
            **UNDO,
            reverses_id="{repayment}",
            entry_id="{refund}",
            paid_on="'2010-01-20'",
        ),
        "negates one repayment",
    ),
    "second reversal of a repayment": (
        copied("loans_repayment", "{undone_repayment}", entry_id="{empty_receipt}"),
        "replaced|must agree|unique",
    ),
    "receivable of a new product opened to entries by hand": (
        "UPDATE ledger_account SET subledger='' WHERE id={uep_receivable}",
        "belongs to the loans",
    ),
    "loan settled by a step alone": (
        STEP.format(status="L") + "UPDATE loans_loan SET status='L' WHERE id={loan}",
        "something is still owed",
    ),
    "loan cancelled by a step alone": (
        STEP.format(status="X") + "UPDATE loans_loan SET status='X' WHERE id={loan}",
        "taken back while nothing is paid",
    ),
    "step to an invented status": (STEP.format(status="Z"), "unknown status"),
    "repayment of an invented kind": (
        copied(*REPAYMENT, entry_id="{empty_receipt}", paid_on="'2010-01-20'", kind="'lain'"),
        "unknown kind",
    ),
    "proposed loan to another office": (
        "UPDATE loans_loan SET office_id={other}, code='lain' WHERE id={open_loan}",
        "must be of the office",
    ),
    "proposed loan to another office's group": (
        "UPDATE loans_loan SET group_id={foreign_group} WHERE id={open_loan}",
        "must be of the office",
    ),
    "loan of another office's group": (
        copied("loans_loan", "{waiting}", code="'lain'", group_id="{foreign_group}"),
        "must be of the office",
    ),
    "waiting loan under another id": (
        "UPDATE loans_loan SET id=-id WHERE id={waiting}",
        "keep their id",
    ),
    "proposed loan at an odd rate": (
        "UPDATE loans_loan SET rate=-1 WHERE id={open_loan}",
        "no loan can have",
    ),
    "loan of an invented method": (
        copied("loans_loan", "{waiting}", code="'lain'", method="'lain'"),
        "no loan can have",
    ),
    "terms at an odd rate": (
        copied("loans_productterms", "{terms}", since="'2010-03-01'", rate="-1"),
        "no loan can have",
    ),
    "terms with another office's classes": (
        copied(
            "loans_productterms",
            "{terms}",
            since="'2010-03-01'",
            collectibility_id="{foreign_set}",
        ),
        "classes must be of the office",
    ),
    "classes on an invented basis": (
        copied("loans_collectibilityset", "{class_set}", code="'LAIN'", basis="'lain'"),
        "unknown basis",
    ),
    "product under another id": (
        "UPDATE loans_product SET id=-id WHERE id={product}",
        "keep their id",
    ),
    "lent product under another code": (
        "UPDATE loans_product SET code='LAIN' WHERE id={product}",
        "keeps its code and receivable",
    ),
    "product with another office's account": (
        "UPDATE loans_product SET cash_id={foreign} WHERE id={product}",
        "accounts must be of the office",
    ),
    "product born with another office's account": (
        copied(
            "loans_product",
            "{product}",
            code="'LAIN'",
            receivable_id="{unused}",
            penalty_income_id="{foreign}",
        ),
        "accounts must be of the office",
    ),
    "product to another receivable": (
        "UPDATE loans_product SET receivable_id={cash} WHERE id={product}",
        "keeps its code and receivable",
    ),
    "terms from a closed day on": (
        copied("loans_productterms", "{terms}", since="'2009-12-31'"),
        "period is closed",
    ),
    "class added to a set in use": (
        copied("loans_collectibilityclass", "{a_class}", position=99, code="'VI'"),
        "set is in use",
    ),
}
