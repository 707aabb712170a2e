"""The district's pages: what they show, with how many queries, and what they never show."""

import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from reports.models import IssuedAnswer
from tests import factories
from tests.upk.desk.district.world import (
    FOURTH,
    THIRD,
    answer,
    create_desk,
    create_offices,
    issue,
)
from upk.access import Role
from upk.desk.district.models import Bundle, Reminder, ReportingRule
from upk.desk.district.papers import letters_html
from upk.desk.district.rules.answers import Answer
from upk.pdf import worker_slot

pytestmark = pytest.mark.django_db
NOW = {
    "outstanding": 1_000_000, "repayment_rate": 9512, "npl": 310, "health_score": 8400,
    "grants_total": 50_000, "levies_percent": 8000, "goats_living": 12,
    "balance-sheet/assets/1.1.01.01/balance": 700, "lpp-villages/outstanding_principal": 1_000_000,
}  # fmt: skip
PAGES = (
    "home", "district-quarters", "district-reminders", "district-comparison", "district-changes",
    "district-consolidated", "district-bundles", "district-rules",
)  # fmt: skip


@pytest.fixture
def desk(client):
    user = create_desk()
    client.force_login(user)
    return user


def text_of(client, name, *args, **query) -> str:
    response = client.get(reverse(f"desk:{name}", args=args), query)
    assert response.status_code == 200, name
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_district_sees_how_to_begin(client, desk, name):
    assert "<h1" in text_of(client, name)


def test_board_shows_states_and_filters_by_them(client, desk):
    silent, issued, accepted = create_offices(desk.district, 3)
    issue(issued, FOURTH, NOW)
    answer(issue(accepted, FOURTH, NOW), desk, Answer.RECEIVED, Answer.ACCEPTED)

    text = text_of(client, "home")

    assert text.count("terlambat 31 hari") == 1
    assert [word in text for word in ("Belum mulai", "Terbit", "Disetujui")] == [True] * 3
    for wanted, office in (
        ("terlambat", silent), ("jawab", issued), ("accepted", accepted), ("not_begun", silent),
    ):  # fmt: skip
        shown = text_of(client, "home", keadaan=wanted)
        assert [o.name in shown for o in (silent, issued, accepted)] == [
            o == office for o in (silent, issued, accepted)
        ], wanted
    assert issued.name not in text_of(client, "home", cari="UPK 003")
    assert issued.name in text_of(client, "home", triwulan="abc'")


def test_an_unissued_office_shows_nothing_but_that_it_has_begun(client, desk):
    office = create_offices(desk.district, 1)[0]
    manager = factories.create_user(office=office)
    group = factories.create_group(factories.create_village(office, name="Desa Rahasia"))
    loan = factories.create_loan(
        group, factories.create_product(office), principal=7_654_000,
        disbursed_on=FOURTH.start, by=manager,
    )  # fmt: skip

    board = text_of(client, "home", triwulan="2009-4")
    pages = [text_of(client, name, triwulan="2009-4") for name in PAGES[:-1]]
    pages.append(text_of(client, "district-office", office.pk))

    assert "Draf</span>" in board
    for page in pages:
        for secret in ("7.654.000", "Desa Rahasia", group.name, loan.code, manager.name):
            assert secret not in page


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_as_often_for_many_offices(client, desk, name, count):
    for office in create_offices(desk.district, count):
        issue(office, THIRD, NOW)
        issue(office, FOURTH, NOW)
    client.get(reverse(f"desk:{name}"))  # notes the session's last use

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(f"desk:{name}"))

    assert len(queries) <= QUERIES[name], [q["sql"][:120] for q in queries]


QUERIES = {
    "home": 10, "district-quarters": 11, "district-reminders": 13, "district-comparison": 12,
    "district-changes": 10, "district-consolidated": 7, "district-bundles": 9, "district-rules": 7,
}  # fmt: skip
"""Session, user, district, its clocks and its first quarter are five of each."""


def test_a_long_list_is_paged(client, desk):
    create_offices(desk.district, 60)

    first, second = text_of(client, "home"), text_of(client, "home", halaman=2)

    assert ("UPK 050" in first, "UPK 051" in first) == (True, False)
    assert ("UPK 050" in second, "UPK 060" in second) == (False, True)


# -- answering -------------------------------------------------------------------------------------


def post_answer(client, issued, given, note="", key=None):
    address = reverse("desk:district-report", args=[issued.pk])
    form = {"answer": given, "note": note, "request_key": key or uuid4()}
    return client.post(address, form, follow=True)


