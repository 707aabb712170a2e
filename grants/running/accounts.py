"""The accounts that grants are booked on [chosen where sources are silent].

Money of a phase lies in Bank BLM against the trust liability to the villages. Paying a village team
reverses that. Ekonomi leaves the trust for the loan fund's capital, its money Bank BLM for the
product's bank (domain.md 12, Grants). The UPK's operational part leaves it for a liability of the
operating fund, to be spent there: none of it is ever income.
"""

from grants.models import GrantAccounts
from upk.ledger.by_hand import add_account
from upk.ledger.models import Account, Posting
from upk.offices.models import Office

ORIGIN = "grants"
CODES = {
    "bank": "1.1.01.07",
    "trust": "2.3.01.01",
    "capital": "3.1.01.01",
    "operating_bank": "1.1.01.03",
    "operating_trust": "2.3.01.02",
}
"""Accounts of the template chart."""

OWN_TRUST = "Titipan BLM Desa menurut kegiatan"
"""Name of the trust account where the usual one was used by hand before."""

INTEREST = "Titipan Bunga Rekening BLM"
"""Beside it: what the bank adds or takes off is booked by hand, and is nobody's income either."""


def accounts_in_held_office(office: Office) -> GrantAccounts:
    """The office's accounts for grants, fixed at the first call; the caller holds the office.

    The trust account is from then on for this app alone. Where somebody has posted to the usual one
    by hand, a new one stands beside it: its balance is that of the rows here, on every day.
    """
    found = GrantAccounts.objects.filter(office=office).select_related(*CODES).first()
    if found:
        return found
    usual = Account.objects.select_for_update(no_key=True)
    usual.get(office=office, code=CODES["trust"])  # one of two makes them
    found = GrantAccounts.objects.filter(office=office).select_related(*CODES).first()
    return found or _create(office)


def _create(office: Office) -> GrantAccounts:
    rows = Account.objects.filter(office=office, code__in=CODES.values())
    by_code = {account.code: account for account in rows}
    accounts = {name: by_code[code] for name, code in CODES.items()}
    trust = accounts["trust"]
    if Posting.objects.touching([trust]).exists():
        trust = add_account(trust.parent, name=OWN_TRUST, fund=trust.fund)
        accounts["trust"] = trust
    trust.subledger = ORIGIN
    trust.save(update_fields=["subledger"])
    if not Account.objects.filter(office=office, name=INTEREST).exists():
        add_account(trust.parent, name=INTEREST, fund=trust.fund)
    return GrantAccounts.objects.create(office=office, **accounts)
