"""The meeting's decision on a closed year's surplus."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from closing.models import SurplusDecision, SurplusRule
from closing.results import closed_years, standing_closings
from closing.services import close_through, reopen_through, retained_surplus
from closing.surpluses import (
    ShareOf,
    add_surplus_rule,
    create_default_rule,
    divide_surplus,
    offer_of,
    plan_division,
    resolution_by,
    rule_on,
    withdraw_division,
)
from tests import factories
from tests.closing.office import (
    CAPITAL,
    CASH,
    INSTITUTION,
    RESERVE,
    RETAINED,
    SOCIAL,
    balance,
    earn,
    post,
    resolution,
)
from tests.closing.test_sharing import EXAMPLE, STEPS
from upk.ledger.models import Entry
from upk.ledger.services import close_books

END, MEETING = date(2009, 12, 31), date(2010, 2, 5)


@pytest.fixture
def by(db):
    return factories.create_user()


def closed(by, income: int, expense: int = 0, year: int = 2009) -> Entry:
    """A closed year that brought ``income`` less ``expense``."""
    earn(by, date(year, 3, 1), income, expense)
    by.office.refresh_from_db()
    close_through(by.office, through=date(year, 12, 31), by=by)
    by.office.refresh_from_db()
    return standing_closings(by.office).get(year=year)


def decide(closing: Entry, by, **changes) -> SurplusDecision:
    return divide_surplus(closing, resolution(by.office, **changes), request_key=uuid4(), by=by)


def amounts(made: SurplusDecision) -> list[tuple]:
    return list(made.shares.values_list("part", "name", "amount"))


def test_the_worked_example_is_posted_to_the_rupiah(by):
    with EXAMPLE.open(encoding="utf-8") as file:
        example = {row["pos"]: row for row in csv.DictReader(file)}
    given = {name: int(row["jumlah_dialokasikan_rp"]) for name, row in example.items()}
    codes = dict(zip(STEPS, (SOCIAL, INSTITUTION, "2.1.02.04"), strict=True))
    shares = tuple(
        ShareOf(
            name,
            factories.account(by.office, codes[name]),
            Decimal(example[name]["persen"].removesuffix("%")),
            step,
        )
        for name, step in STEPS.items()
    )
    reserve = given["Cadangan resiko (dikurangkan dulu)"]
    closing = closed(by, given["Surplus UPK 2011"])

    decide(closing, by, reserve=reserve, shares=shares)

    assert balance(by.office, RESERVE) == reserve
    assert {name: balance(by.office, code) for name, code in codes.items()} == {
        name: given[name] for name in STEPS
    }
    assert balance(by.office, CAPITAL) == given["Tambah modal UPK (remainder)"]
    assert balance(by.office, RETAINED) == 0


def test_a_decision_keeps_its_lines_and_its_entry(by):
    closing = closed(by, 100_999)

    made = decide(closing, by, reserve=999)

    assert (made.year, made.surplus, made.deficit_covered, made.divided) == (
        2009, 100_999, 0, 100_999,
    )  # fmt: skip
    assert amounts(made) == [
        ("reserve", "Cadangan risiko", 999),
        ("share", "Dana sosial", 20_000),
        ("share", "Kelembagaan", 10_000),
        ("capital", "Tambahan modal", 70_000),
    ]
    assert (made.entry.happened_on, made.entry.origin, made.entry.total) == (
        MEETING, "closing", 100_999,
    )  # fmt: skip
    assert str(made.decision) == "MAD BA/1/2010"
    assert made.entry.memo == "Pembagian surplus 2009 (MAD BA/1/2010)"


def test_a_line_that_gets_nothing_is_not_posted(by):
    made = decide(closed(by, 900), by)

    assert amounts(made) == [("capital", "Tambahan modal", 900)]


def test_a_decision_sent_twice_is_made_once(by):
    closing, key = closed(by, 10_000), uuid4()
    first = divide_surplus(closing, resolution(by.office), request_key=key, by=by)

    assert divide_surplus(closing, resolution(by.office), request_key=key, by=by) == first
    with pytest.raises(ValidationError, match="Surplus 2009 sudah dibagi pada 5 Februari 2010"):
        decide(closing, by)
    assert SurplusDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("income", "expense", "told"),
    [
        (100, 400, "Tahun 2009 defisit Rp 300: tidak ada yang dibagi"),
        (400, 400, "Tahun 2009 tidak bersurplus"),
    ],
)
def test_without_a_surplus_nothing_is_divided_and_the_page_says_so(by, income, expense, told):
    with pytest.raises(ValidationError, match=told):
        decide(closed(by, income, expense), by)

    assert not SurplusDecision.objects.exists()


def test_an_earlier_deficit_is_covered_first(by):
    closed(by, 100, 400, year=2008)
    closing = closed(by, 10_300)

    made = decide(closing, by)

    assert (made.surplus, made.deficit_covered, made.divided) == (10_300, 300, 10_000)
    assert balance(by.office, RETAINED) == 0


def test_a_surplus_that_only_covers_earlier_deficits_is_not_divided(by):
    closed(by, 100, 400, year=2008)

    with pytest.raises(ValidationError, match="habis menutup defisit tahun-tahun lalu"):
        decide(closed(by, 200), by)


def test_each_year_has_its_own_decision(by):
    first, second = closed(by, 7_000, year=2008), closed(by, 9_000)

    made = [
        decide(closing, by, number=str(closing.year), decided_on=MEETING)
        for closing in (first, second)
    ]

    assert [one.divided for one in made] == [7_000, 9_000]
    assert balance(by.office, RETAINED) == 0


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reserve": 10_001}, "Cadangan risiko melebihi surplus Rp 10.000"),
        ({"decided_on": END}, "sesudah tahun 2009"),
        ({"decided_on": date(2010, 2, 16)}, "16 Februari 2010 belum tiba"),
        ({"number": " "}, "Tulis nomor keputusannya"),
    ],
)
def test_a_resolution_that_can_not_be_is_refused(by, changes, told):
    closing = closed(by, 10_000)

    with pytest.raises(ValidationError, match=told):
        decide(closing, by, **changes)

    assert not SurplusDecision.objects.exists()


def test_shares_of_more_than_all_are_refused(by):
    closing = closed(by, 10_000)
    plan = resolution(by.office)
    shares = tuple(replace(share, percent=Decimal("50.5")) for share in plan.shares)

    with pytest.raises(ValidationError, match="Jumlah bagian 101%"):
        plan_division(closing, replace(plan, shares=shares))


@pytest.mark.parametrize("code", [CASH, RETAINED, "5.1.01.01"])
def test_a_share_is_kept_as_a_liability_or_capital(by, code):
    with pytest.raises(ValidationError, match="bukan akun utang atau modal"):
        decide(closed(by, 10_000), by, capital_account=factories.account(by.office, code))


def test_an_account_of_another_office_takes_no_share(by):
    elsewhere = factories.account(factories.create_office(), CAPITAL)

    with pytest.raises(ValidationError, match="bukan akun utang atau modal"):
        decide(closed(by, 10_000), by, capital_account=elsewhere)


def test_two_shares_need_two_accounts(by):
    with pytest.raises(ValidationError, match="dipakai untuk dua bagian"):
        decide(closed(by, 10_000), by, reserve_account=factories.account(by.office, SOCIAL))


def test_an_open_year_is_not_divided(by):
    closing = closed(by, 10_000)
    reopen_through(by.office, through=None, reason="Salah", by=by)
    closing.refresh_from_db()

    with pytest.raises(ValidationError, match="Tutup dahulu buku tahun 2009"):
        decide(closing, by)


def test_a_meeting_in_closed_books_is_refused(by):
    closing = closed(by, 10_000)
    close_books(by.office, through=date(2010, 2, 14), by=by)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        decide(closing, by)


def test_a_divided_year_is_not_reopened_until_the_decision_is_withdrawn(by):
    made = decide(closed(by, 10_000), by)

    with pytest.raises(ValidationError, match="Surplus 2009 sudah dibagi pada 5 Februari 2010"):
        reopen_through(by.office, through=date(2009, 11, 30), reason="Salah", by=by)
    withdraw_division(
        made, happened_on=date(2010, 2, 10), reason="Salah hitung", request_key=uuid4(), by=by
    )
    assert balance(by.office, RETAINED, date(2010, 2, 9)) == 0
    assert balance(by.office, RETAINED) == 10_000
    reopen_through(by.office, through=date(2009, 11, 30), reason="Salah", by=by)
    assert not standing_closings(by.office).exists()


def test_a_withdrawn_year_is_divided_anew(by):
    closing = closed(by, 10_000)
    first, key = decide(closing, by), uuid4()
    how = {"happened_on": date(2010, 2, 10), "reason": "Salah", "request_key": key, "by": by}
    gone = withdraw_division(first, **how)
    assert withdraw_division(first, **how) == gone

    second = decide(closing, by, decided_on=date(2010, 2, 12), number="BA/2/2010")

    [year] = closed_years(by.office, retained_surplus(by.office))
    assert (year.surplus, year.decision, year.withdrawn) == (10_000, second, (first,))


def test_what_is_spent_can_not_be_withdrawn(by):
    made = decide(closed(by, 10_000), by)
    post(by, INSTITUTION, CASH, 1, date(2010, 2, 14))

    with pytest.raises(ValidationError, match=r"Kelembagaan Rp 1\.000 sudah dipakai sebagian"):
        withdraw_division(made, happened_on=MEETING, reason="x", request_key=uuid4(), by=by)


def test_a_withdrawal_needs_a_reason_and_a_day_that_has_come(by):
    made = decide(closed(by, 10_000), by)

    for day, reason, told in (
        (MEETING, " ", "Tulis alasan"),
        (date(2010, 2, 16), "x", "belum tiba"),
        (date(2010, 2, 4), "x", "sebelum tanggal bukti"),
    ):
        with pytest.raises(ValidationError, match=told):
            withdraw_division(made, happened_on=day, reason=reason, request_key=uuid4(), by=by)


# The rule


def test_a_meeting_begins_with_the_rule_in_force(by):
    shares = resolution(by.office).shares
    ends = {name: factories.account(by.office, code) for name, code in (
        ("reserve_account", RESERVE), ("capital_account", CAPITAL))}  # fmt: skip
    create_default_rule(by.office, date(2003, 1, 1))
    newer = add_surplus_rule(
        by.office, since=date(2010, 1, 1), reserve_percent=Decimal("5"), shares=shares, **ends
    )

    rule = rule_on(by.office, MEETING)
    found = resolution_by(rule, 10_000, number="7", decided_on=MEETING)

    assert rule == newer
    assert found == resolution(by.office, number="7", reserve=500)
    first = resolution_by(
        rule_on(by.office, date(2009, 1, 1)), 10_000, number="7", decided_on=MEETING
    )
    assert (first.reserve, first.shares[0].percent) == (0, 20)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"since": date(2009, 12, 31)}, "Buku ditutup sampai 31 Desember 2009"),
        ({"since": date(2010, 1, 1)}, "Sudah ada aturan mulai hari itu"),
        ({"percent": Decimal("90.1")}, "lebih dari 100"),
        ({"capital": CASH}, "bukan akun utang atau modal"),
    ],
)
def test_a_rule_that_can_not_be_is_refused(by, changes, told):
    closed(by, 10_000)
    create_default_rule(by.office, date(2010, 1, 1))
    one, two = resolution(by.office).shares

    with pytest.raises(ValidationError, match=told):
        add_surplus_rule(
            by.office,
            since=changes.get("since", date(2010, 2, 1)),
            reserve_percent=None,
            reserve_account=factories.account(by.office, RESERVE),
            capital_account=factories.account(by.office, changes.get("capital", CAPITAL)),
            shares=[replace(one, percent=changes.get("percent", one.percent)), two],
        )

    assert SurplusRule.objects.count() == 1


def test_offer_of_another_office_is_its_own(by):
    closing = closed(by, 10_000)
    other = factories.create_user()
    closed(other, 5_000)

    assert offer_of(closing, MEETING).amount == 10_000
