"""A page that stands for papers which the example's villages would have scanned."""

from django.core.files.uploadedfile import SimpleUploadedFile

TEXT = "Contoh berkas kegiatan: dibuat untuk latihan, bukan berkas yang sebenarnya."
NAME = "contoh-berkas.pdf"


def sample_pdf(text: str = TEXT) -> bytes:
    """A PDF of one A4 page with a line of text, the same bytes each time.

    The text must be of letters that Latin-1 has, without brackets or backslashes.
    """
    drawn = f"BT /F1 11 Tf 56 770 Td ({text}) Tj ET".encode("latin-1")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, table, len(bodies) + 1, len(made))
    )


def sample_upload() -> SimpleUploadedFile:
    """The page as it would be uploaded."""
    return SimpleUploadedFile(NAME, sample_pdf(), content_type="application/pdf")
