"""Infrastructure and levies move in and out."""

from datetime import date
from decimal import Decimal

import pytest

from maintenance.levies.balances import held
from maintenance.levies.records import levy_records
from maintenance.models import Infrastructure, LevyMove
from maintenance.models.care import CONDITIONS
from maintenance.models.infrastructure import Ending, Kind, SizeUnit
from maintenance.models.levies import LevyRule
from tests.upk.desk.moving.rows import CUT_OVER, content_of, moving_of, problems_of, told
from upk.desk.check_infrastructure import check_care, check_infrastructure
from upk.desk.check_levies import check_levy_cards, check_levy_rows
from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.sheets import upkeep as sheets
from upk.desk.moving.writing.levies import write_levy_balances, write_levy_rules
from upk.desk.moving.writing.upkeep import write_infrastructure
from upk.periods import Quarter

VILLAGES = [{"code": "ALAS", "name": "Alas"}, {"code": "BAYAN", "name": "Bayan"}]
ROAD = {
    "code": "P1", "village": "ALAS", "kind": "road", "name": "Rabat beton", "built_year": 2006,
    "phase_year": 2006, "cost": 82_500_000, "size": Decimal(420), "unit": "m",
    "location": "Dusun Kidul", "team": "TP3 Kidul", "inspected_on": date(2009, 12, 15),
    "condition": "slight", "notes": "Retak",
}  # fmt: skip
RULE = {
    "village": "ALAS", "basis": "perdes", "number": "03/2008", "decided_on": date(2008, 2, 20),
    "since": date(2008, 3, 1), "amount": 1_000, "per": "month", "payers": 180,
}  # fmt: skip
BALANCES = [
    {"code": "1.1.01.08", "debit": 4_380_000},
    {"code": "1.1.01.09", "name": "Kas iuran", "debit": 150_000, "kind": "asset", "fund": "levy",
     "liquidity": "cash"},
    {"code": "2.3.02.01", "credit": 4_530_000},
]  # fmt: skip
PAID = {
    "village": "ALAS", "year": 2009, "quarter": 4, "received_on": date(2009, 11, 10),
    "amount": 540_000,
}  # fmt: skip
HELD = [
    {"village": "ALAS", "cash": 150_000, "bank": 4_000_000}, {"village": "BAYAN", "bank": 380_000},
]  # fmt: skip


def problems(**sheets):
    return told(problems_of(content_of(villages=VILLAGES, **sheets)))


def test_words_of_the_sheets_are_those_of_the_tables():
    assert set(sheets.KINDS) == set(Kind.choices)
    assert set(sheets.UNITS) == set(SizeUnit.choices)
    assert list(sheets.CONDITIONS) == CONDITIONS
    assert set(sheets.ENDINGS) == set(Ending.Kind.choices)
    assert set(sheets.BASES) == set(LevyRule.Basis.choices)
    assert set(sheets.PER) == set(LevyRule.Per.choices)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"size": Decimal(0)}, [("Ukuran", "0", "ukuran lebih dari nol")]),
        (
            {"longitude": Decimal(110)},
            [("Lintang", "kosong", "wajib diisi karena “Bujur” diisi")],
        ),
        (
            {"latitude": Decimal("6.5"), "longitude": Decimal(110)},
            [("Lintang", "6.5; 110",
              "titik di Indonesia: lintang -11 sampai 6, bujur 95 sampai 141")],
        ),
        (
            {"built_year": 2010},
            [("Dibangun tahun", "2010",
              "tahun 2009 atau sebelumnya: terdaftar sejak 15 Desember 2009")],
        ),
        (
            {"registered_on": date(2009, 12, 20)},
            [("Diperiksa terakhir", "15 Desember 2009",
              "tidak sebelum terdaftar, 20 Desember 2009")],
        ),
        (
            {"inspected_on": date(2010, 1, 2)},
            [("Diperiksa terakhir", "2 Januari 2010",
              "paling lambat tanggal pindah, 31 Desember 2009")],
        ),
        (
            {"condition": None},
            [("Kondisi", "kosong", "wajib diisi karena “Diperiksa terakhir” diisi")],
        ),
        (
            {"inspected_on": None, "notes": None},
            [("Kondisi", "Rusak ringan", "kosong, atau isi juga “Diperiksa terakhir”")],
        ),
        (
            {"ended_on": date(2009, 12, 1), "ended_kind": "abandoned"},
            [
                ("Penjelasan", "kosong", "wajib diisi karena “Tidak dipelihara sejak” diisi"),
                ("Tidak dipelihara sejak", "1 Desember 2009",
                 "tidak sebelum pemeriksaan terakhir, 15 Desember 2009"),
            ],
        ),
    ],
)  # fmt: skip
def test_piece_is_refused_with_place_and_remedy(change, expected):
    content = content_of(villages=VILLAGES, infrastructure=[ROAD | change])

    assert [problem[1:] for problem in told(problems_of(content))] == expected


