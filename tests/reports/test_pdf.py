"""The PDFs: pages, contents, outline, metadata, heads; and what happens when none can be made."""

import fcntl
import io
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from reports.pack import build_pack
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.render import pdf
from reports.render.pack import render_pack_pdf
from reports.render.paper import LANDSCAPE, PORTRAIT, fit, text_width
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
    outline = {
        item.title: reader.get_destination_page_number(item) + 1
        for item in reader.outline
        if not isinstance(item, list)
    }
    assert list(outline) == [
        "Daftar Isi", "Ringkasan", *(report.full_title for report in pack.reports), "Pengesahan",
    ]  # fmt: skip
    contents = dict(re.findall(r"^(.+?) \.{3,}\s+(\d+)$", pages[1], re.MULTILINE))
    assert {title: int(page) for title, page in contents.items()} == {
        title: page for title, page in outline.items() if title != "Daftar Isi"
    }
    whole = "\n".join(pages)
    for line in pack.report("collectibility").rows():
        assert line.row.key in whole
    spp, uep = (report.full_title for report in pack.reports[1:3])
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


def test_a_worker_that_dies_is_told_to_the_user():
    with pytest.raises(pdf.PdfError, match="PDF gagal dibuat"):
        pdf.make_pdf("<html><not closed")


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
