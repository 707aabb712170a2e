"""What closings, provisions and surplus decisions add to the world."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from closing.provisions import plan_provisions, post_provisions, reverse_provision
from closing.results import standing_closings
from closing.surpluses import (
    create_default_rule,
    divide_surplus,
    offer_of,
    resolution_by,
    rule_on,
    withdraw_division,
)
from tests import factories
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry, reverse_entry
from upk.offices.models import User

MONTH, MEETING, YEAR_END = date(2010, 1, 31), date(2010, 2, 5), date(2010, 12, 31)


def add_closings(product, by: User, empty: Callable[..., Entry]) -> dict[str, int]:
    """Ids by name; 2009 is closed already, ``empty`` makes an entry that lacks its postings.

    A provision that stands and one that was taken back; a decision on 2009 that was withdrawn and
    one that stands, whose entry is reversed without a withdrawal; 2010's closing entry is empty.
    """
    office = product.office
    [wrong, *_] = post_provisions(office, as_of=MONTH, request_key=uuid4(), by=by)
    undone = reverse_provision(wrong, reason="Salah", request_key=uuid4(), by=by)
    [provision, *_] = post_provisions(office, as_of=MONTH, request_key=uuid4(), by=by)
    moves = [Move(product.provision_expense, product.allowance, provision.amount)]
    how = {"memo": "x", "by": by, "origin": "closing"}
    spare = post_entry(office, happened_on=MONTH, moves=moves, **how)
    spare_undone = reverse_entry(spare, happened_on=MONTH, reason="x", by=by, origin="closing")
    assert not any(need.difference for need in plan_provisions(office, MONTH))
    rule = create_default_rule(office, date(2010, 1, 1))
    closing = standing_closings(office).get()
    resolution = resolution_by(
        rule_on(office, MEETING),
        offer_of(closing, MEETING).amount,
        number="BA/1",
        decided_on=MEETING,
    )
    first = divide_surplus(closing, resolution, request_key=uuid4(), by=by)
    gone = withdraw_division(first, happened_on=MEETING, reason="Salah", request_key=uuid4(), by=by)
    made = divide_surplus(closing, resolution, request_key=uuid4(), by=by)
    other = post_entry(
        office,
        happened_on=MEETING,
        moves=[Move(product.cash, factories.account(office, "3.1.01.01"), made.divided)],
        **how,
    )
    back = reverse_entry(
        made.entry, happened_on=date(2010, 2, 8), reason="x", by=by, origin="closing"
    )
    fields = {"kind": "closing", "origin": "closing", "happened_on": YEAR_END}
    return {
        "provision": provision.pk,
        "provision_undone": undone.pk,
        "spare_provision": spare.pk,
        "spare_provision_undone": spare_undone.pk,
        "surplus_rule": rule.pk,
        "rule_share": rule.shares.first().pk,
        "surplus": made.pk,
        "surplus_entry": made.entry_id,
        "surplus_share": made.shares.first().pk,
        "spare_division": other.pk,
        "surplus_withdrawal": gone.pk,
        "surplus_back": back.pk,
        "closing_of_2009": closing.pk,
        "closing_of_2010": empty(**fields).pk,
    }
