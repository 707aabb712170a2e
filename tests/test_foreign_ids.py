"""A clerk puts the ids of another office's rows into forms, with the browser's developer tools.

Each form is sent twice: with one id of elsewhere, which must change nothing, and with the office's
own in its place, which must be taken: so it was that id alone that was refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.offices.models import User

pytestmark = pytest.mark.django_db


def rows_of_an_office() -> SimpleNamespace:
    """Ids of everything in a new office that a form could name."""
    manager = factories.create_user()
    office = manager.office
    village = factories.create_village(office)
    product = factories.create_product(office)
    group = factories.create_group(village)
    loan = factories.create_loan(group, product, by=manager)
    borrower = factories.create_group(village)
    waiting = factories.create_loan(
        factories.create_group(village), product, by=manager, disbursed_on=None
    )
    factories.put_money_in(product.cash, 50_000_000, by=manager)
    clerk = factories.create_user(Role.FACILITATOR, office)
    code = {name: factories.account(office, c).pk for name, c in ACCOUNTS.items()}
    return SimpleNamespace(
        treasurer=factories.create_user(Role.TREASURER, office).pk,
        manager=manager.pk, village=village.pk, group=group.pk, loan=loan.pk, waiting=waiting.pk,
        cash=product.cash_id, member=loan.shares.first().person_id, borrower=borrower.pk,
        members=[m.person_id for m in borrower.memberships.all()], clerk=clerk.pk,
        person=factories.create_person(village).pk, product=product.pk,
        classes=factories.default_class_set(office).pk, membership=group.memberships.first().pk,
        header=factories.account(office, "1.1.01.00").pk, entry=loan.disbursement_id, **code,
    )  # fmt: skip


ACCOUNTS = {
    "receivable": "1.1.03.03",
    "interest": "4.1.01.03",
    "penalty": "4.1.01.06",
    "bank": "1.1.01.01",
    "allowance": "1.1.04.03",
    "provision": "5.1.07.03",
    "rebate": "5.2.01.01",
    "recovery": "4.1.02.04",
    "rescheduling": "1.1.03.09",
    "reserve": "3.1.03.01",
    "surplus_capital": "3.1.02.02",
    "social": "2.4.01.01",
}


@dataclass(frozen=True)
class Attack:
    """A form: its address and body for the ids ``own`` and, in one place, ``x``."""

    address: Callable[[SimpleNamespace, SimpleNamespace], str]
    body: Callable[[SimpleNamespace, SimpleNamespace], dict]
    by: str = "manager"


def at(name: str, key: str = "", query: str = "") -> Callable:
    """An address of the office's own row."""
    return lambda own, x: (
        reverse(name, args=[vars(own)[key]] if key else []) + query.format(own=own, x=x)
    )


def paying(own, cash, payer, loan=None) -> dict:
    loan = loan or own.loan
    return {
        "paid_on": "2010-02-15", "request_key": str(uuid4()), "langkah": "simpan", "cash": cash,
        f"loan-{loan}-amount": "1.150.000", f"loan-{loan}-payer": payer,
    }  # fmt: skip


def lending(own, x) -> dict:
    half = {f"share-{own.members[0]}": "5.000.000", f"share-{x.members[1]}": "5.000.000"}
    return half | TERMS | {
        "principal": "10.000.000", "proposed_on": "2010-02-15", "request_key": str(uuid4()),
        "payment_day": "", "simpan": "1",
    }  # fmt: skip


def counting(box, counted_by, witness) -> dict:
    return {
        "account": box, "counted_on": "2010-02-15", "counted_by": counted_by,
        "witnessed_by": witness, "note-1000": "1", "explanation": "x",
        "request_key": str(uuid4()), "langkah": "simpan",
    }  # fmt: skip


TERMS = {
    "rate": "1,5", "method": "flat", "period": "month", "tenor": "10", "principal_every": "1",
    "interest_every": "1", "grace": "0", "rounding_step": "500", "rounding": "nearest",
    "payment_order": "interest_first", "cutoff_day": "",
}  # fmt: skip
PERSON = {"name": "Warga Baru", "sex": "P"}
GROUP = {
    "code": "BARU", "name": "Melati", "category": "SPP", "level": "pemula",
    "function": "penyalur", "kind": "simpan_pinjam",
}  # fmt: skip


def product_body(own, **changed) -> dict:
    ids = {
        "receivable": own.receivable, "interest_income": own.interest,
        "penalty_income": own.penalty, "cash": own.cash, "allowance": own.allowance,
        "provision_expense": own.provision, "rebate_expense": own.rebate,
        "recovery_income": own.recovery, "rescheduling": own.rescheduling,
    }  # fmt: skip
    return {"code": "RTM", "name": "RTM", "category": "LAIN"} | ids | changed


def sharing(own, **changed) -> dict:
    return {
        "since": "2010-02-15", "reserve_percent": "5", "reserve_account": own.reserve,
        "capital_account": own.surplus_capital, "bagian-TOTAL_FORMS": "1",
        "bagian-INITIAL_FORMS": "0", "bagian-0-name": "RTM", "bagian-0-account": own.social,
        "bagian-0-percent": "20", "bagian-0-step": "1.000",
    } | changed  # fmt: skip


