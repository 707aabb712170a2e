"""What the database refuses about products, their dated terms and rules, and papers' wording."""

from loans.models import BASES, METHODS, ORDERS, PERIODS, ROUNDINGS
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, changed, kept, unknown

_OFFICE_OF_PRODUCT = "SELECT office_id FROM loans_product WHERE id = NEW.product_id"

# Percent and months have limits in the forms; SQL meets them here (text is above any number).
_ODD_TERMS = " OR ".join(
    [
        "NEW.rate NOT BETWEEN 0 AND 20 OR NEW.tenor NOT BETWEEN 1 AND 260",
        "NEW.rounding_step < 1",
        *[
            unknown(column, [word for word, _ in choices])
            for column, choices in (
                ("method", METHODS),
                ("period", PERIODS),
                ("rounding", ROUNDINGS),
                ("payment_order", ORDERS),
            )
        ],
    ]
)


def sensible_terms(table: str, event: str, when: str = "") -> Guard:
    """Guard against terms of lending that nobody could mean; ``when`` narrows it down."""
    message = f"{table}: terms that no loan can have"
    return Guard(f"{table}_terms_{event.lower()}", table, event, f"{when}({_ODD_TERMS})", message)


SETTING_GUARDS = [
    *append_only("loans_papertext"),
    Guard(
        "paper_text_begins_in_open_books",
        "loans_papertext",
        "INSERT",
        closed("NEW.office_id", "NEW.since"),
        "loans_papertext: the period is closed",
        lock_office="NEW.office_id",
    ),
    *append_only("loans_productterms", unique=[("product_id", "since")]),
    *append_only("loans_lendingrules", unique=[("product_id", "since")]),
    *append_only("loans_lendingceiling", unique=[("rules_id", "class_code")]),
    Guard(
        "rules_begin_in_open_books",
        "loans_lendingrules",
        "INSERT",
        closed(f"({_OFFICE_OF_PRODUCT})", "NEW.since"),
        "loans_lendingrules: the period is closed",
        lock_office=_OFFICE_OF_PRODUCT,
    ),
    *append_only("loans_collectibilityset", unique=[("office_id", "code")]),
    *append_only("loans_collectibilityclass", unique=[("set_id", "position"), ("set_id", "code")]),
    *kept("loans_product", unique=[("office_id", "code"), ("receivable_id",)]),
    *[
        Guard(
            f"product_accounts_of_the_office_{event.lower()}",
            "loans_product",
            event,
            "EXISTS (SELECT 1 FROM ledger_account WHERE office_id <> NEW.office_id AND id IN "
            "(NEW.receivable_id, NEW.interest_income_id, NEW.penalty_income_id, NEW.cash_id))",
            "loans_product: accounts must be of the office",
        )
        for event in ("INSERT", "UPDATE")
    ],
    sensible_terms("loans_productterms", "INSERT"),
    Guard(
        "terms_with_classes_of_the_office",
        "loans_productterms",
        "INSERT",
        "(SELECT office_id FROM loans_collectibilityset WHERE id = NEW.collectibility_id) <> "
        f"({_OFFICE_OF_PRODUCT})",
        "loans_productterms: the classes must be of the office",
    ),
    Guard(
        "class_set_known_basis",
        "loans_collectibilityset",
        "INSERT",
        unknown("basis", [word for word, _ in BASES]),
        "loans_collectibilityset: unknown basis",
    ),
    Guard(
        "terms_begin_in_open_books",
        "loans_productterms",
        "INSERT",
        closed(f"({_OFFICE_OF_PRODUCT})", "NEW.since"),
        "loans_productterms: the period is closed",
        lock_office=_OFFICE_OF_PRODUCT,
    ),
    Guard(
        "class_set_in_use_is_complete",
        "loans_collectibilityclass",
        "INSERT",
        "EXISTS (SELECT 1 FROM loans_productterms WHERE collectibility_id = NEW.set_id)",
        "loans_collectibilityclass: the set is in use; a new practice is a new set",
    ),
    Guard(
        "receivable_keeps_its_subledger",
        "ledger_account",
        "UPDATE",
        "OLD.subledger = 'loans' AND NEW.subledger <> 'loans' "
        "AND EXISTS (SELECT 1 FROM loans_product "
        "WHERE OLD.id IN (receivable_id, rescheduling_id))",
        "ledger_account: the receivable of a product belongs to the loans",
    ),
    Guard(
        "product_keeps_its_receivable",
        "loans_product",
        "UPDATE",
        f"({changed('office_id', 'code', 'receivable_id', 'rescheduling_id')}) "
        "AND EXISTS (SELECT 1 FROM loans_loan "
        "WHERE product_id = OLD.id AND disbursed_on IS NOT NULL)",
        "loans_product: a lent product keeps its code and receivable",
    ),
]
