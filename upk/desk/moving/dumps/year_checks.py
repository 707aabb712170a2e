"""Whether the balances that the old application kept agree with its own entries."""

from datetime import date

from upk.desk.moving.dumps.balances import Net, moved
from upk.desk.moving.dumps.findings import About
from upk.desk.moving.dumps.work import Work
from upk.money import rupiah
from upk.periods import month_end

_OWN = ("1", "2")
"""Assets and liabilities: each has its balance alone. At a year's end income and expense go over
into capital, so those three are looked at together."""
_REST = "modal, pendapatan, dan beban"


def check_years(work: Work, ends: dict[int, Net]) -> None:
    """The end of every year that has both ends: the one before and the year's entries."""
    first = work.store.one('SELECT MIN("on") FROM transaksi')
    for year in sorted(ends):
        if year - 1 not in ends or not first or first[:4] > str(year):
            continue
        if date(year, 12, 31) > work.cut_over:
            continue
        expected = Net(ends[year - 1])
        expected.update(moved(work.store, date(year, 1, 1), date(year, 12, 31)))
        _compare(work, year, expected, ends[year])


def _compare(work: Work, year: int, expected: Net, kept: Net) -> None:
    expected_rest = kept_rest = 0
    for code in sorted(expected.keys() | kept.keys()):
        if code[:1] not in _OWN:
            expected_rest += expected[code]
            kept_rest += kept[code]
        elif expected[code] != kept[code]:
            _tell(work, f"{code}, akhir {year}", kept[code], expected[code])
    if expected_rest != kept_rest:
        _tell(work, f"{_REST}, akhir {year}", kept_rest, expected_rest)


def _tell(work: Work, what: str, kept: int, expected: int) -> None:
    found = f"{what}: saldo {rupiah(kept)}, menurut transaksi {rupiah(expected)}"
    work.tell(About.YEAR, "rekening", "", found, "Yang dipakai saldo tahun terakhir.")


def check_months(work: Work) -> None:
    """Every month of the cut-over's year: ``saldo_N`` holds the year's sums up to that month."""
    year = work.cut_over.year
    if not work.store.one("SELECT 1 FROM saldo WHERE year = ? AND month > 0", year):
        return
    debits, credits = Net(), Net()
    for month in range(1, work.cut_over.month + 1):
        first = date(year, month, 1)
        for row in work.store.rows(_OF_DAYS, first, month_end(first)):
            debits[row["debit"]] += row["amount"]
            credits[row["credit"]] += row["amount"]
        for row in work.store.rows(_OF_MONTH, year, month):
            code = row["code"]
            if (row["debit"], row["credit"]) != (debits[code], credits[code]):
                found = (
                    f"{code}, sampai bulan {month} tahun {year}: debet {rupiah(row['debit'])}, "
                    f"kredit {rupiah(row['credit'])}; menurut transaksi {rupiah(debits[code])} "
                    f"dan {rupiah(credits[code])}"
                )
                work.tell(About.MONTH, "saldo", "", found, "Dihitung dari transaksi.")


_OF_DAYS = """
    SELECT debit, credit, SUM(amount) AS amount FROM transaksi WHERE "on" BETWEEN ? AND ?
    GROUP BY debit, credit
"""
_OF_MONTH = """
    SELECT code, SUM(debit) AS debit, SUM(credit) AS credit FROM saldo
    WHERE year = ? AND month = ? GROUP BY code ORDER BY code
"""
