"""One quarter of an office worked out by hand: every figure below is arithmetic, not output.

Each loan has ten instalments of 10% principal and 1,5% jasa of the principal. At 31 December 2009:

A  10 jt, 10 Aug: due 10 Sep, Oct, Nov, Dec = 4 rows; paid 4 (Sep | Oct, Nov, Dec).
   Target 4.000.000 + 600.000; before 1.000.000 + 150.000; within 3.000.000 + 450.000.
   Outstanding 6.000.000, jasa 1.500.000 - 600.000 = 900.000. Nothing late: class I.
B  20 jt, 20 Jun: due 20 Jul … 20 Dec = 6 rows; paid 4 (Jul, Aug, Sep | Oct).
   Target 12.000.000 + 1.800.000; before 6.000.000 + 900.000; within 2.000.000 + 300.000.
   Outstanding 12.000.000, jasa 3.000.000 - 1.200.000 = 1.800.000. Arrears 4.000.000 + 600.000.
   Oldest unpaid 20 Nov; mark 20 Dec passed: 2 months, 41 days: class II.
C  10 jt, 5 Jul: due 5 Aug … 5 Dec = 5 rows; paid 2 (Aug, Sep | nothing).
   Target 5.000.000 + 750.000; before 2.000.000 + 300.000; within 0.
   Outstanding 8.000.000, jasa 1.500.000 - 300.000 = 1.200.000. Arrears 3.000.000 + 450.000.
   Oldest unpaid 5 Oct; marks 5 Nov, 5 Dec: 3 months, 87 days: class III.
D  5 jt, 15 Feb: due 15 Mar … 15 Dec = 10 rows; paid 10 (Mar … Sep = 7 | Oct, Nov, Dec = 3).
   Target 5.000.000 + 750.000; before 3.500.000 + 525.000; within 1.500.000 + 225.000.
   Settled on 15 December: in the LPP, in no other list.
E  30 jt, 25 May: due 25 Jun … 25 Dec = 7 rows; paid 2 (Jun, Jul | nothing).
   Target 21.000.000 + 3.150.000; before 6.000.000 + 900.000; within 0.
   Outstanding 24.000.000, jasa 4.500.000 - 900.000 = 3.600.000. Arrears 15.000.000 + 2.250.000.
   Oldest unpaid 25 Aug; marks Sep, Oct, Nov, Dec: 5 months, 128 days: class IV.
F  8 jt, 31 Mar: due 30 Apr, 31 May, 30 Jun … 31 Dec = 9 rows; paid 1 (Apr | nothing).
   Target 7.200.000 + 1.080.000; before 800.000 + 120.000; within 0.
   Outstanding 7.200.000, jasa 1.200.000 - 120.000 = 1.080.000. Arrears 6.400.000 + 960.000.
   Oldest unpaid 31 May; marks 30 Jun … 31 Dec = 7: 8 months, 214 days: class V.
G  12 jt, 15 Dec: nothing due, nothing paid. Outstanding 12.000.000, jasa 1.800.000: class I.
"""

from datetime import date
from decimal import Decimal

import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from reports.value import Kind
from tests import factories
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
QUARTER = ReportPeriod.of_quarter(Quarter(2009, 4))


def report(name, books, **narrowed):
    return build(name, Question.of(books.office, QUARTER, **narrowed))


def keyed(value, columns):
    """Chosen columns of every line with figures, by the row's key."""
    return {
        line.row.key: tuple(line.row.values.get(c) for c in columns)
        for line in value.lines()
        if line.row
    }


