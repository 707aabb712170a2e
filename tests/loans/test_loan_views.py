"""Screens of loans: the register, the card, its proposal, its disbursement."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from loans.models import Loan
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer():
    return factories.create_user(Role.TREASURER)


@pytest.fixture
def village(treasurer):
    return factories.create_village(treasurer.office)


@pytest.fixture
def signed_in(client, treasurer):
    client.force_login(treasurer)
    return client


def address(name, *args, **query):
    return reverse(f"loans:{name}", args=args, query=query)


def loan_data(group, **data):
    """What the form of a new loan sends: 5 members with 2 million each, at the default terms."""
    shares = {f"share-{m.person_id}": "2.000.000" for m in group.memberships.open()}
    return {
        "principal": "10.000.000", "proposed_on": "2010-02-01", "rate": "1,5",
        "method": "flat", "period": "month", "tenor": "10", "principal_every": "1",
        "interest_every": "1", "grace": "0", "rounding_step": "500", "rounding": "nearest",
        "payment_order": "interest_first", "request_key": str(uuid4()), **shares, **data,
    }  # fmt: skip


# The register


@pytest.mark.parametrize("count", [1, 5])
def test_register_asks_a_constant_number_of_queries(
    signed_in, village, count, django_assert_num_queries
):
    product = factories.create_product(village.office)
    for _ in range(count):
        factories.create_loan(factories.create_group(village), product)
    signed_in.get(address("loan-list"))  # the session's own time of last use

    # session, user; count, rows; terms, sets, classes, instalments, repayments, reliefs, columns;
    # products, villages
    with django_assert_num_queries(13):
        response = signed_in.get(address("loan-list"))

    assert response.text.count('class="badge tone-') == 2 * count


def test_register_shows_balance_arrears_and_class(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=date(2009, 11, 10))
    factories.pay(loan, 1_150_000, on=date(2009, 12, 10))

    [shown] = signed_in.get(address("loan-list")).context["page"]

    assert shown.position.outstanding == 9_000_000
    assert shown.position.standing.arrears == 2_300_000
    assert shown.position.rule.code == "II"


def test_register_filters_by_status_product_village_and_text(signed_in, village):
    spp = factories.create_loan(factories.create_group(village, name="Melati"))
    uep = factories.create_loan(factories.create_group(village, category="UEP"), disbursed_on=None)
    factories.create_loan(factories.create_group(factories.create_village(village.office)))

    def found(**filters):
        return list(signed_in.get(address("loan-list", **filters)).context["page"])

    assert found(status="W") == [uep]
    assert found(desa=village.pk, status="A") == [spp]
    assert found(produk=uep.product_id) == [uep]
    assert found(cari="melat") == [spp]
    assert len(found()) == 3
    assert found(status="L") == []


def test_facilitator_sees_loans_of_the_own_villages(client):
    facilitator = factories.create_user(Role.FACILITATOR)
    own, other = (
        factories.create_loan(factories.create_group(factories.create_village(facilitator.office)))
        for _ in range(2)
    )
    factories.assign(facilitator, own.group.village)
    client.force_login(facilitator)

    assert list(client.get(address("loan-list")).context["page"]) == [own]
    assert client.get(address("loan-detail", own.pk)).status_code == 200
    assert client.get(address("loan-detail", other.pk)).status_code == 404


# A loan


def test_loan_shows_what_is_paid_of_each_row(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=date(2009, 11, 10))
    factories.pay(loan, 1_150_000, on=date(2009, 12, 10))
    factories.pay(loan, 650_000, on=date(2010, 1, 10))

    card = signed_in.get(address("loan-detail", loan.pk)).context["card"]

    shown = [(row.n, row.paid_principal, row.paid_interest, row.state) for row in card.rows[:4]]
    assert shown == [
        (1, 1_000_000, 150_000, "Lunas"),
        (2, 500_000, 150_000, "Menunggak"),
        (3, 0, 0, "Menunggak"),
        (4, 0, 0, "Belum"),
    ]
    assert card.next_due.due_on == date(2010, 3, 10)
    assert (card.totals.due, card.totals.paid, card.totals.left) == (
        11_500_000, 1_800_000, 9_700_000,
    )  # fmt: skip


def test_waiting_loan_has_no_card_but_members_schedules(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=None)

    assert signed_in.get(address("loan-detail", loan.pk)).context["card"] is None
    assert "belum cair" in signed_in.get(address("loan-card", loan.pk)).text
    assert "seakan-akan cair" in signed_in.get(address("loan-shares", loan.pk)).text


def test_members_schedules_add_up(signed_in, village):
    loan = factories.create_loan(factories.create_group(village, member_count=3))

    page = signed_in.get(address("loan-shares", loan.pk, bagian="pokok"))

    assert page.context["totals"] == [3_333_334, 3_333_333, 3_333_333]
    assert page.context["total"] == 10_000_000
    assert [line["sum"] for line in page.context["table"]] == [1_000_000] * 10


def test_loan_names_its_receipts_and_reversals(signed_in, village):
    loan = factories.create_loan(factories.create_group(village), disbursed_on=date(2009, 11, 10))
    factories.pay(loan, on=date(2009, 12, 10))

    response = signed_in.get(address("loan-card", loan.pk))

    assert "BKM-2009-000002" in response.text
    assert "keadaan per 15 Februari 2010" in response.text


# A proposal


@pytest.fixture
def group(village):
    factories.create_product(village.office)
    return factories.create_group(village)


def test_borrower_is_chosen_first(signed_in, group):
    response = signed_in.get(address("loan-add", cari=group.name))

    assert f"?kelompok={group.pk}" in response.text


def test_form_is_filled_from_the_product(signed_in, group):
    form = signed_in.get(address("loan-add", kelompok=group.pk)).context["form"]

    assert form["tenor"].value() == 10
    assert form["rate"].value() == "1,5"
    assert len(form.share_rows()) == 5


def test_loan_is_saved_once(signed_in, group):
    data = loan_data(group, simpan="1")

    first = signed_in.post(address("loan-add", kelompok=group.pk), data)
    second = signed_in.post(address("loan-add", kelompok=group.pk), data)

    loan = Loan.objects.get()
    assert first.url == second.url == address("loan-detail", loan.pk)
    assert (loan.status, loan.principal, loan.tenor) == ("P", 10_000_000, 10)
    assert [s.principal for s in loan.shares.all()] == [2_000_000] * 5


def test_preview_shows_the_schedule_and_saves_nothing(signed_in, group):
    response = signed_in.post(
        address("loan-add", kelompok=group.pk), loan_data(group, pratinjau="1")
    )

    assert response.context["preview"]["due"] == 11_500_000
    assert response.context["problems"] == []
    assert "01-03-2010" in response.text
    assert not Loan.objects.exists()


@pytest.mark.parametrize("button", ["pratinjau", "simpan"])
def test_all_problems_are_shown_at_once_and_nothing_typed_is_lost(signed_in, group, button):
    open_proposal = factories.create_proposal(group)
    data = loan_data(group, principal="9.000.000", grace="10", **{button: "1"})

    response = signed_in.post(address("loan-add", kelompok=group.pk), data)

    problems = " ".join(response.context["problems"])
    assert f"Pengajuan {open_proposal} belum selesai (usulan)" in problems
    assert "berbeda dari alokasi Rp 9.000.000" in problems
    assert "Tenggang pokok harus lebih pendek dari jangka" in problems
    assert 'value="9.000.000"' in response.text
    assert Loan.objects.count() == 1


def test_bad_amounts_are_shown_at_their_fields(signed_in, group):
    person = group.memberships.first().person_id
    data = loan_data(group, simpan="1", tenor="0", principal="", **{f"share-{person}": "1,5"})

    response = signed_in.post(address("loan-add", kelompok=group.pk), data)

    assert set(response.context["form"].errors) == {"tenor", "principal", f"share-{person}"}
    assert "Tulis rupiah bulat tanpa sen" in response.text


def test_even_shares_without_javascript(signed_in, group):
    people = [m.person_id for m in group.memberships.open()]
    empty = {f"share-{pk}": "" for pk in people}
    data = loan_data(group, principal="10.000.001", bagi="1", **empty)
    some = data | {f"share-{pk}": "1" for pk in people[:3]}
    url = address("loan-add", kelompok=group.pk)

    def shares(sent):
        form = signed_in.post(url, sent).context["form"]
        return [form[f"share-{pk}"].value() for pk in people]

    # the form lists members by name, and so did the factory
    assert sorted(shares(data)) == ["2.000.000"] * 4 + ["2.000.001"]
    assert sorted(filter(None, shares(some))) == ["3.333.000", "3.333.000", "3.334.001"]
    assert not Loan.objects.exists()


def test_group_without_a_product_is_sent_back_with_a_sentence(signed_in, village):
    group = factories.create_group(village, category="UEP")

    response = signed_in.get(address("loan-add", kelompok=group.pk), follow=True)

    assert "Belum ada produk untuk kelompok" in response.text


def test_group_of_another_office_is_not_found(signed_in):
    other = factories.create_group()

    assert signed_in.get(address("loan-add", kelompok=other.pk)).status_code == 404


def test_supervisor_reads_and_enters_nothing(client, group):
    client.force_login(factories.create_user(Role.SUPERVISOR, office=group.office))

    assert client.get(address("loan-list")).status_code == 200
    assert client.get(address("loan-add")).status_code == 403


@pytest.fixture
def waiting(group):
    return factories.create_loan(group, disbursed_on=None, approved_on=date(2010, 2, 1))


def test_manager_takes_an_approval_back_once(client, waiting):
    client.force_login(factories.create_user(Role.MANAGER, office=waiting.office))
    url = address("loan-refuse", waiting.pk)

    empty = client.post(url, {"reason": ""})
    client.post(url, {"reason": "Kelompok mundur"})
    again = client.post(url, {"reason": "Kelompok mundur"})

    waiting.refresh_from_db()
    assert "reason" in empty.context["form"].errors
    assert waiting.status == "T"
    assert "sudah ditolak" in again.text
