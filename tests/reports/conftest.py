"""The worked office, made once for all tests of a module."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction

from tests.reports.office import Books, create_books


@pytest.fixture(scope="module")
def shared_books(django_db_setup, django_db_blocker) -> Iterator[Books]:
    """In a transaction that is rolled back after the last test.

    Not for a module that changes databases (``example_db``) or commits while this one is open.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield create_books()
        transaction.set_rollback(True)


@pytest.fixture
def books(shared_books, db) -> Books:
    """The worked office; what a test does to its rows and objects ends with the test."""
    return deepcopy(shared_books)
