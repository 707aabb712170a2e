"""Set-up of lending: products, their dated terms and the class sets that they use.

Terms and class sets are append-only: another practice is another row, from a day on that lies
after the closed books. What an office starts with [chosen]: SPP and UEP, flat 1,5% a month over
12 months, rounded to the nearest Rp 500, classes of the PNPM preset (domain.md 3 and 4).
"""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from groups.models import Category
from loans.collectibility import PNPM, ClassSet
from loans.models import (
    CollectibilityClass,
    CollectibilitySet,
    LendingCeiling,
    LendingRules,
    Loan,
    Product,
    ProductTerms,
)
from loans.problems import UNSETTLED, terms_problems
from loans.reasons import raise_if_any
from loans.schedule import SAMPLE_PRINCIPAL
from loans.steps import ORIGIN
from upk.ledger.models import Account, Posting
from upk.ledger.services import check_period_open, lock_office, lock_office_alone
from upk.money import number
from upk.offices.models import Office
from upk.periods import format_date

DEFAULT_TERMS = {"rate": Decimal("1.5"), "tenor": 12, "rounding_step": 500}

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
OWN_ACCOUNTS = ("receivable", "interest_income", "penalty_income", "cash")
USUAL_ACCOUNTS = {
    "allowance": "1.1.04.{last}",
    "provision_expense": "5.1.07.{last}",
    "rebate_expense": "5.2.01.01",
    "recovery_income": "4.1.02.04",
    "rescheduling": "1.1.03.09",
}
"""Accounts of the template chart by what a product uses them for."""
LAST_PART = {"SPP": "01", "UEP": "02"}
OTHER_PART = "03"

ACCOUNT_KINDS = {
    "interest_income": (Account.Kind.INCOME, "Pilih akun pendapatan."),
    "penalty_income": (Account.Kind.INCOME, "Pilih akun pendapatan."),
    "recovery_income": (Account.Kind.INCOME, "Pilih akun pendapatan."),
    "allowance": (Account.Kind.CONTRA_ASSET, "Pilih akun cadangan kerugian piutang."),
    "provision_expense": (Account.Kind.EXPENSE, "Pilih akun beban."),
    "rebate_expense": (Account.Kind.EXPENSE, "Pilih akun beban."),
    "rescheduling": (Account.Kind.ASSET, "Pilih akun piutang antara."),
}

# What an office starts with [chosen]; rates and limits of IPTW and ceilings: domain.md 3.
DEFAULT_RULES = {
    "min_members": 3,
    "max_members": 30,
    "rebate_timing": LendingRules.RebateTiming.SETTLEMENT,
    "rebate_percent": Decimal(5),
    "rebate_days": 5,
}
DEFAULT_CEILINGS = {"I": None, "II": 100, "III": 75, "IV": 0, "V": 0}


def usual_accounts(office: Office, code: str) -> dict[str, Account]:
    """Accounts of the template chart for a product of that code, as far as the office has them."""
    last = LAST_PART.get(code, OTHER_PART)
    wanted = {name: usual.format(last=last) for name, usual in USUAL_ACCOUNTS.items()}
    found = {a.code: a for a in Account.objects.filter(office=office, code__in=wanted.values())}
    return {name: found[usual] for name, usual in wanted.items() if usual in found}


