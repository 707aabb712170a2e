"""Payments, deposits, interest, tax and fees of the levies, and taking each of them back."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from maintenance.models import LevyDeposit, LevyFund, LevyMove, LevyPayment, LevyTrust
from tests.maintenance.levies.office import SOON, create_setting
from upk.cash.reconciliation import build_reconciliation
from upk.cash.reconciling import StatementDraft, record_statement
from upk.cash.statement_files import ReadLine
from upk.ledger.models import Account, Entry, Posting
from upk.ledger.services import Move, close_books, post_entry
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
CASH, BANK, ALAS, BAYAN, CEMARA = (
    "1.1.01.09", "1.1.01.08", "2.3.02.02", "2.3.02.03", "2.3.02.04",
)  # fmt: skip


@pytest.fixture
def setting():
    found = create_setting()
    for village in found.villages:
        found.decide(village)
    return found


def test_first_rule_opens_accounts_that_nothing_else_may_move(setting):
    fund = LevyFund.objects.get()
    trusts = LevyTrust.objects.order_by("account__code")

    assert (fund.cash.code, fund.bank.code) == (CASH, BANK)
    assert [(t.account.code, t.account.name) for t in trusts] == [
        (ALAS, "Titipan Iuran Desa Alas"),
        (BAYAN, "Titipan Iuran Desa Bayan"),
        (CEMARA, "Titipan Iuran Desa Cemara"),
    ]
    for account in (fund.cash, fund.bank, *(t.account for t in trusts)):
        assert (account.fund, account.subledger) == (Account.Fund.LEVY, "maintenance")
    with pytest.raises(ValidationError, match="lewat transaksinya sendiri"):
        post_entry(
            setting.office, happened_on=SOON, memo="Tangan", by=setting.treasurer,
            moves=[Move(fund.cash, setting.account("3.1.01.01"), 1)],
        )  # fmt: skip


def test_bank_that_was_used_by_hand_is_left_and_a_new_one_opened():
    setting = create_setting()
    post_entry(
        setting.office, happened_on=SOON, memo="Tangan", by=setting.treasurer,
        moves=[Move(setting.account(BANK), setting.account("3.1.01.01"), 5)],
    )  # fmt: skip

    setting.decide()

    fund = LevyFund.objects.get()
    assert (fund.cash.code, fund.bank.code) == ("1.1.01.09", "1.1.01.10")
    assert fund.bank.name == "Kas di Bank Iuran Pemeliharaan 2"


def test_payments_of_a_day_give_each_village_its_receipt(setting):
    made = setting.pay({setting.alas: 300_000, setting.bayan: 120_000, setting.cemara: 0})

    assert [(p.village, p.amount, str(p.quarter)) for p in made] == [
        (setting.alas, 300_000, "2009-1"),
        (setting.bayan, 120_000, "2009-1"),
    ]
    assert [p.entry.label for p in made] == ["BKM-2009-000001", "BKM-2009-000002"]
    assert made[0].entry.memo == "Iuran pemeliharaan Desa Alas, Triwulan I 2009"
    assert setting.balances() == {CASH: 420_000, ALAS: -300_000, BAYAN: -120_000}


def test_payments_sent_twice_are_recorded_once(setting):
    key = uuid4()

    first, second = (setting.pay(100_000, key=key) for _ in range(2))

    assert first == second
    assert LevyPayment.objects.count() == LevyMove.objects.count() == 1
    with pytest.raises(ValidationError, match="isi yang lain"):
        setting.pay(100_001, key=key)


@pytest.mark.parametrize(
    ("amount", "fields", "problem"),
    [
        (0, {}, "lebih dari nol"),
        (-1, {}, "kurang dari nol"),
        (10**15 + 1, {"may_exceed": True}, "terlalu besar"),
        (1, {"on": date(2010, 2, 16)}, "belum tiba"),
        (1, {"on": date(2007, 12, 31)}, "belum punya aturan iuran yang berlaku"),
        (300_001, {}, "Rp 300.001 lebih dari yang belum dibayar .* Rp 300.000"),
        (1, {"quarter": Quarter(2007, 4)}, "belum ada aturan iuran pada Triwulan IV 2007"),
        (1, {"quarter": Quarter(2010, 2)}, "4 triwulan di muka"),
    ],
)
def test_payment_that_cannot_be(setting, amount, fields, problem):
    with pytest.raises(ValidationError, match=problem):
        setting.pay(amount, **fields)

    assert not Entry.objects.exists()


def test_one_wrong_row_refuses_the_whole_sheet(setting):
    with pytest.raises(ValidationError, match="Desa Bayan") as error:
        setting.pay({setting.alas: 1, setting.bayan: 300_001, setting.cemara: 300_002})

    assert len(error.value.messages) == 2
    assert not LevyPayment.objects.exists()


def test_payment_in_closed_books_is_refused(setting):
    close_books(setting.office, through=date(2009, 1, 31), by=setting.manager)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        setting.pay(1)


def test_more_than_is_open_needs_a_confirmation_and_stays_with_the_quarter(setting):
    setting.pay(200_000)
    with pytest.raises(ValidationError, match=r"belum dibayar untuk Triwulan I 2009, Rp 100\.000"):
        setting.pay(150_000)

    [more] = setting.pay(150_000, may_exceed=True)

    assert more.quarter == Quarter(2009, 1)
    assert setting.held() == (350_000, 0)


def test_village_pays_ahead_for_a_later_quarter_and_late_for_an_earlier_one(setting):
    setting.pay(300_000, quarter=Quarter(2010, 1))
    setting.pay(300_000, quarter=Quarter(2008, 1))

    rows = LevyPayment.objects.order_by("year").values_list("year", "number", "received_on")
    assert list(rows) == [(2008, 1, SOON), (2010, 1, SOON)]


def test_village_of_another_office_pays_nothing_here(setting):
    other = create_setting()
    other.decide()

    with pytest.raises(ValidationError, match="belum punya aturan"):
        setting.pay({other.alas: 1})


def test_deposit_of_several_villages_is_one_entry_of_the_bank(setting):
    setting.pay({setting.alas: 300_000, setting.bayan: 120_000})

    made = setting.deposit({setting.alas: 250_000, setting.bayan: 120_000}, date(2009, 1, 20))

    assert (made.amount, made.entry.total, made.entry.label) == (370_000, 370_000, "BM-2009-000001")
    assert setting.balances() == {BANK: 370_000, CASH: 50_000, ALAS: -300_000, BAYAN: -120_000}
    assert (setting.held(), setting.held(setting.bayan)) == ((50_000, 250_000), (0, 120_000))


def test_deposit_is_limited_to_what_was_collected_that_day_and_ever_after(setting):
    setting.pay(100_000, date(2009, 1, 10))
    setting.pay(100_000, date(2009, 1, 20))
    setting.deposit(150_000, date(2009, 1, 25))

    for day, amount, left in ((9, 1, "Rp 0"), (10, 50_001, "Rp 50.000"), (25, 50_001, "Rp 50.000")):
        with pytest.raises(ValidationError, match=f"hanya {left}"):
            setting.deposit(amount, date(2009, 1, day))
    setting.deposit(50_000, date(2009, 1, 10))

    assert setting.held() == (0, 200_000)


def test_deposit_twice_is_once_and_of_nothing_none(setting):
    setting.pay(100_000)
    key = uuid4()

    assert setting.deposit(60_000, key=key) == setting.deposit(60_000, key=key)
    with pytest.raises(ValidationError, match="lebih dari nol"):
        setting.deposit(0)
    with pytest.raises(ValidationError, match="belum tiba"):
        setting.deposit(1, date(2010, 2, 16))

    assert LevyDeposit.objects.count() == 1


def test_interest_tax_and_fee_are_shared_by_what_lies_in_the_bank(setting):
    """200.000 : 100.000 : 0; 10.001 = 6.667,33 + 3.333,67, of which Bayan's remainder is larger."""
    setting.pay({setting.alas: 200_000, setting.bayan: 100_000, setting.cemara: 50_000})
    setting.deposit({setting.alas: 200_000, setting.bayan: 100_000})
    day = date(2009, 1, 31)

    setting.bank("interest", 10_001, day)
    setting.bank("tax", 2_000, day)
    setting.bank("fee", 5_000, day)

    shares = list(
        LevyMove.objects.filter(kind__in=["interest", "tax", "fee"]).values_list(
            "kind", "village__name", "bank"
        )
    )
    assert shares == [
        ("interest", "Alas", 6_667),
        ("interest", "Bayan", 3_334),
        ("tax", "Alas", -1_333),
        ("tax", "Bayan", -667),
        ("fee", "Alas", -3_333),
        ("fee", "Bayan", -1_667),
    ]
    assert setting.balances()[BANK] == 300_000 + 10_001 - 7_000
    kinds = Posting.objects.values_list("debit__kind", "credit__kind")
    assert {kind for pair in kinds for kind in pair} == {"asset", "liability"}


