"""What the database refuses about verification: its rows are open while a loan is a proposal."""

from upk.triggers import Guard, NoTruncate, never_replaced

_IS_PROPOSED = "SELECT 1 FROM loans_loan WHERE id = {loan} AND status = 'P'"
_OF_LOAN = "{row}.loan_id"
_OF_ANSWER = "(SELECT loan_id FROM loans_memberverification WHERE id = {row}.verification_id)"


def _frozen(table: str, loan: str) -> list[Guard]:
    """Guards that let rows of ``table`` change only while their loan is a proposal."""
    return [
        Guard(
            f"{table}_frozen_{event.lower()}_{row.lower()}",
            table,
            event,
            f"NOT EXISTS ({_IS_PROPOSED.format(loan=loan.format(row=row))})",
            f"{table}: frozen from the verification on",
        )
        for event, row in (
            ("INSERT", "NEW"),
            ("UPDATE", "OLD"),
            ("UPDATE", "NEW"),
            ("DELETE", "OLD"),
        )
    ]


_ANSWERED = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} a JOIN offices_checklistitem i ON i.id = a.item_id "
    "WHERE i.checklist_id = NEW.checklist_id)"
    for table in ("loans_papercheck", "loans_memberanswer")
)

VERIFICATION_GUARDS = [
    Guard(
        "list_in_use_is_complete",
        "offices_checklistitem",
        "INSERT",
        _ANSWERED,
        "offices_checklistitem: the list was answered; a new practice is a new list",
    ),
    *_frozen("loans_papercheck", _OF_LOAN),
    *never_replaced("loans_papercheck", unique=[("loan_id", "item_id")]),
    NoTruncate("loans_papercheck"),
    *_frozen("loans_memberverification", _OF_LOAN),
    *never_replaced("loans_memberverification", unique=[("loan_id", "person_id")]),
    NoTruncate("loans_memberverification"),
    *_frozen("loans_memberanswer", _OF_ANSWER),
    *never_replaced("loans_memberanswer", unique=[("verification_id", "item_id")]),
    NoTruncate("loans_memberanswer"),
]
