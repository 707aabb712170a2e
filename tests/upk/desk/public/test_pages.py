"""An office's public page: published figures alone, the same for everybody, without cookies."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from reports.figures import NAMED
from reports.issued_files import make_file
from reports.issuing import issue_quarter
from reports.models import IssuedFile
from tests import factories
from tests.reports.office import create_books
from tests.upk.profile.test_services import appoint, keep, write
from upk.access import Role
from upk.desk.example.villages.sample_paper import sample_pdf, sample_upload
from upk.desk.public import published
from upk.ledger.services import reopen_books
from upk.offices.models import Office, Person, User
from upk.periods import Quarter
from upk.profile.services.profile import withdraw, write_text

pytestmark = pytest.mark.django_db
THIRD, FOURTH = Quarter(2009, 3), Quarter(2009, 4)
LIST = reverse("desk:public-list")


@pytest.fixture
def books():
    return create_books()


def issue(books, quarter=FOURTH):
    return issue_quarter(books.office, quarter, by=books.manager, render=False)


def address(books, **query):
    url = reverse("desk:public-office", args=[books.office.code])
    return url + "?" + "&".join(f"{key}={value}" for key, value in query.items())


def page_of(client, books, **query) -> str:
    answer = client.get(address(books, **query))
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_is_shown_before_something_is_issued(client, books):
    page = page_of(client, books)

    assert "belum menerbitkan laporan" in page
    assert "data-figure" not in page


def test_the_figures_are_those_of_the_issue(client, books):
    issued = issue(books)

    page = page_of(client, books)

    shown = {key: f for key, f in published.figures_of(issued).items() if "/" not in key}
    for key in ("economic_assets", "outstanding", "groups_total", "repayment_rate"):
        assert f'data-figure="{key}">{published.printed(shown[key])}<' in page, key
    assert "Banaran" in page
    assert "per 31 Desember 2009" in page


def test_an_earlier_quarter_shows_what_was_published_then(client, books):
    third, fourth = issue(books, THIRD), issue(books)

    def outstanding(issued):
        return published.printed(issued.figures.get(key="outstanding"))

    assert outstanding(third) != outstanding(fourth)
    assert f'"outstanding">{outstanding(fourth)}<' in page_of(client, books)
    earlier = page_of(client, books, triwulan="2009-3")
    assert f'"outstanding">{outstanding(third)}<' in earlier
    assert "lihat yang terbaru" in earlier


def test_what_changes_later_changes_no_published_figure(client, books):
    issue(books)
    before = page_of(client, books)
    factories.create_group(books.banaran, code="BARU", name="Kelompok baru")

    assert page_of(client, books) == before


def test_an_outdated_issue_says_so(client, books):
    issue(books)
    office = Office.objects.get(pk=books.office.pk)
    reopen_books(office, through=date(2009, 9, 30), reason="Salah", by=books.manager)

    assert "Bukunya dibuka kembali" in page_of(client, books)


@pytest.mark.parametrize("asked", ["2009-2", "2009-9", "x", "9999-4", "0001-1", "2009-4'", "%00"])
def test_a_quarter_that_was_not_issued_is_no_page(client, books, asked):
    issue(books)

    answer = client.get(address(books, triwulan=asked))

    assert answer.status_code in (400, 404)


def test_the_list_leads_to_the_only_office(client, books):
    assert client.get(LIST).url == reverse("desk:public-office", args=[books.office.code])


def test_many_offices_can_be_searched_and_paged(client, books):
    for n in range(40):
        factories.create_office(
            district=books.office.district, name=f"UPK Kecamatan {n:02}", subdistrict=f"Tempat {n}"
        )
    issue(books)

    first = client.get(LIST).content.decode()
    assert first.count("<li>") == 30
    assert "Halaman 1 dari 2" in first
    assert client.get(LIST, {"halaman": "2"}).content.decode().count("<li>") == 11
    found = client.get(LIST, {"cari": "kecamatan 07"}).content.decode()
    assert found.count("<li>") == 1
    assert "Tidak ada kantor yang cocok" in client.get(LIST, {"cari": "zzz"}).content.decode()


@pytest.mark.parametrize("query", ["halaman=-1", "halaman=x", "cari=%25", "cari=" + "a" * 9000])
def test_no_query_breaks_the_list(client, books, query):
    factories.create_office(district=books.office.district)

    assert client.get(f"{LIST}?{query}").status_code == 200


def test_nobody_is_named_but_those_who_sign(client, books):
    books.office.practice_date = date(2010, 2, 15)
    signer = appoint(books.manager, "Ketua UPK", signs=True)
    other = appoint(books.manager, "Kasir")
    factories.assign(factories.create_user(Role.FACILITATOR, books.office), books.banaran)
    Person.objects.filter(office=books.office).update(phone="0812-3456", address="Jalan Rekaan 7")
    issue(books)

    page = page_of(client, books)

    assert signer.name in page
    assert other.title in page
    private = {other.name, "0812-3456", "Jalan Rekaan 7"}
    private |= set(Person.objects.filter(office=books.office).values_list("name", flat=True))
    private |= set(User.objects.filter(office=books.office).values_list("name", flat=True))
    private |= set(books.office.groups.values_list("name", flat=True))
    assert [name for name in private if name in page] == []


def test_texts_are_filled_with_published_counts_and_escaped(client, books):
    for key, text in (
        ("strengths", "{kelompok} kelompok di {desa} desa\n\n1. satu\n2. <script>x</script>"),
        ("motto", "Maju <b>bersama</b>"),
    ):
        write_text(
            books.office, key, text, since=date(2010, 2, 1), request_key=uuid4(), by=books.manager
        )
    issued = issue(books)

    page = page_of(client, books)

    groups = issued.figures.get(key="groups_total").value
    assert f"<p>{groups} kelompok di 2 desa</p>" in page
    assert "<li>&lt;script&gt;x&lt;/script&gt;</li>" in page
    assert "Maju &lt;b&gt;bersama&lt;/b&gt;" in page


def test_documents_are_shown_as_the_office_wants(client, books):
    shown = keep(books.manager, "SK/1", upload=sample_upload())
    hidden = keep(books.manager, "SK/2", upload=sample_upload(), is_public=False)
    wrong = keep(books.manager, "SK/3", upload=sample_upload())
    withdraw(wrong, by=books.manager)
    foreign = keep(factories.create_user(), "SK/4", upload=sample_upload())

    page = page_of(client, books)
    assert [number in page for number in ("SK/1", "SK/2", "SK/3")] == [True, False, False]

    def file_of(document):
        return client.get(reverse("desk:public-document", args=[books.office.code, document.pk]))

    assert file_of(shown).content == sample_pdf()
    assert "sandbox" in file_of(shown)["Content-Security-Policy"]
    assert [file_of(d).status_code for d in (hidden, wrong, foreign)] == [404, 404, 404]


def test_a_page_is_the_same_for_everybody_and_sets_no_cookie(client, books):
    factories.create_office(district=books.office.district)
    issue(books)
    strangers = {}
    for url in (address(books), LIST, reverse("desk:check")):
        answer = client.get(url)
        strangers[url] = answer.content
        assert not answer.cookies, url
        assert "Cookie" not in answer.get("Vary", ""), url
        assert "script-src 'self'" in answer["Content-Security-Policy"], url
        assert "style=" not in answer.content.decode(), url

    client.force_login(books.manager)
    for url, content in strangers.items():
        answer = client.get(url)
        assert answer.content == content, url
        assert answer["Cache-Control"] == "private, no-store", url  # the session may be renewed
        assert books.manager.name not in content.decode(), url


def test_a_browser_that_has_the_page_loads_it_no_more(client, books):
    issue(books)

    first = client.get(address(books))
    again = client.get(address(books), HTTP_IF_NONE_MATCH=first["ETag"])
    head = client.head(address(books))

    assert first["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert client.post(address(books)).status_code == 405


def test_an_unknown_office_is_no_page(client, books):
    for code in ("TIDAK-ADA", "..", "x" * 300):
        assert client.get(reverse("desk:public-office", args=[code])).status_code == 404


@pytest.mark.parametrize("quarters", [[FOURTH], [Quarter(2009, 2), THIRD, FOURTH]])
def test_the_page_asks_as_many_queries_for_many_quarters(
    client, books, quarters, django_assert_max_num_queries
):
    for quarter in quarters:
        issue(books, quarter)
    write(books.manager)

    with django_assert_max_num_queries(8):
        client.get(address(books))


def test_every_headline_is_a_published_figure():
    """Each headline names a figure that some report publishes (``reports.figures``)."""
    assert {key for key, _ in published.HEADLINES} <= {named.key for named in NAMED}


def texts_of(content: bytes) -> str:
    """The text of a PDF's pages and of the data that it carries."""
    reader = PdfReader(io.BytesIO(content))
    found = [page.extract_text() for page in reader.pages]
    for name, files in reader.attachments.items():
        for data in files:
            if name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(data))
                cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
                found += [str(cell.value) for cell in cells if cell.value is not None]
            else:
                found.append(data.decode())
    return "\n".join(found)


