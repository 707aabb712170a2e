"""The menu, the office's name and the practice date: what every page shows around its content.

An entry's roles are those that its view declares (``roles`` in upk/access.py), so menu and
permission can't disagree; an entry whose address doesn't exist in this installation is left out.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from upk.access import EVERYBODY, Role


@dataclass(frozen=True)
class Entry:
    """A line of the menu; ``key`` is its accesskey.

    ``unless`` names a page that leads there too: whoever may open that one needs no entry.
    """

    label: str
    icon: str
    url_name: str
    key: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Section:
    """A group of entries under a heading (empty for the first).

    ``folded_icon``: where the menu is long, the section is folded under this icon and opens on a
    click, so that the menu fits a laptop; as many as fit stand open from the start. Empty for
    what people need all day, wherever they are.
    """

    label: str
    entries: tuple[Entry, ...]
    folded_icon: str = ""


MENU = (
    Section("", (Entry("Beranda", "house", "desk:home", "1"),)),
    Section(
        "Setoran",
        (
            Entry("Lembar Setoran", "cash-coin", "loans:day-sheet", "2"),
            Entry("Blangko Setoran", "printer", "loans:day-sheet-print", unless="loans:day-sheet"),
            Entry("Penagihan", "telephone", "loans:arrears-work"),
        ),
    ),
    Section(
        "Perguliran",
        (
            Entry("Pinjaman", "receipt", "loans:loan-list", "3"),
            Entry("Daftar Tunggu", "hourglass-split", "loans:waiting-list"),
            Entry("Simulasi", "calculator", "loans:simulation"),
            Entry("IPTW", "award", "loans:rebate-list"),
        ),
    ),
    Section(
        "Keanggotaan",
        (
            Entry("Kelompok", "people", "groups:group-list", "4"),
            Entry("Orang", "person", "offices:person-list", "5"),
        ),
    ),
    Section(
        "Pendampingan",
        (
            Entry("Desa Binaan", "pin-map", "desk:village-list"),
            Entry("Penanggung Jawab", "eye", "offices:responsible-list"),
            Entry("Kunjungan", "calendar-check", "visits:visit-list"),
            Entry("Pelatihan", "mortarboard", "training:batch-list"),
            Entry("Temuan", "flag", "oversight:finding-list"),
            Entry("Kerja Sama", "link-45deg", "oversight:agreement-list"),
        ),
        folded_icon="pin-map",
    ),
    Section(
        "Kas",
        (
            Entry("Kas dan Bank", "wallet2", "cash:account-list"),
            Entry("Transaksi Biasa", "lightning", "cash:usual-list", "9"),
            Entry("Opname Kas", "cash-stack", "cash:count-list"),
            Entry("Rekening Koran", "file-earmark-ruled", "cash:statement-list"),
        ),
        folded_icon="wallet2",
    ),
    Section(
        "Buku",
        (
            Entry("Jurnal", "journal-text", "ledger:journal", "6"),
            Entry("Jurnal Baru", "plus-lg", "ledger:entry-add"),
            Entry("Neraca Saldo", "book", "ledger:trial-balance"),
            Entry("Inventaris", "box", "assets:list"),
            Entry("Anggaran", "table", "budget:detail"),
            Entry("Cadangan Kerugian", "umbrella", "closing:provision-list"),
            Entry("Tutup Buku", "lock", "desk:periods"),
            Entry("Pembagian Surplus", "pie-chart", "closing:surplus-list"),
            Entry("Periksa Buku", "shield-check", "desk:check-books"),
        ),
        folded_icon="book",
    ),
    Section(
        "BLM",
        (
            Entry("Tahun Anggaran", "clock-history", "grants:phase-list"),
            Entry("Usulan", "clipboard-data", "grants:proposal-list"),
            Entry("Kegiatan", "kanban", "grants:grant-list"),
            Entry("Dana BLM", "safe", "grants:fund-list"),
        ),
        folded_icon="clipboard-data",
    ),
    Section(
        "Pemeliharaan",
        (
            Entry("Prasarana", "signpost-2", "maintenance:infrastructure-list"),
            Entry("Pemeriksaan", "camera", "maintenance:inspection-list"),
            Entry("Iuran", "piggy-bank", "maintenance:levy-list"),
        ),
        folded_icon="signpost-2",
    ),
    Section(
        "RTM dan Kambing",
        (
            Entry("RTM", "house-heart", "goats:household-list"),
            Entry("Bantuan RTM", "basket", "goats:aid-list"),
            Entry("Kambing", "tag", "goats:goat-list"),
            Entry("Serah Terima", "arrow-repeat", "goats:handover-list"),
            Entry("Angka Kambing", "graph-up", "goats:herd-figures"),
        ),
        folded_icon="house-heart",
    ),
    Section(
        "Laporan",
        (
            Entry("Daftar Laporan", "bar-chart-line", "reports:index", "7"),
            Entry("Laporan Triwulan", "calendar3", "reports:quarter-list", "8"),
        ),
    ),
    Section(
        "Kabupaten",
        (
            Entry("Perbandingan", "columns-gap", "desk:district-comparison"),
            Entry("Konsolidasi", "layers", "desk:district-consolidated"),
            Entry("Berkas Triwulan", "file-zip", "desk:district-bundles"),
        ),
    ),
    Section(
        "Pengaturan",
        (
            Entry("Kantor", "bank", "offices:office-edit"),
            Entry("Profil Kantor", "globe", "profile:edit"),
            Entry("Pengguna", "person-gear", "offices:user-list"),
            Entry("Desa", "geo-alt", "offices:village-list"),
            Entry("Produk Pinjaman", "tags", "loans:product-list"),
            Entry("Daftar Akun", "list-ol", "ledger:account-list"),
            Entry("Daftar Periksa", "clipboard-check", "offices:checklist-list"),
            Entry("Naskah Dokumen", "file-earmark-text", "loans:paper-text-list"),
            Entry("Pengaturan Laporan", "sliders", "reports:settings"),
            Entry("Data Pribadi", "check-circle", "desk:retention"),
            Entry("Jejak Perubahan", "search", "desk:trail"),
            Entry("Pindah ke Bergulir", "arrow-right", "desk:moving"),
        ),
        folded_icon="gear",
    ),
)

FOLDED_FROM = 3
"""A section that may be folded is, from so many entries on: fewer take no room worth a click."""

ROOM = 26
"""Lines (entries and headings) that fit a laptop of 768 pixels; a shorter menu folds nothing."""


@lru_cache(maxsize=256)
def _target(url_name: str, urlconf: str) -> tuple[str, frozenset[str]] | None:
    """The entry's address and the roles that its view lets in; ``None`` if there is no such."""
    try:
        url = reverse(url_name, urlconf=urlconf)
    except NoReverseMatch:
        return None
    view = resolve(url, urlconf=urlconf).func
    if not getattr(view, "login_required", True):
        return url, frozenset(EVERYBODY)
    return url, getattr(view, "allowed_roles", frozenset())


