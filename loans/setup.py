"""Set-up of lending: products, their dated terms and the class sets that they use.

Terms and class sets are append-only: another practice is another row, from a day on that lies
after the closed books. What an office starts with [chosen]: SPP and UEP, flat 1,5% a month over
12 months, rounded to the nearest Rp 500, classes of the PNPM preset (domain.md 3 and 4).
"""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from groups.models import Category
from loans.collectibility import PNPM, ClassSet
from loans.models import (
    CollectibilityClass,
    CollectibilitySet,
    Loan,
    Product,
    ProductTerms,
)
from loans.problems import UNSETTLED, raise_if_any, terms_problems
from upk.ledger.models import Account, Posting
from upk.ledger.services import check_period_open, lock_office, lock_office_alone
from upk.money import number
from upk.offices.models import Office
from upk.periods import format_date

ORIGIN = "loans"
DEFAULT_TERMS = {"rate": Decimal("1.5"), "tenor": 12, "rounding_step": 500}
SAMPLE_PRINCIPAL = 10_000_000
"""What terms are tried with before they are taken."""

DEFAULT_PRODUCTS = (
    {
        "code": "SPP",
        "name": "Simpan Pinjam Perempuan",
        "category": Category.SPP,
        "women_only": True,
        "receivable": "1.1.03.01",
        "interest_income": "4.1.01.01",
        "penalty_income": "4.1.01.04",
        "cash": "1.1.01.04",
    },
    {
        "code": "UEP",
        "name": "Usaha Ekonomi Produktif",
        "category": Category.UEP,
        "women_only": False,
        "receivable": "1.1.03.02",
        "interest_income": "4.1.01.02",
        "penalty_income": "4.1.01.05",
        "cash": "1.1.01.06",
    },
)
ACCOUNTS = ("receivable", "interest_income", "penalty_income", "cash")


@transaction.atomic
def create_default_products(office: Office, since: date) -> list[Product]:
    """SPP and UEP with their accounts, terms from ``since`` on and the default classes.

    The office needs its chart of accounts. Raises ``ValidationError`` if ``since`` is closed.
    """
    classes = create_class_set(office, PNPM)
    products = []
    for values in DEFAULT_PRODUCTS:
        accounts = {
            name: Account.objects.get(office=office, code=values[name]) for name in ACCOUNTS
        }
        product = add_product(office, **{**values, **accounts})
        add_terms(product, since=since, collectibility=classes, **DEFAULT_TERMS)
        products.append(product)
    return products


@transaction.atomic
def create_class_set(office: Office, classes: ClassSet) -> CollectibilitySet:
    """Keep a set of classes for the office to choose; never changed afterwards.

    Raises ``ValidationError`` if the office has a set of that code.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    if CollectibilitySet.objects.filter(office=office, code=classes.code).exists():
        raise ValidationError(
            {"code": f"Kode {classes.code} sudah dipakai susunan lain. Pakai kode baru."}
        )
    made = CollectibilitySet.objects.create(
        office=office, code=classes.code, name=classes.name, basis=classes.basis.value
    )
    CollectibilityClass.objects.bulk_create(
        CollectibilityClass(
            set=made, position=position, code=rule.code, name=rule.name,
            lower=rule.lower, upper=rule.upper, provision=rule.provision,
        )
        for position, rule in enumerate(classes.classes)
    )  # fmt: skip
    return made


@transaction.atomic
def add_product(
    office: Office,
    *,
    code: str,
    name: str,
    category: str,
    women_only: bool,
    receivable: Account,
    interest_income: Account,
    penalty_income: Account,
    cash: Account,
) -> Product:
    """A new kind of loan. Its receivable account belongs to lending alone from now on.

    Raises ``ValidationError`` with every reason against it, by field.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    accounts = {
        "receivable": receivable,
        "interest_income": interest_income,
        "penalty_income": penalty_income,
        "cash": cash,
    }
    errors = _account_errors(office, accounts)
    if Product.objects.filter(office=office, code=code).exists():
        errors["code"] = f"Kode {code} sudah dipakai. Pakai kode lain."
    if errors:
        raise ValidationError(errors)
    receivable.subledger = ORIGIN
    receivable.save(update_fields=["subledger"])
    return Product.objects.create(
        office=office, code=code, name=name, category=category, women_only=women_only, **accounts
    )


@transaction.atomic
def use_product(product: Product, *, is_active: bool) -> Product:
    """Stop lending a product, or lend it again.

    Loans are entered with the office shared, so none slips in while it is stopped.
    Raises ``ValidationError`` if loans of it are running or wait to be paid out.
    """
    lock_office_alone(product.office)
    product = Product.objects.select_for_update().get(pk=product.pk)
    running = Loan.objects.filter(product=product, status__in=UNSETTLED).order_by("code")
    if not is_active and (count := running.count()):
        raise ValidationError(
            f"Produk {product} masih dipakai {number(count)} pinjaman yang belum lunas, misalnya "
            f"{running.first()}. Produk dapat dihentikan setelah semuanya lunas.",
            code="running",
        )
    product.is_active = is_active
    product.save(update_fields=["is_active"])
    return product


def _account_errors(office: Office, accounts: dict[str, Account]) -> dict[str, str]:
    """What is wrong with a product's accounts, by field."""
    errors = {}
    for field, account in accounts.items():
        if account.office_id != office.pk or account.is_header or not account.is_active:
            errors[field] = f"Akun {account} tidak dapat dipakai."
    receivable = accounts["receivable"]
    for field in ("interest_income", "penalty_income"):
        if accounts[field].kind != Account.Kind.INCOME:
            errors[field] = "Pilih akun pendapatan."
    if accounts["cash"].liquidity == Account.Liquidity.NONE:
        errors["cash"] = "Pilih akun kas atau bank."
    if receivable.kind != Account.Kind.ASSET or receivable.liquidity:
        errors["receivable"] = "Pilih akun piutang."
    elif Product.objects.filter(receivable=receivable).exists():
        errors["receivable"] = "Akun piutang ini sudah dipakai produk lain. Pilih akun lain."
    elif Posting.objects.filter(Q(debit=receivable) | Q(credit=receivable)).exists():
        errors["receivable"] = (
            "Akun ini sudah berisi jurnal, sehingga saldonya tidak akan sama dengan saldo "
            "pinjaman. Pilih akun yang masih kosong."
        )
    return errors


@transaction.atomic
def add_terms(
    product: Product, *, since: date, collectibility: CollectibilitySet, **terms
) -> ProductTerms:
    """Terms that new loans of the product get from ``since`` on, and the classes used since.

    ``terms`` are columns of ``TermsFields``. Loans that exist keep their own terms.
    Raises ``ValidationError`` if the day is closed or taken, or no schedule follows from them.
    """
    office = lock_office(product.office)
    try:
        check_period_open(office, since)
    except ValidationError as error:
        raise ValidationError({"since": error.messages}) from error
    Product.objects.select_for_update().get(pk=product.pk)
    if product.terms.filter(since=since).exists():
        raise ValidationError(
            {"since": f"Sudah ada ketentuan mulai {format_date(since)}. Pilih tanggal lain."}
        )
    if collectibility.office_id != office.pk:
        raise ValidationError({"collectibility": "Pilih susunan kelas dari kantor ini."})
    made = ProductTerms(product=product, since=since, collectibility=collectibility, **terms)
    made.full_clean(exclude=["product", "collectibility"])
    sample = Loan(principal=SAMPLE_PRINCIPAL, **made.terms_values())
    raise_if_any(terms_problems(sample, since))
    made.save()
    return made
