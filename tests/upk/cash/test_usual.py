"""The table of usual transactions, against the chart that offices start with."""

from itertools import product
from types import SimpleNamespace

import pytest

from upk.cash.usual import BY_KEY, USUALS
from upk.ledger.chart import template_accounts
from upk.ledger.models import Account
from upk.ledger.purses import OWN_FUNDS, TRUST_FUNDS, is_same_purse, purse_of

ACCOUNTS = [account for account in template_accounts() if not account.is_header]


def taken(side) -> set[str]:
    return {account.code for account in ACCOUNTS if side.takes(account)}


def test_keys_and_titles_are_used_once():
    assert len(BY_KEY) == len({usual.title for usual in USUALS}) == len(USUALS)


@pytest.mark.parametrize("usual", USUALS, ids=lambda usual: usual.key)
def test_each_can_be_recorded_with_the_template_chart(usual):
    """Every side takes accounts, and some pair of them is of one purse."""
    assert all(taken(side) for side in usual.sides)
    pairs = product(*([a for a in ACCOUNTS if s.takes(a)] for s in (usual.debit, usual.credit)))
    assert any(one.code != two.code and is_same_purse([one, two]) for one, two in pairs)


@pytest.mark.parametrize("usual", USUALS, ids=lambda usual: usual.key)
def test_accounts_with_pages_of_their_own_are_never_taken(usual):
    """Loans, allowances, depreciation, rebates, recoveries, surplus and opening balances."""
    own_pages = ("1.1.03.01", "1.1.03.02", "1.1.03.03", "1.1.03.09", "1.1.04.", "1.2.01.",
                 "1.2.02.", "1.2.04.", "3.1.03.", "3.2.", "3.3.", "4.1.01.", "4.1.02.04",
                 "5.1.07.", "5.2.01.01", "5.3.02.")  # fmt: skip

    found = {code for side in usual.sides for code in taken(side)}

    assert {code for code in found if code.startswith(own_pages)} == set()


def test_every_cost_that_has_no_page_of_its_own_can_be_paid():
    costs = {usual.key: taken(usual.debit) for usual in USUALS if usual.group == "Biaya"}
    paid = set().union(*(codes for key, codes in costs.items() if key != "cost-owed"))

    expenses = {a.code for a in ACCOUNTS if a.kind == "expense"}
    elsewhere = ("5.1.07.", "5.1.08.", "5.2.01.01", "5.3.01.", "5.3.02.")
    assert paid >= {code for code in expenses if not code.startswith(elsewhere)}


def test_what_it_was_for_is_asked_before_the_money():
    assert BY_KEY["office-costs"].asked_first == "debit"
    assert BY_KEY["other-income"].asked_first == "credit"
    assert BY_KEY["cash-to-bank"].asked_first == "debit"


@pytest.mark.parametrize(
    ("subledgers", "is_purchase"),
    [(("", ""), False), (("assets", ""), False), (("assets", "assets"), True)],
)
def test_it_is_a_purchase_where_the_inventory_has_all_its_accounts(subledgers, is_purchase):
    codes = ("1.2.03.03", "1.2.03.04")
    accounts = [
        SimpleNamespace(code=code, fund="revolving", liquidity="", subledger=subledger)
        for code, subledger in zip(codes, subledgers, strict=True)
    ]
    cash = SimpleNamespace(code="1.1.01.01", fund="revolving", liquidity="cash", subledger="")

    assert BY_KEY["prepaid"].is_purchase([*accounts, cash]) is is_purchase


def test_search_finds_words_of_title_group_and_hint():
    found = {usual.key for usual in USUALS if usual.matches("LISTRIK kantor")}

    assert found == {"office-costs"}


def test_money_in_trust_is_a_purse_of_its_own():
    assert {purse_of(fund) for fund in OWN_FUNDS} == {"own"}
    assert {purse_of(fund) for fund in TRUST_FUNDS} == TRUST_FUNDS
    assert {purse_of(fund) for fund in Account.Fund.values} == TRUST_FUNDS | {"own"}
