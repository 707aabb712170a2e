"""The quarterly pack as one web page: the sections and figures of the PDF, and nothing to fetch."""

import io
import re
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from reports.issued_files import make_file, render_issued
from reports.issuing import issue_quarter
from reports.models import IssuedReport
from reports.pack import build_pack
from reports.quarterly import quarterly
from reports.render import FORMATS, UnknownFormat
from reports.render.pack import render_pack_html, render_pack_pdf
from reports.value import EN_DASH, Unit, printed
from upk.periods import Quarter

QUARTER = Quarter(2009, 4)


class Page(HTMLParser):
    """Titles of the sections, ids, targets of links, and the cells of each report's table."""

    def __init__(self, content: bytes):
        super().__init__()
        self.ids, self.links, self.titles, self.references = [], [], [], []
        self.tables: dict[str, list[list[str]]] = {}
        self.section, self.in_body, self.cell, self.title = "", False, None, None
        self.feed(content.decode())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += filter(None, [given.get("id")])
        self.references += [f"{tag} {name}" for name in given if name in ("src", "srcset", "data")]
        if tag in ("script", "link", "img", "iframe", "object", "base"):
            self.references.append(tag)
        if tag == "a":
            self.links.append(given["href"])
        elif tag == "section":
            self.section = given.get("id", "")
        elif tag == "tbody" and self.section.startswith("laporan-"):
            self.in_body = True
        elif tag == "tr" and self.in_body:
            self.tables.setdefault(self.section, []).append([])
        elif tag in ("td", "th") and self.in_body:
            self.cell, self.span = "", int(given.get("colspan", 1))
        elif tag == "h2":
            self.title = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.title is not None:
            self.title += data

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.tables[self.section][-1] += [self.cell] + [""] * (self.span - 1)
            self.cell = None
        elif tag == "h2":
            self.titles.append(self.title)
            self.title = None
        elif tag == "tbody":
            self.in_body = False


def test_sections_are_those_of_the_pdf(books):
    pack = build_pack(books.office, QUARTER)

    page = Page(render_pack_html(pack))

    outline = PdfReader(io.BytesIO(render_pack_pdf(pack))).outline
    chapters = [chapter.title for chapter in pack.chapters]
    below = [item for inner in outline if isinstance(inner, list) for item in inner]
    printed_titles = {
        item.title for item in [*outline, *below] if not isinstance(item, list)
    } - set(chapters)
    assert set(page.titles) == printed_titles
    assert page.titles[:3] == ["Daftar Isi", "Surat Pengantar", "Ringkasan"]
    assert page.titles[-1] == "Pengesahan"
    assert len(page.ids) == len(set(page.ids))
    assert [link.removeprefix("#") for link in page.links] == [
        "surat", "ringkasan", *(f"laporan-{n}" for n in range(1, len(pack.reports) + 1)),
        "pengesahan",
    ]  # fmt: skip
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_figures_are_those_of_the_value(books):
    pack = build_pack(books.office, QUARTER)

    page = Page(render_pack_html(pack))

    for number, report in enumerate(pack.reports, 1):
        lines = list(report.lines())
        for line, cells in zip(lines, page.tables[f"laporan-{number}"], strict=True):
            if line.row is None:
                continue
            for column, cell in zip(report.columns, cells, strict=True):
                if column.is_figure and column.key in line.row.values:
                    text = printed(line.row.values[column.key], column.unit)
                    is_nothing = column.unit == Unit.RUPIAH and text == EN_DASH
                    assert cell == ("" if is_nothing else text), (report.name, line.row.key)


def test_nothing_has_to_be_fetched(books):
    group = books.loans["C"].group
    group.name = "<script src='//jahat.test/x.js'></script><img src=x>"
    group.save()

    content = render_pack_html(build_pack(books.office, QUARTER))

    page = Page(content)
    assert page.references == []
    assert all(link.startswith("#") for link in page.links)
    assert not re.search(rb"url\(|@import|@font-face", content)
    assert set(re.findall(rb"https?://[^\"' ]*", content)) == {b"http://www.w3.org/2000/svg"}
    assert content.count(b"<svg ") == 3
    assert b"<style>" in content


def test_a_draft_says_so_and_an_issue_says_what_it_is(books):
    draft = quarterly(books.office, QUARTER, "html")
    issued = issue_quarter(books.office, QUARTER, by=books.manager, render=False)

    content = quarterly(books.office, QUARTER, "html").decode()

    assert "DRAF: belum terbit" in draft.decode()
    assert "DRAF" not in content
    assert issued.value_sha256 in content
    assert f"Diterbitkan oleh</td><td>{books.manager.name}" in content


@pytest.mark.parametrize("file_format", [name for name in FORMATS if name != "pdf"])
def test_every_format_of_the_pack_on_the_command_line(books, tmp_path, file_format):
    target = tmp_path / "pack"

    call_command(
        "report", "quarterly", "--office", "CONTOH", "--quarter", "2009-4",
        "--format", file_format, "--output", str(target),
    )  # fmt: skip

    assert target.stat().st_size > 1_000


def test_unknown_formats_are_refused(books):
    issued = issue_quarter(books.office, QUARTER, by=books.manager, render=False)

    with pytest.raises(UnknownFormat):
        render_issued(issued, "docx")
    with pytest.raises(UnknownFormat):
        quarterly(books.office, Quarter(2010, 1), "docx")


@pytest.mark.usefixtures("own_files")
def test_mistakes_of_the_command_say_what_to_do(books):
    with pytest.raises(CommandError, match="--quarter 2009-4"):
        call_command("report", "quarterly", "--office", "CONTOH", "--as-of", "2009-12-31")
    issued = issue_quarter(books.office, QUARTER, by=books.manager, render=False)
    make_file(IssuedReport.objects.get(pk=issued.pk), "json").full_path.unlink()

    with pytest.raises(CommandError, match="check_books"):
        call_command("report", "quarterly", "--office", "CONTOH", "--quarter", "2009-4")