def test_lpp_of_the_quarter(books):
    value = report("lpp", books)

    amounts = keyed(
        value,
        ("target_principal", "before_principal", "within_principal", "through_principal",
         "outstanding_principal", "repayment_rate", "arrears_principal"),
    )  # fmt: skip
    assert amounts == {
        # 4 / 4 = 100%
        "KA-SPP1": (4_000_000, 1_000_000, 3_000_000, 4_000_000, 6_000_000, Decimal(100), 0),
        # 8 / 12 = 66,67%
        "KB-SPP1": (12_000_000, 6_000_000, 2_000_000, 8_000_000, 12_000_000, Decimal("66.67"),
                    4_000_000),
        # 12 / 16 = 75%
        "SPP/BAN": (16_000_000, 7_000_000, 5_000_000, 12_000_000, 18_000_000, Decimal(75),
                    4_000_000),
        "KC-SPP1": (5_000_000, 2_000_000, 0, 2_000_000, 8_000_000, Decimal(40), 3_000_000),
        "KD-SPP1": (5_000_000, 3_500_000, 1_500_000, 5_000_000, 0, Decimal(100), 0),
        # 7 / 10
        "SPP/KED": (10_000_000, 5_500_000, 1_500_000, 7_000_000, 8_000_000, Decimal(70),
                    3_000_000),
        # 19 / 26 = 73,0769 …
        "SPP": (26_000_000, 12_500_000, 6_500_000, 19_000_000, 26_000_000, Decimal("73.08"),
                7_000_000),
        # 6 / 21 = 28,5714 …
        "KE-UEP1": (21_000_000, 6_000_000, 0, 6_000_000, 24_000_000, Decimal("28.57"),
                    15_000_000),
        "UEP/BAN": (21_000_000, 6_000_000, 0, 6_000_000, 24_000_000, Decimal("28.57"),
                    15_000_000),
        # 0,8 / 7,2 = 11,11 …
        "KF-UEP1": (7_200_000, 800_000, 0, 800_000, 7_200_000, Decimal("11.11"), 6_400_000),
        "KG-UEP1": (0, 0, 0, 0, 12_000_000, None, 0),
        "UEP/KED": (7_200_000, 800_000, 0, 800_000, 19_200_000, Decimal("11.11"), 6_400_000),
        # 6,8 / 28,2 = 24,1134 …
        "UEP": (28_200_000, 6_800_000, 0, 6_800_000, 43_200_000, Decimal("24.11"), 21_400_000),
        # 25,8 / 54,2 = 47,6014 …
        "total": (54_200_000, 19_300_000, 6_500_000, 25_800_000, 69_200_000, Decimal("47.60"),
                  28_400_000),
    }  # fmt: skip


def test_lpp_jasa_of_the_quarter(books):
    value = report("lpp", books)

    jasa = keyed(
        value,
        ("target_interest", "before_interest", "within_interest", "through_interest",
         "outstanding_interest", "arrears_interest"),
    )  # fmt: skip
    assert jasa["KA-SPP1"] == (600_000, 150_000, 450_000, 600_000, 900_000, 0)
    assert jasa["KB-SPP1"] == (1_800_000, 900_000, 300_000, 1_200_000, 1_800_000, 600_000)
    assert jasa["KC-SPP1"] == (750_000, 300_000, 0, 300_000, 1_200_000, 450_000)
    assert jasa["KD-SPP1"] == (750_000, 525_000, 225_000, 750_000, 0, 0)
    # 600+1800+750+750 | 150+900+300+525 | 450+300+225 | 600+1200+300+750 | 900+1800+1200 | 600+450
    assert jasa["SPP"] == (3_900_000, 1_875_000, 975_000, 2_850_000, 3_900_000, 1_050_000)
    assert jasa["KE-UEP1"] == (3_150_000, 900_000, 0, 900_000, 3_600_000, 2_250_000)
    assert jasa["KF-UEP1"] == (1_080_000, 120_000, 0, 120_000, 1_080_000, 960_000)
    assert jasa["KG-UEP1"] == (0, 0, 0, 0, 1_800_000, 0)
    assert jasa["total"] == (8_130_000, 2_895_000, 975_000, 3_870_000, 10_380_000, 4_260_000)


def test_lpp_heads_and_headings(books):
    value = report("lpp", books)

    assert [line.title for line in value.lines() if line.row is None] == [
        "SPP", "Banaran", "Keden", "UEP", "Banaran", "Keden",
    ]  # fmt: skip
    assert [group for group, _ in value.head_groups() if group] == [
        "Target", "Real. s.d. Triwulan Lalu", "Real. Triwulan Ini", "Real. s.d. Triwulan Ini",
        "Saldo", "Tunggakan",
    ]  # fmt: skip
    month = build("lpp", Question.of(books.office, ReportPeriod.up_to(QUARTER.end)))
    assert "Real. s.d. Bulan Lalu" in [group for group, _ in month.head_groups()]
    # KA paid on 10 December, KD on 15 December: 1.000.000 + 500.000
    assert month.totals["within_principal"] == 1_500_000


def test_lpp_of_villages(books):
    value = report("lpp-villages", books)

    columns = ("groups", "principal", "through_principal", "repayment_rate")
    assert keyed(value, columns) == {
        "SPP/BAN": (2, 30_000_000, 12_000_000, Decimal(75)),
        "SPP/KED": (2, 15_000_000, 7_000_000, Decimal(70)),
        "SPP": (4, 45_000_000, 19_000_000, Decimal("73.08")),
        "UEP/BAN": (1, 30_000_000, 6_000_000, Decimal("28.57")),
        "UEP/KED": (2, 20_000_000, 800_000, Decimal("11.11")),
        "UEP": (3, 50_000_000, 6_800_000, Decimal("24.11")),
        "total": (7, 95_000_000, 25_800_000, Decimal("47.60")),
    }


