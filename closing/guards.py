"""What the database itself refuses about closings, provisions and surplus decisions.

Closing entries are rows of the ledger; their guards stand here because the ledger knows no
closing (``upk.triggers`` joins all guards of a table into one trigger).
"""

from closing.models import SurplusShare
from closing.year import RETAINED_SURPLUS
from upk.ledger.guards import closed
from upk.triggers import Guard, append_only, unknown

_AT_YEAR_END = "a closing entry is dated 31 December and made by the closing"
_DAY = {
    "sqlite": "substr(NEW.happened_on, 6) <> '12-31'",
    "postgresql": "to_char(NEW.happened_on, 'MM-DD') <> '12-31'",
}
_STANDS = "NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = {0}.id)"
_NOT_WITHDRAWN = (
    "NOT EXISTS (SELECT 1 FROM closing_surpluswithdrawal w WHERE w.surplus_decision_id = {0}.id)"
)
_STANDING_CLOSING = (
    "EXISTS (SELECT 1 FROM ledger_entry t WHERE t.office_id = NEW.office_id "
    f"AND t.kind = 'closing' AND {_STANDS.format('t')} AND t.year {{0}})"
)
_KIND_OF_ENTRY = "(SELECT kind FROM ledger_entry WHERE id = NEW.entry_id)"
_RESULT_TO_RETAINED = (
    "EXISTS (SELECT 1 FROM ledger_account d, ledger_account c WHERE d.id = NEW.debit_id "
    "AND c.id = NEW.credit_id AND ("
    f"(d.code = '{RETAINED_SURPLUS}' AND c.kind IN ('income', 'expense')) OR "
    f"(c.code = '{RETAINED_SURPLUS}' AND d.kind IN ('income', 'expense'))))"
)
_TARGET_OF = "ledger_entry t WHERE t.id = NEW.reverses_id AND t.kind = 'closing'"

# A divided year stays closed (``divided_year_is_not_reopened``), so its closing entry can't be
# reversed either: the reversal would be dated in closed books.
_CLOSING_ENTRIES = [
    *[
        Guard(
            f"closing_entry_at_year_end_{vendor}",
            "ledger_entry",
            "INSERT",
            f"NEW.kind = 'closing' AND (NEW.origin <> 'closing' OR {day})",
            f"ledger_entry: {_AT_YEAR_END}",
            only=vendor,
        )
        for vendor, day in _DAY.items()
    ],
    Guard(
        "closing_entry_once_and_in_order",
        "ledger_entry",
        "INSERT",
        f"NEW.kind = 'closing' AND {_STANDING_CLOSING.format('>= NEW.year')}",
        "ledger_entry: a year is closed once, and before later ones",
    ),
    Guard(
        "closing_reversed_on_its_day_and_in_order",
        "ledger_entry",
        "INSERT",
        f"NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM {_TARGET_OF} "
        "AND (t.happened_on <> NEW.happened_on OR EXISTS (SELECT 1 FROM ledger_entry l "
        "WHERE l.office_id = t.office_id AND l.kind = 'closing' AND l.year > t.year "
        f"AND {_STANDS.format('l')})))",
        "ledger_entry: a closing entry is taken back on its own day, the latest first",
    ),
    Guard(
        "closing_moves_results_to_retained",
        "ledger_posting",
        "INSERT",
        f"{_KIND_OF_ENTRY} = 'closing' AND NOT {_RESULT_TO_RETAINED}",
        "ledger_posting: a closing entry takes income and expense to the retained surplus",
    ),
    Guard(
        "divided_year_is_not_reopened",
        "ledger_periodchange",
        "INSERT",
        "NEW.closed_before IS NOT NULL "
        "AND (NEW.closed_after IS NULL OR NEW.closed_after < NEW.closed_before) "
        "AND EXISTS (SELECT 1 FROM closing_surplusdecision s "
        "JOIN ledger_entry e ON e.id = s.closing_id WHERE s.office_id = NEW.office_id "
        "AND (NEW.closed_after IS NULL OR e.happened_on > NEW.closed_after) "
        f"AND {_NOT_WITHDRAWN.format('s')})",
        "ledger_periodchange: the surplus of a year that would be reopened is divided",
    ),
]

