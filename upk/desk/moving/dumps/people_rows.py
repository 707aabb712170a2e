"""People, groups and who belongs to which, from ``anggota``, ``kelompok``, ``pinjaman_anggota``."""

from collections.abc import Iterator
from sqlite3 import Row

from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.store import day
from upk.desk.moving.dumps.work import Cells, Work, as_code, code_once, is_set
from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.sheets.office import FUNCTIONS, LEVELS

_DIGITS = 16
_SPACERS = str.maketrans("", "", " .-'")
KNOWN_PRODUCTS = {"1": "SPP", "2": "UEP"}
"""As version [A] of the tables posts them; used where the table of products is missing."""


def person_rows(work: Work) -> Iterator[Cells]:
    """Everybody in ``anggota``. A NIK comes once, with the person who was entered first."""
    taken: set[str] = set()
    niks: dict[str, str] = {}
    for row in work.store.rows("SELECT * FROM anggota ORDER BY CAST(id AS INTEGER), id"):
        code = code_once(row["id"] or "0", taken, BY_KEY["people"].by_key["code"].most)
        if row["id"] in work.people:
            work.tell(About.DOUBLED, "anggota", row["id"], "id", f"Nomor orang di sini: {code}.")
        work.people.setdefault(row["id"], code)
        yield {
            "code": code,
            "name": row["name"] or _told_empty(work, "anggota", row["id"], "nama"),
            "sex": _sex(work, row),
            "village": _village(work, "anggota", row),
            "birth_date": day(row["birth_date"]),
            "nik": _nik(work, row, niks),
            "kk": _identity(work, row, "kk", "nomor KK"),
            "phone": row["phone"],
            "address": row["address"],
        }


def _sex(work: Work, row: Row) -> str | None:
    sex = (row["sex"] or "").upper()[:1]
    if sex in ("L", "P"):
        return sex
    return _told_empty(work, "anggota", row["id"], "jenis kelamin")


def _told_empty(work: Work, table: str, row: str, what: str) -> None:
    work.tell(About.MISSING, table, row, what, "Dikosongkan; isi sendiri.")


def _village(work: Work, table: str, row: Row) -> str | None:
    """The village's code; only a reference to nowhere is left empty."""
    if is_set(row["village"]):
        return work.villages[row["village"]]
    return _told_empty(work, table, row["id"], "desa")


def _identity(work: Work, row: Row, key: str, what: str) -> str | None:
    """16 digits, or nothing; a number of another length stands with the findings, not lost."""
    digits = (row[key] or "").translate(_SPACERS)
    if not digits.strip("0"):
        return None
    if len(digits) == _DIGITS and digits.isascii() and digits.isdigit():
        return digits
    found = f"{what}: {len(digits)} huruf"
    work.tell(About.IDENTITY, "anggota", row["id"], found, "Dikosongkan.", kept=row[key])
    return None


def _nik(work: Work, row: Row, niks: dict[str, str]) -> str | None:
    nik = _identity(work, row, "nik", "NIK")
    if nik is None:
        return None
    first = niks.setdefault(nik, row["id"])
    if first == row["id"]:
        return nik
    found = f"NIK yang sama dengan id {first}"
    work.tell(About.DOUBLED, "anggota", row["id"], found, "NIK dikosongkan di sini.", kept=nik)
    return None


def group_rows(work: Work) -> Iterator[Cells]:
    """Every group, with the category of its product."""
    taken: set[str] = set()
    categories = _categories(work)
    levels = _graded(work, "tingkat_kelompok", LEVELS)
    functions = _graded(work, "fungsi_kelompok", FUNCTIONS)
    for row in work.store.rows("SELECT * FROM kelompok ORDER BY CAST(id AS INTEGER), id"):
        code = _group_code(work, row, taken)
        if row["id"] in work.groups:
            work.tell(About.DOUBLED, "kelompok", row["id"], "id", f"Kode kelompok di sini: {code}.")
        work.groups.setdefault(row["id"], code)
        if not row["founded_on"]:
            work.tell(About.DAY, "kelompok", row["id"], "tgl_berdiri kosong", "Dikosongkan.")
        yield {
            "code": code,
            "name": row["name"] or _told_empty(work, "kelompok", row["id"], "nama"),
            "village": _village(work, "kelompok", row),
            "category": _category(work, row, categories),
            "founded_on": day(row["founded_on"]),
            "level": levels.get(row["level"]),
            "function": functions.get(row["function"]),
            "address": row["address"],
            "phone": row["phone"],
        }


