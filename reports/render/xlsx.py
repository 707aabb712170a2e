"""A report as a workbook: numbers as numbers, ready to print on A4 landscape.

The same value gives the same bytes: the times in the file are those of the report's day.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time

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
BOLD = Font(bold=True)
FILLS = {
    "head": PatternFill("solid", fgColor="D7E5E4"),
    Kind.PART: PatternFill("solid", fgColor="E7EFEE"),
    Kind.TOTAL: PatternFill("solid", fgColor="E7EFEE"),
}
THIN = Side(style="thin", color="9AA8A8")
LINE_ABOVE = Border(top=THIN)
BOX = Border(top=THIN, bottom=THIN, left=THIN, right=THIN)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
INDENTED = Alignment(indent=1)


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
    for text in (report.full_title, report.office.name, as_of_text(report)):
        sheet.append([_cell(sheet, text, Unit.TEXT, bold=True)])
    sheet.append([])
    for row in _head(sheet, report, first, rows):
        sheet.append(row)
    for line in report.lines():
        sheet.append(_line(sheet, report, line))
    sheet.append([])
    for rule in report.printed_rule:
        sheet.append([_cell(sheet, f"{rule.label}: {rule.text}", Unit.TEXT)])


def _sheet_title(report: Report) -> str:
    name = f"{report.name} {report.scope}".strip()
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _page_setup(sheet, report: Report, first: int, rows: int) -> None:
    for number, column in enumerate(report.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width + 2
    sheet.freeze_panes = f"C{first + rows}"
    sheet.print_title_rows = f"{first}:{first + rows - 1}"
    sheet.page_setup.orientation = "landscape"
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
    cell = _cell(sheet, text, Unit.TEXT, bold=True)
    cell.fill, cell.alignment, cell.border = FILLS["head"], CENTRED, BOX
    return cell


def _line(sheet, report: Report, line: Line) -> list:
    """Cells of one line; a heading or a total's label stands in the first column."""
    bold = line.kind != Kind.ROW
    label = line.title or (line.row.label if line.row else "")
    values = dict(line.row.values) if line.row else {}
    cells = []
    for place, column in enumerate(report.columns):
        if place == 0 and label and column.key not in values:
            cell = _cell(sheet, label, Unit.TEXT, bold=True)
        else:
            cell = _cell(sheet, values.get(column.key), column.unit, bold=bold)
        if line.kind in FILLS:
            cell.fill = FILLS[line.kind]
        if line.kind in (Kind.SUBTOTAL, Kind.TOTAL):
            cell.border = LINE_ABOVE
        cells.append(cell)
    return cells


def _cell(sheet, value, unit: Unit, *, bold: bool = False) -> WriteOnlyCell:
    """A cell of the right type; a text is always a text, never a formula."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.value = _legal(value)
        cell.data_type = "s"
        cell.quotePrefix = True
    elif value is not None:
        cell.number_format = FORMATS[unit]
    if bold:
        cell.font = BOLD
    return cell


def _legal(text: str) -> str:
    """Without the control characters that a workbook can't hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


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
            info = zipfile.ZipInfo(name, date_time=(max(moment.year, 1980), 1, 1, 0, 0, 0))
            target.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