def test_receiving_then_returning_with_a_note(client, desk):
    issued = issue(create_offices(desk.district, 1)[0], FOURTH, NOW)

    post_answer(client, issued, "received")
    refused = post_answer(client, issued, "returned").content.decode()
    done = post_answer(client, issued, "returned", "Lampiran desa <b>kurang</b>").content.decode()

    assert "Tulis apa yang harus diperbaiki" in refused
    assert "dikembalikan dengan catatan" in done
    assert "Lampiran desa &lt;b&gt;kurang&lt;/b&gt;" in done
    assert [a.kind for a in issued.answers.all()] == ["received", "returned"]
    assert "Nyatakan diterima" not in done


def test_a_double_click_answers_once(client, desk):
    issued = issue(create_offices(desk.district, 1)[0], FOURTH, NOW)
    key = uuid4()

    for _ in range(2):
        assert post_answer(client, issued, "received", key=key).status_code == 200

    assert IssuedAnswer.objects.count() == 1


def test_an_answer_of_another_word_is_refused(client, desk):
    issued = issue(create_offices(desk.district, 1)[0], FOURTH, NOW)

    response = post_answer(client, issued, "lunas")

    assert response.status_code == 200
    assert not IssuedAnswer.objects.exists()


def test_nothing_of_another_district_is_found(client, desk):
    other = create_desk()
    office = create_offices(other.district, 1)[0]
    issued = issue(office, FOURTH, NOW)
    Reminder.objects.create(
        office=office, year=2009, quarter=3, missing="report", due_on=THIRD.end,
        reminded_on=FOURTH.end, by=other, by_name=other.name,
    )  # fmt: skip
    bundle = Bundle.objects.create(
        district=other.district, year=2009, quarter=4, total=1, contents="0", requested_by=other,
        begun_at=issued.issued_at,
    )  # fmt: skip

    for name, pk in (
        ("district-report", issued.pk), ("district-office", office.pk),
        ("district-bundle", bundle.pk), ("district-bundle-file", bundle.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"desk:{name}", args=[pk])).status_code == 404, name
    assert post_answer(client, issued, "received").status_code == 404
    resume = client.post(reverse("desk:district-bundle-resume", args=[bundle.pk]))
    letters = client.get(reverse("desk:district-letters"), {"triwulan": "2009-3"})
    assert (resume.status_code, letters.status_code) == (404, 404)
    for name in PAGES:
        assert office.name not in text_of(client, name, triwulan="2009-4")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DISTRICT])
def test_offices_have_no_district_desk(client, role):
    issued = issue(create_offices(create_desk().district, 1)[0], FOURTH, NOW)
    client.force_login(factories.create_user(role, issued.office))

    for name in PAGES[1:]:
        assert client.get(reverse(f"desk:{name}")).status_code == 403
    assert post_answer(client, issued, "received").status_code == 403


def test_drafts_and_people_are_closed_to_the_district(client, desk):
    office = create_offices(desk.district, 1)[0]
    person = factories.create_person(factories.create_village(office))
    addresses = (
        reverse("reports:quarter-draft", args=["2009-4"]),
        reverse("reports:quarter-list"),
        reverse("desk:quarter-issue", args=["2009-4"]),
        reverse("reports:report", args=["balance-sheet"]),
        reverse("offices:person-list"),
        reverse("ledger:journal"),
    )

    for address in addresses:
        assert client.get(address).status_code == 403, address
    assert person.name not in text_of(client, "district-office", office.pk)


# -- comparison, consolidation, files --------------------------------------------------------------


@pytest.mark.parametrize("order", ["", "npl", "-npl", "nama", "-outstanding", "'; drop", "urut"])
def test_comparison_is_sorted_as_asked(client, desk, order):
    for office in create_offices(desk.district, 2):
        issue(office, FOURTH, NOW)

    assert "1.000.000" in text_of(client, "district-comparison", urut=order)


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json", "html"])
def test_files_of_comparison_and_consolidation(client, desk, file_format):
    issue(create_offices(desk.district, 1)[0], FOURTH, NOW)

    for name, args in (
        ("district-comparison-file", [file_format]),
        ("district-consolidated-file", ["balance-sheet", file_format]),
    ):
        response = client.get(reverse(f"desk:{name}", args=args))
        assert response.status_code == 200
        assert f".{file_format}" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]


def test_file_that_fails_leads_back_to_its_page_with_the_reason(client, desk, settings, tmp_path):
    settings.VAR_DIR, settings.PDF_WORKERS, settings.PDF_WAIT = tmp_path, 1, 0
    issue(create_offices(desk.district, 1)[0], FOURTH, NOW)
    asked = f"?triwulan={FOURTH}"

    for name, args, page in (
        ("district-comparison-file", ["pdf"], "district-comparison"),
        ("district-consolidated-file", ["lpp", "pdf"], "district-consolidated-report"),
    ):
        with worker_slot():
            response = client.get(reverse(f"desk:{name}", args=args) + asked)
        back = reverse(f"desk:{page}", args=args[:-1]) + asked
        assert (response.status_code, response.url) == (302, back)
        assert "Banyak PDF sedang dibuat" in client.get(back).content.decode()


