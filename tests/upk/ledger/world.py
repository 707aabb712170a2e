"""An office in which everything is there that somebody with SQL could want to change."""

from datetime import date
from types import SimpleNamespace

from django.apps import apps

from closing.services import close_through
from groups.models import Group
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
from tests.upk.ledger.world_of_moving import add_moving
from tests.upk.ledger.world_of_opening import add_moved, add_opening
from tests.upk.ledger.world_of_oversight import add_oversight
from tests.upk.ledger.world_of_phases import add_phases
from tests.upk.ledger.world_of_profile import add_profile
from tests.upk.ledger.world_of_proposals import add_proposals
from tests.upk.ledger.world_of_rebates import add_rebates
from tests.upk.ledger.world_of_statements import add_old_bands, add_statement_settings
from tests.upk.ledger.world_of_trail import add_trail
from tests.upk.ledger.world_of_training import add_old_training, add_training
from tests.upk.ledger.world_of_visits import add_old_visit, add_visits
from upk.desk.privacy.forgetting import set_rule
from upk.ledger.models import Account, Entry, PeriodChange, Posting, VoucherCounter
from upk.ledger.services import (
    Move,
    claim_submission,
    close_books,
    post_entry,
    reopen_books,
    reverse_entry,
)
from upk.offices.models import Assignment

CLOSED, DAY = date(2009, 12, 31), date(2010, 1, 20)


