"""The example office's figures, worked out a second time by plain code and compared with the JSON.

Nothing of the product is used here but the command that writes the JSON: rows are read by SQL and
the definitions are those of domain.md 4, told once more in the simplest way. All loans of the
example are due on a day of the month that every month has, so that months in arrears are 1 and the
whole months since the oldest unpaid due date.
"""

import io
import json
from collections import defaultdict
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.usefixtures("example_db")

DAYS = {
    "before the first loan": ("--as-of", "2003-03-09", date(2003, 3, 1)),
    "a month's last day": ("--as-of", "2005-08-31", date(2005, 8, 1)),
    "an ordinary day": ("--as-of", "2007-05-11", date(2007, 5, 1)),
    "29 February": ("--as-of", "2008-02-29", date(2008, 2, 1)),
    "a quarter": ("--quarter", "2009-4", date(2009, 10, 1)),
    "the practice date": ("--as-of", "2010-02-15", date(2010, 2, 1)),
}
ENDS = {"2009-4": date(2009, 12, 31)}
CLASSES = [("I", 0, 1), ("II", 2, 10), ("III", 4, 25), ("IV", 6, 50), ("V", 10_000, 100)]
"""Class, most months, provision in percent: the default set of domain.md 4."""


@dataclass
class Debt:
    """A loan as the rows have it; amounts are pairs of principal and jasa."""

    code: str
    product: str
    village: str
    group: int
    principal: int
    disbursed_on: date
    instalments: list[tuple[date, int, int]] = field(default_factory=list)
    lowered: list[tuple[date, int, int]] = field(default_factory=list)
    """All that lowered the debt and, negative, what of it was taken back."""
    money: list[tuple[date, int, int]] = field(default_factory=list)
    """The part of it that is money: payments, here or before the books moved here."""
    relieved: list[tuple[date, date, int, int]] = field(default_factory=list)
    """What rows ask less without money: from when on, the row's due date, principal, jasa."""
    cancelled_on: date = date.max

    def scheduled(self, last: date = date.max) -> tuple[int, int]:
        return added(self.instalments, last)

    def done(self, last: date) -> tuple[int, int]:
        return added(self.lowered, last)

    def paid(self, last: date) -> tuple[int, int]:
        return added(self.money, last)

    def left(self, day: date) -> tuple[int, int]:
        """What is owed at the end of a day, whether due or not."""
        if not self.disbursed_on <= day < self.cancelled_on:
            return 0, 0
        (principal, jasa), (_, total) = self.done(day), self.scheduled()
        return self.principal - principal, total - jasa

    def owed_within(self, first: date, last: date) -> bool:
        """Whether anything was owed at some moment from the first day to the last."""
        if not self.disbursed_on <= last < self.cancelled_on:
            return False
        days = [first - timedelta(days=1), self.disbursed_on, *(on for on, *_ in self.lowered)]
        return any(any(self.left(day)) for day in days if first - timedelta(days=1) <= day <= last)

    def asked(self, last: date, day: date) -> tuple[int, int]:
        """What rows due by ``last`` ask for, as it is on a day."""
        principal, jasa = self.scheduled(last)
        less = [(p, j) for on, due_on, p, j in self.relieved if on <= day and due_on <= last]
        return principal - sum(p for p, _ in less), jasa - sum(j for _, j in less)

    def arrears(self, day: date) -> tuple[int, int]:
        due, paid = self.asked(day, day), self.paid(day)
        return max(0, due[0] - paid[0]), max(0, due[1] - paid[1])

    def late_since(self, day: date) -> date | None:
        """The oldest due date before the day that isn't fully paid, principal or jasa."""
        paid = self.paid(day)
        for due_on, *_ in self.instalments:
            due = self.asked(due_on, day)
            if due_on < day and (due[0] > paid[0] or due[1] > paid[1]):
                return due_on
        return None

    def months(self, day: date) -> int:
        since = self.late_since(day)
        if since is None:
            return 0
        whole = (day.year - since.year) * 12 + day.month - since.month
        return 1 + whole - (1 if day.day < since.day else 0)

    def class_of(self, day: date) -> str:
        return next(code for code, most, _ in CLASSES if self.months(day) <= most)


def added(rows, last: date) -> tuple[int, int]:
    return sum(p for on, p, _ in rows if on <= last), sum(j for on, _, j in rows if on <= last)


