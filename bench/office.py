"""An office to measure on: made by the services, then multiplied in SQL.

One fund of the usual size: 211 loans of 142 SPP and 69 UEP groups in 14 villages, 18 instalments
each, paid as they came due, some of them late. Multiplied ten and a hundred times it is the fund
of a district and of a province. Its "today" is ``TODAY``.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.db import connection, models, transaction
from django.db.models import F, Max

from groups.models import Category, Group, Membership
from loans.models import Instalment, Loan, LoanStep, Product, Repayment, Share, StepShare
from loans.proposals import approve_loan, propose_loan, verify_loan
from loans.repayments import PaymentRow, Sheet, record_repayments
from loans.services import disburse_loans
from loans.setup import create_default_products
from upk import triggers
from upk.access import Role
from upk.ledger.models import Account, Entry, Posting, VoucherCounter
from upk.ledger.services import Move, copy_chart, post_entry
from upk.offices.checklists import create_default_lists
from upk.offices.models import District, Office, Person, User, Village
from upk.offices.services import record_decision
from upk.periods import add_months

TODAY = date(2010, 2, 15)
BEGINNING = date(2008, 1, 1)
PASSWORD = "kambing-bergulir-527"
LOANS = 211
MEMBERS = 5
STEP = 10_000_000
"""Copy k of a row has the row's id + k * STEP."""

COPIED = (
    Group, Membership, Loan, Share, LoanStep, StepShare, Entry, Posting, Instalment, Repayment,
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What the measurements need: the office, who enters payments, how many loans there are."""

    office: Office
    users: list[User]
    loans: int


def create_world(loans: int = LOANS, clients: int = 8) -> World:
    """Make the office with its loans and payments, and a treasurer per client."""
    district = District.objects.create(code="KAB", name="Kabupaten", province="Jawa Tengah")
    office = Office.objects.create(
        district=district, code="UKUR", name="UPK Ukur", subdistrict="Ukur", practice_date=TODAY
    )
    copy_chart(office)
    users = [
        User.objects.create_user(
            username=f"bendahara{n}", password=PASSWORD, name=f"Bendahara {n}",
            role=Role.TREASURER, office=office,
        )
        for n in range(clients)
    ]  # fmt: skip
    manager = User.objects.create_user(
        username="manajer", password=PASSWORD, name="Manajer", role=Role.MANAGER, office=office
    )
    products = create_default_products(office, BEGINNING)
    create_default_lists(office, TODAY)  # the grown loans have no forms
    villages = [
        Village.objects.create(office=office, code=f"D{n:02}", name=f"Desa {n:02}")
        for n in range(14)
    ]
    with transaction.atomic():
        put_money_in(products, by=users[0])
        made = [_approve(n, products, villages[n % 14], by=manager) for n in range(loans)]
    _disburse(made, by=users[0])
    _pay(office, by=users[0])
    return World(office, users, loans)


def put_money_in(products: list[Product], *, by: User) -> None:
    """Capital enough for every loan, in each product's account."""
    for product in products:
        capital = Account.objects.get(office=product.office, code="3.1.01.01")
        post_entry(
            product.office, happened_on=BEGINNING, memo="Modal", by=by,
            moves=[Move(product.cash, capital, 100_000_000_000)],
        )  # fmt: skip


def _approve(n: int, products: list[Product], village: Village, *, by: User) -> Loan:
    """Loan number ``n`` of a new group: two SPP for each UEP, disbursed from October 2008 on."""
    product = products[n % 3 == 2]
    category = Category.UEP if n % 3 == 2 else Category.SPP
    group = Group.objects.create(
        office=village.office, village=village, code=f"K{n:04}", name=f"Kelompok {n:04}",
        category=category,
    )  # fmt: skip
    people = [
        Person.objects.create(
            office=village.office, village=village, name=f"Warga {n:04}-{m}", sex="P"
        )
        for m in range(MEMBERS)
    ]
    positions = ["chair", "secretary", "treasurer"] + ["member"] * MEMBERS
    Membership.objects.bulk_create(
        Membership(group=group, person=person, position=position, since=BEGINNING)
        for person, position in zip(people, positions, strict=False)
    )
    share = 1_000_000 + n % 10 * 200_000
    on = date(2008, 10, 1) + timedelta(days=n * 7 % 300)
    asked = {"principal": share * MEMBERS, "shares": [(p, share) for p in people], "by": by}
    loan = propose_loan(group, product, proposed_on=on, terms={"tenor": 18}, **asked)
    decision = record_decision(village.office, body="MAD", number="BA/1", decided_on=on)
    return approve_loan(verify_loan(loan, on=on, **asked), on=on, decision=decision, **asked)


def _disburse(loans: list[Loan], *, by: User) -> None:
    """Pay out what was approved for the same day by the same product together."""
    days = defaultdict(list)
    for loan in loans:
        days[loan.approved_on, loan.product].append(loan)
    for (day, product), together in sorted(days.items(), key=lambda item: item[0][0]):
        disburse_loans(together, disbursed_on=day, cash=product.cash, request_key=uuid4(), by=by)


def _pay(office: Office, *, by: User) -> None:
    """Day sheets of all that came due, but for the last rows of every fifth loan (late)."""
    days = defaultdict(list)
    rows = Instalment.objects.filter(due_on__lt=TODAY).select_related("loan").order_by("due_on")
    for row in rows:
        months_late = row.loan_id % 10 if row.loan_id % 5 == 0 else 0
        if row.due_on < add_months(TODAY, -months_late):
            days[row.due_on, row.loan.product_id].append(
                PaymentRow(row.loan_id, row.principal + row.interest)
            )
    products = {product.pk: product for product in Product.objects.select_related("cash")}
    for (day, product), payments in days.items():
        sheet = Sheet(day, products[product].cash, payments, uuid4())
        record_repayments(office, sheet, by=by)


def multiply(first: int, last: int) -> None:
    """Add the copies ``first`` to ``last`` of the office's groups with all that hangs on them.

    The database's guards are lifted for it; numbers of vouchers stay without gaps.
    """
    triggers.drop_all(connection)
    base = _numbers_of_the_original()
    with transaction.atomic(), connection.cursor() as cursor:
        for model in COPIED:
            cursor.execute(_copy_sql(model, first, last, _begin(base, first)))
        for (voucher, year), number in base.items():
            VoucherCounter.objects.filter(voucher=voucher, year=year).update(
                last_number=F("last_number") + number * (last + 1 - first)
            )
        if connection.vendor == "postgresql":
            for model in COPIED:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
                )
    triggers.create_all(connection)
    refresh_statistics()


