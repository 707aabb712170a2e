"""Long reports on screen in pages: nothing lost, nothing twice, totals of the whole on each."""

import gzip
import re
from dataclasses import replace

import pytest
from django.urls import reverse

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import REPORTS, build
from reports.render import screen
from reports.render.html import table
from reports.render.screen import pages_of
from reports.value import Kind, Part, Section
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
QUARTER = ReportPeriod.of_quarter(Quarter(2009, 4))


def ask(books, name="lpp"):
    return build(name, Question.of(books.office, QUARTER))


def texts(page):
    """Headings and row keys of a page, in its order."""
    return [line.title or line.row.key for line in page.lines]


def test_pages_hold_whole_villages(books):
    pages = pages_of(ask(books), size=4)

    totals = ["Seluruh laporan", "SPP", "UEP", "total"]
    assert [texts(page) for page in pages] == [
        ["SPP", "Banaran", "KA-SPP1", "KB-SPP1", "SPP/BAN",
         "Keden", "KC-SPP1", "KD-SPP1", "SPP/KED", *totals],
        ["UEP", "Banaran", "KE-UEP1", "UEP/BAN",
         "Keden", "KF-UEP1", "KG-UEP1", "UEP/KED", *totals],
    ]  # fmt: skip
    assert [(page.first, page.last) for page in pages] == [(1, 4), (5, 7)]


def test_a_product_that_goes_on_says_so(books):
    pages = pages_of(ask(books), size=3)

    assert [texts(page)[0] for page in pages] == ["SPP", "SPP (lanjutan)", "UEP (lanjutan)"]
    assert [page.last for page in pages] == [2, 5, 7]
    assert texts(pages[1])[:8] == [
        "SPP (lanjutan)", "Keden", "KC-SPP1", "KD-SPP1", "SPP/KED", "UEP", "Banaran", "KE-UEP1",
    ]  # fmt: skip


def test_a_village_longer_than_a_page_is_cut_and_added_up_under_its_last_row(books):
    pages = pages_of(ask(books), size=1)

    assert len(pages) == 7
    assert texts(pages[0])[:3] == ["SPP", "Banaran", "KA-SPP1"]
    assert texts(pages[0])[3] == "Seluruh laporan"
    assert texts(pages[1])[:4] == [
        "SPP (lanjutan)", "Banaran (lanjutan)", "KB-SPP1", "SPP/BAN",
    ]  # fmt: skip
    subtotal = next(line.row for line in pages[1].lines if line.kind == Kind.SUBTOTAL)
    assert subtotal.values["outstanding_principal"] == 6_000_000 + 12_000_000


@pytest.mark.parametrize("name", list(REPORTS))
def test_pages_together_are_the_report(books, name):
    report = ask(books, name)
    listed, totals = in_sections(report.lines()), beside_sections(report.lines())

    for size in (1, 2, 3, 5):
        pages = pages_of(report, size=size)

        shown = [row for page in pages for row in in_sections(page.lines)]
        assert shown == listed
        for page in pages:
            assert beside_sections(page.lines) == totals
        first = 1 if report.row_count else 0
        assert [page.first for page in pages] == [first, *(page.last + 1 for page in pages[:-1])]
        assert pages[-1].last == report.row_count


def in_sections(lines):
    return [line.row for line in lines if line.row and line.section]


def beside_sections(lines):
    return [line.row for line in lines if line.row and not line.section]


def rows_of(lines, *kinds):
    return [line.row for line in lines if line.kind in kinds]


def test_a_short_report_is_as_it_is_printed(books):
    report = ask(books)

    (page,) = pages_of(report)

    assert list(page.lines) == list(report.lines())
    assert table(report, lines=page.lines) == table(report)


def many_villages(report, times):
    """The same report with its villages ``times`` over, under other names."""
    parts = [
        replace(
            part,
            sections=tuple(
                Section(f"{section.key}{n}", f"{section.title} {n}", section.rows, section.subtotal)
                for n in range(times)
                for section in part.sections
            ),
        )
        for part in report.parts
    ]
    return replace(report, parts=tuple(Part(p.key, p.title, p.sections, p.totals) for p in parts))


@pytest.mark.parametrize("name", ["lpp", "collectibility", "active-loans", "arrears", "maturing"])
def test_a_page_is_as_light_for_two_thousand_loans_as_for_two_hundred(books, name):
    """Ten thousand bytes may come over the wire, of which the page around takes half."""
    report = many_villages(ask(books, name), 300)

    pages = pages_of(report)

    assert report.row_count >= 600
    weights = [len(gzip.compress(table(report, lines=page.lines).encode())) for page in pages[:5]]
    assert max(weights) < 5_500
    assert len(pages) > 5


# On screen


@pytest.fixture
def paged(client, books, monkeypatch):
    """A manager's browser for whom an LPP has three pages."""
    monkeypatch.setattr(screen, "CELLS_A_PAGE", 3 * 18)
    client.force_login(books.manager)
    return client


def address(**query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse('reports:report', args=['lpp'])}?{asked}"


def codes(page):
    return re.findall(r"K[A-G]-[A-Z]{3}1", page)


def test_each_page_shows_its_loans_and_the_totals(paged):
    found = []

    for number in (1, 2, 3):
        page = paged.get(address(triwulan="2009-4", halaman=number)).content.decode()
        found += codes(page)
        assert f"<td>{69_200_000:,}</td>".replace(",", ".") in page
        assert "dari 7" in page

    assert found == [f"K{name}-{'SPP' if name < 'E' else 'UEP'}1" for name in "ABCDEFG"]


def test_links_to_pages_keep_the_filters_and_files_are_whole(paged, books):
    product = books.loans["A"].product_id

    page = paged.get(address(triwulan="2009-4", halaman=2)).content.decode()
    narrowed = paged.get(address(triwulan="2009-4", produk=product, halaman=1)).content.decode()

    assert 'href="?triwulan=2009-4&amp;halaman=3"' in page
    assert f'href="?triwulan=2009-4&amp;produk={product}&amp;halaman=2"' in narrowed
    files = re.findall(r'href="([^"]*)" download', page)
    assert len(files) == 5
    assert all("halaman" not in file for file in files)
    json_file = next(file for file in files if "/json/" in file).replace("&amp;", "&")
    assert len(paged.get(json_file).json()["rows"]) == 7


def test_printing_asks_for_the_whole_report(paged):
    page = paged.get(address(triwulan="2009-4", halaman=2)).content.decode()
    (link,) = re.findall(r'href="([^"]*#cetak)"', page)

    whole = paged.get(reverse("reports:report", args=["lpp"]) + link.replace("&amp;", "&"))

    assert link == "?triwulan=2009-4&amp;halaman=semua#cetak"
    assert len(codes(whole.content.decode())) == 7
    assert b"data-print" in whole.content
    assert b'class="pages"' not in whole.content
    assert b"lanjutan" not in whole.content


@pytest.mark.parametrize("number", ["0", "99", "-1", "x", ""])
def test_odd_page_numbers_show_a_page(paged, number):
    response = paged.get(address(triwulan="2009-4", halaman=number))

    assert response.status_code == 200
    assert codes(response.content.decode())


def test_a_villages_link_does_not_carry_the_page_along(paged, books):
    url = reverse("reports:report", args=["lpp-villages"])

    page = paged.get(f"{url}?triwulan=2009-4&halaman=1").content.decode()

    assert f"?triwulan=2009-4&amp;desa={books.keden.pk}" in page
    assert f"halaman=1&amp;desa={books.keden.pk}" not in page
