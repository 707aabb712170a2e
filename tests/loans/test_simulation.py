"""The simulation: what a loan costs by each method, on paper and on the open page."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from loans.schedule import InstalmentRow, Method
from loans.simulation import simulate, yearly_cost
from tests import factories
from upk.access import Role

DAY = date(2010, 2, 15)


def asked(**values) -> dict:
    given = {
        "principal": 12_000_000, "rate": Decimal("1.5"), "tenor": 12, "disbursed_on": DAY,
        "step": 500,
    }  # fmt: skip
    return given | values


def test_three_methods_side_by_side_by_hand():
    """Flat: 12 x 180.000. Menurun: 180.000 x (12 + 11 + … + 1) / 12 = 1.170.000."""
    flat, declining, annuity = simulate(asked())

    assert [o.method for o in (flat, declining, annuity)] == list(Method)
    assert (flat.first, flat.interest, flat.total) == (1_180_000, 2_160_000, 14_160_000)
    assert (declining.first, declining.interest) == (1_180_000, 1_170_000)
    assert (annuity.first, annuity.principal) == (1_100_000, 12_000_000)


def test_yearly_cost_of_one_payment_after_a_year_is_its_jasa():
    """1.180.000 for 1.000.000 after 365 days: 18% a year, whatever the method's name."""
    rows = [InstalmentRow(1, date(2011, 2, 15), 1_000_000, 180_000, 0)]

    assert yearly_cost(1_000_000, DAY, rows) == Decimal("18.00")


def test_flat_costs_twice_what_its_rate_says():
    """Checked with the formula of the annuity: 1,18 million a month for 12 million is 2,66%
    a month, (1 + 0,0266)^12 - 1 = 37%; by days a little more."""
    flat, declining, _ = simulate(asked())

    assert flat.yearly_cost == Decimal("37.09")
    assert declining.yearly_cost == Decimal("19.73")


def test_a_loan_without_jasa_costs_nothing():
    assert {o.yearly_cost for o in simulate(asked(rate=Decimal(0)))} == {Decimal("0.00")}


def test_a_cost_beyond_all_measure_is_not_worked_out():
    rows = [InstalmentRow(1, date(2010, 2, 16), 1_000_000, 500_000, 0)]

    assert yearly_cost(1_000_000, DAY, rows) is None


def test_members_pay_their_part():
    flat = simulate(asked(), [5_000_000, 4_000_000, 3_000_000])[0]

    part = flat.of_member(0)

    assert (part.principal, part.interest, part.total) == (5_000_000, 900_000, 5_900_000)
    assert part.first == 491_666  # 5/12 of 1.180.000, rounded down, the rest in later rows
    assert sum(flat.of_member(n).total for n in range(3)) == flat.total


def test_annuity_that_can_t_be_says_why_and_the_others_stay():
    flat, declining, annuity = simulate(asked(grace=3))

    assert annuity.problem.code == "annuity_needs_no_grace"
    assert not annuity.rows
    assert flat.rows
    assert declining.rows


@settings(max_examples=40)
@given(
    st.integers(100_000, 10**9), st.integers(1, 36),
    st.decimals("0.01", 5, places=2), st.sampled_from([1, 500, 1000]),
)  # fmt: skip
def test_at_the_yearly_cost_all_instalments_are_worth_the_loan(principal, tenor, rate, step):
    for outcome in simulate(asked(principal=principal, tenor=tenor, rate=rate, step=step)):
        yearly = 1 + float(outcome.yearly_cost) / 100
        worth = sum(
            (row.principal + row.interest) / yearly ** ((row.due_on - DAY).days / 365)
            for row in outcome.rows
        )
        assert worth == pytest.approx(principal, rel=5e-4)


# The page


def page_of(client, **values):
    query = {
        "jumlah": "12.000.000", "jangka": "12", "jasa": "1,5", "pemanfaat": "", "cara": "",
        "cair": "2010-02-15", "jadwal": "month", "pokok_tiap": "1", "jasa_tiap": "1",
        "tenggang": "0", "pembulatan": "500", "cara_bulat": "nearest", **values,
    }  # fmt: skip
    return client.get(reverse("loans:simulation", query=query))


