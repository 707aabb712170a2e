"""What the database itself refuses about members' parts of payments (see ``loans.guards``)."""

from upk.ledger.guards import closed
from upk.triggers import Guard, append_only

_TABLE = "loans_memberrepayment"
_PARTS = ("principal", "interest", "penalty")
_OFFICE = "(SELECT office_id FROM loans_repayment WHERE id = NEW.repayment_id)"
_GIVEN = f"(SELECT COALESCE(SUM({{part}}), 0) FROM {_TABLE} WHERE repayment_id = NEW.repayment_id)"
_WITHIN = " AND ".join(
    f"NEW.{part} >= 0 AND NEW.{part} + {_GIVEN.format(part=part)} <= r.{part}" for part in _PARTS
)
_MIRRORED = " AND ".join(f"m.{part} = -NEW.{part}" for part in _PARTS)

MEMBER_GUARDS = [
    *append_only(_TABLE, unique=[("repayment_id", "person_id")]),
    Guard(
        "member_repayment_of_a_borrower",
        _TABLE,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_repayment r JOIN loans_share s ON s.loan_id = r.loan_id "
        "WHERE r.id = NEW.repayment_id AND s.person_id = NEW.person_id AND r.is_payment)",
        "loans_memberrepayment: only members with a share in the loan pay for it",
    ),
    Guard(
        "member_repayment_within_the_payment",
        _TABLE,
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM loans_repayment r WHERE r.id = NEW.repayment_id "
        f"AND (r.reverses_id IS NOT NULL OR ({_WITHIN})))",
        "loans_memberrepayment: the parts exceed the payment",
    ),
    Guard(
        "member_repayment_reversal_mirrors",
        _TABLE,
        "INSERT",
        "EXISTS (SELECT 1 FROM loans_repayment r WHERE r.id = NEW.repayment_id "
        "AND r.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM loans_memberrepayment m "
        f"WHERE m.repayment_id = r.reverses_id AND m.person_id = NEW.person_id AND {_MIRRORED}))",
        "loans_memberrepayment: a reversal negates the parts of its payment",
    ),
    Guard(
        "member_repayment_of_a_standing_payment",
        _TABLE,
        "INSERT",
        "EXISTS (SELECT 1 FROM loans_repayment WHERE reverses_id = NEW.repayment_id)",
        "loans_memberrepayment: a reversed payment is not split any more",
    ),
    Guard(
        "member_repayment_not_in_closed_period",
        _TABLE,
        "INSERT",
        closed(_OFFICE, "(SELECT paid_on FROM loans_repayment WHERE id = NEW.repayment_id)"),
        "loans_memberrepayment: the period is closed",
        lock_office=_OFFICE,
    ),
]
