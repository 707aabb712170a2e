"""Papers of grants as PDF: the decree (form 28), the field check (28.a), the pledge of
contribution (6), and the receipt of a payment. Numbers of the programme's forms are those of its
list (data/programme_forms.csv); what they say is [chosen].
"""

from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from grants.models import Agreement, Decree, Grant, GrantMove, GrantPaper
from grants.rules.sectors import NAMES
from grants.running.agreements import current_team
from upk.access import Role
from upk.money import in_words
from upk.offices.models import Office, User
from upk.pdf import make_pdf, printed_text

STYLESHEET = Path(__file__).with_name("prints.css")


def _frame(office: Office, title: str, subject: str) -> dict:
    """What the frame of all PDFs needs."""
    return {"office": office, "title": title, "subject": subject, "printed": printed_text()}


def _only(office: Office, role: str) -> str:
    """The name of the office's user of a role, if there is exactly one; else room to write."""
    people = User.objects.filter(office=office, role=role, is_active=True)
    names = list(people.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""


def receipt_html(move: GrantMove) -> str:
    """The receipt of a tranche, of a team's operational money, or of money given back."""
    office, grant = move.office, move.grant
    village = grant.proposal.village if grant else move.village
    team = current_team(grant, move.happened_on) if grant else None
    is_back = move.kind == GrantMove.Kind.RETURN
    return render_to_string(
        "grants/print/receipt.html",
        {
            **_frame(office, f"Kwitansi {move.entry.label}", move.get_kind_display()),
            "move": move,
            "grant": grant,
            "village": village,
            "team": team,
            "is_back": is_back,
            "purpose": _purpose(move),
            "words": in_words(move.amount),
            "manager": _only(office, Role.MANAGER),
            "treasurer": move.recorded_by.name,
            "reversal": getattr(move, "reversed_by", None),
        },
    )


def _purpose(move: GrantMove) -> str:
    if move.tranche_id:
        return f"Pencairan BLM tahap {move.tranche.number}: {move.grant.proposal.title}"
    if move.kind == GrantMove.Kind.RETURN:
        return f"Pengembalian sisa dana BLM: {move.grant.proposal.title}"
    return f"Dana operasional TPK dari {move.phase}"


def decree_html(decree: Decree) -> str:
    """The decree with its list of grants."""
    grants = decree.grants.standing().with_names()
    grants = list(grants.order_by("proposal__village__name", "proposal__number"))
    rows = [(grant, NAMES[grant.proposal.sector]) for grant in grants]
    total = sum(grant.amount for grant in grants)
    context = {"decree": decree, "rows": rows, "total": total, "words": in_words(total or 0)}
    frame = _frame(decree.office, "Surat Penetapan Camat", f"Formulir 28, {decree}")
    return render_to_string("grants/print/decree.html", frame | context)


def check_html(grant: Grant, paper: GrantPaper | None, on: date) -> str:
    """The field check: as it was recorded, or a blank to be filled in by hand."""
    context = {
        "grant": grant, "paper": paper, "team": current_team(grant, on),
        "questions": CHECK_QUESTIONS,
    }  # fmt: skip
    frame = _frame(grant.office, "Hasil Verifikasi Kesiapan Lapangan", "Formulir 28.a")
    return render_to_string("grants/print/check.html", frame | context)


CHECK_QUESTIONS = (
    "Pekerjaan sesuai gambar desain dan RAB",
    "Bahan tersedia dan mutunya sesuai",
    "Swadaya masyarakat terlaksana",
    "Pembukuan TPK dan bukti pengeluaran lengkap",
    "Papan informasi kegiatan terpasang",
    "Tidak ada masalah yang belum diselesaikan",
)
"""What is looked at before the last tranche [chosen]."""


def pledge_html(grant: Grant, agreement: Agreement, on: date) -> str:
    """The village's pledge of contribution: lines of the budget that it pays for."""
    lines = [line for line in agreement.lines.all() if line.contribution]
    context = {
        "grant": grant, "agreement": agreement, "lines": lines,
        "words": in_words(agreement.contribution), "team": current_team(grant, on),
    }  # fmt: skip
    frame = _frame(grant.office, "Berita Acara Kesanggupan Swadaya", "Formulir 6")
    return render_to_string("grants/print/pledge.html", frame | context)


def pdf_of(html: str) -> bytes:
    """The PDF of one of these papers. Raises ``PdfError``."""
    return make_pdf(html, STYLESHEET)
