"""What the database itself refuses about rebates (IPTW) and their approval (``loans.guards``)."""

from upk.ledger.guards import closed
from upk.triggers import Guard, append_only

_SAME = (
    "{a}.loan_id = {b}.loan_id AND {a}.amount = {sign}{b}.amount "
    "AND {a}.interest = {sign}{b}.interest "
    "AND COALESCE({a}.instalment_id, 0) = COALESCE({b}.instalment_id, 0)"
)

# What an entry takes to the rebate expense of the loan's product.
_EXPENSED = (
    "(SELECT COALESCE(SUM(CASE WHEN p.debit_id = d.rebate_expense_id THEN p.amount "
    "ELSE -p.amount END), 0) FROM ledger_posting p, loans_loan l "
    "JOIN loans_product d ON d.id = l.product_id WHERE l.id = NEW.loan_id "
    "AND p.entry_id = NEW.entry_id AND d.rebate_expense_id IN (p.debit_id, p.credit_id))"
)

_APPROVAL_GUARDS = [
    *append_only("loans_rebateapproval"),
    Guard(
        "rebate_approval_of_the_loans_own_row",
        "loans_rebateapproval",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_loan l LEFT JOIN loans_instalment i "
        "ON i.id = NEW.instalment_id WHERE l.id = NEW.loan_id "
        "AND ((NEW.instalment_id IS NULL AND l.status = 'L') "
        "OR (i.loan_id = l.id AND l.status IN ('A', 'L'))))",
        "loans_rebateapproval: for an instalment of the loan, or the loan once it is settled",
    ),
    Guard(
        "rebate_approval_of_interest_paid",
        "loans_rebateapproval",
        "INSERT",
        "NEW.interest > (SELECT COALESCE(SUM(interest), 0) FROM loans_repayment "
        "WHERE loan_id = NEW.loan_id AND is_payment) OR NEW.interest > "
        "(SELECT COALESCE(SUM(interest), 0) FROM loans_instalment WHERE loan_id = NEW.loan_id "
        "AND (NEW.instalment_id IS NULL OR id = NEW.instalment_id))",
        "loans_rebateapproval: a part of the jasa that was paid",
    ),
]

_REBATE_GUARDS = [
    *append_only("loans_rebate", unique=[("entry_id",), ("reverses_id",), ("approval_id",)]),
    Guard(
        "rebate_not_in_closed_period",
        "loans_rebate",
        "INSERT",
        closed("NEW.office_id", "NEW.paid_on"),
        "loans_rebate: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "rebate_as_approved",
        "loans_rebate",
        "INSERT",
        "NEW.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM loans_rebateapproval a "
        f"WHERE a.id = NEW.approval_id AND {_SAME.format(a='a', b='NEW', sign='')} "
        "AND a.approved_on <= NEW.paid_on)",
        "loans_rebate: as it was approved",
    ),
    Guard(
        "rebate_four_eyes",
        "loans_rebate",
        "INSERT",
        "NEW.reverses_id IS NULL AND EXISTS (SELECT 1 FROM loans_rebateapproval a "
        "WHERE a.id = NEW.approval_id AND a.recorded_by_id = NEW.recorded_by_id)",
        "loans_rebate: who approved a rebate does not pay it out",
    ),
    Guard(
        "rebate_once",
        "loans_rebate",
        "INSERT",
        "NEW.reverses_id IS NULL AND EXISTS (SELECT 1 FROM loans_rebate b "
        "WHERE b.loan_id = NEW.loan_id AND b.reverses_id IS NULL "
        "AND COALESCE(b.instalment_id, 0) = COALESCE(NEW.instalment_id, 0) "
        "AND NOT EXISTS (SELECT 1 FROM loans_rebate u WHERE u.reverses_id = b.id))",
        "loans_rebate: paid already",
    ),
    Guard(
        "rebate_has_its_entry",
        "loans_rebate",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e JOIN loans_loan l ON l.id = NEW.loan_id "
        "WHERE e.id = NEW.entry_id AND e.office_id = NEW.office_id "
        "AND l.office_id = NEW.office_id AND e.happened_on = NEW.paid_on "
        "AND e.origin = 'loans' AND e.total = ABS(NEW.amount)) "
        f"OR {_EXPENSED} <> NEW.amount",
        "loans_rebate: its entry must be the expense that it says",
    ),
    Guard(
        "rebate_reversal_fits",
        "loans_rebate",
        "INSERT",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM loans_rebate t "
        "JOIN ledger_entry e ON e.id = NEW.entry_id WHERE t.id = NEW.reverses_id "
        f"AND {_SAME.format(a='t', b='NEW', sign='-')} "
        "AND t.reverses_id IS NULL AND e.reverses_id = t.entry_id)",
        "loans_rebate: a reversal negates one rebate",
    ),
]

REBATE_GUARDS = [*_APPROVAL_GUARDS, *_REBATE_GUARDS]
