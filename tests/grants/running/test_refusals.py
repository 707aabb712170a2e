"""What writers of decrees, agreements and papers in the field refuse, with every reason at once."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from grants.models import Agreement, Contribution, Grant
from grants.proposals.services import take_back_step
from grants.running.agreements import Line, add_tranche_rule, percents_on, sign_agreement
from grants.running.decrees import cancel_grant
from grants.running.field import Given, record_contribution, record_progress
from grants.running.finishing import built_with, finish_grant
from grants.running.handing_in import Sheet, record_meeting
from grants.running.payments import (
    return_money,
)
from grants.running.standings import standing_of
from maintenance.models import Infrastructure
from tests import factories
from tests.grants.running import world as w
from tests.grants.running.world import reasons

pytestmark = pytest.mark.django_db


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
