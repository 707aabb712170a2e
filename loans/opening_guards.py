"""What the database refuses about loans brought in from older books (see ``loans.opening``).

Their entries are of kind ``opening``: no money moves, so nobody has to hand it out, and there is
no second pair of eyes. That is only right before anything else is in the books; afterwards it
would be a way round the cash box. A payment among them can be reversed, on a day after the older
books, as any other: its money is looked for in those, so the reversal too moves none.
"""

from upk.ledger.guards import has_begun
from upk.triggers import Guard

OPENING = (
    "EXISTS (SELECT 1 FROM ledger_entry o WHERE o.id = {entry} "
    "AND o.kind = 'opening' AND o.origin = 'loans')"
)
"""SQL that holds when ``entry`` (an SQL id) is an opening entry of the loans."""

_STARTED = has_begun("NEW.office_id")
_SIDES = "(SELECT COUNT(*) FROM ledger_account WHERE id IN (NEW.debit_id, NEW.credit_id) AND {0})"
_OF_LOANS, _CAPITAL = "subledger = 'loans'", "kind = 'equity'"

OPENING_GUARDS = [
    Guard(
        "opening_entry_of_loans_comes_first",
        "ledger_entry",
        "INSERT",
        f"NEW.kind = 'opening' AND NEW.origin = 'loans' AND {_STARTED}",
        "ledger_entry: loans are brought in before anything else is in the books",
    ),
    Guard(
        "opening_posting_of_loans_moves_no_money",
        "ledger_posting",
        "INSERT",
        f"{OPENING.format(entry='NEW.entry_id')} "
        f"AND ({_SIDES.format(_OF_LOANS)} <> 1 OR {_SIDES.format(_CAPITAL)} <> 1)",
        "ledger_posting: a loan is brought in between its receivable and capital",
    ),
    Guard(
        "opening_entry_of_loans_stays",
        "ledger_entry",
        "INSERT",
        f"NEW.reverses_id IS NOT NULL AND {OPENING.format(entry='NEW.reverses_id')} "
        "AND NOT EXISTS (SELECT 1 FROM loans_repayment r "
        "WHERE r.entry_id = NEW.reverses_id AND r.kind = 'opening')",
        "ledger_entry: a loan that was brought in is not taken back",
    ),
    Guard(
        "opening_payment_comes_first",
        "loans_repayment",
        "INSERT",
        f"NEW.kind = 'opening' AND {_STARTED}",
        "loans_repayment: older payments are brought in before anything else is in the books",
    ),
    Guard(
        "loan_paid_out_by_the_entry_of_its_steps",
        "loans_loan",
        "UPDATE",
        "OLD.disbursed_on IS NULL AND NEW.disbursed_on IS NOT NULL AND (NOT EXISTS ("
        "SELECT 1 FROM loans_loanstep s WHERE s.loan_id = NEW.id AND s.to_status = 'A' "
        "AND s.entry_id = NEW.disbursement_id) OR EXISTS (SELECT 1 FROM loans_loanstep s "
        "WHERE s.loan_id = NEW.id AND s.to_status = 'W' AND s.entry_id <> NEW.disbursement_id))",
        "loans_loan: it is paid out by the entry that its steps name",
    ),
]
