"""Screens of the steps after the proposal: verification, approval, refusal, one step back."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from loans.proposals import take_back
from tests import factories
from upk.access import Role
from upk.offices.models import Decision

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 1)
QUERIES_OF_A_LOAN = 29


@pytest.fixture
def secretary():
    return factories.create_user(Role.SECRETARY)


@pytest.fixture
def signed_in(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def as_manager(client, group):
    client.force_login(factories.create_user(Role.MANAGER, office=group.office))
    return client


@pytest.fixture
def group(secretary):
    factories.create_product(secretary.office)
    return factories.create_group(factories.create_village(secretary.office))


@pytest.fixture
def proposal(group):
    return factories.create_proposal(group, proposed_on=DAY)


@pytest.fixture
def verified(proposal):
    return factories.advance(proposal)


def address(name, *args, **query):
    return reverse(f"loans:{name}", args=args, query=query)


def messages_in(response) -> list[str]:
    return [problem.message for problem in response.context["problems"]]


# Verification and approval


def step_data(loan, amount="2.000.000", **data):
    """What the form of a step sends: the same for each member."""
    shares = {f"share-{share.person_id}": amount for share in loan.shares.all()}
    return {
        "on": "2010-02-03", "body": "TV", "number": "BA-TV/3", "principal": "10.000.000",
        "request_key": str(uuid4()), **shares, **data,
    }  # fmt: skip


def test_verification_is_saved_once_with_its_decision(signed_in, proposal):
    data = step_data(proposal, "1.500.000", principal="7.500.000")
    url = address("loan-verify", proposal.pk)

    first = signed_in.post(url, data)
    again = signed_in.post(url, data)
    other_tab = signed_in.post(url, data | {"request_key": str(uuid4())})

    proposal.refresh_from_db()
    assert first.url == again.url == address("loan-detail", proposal.pk)
    assert messages_in(other_tab) == [
        f"Pinjaman {proposal} sudah terverifikasi; langkah ini sudah dicatat."
    ]
    assert (proposal.status, proposal.principal) == ("V", 7_500_000)
    step = proposal.steps.get(to_status="V")
    assert (step.decision.body, step.decision.number) == ("TV", "BA-TV/3")
    assert step.decision.decided_on == step.happened_on == date(2010, 2, 3)


def test_refused_step_leaves_no_decision_and_keeps_what_was_typed(signed_in, proposal):
    data = step_data(proposal, "2.500.000", principal="9.000.000", on="2010-01-31")

    response = signed_in.post(address("loan-verify", proposal.pk), data)

    problems = messages_in(response)
    assert problems[0] == "Langkah sebelumnya bertanggal 1 Februari 2010."
    assert "berbeda dari alokasi Rp 9.000.000" in problems[1]
    assert len(problems) == 7
    assert len([p for p in problems if "melebihi Rp 2.000.000" in p]) == 5
    assert 'value="2.500.000"' in response.text
    assert not Decision.objects.exists()


def test_members_that_get_nothing_drop_out(signed_in, proposal):
    out = proposal.shares.last().person_id
    data = step_data(proposal, principal="8.000.000", **{f"share-{out}": ""})

    signed_in.post(address("loan-verify", proposal.pk), data)

    assert [s.principal for s in proposal.shares.all()] == [2_000_000] * 4
    assert proposal.shares.filter(person=out).count() == 0


def test_manager_approves_with_a_number_only(as_manager, verified):
    url = address("loan-approve", verified.pk)

    without = as_manager.post(url, step_data(verified, body="TP", number=" "))
    done = as_manager.post(url, step_data(verified, body="TP", number="TP/9"))

    assert messages_in(without) == ["Tulis nomor keputusan persetujuannya."]
    verified.refresh_from_db()
    assert done.url == address("loan-detail", verified.pk)
    assert (verified.status, verified.approved_on) == ("W", date(2010, 2, 3))
    assert str(verified.decision) == "TP/9"


def test_approval_is_stopped_by_all_that_stands_in_the_way(as_manager, group):
    other = factories.create_loan(group, disbursed_on=date(2009, 8, 10))
    elsewhere = factories.create_group(group.village, member_count=1)
    second = factories.create_loan(elsewhere)
    member = elsewhere.memberships.get().person
    group.memberships.create(person=member, since=factories.BEGINNING)
    verified = factories.create_proposal(group, principal=12_000_000, proposed_on=DAY)
    verified = factories.advance(verified)
    url = address("loan-approve", verified.pk)

    shown = as_manager.get(url)
    stopped = as_manager.post(url, step_data(verified, body="TP", principal="12.000.000"))

    expected = [
        f"Pinjaman {other} belum selesai (aktif).",
        f"{member} masih ikut dalam pinjaman {second} yang belum lunas.",
    ]
    assert [p.message for p in shown.context["standing"]] == expected
    assert messages_in(stopped) == expected
    assert address("loan-detail", second.pk) in stopped.text
    assert reverse("offices:person-detail", args=[member.pk]) in stopped.text
    verified.refresh_from_db()
    assert verified.status == "V"


def test_approval_before_the_verification_is_refused(as_manager, proposal):
    response = as_manager.post(
        address("loan-approve", proposal.pk), step_data(proposal, body="MAD")
    )

    assert messages_in(response)[0] == (
        f"Pinjaman {proposal} sudah usulan, tidak dapat menjadi menunggu pencairan."
    )


def test_secretary_cannot_approve_refuse_or_take_back(signed_in, verified):
    for name in ("loan-approve", "loan-refuse", "loan-take-back"):
        assert signed_in.get(address(name, verified.pk)).status_code == 403


# Refusal, and one step back


def test_manager_refuses_once_with_a_reason(as_manager, verified):
    url = address("loan-refuse", verified.pk)
    data = {"reason": "Usaha tidak layak", "on": "2010-02-04", "body": "TP", "number": "TP/4"}

    empty = as_manager.post(url, data | {"reason": ""})
    as_manager.post(url, data)
    again = as_manager.post(url, data)

    verified.refresh_from_db()
    assert "reason" in empty.context["form"].errors
    assert verified.status == "T"
    assert "sudah ditolak; langkah ini sudah dicatat" in again.text
    step = verified.steps.get(to_status="T")
    assert (step.reason, str(step.decision)) == ("Usaha tidak layak", "TP/4")


def test_second_click_takes_back_one_step_only(as_manager, verified):
    waiting = factories.advance(verified)
    url = address("loan-take-back", waiting.pk)
    seen = as_manager.get(url).context["form"]["seen_step"].value()
    data = {"reason": "Nomor salah", "seen_step": seen}

    empty = as_manager.post(url, data | {"reason": " "})
    first = as_manager.post(url, data)
    again = as_manager.post(url, data)

    waiting.refresh_from_db()
    assert "reason" in empty.context["form"].errors
    assert first.url == address("loan-detail", waiting.pk)
    assert f"pinjaman {waiting} sudah berubah: sekarang terverifikasi" in again.text
    assert (waiting.status, waiting.approved_on, waiting.decision) == ("V", None, None)


def test_proposal_has_no_step_to_take_back(as_manager, proposal):
    url = address("loan-take-back", proposal.pk)
    seen = as_manager.get(url).context["form"]["seen_step"].value()

    response = as_manager.post(url, {"reason": "Salah", "seen_step": seen})

    assert "tidak ada langkah yang dapat ditarik" in response.text


# The loan's page


def test_loan_shows_its_life_amounts_decisions_and_reasons(as_manager, group):
    factories.create_loan(group, disbursed_on=date(2009, 8, 10))
    verified = factories.advance(factories.create_proposal(group, proposed_on=DAY))

    page = as_manager.get(address("loan-detail", verified.pk))

    shown = [(stage.status, str(stage.state)) for stage in page.context["stages"]]
    assert shown == [("P", "done"), ("V", "done"), ("W", "now"), ("A", "later"), ("L", "later")]
    assert "manajer mencatat keputusannya" in page.context["next"]
    amounts = page.context["amounts"]
    assert [(c.heading, c.total) for c in amounts.columns] == [
        ("Diajukan", 10_000_000), ("Rekomendasi", 10_000_000),
    ]  # fmt: skip
    assert [row.amounts for row in amounts.rows] == [(2_000_000, 2_000_000)] * 5
    assert [row.previous for row in amounts.rows] == [2_000_000] * 5
    assert [p.code for p in page.context["problems"]] == ["unsettled"]
    [earlier] = page.context["earlier"]
    assert (earlier.worst.code, earlier.punctuality.on_time, earlier.punctuality.due) == (
        "IV", 0, 6,
    )  # fmt: skip


def test_step_taken_back_takes_its_amounts_off_the_page(as_manager, verified):
    take_back(verified, reason="Salah", on=DAY, by=factories.approver(verified.office))

    page = as_manager.get(address("loan-detail", verified.pk))

    assert [c.heading for c in page.context["amounts"].columns] == ["Diajukan"]
    assert "Salah" in page.text


@pytest.mark.parametrize("count", [2, 6])
def test_loan_page_asks_a_constant_number_of_queries(
    as_manager, group, count, django_assert_num_queries
):
    for n in range(count):
        loan = factories.create_loan(group, disbursed_on=date(2008, 1 + n, 10), principal=1_000_000)
        factories.pay(loan, 1_150_000, on=date(2008, 12, 20), ahead=True)
    members = factories.create_group(group.village, member_count=count).memberships.all()
    for member in members:
        group.memberships.create(person=member.person, since=factories.BEGINNING)
    loan = factories.create_proposal(group, proposed_on=DAY)
    url = address("loan-detail", loan.pk)
    as_manager.get(url)

    with django_assert_num_queries(QUERIES_OF_A_LOAN):
        response = as_manager.get(url)

    assert len(response.context["earlier"]) == count
    assert len(response.context["amounts"].rows) == 5 + count