def test_piece_twice_in_its_village_names_the_first_row():
    again = ROAD | {"code": "P2", "name": "RABAT BETON "}

    found = problems(infrastructure=[ROAD, again])

    assert found == [
        (3, "Nama prasarana", "RABAT BETON ",
         "jenis, nama, dan tahun yang berbeda dari baris 2 di desa itu")
    ]  # fmt: skip


def test_pieces_come_in_with_their_last_inspection(db):
    ended = ROAD | {
        "code": "P2", "name": "MCK Lor", "kind": "latrines", "inspected_on": None,
        "condition": None, "notes": None, "ended_on": date(2008, 5, 1), "ended_kind": "replaced",
        "ended_note": "Diganti MCK baru", "cost": None,
    }  # fmt: skip
    moving = moving_of(content_of(villages=VILLAGES, infrastructure=[ROAD, ended]))

    write_infrastructure(moving)

    road, latrines = Infrastructure.objects.order_by("pk")
    assert (road.registered_on, road.cost) == (date(2009, 12, 15), 82_500_000)
    look = road.inspections.get()
    assert (look.inspected_on, look.condition, look.notes) == (
        date(2009, 12, 15),
        "slight",
        "Retak",
    )
    assert (latrines.registered_on, latrines.cost) == (date(2008, 5, 1), 0)
    assert moving.find("infrastructure", "P2") == latrines
    assert Infrastructure.objects.standing(CUT_OVER).get() == road
    assert not check_infrastructure([moving.office]).faults
    assert not check_care([moving.office]).faults


def test_pieces_go_out_and_come_back_the_same(db):
    first = moving_of(content_of(villages=VILLAGES, infrastructure=[ROAD]))
    write_infrastructure(first)
    rows = list(EXPORTERS["infrastructure"](first.office, CUT_OVER))
    content = content_of(villages=VILLAGES, infrastructure=rows)

    assert problems_of(content) == []
    second = moving_of(content)
    write_infrastructure(second)

    again = list(EXPORTERS["infrastructure"](second.office, CUT_OVER))
    assert [row | {"code": ""} for row in again] == [row | {"code": ""} for row in rows]
    assert rows[0] == ROAD | {
        "code": rows[0]["code"], "registered_on": date(2009, 12, 15), "latitude": None,
        "longitude": None, "work_needed": "", "inspector_name": "",
    }  # fmt: skip


def test_rule_before_its_decision_is_refused():
    early = RULE | {"since": date(2008, 2, 1)}
    late = RULE | {"decided_on": date(2010, 1, 5), "since": date(2010, 2, 1)}

    assert problems(levy_rules=[early, late]) == [
        (2, "Berlaku mulai", "1 Februari 2008",
         "tidak sebelum tanggal keputusannya, 20 Februari 2008"),
        (3, "Tanggal keputusan", "5 Januari 2010",
         "paling lambat tanggal pindah, 31 Desember 2009"),
    ]  # fmt: skip