def test_collectibility_of_the_quarter(books):
    value = report("collectibility", books)

    columns = ("outstanding", "outstanding_percent", "months", *(f"class_{c}" for c in CLASSES))
    figures = keyed(value, columns)
    assert figures["KA-SPP1"] == (6_000_000, 60, 0, 6_000_000, 0, 0, 0, 0)
    assert figures["KB-SPP1"] == (12_000_000, 60, 2, 0, 12_000_000, 0, 0, 0)
    assert figures["KC-SPP1"] == (8_000_000, 80, 3, 0, 0, 8_000_000, 0, 0)
    assert "KD-SPP1" not in figures
    assert figures["KE-UEP1"] == (24_000_000, 80, 5, 0, 0, 0, 24_000_000, 0)
    assert figures["KF-UEP1"] == (7_200_000, 90, 8, 0, 0, 0, 0, 7_200_000)
    assert figures["KG-UEP1"] == (12_000_000, 100, 0, 12_000_000, 0, 0, 0, 0)
    # 26 of 40 million are left: 65%
    assert figures["SPP"] == (26_000_000, 65, None, 6_000_000, 12_000_000, 8_000_000, 0, 0)
    # 6 x 1% | 12 x 10% | 8 x 25%
    assert figures["SPP/risk"] == (
        3_260_000, None, None, 60_000, 1_200_000, 2_000_000, 0, 0,
    )  # fmt: skip
    # 43,2 of 50: 86,4 → 86%
    assert figures["UEP"] == (43_200_000, 86, None, 12_000_000, 0, 0, 24_000_000, 7_200_000)
    # 12 x 1% | 24 x 50% | 7,2 x 100%
    assert figures["UEP/risk"] == (
        19_320_000, None, None, 120_000, 0, 0, 12_000_000, 7_200_000,
    )  # fmt: skip


CLASSES = ("I", "II", "III", "IV", "V")


def test_collectibility_of_villages(books):
    value = report("collectibility-villages", books)

    columns = ("outstanding", "arrears_principal", "class_I", "class_II", "class_III")
    figures = keyed(value, columns)
    assert figures["SPP/BAN"] == (18_000_000, 4_000_000, 6_000_000, 12_000_000, 0)
    assert figures["SPP/KED"] == (8_000_000, 3_000_000, 0, 0, 8_000_000)
    assert figures["total"] == (69_200_000, 28_400_000, 18_000_000, 12_000_000, 8_000_000)


def test_provision_npl_and_par_with_their_denominators(books):
    value = report("provision", books)

    columns = ("loans", "outstanding", "provision", "base", "share")
    figures = keyed(value, columns)
    # 6 / 26 = 23,0769 | 12 / 26 = 46,1538 | 8 / 26 = 30,7692
    assert figures["SPP/I"] == (1, 6_000_000, 60_000, 26_000_000, Decimal("23.08"))
    assert figures["SPP/II"] == (1, 12_000_000, 1_200_000, 26_000_000, Decimal("46.15"))
    assert figures["SPP/III"] == (1, 8_000_000, 2_000_000, 26_000_000, Decimal("30.77"))
    assert figures["SPP/npl"] == (1, 8_000_000, None, 26_000_000, Decimal("30.77"))
    # B is 41 days late, C 87: both are more than 30, C alone more than 60, none more than 90
    assert figures["SPP/par30"] == (2, 20_000_000, None, 26_000_000, Decimal("76.92"))
    assert figures["SPP/par60"] == (1, 8_000_000, None, 26_000_000, Decimal("30.77"))
    assert figures["SPP/par90"] == (0, 0, None, 26_000_000, Decimal(0))
    assert figures["UEP"] == (3, 43_200_000, 19_320_000, None, None)
    # all: (8 + 24 + 7,2) / 69,2 = 56,6474 …; more than 90 days: (24 + 7,2) / 69,2 = 45,0867 …
    assert figures["total/npl"] == (3, 39_200_000, None, 69_200_000, Decimal("56.65"))
    assert figures["total/par90"] == (2, 31_200_000, None, 69_200_000, Decimal("45.09"))
    assert value.totals["npl"] == Decimal("56.65")
    assert value.totals["par90"] == Decimal("45.09")
    assert value.totals["base"] == 69_200_000
    assert value.totals["provision"] == 3_260_000 + 19_320_000


def test_arrears_list(books):
    value = report("arrears", books)

    columns = ("members", "arrears_principal", "arrears_interest", "months", "class")
    figures = {k: v for k, v in keyed(value, columns).items() if "-" in k}
    assert figures == {
        "KB-SPP1": (5, 4_000_000, 600_000, 2, "II"),
        "KC-SPP1": (5, 3_000_000, 450_000, 3, "III"),
        "KE-UEP1": (5, 15_000_000, 2_250_000, 5, "IV"),
        "KF-UEP1": (5, 6_400_000, 960_000, 8, "V"),
    }
    assert value.totals["arrears_principal"] == 28_400_000
    assert value.totals["arrears_interest"] == 4_260_000
    assert value.totals["loans"] == 4


