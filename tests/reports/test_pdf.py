"""The PDFs: pages, contents, outline, metadata, heads; and what happens when none can be made."""

import fcntl
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.utils import timezone
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from reports.pack import build_pack
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import pdf
from reports.render.pack import (
    Issue,
    pack_html,
    render_pack_json,
    render_pack_pdf,
    render_pack_xlsx,
)
from reports.render.paper import LANDSCAPE, PORTRAIT, fit, text_width
from reports.value import NUMBER
from tests.reports.office import create_books
from upk.offices.models import Office
from upk.pdf import worker_slot
from upk.periods import Quarter

QUARTER = Quarter(2009, 4)


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.fixture
def books(db):
    return create_books()


@pytest.fixture
def report(books):
    return build("lpp", Question.of(books.office, ReportPeriod.of_quarter(QUARTER)))


def test_pdf_of_a_report(books, report):
    content = pdf.render_pdf(report)

    reader = PdfReader(io.BytesIO(content))
    text = reader.pages[0].extract_text()
    assert reader.metadata.title == report.full_title
    assert reader.metadata.author == books.office.name
    assert reader.metadata.subject
    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert "Halaman 1 dari 1" in text
    assert "Dicetak menurut jam komputer" in text
    for loan in books.loans.values():
        assert loan.code in text
    fonts = {str(f["/BaseFont"]) for f in _fonts(reader)}
    assert all("Inter" in font for font in fonts), fonts


def _fonts(reader: PdfReader) -> list:
    return [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]


def test_wide_tables_lie_and_narrow_ones_stand(books):
    question = Question.of(books.office, ReportPeriod.of_quarter(QUARTER))

    assert fit(build("lpp", question)).page == LANDSCAPE
    layout = fit(build("trial-balance", question))
    assert (layout.page, layout.size) == (PORTRAIT, 9.0)
    assert sum(layout.widths) == pytest.approx(100)


def test_the_column_of_row_numbers_stays_narrow_where_there_is_room(books):
    report = build("provision", Question.of(books.office, ReportPeriod.of_quarter(QUARTER)))
    few = replace(report, columns=report.columns[:3])

    layout = fit(few)

    assert few.columns[0] == NUMBER
    assert layout.widths[0] < 8
    assert sum(layout.widths) == pytest.approx(100)


@pytest.mark.parametrize("text", ["BKM-2010-000193", "BM-2010-000013", "03-02-2010", "W-MM-mw"])
def test_codes_are_held_to_be_as_wide_as_they_are(text):
    font = TTFont(settings.BASE_DIR / "static/fonts/Inter-Regular.ttf")
    widths, names = font["hmtx"], font.getBestCmap()

    real = sum(widths[names[ord(c)]][0] for c in text) / font["head"].unitsPerEm

    assert real <= text_width(text) <= real * 1.1


def test_lists_of_the_notes_are_numbered(books):
    question = Question.of(books.office, ReportPeriod.of_quarter(QUARTER))

    printed = "\n".join(texts(pdf.render_pdf(build("calk", question))))

    numbers = re.findall(r"^([0-9])\.\s*$", printed, re.MULTILINE)  # drawn after the text
    assert numbers[:6] == list("123456")


def test_a_text_of_markup_is_printed_and_not_obeyed(books):
    group = books.loans["C"].group
    group.name = "<b>A&B</b> <img src='file:///etc/passwd'/> ]]> 'x"
    group.save()
    question = Question.of(books.office, ReportPeriod.of_quarter(QUARTER))

    (text,) = texts(pdf.render_pdf(build("arrears", question)))

    assert "<b>A&B</b>" in re.sub(r"\s+", " ", text)


def _outline(reader: PdfReader, items: list, depth: int = 1) -> Iterator[tuple[int, str, int]]:
    """The bookmarks of a document: how deep, what they say, the page that they lead to."""
    for item in items:
        if isinstance(item, list):
            yield from _outline(reader, item, depth + 1)
        else:
            yield depth, item.title, reader.get_destination_page_number(item) + 1


def _elements(node) -> Iterator[dict]:
    """The elements of a tagged document below a node, the node too."""
    node = node.get_object()
    if not isinstance(node, dict):
        return
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if not isinstance(kid, int):
            yield from _elements(kid)


def test_pack_is_tagged_for_programs_that_read_aloud(books):
    pack = build_pack(books.office, QUARTER)

    reader = PdfReader(io.BytesIO(render_pack_pdf(pack)))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    elements = list(_elements(root["/StructTreeRoot"]))
    kinds = Counter(element.get("/S") for element in elements)
    assert kinds["/Table"] >= len(pack.reports)
    assert min(kinds["/H1"], kinds["/L"], kinds["/Link"], kinds["/Figure"], kinds["/TBody"]) > 0
    assert kinds["/H2"] >= len(pack.reports)
    assert all(element.get("/Alt") for element in elements if element.get("/S") == "/Figure")
    heads = {e["/ID"] for e in elements if e.get("/S") == "/TH" and "/ID" in e}
    cells = [element for element in elements if element.get("/S") == "/TD"]
    pointed = [cell["/A"]["/Headers"] for cell in cells if cell["/A"].get("/Headers")]
    assert len(pointed) > len(cells) / 2
    assert {head for headers in pointed for head in headers} <= heads


