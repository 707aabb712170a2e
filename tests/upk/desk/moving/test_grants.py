"""Grants with their tranches and money move in and out."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from grants.models import Contribution, Grant, GrantMove, GrantPaper, Phase, PhaseSource, Proposal
from grants.proposals.allocations import allocations
from grants.rules.sectors import PROPOSED
from grants.rules.tranches import Lack, Stage
from grants.running.moving_in import OldBooks, OldReceipt, take_over_grants
from grants.running.standings import standings
from tests import factories
from tests.upk.desk.moving.rows import CUT_OVER, content_of, moving_of, problems_of, told
from upk.desk.check_grants import check_grant_money
from upk.desk.check_grants import check_grants as grants_in_books
from upk.desk.check_phases import check_phases as phases_in_books
from upk.desk.check_phases import check_proposals, check_scores
from upk.desk.moving.exporting import EXPORTERS
from upk.desk.moving.sheets import grants as sheets
from upk.desk.moving.writing.grants import write_grants, write_phases
from upk.desk.moving.writing.upkeep import write_infrastructure
from upk.ledger.models import Posting
from upk.ledger.services import Move, post_entry

VILLAGES = [{"code": "ALAS", "name": "Alas"}, {"code": "BAYAN", "name": "Bayan"}]
PEOPLE = [
    {"code": str(n), "name": f"Warga {n}", "sex": "P", "village": "ALAS"} for n in range(1, 5)
]
MAD = date(2009, 3, 10)
PHASE = {
    "year": 2009, "mad_number": "05/MAD/2009", "mad_on": MAD, "apbn": 800_000_000,
    "apbd": 120_000_000, "fisik": 500_000_000, "ekonomi": 250_000_000, "kesehatan": 150_000_000,
}  # fmt: skip
PARTS = [
    {"year": 2009, "amount": 18_000_000, "paid": 10_000_000, "paid_on": date(2009, 4, 15)},
    {"year": 2009, "village": "ALAS", "amount": 2_000_000, "paid": 2_000_000,
     "paid_on": date(2009, 4, 16)},
]  # fmt: skip
RECEIPT = {
    "year": 2009, "source": "apbn", "received_on": date(2009, 4, 1), "amount": 800_000_000,
}  # fmt: skip
DECREED = {
    "year": 2009, "village": "ALAS", "men": 80, "women": 75, "poor": 60,
    "spc_number": "414/15/2009", "spc_on": date(2009, 3, 20), "camat": "Camat Contoh",
}  # fmt: skip
SIGNED = {
    "chair": "1", "secretary": "2", "treasurer": "3", "bank": "BRI Unit", "bank_account": "12-01",
    "sppb_number": "01/SPPB", "sppb_on": date(2009, 4, 1), "upk_signer": "Ketua UPK",
    "pjok_signer": "PjOK",
}  # fmt: skip
ROAD = DECREED | SIGNED | {
    "code": "G1", "sector": "fisik", "title": "Rabat beton", "amount": 100_000_000,
    "swadaya": 12_000_000, "uang": 1_500_000, "tenaga": 9_000_000,
    "returned": 1_000_000, "returned_on": date(2009, 8, 20),
    "finished_on": date(2009, 9, 1), "infrastructure": "P1",
}  # fmt: skip
HEALTH = DECREED | SIGNED | {
    "code": "G2", "sector": "kesehatan", "title": "Posyandu", "amount": 50_000_000,
    "sppb_number": "02/SPPB",
}  # fmt: skip
FUND = DECREED | {"code": "G3", "sector": "ekonomi", "title": "Modal SPP", "amount": 250_000_000}
WISH = {
    "code": "G4", "year": 2009, "village": "BAYAN", "sector": "fisik", "title": "Talud",
    "women": 30, "amount": 90_000_000, "mad_number": "07/MAD/2009", "mad_on": date(2009, 5, 2),
}  # fmt: skip
TRANCHES = [
    {"grant": "G1", "number": 1, "percent": Decimal(40), "amount": 40_000_000,
     "paid_on": date(2009, 4, 6)},
    {"grant": "G1", "number": 2, "percent": Decimal(60), "amount": 60_000_000,
     "paid_on": date(2009, 6, 10), "used": 59_000_000, "reported_on": date(2009, 8, 10)},
    {"grant": "G2", "number": 1, "percent": Decimal(50), "amount": 25_000_000,
     "paid_on": date(2009, 5, 6), "used": 24_500_000, "reported_on": date(2009, 7, 1)},
    {"grant": "G2", "number": 2, "percent": Decimal(50), "amount": 25_000_000},
    {"grant": "G3", "number": 1, "percent": Decimal(100), "amount": 250_000_000,
     "paid_on": date(2009, 4, 20)},
]  # fmt: skip
PIECE = {
    "code": "P1", "village": "ALAS", "kind": "road", "name": "Rabat beton", "built_year": 2009,
    "size": Decimal(400), "unit": "m", "location": "Dusun Kidul",
    "registered_on": date(2009, 9, 1),
}  # fmt: skip
TRUST = 800_000_000 - 10_000_000 - 2_000_000 - 100_000_000 + 1_000_000 - 25_000_000 - 250_000_000
BALANCES = [
    {"code": "1.1.01.07", "debit": TRUST + 35_000}, {"code": "2.3.01.01", "credit": TRUST},
]  # fmt: skip
SHEETS = {
    "grant_phases": [PHASE], "grant_operational": PARTS, "grant_receipts": [RECEIPT],
    "grants": [ROAD, HEALTH, FUND, WISH], "grant_tranches": TRANCHES,
}  # fmt: skip


def content(**changes):
    plain = {
        "villages": VILLAGES, "people": PEOPLE, "infrastructure": [PIECE], "balances": BALANCES,
        **SHEETS,
    }  # fmt: skip
    return content_of(**plain | changes)


def problems(**changes):
    return [problem[1:] for problem in told(problems_of(content(**changes)))]


def grant_problems(row: dict, **changes):
    rows = [row if own["code"] == row["code"] else own for own in SHEETS["grants"]]
    return problems(grants=rows, **changes)


def tranche_problems(place: int, **change):
    rows = [row | change if n == place else row for n, row in enumerate(TRANCHES)]
    return problems(grant_tranches=rows)


def moved_in(rows=None):
    moving = moving_of(rows or content())
    write_infrastructure(moving)
    write_phases(moving)
    write_grants(moving)
    return moving


def faults(office):
    found = (
        check_grant_money, grants_in_books, phases_in_books, check_proposals, check_scores,
    )  # fmt: skip
    return [fault for run in found for fault in run([office]).faults]


def test_words_of_the_sheets_are_those_of_the_tables():
    assert set(sheets.GIVEN) == set(Contribution.Kind.choices)
    assert set(sheets.SOURCES) == set(PhaseSource.Kind.choices)
    assert sheets.SECTORS == PROPOSED


def test_grants_that_fit_have_no_problem():
    assert problems() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"apbd": None},
         [("Sumber APBN", "Rp 800.000.000",
           "Rp 920.000.000 seperti bidang dan operasionalnya (selisih Rp 120.000.000)")]),
        ({"kesehatan": 40_000_000, "fisik": 610_000_000},
         [("Bidang Kesehatan", "Rp 40.000.000",
           "sedikitnya Rp 50.000.000, dana semua kegiatan Kesehatan 2009")]),
        ({"mad_on": date(2009, 4, 3)},
         [("Tanggal masuk", "1 April 2009",
           "tidak sebelum keputusan MAD tahun itu, 3 April 2009")]),
    ],
)  # fmt: skip
def test_year_is_refused_with_place_and_remedy(change, expected):
    found = problems(grant_phases=[PHASE | change])

    assert [row for row in found if row[0] != "Tanggal SPC"] == expected


def test_receipts_above_the_source_and_days_without_money_are_refused():
    late = RECEIPT | {"received_on": date(2009, 4, 17)}
    more = RECEIPT | {"source": "apbd", "amount": 120_000_001}
    balances = [{"code": "1.1.01.07", "debit": 10**9}, {"code": "2.3.01.01", "credit": TRUST}]

    assert problems(grant_receipts=[late]) == [
        ("Tahun anggaran", "pada 6 April 2009 kurang Rp 40.000.000",
         "penerimaan pada lembar Penerimaan BLM sebelum dana itu dibayarkan"),
    ]  # fmt: skip
    assert problems(grant_receipts=[RECEIPT, more], balances=balances) == [
        ("", f"titipan {_rupiah(TRUST + 120_000_001)}",
         f"{_rupiah(TRUST)} seperti akun 2.3.01.01 pada lembar Saldo awal "
         "(selisih Rp 120.000.001)"),
        ("Jumlah", "Rp 120.000.001",
         "paling banyak Rp 120.000.000 dari sumber itu, semua penerimaan"),
    ]  # fmt: skip


def _rupiah(amount: int) -> str:
    return "Rp " + f"{amount:,}".replace(",", ".")


def test_bank_that_holds_less_than_the_trust_is_refused():
    short = [BALANCES[0] | {"debit": TRUST - 1}, BALANCES[1]]

    assert problems(balances=short) == [
        ("Debet", f"akun 1.1.01.07 {_rupiah(TRUST - 1)}",
         f"sedikitnya {_rupiah(TRUST)}, titipan BLM desa yang belum dibayarkan"),
    ]  # fmt: skip


def test_operational_part_paid_above_itself_is_refused():
    parts = [PARTS[0] | {"paid": 18_000_001}, PARTS[1]]
    balances = [BALANCES[0], {"code": "2.3.01.01", "credit": TRUST - 8_000_001}]

    assert problems(grant_operational=parts, balances=balances) == [
        ("Sudah dibayarkan", "Rp 18.000.001", "paling banyak bagiannya, Rp 18.000.000"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"men": None, "women": None},
         [("Pemanfaat L", "kosong", "jumlah pemanfaat, laki-laki atau perempuan")]),
        ({"poor": 200},
         [("Di antaranya miskin", "200", "paling banyak 155, semua pemanfaatnya")]),
        ({"spc_on": date(2009, 3, 9)},
         [("Tanggal SPC", "9 Maret 2009", "tidak sebelum disetujui MAD, 10 Maret 2009")]),
        ({"camat": None}, [("Camat", "kosong", "wajib diisi karena “Nomor SPC” diisi")]),
        ({"sppb_on": date(2009, 3, 19)},
         [("Tanggal SPPB", "19 Maret 2009", "tidak sebelum tanggal SPC, 20 Maret 2009")]),
        ({"treasurer": "1"},
         [("Bendahara TPK", "1", "tiga orang yang berbeda sebagai pengurus TPK")]),
        ({"pjok_signer": ""}, [("PjOK", "kosong", "wajib diisi karena “Nomor SPPB” diisi")]),
        ({"village": "BAYAN"},
         [("Bendahara TPK", "3", "warga desa BAYAN; orang ini warga ALAS"),
          ("Ketua TPK", "1", "warga desa BAYAN; orang ini warga ALAS"),
          ("Nomor prasarana", "P1", "prasarana di desa BAYAN; yang ini di ALAS"),
          ("Sekretaris TPK", "2", "warga desa BAYAN; orang ini warga ALAS")]),
        ({"amount": 99_000_000},
         [("Dana BLM", "tahap-tahap Rp 100.000.000",
           "tahap-tahap berjumlah Rp 99.000.000 (selisih Rp 1.000.000)")]),
        ({"infrastructure": None},
         [("Nomor prasarana", "kosong", "wajib diisi: yang dibangun, pada lembar Prasarana")]),
        ({"finished_on": date(2009, 8, 15)},
         [("Selesai tanggal", "15 Agustus 2009",
           "tidak sebelum pencairan, LPD, atau pengembalian terakhir, 20 Agustus 2009")]),
        ({"progress": Decimal(50), "finished_on": None, "infrastructure": None}, []),
    ],
)  # fmt: skip
def test_grant_is_refused_with_place_and_remedy(change, expected):
    assert sorted(grant_problems(ROAD | change)) == sorted(expected)


def test_finished_grant_accounts_for_every_rupiah():
    [found] = grant_problems(
        ROAD | {"returned": None, "returned_on": None},
        balances=[BALANCES[0], {"code": "2.3.01.01", "credit": TRUST - 1_000_000}],
    )

    assert found == (
        "Selesai tanggal", "1 September 2009",
        "kosong: Rp 1.000.000 belum dipertanggungjawabkan",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("place", "change", "expected"),
    [
        (0, {"percent": Decimal("39.5")},
         [("Persen", "60", "persen semua tahap berjumlah 100, bukan 99,5")]),
        (1, {"number": 3}, [("Tahap", "3", "tahap 2: berurutan mulai 1")]),
        (0, {"paid_on": date(2009, 3, 31)},
         [("Dicairkan tanggal", "31 Maret 2009", "tidak sebelum tanggal SPPB, 1 April 2009"),
          ("Tahun anggaran", "pada 31 Maret 2009 kurang Rp 40.000.000",
           "penerimaan pada lembar Penerimaan BLM sebelum dana itu dibayarkan")]),
        (2, {"used": 24_500_000, "reported_on": None},
         [("Tanggal LPD", "kosong", "tanggal LPD-nya")]),
        (2, {"used": 26_000_000},
         [("Dikembalikan TPK", "digunakan dan dikembalikan Rp 26.000.000",
           "paling banyak Rp 25.000.000, yang dicairkan")]),
        (3, {"used": 1_000, "reported_on": date(2009, 9, 1)},
         [("Digunakan menurut LPD", "Rp 1.000", "kosong, atau isi juga “Dicairkan tanggal”"),
          ("Tanggal LPD", "1 September 2009", "kosong, atau isi juga “Dicairkan tanggal”")]),
        (4, {"used": 5, "reported_on": None},
         [("Digunakan menurut LPD", "Rp 5",
           "kosong: perkembangan dana Ekonomi terlihat pada pinjaman")]),
    ],
)  # fmt: skip
def test_tranche_is_refused_with_place_and_remedy(place, change, expected):
    assert sorted(tranche_problems(place, **change)) == sorted(expected)


def test_capital_has_no_team_and_an_undecreed_grant_no_tranche():
    team = FUND | {"sppb_number": "03/SPPB"}
    row = {"grant": "G4", "number": 1, "percent": Decimal(100), "amount": 90_000_000}

    assert grant_problems(team) == [
        ("Nomor SPPB", "03/SPPB",
         "kosong: dana Ekonomi menjadi modal dana bergulir, tanpa TPK dan SPPB"),
    ]  # fmt: skip
    assert problems(grant_tranches=[*TRANCHES, row]) == [
        ("Nomor kegiatan", "G4", "kegiatan yang sudah ada SPC-nya")
    ]


def test_grants_come_in_with_papers_money_and_what_comes_next(db):
    moving = moved_in()
    office = moving.office

    assert faults(office) == []
    stands = {row.grant.proposal.title: row for row in standings(Grant.objects.all(), CUT_OVER)}
    road, health, fund = (stands[name] for name in ("Rabat beton", "Posyandu", "Modal SPP"))
    assert (road.stage, road.facts.used, road.facts.returned) == (Stage.DONE, 99_000_000, 1_000_000)
    assert road.grant.infrastructure == moving.find("infrastructure", "P1")
    assert (road.facts.progress, road.facts.unspent) == (100, 0)
    assert (road.promised, road.given) == (12_000_000, 10_500_000)
    assert (health.stage, health.facts.paid, health.facts.used) == (
        Stage.TRANCHES, 25_000_000, 24_500_000,
    )  # fmt: skip
    assert [missing.lack for missing in health.missing] == [Lack.PLAN, Lack.CHECK]
    assert (fund.stage, fund.facts.capital) == (Stage.DONE, 250_000_000)
    assert Proposal.objects.get(title="Talud").status == "A"
    given = {(row.sector, row.village_id is None): 0 for row in allocations(office, CUT_OVER)}
    for row in allocations(office, CUT_OVER):
        given[row.sector, row.village_id is None] += row.amount
    assert given == {
        ("fisik", False): 190_000_000, ("kesehatan", False): 50_000_000,
        ("ekonomi", False): 250_000_000, ("operasional", True): 18_000_000,
        ("operasional", False): 2_000_000,
    }  # fmt: skip


def test_money_of_old_books_lies_in_trust_and_bank_on_every_day(db):
    moving = moved_in()

    moves = GrantMove.objects.select_related("entry")
    assert {move.entry.kind for move in moves} == {"opening"}
    assert moves.held() == TRUST
    for code, expected in (("2.3.01.01", -TRUST), ("1.1.01.07", TRUST)):
        account = factories.account(moving.office, code)
        held = Posting.objects.of_office(moving.office).until(CUT_OVER).net_by_account()
        assert held[account.pk] == expected
    paper = GrantPaper.objects.get(kind=GrantPaper.Kind.OLD_END)
    assert (str(paper), paper.made_on) == (
        "Selesai menurut pembukuan lama", date(2009, 9, 1),
    )  # fmt: skip


def test_money_of_old_books_is_refused_once_the_books_have_begun(db):
    moving = moved_in()
    cash, capital = (factories.account(moving.office, code) for code in ("1.1.01.01", "3.1.01.01"))
    post_entry(
        moving.office, happened_on=date(2010, 1, 4), memo="Modal", by=moving.by,
        moves=[Move(cash, capital, 1_000)],
    )  # fmt: skip
    phase = Phase.objects.get()
    late = OldBooks([OldReceipt(phase, "apbd", date(2010, 1, 5), 1_000)])

    with pytest.raises(IntegrityError, match="the books have begun"), transaction.atomic():
        take_over_grants(moving.office, late, request_key=uuid4(), by=moving.by)


def test_grants_go_out_and_come_back_the_same(db):
    first = moved_in()
    rows = _out(first)
    again = content(**_named(first, rows))

    assert problems_of(again) == []
    second = moved_in(again)

    assert _plain(_out(second)) == _plain(rows)
    assert rows["grant_phases"] == [PHASE]
    assert rows["grant_receipts"] == [RECEIPT]
    assert rows["grant_operational"] == [PARTS[0] | {"village": None}, PARTS[1]]
    assert faults(second.office) == []


def _out(moving) -> dict[str, list[dict]]:
    return {key: list(EXPORTERS[key](moving.office, CUT_OVER)) for key in SHEETS}


def _named(moving, rows):
    """People and pieces by the codes that they have in the workbook."""
    people = {str(moving.find("people", row["code"]).pk): row["code"] for row in PEOPLE}
    pieces = {str(moving.find("infrastructure", "P1").pk): "P1"}
    grants = [
        row
        | {key: people.get(row.get(key)) for key in ("chair", "secretary", "treasurer")}
        | {"infrastructure": pieces.get(row.get("infrastructure"))}
        for row in rows["grants"]
    ]
    return rows | {"grants": grants}


def _plain(rows):
    keys = {"chair", "secretary", "treasurer", "infrastructure"}
    return {
        sheet: [{key: value for key, value in row.items() if key not in keys} for row in found]
        for sheet, found in rows.items()
    }
