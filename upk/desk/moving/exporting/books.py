"""Balances and the inventory as rows of the workbook."""

from collections.abc import Iterator
from datetime import date

from upk.assets.models import Asset
from upk.ledger.chart import template_accounts
from upk.ledger.models import Account, Posting
from upk.offices.models import Office

Rows = Iterator[dict[str, object]]


def balance_rows(office: Office, as_of: date) -> Rows:
    """Every account with a balance, and those that the template chart lacks, described."""
    net = Posting.objects.of_office(office).until(as_of).net_by_account()
    usual = {line.code for line in template_accounts()}
    accounts = Account.objects.filter(office=office, is_header=False).order_by("code")
    for account in accounts:
        amount, is_own = net.get(account.pk, 0), account.code not in usual
        if not amount and not is_own:
            continue
        row = {
            "code": account.code, "name": account.name, "debit": max(amount, 0),
            "credit": max(-amount, 0),
        }  # fmt: skip
        if is_own:
            row |= {
                "kind": account.kind, "fund": account.fund,
                "liquidity": account.liquidity or None,
            }  # fmt: skip
        yield row


def asset_rows(office: Office, as_of: date) -> Rows:
    """Things that were in the books, one row for those alike of an acquisition."""
    held = Asset.objects.filter(office=office).held(as_of).with_condition(as_of)
    held = held.select_related("acquisition__asset_class").order_by("number")
    alike: dict[tuple, int] = {}
    for asset in held:
        made = asset.acquisition
        key = (made.pk, made.asset_class.name, made.name, made.bought_on, asset.cost, asset.worn,
               asset.location or "")  # fmt: skip
        alike[key] = alike.get(key, 0) + 1
    for (_, name, thing, bought_on, cost, worn, location), quantity in alike.items():
        yield {
            "asset_class": name, "name": thing, "bought_on": bought_on, "quantity": quantity,
            "unit_cost": cost, "depreciated": worn, "location": location[:60],
        }  # fmt: skip
