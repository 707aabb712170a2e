"""What the database itself refuses about loans (see ``upk.triggers``, design.md 4 and 5)."""

from loans.collection_guards import GUARDS as COLLECTION_GUARDS
from loans.ending_guards import ENDING_GUARDS
from loans.lifecycle import STEPS
from loans.member_guards import MEMBER_GUARDS
from loans.models import Loan, Repayment, TermsFields
from loans.opening_guards import OPENING, OPENING_GUARDS
from loans.rebate_guards import REBATE_GUARDS
from loans.setting_guards import SETTING_GUARDS, sensible_terms
from loans.verification_guards import VERIFICATION_GUARDS
from loans.waiting_guards import WAITING_GUARDS
from upk.ledger.guards import closed
from upk.triggers import (
    Guard,
    NoTruncate,
    append_only,
    changed,
    kept,
    never_replaced,
    unknown,
)

_LOAN_DISBURSED = "SELECT 1 FROM loans_loan WHERE id = {row}.loan_id AND disbursed_on IS NOT NULL"
_OFFICE_OF_LOAN = "SELECT office_id FROM loans_loan WHERE id = NEW.loan_id"
_PAID = "(SELECT COALESCE(SUM({part}), 0) FROM loans_repayment WHERE loan_id = NEW.loan_id)"
_SCHEDULED = "(SELECT COALESCE(SUM({part}), 0) FROM loans_instalment WHERE loan_id = {loan})"

# What an entry takes off the receivable of the loan's product.
_OFF_RECEIVABLE = (
    "(SELECT COALESCE(SUM(CASE WHEN p.credit_id = r.receivable_id THEN p.amount "
    "ELSE -p.amount END), 0) FROM ledger_posting p, loans_product r "
    "WHERE p.entry_id = {entry} AND r.id = {product} "
    "AND r.receivable_id IN (p.credit_id, p.debit_id))"
)

# The step that approved the loan, with what it gave.
_APPROVAL = (
    "SELECT MAX(id) FROM loans_loanstep WHERE loan_id = NEW.id AND to_status = 'W' "
    "AND amount IS NOT NULL"
)
_LAST_STEP = "SELECT MAX(id) FROM loans_loanstep WHERE loan_id = NEW.loan_id"
_KNOWN_STEPS = ", ".join(f"'{before}{after}'" for before, after in sorted(STEPS))

