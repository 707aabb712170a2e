"""An office just after the first-run page, and its manager."""

from datetime import date

import pytest

from tests.upk.desk.test_first_run_page import answers
from upk.desk.first_run import create_first_office
from upk.offices.models import User


@pytest.fixture
def manager(db) -> User:
    """Of the office KALIJAMBE, whose books are empty."""
    data = answers(office_code="KALIJAMBE", district_code="SRAGEN", since=date(2010, 1, 1))
    return create_first_office(data)
