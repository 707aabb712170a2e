"""The screens of the books: what they show, whom they let in, what a second click does."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.ledger.models import Account, Entry
from upk.ledger.services import Move, close_books, post_entry, reverse_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return factories.create_user(Role.MANAGER)


@pytest.fixture
def treasurer(manager):
    return factories.create_user(Role.TREASURER, office=manager.office)


@pytest.fixture
def web(client, manager):
    client.force_login(manager)
    return client


def post(by, amount: int = 1_000, on: date = date(2010, 2, 1), memo: str = "Modal awal") -> Entry:
    debit, credit = (factories.account(by.office, code) for code in ("1.1.01.01", "3.1.01.01"))
    return post_entry(
        by.office, happened_on=on, memo=memo, moves=[Move(debit, credit, amount)], by=by
    )


def text(response) -> str:
    return response.content.decode()


# Journal


def test_journal_shows_the_month_with_debit_credit_and_amount(web, manager):
    inside, outside = post(manager, 1_234_567), post(manager, on=date(2010, 1, 31))

    page = text(web.get(reverse("ledger:journal")))

    assert inside.label in page
    assert "1.1.01.01 Kas Tunai" in page
    assert "1.234.567" in page
    assert outside.label not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"cari": "modal"}, ["one", "two"]),
        ({"cari": "BKM-2009-000001"}, ["old"]),
        ({"cari": "bkm 2009 1"}, ["old"]),
        ({"bukti": "BKK"}, []),
        ({"dari": "2009-12-01", "sampai": "2009-12-31"}, ["old"]),
        ({"cari": "Bunga"}, ["three"]),
    ],
)
def test_journal_filters(web, manager, query, found):
    entries = {
        "old": post(manager, on=date(2009, 12, 5)),
        "one": post(manager),
        "two": post(manager),
        "three": post(manager, memo="Bunga bank"),
    }

    response = web.get(reverse("ledger:journal"), query)

    shown = {entry.pk for entry in response.context["page"]}
    assert shown == {entries[name].pk for name in found}


def test_journal_filters_by_account(web, manager):
    entry = post(manager)
    bank = factories.account(manager.office, "1.1.01.03")

    with_bank = web.get(reverse("ledger:journal"), {"akun": bank.pk})
    with_cash = web.get(reverse("ledger:journal"), {"akun": entry.postings.get().debit_id})

    assert list(with_bank.context["page"]) == []
    assert list(with_cash.context["page"]) == [entry]


def test_journal_says_what_is_wrong_with_its_dates(web):
    page = text(web.get(reverse("ledger:journal"), {"dari": "2010-02-01", "sampai": "2010-01-01"}))

    assert "Tanggal akhir lebih awal daripada tanggal mulai." in page


def test_journal_links_a_reversal_both_ways(web, manager):
    entry = post(manager)
    reversal = reverse_entry(entry, happened_on=date(2010, 2, 2), reason="Salah", by=manager)

    page = text(web.get(reverse("ledger:journal")))

    for pk in (entry.pk, reversal.pk):
        assert page.count(f'href="{reverse("ledger:entry-detail", args=[pk])}"') == 2


@pytest.mark.parametrize("count", [1, 5])
def test_journal_query_count(web, manager, count, django_assert_num_queries):
    for _ in range(count):
        post(manager)

    # session, user with office, count, sum, accounts to choose, rows, postings
    with django_assert_num_queries(7):
        web.get(reverse("ledger:journal"))


# Account book and trial balance


def test_account_book_shows_opening_and_running_balance(web, manager):
    post(manager, 1_000, on=date(2010, 1, 5))
    entry = post(manager, 500)
    cash = entry.postings.get().debit

    response = web.get(reverse("ledger:account-book", args=[cash.pk]))

    book = response.context["book"]
    assert (book.opening, book.closing) == (1_000, 1_500)
    assert entry.label in text(response)


def test_trial_balance_as_of_a_day(web, manager):
    entry = post(manager, 2_500_000)
    post(manager, 9, on=date(2010, 2, 10))

    response = web.get(reverse("ledger:trial-balance"), {"per": "2010-02-01"})

    assert response.context["balance"].debit == 2_500_000
    cash = entry.postings.get().debit_id
    assert reverse("ledger:account-book", args=[cash]) in text(response)


def test_trial_balance_refuses_an_impossible_day(web):
    page = text(web.get(reverse("ledger:trial-balance"), {"per": "kemarin"}))

    assert "invalid-feedback" in page


# Entries by hand


def typed(**changes) -> dict:
    return {
        "happened_on": "2010-02-10",
        "memo": "Biaya ATK",
        "debit": "1.1.01.01 Kas Tunai",
        "credit": "3.1.01.01",
        "amount": "1.500.000",
        "request_key": str(uuid4()),
        "langkah": "simpan",
    } | changes


def lines(*rows: tuple[str, str, str], **changes) -> dict:
    data = typed(**{"baris-TOTAL_FORMS": str(len(rows)), "baris-INITIAL_FORMS": "0"} | changes)
    for name in ("debit", "credit", "amount"):
        data.pop(name)
    for i, (account, debit, credit) in enumerate(rows):
        data |= {
            f"baris-{i}-account": account,
            f"baris-{i}-debit": debit,
            f"baris-{i}-credit": credit,
        }
    return data


DETAILED = "?cara=rinci"


def moved(entry: Entry) -> list[tuple[str, str, int]]:
    return list(entry.postings.values_list("debit__code", "credit__code", "amount"))


def test_entry_of_two_accounts_is_saved(web, treasurer):
    web.force_login(treasurer)

    response = web.post(reverse("ledger:entry-add"), typed())

    entry = Entry.objects.get()
    assert response.url == reverse("ledger:entry-detail", args=[entry.pk])
    assert (entry.label, entry.origin, entry.recorded_by) == (
        "BKM-2010-000001",
        "ledger",
        treasurer,
    )
    assert moved(entry) == [("1.1.01.01", "3.1.01.01", 1_500_000)]


def test_entry_is_shown_before_it_is_saved(web):
    page = text(web.post(reverse("ledger:entry-add"), typed(langkah="lihat")))

    assert not Entry.objects.exists()
    assert "Bukti kas masuk" in page
    assert 'name="amount" value="1.500.000"' in page


def test_entry_goes_back_to_be_changed_with_what_was_typed(web):
    page = text(web.post(reverse("ledger:entry-add"), typed(langkah="ubah")))

    assert 'value="Biaya ATK"' in page
    assert not Entry.objects.exists()


def test_entry_sent_twice_is_saved_once(web):
    data = typed()

    first = web.post(reverse("ledger:entry-add"), data)
    second = web.post(reverse("ledger:entry-add"), data)

    assert first.url == second.url
    assert Entry.objects.count() == 1


def test_entry_key_with_other_content_is_refused(web):
    data = typed()
    web.post(reverse("ledger:entry-add"), data)

    page = text(web.post(reverse("ledger:entry-add"), data | {"amount": "2"}))

    assert "Formulir ini sudah pernah dikirim dengan isi yang lain." in page
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amount": "0"}, "Jumlah harus lebih dari nol."),
        ({"amount": "1,5"}, "Tulis rupiah bulat tanpa sen"),
        (
            {"amount": "1.000.000.000.001"},
            "Jumlahnya terlalu besar: paling banyak Rp 1.000.000.000.000.",
        ),
        ({"credit": "1.1.01.01"}, "Akun debet dan kredit harus berbeda."),
        ({"credit": "1.1.01.00"}, "Akun ini tidak ada atau tidak boleh dipakai dalam jurnal."),
        ({"debit": "9.9.99.99"}, "Akun ini tidak ada atau tidak boleh dipakai dalam jurnal."),
        ({"happened_on": "2010-02-16"}, "Tanggal 16 Februari 2010 belum tiba."),
        ({"happened_on": "2009-12-31"}, "Buku sudah ditutup sampai 31 Desember 2009."),
        ({"memo": ""}, "invalid-feedback"),
    ],
)
@pytest.mark.parametrize("step", ["lihat", "simpan"])
def test_entry_that_is_wrong_says_why(web, manager, changes, message, step):
    close_books(manager.office, through=date(2009, 12, 31), by=manager)

    page = text(web.post(reverse("ledger:entry-add"), typed(**changes, langkah=step)))

    assert message in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize("step", ["lihat", "simpan"])
def test_entry_by_hand_spends_no_money_that_is_not_there(web, manager, step):
    post(manager, 1_500_000, on=date(2010, 2, 11))
    spent = {"debit": "5.1.03.02", "credit": "1.1.01.01", "langkah": step}

    early = text(web.post(reverse("ledger:entry-add"), typed(**spent)))
    much = text(
        web.post(
            reverse("ledger:entry-add"),
            typed(**spent, happened_on="2010-02-11", amount="1.500.001"),
        )
    )
    web.post(
        reverse("ledger:entry-add"),
        typed(**spent | {"langkah": "simpan"}, happened_on="2010-02-11"),
    )

    assert "Saldo Kas Tunai sejak 10 Februari 2010 hanya cukup untuk Rp 0." in early
    assert "hanya cukup untuk Rp 1.500.000." in much
    assert Entry.objects.count() == 2


def test_entry_by_hand_cannot_touch_a_receivable(web, manager):
    product = factories.create_product(manager.office)

    page = text(web.post(reverse("ledger:entry-add"), typed(debit=product.receivable.code)))

    assert "tidak boleh dipakai dalam jurnal" in page
    assert not Entry.objects.exists()


def test_entry_of_many_lines_is_paired_in_order(web):
    rows = [
        ("1.1.01.03", "700", ""),
        ("1.1.01.01", "300", ""),
        ("", "", ""),
        ("3.1.01.01", "", "600"),
        ("4.1.01.01", "", "400"),
    ]

    web.post(reverse("ledger:entry-add") + DETAILED, lines(*rows))

    assert moved(Entry.objects.get()) == [
        ("1.1.01.03", "3.1.01.01", 600),
        ("1.1.01.03", "4.1.01.01", 100),
        ("1.1.01.01", "4.1.01.01", 300),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("1.1.01.03", "700", ""), ("3.1.01.01", "", "600")], "selisih Rp 100."),
        ([("1.1.01.03", "700", "700")], "Isi debet atau kredit, jangan keduanya."),
        ([("1.1.01.03", "", "")], "Isi debet atau kredit."),
        ([("", "700", "")], "Pilih akunnya."),
        ([("", "", "")], "Isi sedikitnya satu baris debet dan satu baris kredit."),
        ([("1.1.01.03", "7", ""), ("1.1.01.03", "", "7")], "ada di debet dan di kredit"),
        ([("9", "700", "")], "Akun ini tidak ada"),
        (
            [
                ("1.1.01.03", str(10**12), ""),
                ("1.1.01.01", "1", ""),
                ("3.1.01.01", "", str(10**12)),
                ("4.1.01.01", "", "1"),
            ],
            "terlalu besar: paling banyak Rp 1.000.000.000.000.",
        ),
    ],
)
def test_lines_that_are_wrong_say_why(web, rows, message):
    page = text(web.post(reverse("ledger:entry-add") + DETAILED, lines(*rows)))

    assert message in page
    assert not Entry.objects.exists()


def test_more_lines_keep_what_was_typed(web):
    data = lines(("1.1.01.03", "700", ""), langkah="tambah")

    page = text(web.post(reverse("ledger:entry-add") + DETAILED, data))

    assert 'name="baris-0-debit" id="id_baris-0-debit" value="700"' in page
    assert 'name="baris-4-account"' in page
    assert "is-invalid" not in page


# Vouchers and reversal


def test_voucher_shows_the_amount_in_words(web, manager):
    entry = post(manager, 1_500)

    for name in ("ledger:entry-detail", "ledger:entry-print"):
        assert "Seribu lima ratus rupiah" in text(web.get(reverse(name, args=[entry.pk])))


def test_reversal_with_a_reason_is_linked_both_ways(web, manager):
    entry = post(manager)
    data = {"happened_on": "2010-02-03", "reason": "Salah akun", "request_key": str(uuid4())}
    address = reverse("ledger:entry-reverse", args=[entry.pk])

    first, second = web.post(address, data), web.post(address, data)

    reversal = Entry.objects.get(reverses=entry)
    assert first.url == second.url == reverse("ledger:entry-detail", args=[reversal.pk])
    assert reversal.label in text(web.get(reverse("ledger:entry-detail", args=[entry.pk])))
    assert entry.label in text(web.get(first.url))


def test_reversal_without_a_reason_is_refused(web, manager):
    entry = post(manager)

    page = text(
        web.post(
            reverse("ledger:entry-reverse", args=[entry.pk]),
            {"happened_on": "2010-02-03", "reason": "", "request_key": str(uuid4())},
        )
    )

    assert "invalid-feedback" in page
    assert not Entry.objects.filter(reverses=entry).exists()


def test_voucher_of_a_loan_says_where_to_reverse_it(web, manager):
    loan = factories.create_loan(factories.create_group(factories.create_village(manager.office)))
    data = {"happened_on": "2010-02-03", "reason": "Salah", "request_key": str(uuid4())}

    page = text(web.get(reverse("ledger:entry-detail", args=[loan.disbursement_id])))
    answer = text(web.post(reverse("ledger:entry-reverse", args=[loan.disbursement_id]), data))

    assert "di sana pula pembatalannya" in page
    assert reverse("ledger:entry-reverse", args=[loan.disbursement_id]) not in page
    assert "Jurnal ini dibuat oleh transaksi lain." in answer


# Chart of accounts


def test_account_is_added_with_the_next_code(web, manager):
    parent = factories.account(manager.office, "1.1.01.00")
    data = {"parent": parent.pk, "name": "Bank Desa", "fund": "revolving", "liquidity": "bank"}

    web.post(reverse("ledger:account-add"), data)

    made = Account.objects.get(office=manager.office, name="Bank Desa")
    assert (made.code, made.kind, made.parent) == ("1.1.01.09", "asset", parent)


def test_account_that_is_no_asset_cannot_be_cash(web, manager):
    parent = factories.account(manager.office, "3.1.01.00")
    data = {"parent": parent.pk, "name": "X", "fund": "revolving", "liquidity": "cash"}

    page = text(web.post(reverse("ledger:account-add"), data))

    assert "Hanya akun aset yang dapat menjadi kas atau bank." in page


def test_account_is_renamed(web, manager):
    cash = factories.account(manager.office, "1.1.01.01")

    web.post(reverse("ledger:account-edit", args=[cash.pk]), {"name": "Kas", "is_active": "on"})

    cash.refresh_from_db()
    assert (cash.name, cash.is_active) == ("Kas", True)


def test_account_with_a_balance_stays_in_use(web, manager):
    cash = post(manager).postings.get().debit

    page = text(web.post(reverse("ledger:account-edit", args=[cash.pk]), {"name": "Kas"}))

    cash.refresh_from_db()
    assert "Akun masih bersaldo Rp 1.000." in page
    assert cash.is_active


def test_account_list_query_count(web, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        web.get(reverse("ledger:account-list"))


# Who


READ = ["journal", "trial-balance", "account-list"]
WRITE = ["entry-add"]
MANAGE = ["account-add"]


@pytest.mark.parametrize("role", list(Role))
def test_roles_of_the_books(client, role):
    user = factories.create_user(role)
    client.force_login(user)
    reads = role not in (Role.FACILITATOR, Role.DISTRICT)
    expected = dict.fromkeys(READ, reads)
    expected |= dict.fromkeys(WRITE, role in (Role.MANAGER, Role.TREASURER))
    expected |= dict.fromkeys(MANAGE, role == Role.MANAGER)

    allowed = {name: client.get(reverse(f"ledger:{name}")).status_code == 200 for name in expected}

    assert allowed == expected


@pytest.mark.parametrize("name", ["entry-detail", "entry-print", "entry-reverse"])
def test_vouchers_of_another_office_are_not_found(web, name):
    foreign = post(factories.create_user())

    assert web.get(reverse(f"ledger:{name}", args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize("name", ["account-book", "account-edit"])
def test_accounts_of_another_office_are_not_found(web, name):
    foreign = factories.account(factories.create_office(), "1.1.01.01")

    assert web.get(reverse(f"ledger:{name}", args=[foreign.pk])).status_code == 404