@pytest.mark.django_db
def test_strangers_may_simulate_and_the_database_isn_t_asked(client):
    factories.create_product(terms={"rate": Decimal("2.75")})
    with CaptureQueriesContext(connection) as queries:
        empty = client.get(reverse("loans:simulation"))
        shown = page_of(client, pemanfaat="7")

    assert len(queries) == 0
    assert "2,75" not in empty.text
    assert [o["value"].total for o in shown.context["outcomes"]] == [
        14_160_000, 13_170_000, 13_202_086,
    ]  # fmt: skip
    assert "Satu dari 7 pemanfaat" in shown.text
    assert "37,09%" in shown.text


@pytest.mark.django_db
def test_own_office_s_terms_fill_the_form(client):
    user = factories.create_user(Role.FACILITATOR)
    factories.create_product(user.office, terms={"rate": Decimal("1.2"), "tenor": 18})
    client.force_login(user)

    form = client.get(reverse("loans:simulation")).context["form"]

    assert (form["jasa"].value(), form["jangka"].value()) == ("1,2", 18)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"tenggang": "12"}, "tenggang", "Tenggang pokok harus lebih pendek dari jangka."),
        ({"jangka": "0"}, "jangka", "Jangka paling sedikit 1."),
        ({"jumlah": "0"}, "jumlah", "Alokasi paling sedikit 1."),
        ({"pembulatan": "0"}, "pembulatan", "Pembulatan paling sedikit 1."),
        (
            {"jumlah": "1.000.000.000.001"},
            "jumlah",
            "Jumlahnya terlalu besar: paling banyak Rp 1.000.000.000.000.",
        ),
        ({"jumlah": "1,5"}, "jumlah", "Tulis rupiah bulat tanpa sen, misalnya 1.500 atau 1500."),
    ],
)
def test_impossible_terms_are_refused_with_the_reason(client, values, field, sentence):
    response = page_of(client, **values)

    assert response.context["form"].errors[field] == [sentence]
    assert response.context["outcomes"] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [{"jangka": "261"}, {"pemanfaat": "51"}, {"jasa": "21"}, {"cair": "9999-12-31"}]
)
def test_size_is_limited(client, values):
    [field] = values

    assert field in page_of(client, **values).context["form"].errors


@pytest.mark.django_db
def test_one_method_alone_and_annuity_s_reason(client):
    alone = page_of(client, cara="declining")
    grace = page_of(client, tenggang="3")

    assert [o["label"] for o in alone.context["outcomes"]] == ["Menurun"]
    assert "Anuitas tidak dapat memakai tenggang" in grace.text
    assert len(grace.context["table"]["heads"]) == 2


@pytest.mark.django_db
def test_shares_too_small_are_said(client):
    response = page_of(client, jumlah="100", pemanfaat="50", pembulatan="1")

    assert "bagian pemanfaat terlalu kecil" in response.text


@pytest.mark.django_db
def test_it_is_in_everybody_s_menu_and_on_the_login_page(client):
    address = reverse("loans:simulation")
    assert address in client.get(reverse("offices:login")).text

    client.force_login(factories.create_user(Role.DISTRICT))
    assert f'href="{address}" aria-current="page"' in client.get(address).text


FIELDS = (
    "jumlah", "jangka", "jasa", "pemanfaat", "cara", "cair", "jadwal", "pokok_tiap", "jasa_tiap",
    "tenggang", "pembulatan", "cara_bulat", "tanggal_angsuran",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("field", FIELDS)
def test_odd_values_are_answered_with_the_form(client, field):
    for value in ("", "x", "-1", "0", "1e9", "NaN", "٣", "9" * 40, "2999-12-31", "<b>"):
        response = page_of(client, **{field: value})

        assert response.status_code == 200, value
        assert "<b>" not in response.text


@pytest.mark.django_db
def test_the_largest_question_is_answered(client):
    largest = {
        "jumlah": "1.000.000.000.000", "jangka": "260", "jasa": "20", "pemanfaat": "50",
        "pembulatan": "1",
    }  # fmt: skip

    shown = page_of(client, **largest)

    assert [len(o["value"].rows) for o in shown.context["outcomes"]] == [260] * 3
