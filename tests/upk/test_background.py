"""Work beside the requests: who holds it, what is told of it, when it begins."""

import time
from threading import Event, Thread

import pytest
from django.db import transaction

from upk.background import held, is_held, note_of, start_after_commit


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "work"


def test_one_holder_at_a_time():
    with held("buku") as hold:
        assert hold is not None
        assert is_held("buku")
        assert not is_held("lain")
        with held("buku", wait=False) as second:
            assert second is None

    assert not is_held("buku")


def test_those_who_look_keep_nobody_from_working_and_do_not_see_each_other():
    is_over, seen = Event(), set()

    def look() -> None:
        while not is_over.is_set():
            seen.add(is_held("buku"))

    lookers = [Thread(target=look) for _ in range(3)]
    for looker in lookers:
        looker.start()
    time.sleep(0.2)
    while_nobody_worked = set(seen)
    turned_away = 0
    for _ in range(300):
        with held("buku", wait=False) as hold:
            turned_away += hold is None
    is_over.set()
    for looker in lookers:
        looker.join()

    assert (while_nobody_worked, turned_away) == ({False}, 0)


def test_the_newest_note_is_read_whole_while_it_is_held():
    assert note_of("buku") == ""
    with held("buku") as hold:
        hold.note("Memeriksa lembar Pinjaman 12000 50000")
        hold.note("Selesai")

        assert note_of("buku") == "Selesai"


def test_a_long_note_is_cut():
    with held("buku") as hold:
        hold.note("é" * 900)

        assert note_of("buku") == "é" * 100


def test_only_the_owner_reads_the_file(folder):
    with held("buku"):
        assert (folder / "buku.lock").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_work_begins_after_the_commit_and_is_held_when_that_returns():
    may_end, ended = Event(), Event()

    def work() -> None:
        with held("buku"):
            may_end.wait(10)
        ended.set()

    with transaction.atomic():
        start_after_commit("buku", work)
        assert not is_held("buku")
    assert is_held("buku")
    may_end.set()
    assert ended.wait(10)


@pytest.mark.django_db(transaction=True)
def test_work_that_is_rolled_back_never_begins():
    begun = Event()

    with transaction.atomic():
        start_after_commit("buku", begun.set)
        transaction.set_rollback(True)

    assert not begun.wait(0.2)
