"""What writers of tranches and of a phase's money refuse, and that nothing is half written."""

from datetime import date
from uuid import uuid4

import pytest

from grants.models import GrantMove
from grants.running.field import Given, record_contribution
from grants.running.handing_in import Sheet, approve_plan, record_plan
from grants.running.payments import (
    book_capital,
    pay_allotment,
    reverse_move,
)
from tests import factories
from tests.grants.running import world as w
from tests.grants.running.world import reasons
from upk.ledger.services import Move, close_books, post_entry

pytestmark = pytest.mark.django_db


def test_tranche_without_its_papers_says_all_of_them(signed):
    world, tranches = signed

    assert reasons(lambda: w.pay(world, tranches[2], date(2010, 2, 16))) == [
        "Tanggal 16 Februari 2010 belum tiba. Periksa tanggalnya.",
        "Tahap 2 belum dicairkan.",
        "LPD tahap 2 belum ada.",
        "RPD tahap 3 belum ada.",
        "Pemeriksaan lapangan sebelum tahap terakhir belum ada atau belum memuaskan.",
    ]


def test_tranche_is_paid_once_and_not_before_its_papers(signed):
    world, [first, *_] = signed
    w.planned(world, first, date(2009, 6, 8))

    early = reasons(lambda: w.pay(world, first, date(2009, 6, 7)))
    w.pay(world, first, date(2009, 6, 10))

    assert early == ["Kelengkapannya baru ada pada 8 Juni 2009: pilih tanggal itu atau sesudahnya."]
    assert reasons(lambda: w.pay(world, first, date(2009, 6, 11))) == ["Tahap 1 sudah dicairkan."]


def test_four_eyes(signed):
    world, [first, *_] = signed
    paper = w.plan(world, first, date(2009, 6, 8))

    own = reasons(
        lambda: approve_plan(
            paper, approved_on=date(2009, 6, 8), request_key=uuid4(), by=world.secretary
        )
    )
    approve_plan(paper, approved_on=date(2009, 6, 8), request_key=uuid4(), by=world.manager)

    assert own == ["RPD disetujui orang lain daripada yang mencatatnya."]
    assert reasons(lambda: w.pay(world, first, date(2009, 6, 10), by=world.manager)) == [
        "Anda sendiri yang menyetujui RPD ini. Pencairannya dilakukan orang lain."
    ]


def test_new_plan_needs_an_approval_of_its_own(signed):
    world, [first, *_] = signed
    w.planned(world, first, date(2009, 6, 8))
    w.plan(world, first, date(2009, 6, 9))

    assert reasons(lambda: w.pay(world, first, date(2009, 6, 10))) == [
        "RPD tahap 1 belum disetujui."
    ]


def test_failed_field_check_stops_the_last_tranche(signed):
    world, [first, second, third] = signed
    for month, tranche in ((6, first), (7, second)):
        w.planned(world, tranche, date(2009, month, 8))
        w.pay(world, tranche, date(2009, month, 10))
        w.use(world, tranche, date(2009, month, 28))
    w.planned(world, third, date(2009, 8, 8))
    w.check(world, world.physical, date(2009, 8, 9))
    w.check(world, world.physical, date(2009, 8, 10), is_passed=False)

    assert reasons(lambda: w.pay(world, third, date(2009, 8, 11))) == [
        "Pemeriksaan lapangan sebelum tahap terakhir belum ada atau belum memuaskan."
    ]
    w.check(world, world.physical, date(2009, 8, 12))
    w.pay(world, third, date(2009, 8, 12))


def test_payment_needs_money_of_its_own_phase(world):
    w.receive(world, 20_000_000, source="apbd")
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))

    assert reasons(lambda: w.pay(world, first, date(2009, 6, 10))) == [
        "Dana BLM 2009 yang tersedia hanya Rp 20.000.000."
    ]


def test_money_that_comes_later_is_not_there_yet(world):
    w.receive(world, on=date(2009, 7, 1))
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))

    assert reasons(lambda: w.pay(world, first, date(2009, 6, 30))) == [
        "Dana BLM 2009 yang tersedia hanya Rp 0."
    ]
    w.pay(world, first, date(2009, 7, 1))


def test_closed_books_take_no_payment(signed):
    world, [first, *_] = signed
    w.planned(world, first, date(2009, 6, 8))
    close_books(world.office, through=date(2009, 6, 30), by=world.manager)

    assert reasons(lambda: w.pay(world, first, date(2009, 6, 10))) == [
        "Buku sudah ditutup sampai 30 Juni 2009. Pilih tanggal sesudahnya."
    ]


def test_plan_is_the_tranche_and_stays_within_the_budget(signed):
    world, [first, *_] = signed
    lines = list(first.agreement.lines.order_by("position"))
    amounts = {lines[0].pk: 1_000_000, lines[1].pk: 41_152_264, lines[2].pk: 5}

    found = reasons(
        lambda: record_plan(
            first, Sheet(date(2009, 6, 8)), amounts, request_key=uuid4(), by=world.secretary
        )
    )

    assert found == [
        "Upah: sisa RAB Rp 41.152.263, direncanakan Rp 41.152.264.",
        "Baris ini tidak ada dalam RAB.",
        "RPD berjumlah Rp 42.152.269; tahap 1 Rp 49.382.715.",
    ]


