"""Goats move in and out with their lives."""

from datetime import date

import pytest

from goats.models import Goat, GoatEvent
from tests.upk.desk.moving.rows import CUT_OVER, content_of, moving_of, problems_of, told
from upk.desk.check_goats import check_herd as goats_in_books
from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.sheets import poor as sheets
from upk.desk.moving.writing.goats import write_goats
from upk.desk.moving.writing.households import write_households

VILLAGES = [{"code": "ALAS", "name": "Alas"}]
PEOPLE = [
    {"code": str(n), "name": f"Warga {n}", "sex": "P", "village": "ALAS"} for n in range(1, 4)
]
HOMES = [
    {"code": f"R{n}", "village": "ALAS", "hamlet": "Lor", "head": str(n), "proposed_by": "Musdus",
     "confirmed_on": date(2007, 3, 20), "minutes": "BA/04"}
    for n in range(1, 4)
]  # fmt: skip
MOTHER = {
    "number": 12, "sex": "F", "breed": "Kacang", "origin": "bought", "came_on": date(2008, 4, 10),
    "price": 450_000, "funding": "surplus", "funding_year": 2008, "keeper": "R2",
    "since": date(2009, 3, 1),
}  # fmt: skip
BEFORE = {"goat": 12, "household": "R1", "since": date(2008, 4, 12)}
KID = {
    "number": 31, "sex": "F", "breed": "Kacang", "origin": "born", "born_on": date(2008, 10, 1),
    "mother": 12, "keeper": "R1",
}  # fmt: skip
NEWER = KID | {"number": 32, "sex": "M", "born_on": date(2009, 8, 1), "keeper": "R2"}
DEAD = {
    "number": 13, "sex": "F", "breed": "Etawa", "origin": "bought", "came_on": date(2008, 4, 10),
    "price": 400_000, "funding": "donation", "keeper": "R3", "since": date(2008, 5, 1),
    "end": "died", "ended_on": date(2009, 2, 1), "cause": "Kembung", "negligent": True,
}  # fmt: skip


def content(*goats, stays=(BEFORE,), homes=HOMES):
    return content_of(
        villages=VILLAGES, people=PEOPLE, households=homes, goats=list(goats),
        goat_stays=list(stays),
    )  # fmt: skip


def problems(*goats, **more):
    return told(problems_of(content(*goats, **more)))


def moved_in(*goats, **more):
    moving = moving_of(content(*goats, **more))
    write_households(moving)
    write_goats(moving)
    return moving


def test_words_of_the_sheets_are_those_of_the_tables():
    assert set(sheets.SEXES) == set(Goat.Sex.choices)
    assert set(sheets.ORIGINS) == set(Goat.Origin.choices)
    assert set(sheets.FUNDINGS) == set(Goat.Funding.choices)
    assert set(sheets.ENDS) <= set(Goat.State.choices)


def test_lives_that_can_be_have_no_problem():
    assert problems(MOTHER, KID, NEWER, DEAD) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"funding": None}, [("Asal dana", "kosong", "wajib diisi untuk kambing yang dibeli"),
                             ("Dana RTM tahun", "2008",
                              "kosong: hanya untuk dana RTM dari surplus")]),
        ({"funding_year": None}, [("Dana RTM tahun", "kosong",
                                   "wajib diisi untuk dana RTM dari surplus")]),
        ({"weaned_on": date(2009, 1, 1)},
         [("Disapih tanggal", "1 Januari 2009", "kosong: hanya untuk yang lahir di RTM"),
          ("Disapih tanggal", "1 Januari 2009",
           "kosong: hanya untuk anak yang lahir di RTM")]),
        ({"born_on": date(2008, 5, 1)},
         [("Tanggal lahir", "1 Mei 2008", "tidak sesudah dibeli, 10 April 2008")]),
        ({"since": None}, [("Dipelihara sejak", "kosong",
                            "wajib diisi: hari pemelihara ini menerimanya")]),
        ({"end": "died", "ended_on": date(2009, 5, 1)},
         [("Sebab", "kosong", "wajib diisi untuk kambing yang mati, dijual, atau hilang")]),
        ({"end": "sold", "ended_on": date(2009, 5, 1), "cause": "Biaya", "negligent": True},
         [("Karena kelalaian", "ya", "kosong: hanya untuk yang mati atau hilang")]),
        ({"end": "died", "ended_on": date(2009, 5, 1), "cause": "Sakit",
          "settled_on": date(2009, 6, 1)},
         [("Kewajiban selesai tanggal", "1 Juni 2009",
           "kosong: tidak ada pengganti yang harus diserahkan")]),
        ({"end": "died", "ended_on": date(2009, 2, 1), "cause": "Sakit"},
         [("Dipelihara sejak", "1 Maret 2009",
           "hari sebelum kambing itu berakhir, 1 Februari 2009")]),
        ({"replaced_by": 12}, [("Nomor pengganti", "12",
                                "kambing lain yang asal dananya pengganti; baris 2 bukan"),
                               ("Nomor pengganti", "12",
                                "kosong, atau isi juga “Kewajiban selesai tanggal”")]),
        ({"since": date(2008, 4, 1), "keeper": "R2"},
         [("Dipelihara sejak", "1 April 2008",
           "hari sesudah kambing itu datang, 10 April 2008")]),
    ],
)  # fmt: skip
def test_goat_is_refused_with_place_and_remedy(change, expected):
    found = [problem[1:] for problem in problems(MOTHER | change)]

    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"born_on": None}, [("Tanggal lahir", "kosong", "wajib diisi untuk yang lahir di RTM")]),
        ({"price": 5}, [("Harga", "Rp 5", "kosong: hanya untuk yang dibeli")]),
        ({"born_on": date(2008, 4, 11)},
         [("Tanggal lahir", "11 April 2008", "hari sesudah kambing itu ditempatkan di RTM")]),
        ({"born_on": date(2008, 4, 1)},
         [("Tanggal lahir", "1 April 2008", "hari sesudah kambing itu datang, 10 April 2008")]),
        ({"born_on": date(2009, 3, 5), "keeper": "R2"},
         [("Tanggal lahir", "1 Agustus 2009",
           "jarak sedikitnya 150 hari dari kelahiran pada 5 Maret 2009")]),
        ({"mother": 13, "born_on": date(2009, 2, 2), "keeper": "R3"},
         [("Tanggal lahir", "2 Februari 2009",
           "hari sebelum kambing itu berakhir, 1 Februari 2009")]),
        ({"mother": 32, "born_on": date(2009, 9, 1), "keeper": "R2"},
         [("Nomor induk", "32", "induk betina; baris 4 jantan"),
          ("Tanggal lahir", "1 September 2009", "induk betina")]),
    ],
)  # fmt: skip
def test_kid_is_refused_with_place_and_remedy(change, expected):
    found = [problem[1:] for problem in problems(MOTHER, KID | change, NEWER, DEAD)]

    assert sorted(found) == sorted(expected)