def rows_of(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def day_of(value) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


@cache
def debts() -> list[Debt]:
    """Every loan that was ever disbursed, as the tables have it; read once, no test changes it."""
    found = {
        pk: Debt(code, product, village, group, principal, day_of(on))
        for pk, code, product, village, group, principal, on in rows_of(
            "SELECT l.id, l.code, p.code, v.name, l.group_id, l.principal, l.disbursed_on "
            "FROM loans_loan l JOIN loans_product p ON p.id = l.product_id "
            "JOIN groups_group g ON g.id = l.group_id "
            "JOIN offices_village v ON v.id = g.village_id WHERE l.disbursed_on IS NOT NULL"
        )
    }
    for pk, on, principal, jasa in rows_of(
        "SELECT loan_id, due_on, principal, interest FROM loans_instalment ORDER BY due_on"
    ):
        found[pk].instalments.append((day_of(on), principal, jasa))
    for pk, on, principal, jasa, kind in rows_of(
        "SELECT r.loan_id, r.paid_on, r.principal, r.interest, COALESCE(target.kind, r.kind) "
        "FROM loans_repayment r LEFT JOIN loans_repayment target ON target.id = r.reverses_id"
    ):
        row = (day_of(on), principal, jasa)
        found[pk].lowered.append(row)
        if kind in ("cash", "opening"):
            found[pk].money.append(row)
    for pk, on, due_on, principal, jasa in rows_of(
        "SELECT r.loan_id, r.paid_on, i.due_on, x.principal, x.interest FROM loans_relief x "
        "JOIN loans_repayment r ON r.id = x.repayment_id "
        "JOIN loans_instalment i ON i.id = x.instalment_id"
    ):
        found[pk].relieved.append((day_of(on), day_of(due_on), principal, jasa))
    for pk, on in rows_of("SELECT loan_id, happened_on FROM loans_loanstep WHERE to_status = 'X'"):
        found[pk].cancelled_on = day_of(on)
    return list(found.values())


def percent(part: int, whole: int) -> float:
    """A percentage with two decimals, halves up."""
    return int(Fraction(part * 10_000, whole) + Fraction(1, 2)) / 100


def report(name: str, option: str, value: str) -> dict:
    out = io.TextIOWrapper(io.BytesIO())
    with redirect_stdout(out):
        call_command("report", name, option, value, "--office", "KALIJAMBE", "--format", "json")
    return json.loads(out.buffer.getvalue())


@pytest.fixture(params=list(DAYS), ids=list(DAYS))
def asked(request) -> tuple[str, str, date, date]:
    """Option and value of the command, first and last day of the period."""
    option, value, first = DAYS[request.param]
    return option, value, first, ENDS.get(value) or date.fromisoformat(value)


def test_rows_are_what_this_file_takes_them_for():
    """If the example gets other due days or class sets, the code above must follow."""
    due_days = [{on.day for on, *_ in debt.instalments} for debt in debts()]
    assert {len(days) for days in due_days} == {1}
    assert max(day for days in due_days for day in days) <= 28
    sets = rows_of(
        "SELECT s.code, s.basis FROM loans_productterms t "
        "JOIN loans_collectibilityset s ON s.id = t.collectibility_id"
    )
    assert set(sets) == {("PNPM", "months")}


def test_lpp_of_every_loan_and_in_total(asked):
    option, value, first, last = asked
    made = report("lpp", option, value)
    expected = {d.code: lpp_row(d, first, last) for d in debts() if d.owed_within(first, last)}

    amounts = set(lpp_sums([]))
    assert {
        row["key"]: {key: row[key] for key in (*amounts, "repayment_rate")} for row in made["rows"]
    } == {code: {**row, "repayment_rate": rate_of(row)} for code, row in expected.items()}
    total = lpp_sums(expected.values())
    assert {key: made["totals"][key] for key in amounts} == total
    assert made["totals"]["repayment_rate"] == rate_of(total)


def lpp_row(debt: Debt, first: date, last: date) -> dict[str, int]:
    before = debt.paid(first - timedelta(days=1))
    pairs = {
        "target": debt.scheduled(last),
        "before": before,
        "within": tuple(now - then for now, then in zip(debt.paid(last), before, strict=True)),
        "through": debt.paid(last),
        "outstanding": debt.left(last),
        "arrears": debt.arrears(last),
    }
    row = {"principal": debt.principal}
    for name, (principal, jasa) in pairs.items():
        row |= {f"{name}_principal": principal, f"{name}_interest": jasa}
    return row


def lpp_sums(rows) -> dict[str, int]:
    names = ("target", "before", "within", "through", "outstanding", "arrears")
    keys = [f"{name}_{part}" for name in names for part in ("principal", "interest")]
    return {key: sum(row[key] for row in rows) for key in ("principal", *keys)}


def rate_of(row: dict[str, int]) -> float | None:
    if not row["target_principal"]:
        return None
    return percent(row["through_principal"], row["target_principal"])


def test_lpp_of_every_village(asked):
    option, value, first, last = asked
    made = report("lpp-villages", option, value)
    by_place = defaultdict(list)
    for debt in debts():
        if debt.owed_within(first, last):
            by_place[debt.product, debt.village].append(debt)

    shown = {(row["part"], row["village"]): row for row in made["rows"]}
    assert set(shown) == set(by_place)
    for place, held in by_place.items():
        sums = lpp_sums([lpp_row(debt, first, last) for debt in held])
        assert {key: shown[place][key] for key in sums} == sums, place
        assert shown[place]["repayment_rate"] == rate_of(sums), place
        assert shown[place]["groups"] == len({debt.group for debt in held}), place


def test_months_and_class_of_every_loan(asked):
    option, value, _, last = asked
    made = report("collectibility", option, value)
    expected = {}
    for debt in debts():
        principal, jasa = debt.left(last)
        if principal or jasa:
            in_class = {
                f"class_{code}": principal if code == debt.class_of(last) else 0
                for code, *_ in CLASSES
            }
            late_principal, late_jasa = debt.arrears(last)
            expected[debt.code] = {
                "outstanding": principal, "months": debt.months(last), **in_class,
                "arrears_principal": late_principal, "arrears_interest": late_jasa,
            }  # fmt: skip

    keys = {key for row in expected.values() for key in row}
    assert {row["key"]: {key: row[key] for key in keys} for row in made["rows"]} == expected
    for key in keys - {"months"}:
        assert made["totals"][key] == sum(row[key] for row in expected.values()), key


def test_arrears_list(asked):
    option, value, _, last = asked
    made = report("arrears", option, value)
    expected = {
        debt.code: (
            *debt.arrears(last), debt.months(last), debt.class_of(last),
            since.isoformat() if (since := debt.late_since(last)) else None,
        )
        for debt in debts()
        if any(debt.left(last)) and any(debt.arrears(last))
    }  # fmt: skip

    columns = ("arrears_principal", "arrears_interest", "months", "class", "oldest_due")
    assert {row["key"]: tuple(row[c] for c in columns) for row in made["rows"]} == expected
    assert made["totals"]["loans"] == len(expected)
    assert made["totals"]["arrears_principal"] == sum(row[0] for row in expected.values())
    assert made["totals"]["arrears_interest"] == sum(row[1] for row in expected.values())


def test_provision_npl_and_par(asked):
    option, value, _, last = asked
    made = report("provision", option, value)
    held = [debt for debt in debts() if any(debt.left(last))]
    rows, need = {}, 0
    for product in sorted({debt.product for debt in held}):
        for code, _, rate in CLASSES:
            members = [d for d in held if d.product == product and d.class_of(last) == code]
            amount = sum(debt.left(last)[0] for debt in members)
            aside = int(Fraction(amount * rate, 100) + Fraction(1, 2))
            rows[f"{product}/{code}"] = (len(members), amount, aside)
            need += aside

    columns = ("loans", "outstanding", "provision")
    assert {row["key"]: tuple(row[c] for c in columns) for row in made["rows"]} == rows
    base = sum(debt.left(last)[0] for debt in held)
    totals = made["totals"]
    assert (totals["provision"], totals["base"]) == (need, base)
    bad = [debt for debt in held if debt.class_of(last) in ("III", "IV", "V")]
    at_risk = {"npl": bad}
    for days in (30, 60, 90):
        at_risk[f"par{days}"] = [
            debt for debt in held
            if (since := debt.late_since(last)) and (last - since).days > days
        ]  # fmt: skip
    for key, members in at_risk.items():
        amount = sum(debt.left(last)[0] for debt in members)
        assert totals[f"{key}_outstanding"] == amount, key
        assert totals[f"{key}_loans"] == len(members), key
        assert totals[key] == (percent(amount, base) if base else 0), key


def test_balance_sheet_and_the_surplus_of_each_year(asked):
    option, value, _, last = asked
    made = report("balance-sheet", option, value)
    net, results = defaultdict(int), defaultdict(int)
    for on, kind, liquid, subledger, fund, closes, amount in postings():
        if on > last or (closes and on.year == last.year):  # that year as it was lived
            continue
        net[kind] += amount
        if kind in ("income", "expense"):
            results[on.year] -= amount
        if subledger == "loans" or (liquid and fund == "revolving"):
            net["economic"] += amount

    totals = made["totals"]
    assert totals["assets"] == net["asset"] + net["contra_asset"]
    assert totals["liabilities"] == -net["liability"]
    assert totals["equity"] == -net["equity"] + sum(results.values())
    assert totals["economic_assets"] == net["economic"]
    assert totals["assets"] == totals["liabilities"] + totals["equity"]
    shown = {row["key"]: row["balance"] for row in made["rows"]}
    earlier = sum(result for year, result in results.items() if year < last.year)
    assert shown.get("surplus_earlier", 0) == earlier
    assert shown["surplus_this_year"] == results[last.year]


def postings() -> list[tuple]:
    """Day, account's kind, liquidity, sub-ledger, fund, whether it closes a year, net debit."""
    sides = [
        "SELECT e.happened_on, a.kind, a.liquidity, a.subledger, a.fund, e.kind = 'closing', "
        f"{sign} SUM(p.amount) FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id "
        f"JOIN ledger_account a ON a.id = p.{side}_id GROUP BY 1, 2, 3, 4, 5, 6"
        for side, sign in (("debit", ""), ("credit", "-"))
    ]
    return [(day_of(on), *rest) for on, *rest in rows_of(" UNION ALL ".join(sides))]
