"""Poor households and the aid they had move in and out."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from goats.aid.moving_in import OldAid, take_over_aid
from goats.aid.standings import plan_standings
from goats.models import AidHandover, AidPlan, Household, HouseholdMember
from goats.models.aid import AID_CHOICES
from goats.models.household import STEPS
from goats.rules.households import Step
from tests import factories
from tests.upk.desk.moving.rows import CUT_OVER, content_of, moving_of, problems_of, told
from upk.desk.check_aid import check_aid as aid_in_books
from upk.desk.check_households import check_households as households_in_books
from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.sheets import poor as sheets
from upk.desk.moving.writing.households import write_aid, write_households
from upk.ledger.services import Move, post_entry

VILLAGES = [{"code": "ALAS", "name": "Alas"}]
PEOPLE = [
    {"code": str(n), "name": f"Warga {n}", "sex": "P", "village": "ALAS"} for n in range(1, 6)
]
HOME = {
    "code": "R1", "village": "ALAS", "hamlet": "Kidul", "head": "1", "proposed_by": "Musdus Kidul",
    "registered_on": date(2007, 3, 5), "confirmed_on": date(2007, 3, 20), "minutes": "BA/04/2007",
}  # fmt: skip
LEFT = {
    "code": "R2", "village": "ALAS", "head": "2", "proposed_by": "Musdus Lor",
    "confirmed_on": date(2008, 1, 10), "minutes": "BA/01/2008", "became": "graduated",
    "became_on": date(2009, 6, 1), "note": "Anaknya bekerja",
}  # fmt: skip
CHILD = {"household": "R1", "person": "3", "relation": "child"}
FEES = {
    "household": "R1", "kind": "school_fees", "handed_on": date(2008, 7, 12), "amount": 150_000,
}  # fmt: skip


def content(**changes):
    plain = {
        "villages": VILLAGES, "people": PEOPLE, "households": [HOME, LEFT],
        "household_members": [CHILD], "aid": [FEES],
    }  # fmt: skip
    return content_of(**plain | changes)


def problems(**changes):
    return told(problems_of(content(**changes)))


def test_words_of_the_sheets_are_those_of_the_tables():
    steps = {(kind.value, label) for kind, label in STEPS.items()}
    own = {(Step.CONFIRMED.value, STEPS[Step.CONFIRMED]), (Step.VOID.value, STEPS[Step.VOID])}
    assert set(sheets.BECAME) == steps - own
    assert set(sheets.RELATIONS) == set(HouseholdMember.Relation.choices)
    assert set(sheets.AID_KINDS) == {choice for choice in AID_CHOICES if choice[0] != "goats"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        (
            {"confirmed_on": date(2007, 3, 1)},
            [("Tanggal penetapan", "1 Maret 2007", "tidak sebelum tanggal usulan, 5 Maret 2007")],
        ),
        (
            {"minutes": None},
            [("Nomor berita acara penetapan", "kosong",
              "wajib diisi karena “Tanggal penetapan” diisi")],
        ),
        (
            {"became": "moved", "became_on": date(2010, 1, 1), "note": "Ke Solo"},
            [("Sejak", "1 Januari 2010", "paling lambat tanggal pindah, 31 Desember 2009")],
        ),
        (
            {"became_on": date(2009, 1, 1)},
            [("Sejak", "1 Januari 2009", "kosong, atau isi juga “Kemudian”")],
        ),
        (
            {"confirmed_on": None, "minutes": None, "became": "graduated",
             "became_on": date(2009, 1, 1), "note": "x"},
            [("Kemudian", "Tidak miskin lagi",
              "tanggal penetapan: rumah tangga ini belum ditetapkan musyawarah desa")],
        ),
    ],
)  # fmt: skip
def test_household_is_refused_with_place_and_remedy(change, expected):
    found = problems(households=[HOME | change, LEFT], aid=[])

    assert [problem[1:] for problem in found] == expected


def test_nobody_is_in_two_households_and_no_kk_in_two():
    people = [PEOPLE[0] | {"kk": "3314010101010001"}, PEOPLE[1] | {"kk": "3314010101010001"}]
    twice = [CHILD, CHILD | {"household": "R2", "person": "1"}]

    found = problems(people=[*people, *PEOPLE[2:]], household_members=twice)

    assert found == [
        (3, "Nomor orang", "1",
         "orang yang belum ada di RTM lain (lembar Rumah tangga miskin, baris 2)"),
        (3, "Kepala rumah tangga", "2", "kepala dengan nomor KK yang lain dari baris 2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"handed_on": date(2007, 3, 19)},
            "tidak sebelum RTM R1 ditetapkan, 20 Maret 2007",
        ),
        (
            {"household": "R2", "handed_on": date(2009, 6, 1)},
            "sebelum RTM R2 berakhir (Tidak miskin lagi sejak 1 Juni 2009)",
        ),
        ({"handed_on": date(2010, 1, 1)}, "paling lambat tanggal pindah, 31 Desember 2009"),
    ],
)
def test_aid_is_refused_outside_of_the_time_in_which_the_household_counts(change, expected):
    assert [problem[3] for problem in problems(aid=[FEES | change])] == [expected]


def test_aid_of_a_later_budget_is_refused():
    [(row, column, found, expected)] = problems(aid=[FEES | {"year": 2009}])

    assert (row, column, found) == (2, "Anggaran tahun", "2009")
    assert expected == "tahun 2008 atau sebelumnya"


def test_households_come_in_with_steps_members_and_aid(db):
    again = FEES | {"handed_on": date(2008, 12, 1), "year": 2007}
    food = FEES | {"kind": "groceries", "amount": 60_000}
    moving = moving_of(content(aid=[FEES, food, again]))

    write_households(moving)
    write_aid(moving)

    first, second = Household.objects.order_by("pk")
    assert (first.state, first.confirmed_on) == ("waiting", date(2007, 3, 20))
    assert (second.state, second.registered_on) == ("graduated", date(2008, 1, 10))
    assert first.members.get().since == date(2007, 3, 5)
    plans = AidPlan.objects.order_by("year").select_related("decision", "end")
    assert [(plan.code, plan.made_on, plan.total) for plan in plans] == [
        ("RTM-2007-01", date(2008, 12, 1), 150_000), ("RTM-2008-01", date(2008, 7, 12), 210_000),
    ]  # fmt: skip
    sums = [standing.sums for standing in plan_standings(plans)]
    assert [(s.used, s.handed, s.in_hand, s.unpaid) for s in sums] == [
        (0, 150_000, 0, 0), (0, 210_000, 0, 0),
    ]  # fmt: skip
    assert not aid_in_books([moving.office]).faults
    assert not households_in_books([moving.office]).faults


def test_households_go_out_and_come_back_the_same(db):
    first = moving_of(content())
    write_households(first)
    write_aid(first)
    out = ("households", "household_members", "aid")
    rows = {key: list(EXPORTERS[key](first.office, CUT_OVER)) for key in out}
    named = [
        {"code": str(first.find("people", person["code"]).pk)} | person | {
            "code": str(first.find("people", person["code"]).pk)
        }
        for person in PEOPLE
    ]  # fmt: skip
    again = content(people=named, **rows)

    assert problems_of(again) == []
    second = moving_of(again)
    write_households(second)
    write_aid(second)

    assert rows["households"][0] == HOME | {
        "code": rows["households"][0]["code"], "head": named[0]["code"], "address": "",
    }  # fmt: skip
    assert rows["aid"] == [FEES | {"household": rows["households"][0]["code"], "year": 2008}]
    back = {key: list(EXPORTERS[key](second.office, CUT_OVER)) for key in out}
    without = {"code", "head", "household", "person"}
    for key in out:
        assert [_but(row, without) for row in back[key]] == [
            _but(row, without) for row in rows[key]
        ]


def _but(row: dict, names: set[str]) -> dict:
    return {name: value for name, value in row.items() if name not in names}


def test_aid_of_old_books_is_refused_once_the_books_have_begun(db):
    moving = moving_of(content())
    write_households(moving)
    old = OldAid(moving.find("households", "R1"), "groceries", date(2009, 1, 5), 50_000, 2009)
    cash, capital = (factories.account(moving.office, code) for code in ("1.1.01.01", "3.1.01.01"))
    post_entry(
        moving.office, happened_on=date(2010, 1, 4), memo="Modal", by=moving.by,
        moves=[Move(cash, capital, 1_000)],
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="the books have begun"), transaction.atomic():
        take_over_aid(moving.office, [old], request_key="0" * 8 + "-0000-4000-8000-" + "0" * 12,
                      by=moving.by)  # fmt: skip

    assert not AidHandover.objects.exists()