# What an entry adds to the allowance of the product, out of its provision expense.
_PROVIDED = (
    "(SELECT COALESCE(SUM(CASE WHEN p.credit_id = d.allowance_id THEN p.amount "
    "ELSE -p.amount END), 0) FROM ledger_posting p, loans_product d "
    "WHERE d.id = NEW.product_id AND p.entry_id = NEW.entry_id "
    "AND ((p.credit_id = d.allowance_id AND p.debit_id = d.provision_expense_id) "
    "OR (p.debit_id = d.allowance_id AND p.credit_id = d.provision_expense_id)))"
)

_PROVISIONS = [
    *append_only("closing_provisionposting", unique=[("entry_id",), ("reverses_id",)]),
    Guard(
        "provision_not_in_closed_period",
        "closing_provisionposting",
        "INSERT",
        closed("NEW.office_id", "NEW.as_of"),
        "closing_provisionposting: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "provision_once",
        "closing_provisionposting",
        "INSERT",
        "NEW.reverses_id IS NULL AND EXISTS (SELECT 1 FROM closing_provisionposting b "
        "WHERE b.product_id = NEW.product_id AND b.as_of = NEW.as_of AND b.reverses_id IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM closing_provisionposting u WHERE u.reverses_id = b.id))",
        "closing_provisionposting: posted already for that day",
    ),
    Guard(
        "provision_has_its_entry",
        "closing_provisionposting",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e JOIN loans_product d ON d.id = NEW.product_id "
        "WHERE e.id = NEW.entry_id AND e.office_id = NEW.office_id "
        "AND d.office_id = NEW.office_id AND e.happened_on = NEW.as_of "
        "AND e.origin = 'closing' AND e.total = ABS(NEW.amount)) "
        f"OR {_PROVIDED} <> NEW.amount",
        "closing_provisionposting: its entry must be the expense that it says",
    ),
    Guard(
        "provision_reversal_fits",
        "closing_provisionposting",
        "INSERT",
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM closing_provisionposting t "
        "JOIN ledger_entry e ON e.id = NEW.entry_id WHERE t.id = NEW.reverses_id "
        "AND t.product_id = NEW.product_id AND t.as_of = NEW.as_of AND t.amount = -NEW.amount "
        "AND t.reverses_id IS NULL AND e.reverses_id = t.entry_id)",
        "closing_provisionposting: a reversal negates one posting",
    ),
]