@transaction.atomic
def create_default_products(
    office: Office, since: date, *, ceilings: dict[str, int | None] | None = None, **rules
) -> list[Product]:
    """SPP and UEP with their accounts, terms and rules from ``since`` on and the default classes.

    ``ceilings`` replaces the default ones, ``rules`` some of the others (as in ``add_rules``).
    The office needs its chart of accounts. Raises ``ValidationError`` if ``since`` is closed.
    """
    classes = create_class_set(office, PNPM)
    products = []
    for values in DEFAULT_PRODUCTS:
        accounts = {
            name: Account.objects.get(office=office, code=values[name]) for name in OWN_ACCOUNTS
        }
        product = add_product(office, **{**values, **accounts})
        add_terms(product, since=since, collectibility=classes, **DEFAULT_TERMS)
        add_rules(
            product,
            since=since,
            ceilings=DEFAULT_CEILINGS if ceilings is None else ceilings,
            **{**DEFAULT_RULES, **rules},
        )
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
    **accounts: Account,
) -> Product:
    """A new kind of loan. Its receivable account belongs to lending alone from now on.

    ``accounts`` are those of ``Product.ACCOUNTS``; what isn't given is the usual account.
    Raises ``ValidationError`` with every reason against it, by field.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    accounts = usual_accounts(office, code) | accounts
    errors = _account_errors(office, accounts)
    if Product.objects.filter(office=office, code=code).exists():
        errors["code"] = f"Kode {code} sudah dipakai. Pakai kode lain."
    if errors:
        raise ValidationError(errors)
    for account in (accounts["receivable"], accounts["rescheduling"]):
        _claim(account, ORIGIN)
    return Product.objects.create(
        office=office, code=code, name=name, category=category, women_only=women_only, **accounts
    )


@transaction.atomic
def keep_product(
    office: Office,
    *,
    code: str,
    name: str,
    category: str,
    women_only: bool,
    **accounts: Account,
) -> Product:
    """The product of that code as older books had it: a new one, or one never lent, changed.

    ``accounts`` as for ``add_product``; a receivable that it leaves is free for entries again.
    Raises ``ValidationError`` if it was lent, or with every reason against its accounts.
    """
    facts = {"name": name, "category": category, "women_only": women_only}
    product = Product.objects.select_for_update().filter(office=office, code=code).first()
    if product is None:
        return add_product(office, code=code, **facts, **accounts)
    if Loan.objects.filter(product=product).exists():
        raise ValidationError({"code": f"Produk {code} sudah dipinjamkan."})
    before = product.receivable
    kept = {field: getattr(product, field) for field in Product.ACCOUNTS}
    if errors := _account_errors(office, kept | accounts, but=product):
        raise ValidationError(errors)
    for field, value in (facts | accounts | {"is_active": True}).items():
        setattr(product, field, value)
    product.save()
    _claim(product.receivable, ORIGIN)
    if before != product.receivable:
        _claim(before, "")
    return product


def _claim(account: Account, subledger: str) -> None:
    account.subledger = subledger
    account.save(update_fields=["subledger"])


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


def _account_errors(
    office: Office, accounts: dict[str, Account], *, but: Product | None = None
) -> dict[str, str]:
    """What is wrong with a product's accounts, by field; ``but``: the product that has them."""
    errors = {field: "Pilih akun." for field in Product.ACCOUNTS if accounts.get(field) is None}
    if errors:
        return errors
    for field, account in accounts.items():
        if account.office_id != office.pk or account.is_header or not account.is_active:
            errors[field] = f"Akun {account} tidak dapat dipakai."
    receivable, between = accounts["receivable"], accounts["rescheduling"]
    for field, (kind, message) in ACCOUNT_KINDS.items():
        if accounts[field].kind != kind or accounts[field].liquidity:
            errors[field] = message
    if between == receivable or (not between.subledger and _is_posted(between)):
        errors["rescheduling"] = "Pilih akun piutang antara yang masih kosong."
    if accounts["cash"].liquidity == Account.Liquidity.NONE:
        errors["cash"] = "Pilih akun kas atau bank."
    if receivable.kind != Account.Kind.ASSET or receivable.liquidity:
        errors["receivable"] = "Pilih akun piutang."
    elif Product.objects.filter(receivable=receivable).exclude(pk=but and but.pk).exists():
        errors["receivable"] = "Akun piutang ini sudah dipakai produk lain. Pilih akun lain."
    elif _is_posted(receivable):
        errors["receivable"] = (
            "Akun ini sudah berisi jurnal, sehingga saldonya tidak akan sama dengan saldo "
            "pinjaman. Pilih akun yang masih kosong."
        )
    return errors


def _is_posted(account: Account) -> bool:
    return Posting.objects.touching([account]).exists()


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


@transaction.atomic
def add_rules(
    product: Product, *, since: date, ceilings: dict[str, int | None], **rules
) -> LendingRules:
    """Limits, rebate and ceilings of the product from ``since`` on.

    ``rules`` are columns of ``LendingRules``; ``ceilings`` maps the code of a class to percent of
    the last loan (``None``: no ceiling).
    Raises ``ValidationError`` if the day is closed or taken, or the limits contradict each other.
    """
    office = lock_office(product.office)
    try:
        check_period_open(office, since)
    except ValidationError as error:
        raise ValidationError({"since": error.messages}) from error
    Product.objects.select_for_update().get(pk=product.pk)
    if product.rules.filter(since=since).exists():
        raise ValidationError(
            {"since": f"Sudah ada aturan mulai {format_date(since)}. Pilih tanggal lain."}
        )
    made = LendingRules(product=product, since=since, **rules)
    made.full_clean(exclude=["product"])
    low, high = made.min_members, made.max_members
    if low is not None and high is not None and low > high:
        raise ValidationError({"max_members": "Lebih kecil dari jumlah paling sedikit."})
    made.save()
    LendingCeiling.objects.bulk_create(
        LendingCeiling(rules=made, class_code=code, percent=percent)
        for code, percent in ceilings.items()
    )
    return made
