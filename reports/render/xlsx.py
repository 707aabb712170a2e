"""A report as a workbook: numbers as numbers, ready to print on A4.

The same value gives the same bytes: the times in the file are those of the report's day.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from reports.value import Kind, Line, Report, Unit, as_of_text

FORMATS = {
    Unit.RUPIAH: "#,##0;[Red]-#,##0;0",
    Unit.COUNT: "#,##0",
    Unit.PERCENT: "0.00",
    Unit.DATE: "dd-mm-yyyy",
    Unit.TEXT: "@",
}
BOLD, TITLE = Font(bold=True), Font(bold=True, size=14)
FILLS = {
    "head": PatternFill("solid", fgColor="D7E5E4"),
    Kind.PART: PatternFill("solid", fgColor="E7EFEE"),
    Kind.TOTAL: PatternFill("solid", fgColor="E7EFEE"),
}
THIN = Side(style="thin", color="9AA8A8")
LINE_ABOVE = Border(top=THIN)
BOX = Border(top=THIN, bottom=THIN, left=THIN, right=THIN)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAPPED = Alignment(vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center")
CODE_WIDTH = 9
"""Texts of narrower columns (class, tenor) stand in the middle."""

UPRIGHT_WIDTH = 110
"""A sheet of at most so many characters is printed upright."""

LINE_HEIGHT = 15


def render_xlsx(report: Report) -> bytes:
    """One sheet: title, frozen head of one or two rows, all lines, the rules below."""
    return render_sheets([report], report.full_title)


def render_sheets(reports: Sequence[Report], title: str) -> bytes:
    """A workbook of that title with a sheet for each report; its time is the last one's day."""
    book = Workbook(write_only=True)
    for report in reports:
        _add_sheet(book, report)
    return _saved(book, title, reports[-1].as_of)


def _add_sheet(book: Workbook, report: Report) -> None:
    sheet = book.create_sheet(_sheet_title(report))
    first = 5  # the head's first row, below title, office, period and an empty row
    rows = 2 if any(column.group for column in report.columns) else 1
    _page_setup(sheet, report, first, rows)
    for text, font in (
        (report.full_title, TITLE),
        (f"{report.office.name}, {report.office.where}", BOLD),
        (as_of_text(report), BOLD),
    ):
        sheet.append([_cell(sheet, text, Unit.TEXT, font=font)])
    sheet.append([])
    for row in _head(sheet, report, first, rows):
        sheet.append(row)
    for place, line in enumerate(report.lines(), first + rows):
        if line.kind == Kind.NOTE:
            _add_text(sheet, report, place, line.title.replace("**", ""))
        else:
            sheet.append(_line(sheet, report, line))
    sheet.append([])
    below = first + rows + sum(1 for _ in report.lines()) + 1
    for place, rule in enumerate(report.printed_rule, below):
        _add_text(sheet, report, place, f"{rule.label}: {rule.text}")


def _add_text(sheet, report: Report, place: int, text: str) -> None:
    """A rule or note over the whole width of the table, as high as its text needs."""
    if len(report.columns) > 1:
        _merge(sheet, place, 1, place, len(report.columns))
    lines = sum(ceil(len(line) * 1.1 / _width(report)) or 1 for line in text.split("\n"))
    sheet.row_dimensions[place].height = LINE_HEIGHT * lines
    cell = _cell(sheet, text, Unit.TEXT)
    cell.alignment = WRAPPED
    sheet.append([cell])


def _width(report: Report) -> int:
    """The table's width in characters."""
    return sum(column.width + 2 for column in report.columns)


def _sheet_title(report: Report) -> str:
    name = f"{report.name} {report.scope}".strip()
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _page_setup(sheet, report: Report, first: int, rows: int) -> None:
    for number, column in enumerate(report.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width + 2
    names = report.columns.index(report.label_column) + 1
    sheet.freeze_panes = f"{get_column_letter(names + 1)}{first + rows}"
    sheet.print_title_rows = f"{first}:{first + rows - 1}"
    is_narrow = _width(report) <= UPRIGHT_WIDTH
    sheet.page_setup.orientation = "portrait" if is_narrow else "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = f"{report.office.code} {report.name} {report.as_of:%d-%m-%Y}"
    sheet.oddFooter.right.text = "&P / &N"


def _head(sheet, report: Report, first: int, rows: int) -> list[list]:
    top, bottom, at = [], [], 1
    for group, columns in report.head_groups():
        width = len(columns)
        if group and width > 1:
            _merge(sheet, first, at, first, at + width - 1)
        elif not group and rows == 2:
            _merge(sheet, first, at, first + 1, at)
        top += [_head_cell(sheet, group or columns[0].label)]
        top += [_head_cell(sheet, "") for _ in columns[1:]]
        bottom += [_head_cell(sheet, column.label if group else "") for column in columns]
        at += width
    return [top, bottom][:rows]


def _merge(sheet, row: int, left: int, last_row: int, right: int) -> None:
    area = f"{get_column_letter(left)}{row}:{get_column_letter(right)}{last_row}"
    sheet.merged_cells.add(area)


def _head_cell(sheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text, Unit.TEXT, font=BOLD)
    cell.fill, cell.alignment, cell.border = FILLS["head"], CENTRED, BOX
    return cell


def _line(sheet, report: Report, line: Line) -> list:
    """Cells of one line: a heading in the first column, a total's label in that of names."""
    font = BOLD if line.kind != Kind.ROW else None
    values = dict(line.row.values) if line.row else {}
    if line.title:
        values = {report.columns[0].key: line.title}
    elif line.row.label:
        values = {report.label_column.key: line.row.label, **values}
    cells = []
    for column in report.columns:
        cell = _cell(sheet, values.get(column.key), column.unit, font=font)
        if column.unit == Unit.TEXT and column.width <= CODE_WIDTH:
            cell.alignment = MIDDLE
        if line.kind in FILLS:
            cell.fill = FILLS[line.kind]
        if line.kind in (Kind.SUBTOTAL, Kind.TOTAL):
            cell.border = LINE_ABOVE
        cells.append(cell)
    return cells


def _cell(sheet, value, unit: Unit, *, font: Font | None = None) -> WriteOnlyCell:
    """A cell of the right type; a text is always a text, never a formula."""
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, value=_legal(value) if is_text else value)
    if is_text:
        cell.data_type = "s"
        cell.quotePrefix = True
    elif value is not None:
        cell.number_format = FORMATS[unit]
    if font:
        cell.font = font
    return cell


def _legal(text: str) -> str:
    """Without the control characters that a workbook can't hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _saved(book: Workbook, title: str, day: date) -> bytes:
    """The file, with every time in it set to the report's day."""
    moment = datetime.combine(day, time())
    book.properties.creator, book.properties.title = "Bergulir", title
    book.properties.created = moment
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            info = zipfile.ZipInfo(name, date_time=zip_time(day))
            target.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zip_time(day: date) -> tuple[int, int, int, int, int, int]:
    """The day as the time of a file in a ZIP, which knows the years 1980 to 2107 alone."""
    return (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)