def test_use_report_is_of_a_payment_and_of_what_the_team_has(signed):
    world, [first, second, _] = signed
    assert reasons(lambda: w.use(world, first, date(2009, 6, 8))) == ["Tahap 1 belum dicairkan."]
    w.planned(world, first, date(2009, 6, 8))
    w.pay(world, first, date(2009, 6, 10))

    assert reasons(lambda: w.use(world, first, date(2009, 6, 9), used=49_382_716)) == [
        "LPD tidak boleh sebelum pencairannya (10 Juni 2009).",
        "Uang di TPK hanya Rp 49.382.715.",
    ]
    w.use(world, first, date(2009, 6, 20))
    w.planned(world, second, date(2009, 7, 8))
    w.pay(world, second, date(2009, 7, 10))
    assert reasons(lambda: w.use(world, first, date(2009, 7, 20), used=1)) == [
        "Tahap sesudahnya sudah dicairkan: LPD tahap 1 tidak diganti lagi."
    ]


def test_payment_is_taken_back_before_its_use_is_reported(signed):
    world, [first, *_] = signed
    w.planned(world, first, date(2009, 6, 8))
    move = w.pay(world, first, date(2009, 6, 10))
    w.use(world, first, date(2009, 6, 20))

    def undo():
        return reverse_move(
            move, happened_on=date(2009, 6, 30), reason="Salah", request_key=uuid4(),
            by=world.manager,
        )  # fmt: skip

    assert reasons(undo) == ["LPD tahap ini sudah ada: tarik dahulu LPD-nya (isi 0)."]
    w.use(world, first, date(2009, 6, 21), used=0)
    undo()
    assert GrantMove.objects.held() == 800_000_000
    assert reasons(undo) == [f"{move.entry.label} sudah dibatalkan."]
    w.pay(world, first, date(2009, 6, 30))


def test_receipts_stay_within_their_source(world):
    w.receive(world, 200_000_000, source="apbd")

    assert reasons(lambda: w.receive(world, 1, source="apbd")) == [
        "Sisa dana APBD/DDUB yang belum diterima hanya Rp 0."
    ]
    assert reasons(lambda: w.receive(world, 1, source="other")) == [
        "BLM 2009 tidak punya sumber ini menurut keputusan yang berlaku pada tanggal itu."
    ]
    assert reasons(lambda: w.receive(world, 1, on=date(2009, 2, 1))) == [
        "BLM 2009 tidak punya sumber ini menurut keputusan yang berlaku pada tanggal itu."
    ]


def test_receipt_that_is_spent_is_not_taken_back(world):
    receipt = w.receive(world, 50_000_000)
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))
    w.pay(world, first, date(2009, 6, 10))

    found = reasons(
        lambda: reverse_move(
            receipt, happened_on=date(2009, 6, 30), reason="x", request_key=uuid4(),
            by=world.manager,
        )
    )  # fmt: skip

    assert found == ["Dana BLM 2009 yang tersedia hanya Rp 617.285."]


def test_operational_money_stays_within_its_allotment(world):
    w.receive(world)

    def pay(kind, village, amount):
        return lambda: pay_allotment(
            world.phase, kind=kind, village=village, amount=amount, paid_on=date(2009, 6, 6),
            request_key=uuid4(), by=world.treasurer,
        )  # fmt: skip

    pay("upk", None, 20_000_000)()
    assert reasons(pay("upk", None, 1)) == ["Sisa dana operasionalnya Rp 0."]
    assert reasons(pay("tpk", world.villages[0], 10_000_001)) == [
        "Sisa dana operasionalnya Rp 10.000.000."
    ]


def test_economic_grant_becomes_capital_once_by_somebody_else(world):
    w.receive(world)
    grant = world.grants["ekonomi"]
    bank, blm = (factories.account(world.office, code) for code in ("1.1.01.04", "1.1.01.07"))

    def book(on=date(2009, 6, 10), by=world.treasurer, to=bank, of=grant):
        return lambda: book_capital(of, booked_on=on, bank=to, request_key=uuid4(), by=by)

    assert reasons(book(on=date(2009, 5, 19), by=world.secretary, to=blm)) == [
        "Pembukuan tidak boleh sebelum SPC (20 Mei 2009).",
        "Anda sendiri yang mencatat SPC-nya. Pembukuannya dilakukan orang lain.",
        "Dana BLM 2009 yang tersedia hanya Rp 0.",
        "Pilih rekening bank dana bergulir.",
    ]
    assert reasons(book(of=world.physical)) == ["Hanya dana Ekonomi yang menjadi modal."]
    book()()
    assert reasons(book()) == [f"{grant.code} sudah dibukukan sebagai modal."]


def test_capital_that_was_lent_is_not_taken_back(world):
    w.receive(world)
    bank, cash = (factories.account(world.office, code) for code in ("1.1.01.04", "1.1.01.01"))
    move = book_capital(
        world.grants["ekonomi"], booked_on=date(2009, 6, 10), bank=bank, request_key=uuid4(),
        by=world.treasurer,
    )  # fmt: skip
    post_entry(
        world.office, happened_on=date(2009, 7, 1), memo="Pindah", moves=[Move(cash, bank, 1)],
        by=world.manager,
    )  # fmt: skip

    found = reasons(
        lambda: reverse_move(
            move, happened_on=date(2009, 6, 11), reason="x", request_key=uuid4(), by=world.manager
        )
    )

    assert found == [f"Uangnya sudah dipakai: saldo {bank} tidak cukup."]


def test_papers_stay_out_of_closed_books(world):
    close_books(world.office, through=date(2009, 6, 30), by=world.manager)
    closed = "Buku sudah ditutup sampai 30 Juni 2009. Pilih tanggal sesudahnya."
    given = Given("uang", date(2009, 6, 30), 10)

    found = reasons(
        lambda: record_contribution(world.physical, given, request_key=uuid4(), by=world.secretary)
    )

    assert found == [closed]
    assert reasons(lambda: w.team(world.physical, world.secretary)) == [closed]
