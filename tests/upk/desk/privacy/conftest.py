"""Keys of one's own, in files of the test's folder."""

from datetime import date
from pathlib import Path

import pytest

from loans.models import Loan
from tests import factories
from tests.upk.desk.privacy.world import World, completed
from upk.identity_keys import write_key

FIRST_CIPHER = "bm90LWEtc2VjcmV0LWJ1dC0zMi1ieXRlcy1sb25nISE="
FIRST_DIGEST = "the-first-key-of-an-installation"


@pytest.fixture
def key_folder(settings, tmp_path) -> Path:
    """A folder with the keys of a new installation, which are used instead of the usual ones."""
    for name, key in (("IDENTITY_KEY", FIRST_CIPHER), ("IDENTITY_DIGEST_KEY", FIRST_DIGEST)):
        path = tmp_path / name.lower()
        write_key(path, key)
        setattr(settings, f"{name}_FILE", path)
    return tmp_path


@pytest.fixture
def world() -> World:
    """With one loan of one instalment, paid."""
    manager = factories.create_user()
    village = factories.create_village(manager.office)
    factories.create_product(manager.office, terms={"tenor": 1})
    group = factories.create_group(village, member_count=3)
    loan = factories.create_loan(
        group, principal=3_000_000, disbursed_on=date(2009, 11, 10), by=manager
    )
    factories.pay(loan, 3_045_000, on=date(2009, 12, 10), by=manager)
    loan.refresh_from_db()
    assert loan.status == Loan.Status.SETTLED
    return completed(manager, loan, village)
