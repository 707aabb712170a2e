"""Pages of findings and agreements: who may, what they show, twice is once."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oversight.models import Agreement, AgreementStep, Finding, FindingStep, Partner
from oversight.papers import minutes_html
from oversight.rules.agreements import Step as AgreementStepKind
from oversight.rules.findings import Step
from tests import factories
from tests.maintenance.register.village import photo_bytes, upload
from tests.oversight.world import LATER, World

pytestmark = pytest.mark.django_db
ON = "2010-02-15"


@pytest.fixture
def world():
    return World()


def address(name: str, *args) -> str:
    return reverse(f"oversight:{name}", args=args)


def shown(client, **query) -> list[str]:
    answer = client.get(address("finding-list"), query)
    return [item.row.subject for item in answer.context["page"]]


def new_finding(**changes) -> dict:
    return {
        "about": "", "subject": "Kas tidak dihitung", "text": "Opname Januari tidak ada.",
        "severity": "grave", "addressee": "treasurer", "found_on": ON, "deadline": "2010-03-15",
        "request_key": uuid4(),
    } | changes  # fmt: skip


def a_step(**changes) -> dict:
    return {"text": "Sudah.", "on": ON, "request_key": uuid4()} | changes


def test_empty_lists_say_how_to_begin(client, world):
    client.force_login(world.supervisor)
    assert "Catat dari sini" in client.get(address("finding-list")).text
    client.force_login(world.secretary)
    assert "Pilih atau catat mitranya" in client.get(address("agreement-list")).text
    assert "Mitra baru" in client.get(address("partner-list")).text


def test_the_supervisor_writes_from_the_page_of_a_loan(client, world):
    loan = factories.create_loan(factories.create_group(world.village))
    client.force_login(world.supervisor)

    page = client.get(reverse("loans:loan-detail", args=[loan.pk])).text
    link = f"{address('finding-add')}?tentang=pinjaman-{loan.pk}"
    assert link in page
    assert loan.code in client.get(link).text
    data = new_finding(about=f"pinjaman-{loan.pk}", file=upload(photo_bytes()))
    for _ in range(2):
        data["file"].seek(0)
        assert client.post(link, data).status_code == 302

    finding = Finding.objects.get()
    assert (finding.loan, finding.file.content_type) == (loan, "image/jpeg")
    page = client.get(reverse("loans:loan-detail", args=[loan.pk])).text
    assert "Temuan pengawas" in page
    assert "T-2010-001 Kas tidak dihitung" in page
    assert client.get(address("finding-file", finding.pk)).status_code == 200


def test_pages_of_rows_show_their_findings_and_offer_one_to_the_supervisor_alone(client, world):
    group = factories.create_group(world.village)
    world.step(world.finding(about=group), Step.WITHDRAWN)
    done = world.finding(about=group)
    world.step(done, Step.ANSWERED)
    world.step(done, Step.CLOSED)
    where = reverse("groups:group-detail", args=[group.pk])

    client.force_login(world.manager)
    page = client.get(where).text
    assert "Temuan yang selesai" in page
    assert "T-2010-002" in page
    assert "T-2010-001" not in page
    assert "Catat temuan" not in page
    client.force_login(world.supervisor)
    assert "Catat temuan" in client.get(where).text


def test_a_search_finds_what_a_finding_is_about(client, world):
    group = factories.create_group(world.village, name="Melati")
    client.force_login(world.supervisor)

    page = client.get(address("finding-add"), {"cari": "melati"})
    assert f"?tentang=kelompok-{group.pk}" in page.text
    assert page.context["about"] is None
    none = client.get(address("finding-add"), {"cari": "melati", "jenis": "kambing"}).text
    assert "Tidak ditemukan" in none


def test_bad_input_says_why_and_keeps_what_was_typed(client, world):
    client.force_login(world.supervisor)

    bad = {"deadline": "2010-01-01", "about": "kelompok-999"}
    page = client.post(address("finding-add"), new_finding(**bad)).text
    assert "Formulir ini tidak utuh" in page
    page = client.post(address("finding-add"), new_finding(deadline="2010-01-01")).text
    assert "Batas jawaban sebelum tanggal temuan." in page
    assert "Opname Januari tidak ada." in page
    assert not Finding.objects.exists()


def test_treasurer_answers_supervisor_returns_and_closes(client, world):
    finding = world.finding()
    page = address("finding-detail", finding.pk)
    client.force_login(world.treasurer)
    assert "Nyatakan selesai" not in client.get(page).text
    data = a_step(file=upload(b"%PDF-1.4\n%%EOF\n", "surat.pdf"))
    for _ in range(2):
        data["file"].seek(0)
        assert client.post(address("finding-answer", finding.pk), data).status_code == 302
    step = FindingStep.objects.get()
    assert "surat.pdf" in client.get(page).text
    file = client.get(address("step-file", step.pk))
    assert file["Content-Type"] == "application/pdf"

    client.force_login(world.supervisor)
    back = a_step(deadline="2010-03-01", text="Kurang satu.")
    client.post(address("finding-step", finding.pk, "kembalikan"), back)
    assert "1 Maret 2010 (semula 4 Februari 2010)" in client.get(page).text
    refused = client.post(address("finding-step", finding.pk, "selesai"), a_step()).text
    assert "Tidak dapat dicatat: temuan ini menunggu jawaban." in refused
    world.step(finding, Step.ANSWERED, on=date(2010, 2, 15))
    client.post(address("finding-step", finding.pk, "selesai"), a_step())
    assert world.state(finding) == "closed"
    assert "Buka kembali" in client.get(page).text
    assert client.get(address("finding-step", finding.pk, "lain")).status_code == 404


@pytest.mark.parametrize("slug", ["kembalikan", "batas", "selesai", "cabut", "buka"])
def test_nobody_but_the_supervisor_reaches_the_supervisors_steps(client, world, slug):
    finding = world.finding(about=world.village)
    for user in (world.manager, world.treasurer, world.secretary, world.facilitator):
        client.force_login(user)
        assert client.post(address("finding-step", finding.pk, slug), a_step()).status_code == 403
    client.force_login(World().supervisor)
    assert client.post(address("finding-step", finding.pk, slug), a_step()).status_code == 404
    assert not FindingStep.objects.exists()


def test_filters_of_the_list(client, world):
    client.force_login(world.manager)
    other = factories.create_village(world.office)
    world.finding(subject="buka", about=world.village)
    world.finding(subject="lewat", deadline=LATER)
    for subject, steps in (
        ("dijawab", [Step.ANSWERED]), ("selesai", [Step.ANSWERED, Step.CLOSED]),
        ("dicabut", [Step.WITHDRAWN]),
    ):  # fmt: skip
        row = world.finding(subject=subject, deadline=date(2010, 3, 1), about=other)
        for kind in steps:
            world.step(row, kind)

    assert shown(client) == ["lewat", "buka", "dijawab"]
    assert shown(client, keadaan="menunggu") == ["lewat", "buka"]
    assert shown(client, keadaan="dijawab") == ["dijawab"]
    assert shown(client, keadaan="selesai") == ["selesai"]
    assert shown(client, keadaan="dicabut") == ["dicabut"]
    assert len(shown(client, keadaan="semua")) == 5
    assert shown(client, desa=other.pk) == ["dijawab"]
    assert shown(client, cari="LEW") == ["lewat"]
    assert shown(client, urut="-pokok")[0] == "lewat"
    late = shown(client, keadaan="lewat")
    assert late == ["lewat", "buka"]


def test_a_facilitator_reads_and_answers_the_own_villages_alone(client, world):
    own = world.finding(subject="sendiri", about=world.village)
    foreign = world.finding(subject="lain", about=factories.create_village(world.office))
    client.force_login(world.facilitator)

    assert shown(client) == ["sendiri"]
    for name in ("finding-detail", "finding-answer"):
        assert client.get(address(name, foreign.pk)).status_code == 404
    assert client.post(address("finding-answer", own.pk), a_step()).status_code == 302
    assert client.get(address("finding-add")).status_code == 403
    assert client.get(address("agreement-list")).status_code == 403


@pytest.mark.parametrize("name", ["finding-list", "finding-detail"])
def test_number_of_queries_does_not_depend_on_the_rows(client, world, name):
    client.force_login(world.manager)

    def grow():
        row = world.finding(about=factories.create_group(world.village))
        world.step(row, Step.ANSWERED)
        world.step(first, Step.ANSWERED)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address(name, *([first.pk] if name == "finding-detail" else [])))
        return len(queries)

    first = world.finding(about=world.village)
    world.step(first, Step.ANSWERED)
    count()
    before = count()
    for _ in range(3):
        grow()

    assert count() == before


def test_start_pages_count_what_waits(client, world):
    factories.create_loan(factories.create_group(world.village))
    world.finding(deadline=LATER)

    for user in (world.manager, world.supervisor, world.treasurer):
        client.force_login(user)
        page = client.get(reverse("desk:home")).text
        assert "Temuan belum selesai" in page
        assert "1 lewat batas" in page
    client.force_login(world.secretary)
    assert "Temuan belum selesai" not in client.get(reverse("desk:home")).text


def test_the_minutes_have_what_was_found_and_what_became_of_it(client, world):
    world.finding(subject="Lama", on=date(2009, 10, 5), deadline=date(2009, 11, 5))
    row = world.finding(subject="Baru")
    world.step(row, Step.ANSWERED, text="Kuitansi dilengkapi.")

    text = minutes_html(world.office, date(2010, 1, 1), date(2010, 1, 31))
    assert text.index("Baru") < text.index("Tindak lanjut temuan sebelumnya") < text.index("Lama")
    assert "Kuitansi dilengkapi." in text
    assert world.supervisor.name in text
    quiet = minutes_html(world.office, date(2008, 1, 1), date(2008, 1, 31))
    assert "Tidak ada temuan dalam masa ini." in quiet
    client.force_login(world.supervisor)
    form = client.get(address("finding-minutes")).text.partition("data-main")[2]
    assert "Buat PDF" in form
    assert "csrfmiddlewaretoken" not in form.partition("</form>")[0]  # it would be in the address
    wrong = client.get(address("finding-minutes"), {"dari": ON, "sampai": "2010-01-01"})
    assert "Sebelum tanggal awal" in wrong.text
    paper = client.get(address("finding-minutes"), {"dari": "2010-01-01", "sampai": ON})
    assert paper.content.startswith(b"%PDF-")


def test_partner_and_agreement_from_the_pages(client, world):
    client.force_login(world.secretary)
    facts = {"name": "UPK Masaran", "kind": "office", "place": "Masaran", "contact": "Sekretaris"}
    data = facts | {"request_key": uuid4()}
    for _ in range(2):
        assert client.post(address("partner-add"), data).status_code == 302
    partner = Partner.objects.get()
    twice = client.post(address("partner-add"), facts | {"request_key": uuid4()}).text
    assert "Mitra dengan nama ini sudah tercatat." in twice
    changed = facts | {"place": "Kecamatan Masaran", "request_key": uuid4()}
    client.post(address("partner-change", partner.pk), changed)
    data = {
        "number": "01/PKS", "subject": "Magang", "since": "2009-01-01", "until": "2010-04-01",
        "on": ON, "request_key": uuid4(), "file": upload(b"%PDF-1.4\n%%EOF\n", "pks.pdf"),
    }  # fmt: skip
    for _ in range(2):
        data["file"].seek(0)
        answer = client.post(address("agreement-add", partner.pk), data)
        assert answer.status_code == 302
    agreement = Agreement.objects.get()

    page = client.get(address("partner-detail", partner.pk)).text
    assert "Data sebelumnya" in page
    assert "Magang" in page
    assert "Segera berakhir:" in client.get(address("agreement-list")).text
    assert "pks.pdf" in client.get(address("agreement-detail", agreement.pk)).text
    client.force_login(world.treasurer)
    kept = agreement.files.get()
    assert client.get(address("agreement-file", kept.pk)).status_code == 200
    for name, pk in (
        ("agreement-add", partner.pk), ("partner-change", partner.pk),
        ("agreement-file-add", agreement.pk),
    ):  # fmt: skip
        assert client.get(address(name, pk)).status_code == 403
    stranger = World().manager
    client.force_login(stranger)
    for name, pk in (
        ("agreement-detail", agreement.pk), ("partner-detail", partner.pk),
        ("agreement-file", kept.pk), ("agreement-add", partner.pk),
    ):  # fmt: skip
        assert client.get(address(name, pk)).status_code == 404


def test_an_agreement_is_ended_and_taken_back_from_its_page(client, world):
    row = world.agreement()
    client.force_login(world.manager)
    end = {"on": ON, "reason": "Mitra bubar", "request_key": uuid4()}
    for _ in range(2):
        answer = client.post(address("agreement-step", row.pk, "akhiri"), end)
        assert answer.status_code == 302
    page = client.get(address("agreement-detail", row.pk)).text
    assert "Diakhiri sebelum waktunya" in page
    assert "Batalkan catatan terakhir" in page
    again = client.post(address("agreement-step", row.pk, "akhiri"), end | {"request_key": uuid4()})
    assert "Tidak dapat dicatat" in again.text
    assert AgreementStep.objects.get().kind == AgreementStepKind.ENDED
    assert client.get(address("agreement-step", row.pk, "lain")).status_code == 404


def test_filters_of_agreements(client, world):
    partner, bank = world.partner(), world.partner("BRI", kind="bank")
    world.agreement(partner, number="jalan")
    world.agreement(partner, number="habis", until=date(2009, 1, 1))
    world.agreement(partner, number="nanti", since=date(2011, 1, 1))
    world.agreement(bank, number="bank", until=date(2010, 3, 1))
    client.force_login(world.supervisor)

    def listed(**query):
        answer = client.get(address("agreement-list"), query)
        return [item.row.number for item in answer.context["page"]]

    assert listed() == ["bank", "jalan"]
    assert listed(keadaan="segera") == ["bank"]
    assert listed(keadaan="belum") == ["nanti"]
    assert listed(keadaan="habis") == ["habis"]
    assert len(listed(keadaan="semua")) == 4
    assert listed(jenis="bank") == ["bank"]
    assert listed(cari="jal") == ["jalan"]