def _group_code(work: Work, row: Row, taken: set[str]) -> str:
    """The old code as codes are written here; where it is empty the row's number."""
    old = row["code"] or ""
    most = BY_KEY["groups"].by_key["code"].most
    wanted = as_code(old) or f"K{as_code(row['id'])}"
    code = code_once(wanted, taken, most)
    if code != wanted[:most]:
        found = f"kd_kelompok {old} ada lebih dari satu"
        work.tell(About.DOUBLED, "kelompok", row["id"], found, f"Kode di sini: {code}.")
    elif code != old:
        found = f"kd_kelompok {old}" if old else "kd_kelompok kosong"
        work.tell(About.CODE, "kelompok", row["id"], found, f"Kode di sini: {code}.")
    return code


def _categories(work: Work) -> dict[str, str]:
    """By the product's number: SPP, UEP, or neither."""
    products = work.store.rows("SELECT id, code FROM jenis_produk_pinjaman")
    names = {row["id"]: (row["code"] or "").upper() for row in products} or KNOWN_PRODUCTS
    return {key: name if name in ("SPP", "UEP") else "LAIN" for key, name in names.items()}


def _category(work: Work, row: Row, categories: dict[str, str]) -> str | None:
    found = categories.get(row["product"])
    if found is None:
        what = f"jenis_produk_pinjaman {row['product']}"
        work.tell(About.UNKNOWN, "kelompok", row["id"], what, "Jenis dikosongkan; isi sendiri.")
    return found


def _graded(work: Work, table: str, choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Which of our choices each old number is, by the names in its own table."""
    names = work.lookup(table)
    by_word = {wording.casefold(): key for key, wording in choices}
    found = {
        old: by_word[name.casefold()]
        for old, name in names.items()
        if name and name.casefold() in by_word
    }
    if not found:
        work.findings.add(
            About.MISSING, table, "", "arti nomor-nomornya", "Dikosongkan di lembar Kelompok."
        )
    return found


_BELONGS = """
    SELECT loan."group" AS "group", share.person AS person,
           MIN(COALESCE(loan.disbursed_on, loan.proposed_on)) AS since
    FROM pinjaman_anggota AS share JOIN pinjaman_kelompok AS loan ON loan.id = share.loan
    GROUP BY loan."group", share.person ORDER BY CAST(loan."group" AS INTEGER), since, share.person
"""
_OFFICES = (("chair", "ketua"), ("secretary", "sekretaris"), ("treasurer", "bendahara"))


def member_rows(work: Work) -> Iterator[Cells]:
    """Who borrowed in which group, since the first loan there; officers by their names.

    The old tables keep officers as names alone: a name that no member of the group has is told.
    """
    names = {row["id"]: _folded(row["name"]) for row in work.store.rows(_NAMES)}
    officers = {
        row["id"]: {position: row[position] for position, _ in _OFFICES if row[position]}
        for row in work.store.rows("SELECT * FROM kelompok")
    }
    for row in work.store.rows(_BELONGS):
        group, person = row["group"], row["person"]
        if group not in work.groups or person not in work.people or not row["since"]:
            continue
        if row["since"] > work.cut_over.isoformat():
            continue
        position = _position(officers[group], names[person])
        yield {
            "group": work.groups[group],
            "person": work.people[person],
            "position": position,
            "since": day(row["since"]),
        }
    _tell_officers(work, officers)


_NAMES = "SELECT id, name FROM anggota"


def _folded(name: str | None) -> str:
    return " ".join((name or "").replace(".", " ").split()).casefold()


def _position(officers: dict[str, str], name: str) -> str:
    """The office that this name holds, which nobody else of the group then gets."""
    for position, officer in officers.items():
        if name and _folded(officer) == name:
            del officers[position]
            return position
    return "member"


def _tell_officers(work: Work, officers: dict[str, dict[str, str]]) -> None:
    words = dict(_OFFICES)
    for group, left in officers.items():
        for position, officer in left.items():
            found = f"{words[position]} tidak ada di antara pemanfaat kelompok ini"
            done = "Tidak ditulis; tambahkan di lembar Orang dan Anggota kelompok."
            work.tell(About.REFERENCE, "kelompok", group, found, done, kept=officer)