def test_bank_item_that_cannot_be(setting):
    with pytest.raises(ValidationError, match="belum ada iuran di bank"):
        setting.bank("interest", 1)
    setting.pay(100_000)
    setting.deposit(100_000)

    with pytest.raises(ValidationError, match=r"saldo di bank sejak .* hanya Rp 100\.000"):
        setting.bank("fee", 100_001)
    with pytest.raises(ValidationError, match="lebih dari nol"):
        setting.bank("fee", 0)
    with pytest.raises(ValidationError, match="belum tiba"):
        setting.bank("fee", 1, date(2010, 2, 16))


def test_banks_statement_of_the_levies_is_matched_like_any_other(setting):
    setting.pay(300_000)
    deposit = setting.deposit(200_000)
    interest = setting.bank("interest", 500, date(2009, 1, 31))
    lines = [ReadLine(SOON, "SETOR", 200_000), ReadLine(date(2009, 1, 31), "BUNGA", 500)]
    draft = StatementDraft(date(2009, 1, 1), date(2009, 1, 31), 0, 200_500, lines)
    how = {"request_key": uuid4(), "by": setting.treasurer}

    statement, _ = record_statement(setting.account(BANK), draft, **how)

    found = build_reconciliation(statement)
    assert [row.proposed for row in found.rows] == [deposit.entry, interest.entry]
    assert (found.book, found.bank) == (200_500, 200_500)


