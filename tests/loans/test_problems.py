"""Reasons against a new loan, all of them at once."""

from datetime import date

import pytest

from loans.problems import approval_problems
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 10)
NIK = "9914015203700001"


@pytest.fixture
def product():
    return factories.create_product()


@pytest.fixture
def group(product):
    return factories.create_group(factories.create_village(product.office), member_count=3)


def even(group, amount=1_000_000):
    return [(m.person, amount) for m in group.memberships.open()]


def codes(group, product, *, principal=3_000_000, shares=None, on=DAY):
    shares = even(group) if shares is None else shares
    return [p.code for p in approval_problems(
        group, product, principal=principal, shares=shares, on=on
    )]  # fmt: skip


def test_nothing_is_in_the_way_of_a_good_loan(group, product):
    assert codes(group, product) == []


def test_group_and_product_must_be_in_use_and_fit(group, product):
    group.is_active = product.is_active = False
    group.category = "UEP"

    assert codes(group, product) == ["group_inactive", "product_inactive", "category"]


def test_group_of_another_office_is_no_borrower(product):
    assert "office" in codes(factories.create_group(member_count=3), product)


def test_shares_must_add_up_and_be_positive(group, product):
    people = [person for person, _ in even(group)]

    assert codes(group, product, principal=0, shares=[]) == ["principal", "members"]
    assert codes(group, product, principal=2_999_999) == ["shares"]
    shares = list(zip(people, (4_000_000, -1_000_000, 0), strict=True))
    assert codes(group, product, shares=shares) == ["share"]


def test_borrowers_are_members_of_the_group_once_and_women_for_spp(group, product):
    people = [person for person, _ in even(group)]
    stranger = factories.create_person(group.village, sex="L")
    shares = [(people[0], 1_000_000), (people[0], 1_000_000), (stranger, 1_000_000)]

    assert codes(group, product, shares=shares) == ["member", "sex", "twice"]


def test_membership_counts_on_the_day_of_approval(group, product):
    member = group.memberships.last()
    member.until = date(2010, 2, 9)
    member.save()
    shares = [(m.person, 1_000_000) for m in group.memberships.all()]

    assert codes(group, product, shares=shares) == ["member"]
    assert codes(group, product, shares=shares, on=date(2010, 2, 9)) == []


@pytest.mark.parametrize(
    ("disbursed_on", "code"), [(None, "open_proposal"), (date(2009, 8, 10), "unsettled")]
)
def test_unsettled_loan_of_the_product_is_in_the_way(group, product, disbursed_on, code):
    factories.create_loan(group, product, disbursed_on=disbursed_on)

    assert codes(group, product) == [code]


def test_approval_in_the_future_is_refused(group, product):
    assert codes(group, product, on=date(2010, 2, 16)) == ["future"]


def test_arrears_of_another_product_are_in_the_way(group, product):
    other = factories.create_product(product.office, code="LAIN", category="SPP")
    loan = factories.create_loan(group, other, disbursed_on=date(2010, 1, 5))
    borrowers = even(factories.create_group(group.village, member_count=3))
    for person, _ in borrowers:
        group.memberships.create(person=person, since=factories.BEGINNING)

    assert codes(group, product, shares=borrowers, on=date(2010, 2, 5)) == []
    assert codes(group, product, shares=borrowers, on=date(2010, 2, 6)) == ["arrears"]

    factories.pay(loan, 1_150_000, on=date(2010, 2, 5))
    assert codes(group, product, shares=borrowers, on=date(2010, 2, 6)) == []


def test_member_of_another_running_loan_is_refused_by_name(group, product):
    member = group.memberships.first().person
    other = factories.create_group(group.village, member_count=2)
    other.memberships.create(person=member, since=factories.BEGINNING)
    loan = factories.create_loan(other, product)

    [problem] = approval_problems(group, product, principal=3_000_000, shares=even(group), on=DAY)

    assert problem.message == f"{member} masih ikut dalam pinjaman {loan} yang belum lunas."


def test_identity_card_used_in_another_office_is_found_without_its_data(group, product):
    member = group.memberships.first().person
    member.set_identity(nik=NIK)
    member.save()
    elsewhere = factories.create_group(member_count=0)
    namesake = factories.create_person(elsewhere.village, nik=NIK, name="Nama Rahasia")
    elsewhere.memberships.create(person=namesake, since=factories.BEGINNING)
    loan = factories.create_loan(elsewhere)

    [problem] = approval_problems(group, product, principal=3_000_000, shares=even(group), on=DAY)

    assert problem.code == "other_office"
    where = f"NIK {member} tercantum dalam pinjaman di {loan.office}."
    assert problem.message.startswith(where)
    assert problem.loan_id is None
    for secret in (loan.code, "Nama Rahasia", NIK):
        assert secret not in problem.message


def test_settled_loans_are_not_in_the_way(group, product):
    loan = factories.create_loan(group, product, disbursed_on=date(2009, 1, 10))
    factories.pay(loan, 11_500_000, on=date(2009, 12, 10))

    assert codes(group, product) == []
