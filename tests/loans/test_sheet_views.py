"""The screens on which money is taken: who may, what is shown, nothing typed is lost."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from loans.models import Repayment
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db

SHEET = reverse("loans:day-sheet")


@pytest.fixture
def village():
    return factories.create_village()


@pytest.fixture
def treasurer(village):
    return factories.create_user(Role.TREASURER, village.office)


@pytest.fixture
def treasurer_client(client, treasurer):
    client.force_login(treasurer)
    return client


@pytest.fixture
def loans(village, treasurer):
    named = [("A1", "Melati"), ("A2", "Mawar")]
    groups = [factories.create_group(village, code=code, name=name) for code, name in named]
    return [factories.create_loan(group) for group in groups]


def address(village, **parameters):
    query = "&".join(f"{k}={v}" for k, v in {"desa": village.pk, **parameters}.items())
    return f"{SHEET}?{query}"


def filled(loans, *amounts, step="pratinjau", key=None, **more):
    """What the browser sends: every field of the sheet, most of them empty."""
    data = {
        "paid_on": "2010-02-15",
        "request_key": str(key or uuid4()),
        "cash": loans[0].product.cash_id,
        "counted": "",
        "langkah": step,
    }
    for loan, amount in zip(loans, amounts, strict=True):
        names = ("amount", "penalty", "payer", "principal", "interest")
        data |= {f"loan-{loan.pk}-{name}": "" for name in names}
        data[f"loan-{loan.pk}-amount"] = amount
    return data | more


def test_sheet_shows_what_is_due_beside_empty_fields(treasurer_client, village, loans):
    response = treasurer_client.get(address(village))

    [first, second] = response.context["form"].rows
    assert [first.line.loan.group.name, second.line.loan.group.name] == ["Melati", "Mawar"]
    assert first.line.now == 6_000_000 + 900_000
    assert first.form["amount"].value() is None
    assert b'data-draft="day-sheet:tanggal=2010-02-15&amp;desa=' in response.content


def test_sheet_without_a_choice_offers_the_villages(treasurer_client, village, loans):
    response = treasurer_client.get(SHEET)

    assert [(v.name, v.loan_count) for v in response.context["villages"]] == [(village.name, 2)]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("cari=mela", ["Melati"]),
        ("minggu=on", []),
        ("minggu=on&tanggal=2010-02-10", ["Melati", "Mawar"]),
        ("tanggal=2009-08-09&cari=m", []),
    ],
)
def test_sheet_can_be_chosen_by_search_and_by_week(treasurer_client, loans, parameters, found):
    response = treasurer_client.get(f"{SHEET}?{parameters}")

    assert [row.line.loan.group.name for row in response.context["form"].rows] == found


def test_preview_carries_what_was_typed_and_writes_nothing(treasurer_client, village, loans):
    data = filled(
        loans, "1.150.000", "", counted="1.000.000", **{f"loan-{loans[0].pk}-ahead": "on"}
    )

    response = treasurer_client.post(address(village), data)

    assert response.status_code == 200
    assert response.context["total"] == 1_150_000
    assert response.context["difference"] == -150_000
    assert [(a.code, d, c) for a, d, c in response.context["accounts"]] == [
        ("1.1.01.04", 1_150_000, 0),
        ("1.1.03.01", 0, 250_000),
        ("4.1.01.01", 0, 900_000),
    ]
    carried = dict(response.context["carried"])
    assert carried == {
        "paid_on": "2010-02-15",
        "cash": str(loans[0].product.cash_id),
        "counted": "1.000.000",
        "request_key": data["request_key"],
        f"loan-{loans[0].pk}-amount": "1.150.000",
        f"loan-{loans[0].pk}-ahead": True,
    }
    assert not Repayment.objects.exists()


def test_sheet_is_posted_and_a_second_send_shows_the_first_result(treasurer_client, village, loans):
    data = filled(loans, "1150000", "2,300,000", step="simpan")

    first = treasurer_client.post(address(village), data)
    again = treasurer_client.post(address(village), data)
    preview = treasurer_client.post(address(village), data | {"langkah": "pratinjau"})

    result = reverse("loans:sheet-result", args=[data["request_key"]])
    assert [first.url, again.url, preview.url] == [result] * 3
    assert list(Repayment.objects.values_list("loan_id", "principal", "interest")) == [
        (loans[0].pk, 250_000, 900_000),
        (loans[1].pk, 1_400_000, 900_000),
    ]
    page = treasurer_client.get(result)
    assert page.context["total"] == 3_450_000
    assert b'data-draft-done="draft:day-sheet:tanggal=2010-02-15&amp;desa=' in page.content


def test_resend_of_a_sheet_that_settled_a_loan_still_shows_its_result(
    treasurer_client, village, loans
):
    """The settled loan no longer stands on the sheet, but what was typed for it belongs to it."""
    data = filled(
        loans, "11.500.000", "1.150.000", step="simpan", **{f"loan-{loans[0].pk}-ahead": "on"}
    )
    first = treasurer_client.post(address(village), data)

    again = treasurer_client.post(address(village), data)

    assert again.status_code == first.status_code == 302
    assert again.url == first.url
    assert Repayment.objects.count() == 2


def test_key_with_other_content_shows_where_the_first_result_is(treasurer_client, village, loans):
    data = filled(loans, "1150000", "", step="simpan")
    treasurer_client.post(address(village), data)

    response = treasurer_client.post(
        address(village), data | {f"loan-{loans[1].pk}-amount": "1.000"}
    )

    assert response.status_code == 422
    assert "sudah pernah dikirim dengan isi yang lain" in response.content.decode()
    assert reverse("loans:sheet-result", args=[data["request_key"]]) in response.content.decode()
    assert Repayment.objects.count() == 1
    fresh = treasurer_client.post(address(village), data | {"langkah": "baru"})
    assert fresh.context["form"].head["request_key"].value() != data["request_key"]
    assert fresh.context["draft_done"] == fresh.context["draft"]


def test_all_errors_stand_at_their_rows_and_nothing_typed_is_lost(treasurer_client, village, loans):
    data = filled(loans, "1,5", "99.000.000", **{f"loan-{loans[1].pk}-penalty": "5000"})

    response = treasurer_client.post(address(village), data)

    assert response.status_code == 422
    [first, second] = response.context["form"].rows
    assert first.errors == ["Setoran: Tulis rupiah bulat tanpa sen, misalnya 1.500 atau 1500."]
    assert (first.form["amount"].value(), second.form["penalty"].value()) == ("1,5", "5000")
    assert second.errors == ["Melebihi kewajiban sebesar Rp 87.500.000. Kurangi jumlahnya."]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"paid_on": "2010-02-16"}, "belum tiba"),
        ({"paid_on": "kemarin"}, "Tanggal"),
        ({"cash": ""}, "Masuk ke"),
        ({"request_key": "x"}, "Formulir"),
        ({"loan-999999999-amount": "5000"}, "Ada pinjaman yang tidak ditemukan"),
    ],
)
def test_sheet_that_is_wrong_as_a_whole_is_shown_again(
    treasurer_client, village, loans, more, message
):
    data = filled(loans, "1.150.000", "", step="simpan") | more

    response = treasurer_client.post(address(village), data)

    assert response.status_code == 422
    assert message in " ".join(response.context["form"].errors)
    assert not Repayment.objects.exists()


def test_office_without_villages_is_told_so(client):
    client.force_login(factories.create_user(Role.TREASURER))

    assert "Belum ada desa" in client.get(reverse("loans:day-sheet")).text


def test_empty_sheet_is_refused(treasurer_client, village, loans):
    response = treasurer_client.post(address(village), filled(loans, "", " "))

    assert response.context["form"].errors == ["Belum ada angsuran yang diisi."]


def test_loan_of_another_office_cannot_be_paid(treasurer_client, village, loans):
    foreign = factories.create_loan()
    data = filled(loans, "", "") | {f"loan-{foreign.pk}-amount": "1000"}

    response = treasurer_client.post(address(village), data)

    assert response.context["form"].errors[0].startswith("Ada pinjaman yang tidak ditemukan")


def test_buttons_fill_in_what_is_due_without_javascript(treasurer_client, village, loans):
    data = filled(loans, "500.000", "")

    one = treasurer_client.post(address(village), data | {"langkah": f"isi-{loans[1].pk}"})
    all_ = treasurer_client.post(address(village), data | {"langkah": "isi-semua"})

    for response in (one, all_):
        amounts = [row.form["amount"].value() for row in response.context["form"].rows]
        assert amounts == ["500.000", "6.900.000"]


def test_another_day_keeps_what_was_typed(treasurer_client, village, loans):
    data = filled(loans, "500.000", "", step="tanggal", paid_on="2009-10-10")

    response = treasurer_client.post(address(village, tanggal="2010-02-15"), data)

    form = response.context["form"]
    assert form.rows[0].line.now == 2_300_000
    assert form.rows[0].form["amount"].value() == "500.000"
    assert "tanggal=2009-10-10" in response.context["draft"]
    assert "tanggal=2010-02-15" in response.context["draft_done"]


def test_back_from_the_preview_everything_is_there(treasurer_client, village, loans):
    data = filled(loans, "500.000", "", counted="1", step="ubah")

    form = treasurer_client.post(address(village), data).context["form"]

    assert form.rows[0].form["amount"].value() == "500.000"
    assert form.head["counted"].value() == "1"
    assert form.head["request_key"].value() == data["request_key"]


def test_split_typed_by_hand_is_posted(treasurer_client, village, loans):
    pk = loans[0].pk
    data = filled(loans, "", "", step="simpan")
    data |= {f"loan-{pk}-principal": "400.000", f"loan-{pk}-interest": "100.000"}

    treasurer_client.post(address(village), data)

    paid = Repayment.objects.get()
    assert (paid.principal, paid.interest) == (400_000, 100_000)


@pytest.mark.parametrize("count", [1, 15])
def test_sheet_and_preview_take_a_constant_number_of_queries(treasurer_client, village, count):
    loans = [factories.create_loan(factories.create_group(village)) for _ in range(count)]

    with CaptureQueriesContext(connection) as shown:
        assert treasurer_client.get(address(village)).status_code == 200
    with CaptureQueriesContext(connection) as previewed:
        response = treasurer_client.post(address(village), filled(loans, *["1.150.000"] * count))
    with CaptureQueriesContext(connection) as printed:
        treasurer_client.get(f"{reverse('loans:day-sheet-print')}?desa={village.pk}")

    assert response.status_code == 200
    assert (len(shown), len(previewed), len(printed)) == (11, 13, 10)


# Who may


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.MANAGER, {"day-sheet", "repayment-search", "day-sheet-print"}),
        (Role.TREASURER, {"day-sheet", "repayment-search", "day-sheet-print"}),
        (Role.SECRETARY, {"day-sheet-print"}),
        (Role.SUPERVISOR, {"day-sheet-print"}),
        (Role.FACILITATOR, {"day-sheet-print"}),
        (Role.DISTRICT, set()),
    ],
)
def test_only_treasurer_and_manager_take_money(client, role, allowed):
    client.force_login(factories.create_user(role))

    names = ("day-sheet", "repayment-search", "day-sheet-print")
    opened = {n for n in names if client.get(reverse(f"loans:{n}")).status_code == 200}

    assert opened == allowed


def test_facilitator_prints_the_blank_sheet_of_the_own_villages_only(client, village, loans):
    facilitator = factories.create_user(Role.FACILITATOR, village.office)
    factories.assign(facilitator, village)
    other = factories.create_loan(factories.create_group(factories.create_village(village.office)))
    client.force_login(facilitator)

    response = client.get(f"{reverse('loans:day-sheet-print')}?cari=desa")

    shown = [line.loan.pk for line in response.context["lines"]]
    assert shown == [loan.pk for loan in loans]
    assert other.pk not in shown


def test_result_of_another_office_is_not_found(client, treasurer_client, village, loans):
    data = filled(loans, "1150000", "", step="simpan")
    treasurer_client.post(address(village), data)
    client.force_login(factories.create_user(Role.TREASURER))

    for name in ("sheet-result", "sheet-receipts"):
        assert client.get(reverse(f"loans:{name}", args=[data["request_key"]])).status_code == 404


def test_logged_out_in_between_comes_back_to_the_same_choice(treasurer_client, village, loans):
    treasurer_client.logout()

    response = treasurer_client.post(address(village), filled(loans, "1", ""))

    assert response.url.startswith(reverse("offices:login"))
    assert f"next={SHEET}%3Fdesa%3D{village.pk}" in response.url


# One group


@pytest.mark.parametrize("count", [1, 15])
def test_search_finds_by_every_word_in_a_constant_number_of_queries(
    treasurer_client, village, count
):
    for _ in range(count):
        factories.create_loan(factories.create_group(village, name="Melati"))

    with CaptureQueriesContext(connection) as queries:
        response = treasurer_client.get(reverse("loans:repayment-search"), {"cari": "desa mel"})

    assert len(response.context["lines"]) == count
    assert len(queries) == 7


def test_one_group_pays_and_gets_its_receipt(treasurer_client, loans):
    url = reverse("loans:repayment-add", args=[loans[0].pk])
    data = filled(loans[:1], "1.150.000", step="simpan")

    first = treasurer_client.post(url, data)
    again = treasurer_client.post(url, data)

    paid = Repayment.objects.get()
    assert first.url == again.url == reverse("loans:receipt", args=[paid.pk])
    assert b"draft:repayment" in treasurer_client.get(first.url).content


def test_one_group_errors_keep_what_was_typed(treasurer_client, loans):
    url = reverse("loans:repayment-add", args=[loans[0].pk])

    response = treasurer_client.post(url, filled(loans[:1], "1.50", step="simpan"))

    assert response.status_code == 422
    assert response.context["row"].form["amount"].value() == "1.50"
    assert "Tulis rupiah bulat tanpa sen" in response.content.decode()


def test_one_group_settles_by_a_button(treasurer_client, loans):
    url = reverse("loans:repayment-add", args=[loans[0].pk])

    response = treasurer_client.post(url, filled(loans[:1], "", step="isi-pelunasan"))

    fields = response.context["row"].form
    assert (fields["amount"].value(), fields["ahead"].value()) == ("11.500.000", True)


def test_one_group_shows_the_dues_of_another_day(treasurer_client, loans):
    url = reverse("loans:repayment-add", args=[loans[0].pk])

    response = treasurer_client.get(url, {"tanggal": "2009-09-10"})

    assert response.context["due"].now == 1_150_000
    assert response.context["next_due"].due_on == date(2009, 9, 10)


def test_one_group_of_another_office_is_not_found(treasurer_client, loans):
    foreign = factories.create_loan()

    url = reverse("loans:repayment-add", args=[foreign.pk])

    assert treasurer_client.get(url).status_code == 404