_REPAYMENT_GUARDS = [
    *append_only("loans_repayment", unique=[("entry_id",), ("reverses_id",)]),
    Guard(
        "repayment_known_kind",
        "loans_repayment",
        "INSERT",
        unknown("kind", Repayment.Kind.values),
        "loans_repayment: unknown kind",
    ),
    Guard(
        "repayment_not_in_closed_period",
        "loans_repayment",
        "INSERT",
        closed("NEW.office_id", "NEW.paid_on"),
        "loans_repayment: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "repayment_has_its_entry",
        "loans_repayment",
        "INSERT",
        "NEW.entry_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM ledger_entry e JOIN loans_loan l ON l.id = NEW.loan_id "
        "WHERE e.id = NEW.entry_id AND e.office_id = NEW.office_id AND l.office_id = NEW.office_id "
        "AND e.happened_on = NEW.paid_on AND e.origin = 'loans' "
        "AND (e.kind = 'opening') = (NEW.kind = 'opening') AND (NOT NEW.is_payment "
        "OR e.total = CASE WHEN NEW.kind = 'opening' OR EXISTS (SELECT 1 FROM loans_repayment o "
        "WHERE o.id = NEW.reverses_id AND o.kind = 'opening') THEN ABS(NEW.principal) "
        "ELSE ABS(NEW.principal + NEW.interest + NEW.penalty) END))",
        "loans_repayment: entry, loan and repayment must agree",
    ),
    Guard(
        "repayment_posted_to_the_receivable",
        "loans_repayment",
        "INSERT",
        "NEW.entry_id IS NOT NULL AND "
        + _OFF_RECEIVABLE.format(
            entry="NEW.entry_id",
            product="(SELECT product_id FROM loans_loan WHERE id = NEW.loan_id)",
        )
        + " <> NEW.principal",
        "loans_repayment: its principal must be what the entry takes off the receivable",
    ),
    Guard(
        "repayment_after_disbursement",
        "loans_repayment",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_loan l WHERE l.id = NEW.loan_id "
        "AND l.disbursed_on <= NEW.paid_on)",
        "loans_repayment: not before the disbursement",
    ),
    Guard(
        "repayment_within_what_is_owed",
        "loans_repayment",
        "INSERT",
        f"{_PAID.format(part='principal')} + NEW.principal NOT BETWEEN 0 AND "
        f"{_SCHEDULED.format(part='principal', loan='NEW.loan_id')} "
        f"OR {_PAID.format(part='interest')} + NEW.interest NOT BETWEEN 0 AND "
        f"{_SCHEDULED.format(part='interest', loan='NEW.loan_id')}",
        "loans_repayment: more than is owed",
    ),
    Guard(
        "repayment_reversal_fits",
        "loans_repayment",
        "INSERT",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM loans_repayment t "
        "LEFT JOIN ledger_entry e ON e.id = NEW.entry_id "
        "WHERE t.id = NEW.reverses_id AND t.loan_id = NEW.loan_id AND t.kind <> 'reversal' "
        "AND t.is_payment = NEW.is_payment "
        "AND t.principal = -NEW.principal AND t.interest = -NEW.interest "
        "AND t.penalty = -NEW.penalty AND (e.reverses_id = t.entry_id "
        "OR (t.entry_id IS NULL AND NEW.entry_id IS NULL)))",
        "loans_repayment: a reversal negates one repayment of the loan",
    ),
]

_RELIEF_GUARDS = [
    *append_only("loans_relief", unique=[("repayment_id", "instalment_id")]),
    Guard(
        "relief_of_the_loans_own_rows",
        "loans_relief",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_repayment r "
        "JOIN loans_instalment i ON i.loan_id = r.loan_id "
        "WHERE r.id = NEW.repayment_id AND i.id = NEW.instalment_id AND NOT r.is_payment)",
        "loans_relief: instalment and repayment are of one loan, and no money came in",
    ),
    Guard(
        "relief_within_its_repayment",
        "loans_relief",
        "INSERT",
        "EXISTS (SELECT 1 FROM loans_repayment r WHERE r.id = NEW.repayment_id AND ("
        "ABS(NEW.principal + (SELECT COALESCE(SUM(principal), 0) FROM loans_relief "
        "WHERE repayment_id = r.id)) > ABS(r.principal) OR "
        "ABS(NEW.interest + (SELECT COALESCE(SUM(interest), 0) FROM loans_relief "
        "WHERE repayment_id = r.id)) > ABS(r.interest)))",
        "loans_relief: more than its repayment forgives",
    ),
    Guard(
        "relief_within_its_instalment",
        "loans_relief",
        "INSERT",
        "EXISTS (SELECT 1 FROM loans_instalment i WHERE i.id = NEW.instalment_id AND ("
        "NEW.principal + (SELECT COALESCE(SUM(principal), 0) FROM loans_relief "
        "WHERE instalment_id = i.id) NOT BETWEEN 0 AND i.principal OR "
        "NEW.interest + (SELECT COALESCE(SUM(interest), 0) FROM loans_relief "
        "WHERE instalment_id = i.id) NOT BETWEEN 0 AND i.interest))",
        "loans_relief: more than the instalment asks for",
    ),
]

