"""Papers and members' forms of a proposal: kept, computed, frozen by the verification."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from loans.findings import incomplete_papers, papers_list, questions_list
from loans.models import MemberAnswer, MemberVerification, PaperCheck
from loans.proposals import open_problems, take_back, verify_loan
from loans.verifying import instalment_of, member_checks, save_member_check, save_papers
from tests import factories
from upk.access import Role
from upk.offices.checklists import add_checklist, create_default_lists

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
def proposal(secretary):
    create_default_lists(secretary.office, factories.BEGINNING)
    group = factories.create_group(factories.create_village(secretary.office), member_count=2)
    return factories.create_proposal(group, principal=4_000_000, proposed_on=DAY)


@pytest.fixture
def person(proposal):
    return proposal.shares.first().person


def check(loan, person, by, **fields):
    answers = {item.pk: True for item in questions_list(loan).items.all()}
    given = {
        "identity_matches": True, "answers": answers, "income": 2_500_000, "cost": 1_700_000,
        "recommended": 1_500_000, "by": by,
    }  # fmt: skip
    return save_member_check(loan, person, **(given | fields))


def address(name, *args):
    return reverse(f"loans:{name}", args=args)


# Services


def test_member_form_gives_the_ratios_by_hand(proposal, person, secretary):
    """1.500.000 over 10 months at 1,5%: 172.500 a month, of 800.000 that are left."""
    check(proposal, person, secretary)

    member, other = member_checks(proposal)

    assert (member.proposed, member.amount, member.yes) == (2_000_000, 1_500_000, 9)
    assert member.ability.instalment == instalment_of(proposal, 1_500_000) == 172_500
    assert member.ability.instalment_percent == Decimal("21.56")
    assert member.ability.cost_percent == Decimal("68.00")
    assert (other.form, other.ability, other.amount) == (None, None, 2_000_000)


def test_member_form_is_corrected_in_place(proposal, person, secretary):
    first = check(proposal, person, secretary)
    question = questions_list(proposal).items.first()
    answers = {a.item_id: a.is_yes for a in first.answers.all()} | {question.pk: False}

    again = check(proposal, person, secretary, answers=answers, income=3_000_000)

    assert again == first
    assert MemberAnswer.objects.filter(is_yes=False).count() == 1
    assert MemberAnswer.objects.count() == 9


def test_every_fault_of_a_member_form_is_told_at_once(proposal, person, secretary):
    with pytest.raises(ValidationError) as caught:
        check(
            proposal, person, secretary, identity_matches=False, recommended=2_000_001, answers={}
        )

    assert caught.value.messages == [
        "Rekomendasi melebihi yang diajukan.",
        "Jawab semua pertanyaan dari daftar yang berlaku.",
        "KTP tidak cocok: rekomendasi harus 0 sampai identitasnya jelas.",
    ]
    assert not MemberVerification.objects.exists()


def test_stranger_has_no_form(proposal, secretary):
    stranger = factories.create_person(proposal.group.village)

    with pytest.raises(ValidationError, match="tidak ada dalam usulan ini"):
        check(proposal, stranger, secretary)


def complete(loan, by) -> None:
    """All papers and forms, so that the verification can be decided."""
    save_papers(loan, {paper.pk: ("C", "") for paper in papers_list(loan).items.all()})
    for share in loan.shares.select_related("person"):
        check(loan, share.person, by)


def test_findings_freeze_with_the_verification_and_open_after_a_step_back(
    proposal, person, secretary
):
    complete(proposal, secretary)
    verified = factories.advance(proposal)
    papers = {papers_list(proposal).items.first().pk: ("C", "")}

    with pytest.raises(ValidationError, match="sudah terverifikasi, sehingga hasil"):
        check(verified, person, secretary, income=1)
    with pytest.raises(ValidationError, match="sudah terverifikasi, sehingga hasil"):
        save_papers(verified, papers)

    back = take_back(verified, reason="Salah", on=DAY, by=secretary)
    save_papers(back, papers)
    assert check(back, person, secretary, income=1).income == 1


def test_lists_are_those_of_the_day_of_the_proposal_or_of_the_first_answer(
    proposal, person, secretary
):
    office = secretary.office
    on_the_day = papers_list(proposal)
    add_checklist(office, "papers", since=date(2010, 2, 2), items=[("Baru", 0)])
    assert papers_list(proposal) == on_the_day

    save_papers(proposal, {on_the_day.items.first().pk: ("K", "belum ditandatangani")})
    add_checklist(office, "papers", since=date(2010, 1, 31), items=[("Lain", 0)])

    assert papers_list(proposal) == on_the_day


def test_paper_without_a_status_is_taken_out(proposal):
    first, second = papers_list(proposal).items.all()[:2]
    save_papers(proposal, {first.pk: ("C", ""), second.pk: ("K", " kurang ")})

    save_papers(proposal, {second.pk: ("TA", "tidak ada")})

    kept = PaperCheck.objects.values_list("item", "status", "note")
    assert list(kept) == [(second.pk, "TA", "tidak ada")]


def test_line_of_another_list_is_refused(proposal):
    question = questions_list(proposal).items.first()

    with pytest.raises(ValidationError, match="Daftar dokumen lain"):
        save_papers(proposal, {question.pk: ("C", "")})


def test_what_is_missing_is_told_and_stops_the_verification(proposal, person, secretary):
    papers = list(papers_list(proposal).items.all())
    marks = {papers[0].pk: ("C", ""), papers[1].pk: ("K", ""), papers[2].pk: ("TA", "")}
    save_papers(proposal, marks)
    check(proposal, person, secretary)
    other = proposal.shares.exclude(person=person).get().person

    with pytest.raises(ValidationError) as refusal:
        factories.advance(proposal)

    reasons = [
        f"Formulir pemanfaat belum diisi: {other}.",
        "Dokumen yang belum diperiksa: 11 dari 14.",
        f"Dokumen yang tidak ada: {papers[2].text}.",
    ]
    assert refusal.value.messages == reasons
    assert [p.message for p in open_problems(proposal, DAY)] == reasons
    assert incomplete_papers(proposal) == [f"Dokumen yang kurang: {papers[1].text}."]


def test_a_paper_that_is_not_yet_in_order_stops_nothing(proposal, secretary):
    papers = papers_list(proposal).items.all()
    save_papers(proposal, {paper.pk: ("K", "") for paper in papers})
    for share in proposal.shares.select_related("person"):
        check(proposal, share.person, secretary)

    assert factories.advance(proposal).status == "V"


def test_who_drops_out_needs_no_form(proposal, person, secretary):
    save_papers(proposal, {paper.pk: ("C", "") for paper in papers_list(proposal).items.all()})
    check(proposal, person, secretary)
    shares = [(person, 1_500_000)]

    verified = verify_loan(proposal, principal=1_500_000, shares=shares, on=DAY, by=secretary)

    assert verified.status == "V"


def test_an_office_without_lists_on_the_day_of_the_proposal_asks_nothing(secretary):
    group = factories.create_group(factories.create_village(secretary.office), member_count=2)
    proposal = factories.create_proposal(group, principal=4_000_000, proposed_on=DAY)
    create_default_lists(secretary.office, DAY + timedelta(days=1))

    assert factories.advance(proposal).status == "V"


# Screens


def member_data(loan, **data):
    answers = {f"answer-{item.pk}": "ya" for item in questions_list(loan).items.all()}
    return {
        "identity": "ya", "income": "2.500.000", "cost": "1.700.000", "recommended": "1.500.000",
        "note": "", **answers, **data,
    }  # fmt: skip


def test_member_form_leads_to_the_next_member(signed_in, proposal):
    first, second = (share.person for share in proposal.shares.all())

    shown = signed_in.get(address("loan-member", proposal.pk, first.pk))
    on = signed_in.post(
        address("loan-member", proposal.pk, first.pk), member_data(proposal, berikut="1")
    )
    last = signed_in.post(
        address("loan-member", proposal.pk, second.pk), member_data(proposal, berikut="1")
    )

    assert shown.context["form"]["recommended"].value() == 2_000_000
    assert len(shown.context["form"].questions()) == 9
    assert on.url == address("loan-member", proposal.pk, second.pk)
    assert last.url == address("loan-verification", proposal.pk)
    page = signed_in.get(last.url)
    assert "21,56%" in page.text
    assert page.context["recommended"] == 3_000_000
    step = signed_in.get(address("loan-verify", proposal.pk)).context["form"]
    assert step["principal"].value() == 3_000_000
    assert step[f"share-{first.pk}"].value() == 1_500_000


def test_unanswered_question_is_shown_at_its_line_and_nothing_is_lost(signed_in, proposal, person):
    question = questions_list(proposal).items.first()
    data = member_data(proposal, income="2.750.000", cost="x")
    del data[f"answer-{question.pk}"]

    response = signed_in.post(address("loan-member", proposal.pk, person.pk), data)

    assert set(response.context["form"].errors) == {f"answer-{question.pk}", "cost"}
    assert 'value="2.750.000"' in response.text
    assert not MemberVerification.objects.exists()


def test_papers_are_checked_and_shown(signed_in, proposal):
    first, second = papers_list(proposal).items.all()[:2]
    data = {f"status-{first.pk}": "C", f"note-{second.pk}": "menyusul"}

    missing = signed_in.post(address("papers-check", proposal.pk), data)
    data[f"status-{second.pk}"] = "K"
    saved = signed_in.post(address("papers-check", proposal.pk), data)
    again = signed_in.post(address("papers-check", proposal.pk), data)

    assert missing.context["form"].errors[f"status-{second.pk}"] == ["Pilih C, K, atau TA."]
    assert saved.url == again.url == address("loan-verification", proposal.pk)
    papers = signed_in.get(saved.url).context["papers"]
    assert [c.status for _, c in papers if c] == ["C", "K"]
    assert PaperCheck.objects.count() == 2


def test_frozen_findings_are_read_only_on_screen(signed_in, proposal, person, secretary):
    complete(proposal, secretary)
    factories.advance(proposal)

    page = signed_in.get(address("loan-verification", proposal.pk))
    refused = signed_in.post(address("loan-member", proposal.pk, person.pk), member_data(proposal))

    assert page.context["can_edit"] is False
    assert address("papers-check", proposal.pk) not in page.text
    assert "sudah terverifikasi, sehingga hasil" in refused.text


def test_forms_of_other_offices_and_strangers_are_not_found(signed_in, proposal):
    elsewhere = factories.create_proposal()
    stranger = factories.create_person(proposal.group.village)
    theirs = elsewhere.shares.first().person

    assert signed_in.get(address("loan-member", elsewhere.pk, theirs.pk)).status_code == 404
    assert signed_in.get(address("loan-verification", elsewhere.pk)).status_code == 404
    assert signed_in.get(address("loan-member", proposal.pk, stranger.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.TREASURER, Role.SUPERVISOR])
def test_others_read_and_fill_nothing_in(client, proposal, person, role):
    client.force_login(factories.create_user(role, office=proposal.office))

    assert client.get(address("loan-verification", proposal.pk)).status_code == 200
    assert client.get(address("papers-check", proposal.pk)).status_code == 403
    assert client.post(address("loan-member", proposal.pk, person.pk), {}).status_code == 403


@pytest.mark.parametrize("count", [2, 7])
def test_verification_page_asks_a_constant_number_of_queries(
    signed_in, secretary, count, django_assert_num_queries
):
    create_default_lists(secretary.office, factories.BEGINNING)
    group = factories.create_group(factories.create_village(secretary.office), member_count=count)
    loan = factories.create_proposal(group, principal=count * 1_000_000, proposed_on=DAY)
    for share in loan.shares.all():
        check(loan, share.person, secretary, recommended=1_000_000)
    url = address("loan-verification", loan.pk)
    signed_in.get(url)

    # session, user; loan; forms, answers, step, its shares; shares before; list of questions by
    # the first answer, its lines; papers; list of papers by the first check, in force, lines
    with django_assert_num_queries(14):
        response = signed_in.get(url)

    assert len(response.context["members"]) == count
