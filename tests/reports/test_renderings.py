"""JSON, CSV, XLSX and HTML of one report show the same figures."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import openpyxl
import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import REPORTS, build
from reports.render import UnknownFormat, render
from reports.render.html import table
from reports.value import Part, Row, Section, Unit, printed
from upk.periods import Quarter

pytestmark = pytest.mark.django_db


def ask(books, name):
    return build(name, Question.of(books.office, ReportPeriod.of_quarter(Quarter(2009, 4))))


def expected(report):
    """Every line with figures: (kind, key, values by column) as the value has them."""
    return [
        [line.row.values.get(column.key) for column in report.columns]
        for line in report.lines()
        if line.row
    ]


def from_csv(report):
    text = render(report, "csv").decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text), delimiter=";")
    width = len(report.columns)
    assert head[-width:] == [column.full_label for column in report.columns]
    return [
        [
            _typed(text, column.unit)
            for text, column in zip(line[-width:], report.columns, strict=True)
        ]
        for line in lines
        if line[0] != "catatan"
    ]


def _typed(text, unit):
    if text == "" or unit == Unit.TEXT:
        return text or None
    if unit == Unit.PERCENT:
        return Decimal(text.replace(",", "."))
    return date.fromisoformat(text) if unit == Unit.DATE else int(text)


def from_xlsx(report):
    sheet = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx"))).active
    first = int(re.search(r"\d+", sheet.freeze_panes)[0])
    found = []
    for cells in sheet.iter_rows(min_row=first, max_col=len(report.columns), values_only=True):
        if any(isinstance(value, (int, float, datetime)) for value in cells):
            found.append(
                [_as_value(v, column.unit) for v, column in zip(cells, report.columns, strict=True)]
            )
    return found


def _as_value(value, unit):
    if isinstance(value, datetime):
        return value.date()
    if unit == Unit.PERCENT and value is not None and not isinstance(value, str):
        return Decimal(str(value))
    return value


class _Cells(HTMLParser):
    """Texts of the body's cells, with empty ones for further columns that it spans."""

    def __init__(self):
        super().__init__()
        self.rows, self.in_body, self.span = [], False, 0

    def handle_starttag(self, tag, attrs):
        if tag == "tbody":
            self.in_body = True
        if self.in_body and tag == "tr":
            self.rows.append([])
        if self.in_body and tag in ("td", "th"):
            self.span = int(dict(attrs).get("colspan", 1))
            self.text = ""

    def handle_data(self, data):
        if self.in_body and self.span:
            self.text += data

    def handle_endtag(self, tag):
        if self.in_body and tag in ("td", "th"):
            self.rows[-1] += [self.text] + [""] * (self.span - 1)
            self.span = 0


def figures_only(report, rows):
    """Columns with figures or dates alone, since labels of totals stand in the others."""
    places = [i for i, c in enumerate(report.columns) if c.unit != Unit.TEXT and c.key != "no"]
    return [[row[i] for i in places] for row in rows]


@pytest.mark.parametrize("name", list(REPORTS))
def test_all_renderings_have_the_same_figures(books, name):
    report = ask(books, name)
    wanted = figures_only(report, expected(report))

    parser = _Cells()
    parser.feed(render(report, "html").decode())
    keys = [line.row for line in report.lines()]
    html = [cells for cells, row in zip(parser.rows, keys, strict=True) if row]
    as_printed = [
        ["" if c.key not in line.row.values else printed(line.row.values[c.key], c.unit)
         for c in report.columns]
        for line in report.lines() if line.row
    ]  # fmt: skip

    assert figures_only(report, from_csv(report)) == wanted
    assert figures_only(report, from_xlsx(report)) == wanted
    assert figures_only(report, html) == figures_only(report, as_printed)


@pytest.mark.parametrize("name", list(REPORTS))
def test_json_has_the_shape_and_the_figures(books, name):
    report = ask(books, name)

    data = json.loads(render(report, "json"))

    assert list(data) == [
        "report", "office", "as_of", "from", "rule", "columns", "rows", "totals",
    ]  # fmt: skip
    assert (data["report"], data["office"]) == (name, "CONTOH")
    assert (data["from"], data["as_of"]) == ("2009-10-01", "2009-12-31")
    for column in data["columns"]:
        assert list(column) == ["key", "label", "unit"]
    assert [row["key"] for row in data["rows"]] == [line.row.key for line in report.rows()]
    for row, line in zip(data["rows"], report.rows(), strict=True):
        for key, value in line.row.values.items():
            if isinstance(value, Decimal):
                assert row[key] == pytest.approx(float(value), abs=1e-9)
            elif isinstance(value, date):
                assert row[key] == value.isoformat()
            else:
                assert row[key] == value
    for key, value in report.totals.items():
        assert data["totals"][key] == (float(value) if isinstance(value, Decimal) else value)