def test_maturing_lists_what_ends_within_three_months(books):
    value = report("maturing", books)

    # Last due: A 10 Jun, B 20 Apr, C 5 May, E 25 Mar, F 31 Jan 2010; until 31 March: E and F.
    columns = ("days_left", "left_principal", "left_interest", "left_total")
    figures = {k: v for k, v in keyed(value, columns).items() if "-" in k}
    assert figures == {
        "KE-UEP1": (84, 24_000_000, 3_600_000, 27_600_000),
        "KF-UEP1": (31, 7_200_000, 1_080_000, 8_280_000),
    }


def test_maturing_within_three_months_of_a_months_last_day_reaches_a_months_last_day():
    """Nine instalments: from 31 March 2009 to 31 December, from 1 April to 1 January 2010."""
    office = factories.create_office()
    product = factories.create_product(office, terms={"tenor": 9})
    village = factories.create_village(office)
    for code, disbursed_on in (("KX", date(2009, 3, 31)), ("KY", date(2009, 4, 1))):
        group = factories.create_group(village, code=code)
        factories.create_loan(group, product, disbursed_on=disbursed_on)

    value = build("maturing", Question.of(office, ReportPeriod.of_quarter(Quarter(2009, 3))))

    assert [line.row.key for line in value.rows()] == ["KX-SPP1"]
    assert value.rule[0].text.endswith("sampai dengan 31-12-2009")


def test_active_loans_leave_out_the_settled_one(books):
    value = report("active-loans", books)

    assert [line.row.key for line in value.rows()] == [
        "KA-SPP1", "KB-SPP1", "KC-SPP1", "KE-UEP1", "KF-UEP1", "KG-UEP1",
    ]  # fmt: skip
    assert value.totals["outstanding"] == 69_200_000


def test_balance_sheet_of_the_new_year_keeps_last_years_surplus_apart(books):
    factories.pay(books.loans["A"], 1_150_000, on=date(2010, 1, 10), by=books.manager)

    sheet = build("balance-sheet", Question.of(books.office, ReportPeriod.up_to(date(2010, 1, 31))))

    balances = keyed(sheet, ["balance"])
    assert balances["surplus_earlier"] == (3_870_000,)
    assert balances["surplus_this_year"] == (150_000,)
    assert balances["equity"] == (95_000_000 + 3_870_000 + 150_000,)
    assert sheet.totals["assets"] == sheet.totals["equity"] == 98_870_000 + 150_000


@pytest.mark.parametrize(
    "name", ["lpp", "lpp-villages", "collectibility", "collectibility-villages", "provision",
             "arrears", "maturing", "active-loans"],
)  # fmt: skip
def test_totals_are_the_sums_of_the_rows(books, name):
    value = report(name, books)

    adding = [c.key for c in value.columns if c.adds and c.unit in ("rupiah", "count")]
    for part in value.parts:
        rows = [row for section in part.sections for row in section.rows]
        total = next(row for row in part.totals if row.kind == Kind.TOTAL)
        for key in adding:
            assert total.values[key] == sum(row.values.get(key) or 0 for row in rows), key
    rows = [line.row for line in value.rows()]
    for key in adding:
        assert value.totals[key] == sum(row.values.get(key) or 0 for row in rows), key


def test_trial_balance_and_balance_sheet_of_the_quarter(books):
    trial = report("trial-balance", books)
    sheet = report("balance-sheet", books)

    # Paid out 95 million of capital 95 million; repaid principal until 31 December 25.800.000 and
    # jasa 3.870.000, all of it in the banks: 29.670.000. Groups owe 69.200.000.
    assert trial.totals == {
        "debit": 98_870_000,
        "credit": 98_870_000,  # capital 95 million and jasa 3.870.000
        "economic_assets": 69_200_000 + 29_670_000,
    }
    assert sheet.totals == {
        "assets": 98_870_000,
        "liabilities": 0,
        "equity": 95_000_000 + 3_870_000,
        "assets_previous": 0,
        "liabilities_previous": 0,
        "equity_previous": 0,
        "economic_assets": 98_870_000,
    }
    assert keyed(sheet, ["balance"])["surplus_this_year"] == (3_870_000,)
    assert "surplus_earlier" not in keyed(sheet, ["balance"])
    assert keyed(sheet, ["balance"])["liabilities_and_equity"] == (98_870_000,)
