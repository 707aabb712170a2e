"""Accounts of the chart that the example uses, by what they are for."""

from upk.ledger.chart import template_accounts

CASH = "1.1.01.01"
BANK = {"SPP": "1.1.01.04", "UEP": "1.1.01.06"}
RECEIVABLES = ("1.1.03.01", "1.1.03.02", "1.1.03.03")
CAPITAL = "3.1.01.01"
BANK_INTEREST, BANK_TAX, BANK_FEE = "4.2.01.01", "5.3.01.01", "5.3.01.02"
YEAR_END_MEETING = "5.1.05.01"
OTHER_COSTS = "5.3.04.01"
SPP_PART = 65
"""Percent of common costs that the money of SPP bears."""


def economic_codes() -> frozenset[str]:
    """Accounts that make up the economic assets: cash and banks of the fund, and gross loans."""
    own = {a.code for a in template_accounts() if a.liquidity and a.fund == "revolving"}
    return frozenset({*own, *RECEIVABLES})


def parts(amount: int) -> dict[str, int]:
    """An amount, or minus one, divided between the products; the parts add up to it."""
    sign = -1 if amount < 0 else 1
    spp = sign * (abs(amount) * SPP_PART // 100)
    return {"SPP": spp, "UEP": amount - spp}
