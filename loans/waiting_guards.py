"""What the database refuses about the manager's choices in the waiting list."""

from upk.triggers import Guard, append_only

_WAITS = "SELECT 1 FROM loans_loan l WHERE l.id = NEW.{column} AND l.status = 'W'"

WAITING_GUARDS = [
    *append_only("loans_waitingchoice"),
    Guard(
        "choice_of_a_waiting_loan",
        "loans_waitingchoice",
        "INSERT",
        f"NOT EXISTS ({_WAITS.format(column='loan_id')} AND l.approved_on <= NEW.chosen_on)",
        "loans_waitingchoice: the loan waits for its money on that day",
    ),
    Guard(
        "choice_within_a_product",
        "loans_waitingchoice",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_loan l JOIN loans_loan f ON f.product_id = l.product_id "
        "WHERE l.id = NEW.loan_id AND f.id = NEW.first_by_rule_id)",
        "loans_waitingchoice: both loans wait for the money of one product",
    ),
]