def test_the_public_edition_names_no_group_and_nobody_but_those_who_sign(client, books):
    keep(books.manager, "SK/RAHASIA", is_public=False)
    appoint(books.manager, "Kasir")
    helper = factories.create_user(Role.FACILITATOR, books.office, name="Penanggung Jawab Rekaan")
    factories.assign(helper, books.banaran)
    for group in books.office.groups.all():  # a name that is no part of a heading
        group.name = f"Paguyuban {group.code}"
        group.save()
    make_file(issue(books), IssuedFile.Kind.PUBLIC)
    url = reverse("desk:public-report", args=[books.office.code, "2009-4"])

    answer = client.get(url)
    content = answer.getvalue()
    again = client.get(url, HTTP_IF_NONE_MATCH=answer["ETag"])

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert again.status_code == 304
    text = texts_of(content)
    assert "Banaran" in text
    assert "edisi untuk umum" in text
    private = {"SK/RAHASIA", "Nama Kasir", helper.name}
    private |= set(Person.objects.filter(office=books.office).values_list("name", flat=True))
    private |= set(books.office.groups.values_list("name", flat=True))
    private |= set(books.office.loans.values_list("code", flat=True))
    assert [name for name in private if name in text] == []
    assert client.get(url.replace("2009-4", "2009-3")).status_code == 404
