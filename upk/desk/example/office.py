"""What stands before the first rupiah: office, chart, villages, users, groups, products."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from groups.models import Group, Membership
from loans.models import Product
from loans.setup import DEFAULT_CEILINGS, DEFAULT_RULES, add_rules, create_default_products
from upk.access import Role
from upk.desk.example.groups import GroupPlan
from upk.desk.example.people import PersonPlan
from upk.desk.example.places import (
    DEMO_PASSWORD,
    DISTRICT_CODE,
    FIRST_DAY,
    FORMS_SINCE,
    HAND_OVERS,
    OFFICE_CODE,
    OFFICE_NAME,
    PRACTICE_DATE,
    REBATE_SINCE,
    RULES_SINCE,
    USERS,
    VILLAGES,
)
from upk.desk.example.rules import NO_REBATE, RULES_OF_2010
from upk.ledger.models import Account
from upk.ledger.services import copy_chart
from upk.offices.checklists import create_default_lists
from upk.offices.models import Checklist, District, Office, Person, User, Village
from upk.offices.services import assign_village


@dataclass(frozen=True, slots=True)
class Setting:
    """The rows that the events refer to."""

    office: Office
    villages: dict[str, Village]
    users: dict[str, User]
    accounts: dict[str, Account]
    products: dict[str, Product]
    groups: dict[GroupPlan, Group]
    members: dict[GroupPlan, list[Person]]


def build(plans: list[GroupPlan]) -> Setting:
    """Make the office with everybody and everything in it, but no money yet."""
    district, _ = District.objects.get_or_create(
        code=DISTRICT_CODE, defaults={"name": "Kabupaten Sragen", "province": "Jawa Tengah"}
    )
    office = Office.objects.create(
        district=district,
        code=OFFICE_CODE,
        name=OFFICE_NAME,
        subdistrict="Kalijambe",
        address="Kecamatan Kalijambe, Kabupaten Sragen, Jawa Tengah",
        practice_date=PRACTICE_DATE,
    )
    copy_chart(office)
    villages = {
        plan.code: Village.objects.create(
            office=office, code=plan.code, name=plan.name, payment_day=plan.payment_day
        )
        for plan in VILLAGES
    }
    users = _users(office, villages)
    products = {
        p.code: p for p in create_default_products(office, FIRST_DAY, ceilings={}, **NO_REBATE)
    }
    for product in products.values():
        add_rules(product, since=REBATE_SINCE, ceilings={}, **DEFAULT_RULES)
        add_rules(product, since=RULES_SINCE, ceilings=DEFAULT_CEILINGS, **RULES_OF_2010)
    forms = (Checklist.Kind.PAPERS, Checklist.Kind.MEMBER)
    create_default_lists(office, FIRST_DAY, kinds=(Checklist.Kind.GROUP, Checklist.Kind.HOUSEHOLD))
    create_default_lists(office, FORMS_SINCE, kinds=forms)
    groups, members = _groups(office, villages, plans)
    accounts = {account.code: account for account in Account.objects.filter(office=office)}
    return Setting(office, villages, users, accounts, products, groups, members)


def _users(office: Office, villages: dict[str, Village]) -> dict[str, User]:
    users = {}
    password = make_password(DEMO_PASSWORD)  # slow by design, and no secret here: once for all
    for plan in USERS:
        of_district = plan.role == Role.DISTRICT
        users[plan.username] = User.objects.create(
            username=plan.username,
            name=plan.name,
            role=plan.role,
            office=None if of_district else office,
            district=office.district if of_district else None,
            password=password if plan.has_password else make_password(None),
        )
    _assign(villages, users)
    return users


def _assign(villages: dict[str, Village], users: dict[str, User]) -> None:
    """Who is responsible for which village: from the first day, and after each hand-over."""
    changes = {change.village: change for change in HAND_OVERS}
    for plan in USERS:
        for code in plan.villages:
            change = changes.get(code)
            first = users[change.former if change else plan.username]
            assign_village(villages[code], first, since=FIRST_DAY, third_is_meant=True)
            if change:
                assign_village(
                    villages[code], users[plan.username], since=change.since,
                    reason=change.reason, by=users["manajer"],
                )  # fmt: skip


def _groups(
    office: Office, villages: dict[str, Village], plans: list[GroupPlan]
) -> tuple[dict[GroupPlan, Group], dict[GroupPlan, list[Person]]]:
    groups, members = {}, {}
    for plan in plans:
        village = villages[plan.village.code]
        groups[plan] = _group(office, village, plan)
        members[plan] = [make_row(office, village, member) for member in plan.members]
    Group.objects.bulk_create(groups.values())
    Person.objects.bulk_create(person for people in members.values() for person in people)
    Membership.objects.bulk_create(
        Membership(group=groups[plan], person=person, position=position, since=plan.founded_on)
        for plan, people in members.items()
        for person, position in zip(people, _positions(len(people)), strict=True)
    )
    return groups, members


def _group(office: Office, village: Village, plan: GroupPlan) -> Group:
    return Group(
        office=office,
        village=village,
        code=plan.code,
        name=plan.name,
        category=plan.category,
        founded_on=plan.founded_on,
        kind=Group.Kind.SAVINGS if plan.category == "SPP" else Group.Kind.MIXED,
        business=plan.business,
        meeting_day=plan.meeting_day,
    )


def make_row(office: Office, village: Village, plan: PersonPlan) -> Person:
    """The row of a villager, not written yet."""
    person = Person(
        office=office,
        village=village,
        name=plan.name,
        sex=plan.sex,
        birth_date=plan.birth_date,
        address=plan.address,
    )
    person.set_identity(nik=plan.nik, kk=plan.kk)
    return person


def _positions(size: int) -> list[str]:
    officers = [
        Membership.Position.CHAIR,
        Membership.Position.SECRETARY,
        Membership.Position.TREASURER,
    ]
    return officers + [Membership.Position.MEMBER] * (size - len(officers))
