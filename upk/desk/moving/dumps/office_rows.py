"""The office and its villages, from the tables that all offices of an installation share."""

import re
from collections.abc import Iterator
from sqlite3 import Row

from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.work import Cells, Work, code_once, is_set
from upk.desk.moving.sheets import BY_KEY

_NO_LETTERS = re.compile(r"[^A-Za-z0-9]+")


def office_row(work: Work) -> Cells:
    """The office: what was given, else what the dump says; the rest stays empty and is told."""
    subdistrict = subdistrict_of(work)
    district = _district(work, subdistrict)
    given = work.given
    row = {
        "code": given.code,
        "name": given.name or _of(subdistrict, "office_name"),
        "legal_form": given.legal_form,
        "subdistrict": given.subdistrict or _of(subdistrict, "name"),
        "district_code": given.district_code or _of(subdistrict, "district"),
        "district_name": given.district_name or _of(district, "name"),
        "province": given.province,
        "timezone": given.timezone,
        "cut_over": work.cut_over,
        "address": _of(subdistrict, "address"),
        "phone": _of(subdistrict, "phone"),
        "email": _of(subdistrict, "email"),
    }
    sheet = BY_KEY["office"]
    for column in sheet.columns:
        if column.required and not row.get(column.key):
            option = f"--{column.key.replace('_', '-')}"
            work.findings.add(
                About.MISSING, "kecamatan", f"id {work.number}", column.heading,
                f"Dikosongkan; isi di lembar {sheet.title}, atau beri {option}.",
            )  # fmt: skip
    return row


def subdistrict_of(work: Work) -> Row | None:
    """The row of the table ``kecamatan`` that is this office, if it is in the dump."""
    return next(work.store.rows("SELECT * FROM kecamatan WHERE id = ?", str(work.number)), None)


def _district(work: Work, subdistrict: Row | None) -> Row | None:
    """Older versions refer to the district's number, later ones to its code."""
    code = _of(subdistrict, "district")
    if not is_set(code):
        return None
    question = "SELECT * FROM kabupaten WHERE code = ? OR id = ? ORDER BY code = ? DESC"
    return next(work.store.rows(question, code, code, code), None)


def _of(row: Row | None, key: str) -> str:
    return (row[key] if row is not None else None) or ""


def village_rows(work: Work) -> Iterator[Cells]:
    """The villages of the sub-district, and those that a group or a person refers to besides."""
    taken: set[str] = set()
    used = {row[0] for row in work.store.rows(_USED) if is_set(row[0])}
    for row in work.store.rows("SELECT * FROM desa ORDER BY code, id"):
        if not used & {row["code"], row["id"]} and not _belongs(work, row):
            continue
        code = _village_code(work, row["code"], taken)
        work.villages.setdefault(row["code"], code)
        work.villages.setdefault(row["id"], code)
        payment_day = row["payment_day"] if 1 <= (row["payment_day"] or 0) <= 31 else None
        yield {"code": code, "name": row["name"], "payment_day": payment_day}
    for old in sorted(used - work.villages.keys()):
        code = _village_code(work, old, taken)
        work.villages[old] = code
        work.findings.add(
            About.MISSING, "desa", old, "nama desa", f"Desa {code} tanpa nama; isi di lembar Desa."
        )
        yield {"code": code, "name": None, "payment_day": None}


_USED = "SELECT village FROM kelompok UNION SELECT village FROM anggota"


def _belongs(work: Work, village: Row) -> bool:
    subdistrict = subdistrict_of(work)
    return subdistrict is not None and village["subdistrict"] == subdistrict["code"]


def _village_code(work: Work, old: str, taken: set[str]) -> str:
    """The old code without dots; what is longer than the sheet takes is numbered instead."""
    most = BY_KEY["villages"].by_key["code"].most
    plain = _NO_LETTERS.sub("", old)
    if 0 < len(plain) <= most:
        return code_once(plain, taken, most)
    code = code_once(f"D{len(taken) + 1}", taken, most)
    work.findings.add(About.CODE, "desa", old, f"kode desa {old}", f"Kode di sini: {code}.")
    return code
