"""Writers of asset classes and of their useful lives."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from upk.assets.models import AssetClass, UsefulLife
from upk.ledger.models import Account, Posting
from upk.ledger.services import lock_office
from upk.offices.models import Office

ORIGIN = "assets"
DEFAULTS = Path(__file__).parent / "data" / "useful_life_months.csv"
FIXED = "1.2."
"""Accounts of things begin so in the template chart; money, loans and their allowances don't."""

GAIN, LOSS = "4.2.01.04", "5.3.02.01"
"""Accounts of the template chart for what a disposal brings or costs."""


@transaction.atomic
def add_class(
    office: Office,
    *,
    name: str,
    account: Account,
    accumulated: Account | None,
    expense: Account | None,
    gain: Account,
    loss: Account,
    months: int | None,
    since: date,
) -> AssetClass:
    """A new class; its accounts of the balance sheet belong to the inventory from now on.

    Raises ``ValidationError`` if they have entries from elsewhere or are no accounts of things
    (an allowance for losses taken here could be provided for no more), or if the life is missing
    where there is an account for depreciation (or the other way round).
    """
    office = lock_office(office)
    if len({accumulated is None, expense is None, months is None}) != 1:
        raise ValidationError(
            "Isi akun akumulasi, akun beban, dan masa manfaat bersama-sama; "
            "kosongkan ketiganya untuk barang yang tidak disusutkan."
        )
    _claim_accounts([account, accumulated] if accumulated else [account])
    if AssetClass.objects.filter(office=office, name=name).exists():
        raise ValidationError({"name": "Sudah ada golongan dengan nama ini."})
    made = AssetClass.objects.create(
        office=office, name=name, account=account, accumulated=accumulated, expense=expense,
        gain=gain, loss=loss,
    )  # fmt: skip
    if months is not None:
        UsefulLife.objects.create(asset_class=made, since=since, months=months)
    return made


def _claim_accounts(accounts: Iterable[Account]) -> None:
    """Let no other app post to the accounts; only where nobody has, and of things alone."""
    ids = [account.pk for account in accounts]
    for account in Account.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if account.subledger == ORIGIN:
            continue
        if not account.code.startswith(FIXED):
            raise ValidationError(f"{account} bukan akun barang. Pilih akun di bawah {FIXED}00.00.")
        if account.subledger or Posting.objects.touching([account]).exists():
            raise ValidationError(
                f"Akun {account} sudah dipakai jurnal lain. Tambahkan akun baru di Daftar Akun "
                "untuk golongan ini."
            )
        account.subledger = ORIGIN
        account.save(update_fields=["subledger"])


@transaction.atomic
def change_class(
    asset_class: AssetClass, *, name: str, gain: Account, loss: Account, is_active: bool
) -> AssetClass:
    """Rename a class, choose where results of disposals go, stop or resume using it.

    Raises ``ValidationError`` if the name is taken.
    """
    found = AssetClass.objects.select_for_update().get(pk=asset_class.pk)
    others = AssetClass.objects.filter(office=found.office_id, name=name).exclude(pk=found.pk)
    if others.exists():
        raise ValidationError({"name": "Sudah ada golongan dengan nama ini."})
    found.name, found.gain, found.loss, found.is_active = name, gain, loss, is_active
    found.save(update_fields=["name", "gain", "loss", "is_active"])
    return found


@transaction.atomic
def add_life(asset_class: AssetClass, *, since: date, months: int) -> UsefulLife:
    """A useful life for what is acquired from ``since`` on.

    Raises ``ValidationError`` if the class doesn't wear out, or has a life since that day.
    """
    found = AssetClass.objects.select_for_update().get(pk=asset_class.pk)
    if found.accumulated_id is None:
        raise ValidationError("Golongan ini tidak disusutkan.")
    if found.lives.filter(since=since).exists():
        raise ValidationError({"since": "Sudah ada masa manfaat mulai tanggal ini."})
    return UsefulLife.objects.create(asset_class=found, since=since, months=months)


@transaction.atomic
def add_default_classes(office: Office, since: date) -> list[AssetClass]:
    """The usual classes, on the accounts of the template chart; those that are there are left.

    Source: domain.md 6, data/useful_life_months.csv; the accounts are ours.
    Raises ``ValidationError`` if an account has entries from elsewhere.
    """
    accounts = {account.code: account for account in office.accounts.all()}
    known = set(AssetClass.objects.filter(office=office).values_list("name", flat=True))
    with DEFAULTS.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["class"] not in known]
    return [
        add_class(
            office,
            name=line["class"],
            account=accounts[line["account"]],
            accumulated=accounts[line["accumulated"]] if line["accumulated"] else None,
            expense=accounts[line["expense"]] if line["expense"] else None,
            gain=accounts[GAIN],
            loss=accounts[LOSS],
            months=int(line["months"]) if line["months"] else None,
            since=since,
        )
        for line in lines
    ]
