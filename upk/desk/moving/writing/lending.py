"""Products with their terms, and the loans with shares, schedules and payments."""

from datetime import date, timedelta

from loans.collectibility import PNPM
from loans.models import CollectibilitySet, Product
from loans.opening import OldLoan, OldPayment, bring_in
from loans.setup import add_terms, create_class_set, keep_product
from upk.desk.moving.content import Row
from upk.desk.moving.lent import Lent, lent_of, terms_of
from upk.desk.moving.writing import Moving
from upk.ledger.models import Account

PENALTY_INCOME = {"SPP": "4.1.01.04", "UEP": "4.1.01.05"}
OTHER_PENALTY_INCOME = "4.1.01.06"
"""Accounts of the template chart for a product that names none."""


def write_products(moving: Moving) -> None:
    """The workbook's products; those that the office has besides are not lent any more."""
    accounts = {a.code: a for a in Account.objects.filter(office=moving.office)}
    first_lent: dict[str, date] = {}
    for row in moving.content["loans"]:
        day = first_lent.get(row["product"], row["disbursed_on"])
        first_lent[row["product"]] = min(day, row["disbursed_on"])
    rows = moving.content["products"]
    if rows:
        others = Product.objects.filter(office=moving.office)
        others.exclude(code__in=[row["code"] for row in rows]).update(is_active=False)
    begin = moving.cut_over + timedelta(days=1)
    for row in rows:
        product = _product(moving, row, accounts)
        _write_terms(product, terms_of(row), min(first_lent.get(row["code"], begin), begin))
        moving.keep(row, product)
    moving.advance(len(rows))


def _product(moving: Moving, row: Row, accounts: dict[str, Account]) -> Product:
    penalty = row["penalty_income"] or PENALTY_INCOME.get(row["code"], OTHER_PENALTY_INCOME)
    return keep_product(
        moving.office, code=row["code"], name=row["name"], category=row["category"],
        women_only=bool(row["women_only"]), receivable=accounts[row["receivable"]],
        interest_income=accounts[row["interest_income"]], penalty_income=accounts[penalty],
        cash=accounts[row["cash"]],
    )  # fmt: skip


def _write_terms(product: Product, terms: dict, since: date) -> None:
    """The terms from the first loan on, so that every day of the past has its classes.

    Terms that the office was given when it was made and that begin later give way to these on the
    day after: dated terms are never changed.
    """
    known = list(product.terms.order_by("since"))
    classes = known[-1].collectibility if known else _class_set(product)
    if since not in {row.since for row in known}:
        add_terms(product, since=since, collectibility=classes, **terms)
    last = known[-1] if known else None
    if last and last.since >= since and not _is_same(last, terms):
        add_terms(product, since=last.since + timedelta(days=1), collectibility=classes, **terms)


def _is_same(row, terms: dict) -> bool:
    return all(getattr(row, key) == value for key, value in terms.items())


def _class_set(product: Product) -> CollectibilitySet:
    found = CollectibilitySet.objects.filter(office=product.office, code=PNPM.code).first()
    return found or create_class_set(product.office, PNPM)


def write_loans(moving: Moving) -> None:
    """All loans, the earliest first."""
    lent = sorted(lent_of(moving.content), key=lambda one: one.row["disbursed_on"])
    written = 0

    def tell(count: int) -> None:
        nonlocal written
        moving.advance(sum(1 + _parts(one) for one in lent[written:count]))
        written = count

    loans = bring_in(
        moving.office, [_old_loan(moving, one) for one in lent], opening=moving.opening,
        by=moving.by, progress=tell,
    )  # fmt: skip
    for one, loan in zip(lent, loans, strict=True):
        moving.keep(one.row, loan)


def _parts(lent: Lent) -> int:
    """Rows of other sheets that belong to the loan."""
    return len(lent.shares) + len(lent.given) + len(lent.listed)


def _old_loan(moving: Moving, lent: Lent) -> OldLoan:
    row = lent.row
    payments = sorted(lent.payments, key=lambda payment: payment.paid_on)
    return OldLoan(
        group=moving.find("groups", row["group"]),
        product=moving.find("products", row["product"]),
        code=row["code"],
        principal=row["principal"],
        proposed_on=row["proposed_on"] or row["disbursed_on"],
        disbursed_on=row["disbursed_on"],
        terms=lent.terms,
        shares=[(moving.find("people", s["person"]).pk, s["principal"]) for s in lent.shares],
        rows=lent.schedule,
        payments=[OldPayment(p.paid_on, p.principal, p.interest, p.penalty) for p in payments],
        payment_day=row["payment_day"],
    )
