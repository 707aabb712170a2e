"""What the database itself refuses about how loans end (see ``loans.guards``, ``upk.triggers``)."""

from loans.opening_guards import OPENING
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only

_OWED = (
    "(SELECT COALESCE(SUM(i.principal + i.interest), 0) FROM loans_instalment i "
    "WHERE i.loan_id = NEW.loan_id) <> (SELECT COALESCE(SUM(r.principal + r.interest), 0) "
    "FROM loans_repayment r WHERE r.loan_id = NEW.loan_id)"
)
_RECOVERED = (
    "(SELECT COALESCE(SUM(amount), 0) FROM loans_recovery WHERE write_off_id = {write_off})"
)

# What an entry credits to the account for recoveries of the product of a write-off's loan.
_TO_INCOME = (
    "(SELECT COALESCE(SUM(CASE WHEN p.credit_id = d.recovery_income_id THEN p.amount "
    "ELSE -p.amount END), 0) FROM ledger_posting p, loans_repayment w "
    "JOIN loans_loan l ON l.id = w.loan_id JOIN loans_product d ON d.id = l.product_id "
    "WHERE w.id = NEW.write_off_id AND p.entry_id = NEW.entry_id "
    "AND d.recovery_income_id IN (p.credit_id, p.debit_id))"
)

_LIFE_GUARDS = [
    Guard(
        "loan_takes_over_once",
        "loans_loan",
        "INSERT",
        "NEW.rescheduled_from_id IS NOT NULL AND EXISTS (SELECT 1 FROM loans_loan "
        "WHERE rescheduled_from_id = NEW.rescheduled_from_id AND status <> 'X')",
        "loans_loan: another loan took over already",
    ),
    Guard(
        "loan_takes_over_what_was_left",
        "loans_loan",
        "UPDATE",
        "OLD.disbursed_on IS NULL AND NEW.disbursed_on IS NOT NULL "
        "AND NEW.rescheduled_from_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM loans_repayment r "
        "WHERE r.loan_id = NEW.rescheduled_from_id AND r.kind = 'rescheduled' "
        "AND r.paid_on = NEW.disbursed_on AND r.principal = NEW.principal "
        "AND r.interest >= NEW.carried_interest)",
        "loans_loan: the old loan must hand over as much as the new one takes",
    ),
    Guard(
        "step_takes_over_a_rescheduled_loan",
        "loans_loanstep",
        "INSERT",
        "NEW.from_status = '' AND NEW.to_status = 'W' AND NOT EXISTS (SELECT 1 FROM loans_loan "
        "WHERE id = NEW.loan_id AND rescheduled_from_id IS NOT NULL) "
        f"AND NOT {OPENING.format(entry='NEW.entry_id')}",
        "loans_loanstep: only a loan that takes over from another begins approved",
    ),
    Guard(
        "step_cancels_an_unpaid_loan",
        "loans_loanstep",
        "INSERT",
        "NEW.to_status = 'X' AND (EXISTS (SELECT 1 FROM loans_repayment r "
        "WHERE r.loan_id = NEW.loan_id AND r.kind <> 'reversal' AND NOT EXISTS "
        "(SELECT 1 FROM loans_repayment u WHERE u.reverses_id = r.id)) "
        "OR NOT EXISTS (SELECT 1 FROM loans_loan l JOIN ledger_entry e "
        "ON e.reverses_id = l.disbursement_id WHERE l.id = NEW.loan_id AND e.id = NEW.entry_id "
        "AND e.happened_on = NEW.happened_on))",
        "loans_loanstep: a disbursement is taken back while nothing is paid, by its reversal",
    ),
    Guard(
        "step_ends_with_nothing_owed",
        "loans_loanstep",
        "INSERT",
        f"NEW.to_status IN ('L', 'R', 'H') AND {_OWED}",
        "loans_loanstep: something is still owed",
    ),
    Guard(
        "write_off_undone_before_recovery",
        "loans_repayment",
        "INSERT",
        f"NEW.reverses_id IS NOT NULL AND {_RECOVERED.format(write_off='NEW.reverses_id')} <> 0",
        "loans_repayment: money was received for this write-off",
    ),
]

_RECOVERY_GUARDS = [
    *append_only("loans_recovery", unique=[("entry_id",), ("reverses_id",)]),
    Guard(
        "recovery_not_in_closed_period",
        "loans_recovery",
        "INSERT",
        closed("NEW.office_id", "NEW.paid_on"),
        "loans_recovery: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "recovery_of_a_write_off",
        "loans_recovery",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_repayment w WHERE w.id = NEW.write_off_id "
        "AND w.office_id = NEW.office_id AND w.kind IN ('written_off', 'death') "
        "AND w.paid_on <= NEW.paid_on AND NOT EXISTS "
        "(SELECT 1 FROM loans_repayment u WHERE u.reverses_id = w.id))",
        "loans_recovery: money is received for a write-off that stands",
    ),
    Guard(
        "recovery_has_its_entry",
        "loans_recovery",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id "
        "AND e.office_id = NEW.office_id AND e.happened_on = NEW.paid_on "
        f"AND e.origin = 'loans' AND e.total = ABS(NEW.amount)) OR {_TO_INCOME} <> NEW.amount",
        "loans_recovery: its entry must be the income that it says",
    ),
    Guard(
        "recovery_within_what_was_written_off",
        "loans_recovery",
        "INSERT",
        f"{_RECOVERED.format(write_off='NEW.write_off_id')} + NEW.amount NOT BETWEEN 0 AND "
        "(SELECT principal FROM loans_repayment WHERE id = NEW.write_off_id)",
        "loans_recovery: more than was written off",
    ),
    Guard(
        "recovery_reversal_fits",
        "loans_recovery",
        "INSERT",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM loans_recovery t "
        "JOIN ledger_entry e ON e.id = NEW.entry_id WHERE t.id = NEW.reverses_id "
        "AND t.write_off_id = NEW.write_off_id AND t.reverses_id IS NULL "
        "AND t.amount = -NEW.amount AND e.reverses_id = t.entry_id)",
        "loans_recovery: a reversal negates one recovery",
    ),
]

ENDING_GUARDS = [*_LIFE_GUARDS, *_RECOVERY_GUARDS]