@pytest.mark.parametrize("name", ["json", "csv", "xlsx", "html"])
def test_the_same_value_gives_the_same_bytes(books, name):
    assert render(ask(books, "lpp"), name) == render(ask(books, "lpp"), name)


@pytest.mark.parametrize("evil", ["=1+1", "+62812", "-SUM(A1)", "@cmd", "\tx", "\r=1"])
def test_no_text_becomes_a_formula(books, evil):
    report = ask(books, "lpp")
    section = report.parts[0].sections[0]
    row = Row("K1", {**section.rows[0].values, "name": evil})
    report = replace(
        report, parts=(Part("SPP", "SPP", (Section("SPP/BAN", evil, (row,)),)),), total_rows=()
    )

    text = render(report, "csv").decode("utf-8-sig")
    _, line = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    sheet = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx"))).active

    assert f"'{evil}" in line
    types = {cell.data_type for cells in sheet.iter_rows() for cell in cells}
    assert "f" not in types


def test_names_are_escaped_in_html(books):
    report = ask(books, "lpp")
    section = report.parts[0].sections[0]
    row = Row("K1", {**section.rows[0].values, "name": "<b>&"}, link=("loan", 1))
    report = replace(report, parts=(Part("SPP", "<i>", (Section("x", "", (row,)),)),))

    html = table(report, link_of=lambda link: f"/{link[0]}/{link[1]}?a=1&b=2")

    assert '<a href="/loan/1?a=1&amp;b=2">&lt;b&gt;&amp;</a>' in html
    assert "<i>" not in html


def test_links_are_no_part_of_the_value(books):
    report = ask(books, "lpp")

    assert report == ask(books, "lpp")
    assert "href" not in render(report, "html").decode()


def test_workbook_is_ready_to_print(books):
    sheet = openpyxl.load_workbook(io.BytesIO(render(ask(books, "lpp"), "xlsx"))).active

    assert sheet.print_title_rows == "$5:$6"
    assert sheet.freeze_panes == "C7"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet["E10"].number_format.startswith("#,##0")
    assert "F5:G5" in [str(area) for area in sheet.merged_cells.ranges]


def test_unknown_format_is_refused(books):
    with pytest.raises(UnknownFormat):
        render(ask(books, "lpp"), "docx")


def test_workbook_is_ready_to_read_and_to_print(books):
    sheet = openpyxl.load_workbook(io.BytesIO(render(ask(books, "collectibility"), "xlsx"))).active
    narrow = openpyxl.load_workbook(io.BytesIO(render(ask(books, "trial-balance"), "xlsx"))).active

    assert sheet.freeze_panes == "C7"
    assert sheet.print_title_rows == "$5:$6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert narrow.page_setup.orientation == "portrait"
    labels = {cells[1]: cells[0] for cells in sheet.iter_rows(min_row=7, values_only=True)}
    assert labels["Jumlah Banaran"] is None
    assert "Jumlah SPP" in labels
    last = sheet.max_row
    classes = next(
        row for row in range(last, 0, -1) if "Kelas kolekt" in str(sheet.cell(row, 1).value)
    )
    assert f"A{classes}:N{classes}" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.cell(classes, 1).alignment.wrap_text
    assert sheet.row_dimensions[classes].height == 30
    assert not any(
        "PNPM/months" in str(cells[0].value) for cells in sheet.iter_rows(min_row=last - 6)
    )


def test_workbook_leaves_out_what_it_cannot_hold(books):
    report = ask(books, "lpp")
    odd = replace(report, office=replace(report.office, name="UPK\x0bKali\ufffejambe"))

    sheet = openpyxl.load_workbook(io.BytesIO(render(odd, "xlsx"))).active

    assert sheet["A2"].value.startswith("UPKKalijambe, ")
