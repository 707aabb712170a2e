"""What is wrong with villages, people, groups and their members."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from upk.desk.moving.content import Content, Row
from upk.desk.moving.known import Known
from upk.desk.moving.problems import CellProblem
from upk.periods import format_date

OFFICERS = {"chair": "ketua", "secretary": "sekretaris", "treasurer": "bendahara"}


def villages_named_once(content: Content) -> Iterator[CellProblem]:
    """No two villages have one name."""
    seen: dict[str, Row] = {}
    for row in content["villages"]:
        name = row["name"] and row["name"].casefold()
        if name and (first := seen.setdefault(name, row)) is not row:
            found = f"{row['name']}, seperti di baris {first.number}"
            yield row.problem("name", found, "nama yang lain untuk setiap desa")


def villages_fit(content: Content, known: Known) -> Iterator[CellProblem]:
    """A village that the office has already keeps its code."""
    codes = {name.casefold(): code for code, name in known.villages.items()}
    for row in content["villages"]:
        code = row["name"] and codes.get(row["name"].casefold())
        if code and row["code"] not in (None, code):
            expected = f"{code}: desa {row['name']} sudah tercatat di kantor ini dengan kode itu"
            yield row.problem("code", row["code"], expected)


def identities_once(content: Content) -> Iterator[CellProblem]:
    """No two people have one NIK; the number itself is never repeated."""
    seen: dict[str, Row] = {}
    for row in content["people"]:
        if row["nik"] and (first := seen.setdefault(row["nik"], row)) is not row:
            found = f"NIK yang sama dengan baris {first.number}"
            expected = "NIK dari KTP orang ini sendiri, atau satu baris saja bila orangnya sama"
            yield row.problem("nik", found, expected)


def members_one_at_a_time(content: Content) -> Iterator[CellProblem]:
    """Periods of a person in a group follow each other, and an officer is one at a time."""
    people: dict[tuple, list[Row]] = defaultdict(list)
    officers: dict[tuple, list[Row]] = defaultdict(list)
    for row in content["members"]:
        if None in (row["group"], row["person"], row["since"]):
            continue
        if row["until"] is not None and row["until"] < row["since"]:
            expected = f"{format_date(row['since'])} (mulainya) atau sesudahnya"
            yield row.problem("until", format_date(row["until"]), expected)
            continue
        people[row["group"], row["person"]].append(row)
        if row["position"] in OFFICERS and row["until"] is None:
            officers[row["group"], row["position"]].append(row)
    for rows in people.values():
        yield from _overlaps(rows)
    for (group, position), rows in officers.items():
        for row in rows[1:]:
            found = f"{OFFICERS[position]} kedua di kelompok {group}"
            expected = f"satu saja (baris {rows[0].number}), atau isi kolom Sampai"
            yield row.problem("position", found, expected)


def _overlaps(rows: list[Row]) -> Iterator[CellProblem]:
    rows = sorted(rows, key=lambda row: (row["since"], row.number))
    for before, row in pairwise(rows):
        if (before["until"] or date.max) >= row["since"]:
            found = f"{format_date(row['since'])}, masih anggota menurut baris {before.number}"
            expected = "mulai sesudah masa sebelumnya berakhir (kolom Sampai)"
            yield row.problem("since", found, expected)