def test_odd_names_and_formats_are_not_found(client, desk):
    for name, args in (
        ("district-comparison-file", ["exe"]),
        ("district-consolidated-file", ["balance-sheet", "exe"]),
        ("district-consolidated-report", ["ledger"]),
    ):
        assert client.get(reverse(f"desk:{name}", args=args)).status_code == 404


def test_consolidated_report_on_screen(client, desk):
    office = create_offices(desk.district, 2)[0]
    issue(office, FOURTH, NOW)

    text = text_of(client, "district-consolidated-report", "balance-sheet")

    assert "700" in text
    assert "1 dari 2 UPK" in text
    assert reverse("desk:district-office", args=[office.pk]) in text_of(
        client, "district-consolidated-report", "lpp"
    )


# -- reminders, rules, bundles ---------------------------------------------------------------------


def test_reminding_twice_notes_once_and_prints_letters(client, desk):
    late, silent = create_offices(desk.district, 2)
    address = f"{reverse('desk:district-reminders')}?triwulan=2009-4"

    for _ in range(2):
        client.post(address, {"office": [late.pk, 987_654, "x"]})
    letters = client.get(reverse("desk:district-letters"), {"triwulan": "2009-4"})

    assert Reminder.objects.get().office == late
    pages = PdfReader(io.BytesIO(letters.content)).pages
    assert [late.name in page.extract_text() for page in pages] == [True]
    html = letters_html(desk.district, list(Reminder.objects.select_related("office")))
    assert late.name in html
    assert "15 Januari 2010" in html
    assert silent.name not in html


def test_a_hundred_late_offices_are_offered_at_once_and_the_next_follow(client, desk):
    offices = create_offices(desk.district, 103)
    query = {"triwulan": "2009-4"}
    address = f"{reverse('desk:district-reminders')}?triwulan=2009-4"

    first = text_of(client, "district-reminders", **query)
    client.post(address, {"office": [office.pk for office in offices[:100]]})
    second = text_of(client, "district-reminders", **query)
    client.post(address, {"office": [office.pk for office in offices[100:]]})
    letters = text_of(client, "district-reminders", **query)
    last = client.get(reverse("desk:district-letters"), query | {"halaman": 2})

    offered = 'name="office" value="{}"'
    assert (offered.format(offices[99].pk) in first, first.count('name="office"')) == (True, 100)
    assert offered.format(offices[100].pk) not in first
    assert "<strong>103</strong> UPK terlambat" in first
    assert offered.format(offices[102].pk) in second
    assert "3 di antaranya belum diingatkan" in second
    assert "bagian 2 (PDF)" in letters
    pages = PdfReader(io.BytesIO(last.content)).pages
    assert [offices[100].name in pages[0].extract_text(), len(pages)] == [True, 3]


def test_reminding_nobody_says_so(client, desk):
    create_offices(desk.district, 1)

    response = client.post(reverse("desk:district-reminders"), {}, follow=True)

    assert "Tidak ada laporan yang terlambat" in response.content.decode()
    assert not Reminder.objects.exists()


def test_rule_is_saved_once_and_bad_input_keeps_the_form(client, desk):
    create_offices(desk.district, 1)
    address = reverse("desk:district-rules")
    form = {"since": "2010-03-01", "deadline_days": 20, "bundle_days": 60}

    bad = client.post(address, form | {"deadline_days": 0}).content.decode()
    for _ in range(2):
        client.post(address, form)
    past = client.post(address, form | {"since": "2010-02-01"}).content.decode()

    assert "invalid-feedback" in bad
    assert ReportingRule.objects.get().deadline_days == 20
    assert "Aturan terakhir berlaku mulai 01-03-2010" in past


def test_bundle_page_asks_for_itself_while_it_is_made(client, desk):
    issued = issue(create_offices(desk.district, 1)[0], FOURTH, NOW)
    bundle = Bundle.objects.create(
        district=desk.district, year=2009, quarter=4, total=3, done=1, contents="0",
        requested_by=desk, begun_at=issued.issued_at,
    )  # fmt: skip
    address = reverse("desk:district-bundle", args=[bundle.pk])

    whole = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    none = client.get(reverse("desk:district-bundle-file", args=[bundle.pk]), follow=True)

    assert 'hx-trigger="every 2s"' in whole
    assert part.count("1 dari 3 laporan") == 1
    assert "<h1" not in part
    assert "belum ada atau sudah dihapus" in none.content.decode()
