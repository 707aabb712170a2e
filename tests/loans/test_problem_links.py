"""What stands in the way is told to everybody, and linked for those who may look there."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """A member of a group of Banaran has a loan in another village, too."""
    office = factories.create_office(practice_date=date(2010, 2, 15))
    own, other = (factories.create_village(office) for _ in range(2))
    product = factories.create_product(office)
    elsewhere = factories.create_loan(factories.create_group(other), product)
    person = elsewhere.shares.first().person
    group = factories.create_group(own)
    factories.create_loan(group, product, disbursed_on=date(2009, 2, 10))
    group.memberships.create(person=person, since=factories.BEGINNING)
    proposal = factories.create_proposal(group, product)
    facilitator = factories.create_user(Role.FACILITATOR, office)
    factories.assign(facilitator, own)
    manager = factories.create_user(Role.MANAGER, office)
    return proposal, elsewhere, person, facilitator, manager


def linked(client, user, proposal) -> str:
    client.force_login(user)
    page = client.get(reverse("loans:loan-detail", args=[proposal.pk])).text
    start = page.index("Yang masih menghalangi persetujuan:")
    return page[start : page.index("</ul>", start)]


def test_a_facilitator_is_told_without_a_link_to_another_village(client, made):
    proposal, elsewhere, person, facilitator, manager = made
    loan_url = reverse("loans:loan-detail", args=[elsewhere.pk])
    person_url = reverse("offices:person-detail", args=[person.pk])

    for user, is_linked in ((facilitator, False), (manager, True)):
        text = linked(client, user, proposal)
        assert f"{person} masih ikut dalam pinjaman {elsewhere} yang belum lunas." in text
        assert (f'href="{loan_url}"' in text, f'href="{person_url}"' in text) == (
            is_linked,
            is_linked,
        )
        assert client.get(loan_url).status_code == (200 if is_linked else 404)


def test_a_facilitator_keeps_the_links_within_the_own_villages(client, made):
    proposal, facilitator = made[0], made[3]
    [unsettled] = proposal.group.loans.exclude(pk=proposal.pk)

    text = linked(client, facilitator, proposal)

    assert f'href="{reverse("loans:loan-detail", args=[unsettled.pk])}"' in text
