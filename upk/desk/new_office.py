"""What a new office begins with, whoever makes it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from closing.surpluses import create_default_rule
from grants.proposals.scoring_sets import create_default_sets
from loans.setup import create_default_products
from upk.access import Role
from upk.assets.classes import add_default_classes
from upk.ledger.services import copy_chart
from upk.offices.checklists import create_default_lists
from upk.offices.models import District, Office, User

TIME_FOR_PHONES = timedelta(days=30)
"""Manager, treasurer and district need a second factor this long after the beginning [chosen]."""


@transaction.atomic
def create_office(data: Mapping[str, object], *, on: date) -> User:
    """Make an office with what it begins with, its manager, and its district if need be.

    ``data``: district_code, district_name, province, subdistrict, office_code, office_name,
    legal_form, timezone, since, username, password, manager_name. The office has its chart,
    products, lists, rules and classes of inventory: once these have their accounts, nothing else
    can be booked there by mistake. A second factor is demanded ``TIME_FOR_PHONES`` after ``on``
    (by the real clock, as the login is); the office may change that. Returns the manager.
    """
    demanded = {"second_factor_from": on + TIME_FOR_PHONES}
    district, _ = District.objects.get_or_create(
        code=data["district_code"],
        defaults={"name": data["district_name"], "province": data["province"], **demanded},
    )
    office = Office.objects.create(
        district=district,
        code=data["office_code"],
        name=data["office_name"],
        subdistrict=data["subdistrict"],
        legal_form=data["legal_form"],
        timezone=data["timezone"],
        **demanded,
    )
    since = data["since"]
    copy_chart(office)
    create_default_products(office, since)
    create_default_lists(office, since)
    create_default_rule(office, since)
    add_default_classes(office, since)
    create_default_sets(office, since)
    return User.objects.create_user(
        username=data["username"],
        password=data["password"],
        name=data["manager_name"],
        role=Role.MANAGER,
        office=office,
    )