def copied(table: str, row: str, verb: str = "INSERT", **changes) -> str:
    """SQL that inserts a copy of the row whose id is ``row``, with some columns changed."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [f.column for f in model._meta.concrete_fields if f.column != "id"]
    columns += [name for name in changes if name not in columns]
    values = ", ".join(str(changes.get(column, column)) for column in columns)
    return f"{verb} INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE id={row}"


def create_world() -> SimpleNamespace:
    """An office with closed books, a loan that is paid, entries of every sort; ids by name."""
    maker = _Maker()
    ids = maker.before_closing() | maker.close() | maker.entries() | maker.foreign_rows()
    return SimpleNamespace(**ids | maker.parts() | maker.named() | maker.unfinished())


class _Maker:
    """Makes the world step by step, in their order; a step returns ids by name."""

    def __init__(self) -> None:
        self.office, self.other = factories.create_office(), factories.create_office()
        self.by = factories.create_user(office=self.office)
        codes = ("1.1.01.01", "1.1.01.03", "3.1.01.01")
        self.cash, self.bank, self.capital = (self.account(code) for code in codes)
        self.village = factories.create_village(self.office)
        self.product = factories.create_product(self.office)
        self.uep = factories.create_product(self.office, code="UEP")
        group = factories.create_group(self.village)
        self.loan = factories.create_loan(group, self.product, by=self.by)

    def account(self, code: str) -> Account:
        return factories.account(self.office, code)

    def group(self) -> Group:
        return factories.create_group(self.village)

    def post(self, day: int, month: int = 1, year: int = 2010) -> Entry:
        moves = [Move(self.cash, self.capital, 700), Move(self.bank, self.capital, 300)]
        on = date(year, month, day)
        return post_entry(self.office, happened_on=on, memo="Modal", moves=moves, by=self.by)

    def empty(self, **fields) -> Entry:
        """An entry that waits for its postings, as only SQL can leave one."""
        counter = VoucherCounter.objects.get(
            office=self.office, voucher="BM", year=fields["happened_on"].year
        )
        counter.last_number += 1
        counter.save()
        values = {
            "voucher": "BM", "year": counter.year, "number": counter.last_number, "memo": "x",
            "posting_count": 2, "total": 1000, "recorded_by": self.by, "office": self.office,
        }  # fmt: skip
        return Entry.objects.create(**values | fields)

    def receipt(self, *moves: Move, on: date = DAY) -> int:
        """An entry of the loans for which there is no repayment yet."""
        return post_entry(
            self.office, happened_on=on, memo="x", moves=moves, by=self.by, origin="loans"
        ).pk

    def before_closing(self) -> dict[str, object]:
        """Rows that will lie in closed books."""
        repayment = factories.pay(self.loan, on=date(2009, 9, 10))
        key = "6f1f0b0e-0000-4000-8000-000000000001"
        submission, _ = claim_submission(self.office, key, {}, by=self.by)
        entry = self.post(5, 12, 2009)
        for year in (2009, 2010):
            VoucherCounter.objects.create(office=self.office, voucher="BM", year=year)
        empty = self.empty(happened_on=date(2009, 12, 6))
        return {
            "old_repayment": repayment.pk, "submission": submission.pk, "old_entry": entry.pk,
            "old_posting": entry.postings.first().pk, "empty_old": empty.pk,
            "old_bands": add_old_bands(self.office, self.by),
            **add_old_infrastructure(self.village, self.by),
            "old_goat_event": add_old_goat(self.office, self.by),
            "old_household_step": add_old_household(self.village, self.by),
            **add_old_visit(self.loan.group, self.by),
            "tr_old_step": add_old_training(self.village, self.by),
        }  # fmt: skip

    def close(self) -> dict[str, object]:
        """Close the books, reopen them, and close the year."""
        first = close_books(self.office, through=date(2009, 9, 30), by=self.by)
        reopen_books(self.office, through=None, reason="Salah tanggal", by=self.by)
        close_books(self.office, through=date(2009, 9, 30), by=self.by)
        close_through(self.office, through=CLOSED, by=self.by)
        self.office.refresh_from_db()
        return {"first_close": first.pk}

    def entries(self) -> dict[str, object]:
        """Entries, payments and loans of open books, and what was reversed."""
        by, group = self.by, self.group
        self.entry, undone, plain = self.post(5), self.post(6), self.post(8)
        undoing = reverse_entry(undone, happened_on=date(2010, 1, 7), reason="Salah", by=by)
        # One instalment's jasa only: a copy of it isn't more than the loan owes.
        self.repayment = factories.pay(self.loan, on=date(2010, 1, 10), split=(1_000_000, 150_000))
        reversed_one = factories.pay(self.loan, on=date(2010, 1, 11))
        on = date(2010, 1, 12)
        taken_back = reverse_repayment(reversed_one, happened_on=on, reason="Salah", by=by)
        self.waiting = factories.create_loan(group(), self.product, by=by, disbursed_on=None)
        paid_out = date(2010, 1, 13)
        self.second = factories.create_loan(group(), self.product, by=by, disbursed_on=paid_out)
        return {
            "entry": self.entry.pk, "undone": undone.pk, "plain": plain.pk,
            "undoing": undoing.pk, "posting": self.entry.postings.first().pk,
            "repayment": self.repayment.pk, "repayment_entry": self.repayment.entry_id,
            "reversed_repayment": reversed_one.pk, "undone_repayment": taken_back.pk,
            **self.receipts(),
        }  # fmt: skip

    def receipts(self) -> dict[str, object]:
        """Entries of the loans that wait for their repayment."""
        cash, owed, income = self.cash, self.product.receivable, self.product.interest_income
        early = self.receipt(
            Move(cash, owed, 1_000_000), Move(cash, income, 150_000), on=date(2010, 1, 12)
        )
        big = self.receipt(Move(cash, owed, 10_000_001))
        refund = self.receipt(
            Move(owed, cash, self.repayment.principal), Move(income, cash, self.repayment.interest)
        )
        return {"early": early, "big": big, "refund": refund}

    def foreign_rows(self) -> dict[str, object]:
        """What another office has."""
        self.elsewhere = factories.create_user(office=self.other)
        cash, bank, capital = (
            factories.account(self.other, code) for code in ("1.1.01.01", "1.1.01.03", "3.1.01.01")
        )
        moves = [Move(cash, capital, 700), Move(bank, capital, 300)]
        on = date(2010, 1, 5)
        entry = post_entry(self.other, happened_on=on, memo="x", by=self.elsewhere, moves=moves)
        class_set = factories.default_class_set(self.other)
        self.foreign_group = factories.create_group(factories.create_village(self.other))
        return {
            "elsewhere": self.elsewhere.pk, "foreign_entry": entry.pk, "foreign": cash.pk,
            "foreign_set": class_set.pk, "foreign_group": self.foreign_group.pk,
            "foreign_village": self.foreign_group.village_id,
        }  # fmt: skip

    def parts(self) -> dict[str, object]:
        """What each part of the program adds."""
        office, other, by, village = self.office, self.other, self.by, self.village
        free = self.empty(happened_on=DAY, origin="loans", posting_count=1, total=1_150_000)
        Posting.objects.create(entry=free, debit=self.cash, credit=self.capital, amount=1_150_000)
        ids = {"free_entry": free.pk}
        ids |= add_rebates(self.group, self.product, by)
        ids |= add_life(self.loan, self.waiting, self.second, by)
        ids |= add_endings(self.group, self.product, by)
        foreign = factories.create_village(other)
        ids |= add_proposals(village, foreign, by)  # with lists from here on
        ids |= add_closings(self.product, by, self.empty)
        ids |= add_assets(office, other, by) | add_budget(office, other, by)
        ids |= add_phases(village, foreign, by) | add_grants(village, by)
        ids |= add_profile(office, by, self.elsewhere)
        ids["retention_rule"] = set_rule(office, years=10, since=DAY, on=DAY, by=by).pk
        ids |= {"foreign_person": factories.create_person(foreign).pk}
        ids |= add_goats(village, other, by) | add_training(village, other, by, self.entry)
        ids |= add_aid(village, by, self.empty)
        ids |= add_cash(by)  # counts what is there: nothing may be paid before it afterwards
        ids |= add_levies(office, other, by) | add_oversight(self.loan, other, by)
        ids |= add_moving(office, by) | add_opening() | add_moved()
        ids |= add_infrastructure_rows(village, self.foreign_group.village, by)
        ids |= add_issued(office, by) | add_visits(self.loan.group, self.waiting.group, by)
        ids |= add_trail(village, by)
        return ids | add_district_rows(office, other) | add_statement_settings(office, by)

    def named(self) -> dict[str, object]:
        """Rows that were made on the way."""
        office, loan, product = self.office, self.loan, self.product
        share = Share.objects.filter(loan=loan).first()
        class_set = CollectibilitySet.objects.get(office=office)
        counter = VoucherCounter.objects.get(office=office, voucher="BKM", year=2010)
        assigned = Assignment.objects.create(user=self.by, village=self.village, since=DAY)
        return {
            "office": office.pk, "other": self.other.pk, "by": self.by.pk,
            "cash": self.cash.pk, "bank": self.bank.pk, "capital": self.capital.pk,
            "header": self.account("1.1.01.00").pk, "unused": self.account("1.1.01.02").pk,
            "product": product.pk, "receivable": product.receivable_id,
            "uep_receivable": self.uep.receivable_id, "terms": product.terms.get().pk,
            "loan": loan.pk, "waiting": self.waiting.pk, "second": self.second.pk,
            "disbursement": loan.disbursement_id,
            "second_disbursement": self.second.disbursement_id,
            "share": share.pk, "person": share.person_id,
            "waiting_share": Share.objects.filter(loan=self.waiting).first().pk,
            "instalment": Instalment.objects.filter(loan=loan).first().pk,
            "step": LoanStep.objects.filter(loan=loan).last().pk,
            "class_set": class_set.pk, "a_class": class_set.classes.first().pk,
            "assignment": assigned.pk, "membership": loan.group.memberships.first().pk,
            "district": office.district_id, "village": self.village.pk, "group": loan.group_id,
            "counter": counter.pk, "last": counter.last_number,
            "change": PeriodChange.objects.filter(office=office).last().pk,
        }  # fmt: skip

    def unfinished(self) -> dict[str, object]:
        """Entries that wait for their postings."""
        kinds = {
            "empty": {},
            "empty_loans": {"origin": "loans"},
            "empty_reversal": {"kind": "reversal", "reverses": self.entry},
            "empty_receipt": {"origin": "loans", "total": 1_150_000},
        }
        return {name: self.empty(happened_on=DAY, **fields).pk for name, fields in kinds.items()}
