import threading
import time

import pytest
from django.db import connection, connections, transaction

from loans.models import Repayment
from tests import factories
from upk.ledger.models import Entry
from upk.offices.models import District
from upk.sqlite.base import FairLock


def test_fair_lock_is_handed_on_in_order():
    lock, order, threads = FairLock(), [], []
    assert lock.acquire(1)

    def take(n: int) -> None:
        assert lock.acquire(10)
        order.append(n)
        lock.release()

    for n in range(5):
        thread = threading.Thread(target=take, args=(n,))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) <= n:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()

    assert order == [0, 1, 2, 3, 4]


def test_fair_lock_gives_up_and_is_free_afterwards():
    lock = FairLock()
    assert lock.acquire(1)

    assert not lock.acquire(0.01)
    lock.release()

    assert lock.acquire(0.01)


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_gives_its_turn_back():
    @transaction.atomic
    def fail() -> None:
        factories.create_district()
        raise ZeroDivisionError

    def run() -> None:
        with pytest.raises(ZeroDivisionError):
            fail()
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    factories.create_district()

    assert District.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_closed_connection_gives_its_turn_back():
    def leave_open() -> None:
        connection.set_autocommit(False)
        factories.create_district()
        connection.close()

    thread = threading.Thread(target=leave_open)
    thread.start()
    thread.join()
    factories.create_district()

    assert District.objects.count() == 1


@pytest.mark.parametrize("rows", [Entry.objects, Repayment.objects], ids=["entry", "repayment"])
def test_reversals_are_found_by_an_index_whatever_the_statistics_say(rows, db):
    """Where nothing was reversed yet, ANALYZE takes the column's own index for useless."""
    loan = factories.create_loan()
    for _ in range(20):
        factories.pay(loan, 100_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    plan = rows.select_related("reversed_by").filter(pk=1).explain()

    assert "SCAN" not in plan  # PostgreSQL, which knows better, says "Seq Scan"