def test_pack_has_the_data_of_its_tables_inside(books):
    pack = build_pack(books.office, QUARTER)

    attached = PdfReader(io.BytesIO(render_pack_pdf(pack))).attachments

    stem = f"{books.office.code}-triwulan-2009-4".lower()
    assert set(attached) == {f"{stem}.json", f"{stem}.xlsx"}
    assert attached[f"{stem}.json"] == [render_pack_json(pack)]
    assert attached[f"{stem}.xlsx"] == [render_pack_xlsx(pack)]


def test_issued_pack_says_code_and_revision_and_has_a_qr_code(books):
    pack = build_pack(books.office, QUARTER)
    issue = Issue(
        2, timezone.now(), "Manajer Satu", "ab" * 32, "7K3M-Q2XP-9TBA",
        "https://upk.example/p/7K3M-Q2XP-9TBA/",
    )  # fmt: skip

    html = pack_html(pack, issue=issue)

    assert "7K3M-Q2XP-9TBA" in html
    assert "revisi 2" in html
    assert "Kode QR halaman pemeriksaan" in html
    assert "Kode QR" not in pack_html(pack, issue=replace(issue, address=""))
    assert "DRAF" not in html
    assert "edisi untuk umum" in pack_html(pack.public(), issue=issue)


def test_pack_of_the_example(example_db):
    office = Office.objects.get(code="KALIJAMBE")
    pack = build_pack(office, QUARTER)

    content = render_pack_pdf(pack)

    reader = PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    total = len(pages)
    assert reader.metadata.title == f"Laporan Triwulan IV 2009 {office.name}"
    assert reader.trailer["/Root"]["/Lang"] == "id"
    for number, text in enumerate(pages[1:], 2):
        assert f"Halaman {number} dari {total}" in text
    tree = list(_outline(reader, reader.outline))
    assert [title for depth, title, _ in tree if depth == 1] == [
        "Surat Pengantar", "Daftar Isi", "Ringkasan",
        *(chapter.title for chapter in pack.chapters), "Pengesahan",
    ]  # fmt: skip
    assert [title for depth, title, _ in tree if depth == 2] == [
        report.full_title for report in pack.reports
    ]
    outline = {title: page for depth, title, page in tree if depth < 3}
    contents = dict(re.findall(r"^(.+?) \.{3,}\s+(\d+)$", pages[2], re.MULTILINE))
    chapters = {"Daftar Isi", *(chapter.title for chapter in pack.chapters)}
    named = {report.full_title for report in pack.reports}
    assert {title: int(page) for title, page in contents.items()} == {
        title: page for title, page in outline.items() if title not in chapters - named
    }
    whole = "\n".join(pages)
    for line in pack.report("collectibility").rows():
        assert line.row.key in whole
    spp, uep = (report.full_title for report in pack.reports if report.name == "lpp")
    for text in pages[outline[spp] - 1 : outline[uep] - 1]:
        assert "Alokasi" in text
        assert "Tunggakan" in text
        assert "SPP" in text
    for text in pages[outline[spp] : outline[uep] - 1]:
        first = text.split("Pokok Jasa\n", 1)[1].lstrip()
        assert not first.startswith("Jumlah"), first[:80]
    assert "DRAF" in pages[0]


def test_worker_reads_no_file_but_fonts(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'bocor' }")
    html = f"<html><head></head><body><p style='background: url(file://{secret})'>isi</p></body></html>"

    (text,) = texts(pdf.make_pdf(html))

    assert "isi" in text
    assert "bocor" not in text


def test_no_place_for_a_worker_is_said_after_a_while(settings, tmp_path):
    settings.VAR_DIR, settings.PDF_WORKERS, settings.PDF_WAIT = tmp_path, 1, 0
    with worker_slot(), pytest.raises(pdf.PdfError, match="Banyak PDF"):
        pdf.make_pdf("<html><head></head><body></body></html>")
    with worker_slot():  # free again
        pass


def test_places_are_freed_by_whoever_dies(settings, tmp_path):
    settings.VAR_DIR, settings.PDF_WORKERS, settings.PDF_WAIT = tmp_path, 1, 0
    with worker_slot():
        pass
    handle = os.open(tmp_path / "pdf" / "0.lock", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)

    with pytest.raises(pdf.PdfError), worker_slot():
        pass
    os.close(handle)
    with worker_slot():
        pass


def test_a_worker_that_takes_too_long_is_ended(settings):
    settings.PDF_TIMEOUT = 0.01

    with pytest.raises(pdf.PdfError, match="belum jadi setelah"):
        pdf.make_pdf("<html><head></head><body></body></html>")


def test_a_worker_that_dies_is_told_to_the_user_and_the_log_repeats_no_word_of_the_page(caplog):
    with pytest.raises(pdf.PdfError, match="PDF gagal dibuat"):
        pdf.make_pdf("<html>&Slamet;</html>")

    [told] = [record.getMessage() for record in caplog.records if record.name == "upk.pdf"]
    assert "pdf_worker.py" in told
    assert told.endswith("; xml.etree.ElementTree.ParseError")
    assert "Slamet" not in told


def test_missing_libraries_are_named(monkeypatch, tmp_path):
    folder = tmp_path / "weasyprint"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(pdf.PdfError, match="apt-get install libpango"):
        pdf.make_pdf("<html><head></head><body></body></html>")


def test_worker_starts_without_django():
    code = "import sys, upk.pdf_worker; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR).returncode == 0