def menu_for(role: str, path: str) -> list[dict]:
    """The sections that ``role`` may use; the entry under which ``path`` lies is the current one.

    Each section is ``{"label", "icon", "entries", "folded", "open"}``, each entry
    ``{"label", "icon", "key", "url", "current"}``. Sections without an entry are left out; of the
    folded ones that with the current entry is open, and those for which there is room.
    """
    sections = []
    for section in MENU:
        entries = []
        for entry in section.entries:
            target = _target(entry.url_name, settings.ROOT_URLCONF)
            other = _target(entry.unless, settings.ROOT_URLCONF) if entry.unless else None
            if target and role in target[1] and not (other and role in other[1]):
                shown = {"label": entry.label, "icon": entry.icon, "key": entry.key}
                entries.append(shown | {"url": target[0], "current": False})
        if entries:
            icon = section.folded_icon if len(entries) >= FOLDED_FROM else ""
            sections.append({"label": section.label, "entries": entries, "icon": icon})
    _mark_current([entry for section in sections for entry in section["entries"]], path)
    is_long = sum(1 + len(section["entries"]) for section in sections) > ROOM
    for section in sections:
        section["folded"] = is_long and bool(section["icon"])
        section["open"] = any(entry["current"] for entry in section["entries"])
    _open_what_fits(sections)
    return sections


def _open_what_fits(sections: list[dict]) -> None:
    """Open folded sections in their order as long as the menu's lines are within ``ROOM``."""
    lines = sum(bool(section["label"]) for section in sections)
    for section in sections:
        if section["open"] or not section["folded"]:
            lines += len(section["entries"])
    for section in sections:
        count = len(section["entries"])
        if section["folded"] and not section["open"] and lines + count <= ROOM:
            section["open"] = True
            lines += count


def _mark_current(entries: list[dict], path: str) -> None:
    """Mark the entry with the longest address that ``path`` begins with."""
    above = [
        e for e in entries if path == e["url"] or (e["url"] != "/" and path.startswith(e["url"]))
    ]
    if above:
        max(above, key=lambda entry: len(entry["url"]))["current"] = True


def navigation(request: HttpRequest) -> dict:
    """Context processor: ``menu``, ``place``, ``role_label``, ``practice_date``.

    ``place`` is the user's office or district. Nothing for a stranger, so that the login
    and error pages work without a user.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "menu": menu_for(user.role, request.path),
        "place": user.office or user.district,
        "role_label": Role(user.role).label,
        "practice_date": user.office.practice_date if user.office else None,
    }
