"""The recovery sheet: the keys on paper, to scan and to type, since no backup holds them."""

from pathlib import Path

from django.template.loader import render_to_string

from goats.herd.papers import qr_svg
from upk.desk.keeping import keys
from upk.desk.keeping.sheet_lines import GROUPS, lines_of
from upk.offices.models import Office
from upk.pdf import make_pdf, printed_text

STYLES = Path(__file__).with_name("recovery.css")
_PURPOSES = {
    "A": "membuka NIK dan nomor KK",
    "B": "mencari NIK dan nomor KK",
    "C": "menandatangani",
    "D": "kunci lama, sampai semua baris memakai yang baru",
    "E": "kunci lama, sampai semua baris memakai yang baru",
}


def mark_of(fingerprints: dict[str, str]) -> str:
    """What tells a sheet and a backup that they belong together: short enough to compare."""
    return " ".join(value[:4] for _, value in sorted(fingerprints.items()))


def recovery_sheet() -> bytes:
    """The PDF with this installation's keys. Raises ``PdfError``."""
    return make_pdf(sheet_html(), STYLES)


def sheet_html() -> str:
    """The sheet's page."""
    found = keys.current()
    names = list(Office.objects.order_by("code").values_list("name", flat=True)[:3])
    context = {
        "office": {"name": ", ".join(names) or "Bergulir"},
        "title": "Lembar pemulihan",
        "subject": "Rahasia",
        "printed": printed_text(),
        "mark": mark_of(keys.fingerprints(found)),
        "qr": qr_svg("\n".join(f"{name}={key}" for name, key in found.items())),
        "keys": [
            {"name": name, "purpose": _PURPOSES[letter], "lines": _cells(letter, found[name])}
            for letter, name in keys.letters_of(found).items()
        ],
    }
    return render_to_string("desk/recovery_print.html", context)


def _cells(letter: str, key: str) -> list[list[str]]:
    """Each line as the cells of a row: label, five groups (the last line has blank ones), check."""
    rows = []
    for line in lines_of(letter, key):
        label, *groups, check = line.split()
        rows.append([label, *groups, *[""] * (GROUPS - len(groups)), check])
    return rows
