"""The accounts that a workbook's balances name: the template's, and new ones of the workbook."""

from dataclasses import dataclass

from upk.desk.moving.content import Content
from upk.ledger.chart import template_accounts


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What an account is; the words are the ledger's."""

    kind: str
    fund: str
    liquidity: str
    is_header: bool


def accounts_of(content: Content) -> dict[str, AccountFacts]:
    """All accounts by code: a row of the balances tells of one that the template lacks."""
    found = {
        row["code"]: AccountFacts(
            row["kind"] or "", row["fund"] or "", row["liquidity"] or "", False
        )
        for row in content["balances"]
    }
    for line in template_accounts():
        found[line.code] = AccountFacts(line.kind, line.fund, line.liquidity, line.is_header)
    return found
