"""Screens of the steps before the money: who may, what is shown, what is refused, once."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from loans.models import Loan
from loans.proposals import take_back
from loans.setup import add_rules
from tests import factories
from upk.access import Role
from upk.offices.models import Decision

pytestmark = pytest.mark.django_db
DAY = date(2010, 2, 1)
QUERIES_OF_A_LOAN = 26


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
    for name in ("loan-verify", "loan-papers", "loan-approve", "loan-refuse", "loan-take-back"):
        assert client.get(address(name, proposal.pk)).status_code == 403
    assert client.get(address("loan-add")).status_code == 403


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
    assert str(verified.decision) == "TP TP/9"


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
    assert (step.reason, str(step.decision)) == ("Usaha tidak layak", "TP TP/4")


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
        ("Diajukan", 10_000_000), ("Rekomendasi TV", 10_000_000),
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
