"""The pages of papers: who sees which, what is refused, the manager's wording."""

import io

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pypdf import PdfReader

from loans.models import PaperText
from loans.papers.registry import PAPERS, SETS
from tests import factories
from tests.loans.papers.states import create_in_state, create_office
from upk.access import OFFICE, Role
from upk.trail.events import Event
from upk.trail.models import TrailEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    office, treasurer = create_office()
    village = factories.create_village(office, name="Banaran")
    return village, factories.create_product(office), treasurer


@pytest.fixture
def loan(place):
    return create_in_state("A", *place)


def papers_of(loan) -> str:
    return reverse("loans:loan-papers", args=[loan.pk])


def paper_of(loan, key: str) -> str:
    return reverse("loans:loan-paper", args=[loan.pk, key])


@pytest.mark.parametrize("role", Role)
def test_papers_are_for_those_of_the_office(client, loan, role):
    user = factories.create_user(role, None if role == Role.DISTRICT else loan.office)
    if role == Role.FACILITATOR:
        factories.assign(user, loan.group.village)
    client.force_login(user)

    for address in (papers_of(loan), paper_of(loan, "kuitansi")):
        status = client.get(address).status_code
        assert status == (200 if role in OFFICE else 403)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FACILITATOR])
def test_a_loan_out_of_sight_is_not_found(client, loan, role):
    stranger = factories.create_user(role)
    elsewhere = factories.create_user(Role.FACILITATOR, loan.office)
    for user in (stranger, elsewhere):
        client.force_login(user)
        assert client.get(papers_of(loan)).status_code == 404
        assert client.get(paper_of(loan, "spk")).status_code == 404
        assert client.get(paper_of(loan, "berkas-pencairan")).status_code == 404


def test_an_unknown_paper_is_not_found_and_posting_is_not_possible(client, place, loan):
    client.force_login(place[2])

    assert client.get(paper_of(loan, "tidak-ada")).status_code == 404
    assert client.post(paper_of(loan, "spk")).status_code == 405


def test_list_offers_what_may_be_printed_and_says_why_not(client, place):
    loan = create_in_state("P", *place)
    client.force_login(place[2])

    page = client.get(papers_of(loan)).content.decode()

    assert paper_of(loan, "permohonan") in page
    assert paper_of(loan, "berkas-usulan") in page
    assert paper_of(loan, "spk") not in page
    assert "Surat Perjanjian Kredit baru dapat dicetak setelah pinjaman disetujui" in page
    assert page.count("<tr>") == len(PAPERS) + len(SETS) + 2


def test_number_of_queries_is_constant(client, place, loan, django_assert_num_queries):
    client.force_login(place[2])
    client.get(papers_of(loan))

    with django_assert_num_queries(19) as counted:
        client.get(papers_of(loan))
    for _ in range(3):
        factories.create_loan(factories.create_group(loan.group.village), place[1], by=place[2])
    with django_assert_num_queries(len(counted)):
        client.get(papers_of(loan))


def test_a_set_is_sent_as_pdf_and_kept_nowhere(client, place, loan):
    client.force_login(place[2])

    response = client.get(paper_of(loan, "berkas-pelunasan"))
    assert response.status_code == 302  # not settled yet
    response = client.get(paper_of(loan, "rekening-koran"))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'inline; filename="rekening-koran-{str(loan).lower()}.pdf"'
    )
    assert response["Cache-Control"] == "private, no-store"
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "REKENING KORAN PINJAMAN" in text.upper()


def test_asked_too_early_leads_back_with_the_reason(client, place):
    loan = create_in_state("V", *place)
    client.force_login(place[2])

    for key in ("spk", "berkas-pencairan"):
        response = client.get(paper_of(loan, key))

        assert response.url == papers_of(loan)
        [message] = [str(m) for m in get_messages(response.wsgi_request)][-1:]
        assert message.startswith("Surat Perjanjian Kredit baru dapat dicetak")


@pytest.mark.parametrize(
    ("asked", "due"),
    [("2010-03-05", "05-04-2010"), ("", "15-03-2010"), ("besok", "15-03-2010"),
     ("1999-01-01", "05-09-2009")],
)  # fmt: skip
def test_papers_of_a_waiting_loan_are_planned_for_a_day(client, place, asked, due):
    loan = create_in_state("W", *place)
    client.force_login(place[2])

    response = client.get(paper_of(loan, "rencana-angsuran"), {"tanggal": asked})

    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert f"1 {due}" in " ".join(text.split())
    assert "berlaku bila pinjaman cair pada" in text


