"""What records, columns and values are called on the page of the trail."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, resolve, reverse

from upk.periods import format_date

EMPTY = "–"


@dataclass(frozen=True)
class Kind:
    """A kind of record: what it is called, its page, and the rows that belong to it."""

    label: str
    page: str = ""
    parts: tuple[tuple[str, str], ...] = ()


KINDS = {
    "offices.person": Kind("Orang", "offices:person-detail"),
    "groups.group": Kind("Kelompok", "groups:group-detail", (("groups.membership", "group"),)),
    "groups.membership": Kind("Keanggotaan"),
    "goats.household": Kind("RTM", "goats:household-detail"),
    "goats.goat": Kind("Kambing", "goats:goat-detail"),
    "loans.loan": Kind(
        "Pinjaman",
        "loans:loan-detail",
        (
            ("loans.share", "loan"),
            ("loans.papercheck", "loan"),
            ("loans.memberverification", "loan"),
        ),
    ),
    "loans.share": Kind("Bagian pemanfaat"),
    "loans.papercheck": Kind("Kelengkapan usulan"),
    "loans.memberverification": Kind("Verifikasi pemanfaat"),
    "loans.memberanswer": Kind("Jawaban verifikasi"),
    "loans.product": Kind("Produk pinjaman", "loans:product-detail"),
    "maintenance.infrastructure": Kind(
        "Prasarana",
        "maintenance:infrastructure-detail",
        (("maintenance.inspection", "infrastructure"),),
    ),
    "maintenance.inspection": Kind("Pemeriksaan prasarana"),
    "grants.proposal": Kind("Usulan BLM", "grants:proposal-detail"),
    "training.trainingkind": Kind("Jenis pelatihan"),
    "training.participant": Kind("Peserta pelatihan"),
    "oversight.partner": Kind("Mitra kerja sama", "oversight:partner-detail"),
    "profile.officer": Kind("Pengurus"),
    "profile.legaldocument": Kind("Dokumen hukum"),
    "offices.office": Kind("Kantor"),
    "offices.village": Kind("Desa", "offices:village-edit"),
    "offices.user": Kind("Pengguna", "offices:user-edit"),
    "offices.assignment": Kind("Penanggung jawab desa"),
    "offices.district": Kind("Kabupaten"),
    "ledger.account": Kind("Akun", "ledger:account-book"),
    "assets.assetclass": Kind("Golongan inventaris"),
    "reports.issuedreport": Kind("Laporan terbit", "reports:issued-detail"),
}

COLUMNS = {
    "anonymous_number": "nomor anonim",
    "allowance": "akun cadangan", "batch": "pelatihan", "cash": "akun kas",
    "checked_by": "diperiksa oleh", "corrects": "memperbaiki", "counts_from": "berlaku sejak",
    "district": "kabupaten", "file": "berkas", "group": "kelompok", "head": "kepala rumah tangga",
    "infrastructure": "prasarana", "interest_income": "akun jasa", "item": "isi daftar",
    "kk": "nomor KK", "loan": "pinjaman", "mother": "induk", "nik": "NIK", "office": "kantor",
    "parent": "akun induk", "penalty_income": "akun denda", "person": "orang",
    "phase": "tahun anggaran", "product": "produk", "provision_expense": "akun beban cadangan",
    "rebate_expense": "akun IPTW", "receivable": "akun piutang",
    "recovery_income": "akun penagihan terhapus", "rescheduled_from": "penjadwalan ulang dari",
    "rescheduling": "akun penjadwalan ulang", "status": "status", "subledger": "buku pembantu",
    "swadaya": "swadaya", "user": "pengguna", "verification": "verifikasi", "village": "desa",
    "volume": "volume", "withdrawn_by": "ditarik oleh", "rows": "jumlah baris",
    "sha256": "sidik berkas", "format": "bentuk", "browser": "peramban", "years": "lama (tahun)",
    "since": "sejak", "last": "hari terakhir", "what": "urusan", "photos": "jumlah foto",
    "encrypted": "terenkripsi", "is_taken": "diunduh", "by_itself": "dengan sendirinya",
}  # fmt: skip
"""Columns that have no Indonesian name in their model, and what events tell besides."""


def kind_label(kind: str) -> str:
    """What a kind of record is called; its model's own name where none is written here."""
    if kind in KINDS:
        return KINDS[kind].label
    model = _model(kind)
    return str(model._meta.verbose_name) if model else kind


@cache
def page_for(kind: str, role: str) -> str:
    """The name of the page of such a record, if there is one that the role may open."""
    name = KINDS[kind].page if kind in KINDS else ""
    try:
        allowed = resolve(reverse(name, args=[1])).func.allowed_roles if name else ()
    except NoReverseMatch:
        return ""
    return name if role in allowed else ""


def column_label(kind: str, name: str) -> str:
    """What a column is called."""
    field = field_of(kind, name)
    return COLUMNS.get(name) or (str(field.verbose_name) if field else name.replace("_", " "))


@cache
def field_of(kind: str, name: str) -> models.Field | None:
    """The model's field of that name, if both are there still."""
    model = _model(kind)
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _model(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind) if kind else None
    except (LookupError, ValueError):
        return None


def value_text(field: models.Field | None, value) -> str:
    """A value that is no reference, as people read it."""
    if value in (None, ""):
        return EMPTY
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    choices = dict(field.flatchoices) if field is not None else {}
    if value in choices:
        return str(choices[value])
    if isinstance(field, models.BigIntegerField) and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return _day(value)
    return str(value)


def _day(value) -> str:
    try:
        return format_date(date.fromisoformat(value))
    except ValueError:
        return str(value)


def kind_choices(known: set[str]) -> list[tuple[str, str]]:
    """Kinds to choose from, by their names: all that have one here, and what else is ``known``."""
    kinds = dict.fromkeys(chain(KINDS, sorted(known)))
    return sorted(((kind, kind_label(kind)) for kind in kinds), key=lambda pair: pair[1])
