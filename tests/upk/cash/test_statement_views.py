"""The pages of bank statements: typed or uploaded, matched, explained, closed, withdrawn."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.upk.cash.bank import BANK, CASH, bank, create_treasurer, entry, line, match, statement
from upk.access import Role
from upk.cash.models import BankStatement, LineNote, LineVerdict
from upk.cash.reconciliation import Matches

pytestmark = pytest.mark.django_db
CSV = "Tanggal;Uraian;Masuk;Keluar\n05-01-2010;Setor;500;\n31-01-2010;Biaya;;6.500\n"


@pytest.fixture
def by(client):
    user = create_treasurer()
    client.force_login(user)
    return user


def body(**changes) -> dict:
    rows = {"TOTAL_FORMS": "2", "INITIAL_FORMS": "0"}
    return {
        "since": "2010-01-01",
        "until": "2010-01-31",
        "opening": "1.000.000",
        "closing": "994.000",
        "request_key": str(uuid4()),
        "langkah": "simpan",
        **{f"baris-{name}": value for name, value in rows.items()},
    } | changes


TYPED = {
    "baris-0-day": "2010-01-05", "baris-0-text": "Setor", "baris-0-money_in": "500",
    "baris-1-day": "2010-01-31", "baris-1-money_out": "6.500",
}  # fmt: skip


def add(client, by, **changes):
    return client.post(reverse("cash:statement-add", args=[bank(by).pk]), body(**changes))


def upload(text: str = CSV, name: str = "koran.csv") -> dict:
    return {"file": SimpleUploadedFile(name, text.encode())}


def detail(client, made):
    return client.get(reverse("cash:statement-detail", args=[made.pk]))


def test_typed_statement_is_kept_once(client, by):
    data = body(**TYPED)
    address = reverse("cash:statement-add", args=[bank(by).pk])

    answers = [client.post(address, data) for _ in range(2)]

    [made] = BankStatement.objects.all()
    assert [answer.url for answer in answers] == [detail(client, made).request["PATH_INFO"]] * 2
    assert list(made.lines.values_list("happened_on", "text", "amount")) == [
        (date(2010, 1, 5), "Setor", 500), (date(2010, 1, 31), "", -6_500),
    ]  # fmt: skip


def test_file_is_kept_once(client, by):
    add(client, by, **upload())
    again = add(client, by, **upload(name="lain.csv"))

    made = BankStatement.objects.get()
    assert made.line_count == 2
    assert "sudah tersimpan sebelumnya" in client.get(again.url).text


def test_form_goes_on_where_the_last_statement_ended(client, by):
    add(client, by, **TYPED)

    page = client.get(reverse("cash:statement-add", args=[bank(by).pk]))

    initial = page.context["form"].initial
    assert (initial["since"], initial["opening"]) == (date(2010, 2, 1), 994_000)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (upload("Tanggal;Masuk;Keluar\nkemarin;1;\n"), "Baris 2, kolom Tanggal"),
        (upload() | TYPED, "jangan keduanya"),
        (TYPED | {"closing": "994.001"}, "selisih Rp 1 dari saldo akhir"),
        (TYPED | {"baris-0-money_out": "3"}, "Isi masuk atau keluar, jangan keduanya."),
        (TYPED | {"baris-1-day": ""}, "Isi tanggalnya."),
        (TYPED | {"baris-1-money_out": ""}, "Isi masuk atau keluar."),
        (TYPED | {"until": "2009-12-01"}, "lebih awal"),
    ],
)
def test_bad_input_is_told_and_kept(client, by, changes, told):
    page = add(client, by, **changes)

    assert told in page.text
    assert 'value="1.000.000"' in page.text
    assert not BankStatement.objects.exists()


def test_a_file_that_is_too_large_is_told(client, by, settings):
    settings.UPLOAD_MEGABYTES = 0

    assert "lebih besar dari 0 MB" in add(client, by, **upload()).text


def test_more_rows_keep_what_was_typed(client, by):
    page = add(client, by, **TYPED, langkah="tambah")

    assert len(page.context["form"].lines.forms) == 12
    assert 'value="6.500"' in page.text
    assert not BankStatement.objects.exists()


def test_cash_has_no_statements(client, by):
    cash = factories.account(by.office, CASH)

    assert client.get(reverse("cash:statement-add", args=[cash.pk])).status_code == 404


def test_ticked_proposals_are_matched(client, by):
    exact, near = entry(by, 500, 5), entry(by, -6_500, 30)
    made = statement(by, (5, 500), (31, -6_500))
    page = detail(client, made)
    ticks = [f"{line(made, n).pk}-{e.pk}" for n, e in ((1, exact), (2, near))]

    address = reverse("cash:statement-match", args=[made.pk])
    for values in (ticks[:1], ticks, [*ticks, "x", "1-", "99999999999999999999-1"]):
        client.post(address, {"pasang": values})

    assert f'value="{ticks[0]}" checked' in page.text
    assert f'value="{ticks[1]}">' in page.text
    assert "beda 1 hari" in page.text
    assert Matches(bank(by)).pairs == {line(made, 1).pk: exact.pk, line(made, 2).pk: near.pk}
    assert LineVerdict.objects.count() == 2


def test_line_offers_entries_and_forms_that_are_filled_in(client, by):
    other_day = entry(by, -6_500, 2)
    made = statement(by, (31, -6_500))

    page = client.get(reverse("cash:line-detail", args=[line(made).pk]))

    assert page.context["candidates"] == [other_day]
    address = reverse("cash:usual-add", args=["bank-fee"])
    query = f"?tanggal=2010-01-31&amp;jumlah=6500&amp;kredit={bank(by).pk}"
    assert f'href="{address}{query}"' in page.text
    assert "bank-interest" not in page.text


def test_line_is_decided_explained_and_parted_again(client, by):
    an_entry = entry(by, -6_500, 30)
    made = statement(by, (31, -6_500))
    decide = reverse("cash:line-decide", args=[line(made).pk])
    explain = reverse("cash:line-detail", args=[line(made).pk])

    client.post(decide, {"langkah": "bukan", "entry": an_entry.pk})
    rejected = detail(client, made).context["found"].proposals
    client.post(decide, {"langkah": "cocok", "entry": an_entry.pk})
    matched = dict(Matches(bank(by)).pairs)
    client.post(decide, {"langkah": "lepas"})
    client.post(explain, {"text": "Biaya buku cek"})
    nothing = client.post(explain, {"text": " "})

    assert rejected == []
    assert matched == {line(made).pk: an_entry.pk}
    assert Matches(bank(by)).pairs == {}
    assert LineNote.objects.get().text == "Biaya buku cek"
    assert "invalid-feedback" in nothing.text


def test_an_entry_of_another_office_is_not_found(client, by):
    made = statement(by, (5, 500))
    foreign = entry(create_treasurer(), 500, 5)
    decide = reverse("cash:line-decide", args=[line(made).pk])

    assert client.post(decide, {"langkah": "cocok", "entry": foreign.pk}).status_code == 404
    assert client.post(decide, {"langkah": "cocok"}).status_code == 404
    client.post(
        reverse("cash:statement-match", args=[made.pk]), {"pasang": f"{line(made).pk}-{foreign.pk}"}
    )
    assert not LineVerdict.objects.exists()


def test_reconciliation_is_closed_once_all_is_explained(client, by):
    made = statement(by, (5, 500))
    close = reverse("cash:statement-close", args=[made.pk])

    early = client.post(close, follow=True)
    match(by, line(made), entry(by, 500, 5))
    shown = detail(client, made)
    done = [client.post(close, follow=True) for _ in range(2)]

    assert "1 mutasi belum dicocokkan" in early.text
    assert shown.context["may_close"]
    assert "Rekonsiliasi ditutup" in done[1].text
    assert BankStatement.objects.get().closed.book_balance == 1_000_500


def test_a_wrong_statement_is_withdrawn_with_a_reason(client, by):
    made = statement(by, (5, 500))
    address = reverse("cash:statement-withdraw", args=[made.pk])

    client.post(address, {"reason": "Salah bulan"})
    again = client.post(address, {"reason": "Lagi"})

    page = detail(client, made)
    assert "Salah bulan" in page.text
    assert "sudah ditarik" in again.text
    assert client.get(reverse("cash:line-detail", args=[line(made).pk])).status_code == 404
    assert "ditarik" in client.get(reverse("cash:statement-list")).text


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SECRETARY])
def test_readers_see_and_decide_nothing(client, by, role):
    made = statement(by, (5, 500))
    client.force_login(factories.create_user(role, by.office))

    page = detail(client, made)

    assert page.status_code == 200
    assert "Cocokkan" not in page.text
    assert client.post(reverse("cash:statement-close", args=[made.pk])).status_code == 403


def test_statements_of_another_office_are_not_found(client, by):
    made = statement(by, (5, 500))
    client.force_login(create_treasurer())

    for name in ("detail", "match", "close", "withdraw"):
        address = reverse(f"cash:statement-{name}", args=[made.pk])
        assert client.post(address).status_code in (404, 405)
        assert client.get(address).status_code in (404, 405)
    for name in ("detail", "decide"):
        assert client.post(reverse(f"cash:line-{name}", args=[line(made).pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_number_of_queries_does_not_depend_on_the_rows(
    client, by, count, django_assert_max_num_queries
):
    for day in range(1, count + 1):
        entry(by, 500 + day, day)
        entry(by, -300 - day, day)
    moves = [(day, 500 + day) for day in range(1, count + 1)]
    made = statement(by, *moves)
    match(by, line(made), found_entry(by, 501))
    detail(client, made)

    # session, user, statement; statements, verdicts, lines, entries by side, balance by side,
    # office, reversals, entries, notes
    with django_assert_max_num_queries(14):
        detail(client, made)
    with django_assert_max_num_queries(5):  # session, user, banks, count, statements
        client.get(reverse("cash:statement-list"))


def found_entry(by, amount: int):
    account = factories.account(by.office, BANK)
    return by.office.entries.get(postings__debit=account, total=amount)