def test_facilitators_and_treasurers_get_masked_identity_numbers(client, place, loan):
    person = loan.shares.first().person
    person.set_identity(nik="3314016301650001")
    person.save()

    shown = {}
    for role in (Role.TREASURER, Role.SECRETARY, Role.SUPERVISOR):
        client.force_login(factories.create_user(role, loan.office))
        content = client.get(paper_of(loan, "daftar-pemanfaat")).content
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        shown[role] = "3314016301650001" in text

    assert shown == {Role.TREASURER: False, Role.SECRETARY: True, Role.SUPERVISOR: False}


# The wording

EDIT = "loans:paper-text-edit"
TYPED = {"since": "2010-02-15", "title": "Perjanjian {kelompok}", "number_format": "{urut}/{tahun}",
         "body": "Antara **kita** dan {kelompok}.\n\n{para_pihak}"}  # fmt: skip


@pytest.fixture
def manager(client):
    user = factories.create_user(Role.MANAGER)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", Role)
def test_only_the_manager_words_papers(client, role):
    client.force_login(factories.create_user(role))

    for address in (reverse("loans:paper-text-list"), reverse(EDIT, args=["spk"])):
        assert client.get(address).status_code == (200 if role == Role.MANAGER else 403)
        if role != Role.MANAGER:
            assert client.post(address, TYPED | {"langkah": "simpan"}).status_code == 403


def test_an_unknown_paper_has_no_wording(client, manager):
    assert client.get(reverse(EDIT, args=["tidak-ada"])).status_code == 404


def test_saving_shows_in_list_history_and_print(client, manager):
    response = client.post(reverse(EDIT, args=["spk"]), TYPED | {"langkah": "simpan"})

    assert response.status_code == 302
    [row] = PaperText.objects.all()
    assert (row.title, row.body, row.made_by) == (TYPED["title"], TYPED["body"], manager)
    assert "Naskah kantor" in client.get(reverse("loans:paper-text-list")).content.decode()
    page = client.get(reverse(EDIT, args=["spk"])).content.decode()
    assert "Berlaku mulai 15 Februari 2010" in page
    assert "Antara <b>kita</b> dan Melati." in page


def test_preview_saves_nothing_and_works_without_javascript(client, manager):
    response = client.post(reverse(EDIT, args=["spk"]), TYPED | {"langkah": "pratinjau"})

    page = response.content.decode()
    assert "Antara <b>kita</b> dan Melati." in page
    assert "[kedua pihak]" in page
    assert "<html" in page
    assert not PaperText.objects.exists()


def test_preview_while_typing_is_a_fragment(client, manager):
    response = client.post(
        reverse(EDIT, args=["spk"]),
        {"langkah": "pratinjau", "title": "T", "body": "{salah} <script>x</script>"},
        headers={"HX-Request": "true"},
    )

    page = response.content.decode()
    assert "<html" not in page
    assert "Tidak ada isian {salah}." in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_faults_are_told_at_the_field_and_what_was_typed_stays(client, manager):
    typed = TYPED | {"body": "Untuk {kelompk} <b>x</b>", "langkah": "simpan"}

    page = client.post(reverse(EDIT, args=["spk"]), typed).content.decode()

    assert "Tidak ada isian {kelompk}. Maksudnya {kelompok}?" in page
    assert "Untuk {kelompk} &lt;b&gt;x&lt;/b&gt;</textarea>" in page
    assert not PaperText.objects.exists()


def test_back_to_ours_and_its_history(client, manager):
    address = reverse(EDIT, args=["spk"])
    client.post(address, TYPED | {"langkah": "simpan"})

    client.post(address, {"langkah": "bawaan"})

    page = client.get(address).content.decode()
    assert "Yang berlaku sekarang naskah bawaan." in page
    assert "(kembali ke bawaan)" in page
    assert PaperText.objects.count() == 2


def test_paper_that_names_people_is_told_when_it_is_taken(client, loan):
    user = factories.create_user(Role.TREASURER, loan.office)
    client.force_login(user)

    client.get(paper_of(loan, "spk"))
    client.get(papers_of(loan))

    entry = TrailEntry.objects.get(event=Event.PERSONAL_EXPORT)
    assert (entry.user, entry.kind, entry.object_id) == (user, "loans.loan", loan.pk)
    assert (entry.about, entry.office) == (PAPERS["spk"].title, loan.office)
