"""Writers of aid: what they refuse, all reasons at once, and what they leave behind."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from goats.aid.budget import left_from, set_aside, sources
from goats.aid.planning import free_of_year
from goats.aid.standings import standing_of
from goats.herd.replacing import reverse_event
from goats.herd.services import NewGoats, Receiver, buy_goats, place_goat
from goats.households.card import shown_state, with_help
from goats.households.steps import record_step, reverse_step
from goats.models import (
    AidHandover,
    AidMove,
    AidPlan,
    Goat,
    GoatEvent,
    Household,
)
from goats.rules.aid import AidKind
from goats.rules.events import Kind
from goats.rules.households import Step
from tests import factories
from tests.closing.office import RETAINED, SOCIAL, post
from tests.goats.aid.world import DECIDED, HANDED, MEETING, PAID, PLANNED, AidWorld
from tests.goats.households_made import registered
from upk.access import Role
from upk.ledger.by_hand import record_entry, undo_entry
from upk.ledger.models import Entry
from upk.ledger.services import Move, close_books

pytestmark = pytest.mark.django_db
LATER = date(2009, 6, 1)


@pytest.fixture
def world():
    return AidWorld()


def reasons(refusal) -> list[str]:
    return refusal.value.messages


def test_plan_without_anything_says_all_that_is_wrong(world):
    facilitator = factories.create_user(Role.FACILITATOR, world.office)

    with pytest.raises(ValidationError) as refusal:
        world.plan({0: 0, 1: 11_000_000}, on=date(2010, 3, 1), by=facilitator)

    assert reasons(refusal) == [
        "Hanya untuk: Manajer UPK, Bendahara, Sekretaris.",
        "Isi jumlah lebih dari nol.",
        "Rencana Rp 11.000.000 melebihi sisa anggaran RTM 2009 pada 1 Maret 2010: yang belum "
        "direncanakan Rp 10.000.000.",
        "1 Maret 2010 belum tiba. Periksa tanggalnya.",
    ]
    assert not AidPlan.objects.exists()


def test_plan_before_the_meeting_has_no_budget(world):
    with pytest.raises(ValidationError, match=r"yang belum direncanakan Rp 0"):
        world.plan(on=date(2009, 2, 4))

    assert world.plan(on=MEETING).total == 500_000


def test_plan_for_a_household_that_is_not_confirmed_is_refused(world):
    world.homes.append(registered(world.villages[0], on=date(2009, 1, 1), by=world.secretary))

    with pytest.raises(ValidationError, match="tidak dapat menerima pada 1 Maret 2009: diusulkan"):
        world.plan({6: 100_000})


def test_plans_of_a_year_never_keep_more_than_was_set_aside(world):
    world.plan({0: 6_000_000})

    with pytest.raises(ValidationError, match=r"yang belum direncanakan Rp 4\.000\.000"):
        world.plan({1: 4_000_001})
    refused = world.plan({1: 4_000_000})
    world.decide(refused, yes=False, note="Terlalu besar")

    assert free_of_year(world.office, 2009, LATER) == 4_000_000


def test_plans_are_numbered_by_their_year(world):
    assert [world.plan().code, world.plan().code] == ["RTM-2009-01", "RTM-2009-02"]


def test_decision_is_the_managers_and_never_of_who_wrote_it(world):
    own = world.plan(by=world.manager)

    with pytest.raises(ValidationError) as refusal:
        world.decide(own, on=date(2009, 2, 28))
    assert reasons(refusal) == [
        "Anda sendiri yang menulis rencana ini. Keputusannya oleh orang lain.",
        "Rencana ini baru dibuat pada 1 Maret 2009.",
    ]
    with pytest.raises(ValidationError, match="Hanya untuk: Manajer UPK"):
        world.decide(world.plan(), by=world.treasurer)
    with pytest.raises(ValidationError, match="Wajib diisi"):
        world.decide(world.plan(), yes=False, note=" ")


def test_plan_is_decided_once(world):
    plan = world.approved()

    with pytest.raises(ValidationError, match="RTM-2009-01 sudah diputuskan"):
        world.decide(plan, yes=False)


def test_payment_says_all_that_is_wrong(world):
    plan = world.plan()
    trust = world.office.accounts.filter(fund="levy", liquidity="bank").first()

    with pytest.raises(ValidationError) as refusal:
        world.pay(plan, 600_000, date(2010, 3, 1), by=world.manager, account=trust)

    assert reasons(refusal) == [
        "Hanya untuk: Bendahara.",
        "Rencana ini menunggu keputusan: tidak dapat dibayar.",
        "1 Maret 2010 belum tiba. Periksa tanggalnya.",
        "Sembako: rencana yang belum dibayar tinggal Rp 500.000.",
        "Pilih kas atau bank milik kantor sendiri, bukan titipan.",
    ]


def test_payment_before_the_decision_and_above_the_cash_is_refused(world):
    plan = world.approved()
    empty = world.office.accounts.free().own_money().exclude(pk=world.cash.pk).first()

    with pytest.raises(ValidationError) as refusal:
        world.pay(plan, 500_000, date(2009, 3, 4), account=empty)

    assert "Rencana ini baru disetujui pada 5 Maret 2009." in reasons(refusal)
    assert any(text.startswith(f"Saldo {empty.name}") for text in reasons(refusal))


def test_who_approved_does_not_pay(world):
    plan = world.approved()
    world.manager.role = Role.TREASURER
    world.manager.save()

    with pytest.raises(ValidationError, match="Anda sendiri yang menyetujui"):
        world.pay(plan, 1_000, by=world.manager)


def test_payment_posts_to_fund_and_cash_once(world):
    plan, key = world.approved(), uuid4()

    move = world.pay(plan, 300_000, key=key)

    assert world.pay(plan, 300_000, key=key) == move
    assert move.entry.label == "BKK-2009-000001"
    assert move.entry.memo == "RTM-2009-01 Sembako"
    assert [(p.debit.code, p.credit.code, p.amount) for p in move.entry.postings.all()] == [
        (SOCIAL, "1.1.01.01", 300_000)
    ]
    with pytest.raises(ValidationError, match=r"tinggal Rp 200\.000"):
        world.pay(plan, 200_001)


def test_payment_before_a_later_one_counts_it(world):
    plan = world.approved()
    world.pay(plan, 400_000, LATER)

    with pytest.raises(ValidationError, match=r"tinggal Rp 100\.000"):
        world.pay(plan, 100_001, PAID)


def test_hand_over_is_of_what_was_paid_by_that_day(world):
    plan = world.approved()
    world.pay(plan, 300_000)

    with pytest.raises(ValidationError, match="belum diserahkan atau dikembalikan pada 9 Maret"):
        world.hand(plan, {0: 200_000}, date(2009, 3, 9))
    world.hand(plan, {0: 200_000})
    with pytest.raises(ValidationError) as refusal:
        world.hand(plan, {0: 200_000, 1: 200_001})
    assert [text.split(", ")[-1] for text in reasons(refusal)] == [
        "Alas) sudah menerima.",
        "Rp 200.000.",
        "Sembako: yang sudah dibayar dan belum diserahkan atau dikembalikan pada 12 Maret 2009 "
        "hanya Rp 100.000.",
    ]
    assert AidHandover.objects.count() == 1


def test_hand_over_sent_twice_is_one(world):
    plan, key = world.approved(), uuid4()
    world.pay(plan, 500_000)

    first = world.hand(plan, {0: 200_000, 3: 100_000}, key=key)

    assert world.hand(plan, {0: 200_000, 3: 100_000}, key=key) == first
    assert AidHandover.objects.count() == 2


def test_household_that_moved_receives_nothing_and_one_that_received_stays(world):
    plan = world.approved()
    world.pay(plan, 500_000)
    moves = {"note": "ke kota", "by": world.manager}
    record_step(world.homes[1], Step.MOVED, on=HANDED, request_key=uuid4(), **moves)

    with pytest.raises(ValidationError, match="tidak dapat menerima pada 12 Maret 2009: pindah"):
        world.hand(plan, {1: 200_000})
    [handed] = world.hand(plan, {0: 200_000})
    with pytest.raises(ValidationError, match="Sesudah tanggal itu masih menerima bantuan"):
        record_step(world.homes[0], Step.MOVED, on=PAID, request_key=uuid4(), **moves)
    with pytest.raises(ValidationError, match="Sudah menerima bantuan: tidak dapat dibatalkan"):
        record_step(world.homes[0], Step.VOID, on=HANDED, request_key=uuid4(), **moves)
    confirmation = world.homes[0].steps.get()
    with pytest.raises(ValidationError, match="penetapannya tidak dapat dibatalkan"):
        reverse_step(confirmation, reason="salah", request_key=uuid4(), by=world.manager)
    world.take_back(handed)
    record_step(world.homes[0], Step.VOID, on=HANDED, request_key=uuid4(), **moves)


def test_what_was_handed_over_makes_a_household_reached(world):
    def state() -> str:
        return shown_state(with_help(Household.objects.all()).get(pk=world.homes[0].pk))

    plan = world.approved()
    world.pay(plan, 500_000)

    assert state() == "Menunggu"
    [handed] = world.hand(plan, {0: 200_000})
    assert state() == "Sudah dibantu"
    world.take_back(handed)
    assert state() == "Menunggu"


def test_facilitator_hands_over_in_own_villages_only(world):
    plan = world.approved()
    world.pay(plan, 500_000)
    facilitator = factories.create_user(Role.FACILITATOR, world.office)
    factories.assign(facilitator, world.villages[1])

    with pytest.raises(ValidationError, match="bukan milik rencana ini"):
        world.hand(plan, {0: 200_000, 3: 100_000}, by=facilitator)
    assert len(world.hand(plan, {3: 100_000}, by=facilitator)) == 1


def test_money_comes_back_as_long_as_it_was_not_handed_over(world):
    plan = world.approved()
    world.pay(plan, 500_000)
    world.hand(plan, {0: 200_000}, LATER)

    with pytest.raises(ValidationError, match=r"hanya Rp 300\.000"):
        world.give_back(plan, 300_001)
    back = world.give_back(plan, 300_000)
    assert back.entry.voucher == "BKM"
    with pytest.raises(ValidationError, match=r"hanya Rp 0"):
        world.hand(plan, {1: 200_000}, LATER)
    world.reverse(back, LATER)
    world.hand(plan, {1: 200_000}, LATER)


def test_payment_is_reversed_before_it_is_handed_over(world):
    plan = world.approved()
    paid = world.pay(plan, 500_000)
    [handed] = world.hand(plan, {0: 200_000})

    with pytest.raises(ValidationError, match=r"hanya Rp 300\.000"):
        world.reverse(paid, LATER)
    world.take_back(handed)
    world.reverse(paid, LATER)

    assert left_from(world.office, 2009, LATER) == 10_000_000
    with pytest.raises(ValidationError, match="sudah dibatalkan"):
        world.reverse(paid, LATER)


def test_return_is_not_reversed_when_its_money_is_used(world):
    plan = world.approved({0: 6_000_000})
    world.pay(plan, 6_000_000)
    back = world.give_back(plan, 5_000_000)
    world.end(plan)
    other = world.approved({1: 9_000_000}, on=HANDED)
    world.pay(other, 9_000_000, LATER)

    with pytest.raises(
        ValidationError, match=r"Sisa anggaran RTM 2009 pada 2 Juni 2009 hanya Rp 0"
    ):
        world.reverse(back, date(2009, 6, 2))


def test_ended_plan_frees_what_was_not_used_and_pays_no_more(world):
    plan = world.approved({0: 6_000_000})
    world.pay(plan, 1_000_000)

    with pytest.raises(ValidationError, match="Catatan terakhirnya pada 10 Maret 2009"):
        world.end(plan, date(2009, 3, 9))
    with pytest.raises(ValidationError, match="Hanya penulisnya atau manajer"):
        world.end(plan, by=world.treasurer)
    world.end(plan)

    assert free_of_year(world.office, 2009, LATER) == 9_000_000
    with pytest.raises(ValidationError, match="Rencana ini diakhiri: tidak dapat dibayar"):
        world.pay(plan, 1_000, LATER)
    world.hand(plan, {0: 1_000_000})


def test_goats_come_with_their_payment_and_go_with_its_reversal(world):
    plan = world.approved({0: 650_000, 1: 650_000}, kind=AidKind.GOATS)
    key = uuid4()

    move, goats = world.buy(plan, 2, key=key)

    assert world.buy(plan, 2, key=key) == (move, goats)
    assert (move.amount, Goat.objects.count()) == (1_200_000, 2)
    bought = goats[0].events.get()
    with pytest.raises(ValidationError, match="Batalkan pembayarannya di sana"):
        reverse_event(bought, reason="salah", request_key=uuid4(), by=world.manager)
    receiver = Receiver(world.homes[0], HANDED)
    placed = place_goat(goats[0], receiver, request_key=uuid4(), by=world.manager)
    assert standing_of(plan).sums.handed == 600_000
    with pytest.raises(ValidationError, match="KB-0001 sudah ditempatkan"):
        world.reverse(move)
    reverse_event(placed, reason="batal", request_key=uuid4(), by=world.manager)
    world.reverse(move)
    assert set(Goat.objects.values_list("state", flat=True)) == {Goat.State.VOID}
    assert left_from(world.office, 2009, LATER) == 10_000_000


def test_goats_are_neither_paid_without_register_nor_returned_nor_handed_by_list(world):
    plan = world.approved({0: 650_000}, kind=AidKind.GOATS)

    with pytest.raises(ValidationError, match="pakai pembelian kambing"):
        world.pay(plan, 600_000, kind=AidKind.GOATS)
    world.buy(plan)
    with pytest.raises(ValidationError, match="dibatalkan, tidak kembali"):
        world.give_back(plan, 1_000, kind=AidKind.GOATS)
    with pytest.raises(ValidationError, match="catat penempatannya"):
        world.hand(plan, {0: 600_000})


def test_goats_of_reported_quarters_stay_paid(world):
    plan = world.approved({0: 650_000}, kind=AidKind.GOATS)
    move, _ = world.buy(plan)
    close_books(world.office, through=date(2009, 3, 31), by=world.manager)

    with pytest.raises(ValidationError, match="Sudah dilaporkan"):
        world.reverse(move, LATER)
    assert not AidMove.objects.filter(reverses=move).exists()


def test_goats_from_the_surplus_come_by_a_plan_alone(world):
    new = NewGoats(1, "F", "Kacang", 600_000, Goat.Funding.SURPLUS, 2009)

    with pytest.raises(ValidationError, match="dibeli lewat rencana Bantuan RTM"):
        buy_goats(world.office, new, bought_on=PAID, request_key=uuid4(), by=world.manager)
    assert not GoatEvent.objects.filter(kind=Kind.BOUGHT).exists()


def test_decision_on_the_surplus_stays_while_aid_lives_on_it(world):
    plan = world.approved()
    paid = world.pay(plan, 500_000)

    with pytest.raises(
        ValidationError, match=r"masih dapat ditarik Rp 9\.500\.000 dari Rp 10\.000\.00"
    ):
        world.withdraw()
    world.reverse(paid)
    world.withdraw()

    assert set_aside(sources(world.office)) == {2009: 0}
    with pytest.raises(ValidationError, match="Sisa anggaran RTM 2009"):
        world.pay(plan, 1_000, LATER)


def test_budget_of_another_year_does_not_help(world):
    """2009 set 10.000.000 aside; an opening balance of 2010 is the budget of 2010."""
    post(world.manager, RETAINED, SOCIAL, 2_000_000, date(2010, 1, 4))

    plan = world.approved({0: 10_000_000}, on=date(2010, 1, 10))
    world.pay(plan, 10_000_000, date(2010, 1, 11))

    assert set_aside(sources(world.office)) == {2009: 10_000_000, 2010: 2_000_000}
    with pytest.raises(ValidationError, match=r"yang belum direncanakan Rp 0"):
        world.plan({1: 1_000}, on=date(2010, 1, 12))
    assert world.plan({1: 2_000_000}, on=date(2010, 1, 12), year=2010).code == "RTM-2010-01"


def test_fund_is_not_spent_by_hand(world):
    move = Move(factories.account(world.office, SOCIAL), world.cash, 1_000)

    with pytest.raises(ValidationError, match="lewat halaman Bantuan RTM"):
        record_entry(
            world.office, happened_on=PAID, memo="Sembako", moves=[move], request_key=uuid4(),
            by=world.treasurer,
        )  # fmt: skip


def test_opening_by_hand_stays_once_aid_used_the_fund(world):
    opening = post(world.manager, RETAINED, SOCIAL, 2_000_000, date(2009, 1, 4))
    world.pay(world.approved(), 500_000)

    with pytest.raises(ValidationError, match="sudah dipakai sesudah jurnal ini"):
        undo_entry(
            opening, happened_on=LATER, reason="salah", request_key=uuid4(), by=world.manager
        )
    assert Entry.objects.filter(reverses=opening).count() == 0


def test_nothing_is_written_in_closed_books(world):
    plan = world.approved()
    world.pay(plan, 500_000)
    [handed] = world.hand(plan, {0: 200_000})
    close_books(world.office, through=date(2009, 3, 31), by=world.manager)

    for write in (
        lambda: world.plan(),
        lambda: world.decide(world.plan(on=LATER), on=DECIDED),
        lambda: world.pay(plan, 1_000),
        lambda: world.give_back(plan, 1_000),
        lambda: world.hand(plan, {1: 200_000}),
        lambda: world.take_back(handed),
        lambda: world.end(plan, PLANNED),
    ):
        with pytest.raises(ValidationError, match="Sudah dilaporkan: buku ditutup sampai 31 Maret"):
            write()
