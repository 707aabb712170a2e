"""The accounts of the levies: an office's cash box and bank, and what it owes to each village.

They are opened with the village's first rule and belong to this app alone from then on, so that
nothing but levies moves them.
"""

from django.core.exceptions import ValidationError

from maintenance.models import LevyFund, LevyTrust
from upk.ledger.by_hand import add_account
from upk.ledger.models import Account, Posting
from upk.offices.models import Office, Village

ORIGIN = "maintenance"
_MONEY, _OWED = "1.1.01.00", "2.3.02.00"
CASH_NAME = "Kas Iuran Pemeliharaan (belum disetor)"
BANK_NAME = "Kas di Bank Iuran Pemeliharaan"


def open_accounts(village: Village) -> LevyTrust:
    """The village's trust account, with the office's cash box and bank; made where they lack.

    Inside a transaction that holds the office. The bank is the template's, unless entries by hand
    have used it: then a new one. Raises ``ValidationError`` where the chart lacks the headings or
    their codes are used up.
    """
    money, owed = _headings(village.office)
    if not LevyFund.objects.filter(office=village.office_id).exists():
        LevyFund.objects.create(
            office=village.office,
            cash=_claimed(money, CASH_NAME, Account.Liquidity.CASH),
            bank=_claimed(money, BANK_NAME, Account.Liquidity.BANK),
        )
    if trust := LevyTrust.objects.filter(village=village).first():
        return trust
    account = _claimed(owed, f"Titipan Iuran Desa {village.name}")
    return LevyTrust.objects.create(village=village, account=account)


def _headings(office: Office) -> tuple[Account, Account]:
    """The headings of money and of what is owed, held so that accounts are opened one at a time."""
    found = Account.objects.select_for_update().filter(office=office, is_header=True)
    by_code = {a.code: a for a in found.filter(code__in=(_MONEY, _OWED)).order_by("code")}
    if len(by_code) < 2:
        raise ValidationError(f"Daftar akun belum berisi judul {_MONEY} dan {_OWED}.")
    return by_code[_MONEY], by_code[_OWED]


def _claimed(parent: Account, name: str, liquidity: str = "") -> Account:
    """An account of that name that nothing else has used or may use."""
    fund = {"fund": Account.Fund.LEVY, "liquidity": liquidity}
    account = _unused(parent, name, **fund) or add_account(parent, name=_free(parent, name), **fund)
    account.subledger = ORIGIN
    account.save(update_fields=["subledger"])
    return account


def _unused(parent: Account, name: str, **fields: str) -> Account | None:
    found = parent.children.filter(name=name, subledger="", is_active=True, **fields).first()
    return None if found is None or Posting.objects.touching([found]).exists() else found


def _free(parent: Account, name: str) -> str:
    """``name``, or where it is taken the name with a number."""
    taken = {child.casefold() for child in parent.children.values_list("name", flat=True)}
    number, wanted = 1, name
    while wanted.casefold() in taken:
        number += 1
        wanted = f"{name} {number}"
    return wanted


def hold_levies(office: Office) -> tuple[LevyFund, dict[int, LevyTrust]]:
    """The office's accounts of levies, and the villages' by village id, held against other writers.

    Inside a transaction that holds the office. Whoever moves levies waits here, so that no two
    people spend the same money. Raises ``ValidationError`` where there is no rule yet.
    """
    fund = LevyFund.objects.select_related("cash", "bank").filter(office=office).first()
    if fund is None:
        raise ValidationError("Belum ada aturan iuran. Catat dahulu aturan iuran desa.")
    trusts = LevyTrust.objects.select_for_update(of=("self",), no_key=True)
    rows = trusts.filter(village__office=office).select_related("account", "village")
    return fund, {trust.village_id: trust for trust in rows.order_by("pk")}