def test_everything_can_be_taken_back_in_its_order(setting):
    [paid] = setting.pay(300_000)
    deposit = setting.deposit(200_000)
    interest = setting.bank("interest", 1_000)
    fee = setting.bank("fee", 201_000)

    with pytest.raises(ValidationError, match="sudah disetor ke bank"):
        setting.undo(paid)
    with pytest.raises(ValidationError, match="sudah dipakai sesudahnya"):
        setting.undo(interest)
    for row in (fee, interest, deposit, paid):
        setting.undo(row)

    assert setting.balances() == {}
    assert setting.held() == (0, 0)
    assert [row[0] for row in setting.card()][4:] == ["fee", "interest", "deposited", "paid"]


def test_undoing_twice_is_once_and_needs_a_reason(setting):
    [paid] = setting.pay(300_000)
    key = uuid4()
    with pytest.raises(ValidationError, match="alasan"):
        setting.undo(paid, reason=" ")

    first, second = (setting.undo(paid, key=key) for _ in range(2))

    assert first == second
    with pytest.raises(ValidationError, match=r"sudah disetor|sudah dibatalkan"):
        setting.undo(paid)


def test_reversal_leaves_the_quarter_open_again(setting):
    [paid] = setting.pay(300_000)
    setting.undo(paid, date(2009, 2, 1))

    setting.pay(300_000, date(2009, 2, 2), quarter=Quarter(2009, 1))

    assert setting.held() == (300_000, 0)
    assert LevyPayment.objects.standing_on(date(2009, 1, 31)).count() == 1
    assert LevyPayment.objects.standing_on(date(2009, 2, 1)).count() == 0
