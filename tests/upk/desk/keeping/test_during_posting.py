"""A backup that is taken while people post and attach photos, put back elsewhere and compared."""

from itertools import count
from threading import Event

import pytest
from django.conf import settings

from tests import factories
from tests.parallel import run_together
from tests.upk.desk.keeping import world
from upk.desk.keeping.backing_up import back_up
from upk.desk.keeping.restoring import Asking, restore
from upk.ledger.attachments import attach_file
from upk.offices.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, BEFORE, AFTER = 4, 20, 10


def test_backup_taken_during_posting_has_every_entry_wholly_or_not_at_all(tmp_path):
    with world.installation(tmp_path / "here", world.KEYS):
        made = world.make_office()
        committed: list[int] = []
        numbers, enough = count(1), Event()

        def post_and_attach() -> None:
            by = factories.create_user(office=made.office)
            while not enough.is_set():
                number = next(numbers)
                entry = world.post(made.office, by, number)
                committed.append(entry.pk)
                attach_file(entry, world.photo(number), by=by)

        def back_up_meanwhile():
            try:
                while len(committed) < BEFORE:
                    enough.wait(0.01)
                before = set(committed)
                backup = back_up(world.NOW)
                at_the_end = len(committed)
                while len(committed) < at_the_end + AFTER:  # nobody was stopped by it for good
                    enough.wait(0.01)
                return before, backup
            finally:
                enough.set()

        *posters, (before, backup) = run_together([post_and_attach] * CLIENTS + [back_up_meanwhile])
        source = world.rows_of_entries()
    assert posters == [None] * CLIENTS

    with world.empty_installation(tmp_path / "there"):
        restore(backup.path, Asking(passphrase=lambda: "", keys=lambda names: world.KEYS))
        there = world.rows_of_entries()
        for name in world.KEYS:
            assert (settings.VAR_DIR / name.lower()).read_text() == world.KEYS[name]
        with world.installation(tmp_path / "there", world.KEYS):
            assert Person.objects.exclude(nik_digest=None).get().nik == world.NIK

    assert before <= there.keys() < source.keys()  # more was posted after it
    for pk, (*books, photos) in there.items():
        *all_books, all_photos = source[pk]
        assert books == all_books
        assert photos in ([], all_photos)  # the photo is a transaction of its own
