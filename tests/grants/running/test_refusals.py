"""What writers of grants refuse, with every reason at once, and that nothing is half written."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from grants.models import Agreement, Contribution, Grant, GrantMove, GrantPaper
from grants.proposals.services import take_back_step
from grants.running.agreements import Line, add_tranche_rule, percents_on, sign_agreement
from grants.running.decrees import cancel_grant
from grants.running.field import Given, record_contribution, record_progress
from grants.running.finishing import built_with, finish_grant
from grants.running.handing_in import Sheet, approve_plan, record_meeting, record_plan
from grants.running.payments import (
    book_capital,
    pay_allotment,
    return_money,
    reverse_move,
)
from grants.running.standings import standing_of
from maintenance.models import Infrastructure
from tests import factories
from tests.grants.running import world as w
from upk.ledger.models import Entry
from upk.ledger.services import Move, close_books, post_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return w.create_world()


@pytest.fixture
def signed(world):
    """The world, and the tranches of its physical grant; the phase has its money."""
    w.receive(world)
    return world, w.sign(world.physical, world.secretary)


def reasons(act) -> list[str]:
    """Everything that speaks against doing it; and it left no row of money."""
    before = GrantMove.objects.count(), Entry.objects.count(), GrantPaper.objects.count()
    with pytest.raises(ValidationError) as refusal:
        act()
    now = GrantMove.objects.count(), Entry.objects.count(), GrantPaper.objects.count()
    assert now == before
    return refusal.value.messages


# -- decrees and agreements ------------------------------------------------------------------------


def test_decree_needs_approved_proposals_without_a_grant(world):
    with pytest.raises(ValidationError) as refusal:
        w.decree(world, on=date(2010, 3, 1))

    assert refusal.value.messages == [
        "Tanggal 1 Maret 2010 belum tiba. Periksa tanggalnya.",
        "Usulan 001 tidak disetujui MAD atau sudah ditetapkan.",
        "Usulan 002 tidak disetujui MAD atau sudah ditetapkan.",
        "Usulan 003 tidak disetujui MAD atau sudah ditetapkan.",
        "Usulan 004 tidak disetujui MAD atau sudah ditetapkan.",
    ]


def test_decree_comes_after_the_meeting():
    world = w.create_world(decreed=False)

    with pytest.raises(ValidationError, match="baru disetujui pada 4 Mei 2009"):
        w.decree(world, on=date(2009, 5, 3))


def test_cancelled_grant_leaves_room_for_a_new_decree(world):
    cancel_grant(
        world.physical, happened_on=date(2009, 6, 1), reason="Lahan batal", request_key=uuid4(),
        by=world.manager,
    )  # fmt: skip
    world.proposals = {"fisik": world.proposals["fisik"]}

    w.decree(world, on=date(2009, 6, 2), number="412/08/2009")

    assert Grant.objects.filter(proposal=world.proposals["fisik"]).count() == 2
    assert world.physical.decree.number == "412/08/2009"


def test_grant_with_money_is_not_cancelled(signed):
    world, [first, *_] = signed
    w.planned(world, first, date(2009, 6, 8))
    w.pay(world, first, date(2009, 6, 10))

    found = reasons(
        lambda: cancel_grant(
            world.physical, happened_on=date(2009, 6, 11), reason="x", request_key=uuid4(),
            by=world.manager,
        )
    )  # fmt: skip

    text = "Sudah ada dana Rp 49.382.715 yang dibayarkan: batalkan dahulu pembayarannya."
    assert found == [text]


def test_agreement_says_everything_that_is_wrong(world):
    def sign(grant, **changes):
        return lambda: sign_agreement(
            grant, w.agreement(grant, world.secretary, **changes), request_key=uuid4(),
            by=world.secretary,
        )  # fmt: skip

    early = sign(world.physical, signed_on=date(2009, 5, 19), lines=(Line("Bahan", 5, 0),))
    capital = sign(world.grants["ekonomi"])

    assert reasons(early) == [
        "SPPB tidak boleh sebelum SPC (20 Mei 2009).",
        "Isi dahulu pengurus TPK yang bertugas pada tanggal SPPB.",
        "RAB dari BLM berjumlah Rp 5; dana yang ditetapkan Rp 123.456.789.",
    ]
    assert reasons(capital)[0] == (
        "Dana Ekonomi menjadi modal dana bergulir tanpa SPPB dan tanpa tahap."
    )


def test_agreement_is_replaced_until_something_is_paid(signed):
    world, [first, *_] = signed
    again = w.sign(world.physical, world.secretary, number="02/SPPB")
    assert standing_of(world.physical, date(2009, 6, 30)).agreement.number == "02/SPPB"
    assert "Tahap ini dari SPPB yang sudah diganti." in reasons(
        lambda: w.plan(world, first, date(2009, 6, 8))
    )
    w.planned(world, again[0], date(2009, 6, 8))
    w.pay(world, again[0], date(2009, 6, 10))

    found = reasons(lambda: w.sign(world.physical, world.secretary, number="03/SPPB"))

    assert found == ["Sudah ada tahap yang dicairkan: SPPB yang berlaku tidak diganti lagi."]
    assert Agreement.objects.count() == 2


def test_team_is_three_people_of_the_village(world):
    stranger = factories.create_person(world.villages[1])

    with pytest.raises(ValidationError) as refusal:
        w.team(world.physical, world.secretary, since=date(2010, 2, 16))
    assert refusal.value.messages == ["Tanggal 16 Februari 2010 belum tiba. Periksa tanggalnya."]
    one = factories.create_person(world.villages[0])
    new = w.NewTeam(w.DECREED_ON, one, one, stranger, "BRI", "1")
    with pytest.raises(ValidationError) as refusal:
        w.set_team(world.physical, new, request_key=uuid4(), by=world.secretary)

    assert refusal.value.messages == [
        "Ketua, sekretaris, dan bendahara TPK orang yang berbeda.",
        f"{stranger} bukan warga Desa {world.villages[0]}.",
    ]


def test_tranche_rule_of_the_day_divides_the_grant(world):
    office = world.office
    add_tranche_rule(
        office, since=date(2009, 5, 1), percents=[Decimal(30), Decimal(70)], by=world.manager
    )

    tranches = w.sign(world.physical, world.secretary)

    assert [t.amount for t in tranches] == [37_037_036, 86_419_753]
    assert percents_on(office, date(2009, 4, 30)) == (Decimal(40), Decimal(40), Decimal(20))
    for percents, words in (([Decimal(30), Decimal(69)], "99%"), ([Decimal(100)], "Sudah ada")):
        with pytest.raises(ValidationError, match=words):
            add_tranche_rule(office, since=date(2009, 5, 1), percents=percents, by=world.manager)


# -- tranches --------------------------------------------------------------------------------------


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


# -- the phase's money -----------------------------------------------------------------------------


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


# -- field and end ---------------------------------------------------------------------------------


def test_contribution_needs_value_and_quantity(world):
    def give(*given, **more):
        return lambda: record_contribution(
            world.physical, Given(*given), request_key=uuid4(), by=world.secretary, **more
        )

    assert reasons(give("tenaga", date(2009, 5, 19), 0)) == [
        "Tanggalnya tidak boleh sebelum SPC (20 Mei 2009).",
        "Isi nilainya dalam rupiah.",
        "Isi volume dan satuannya, misalnya 12 HOK.",
    ]
    assert reasons(give("uang", date(2009, 6, 1), 10, Decimal(2), "HOK")) == [
        "Uang tidak memakai volume dan satuan."
    ]
    row = give("uang", date(2009, 6, 1), 10)()
    give("uang", date(2009, 6, 1), 0, replaces=row)()
    assert reasons(give("uang", date(2009, 6, 1), 5, replaces=row)) == [
        "Catatan ini sudah diganti."
    ]
    assert sum(Contribution.objects.standing().values_list("amount", flat=True)) == 0


def test_progress_goes_forward_and_back_only_with_a_reason(world):
    def measure(on, percent, reason=""):
        return lambda: record_progress(
            world.physical, measured_on=on, percent=Decimal(percent), reason=reason,
            request_key=uuid4(), by=world.secretary,
        )  # fmt: skip

    measure(date(2009, 7, 1), "62.5")()

    assert reasons(measure(date(2009, 6, 30), "101")) == [
        "Kemajuan fisik 0 sampai 100%.",
        "Kemajuan terakhir tercatat 1 Juli 2009: pilih tanggal itu atau sesudahnya.",
    ]
    assert reasons(measure(date(2009, 7, 2), "60")) == [
        "Kemajuan turun dari 62,5%: tulis alasannya."
    ]
    measure(date(2009, 7, 2), "60", "Talud longsor")()
    assert standing_of(world.physical, date(2009, 7, 2)).facts.progress == 60


def test_end_needs_everything_and_makes_one_piece(signed, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    world, _ = signed
    grant = world.physical
    w.pay_everything(world, grant)
    day = date(2009, 9, 20)

    def meet():
        return record_meeting(
            grant, Sheet(date(2009, 9, 10)), attendance=40, is_passed=True, request_key=uuid4(),
            by=world.secretary,
        )  # fmt: skip

    def finish(**more):
        facts = built_with(
            standing_of(grant, day), kind="road", name="Rabat", built_year=2009, size=Decimal(4),
            unit="m", location="Krajan",
        )  # fmt: skip
        key = more.get("key") or uuid4()
        sheet = Sheet(day, file=None if more.get("bare") else w.upload())
        return finish_grant(
            grant, sheet, None if more.get("bare") else facts, request_key=key, by=world.secretary
        )

    assert reasons(meet) == ["Kemajuan fisik belum 100%."]
    assert reasons(lambda: finish(bare=True)) == [
        "Kemajuan fisik belum 100%.",
        "Musyawarah pertanggungjawaban belum menerima laporan TPK.",
        "Lampirkan laporan akhirnya (foto atau PDF).",
        "Isi data prasarananya: kegiatan Fisik masuk daftar prasarana.",
    ]
    record_progress(
        grant, measured_on=date(2009, 9, 1), percent=Decimal(100), request_key=uuid4(),
        by=world.secretary,
    )  # fmt: skip
    meet()
    key = uuid4()
    assert finish(key=key) == finish(key=key)
    assert reasons(finish) == [f"{grant.code} sudah selesai."]
    assert Infrastructure.objects.count() == 1


def test_return_is_what_the_team_has_left(signed):
    world, [first, *_] = signed
    w.planned(world, first, date(2009, 6, 8))
    w.pay(world, first, date(2009, 6, 10))
    w.use(world, first, date(2009, 6, 20), used=49_000_000)

    found = reasons(
        lambda: return_money(
            world.physical, amount=382_716, returned_on=date(2009, 6, 9), request_key=uuid4(),
            by=world.treasurer,
        )
    )  # fmt: skip

    assert found == [
        "Sisa uang di TPK Rp 382.715: tidak dapat dikembalikan lebih.",
        "Pengembalian tidak boleh sebelum pencairan terakhir (10 Juni 2009).",
    ]


def test_approval_of_a_proposal_with_a_grant_stays(world):
    def take_back():
        return take_back_step(
            world.proposals["fisik"], happened_on=date(2009, 6, 1), reason="Keliru",
            request_key=uuid4(), by=world.manager,
        )  # fmt: skip

    with pytest.raises(ValidationError, match="Batalkan dahulu kegiatannya"):
        take_back()
    cancel_grant(
        world.physical, happened_on=date(2009, 6, 1), reason="x", request_key=uuid4(),
        by=world.manager,
    )  # fmt: skip
    take_back()
