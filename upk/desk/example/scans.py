"""The papers behind a few entries of the example, drawn as small PDFs; all names are invented.

A PDF of one page is a handful of objects, so it is written here as text: the same bytes each time,
1 or 2 kB, and no process for it while the example loads.
"""

from dataclasses import dataclass

from upk.ledger.models import Entry
from upk.money import number
from upk.periods import format_date

WIDTH, HEIGHT = 298, 420
"""A6 in points, as till slips and bank forms are."""

MARGIN, LINE = 24, 17


@dataclass(frozen=True, slots=True)
class Wording:
    """How a paper is headed, what it lists, and the mark at its foot.

    ``parts`` are percents of the entry's sum; the last line is the rest.
    """

    title: str
    issuer: str
    lines: tuple[tuple[str, int], ...]
    mark: str


WORDINGS = {
    "Alat tulis": Wording(
        "NOTA", "Toko Alat Tulis Sumber Rejeki, Kalijambe",
        (("Kertas HVS 10 rim", 45), ("Fotokopi formulir", 30), ("Bolpen, map, tinta", 0)), "LUNAS",
    ),
    "Listrik": Wording(
        "STRUK PEMBAYARAN", "Loket listrik dan air Kalijambe",
        (("Rekening listrik", 70), ("Rekening air", 0)), "TELAH DIBAYAR",
    ),
    "Telepon": Wording(
        "STRUK PEMBAYARAN", "Loket telepon Kalijambe", (("Telepon dan internet", 0),),
        "TELAH DIBAYAR",
    ),
    "Setor": Wording(
        "SLIP SETORAN", "Bank, kantor kas Kalijambe", (("Setoran tunai", 0),), "DIVALIDASI",
    ),
}  # fmt: skip
"""By the beginning of the entry's memo."""


def scan_of(entry: Entry) -> bytes:
    """The paper of an entry as a PDF; its lines come to the entry's sum."""
    [wording] = [w for begin, w in WORDINGS.items() if entry.memo.startswith(begin)]
    page = _Page()
    page.text(wording.title, size=15, font="F2")
    page.text(wording.issuer)
    page.rule()
    page.text(f"Tanggal {format_date(entry.happened_on)}")
    page.text("Untuk   UPK Kecamatan Kalijambe")
    page.text(f"Bukti   {entry.label}")
    page.rule()
    rest = entry.total
    for place, (name, percent) in enumerate(wording.lines, 1):
        amount = rest if place == len(wording.lines) else entry.total * percent // 100
        rest -= amount
        page.pair(name, number(amount))
    page.rule()
    page.pair("JUMLAH Rp", number(entry.total), font="F2")
    page.stamp(wording.mark)
    return _pdf(page.content)


class _Page:
    """Text from top to bottom; its drawing is what a PDF calls a content stream."""

    def __init__(self) -> None:
        self._drawn: list[str] = [f"0.7 w 8 8 {WIDTH - 16} {HEIGHT - 16} re S"]
        self._y = HEIGHT - 44

    @property
    def content(self) -> str:
        return "\n".join(self._drawn)

    def text(self, text: str, *, size: int = 9, font: str = "F1") -> None:
        self._put(MARGIN, text, size, font)
        self._y -= LINE

    def pair(self, left: str, right: str, *, font: str = "F1") -> None:
        """A name, and an amount that ends at the right margin (Courier is 0.6 em wide)."""
        self._put(MARGIN, left, 9, font)
        self._put(WIDTH - MARGIN - len(right) * 5.4, right, 9, font)
        self._y -= LINE

    def rule(self) -> None:
        y = self._y + LINE // 2
        self._drawn.append(f"{MARGIN} {y} m {WIDTH - MARGIN} {y} l S")
        self._y -= LINE // 2

    def stamp(self, text: str) -> None:
        """A mark set a little askew, as stamps are."""
        self._drawn.append(
            f"q 0.98 0.17 -0.17 0.98 {MARGIN + 60} {self._y - 60} cm 0.15 0.2 0.55 RG 1.5 w "
            f"0 0 {len(text) * 9 + 20} 26 re S 0.15 0.2 0.55 rg "
            f"BT /F2 14 Tf 10 8 Td ({text}) Tj ET Q"
        )

    def _put(self, x: float, text: str, size: int, font: str) -> None:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self._drawn.append(f"BT /{font} {size} Tf {x:.1f} {self._y} Td ({escaped}) Tj ET")


def _pdf(content: str) -> bytes:
    """A PDF of one page with that drawing; the text is ASCII."""
    fonts = "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> "
    fonts += "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
        f"/Resources << /Font << {fonts} >> >> /Contents 4 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    ]
    written, starts = "%PDF-1.4\n", []
    for place, body in enumerate(objects, 1):
        starts.append(len(written))
        written += f"{place} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    written += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    written += f"startxref\n{written.rindex('xref')}\n%%EOF\n"
    return written.encode("ascii")