_LOAN_GUARDS = [
    *kept("loans_loan", unique=[("office_id", "code"), ("disbursement_id",)]),
    Guard(
        "loan_disbursed_is_frozen",
        "loans_loan",
        "UPDATE",
        "OLD.disbursed_on IS NOT NULL AND ("
        + changed(
            "id",
            "office_id",
            "group_id",
            "product_id",
            "code",
            "principal",
            "proposed_on",
            "approved_on",
            "decision_id",
            "rescheduled_from_id",
            "carried_interest",
            "submission_id",
            "payment_day",
            "rounds_per_member",
            "disbursed_on",
            "disbursement_id",
            *TermsFields.TERMS,
        )
        + ")",
        "loans_loan: a disbursed loan keeps its terms",
    ),
    Guard(
        "loan_not_disbursed_in_closed_period",
        "loans_loan",
        "UPDATE",
        "OLD.disbursed_on IS NULL AND " + closed("NEW.office_id", "NEW.disbursed_on"),
        "loans_loan: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "loan_keeps_what_was_asked_for",
        "loans_loan",
        "UPDATE",
        "OLD.disbursed_on IS NULL AND NOT (OLD.status = 'P' AND NEW.status = 'P') AND ("
        + changed(
            "group_id",
            "product_id",
            "code",
            "proposed_on",
            "submission_id",
            "payment_day",
            *TermsFields.TERMS,
        )
        + ")",
        "loans_loan: what was verified keeps its group and terms",
    ),
    Guard(
        "loan_paid_out_as_approved",
        "loans_loan",
        "UPDATE",
        "OLD.disbursed_on IS NULL AND NEW.disbursed_on IS NOT NULL AND ("
        f"(SELECT amount FROM loans_loanstep WHERE id = ({_APPROVAL})) <> NEW.principal "
        "OR EXISTS (SELECT 1 FROM loans_share s WHERE s.loan_id = NEW.id "
        f"AND EXISTS (SELECT 1 FROM loans_stepshare WHERE step_id = ({_APPROVAL})) "
        f"AND NOT EXISTS (SELECT 1 FROM loans_stepshare a WHERE a.step_id = ({_APPROVAL}) "
        "AND a.person_id = s.person_id AND a.amount = s.principal)))",
        "loans_loan: the amounts are those of the approval",
    ),
    Guard(
        "loan_disbursed_whole",
        "loans_loan",
        "UPDATE",
        "OLD.disbursed_on IS NULL AND NEW.disbursed_on IS NOT NULL AND ("
        f"{_SCHEDULED.format(part='principal', loan='NEW.id')} <> NEW.principal OR "
        f"{_SCHEDULED.format(part='interest', loan='NEW.id')} < NEW.carried_interest OR "
        "(SELECT COALESCE(SUM(principal), 0) FROM loans_share WHERE loan_id = NEW.id) "
        "<> NEW.principal OR NOT EXISTS (SELECT 1 FROM ledger_entry e "
        "WHERE e.id = NEW.disbursement_id AND e.office_id = NEW.office_id "
        "AND e.happened_on = NEW.disbursed_on AND e.origin = 'loans' "
        "AND e.reverses_id IS NULL AND e.total = NEW.principal) OR "
        + _OFF_RECEIVABLE.format(entry="NEW.disbursement_id", product="NEW.product_id")
        + " <> -NEW.principal)",
        "loans_loan: schedule, shares and entry must equal the principal",
    ),
    Guard(
        "loan_born_undisbursed",
        "loans_loan",
        "INSERT",
        "NEW.disbursed_on IS NOT NULL",
        "loans_loan: a loan is disbursed after it was entered",
    ),
    *[
        Guard(
            f"loan_of_one_office_{event.lower()}",
            "loans_loan",
            event,
            f"{moved}NOT EXISTS (SELECT 1 FROM groups_group g, loans_product p "
            "WHERE g.id = NEW.group_id AND p.id = NEW.product_id "
            "AND g.office_id = NEW.office_id AND p.office_id = NEW.office_id)",
            "loans_loan: group and product must be of the office",
        )
        for event, moved in (
            ("INSERT", ""),
            ("UPDATE", f"({changed('office_id', 'group_id', 'product_id')}) AND "),
        )
    ],
    sensible_terms("loans_loan", "INSERT"),
    sensible_terms("loans_loan", "UPDATE", "OLD.disbursed_on IS NULL AND "),
    Guard(
        "step_known_words",
        "loans_loanstep",
        "INSERT",
        f"{unknown('to_status', Loan.Status.values)} OR "
        f"{unknown('from_status', ['', *Loan.Status.values])}",
        "loans_loanstep: unknown status",
    ),
    Guard(
        "loan_status_follows_its_steps",
        "loans_loan",
        "UPDATE",
        "NEW.status <> OLD.status AND NOT EXISTS (SELECT 1 FROM loans_loanstep s "
        "WHERE s.id = (SELECT MAX(id) FROM loans_loanstep WHERE loan_id = NEW.id) "
        "AND s.to_status = NEW.status AND s.from_status = OLD.status)",
        "loans_loan: the status follows a step",
    ),
    *append_only("loans_loanstep"),
    *append_only("loans_stepshare", unique=[("step_id", "person_id")]),
    Guard(
        "step_is_known",
        "loans_loanstep",
        "INSERT",
        f"NEW.from_status || NEW.to_status NOT IN ({_KNOWN_STEPS})",
        "loans_loanstep: no such step",
    ),
    Guard(
        "step_follows_the_last",
        "loans_loanstep",
        "INSERT",
        "NEW.from_status <> COALESCE((SELECT to_status FROM loans_loanstep "
        f"WHERE id = ({_LAST_STEP})), '')",
        "loans_loanstep: a step goes on from the last one",
    ),
    Guard(
        "step_four_eyes",
        "loans_loanstep",
        "INSERT",
        "NEW.from_status = 'W' AND NEW.to_status = 'A' AND EXISTS (SELECT 1 FROM loans_loanstep s "
        "WHERE s.loan_id = NEW.loan_id AND s.to_status = 'W' AND s.made_by_id = NEW.made_by_id) "
        "AND EXISTS (SELECT 1 FROM loans_loan WHERE id = NEW.loan_id "
        "AND rescheduled_from_id IS NULL) "
        f"AND NOT {OPENING.format(entry='NEW.entry_id')}",
        "loans_loanstep: who approved a loan does not pay it out",
    ),
    Guard(
        "step_shares_complete_the_step",
        "loans_stepshare",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_loanstep s WHERE s.id = NEW.step_id AND s.amount >= "
        "NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM loans_stepshare "
        "WHERE step_id = NEW.step_id))",
        "loans_stepshare: the amounts of members exceed that of the step",
    ),
    Guard(
        "step_not_in_closed_period",
        "loans_loanstep",
        "INSERT",
        "NEW.to_status IN ('A', 'L', 'R', 'H', 'X') AND "
        + closed(f"({_OFFICE_OF_LOAN})", "NEW.happened_on"),
        "loans_loanstep: the period is closed",
        lock_office=_OFFICE_OF_LOAN,
    ),
    *append_only("loans_instalment", unique=[("loan_id", "n"), ("loan_id", "due_on")]),
    Guard(
        "instalment_before_disbursement",
        "loans_instalment",
        "INSERT",
        f"EXISTS ({_LOAN_DISBURSED.format(row='NEW')})",
        "loans_instalment: the schedule is complete",
    ),
    *[
        Guard(
            f"share_frozen_{event.lower()}_{row.lower()}",
            "loans_share",
            event,
            f"EXISTS ({_LOAN_DISBURSED.format(row=row)})",
            "loans_share: shares of a disbursed loan are frozen",
        )
        for event, row in (
            ("INSERT", "NEW"),
            ("UPDATE", "OLD"),
            ("UPDATE", "NEW"),
            ("DELETE", "OLD"),
        )
    ],
    *never_replaced("loans_share", unique=[("loan_id", "person_id")]),
    NoTruncate("loans_share"),
]

GUARDS = [
    *_LOAN_GUARDS,
    *_REPAYMENT_GUARDS,
    *_RELIEF_GUARDS,
    *VERIFICATION_GUARDS,
    *ENDING_GUARDS,
    *SETTING_GUARDS,
    *WAITING_GUARDS,
    *MEMBER_GUARDS,
    *REBATE_GUARDS,
    *COLLECTION_GUARDS,
    *OPENING_GUARDS,
]
