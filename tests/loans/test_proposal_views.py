"""The screen of a proposal: who may, what is shown, what is refused, saved once."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from loans.models import Loan
from loans.setup import add_rules
from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 1)


@pytest.fixture
def secretary():
    return factories.create_user(Role.SECRETARY)


@pytest.fixture
def signed_in(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def group(secretary):
    factories.create_product(secretary.office)
    return factories.create_group(factories.create_village(secretary.office))


@pytest.fixture
def proposal(group):
    return factories.create_proposal(group, proposed_on=DAY)


def address(name, *args, **query):
    return reverse(f"loans:{name}", args=args, query=query)


def messages_in(response) -> list[str]:
    return [problem.message for problem in response.context["problems"]]


# A proposal


def loan_data(group, **data):
    """What the form of a proposal sends: 5 members with 2 million each, at the default terms."""
    shares = {f"share-{m.person_id}": "2.000.000" for m in group.memberships.open()}
    return {
        "principal": "10.000.000", "proposed_on": "2010-02-01", "rate": "1,5",
        "method": "flat", "period": "month", "tenor": "10", "principal_every": "1",
        "interest_every": "1", "grace": "0", "rounding_step": "500", "rounding": "nearest",
        "payment_order": "interest_first", "request_key": str(uuid4()), **shares, **data,
    }  # fmt: skip


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

    problems = " ".join(messages_in(response))
    assert f"Pengajuan {open_proposal} belum selesai (usulan)" in problems
    assert "berbeda dari alokasi Rp 9.000.000" in problems
    assert "Tenggang pokok harus lebih pendek dari jangka" in problems
    assert 'value="9.000.000"' in response.text
    assert address("loan-detail", open_proposal.pk) in response.text
    assert Loan.objects.count() == 1


def test_what_stands_in_the_way_is_told_but_a_group_may_propose(signed_in, group):
    running = factories.create_loan(group, disbursed_on=date(2009, 8, 10))

    empty = signed_in.get(address("loan-add", kelompok=group.pk))
    looked = signed_in.post(address("loan-add", kelompok=group.pk), loan_data(group, pratinjau="1"))
    saved = signed_in.post(address("loan-add", kelompok=group.pk), loan_data(group, simpan="1"))

    told = f"Pinjaman {running} belum selesai (aktif)."
    assert [p.message for p in empty.context["standing"]] == [told]
    assert told in [p.message for p in looked.context["standing"]]
    assert messages_in(looked) == []
    assert saved.url == address("loan-detail", Loan.objects.get(status="P").pk)


def test_a_man_a_long_interval_and_too_few_members_are_refused_together(signed_in, group):
    person = group.memberships.first().person
    person.sex = "L"
    person.save()
    people = [m.person_id for m in group.memberships.open()]
    data = loan_data(group, simpan="1", principal="2.000.000", principal_every="11", tenor="10")
    data |= {f"share-{pk}": "" for pk in people[1:]}
    rules = {"min_members": 3, "max_beginner": 1_500_000, "max_share": 1_000_000}
    add_rules(group.office.products.get(), since=factories.BEGINNING, ceilings={}, **rules)

    response = signed_in.post(address("loan-add", kelompok=group.pk), data)

    assert messages_in(response) == [
        f"{person} bukan perempuan; SPP khusus perempuan.",
        "Pemanfaat baru 1 orang; paling sedikit 3.",
        "Alokasi Rp 2.000.000 melebihi batas kelompok pemula Rp 1.500.000 sebesar Rp 500.000.",
        f"Bagian {person} Rp 2.000.000 melebihi batas per pemanfaat Rp 1.000.000.",
        "Selang pokok lebih panjang dari jangka. Isi 0 bila dibayar sekali di akhir.",
    ]
    assert not Loan.objects.exists()


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


def test_group_without_a_product_is_sent_back_with_a_sentence(signed_in, group):
    group = factories.create_group(group.village, category="UEP")

    response = signed_in.get(address("loan-add", kelompok=group.pk), follow=True)

    assert "Belum ada produk untuk kelompok" in response.text


def test_group_of_another_office_is_not_found(signed_in):
    other = factories.create_group()

    assert signed_in.get(address("loan-add", kelompok=other.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.TREASURER, Role.SUPERVISOR, Role.FACILITATOR])
def test_others_read_and_propose_nothing(client, group, proposal, role):
    user = factories.create_user(role, office=group.office)
    if role == Role.FACILITATOR:
        factories.assign(user, group.village)
    client.force_login(user)

    assert client.get(address("loan-detail", proposal.pk)).status_code == 200
    assert client.get(address("loan-verification", proposal.pk)).status_code == 200
    for name in ("loan-verify", "papers-check", "loan-approve", "loan-refuse", "loan-take-back"):
        assert client.get(address(name, proposal.pk)).status_code == 403
    assert client.get(address("loan-add")).status_code == 403
