"""Offices without books, beside others of the same installation."""

from datetime import date

from loans.setup import create_default_products
from tests import factories
from upk.assets.classes import add_default_classes
from upk.offices.models import User

SINCE = date(2010, 1, 1)


def empty_office(code: str) -> User:
    """The manager of an office with what it begins with: chart, products, inventory classes."""
    office = factories.create_office(code=code)
    create_default_products(office, SINCE)
    add_default_classes(office, SINCE)
    return factories.create_user(office=office)