def test_keeper_that_was_not_confirmed_is_refused():
    homes = [HOMES[0], HOMES[1] | {"confirmed_on": date(2009, 3, 2)}, HOMES[2]]

    assert problems(MOTHER, homes=homes) == [
        (2, "Dipelihara sejak", "1 Maret 2009", "tidak sebelum RTM R2 ditetapkan, 2 Maret 2009")
    ]


def test_goats_come_in_with_keeper_mother_and_what_is_due(db):
    moving = moved_in(MOTHER, KID, NEWER, DEAD)

    goats = {goat.number: goat for goat in Goat.objects.select_related("mother", "keeper")}
    assert sorted(goats) == [12, 13, 31, 32]
    mother, dead, kid = goats[12], goats[13], goats[31]
    assert (mother.funding, mother.funding_year, mother.price) == ("surplus", 2008, 450_000)
    assert mother.keeper == moving.find("households", "R2")
    assert mother.due_on == date(2009, 12, 1)  # four months after the kid of 1 August at R2
    assert (kid.mother, kid.generation) == (mother, 2)
    assert kid.keeper == moving.find("households", "R1")
    assert (dead.state, dead.debtor) == ("died", moving.find("households", "R3"))
    events = GoatEvent.objects.filter(goat=mother).values_list("kind", "happened_on")
    assert list(events) == [
        ("bought", date(2008, 4, 10)), ("placed", date(2008, 4, 12)),
        ("gave_birth", date(2008, 10, 1)), ("handed_on", date(2009, 3, 1)),
        ("gave_birth", date(2009, 8, 1)),
    ]  # fmt: skip
    assert not goats_in_books([moving.office]).faults


def test_goats_go_out_and_come_back_the_same(db):
    replaced = DEAD | {"settled_on": date(2009, 5, 1), "replaced_by": 14}
    other = DEAD | {
        "number": 14, "funding": "replacement", "came_on": date(2009, 5, 1), "keeper": None,
        "since": None, "end": None, "ended_on": None, "cause": None, "negligent": None,
    }  # fmt: skip
    back = {"goat": 14, "household": None, "since": date(2009, 7, 1)}
    placed = {"goat": 14, "household": "R1", "since": date(2009, 6, 1)}
    given = NEWER | {"keeper": "R3", "since": date(2009, 12, 20), "weaned_on": date(2009, 12, 15)}
    stays = [BEFORE, placed, back]
    assert problems(MOTHER, KID, given, replaced, other, stays=stays) == []
    first = moved_in(MOTHER, KID, given, replaced, other, stays=stays)

    rows = {key: list(EXPORTERS[key](first.office, CUT_OVER)) for key in ("goats", "goat_stays")}
    homes = {str(first.find("households", f"R{n}").pk): f"R{n}" for n in range(1, 4)}
    for row in rows["goats"]:
        row["keeper"] = homes.get(row.get("keeper"))
    for row in rows["goat_stays"]:
        row["household"] = homes.get(row["household"])
    second = moved_in(*rows["goats"], stays=rows["goat_stays"])

    assert problems(*rows["goats"], stays=rows["goat_stays"]) == []
    assert rows["goats"][0] == MOTHER | {"born_on": None, "mother": None}
    assert rows["goat_stays"][:3] == [BEFORE, placed, back]
    assert _lives(second.office) == _lives(first.office)


def _lives(office) -> list[tuple]:
    columns = (
        "goat__number", "goat__state", "goat__funding", "kind", "happened_on", "is_negligent",
        "household__head__name", "giver__head__name", "replacement__number", "cause",
    )  # fmt: skip
    events = GoatEvent.objects.filter(office=office).order_by("goat__number", "happened_on", "pk")
    return list(events.values_list(*columns))
