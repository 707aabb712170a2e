"""An office in which everything is there that somebody with SQL could want to change."""

from datetime import date
from types import SimpleNamespace

from django.apps import apps

from closing.services import close_through
from loans.models import CollectibilitySet, Instalment, LoanStep, Share
from loans.repayments import reverse_repayment
from tests import factories
from tests.upk.ledger.world_of_aid import add_aid
from tests.upk.ledger.world_of_assets import add_assets
from tests.upk.ledger.world_of_budget import add_budget
from tests.upk.ledger.world_of_cash import add_cash
from tests.upk.ledger.world_of_closing import add_closings
from tests.upk.ledger.world_of_district import add_district_rows
from tests.upk.ledger.world_of_endings import add_endings
from tests.upk.ledger.world_of_goats import add_goats, add_old_goat
from tests.upk.ledger.world_of_grants import add_grants
from tests.upk.ledger.world_of_households import add_old_household
from tests.upk.ledger.world_of_infrastructure import (
    add_infrastructure_rows,
    add_old_infrastructure,
)
from tests.upk.ledger.world_of_issued import add_issued
from tests.upk.ledger.world_of_levies import add_levies
from tests.upk.ledger.world_of_loans import add_life
from tests.upk.ledger.world_of_oversight import add_oversight
from tests.upk.ledger.world_of_phases import add_phases
from tests.upk.ledger.world_of_profile import add_profile
from tests.upk.ledger.world_of_proposals import add_proposals
from tests.upk.ledger.world_of_rebates import add_rebates
from tests.upk.ledger.world_of_statements import add_old_bands, add_statement_settings
from tests.upk.ledger.world_of_training import add_old_training, add_training
from tests.upk.ledger.world_of_visits import add_old_visit, add_visits
from upk.ledger.models import Entry, PeriodChange, Posting, VoucherCounter
from upk.ledger.services import (
    Move,
    claim_submission,
    close_books,
    post_entry,
    reopen_books,
    reverse_entry,
)
from upk.offices.models import Assignment

CLOSED = date(2009, 12, 31)


