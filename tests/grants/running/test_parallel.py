"""Two people at once: one tranche is paid, and no more than the phase and the source have."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from grants.models import Agreement, GrantAccounts, GrantMove
from grants.running.agreements import sign_agreement
from tests.grants.running import world as w
from tests.parallel import run_together
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db(transaction=True)


def told(deed):
    """What somebody sees: nothing, or why it was refused."""

    def run():
        try:
            deed()
        except ValidationError as error:
            return error.messages[0]
        return ""

    return run


def test_two_who_pay_a_tranche_pay_it_once(world):
    w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))

    answers = run_together([told(lambda: w.pay(world, first, date(2009, 6, 10)))] * 3)

    assert sorted(answers) == ["", "Tahap 1 sudah dicairkan.", "Tahap 1 sudah dicairkan."]
    assert GrantMove.objects.filter(kind="tahap").count() == 1


def test_two_who_click_twice_pay_once(world):
    w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))
    key = uuid4()

    pay = told(lambda: w.pay(world, first, date(2009, 6, 10), request_key=key))

    assert run_together([pay, pay]) == ["", ""]
    assert GrantMove.objects.filter(kind="tahap").count() == 1


def test_two_grants_share_what_the_phase_has(world):
    w.receive(world, 60_000_000, source="apbd")
    firsts = []
    for sector in ("fisik", "kesehatan"):
        [first, *_] = w.sign(world.grants[sector], world.secretary)
        w.planned(world, first, date(2009, 6, 8))
        firsts.append(first)

    answers = run_together(
        [
            told(lambda tranche=tranche: w.pay(world, tranche, date(2009, 6, 10)))
            for tranche in firsts
        ]
    )

    assert sorted(bool(answer) for answer in answers) == [False, True]
    assert "Dana BLM 2009 yang tersedia hanya" in max(answers)
    assert GrantMove.objects.held() >= 0


def test_first_receipts_make_one_set_of_accounts_and_stay_within_the_source(world):
    receive = told(lambda: w.receive(world, 150_000_000, source="apbd"))

    answers = run_together([receive, receive])

    assert sorted(answers) == ["", "Sisa dana APBD/DDUB yang belum diterima hanya Rp 50.000.000."]
    assert GrantAccounts.objects.count() == 1


def test_two_agreements_leave_one_that_stands(world):
    grant = world.physical
    w.team(grant, world.secretary)

    def sign():
        new = w.agreement(grant, world.secretary)
        sign_agreement(grant, new, request_key=uuid4(), by=world.secretary)

    assert run_together([told(sign), told(sign)]) == ["", ""]
    assert Agreement.objects.filter(replaced_by=None).count() == 1


def test_nothing_is_paid_into_books_that_close(world):
    w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))

    def close():
        close_books(world.office, through=date(2009, 6, 30), by=world.manager)

    paid, _ = run_together([told(lambda: w.pay(world, first, date(2009, 6, 10))), told(close)])

    closed = "Buku sudah ditutup sampai 30 Juni 2009. Pilih tanggal sesudahnya."
    assert GrantMove.objects.filter(kind="tahap").exists() == (paid == "")
    assert paid in ("", closed)