ATTACKS = {
    "surplus kept as another office's reserve": Attack(
        at("closing:rule-add"), lambda own, x: sharing(own, reserve_account=x.reserve)
    ),
    "share of the surplus in another office's account": Attack(
        at("closing:rule-add"), lambda own, x: sharing(own, **{"bagian-0-account": x.social})
    ),
    "receipt into another office's cash": Attack(
        at("loans:repayment-add", "loan"), lambda own, x: paying(own, x.cash, own.member)
    ),
    "receipt paid in by another office's person": Attack(
        at("loans:repayment-add", "loan"), lambda own, x: paying(own, own.cash, x.member)
    ),
    "day sheet into another office's cash": Attack(
        at("loans:day-sheet"), lambda own, x: paying(own, x.cash, own.member)
    ),
    "day sheet with another office's loan": Attack(
        at("loans:day-sheet"), lambda own, x: paying(own, own.cash, "", x.loan)
    ),
    "disbursement from another office's bank": Attack(
        at("loans:loan-disburse", "waiting"),
        lambda own, x: {
            "disbursed_on": "2010-02-15", "cash": x.cash, "request_key": str(uuid4()),
            "cairkan": "1",
        },
        by="treasurer",
    ),
    "loan to another office's group": Attack(
        at("loans:loan-add", query="?kelompok={x.borrower}"), lambda own, x: lending(own, own)
    ),
    "loan with another office's member": Attack(
        at("loans:loan-add", query="?kelompok={own.borrower}"), lending
    ),
    "product with another office's receivable": Attack(
        at("loans:product-add"), lambda own, x: product_body(own, receivable=x.receivable)
    ),
    "product with another office's income": Attack(
        at("loans:product-add"), lambda own, x: product_body(own, interest_income=x.interest)
    ),
    "product with another office's cash": Attack(
        at("loans:product-add"), lambda own, x: product_body(own, cash=x.cash)
    ),
    "terms with another office's classes": Attack(
        at("loans:terms-add", "product"),
        lambda own, x: TERMS | {"since": "2010-02-15", "collectibility": x.classes},
    ),
    "member of another office": Attack(
        at("groups:member-add", "group"),
        lambda own, x: {"person": x.person, "position": "member", "since": "2010-02-01"},
    ),
    "group in another office's village": Attack(
        at("groups:group-add"), lambda own, x: GROUP | {"village": x.village}
    ),
    "person in another office's village": Attack(
        at("offices:person-add"), lambda own, x: PERSON | {"village": x.village}
    ),
    "person moved to another office's village": Attack(
        at("offices:person-edit", "person"), lambda own, x: PERSON | {"village": x.village}
    ),
    "village given to another office's user": Attack(
        at("offices:village-assign", "village"),
        lambda own, x: {"user": x.clerk, "since": "2010-02-15"},
    ),
    "money from another office's bank": Attack(
        lambda own, x: reverse("cash:usual-add", args=["bank-to-cash"]),
        lambda own, x: {
            "happened_on": "2010-02-15", "debit": own.bank, "credit": x.cash, "amount": "1.000",
            "request_key": str(uuid4()), "langkah": "simpan",
        },
    ),
    "count of another office's cash": Attack(
        at("cash:count-add"), lambda own, x: counting(x.bank, own.manager, own.treasurer)
    ),
    "count witnessed by another office's user": Attack(
        at("cash:count-add"), lambda own, x: counting(own.bank, own.manager, x.treasurer)
    ),
    "account below another office's header": Attack(
        at("ledger:account-add"),
        lambda own, x: {"parent": x.header, "name": "Kas baru", "fund": "revolving"},
    ),
}  # fmt: skip


def contents() -> dict[str, set]:
    """All rows of the tables, but for those that a request itself writes."""
    left_out = ("sessions", "signin", "axes", "contenttypes", "auth")
    models = [m for m in apps.get_models() if m._meta.app_label not in left_out]
    return {model._meta.label: set(map(written, model.objects.values_list())) for model in models}


def written(row: tuple) -> str:
    """A row as text, since JSON has no hash; psycopg gives bytes as a view without a value."""
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


@pytest.fixture(scope="module")
def offices(django_db_setup, django_db_blocker):
    """Two offices, in a transaction that is rolled back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield rows_of_an_office(), rows_of_an_office()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ATTACKS)
def test_id_of_another_office_changes_nothing(client, offices, name):
    own, other = offices
    attack = ATTACKS[name]
    client.force_login(User.objects.get(pk=vars(own)[attack.by]))
    before = contents()

    answer = client.post(attack.address(own, other), attack.body(own, other))

    assert answer.status_code in (200, 404, 422)
    assert contents() == before
    assert client.post(attack.address(own, own), attack.body(own, own)).status_code == 302


def test_journal_offers_and_takes_accounts_by_code_and_only_own_ones(client, offices):
    """Codes are the same in every office: what is posted is the office's own account."""
    own, other = offices
    user = User.objects.get(pk=own.manager)
    client.force_login(user)
    foreign = factories.account(User.objects.get(pk=other.manager).office, "1.1.01.01")
    foreign.code = "1.1.01.99"
    foreign.pk = None
    foreign.save()
    data = {
        "happened_on": "2010-02-15", "memo": "Uji", "amount": "700", "langkah": "simpan",
        "credit": "3.1.01.01", "request_key": str(uuid4()),
    }  # fmt: skip
    address = reverse("ledger:entry-add")

    refused = client.post(address, data | {"debit": "1.1.01.99"})
    taken = client.post(address, data | {"debit": "1.1.01.01"})

    assert "Akun ini tidak ada" in refused.text
    assert taken.status_code == 302
    [entry] = user.office.entries.filter(memo="Uji")
    assert {p.debit.office_id for p in entry.postings.all()} == {user.office_id}