def copied(table: str, row: str, verb: str = "INSERT", **changes) -> str:
    """SQL that inserts a copy of the row whose id is ``row``, with some columns changed."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [f.column for f in model._meta.concrete_fields if f.column != "id"]
    columns += [name for name in changes if name not in columns]
    values = ", ".join(str(changes.get(column, column)) for column in columns)
    return f"{verb} INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE id={row}"


def create_world() -> SimpleNamespace:
    """An office with closed books, a loan that is paid, entries of every sort; ids by name."""
    office, other = factories.create_office(), factories.create_office()
    by = factories.create_user(office=office)
    cash, capital = (factories.account(office, code) for code in ("1.1.01.01", "3.1.01.01"))
    bank = factories.account(office, "1.1.01.03")
    village, product = factories.create_village(office), factories.create_product(office)
    uep = factories.create_product(office, code="UEP")
    loan = factories.create_loan(factories.create_group(village), product, by=by)
    old_repayment = factories.pay(loan, on=date(2009, 9, 10))
    submission, _ = claim_submission(office, "6f1f0b0e-0000-4000-8000-000000000001", {}, by=by)

    def post(day: int, month: int = 1, year: int = 2010) -> Entry:
        moves = [Move(cash, capital, 700), Move(bank, capital, 300)]
        return post_entry(
            office, happened_on=date(year, month, day), memo="Modal", moves=moves, by=by
        )

    def empty(number_from: Entry, **fields) -> Entry:
        """An entry that waits for its postings, as only SQL can leave one."""
        counter = VoucherCounter.objects.get(
            office=office, voucher="BM", year=fields["happened_on"].year
        )
        counter.last_number += 1
        counter.save()
        values = {
            "voucher": "BM", "year": counter.year, "number": counter.last_number, "memo": "x",
            "posting_count": 2, "total": 1000, "recorded_by": by, "office": office,
        }  # fmt: skip
        return Entry.objects.create(**values | fields)

    old_entry = post(5, 12, 2009)
    for year in (2009, 2010):
        VoucherCounter.objects.create(office=office, voucher="BM", year=year)
    empty_old = empty(old_entry, happened_on=date(2009, 12, 6))
    old_bands = add_old_bands(office, by)
    old_pieces = add_old_infrastructure(village, by)
    old_goat = add_old_goat(office, by)
    old_home = add_old_household(village, by)
    old_visit = add_old_visit(loan.group, by)
    old_training = add_old_training(village, by)
    first_close = close_books(office, through=date(2009, 9, 30), by=by)
    reopen_books(office, through=None, reason="Salah tanggal", by=by)
    close_books(office, through=date(2009, 9, 30), by=by)
    close_through(office, through=CLOSED, by=by)
    office.refresh_from_db()
    entry, undone, plain = post(5), post(6), post(8)
    undoing = reverse_entry(undone, happened_on=date(2010, 1, 7), reason="Salah", by=by)
    # One instalment's jasa only: a copy of it isn't more than the loan owes.
    repayment = factories.pay(loan, on=date(2010, 1, 10), split=(1_000_000, 150_000))
    reversed_repayment = factories.pay(loan, on=date(2010, 1, 11))
    undone_repayment = reverse_repayment(
        reversed_repayment, happened_on=date(2010, 1, 12), reason="Salah", by=by
    )
    waiting = factories.create_loan(
        factories.create_group(village), product, by=by, disbursed_on=None
    )
    second = factories.create_loan(
        factories.create_group(village), product, by=by, disbursed_on=date(2010, 1, 13)
    )
    day = date(2010, 1, 20)
    income = product.interest_income

    def receipt(moves: list[Move], on: date = day) -> int:
        """An entry of the loans for which there is no repayment yet."""
        return post_entry(office, happened_on=on, memo="x", moves=moves, by=by, origin="loans").pk

    early = receipt(
        [Move(cash, product.receivable, 1_000_000), Move(cash, income, 150_000)],
        on=date(2010, 1, 12),
    )
    big = receipt([Move(cash, product.receivable, 10_000_001)])
    refund = receipt(
        [
            Move(product.receivable, cash, repayment.principal),
            Move(income, cash, repayment.interest),
        ]
    )
    elsewhere = factories.create_user(office=other)
    foreign_entry = post_entry(
        other, happened_on=date(2010, 1, 5), memo="x", by=elsewhere,
        moves=[
            Move(factories.account(other, "1.1.01.01"), factories.account(other, "3.1.01.01"), 700),
            Move(factories.account(other, "1.1.01.03"), factories.account(other, "3.1.01.01"), 300),
        ],
    )  # fmt: skip
    foreign_set = factories.default_class_set(other)
    foreign_group = factories.create_group(factories.create_village(other))
    a_class_set = CollectibilitySet.objects.get(office=office)
    free_entry = empty(entry, happened_on=day, origin="loans", posting_count=1, total=1_150_000)
    Posting.objects.create(entry=free_entry, debit=cash, credit=capital, amount=1_150_000)
    rebates = add_rebates(lambda: factories.create_group(village), product, by)
    life = add_life(loan, waiting, second, by)
    endings = add_endings(lambda: factories.create_group(village), product, by)
    foreign = factories.create_village(other)
    life |= add_proposals(village, foreign, by)  # with lists from here on
    closings = add_closings(product, by, empty)
    assets = add_assets(office, other, by) | add_budget(office, other, by)
    grants = add_phases(village, foreign, by) | add_grants(village, by)
    profile = add_profile(office, by, elsewhere)
    foreign_person = factories.create_person(foreign)
    goats = add_goats(village, other, by) | {
        "old_goat_event": old_goat,
        "old_household_step": old_home,
    }
    goats |= add_training(village, other, by, entry) | {"tr_old_step": old_training}
    goats |= add_aid(village, by, empty)
    cash_rows = add_cash(by)  # counts what is there: nothing may be paid before it afterwards
    levies = add_levies(office, other, by) | add_oversight(loan, other, by)
    pieces = old_pieces | add_infrastructure_rows(village, foreign_group.village, by)
    issued = add_issued(office, by)
    visits = old_visit | add_visits(loan.group, waiting.group, by)
    return SimpleNamespace(
        **pieces,
        **add_district_rows(office, other),
        **life,
        **cash_rows,
        **endings,
        **closings,
        **rebates,
        **add_statement_settings(office, by),
        old_bands=old_bands,
        **assets,
        **levies,
        **grants,
        **goats,
        **profile,
        **visits,
        **issued,
        foreign_person=foreign_person.pk,
        office=office.pk, other=other.pk, by=by.pk, product=product.pk,
        cash=cash.pk, bank=bank.pk, capital=capital.pk, receivable=product.receivable_id,
        header=factories.account(office, "1.1.01.00").pk,
        unused=factories.account(office, "1.1.01.02").pk,
        foreign=factories.account(other, "1.1.01.01").pk,
        loan=loan.pk, waiting=waiting.pk, second=second.pk, disbursement=loan.disbursement_id,
        second_disbursement=second.disbursement_id,
        share=Share.objects.filter(loan=loan).first().pk,
        waiting_share=Share.objects.filter(loan=waiting).first().pk,
        instalment=Instalment.objects.filter(loan=loan).first().pk,
        step=LoanStep.objects.filter(loan=loan).last().pk,
        terms=product.terms.get().pk, class_set=a_class_set.pk, foreign_set=foreign_set.pk,
        a_class=a_class_set.classes.first().pk,
        assignment=Assignment.objects.create(user=by, village=village, since=day).pk,
        membership=loan.group.memberships.first().pk,
        district=office.district_id, village=village.pk, group=loan.group_id,
        person=Share.objects.filter(loan=loan).first().person_id,
        foreign_group=foreign_group.pk, foreign_village=foreign_group.village_id,
        old_entry=old_entry.pk, entry=entry.pk, undone=undone.pk, undoing=undoing.pk,
        posting=entry.postings.first().pk, old_posting=old_entry.postings.first().pk,
        repayment=repayment.pk, old_repayment=old_repayment.pk,
        reversed_repayment=reversed_repayment.pk, undone_repayment=undone_repayment.pk,
        repayment_entry=repayment.entry_id, free_entry=free_entry.pk,
        submission=submission.pk, early=early, big=big, refund=refund,
        foreign_entry=foreign_entry.pk, plain=plain.pk, elsewhere=elsewhere.pk,
        uep_receivable=uep.receivable_id,
        counter=VoucherCounter.objects.get(office=office, voucher="BKM", year=2010).pk,
        last=VoucherCounter.objects.get(office=office, voucher="BKM", year=2010).last_number,
        change=PeriodChange.objects.filter(office=office).last().pk, first_close=first_close.pk,
        empty_old=empty_old.pk, empty=empty(entry, happened_on=day).pk,
        empty_loans=empty(entry, happened_on=day, origin="loans").pk,
        empty_reversal=empty(
            entry, happened_on=day, kind="reversal", reverses=entry
        ).pk,
        empty_receipt=empty(entry, happened_on=day, origin="loans", total=1_150_000).pk,
    )  # fmt: skip
