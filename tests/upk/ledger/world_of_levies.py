"""What the villages' levies add to the world."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from maintenance.levies.deciding import RuleDraft, record_levy_rule, withdraw_levy_rule
from maintenance.levies.grading import add_grade_rule
from maintenance.levies.services import (
    PaymentSheet,
    record_bank_item,
    record_deposit,
    record_payments,
)
from maintenance.levies.spending import SpendDraft, spend_on_repair
from maintenance.models import LevyMove, LevyTrust
from maintenance.register.services import (
    Facts,
    NewInfrastructure,
    NewRepair,
    add_infrastructure,
    add_repair,
)
from maintenance.rules.grade import DEFAULT_TERMS
from tests import factories
from upk.ledger.models import Entry
from upk.ledger.services import Move, post_entry, reverse_entry
from upk.offices.models import Office, StoredFile, User, Village
from upk.periods import Quarter

SINCE, PAID, DEPOSITED = date(2010, 1, 2), date(2010, 1, 5), date(2010, 1, 10)
CREDITED, SPENT = date(2010, 1, 11), date(2010, 2, 1)


def add_levies(office: Office, other: Office, by: User) -> dict[str, int]:
    """Ids by name: rules of two villages, one of them withdrawn; money in, to the bank and out;
    entries of each day without a row."""
    village = factories.create_village(office)
    rule = _decide(village, by)
    without = factories.create_village(office)
    withdrawn = withdraw_levy_rule(_decide(without, by), since=SINCE, reason="Salah desa", by=by)
    sheet = PaymentSheet(PAID, Quarter(2010, 1), {village: 100_000})
    [payment] = record_payments(office, sheet, request_key=uuid4(), by=by)
    how = {"request_key": uuid4(), "by": by}
    deposit = record_deposit(office, {village: 60_000}, deposited_on=DEPOSITED, slip="S-1", **how)
    how["request_key"] = uuid4()
    item = record_bank_item(office, kind="interest", amount=900, happened_on=CREDITED, **how)
    facts = Facts("road", "Jalan desa", 2007, 90_000_000, Decimal(300), "m", "RT 1")
    how["request_key"] = uuid4()
    road = add_infrastructure(NewInfrastructure(village, facts), on=PAID, **how)
    how["request_key"] = uuid4()
    spent = spend_on_repair(SpendDraft(road, "routine", SPENT, 10_000), **how)
    how["request_key"] = uuid4()
    free = add_repair(road, NewRepair("routine", SPENT, 10_000, "village"), **how)
    trust = LevyTrust.objects.get(village=village)

    def entry(on: date, total: int, kind: str = Entry.Kind.ORDINARY) -> int:
        moves = [Move(office.levy_fund.cash, trust.account, total)]
        posted = post_entry(
            office, happened_on=on, memo="x", moves=moves, by=by, kind=kind, origin="maintenance"
        )
        return posted.pk

    undone = reverse_entry(
        Entry.objects.get(pk=entry(PAID, 5_000)), happened_on=SPENT, reason="x", by=by,
        origin="maintenance",
    )  # fmt: skip
    elsewhere = User.objects.filter(office=other).first() or factories.create_user(office=other)
    file = StoredFile.objects.create(
        office=other, sha256="a" * 64, size=1, content_type="image/png", name="x.png",
        stored_by=elsewhere,
    )  # fmt: skip
    terms = add_grade_rule(office, DEFAULT_TERMS, since=SINCE, by=by)
    return {
        "levy_village": village.pk, "levy_fund": office.levy_fund.pk, "levy_trust": trust.pk,
        "levy_rule": rule.pk, "levy_ended": withdrawn.pk, "village_without_levy": without.pk,
        "levy_payment": payment.pk, "levy_deposit": deposit.pk, "levy_item": item.pk,
        "levy_spent": spent.pk, "levy_repair": free.pk, "levy_road": road.pk,
        "grade_rule": terms.pk, "levy_move": LevyMove.objects.get(entry=deposit.entry).pk,
        "levy_foreign_file": file.pk, "levy_entry": deposit.entry_id,
        "paid_entry": entry(PAID, 100_000), "deposited_entry": entry(DEPOSITED, 60_000),
        "levy_undone": undone.pk, "credited_entry": entry(CREDITED, 900),
        "spent_entry": entry(SPENT, 10_000),
        "old_levies_entry": entry(PAID, 5_000, Entry.Kind.OPENING),
    }  # fmt: skip


def _decide(village: Village, by: User):
    draft = RuleDraft("perdes", "1/2010", SINCE, SINCE, 1_000, "month", 100)
    return record_levy_rule(village, draft, request_key=uuid4(), by=by)