Numbers = dict[tuple[str, int], int]
"""A number for each voucher and year."""


def _numbers_of_the_original() -> Numbers:
    """How many vouchers the office had before it was copied."""
    entries = Entry.objects.filter(pk__lt=STEP).order_by()
    return {
        (voucher, year): number
        for voucher, year, number in entries.values_list("voucher", "year").annotate(Max("number"))
    }


def _begin(base: Numbers, first: int) -> dict[tuple[str, int], tuple[int, int]]:
    """How many numbers a copy takes, and the last given: some were given since the last copy."""
    given = {(c.voucher, c.year): c.last_number for c in VoucherCounter.objects.all()}
    return {key: (number, given[key] - first * number) for key, number in base.items()}


def refresh_statistics() -> None:
    """Let the database know how large its tables are, as it would by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _copy_sql(model: type[models.Model], first: int, last: int, base: dict) -> str:
    fields = model._meta.concrete_fields
    into = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_copied_value(field, base) for field in fields)
    copies = (
        f"WITH RECURSIVE copies(k) AS "
        f"(SELECT {first} UNION ALL SELECT k + 1 FROM copies WHERE k < {last})"
    )
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({into}) {copies} SELECT {values} "
        f"FROM {table} CROSS JOIN copies WHERE id < {STEP}"
    )


def _copied_value(field: models.Field, base: dict) -> str:
    """SQL of a column's value in copy ``k``: keys are shifted, codes and numbers stay unique."""
    column = f'"{field.column}"'
    if field.primary_key or (field.remote_field and field.remote_field.model in COPIED):
        return f"{column} + k * {STEP}"
    if field.name == "code":
        return f"{column} || '-' || k"
    if field.model is Entry and field.name == "number":
        cases = " ".join(
            f"WHEN voucher = '{voucher}' AND year = {year} THEN {number} * k + {extra}"
            for (voucher, year), (number, extra) in base.items()
        )
        return f"number + CASE {cases} END"
    return column