_DECISION_OF = "closing_surplusdecision s WHERE s.id = NEW.surplus_decision_id"
_RULES = [
    *append_only("closing_surplusrule", unique=[("office_id", "since")]),
    Guard(
        "surplus_rule_accounts_of_the_office",
        "closing_surplusrule",
        "INSERT",
        "(SELECT COUNT(*) FROM ledger_account WHERE office_id = NEW.office_id AND NOT is_header "
        "AND id IN (NEW.reserve_account_id, NEW.capital_account_id)) "
        "<> 2",
        "closing_surplusrule: accounts must be two postable ones of the office",
    ),
    Guard(
        "surplus_rule_begins_in_open_books",
        "closing_surplusrule",
        "INSERT",
        closed("NEW.office_id", "NEW.since"),
        "closing_surplusrule: the period is closed",
        lock_office="NEW.office_id",
    ),
    *append_only("closing_surplusruleshare", unique=[("rule_id", "position")]),
    Guard(
        "surplus_rule_share_begins_in_open_books",
        "closing_surplusruleshare",
        "INSERT",
        f"EXISTS (SELECT 1 FROM closing_surplusrule r WHERE r.id = NEW.rule_id "
        f"AND {closed('r.office_id', 'r.since')})",
        "closing_surplusruleshare: the period is closed",
        lock_office="SELECT office_id FROM closing_surplusrule WHERE id = NEW.rule_id",
    ),
    Guard(
        "surplus_rule_gives_no_more_than_all",
        "closing_surplusruleshare",
        "INSERT",
        "NEW.percent + (SELECT COALESCE(SUM(percent), 0) FROM closing_surplusruleshare "
        "WHERE rule_id = NEW.rule_id) > 100",
        "closing_surplusruleshare: the shares are more than all",
    ),
    Guard(
        "surplus_rule_share_account_of_the_office",
        "closing_surplusruleshare",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_account a JOIN closing_surplusrule r "
        "ON r.id = NEW.rule_id WHERE a.id = NEW.account_id AND a.office_id = r.office_id "
        "AND NOT a.is_header)",
        "closing_surplusruleshare: the account must be a postable one of the office",
    ),
]
_SURPLUS = [
    *append_only("closing_surplusdecision", unique=[("entry_id",)]),
    Guard(
        "surplus_not_in_closed_period",
        "closing_surplusdecision",
        "INSERT",
        closed("NEW.office_id", "NEW.decided_on"),
        "closing_surplusdecision: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "surplus_of_a_closed_year",
        "closing_surplusdecision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry c WHERE c.id = NEW.closing_id "
        "AND c.kind = 'closing' AND c.office_id = NEW.office_id AND c.year = NEW.year "
        f"AND c.happened_on < NEW.decided_on AND {_STANDS.format('c')} "
        f"AND {closed('NEW.office_id', 'c.happened_on')})",
        "closing_surplusdecision: only of a closed year, by a later meeting",
    ),
    Guard(
        "surplus_has_its_entry",
        "closing_surplusdecision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e JOIN offices_decision d "
        "ON d.id = NEW.decision_id WHERE e.id = NEW.entry_id AND e.office_id = NEW.office_id "
        "AND d.office_id = NEW.office_id AND e.happened_on = NEW.decided_on "
        "AND d.decided_on = NEW.decided_on AND e.origin = 'closing' AND e.kind = 'ordinary' "
        "AND e.total = NEW.divided)",
        "closing_surplusdecision: its entry must be the division that it says",
    ),
    Guard(
        "surplus_is_what_the_year_brought",
        "closing_surplusdecision",
        "INSERT",
        f"(SELECT COALESCE(SUM(CASE WHEN c.code = '{RETAINED_SURPLUS}' THEN p.amount "
        "ELSE -p.amount END), 0) "
        "FROM ledger_posting p JOIN ledger_account d ON d.id = p.debit_id "
        "JOIN ledger_account c ON c.id = p.credit_id WHERE p.entry_id = NEW.closing_id "
        f"AND (c.code = '{RETAINED_SURPLUS}' OR d.code = '{RETAINED_SURPLUS}')) <> NEW.surplus",
        "closing_surplusdecision: its surplus is what the closing entry brought",
    ),
    Guard(
        "surplus_divided_once",
        "closing_surplusdecision",
        "INSERT",
        "EXISTS (SELECT 1 FROM closing_surplusdecision s WHERE s.office_id = NEW.office_id "
        f"AND s.year = NEW.year AND {_NOT_WITHDRAWN.format('s')})",
        "closing_surplusdecision: the year is divided already",
    ),
    *append_only("closing_surplusshare", unique=[("surplus_decision_id", "position")]),
    Guard(
        "surplus_share_of_a_known_part",
        "closing_surplusshare",
        "INSERT",
        unknown("part", SurplusShare.Part.values),
        "closing_surplusshare: unknown part",
    ),
    Guard(
        "surplus_share_is_posted",
        "closing_surplusshare",
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM ledger_posting p, ledger_account d, {_DECISION_OF} "
        f"AND p.entry_id = s.entry_id AND d.id = p.debit_id AND d.code = '{RETAINED_SURPLUS}' "
        "AND p.credit_id = NEW.account_id AND p.amount = NEW.amount)",
        "closing_surplusshare: each share is a posting of the entry",
    ),
    Guard(
        "surplus_shares_within_the_decision",
        "closing_surplusshare",
        "INSERT",
        "NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM closing_surplusshare "
        "WHERE surplus_decision_id = NEW.surplus_decision_id) > "
        f"(SELECT divided FROM {_DECISION_OF})",
        "closing_surplusshare: shares exceed what is divided",
    ),
    *append_only("closing_surpluswithdrawal", unique=[("surplus_decision_id",), ("entry_id",)]),
    Guard(
        "surplus_withdrawn_in_open_books",
        "closing_surpluswithdrawal",
        "INSERT",
        f"EXISTS (SELECT 1 FROM offices_office o, {_DECISION_OF} AND o.id = s.office_id "
        "AND o.books_closed_through >= NEW.happened_on)",
        "closing_surpluswithdrawal: the period is closed",
        lock_office=f"SELECT office_id FROM {_DECISION_OF}",
    ),
    Guard(
        "surplus_withdrawn_by_its_reversal",
        "closing_surpluswithdrawal",
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM ledger_entry e, {_DECISION_OF} AND e.id = NEW.entry_id "
        "AND e.reverses_id = s.entry_id AND e.happened_on = NEW.happened_on)",
        "closing_surpluswithdrawal: by the reversal of its entry",
    ),
]

GUARDS = [*_CLOSING_ENTRIES, *_PROVISIONS, *_RULES, *_SURPLUS]