def test_levies_that_are_not_the_accounts_are_refused_with_the_difference():
    short = [{"village": "ALAS", "cash": 150_000, "bank": 4_000_000}, {"village": "BAYAN"}]

    assert problems(levy_balances=short, balances=BALANCES) == [
        (0, "", "Rp 4.150.000",
         "Rp 4.530.000 seperti akun titipan iuran desa pada lembar Saldo awal "
         "(selisih Rp 380.000)"),
        (0, "Di bank", "Rp 4.000.000",
         "Rp 4.380.000 seperti akun bank iuran pada lembar Saldo awal (selisih Rp 380.000)"),
        (3, "Di bank", "kosong", "isi salah satu jumlah, atau hapus baris ini"),
    ]  # fmt: skip
    assert problems(levy_balances=HELD, balances=BALANCES) == []


def test_payment_without_a_rule_on_its_day_is_refused():
    early = PAID | {"received_on": date(2008, 2, 29)}
    late = PAID | {"received_on": date(2010, 1, 1)}

    assert problems(levy_rules=[RULE], levy_payments=[PAID, early, late]) == [
        (3, "Tanggal terima", "29 Februari 2008",
         "hari sejak desa ALAS punya aturan, pada lembar Aturan iuran"),
        (4, "Tanggal terima", "1 Januari 2010", "paling lambat tanggal pindah, 31 Desember 2009"),
    ]  # fmt: skip


def test_payments_are_seen_in_their_quarters_and_the_money_is_what_is_held(db):
    more = PAID | {"amount": 5_000_000, "received_on": date(2009, 11, 20)}
    rows = {"levy_rules": [RULE], "levy_payments": [PAID, more], "levy_balances": HELD}
    moving = moving_of(content_of(villages=VILLAGES, **rows))

    write_levy_rules(moving)
    write_levy_balances(moving)

    alas, bayan = (moving.find("villages", code) for code in ("ALAS", "BAYAN"))
    moves = LevyMove.objects.filter(village=alas).order_by("pk")
    assert list(moves.values_list("kind", "happened_on", "cash", "bank")) == [
        ("paid", date(2009, 11, 10), 540_000, 0), ("paid", date(2009, 11, 20), 5_000_000, 0),
        ("opening", CUT_OVER, 150_000 - 5_540_000, 4_000_000),
    ]  # fmt: skip
    money = held([alas.pk, bayan.pk], CUT_OVER)
    assert (money[alas.pk].cash, money[alas.pk].bank) == (150_000, 4_000_000)
    record = levy_records([alas.pk], [Quarter(2009, 4)])[alas.pk]
    assert (record.due, record.paid) == (540_000, 5_540_000)
    cards, booked = check_levy_cards([moving.office]), check_levy_rows([moving.office])
    assert (cards.faults, booked.faults) == ((), ())
    assert list(EXPORTERS["levy_payments"](moving.office, CUT_OVER)) == [PAID, more]
    assert list(EXPORTERS["levy_balances"](moving.office, CUT_OVER)) == [
        HELD[0], HELD[1] | {"cash": 0},
    ]  # fmt: skip


def test_levies_come_in_as_each_village_s_money(db):
    sheets = {"levy_rules": [RULE], "levy_balances": HELD, "balances": BALANCES}
    content = content_of(villages=VILLAGES, **sheets)
    assert problems_of(content) == []
    moving = moving_of(content)

    write_levy_rules(moving)
    write_levy_balances(moving)

    moves = LevyMove.objects.order_by("pk")
    assert list(moves.values_list("village__code", "kind", "happened_on", "cash", "bank")) == [
        ("ALAS", "opening", CUT_OVER, 150_000, 4_000_000),
        ("BAYAN", "opening", CUT_OVER, 0, 380_000),
    ]
    assert [(move.entry.kind, move.entry.total) for move in moves] == [
        ("opening", 4_150_000), ("opening", 380_000),
    ]  # fmt: skip
    cards, booked = check_levy_cards([moving.office]), check_levy_rows([moving.office])
    assert (cards.faults, cards.looked_at) == ((), "2 desa, Rp 4.530.000")
    assert booked.faults == ()
    out = {
        key: list(EXPORTERS[key](moving.office, CUT_OVER)) for key in sheets if key != "balances"
    }
    assert out == {
        "levy_rules": [RULE],
        "levy_balances": [HELD[0], HELD[1] | {"cash": 0}],
    }
