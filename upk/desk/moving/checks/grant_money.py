"""What rows about the years' money of grants say together, and with the balances."""

from collections import defaultdict
from collections.abc import Iterator

from upk.desk.moving.checks.days import after_the_move, belongs_to, needs, not_before
from upk.desk.moving.checks.granting import grantings, money_of
from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets.grants import SECTORS, SOURCES
from upk.money import rupiah
from upk.periods import format_date

TRUST, BANK = "2.3.01.01", "1.1.01.07"
"""Accounts of the template chart: what is owed to the villages, and the bank that holds it."""

MEETING = "keputusan MAD tahun itu"


def _sum(row: Row, keys: tuple[tuple[str, str], ...]) -> int:
    return sum(row[key] or 0 for key, _ in keys)


def check_phases(content: Content) -> Iterator[CellProblem]:
    """Years whose sources aren't what the sectors get, or whose sectors gave more than they had."""
    allotted: dict[object, int] = defaultdict(int)
    for row in content["grant_operational"]:
        allotted[row["year"]] += row["amount"] or 0
    approved: dict[tuple, int] = defaultdict(int)
    for grant in grantings(content):
        approved[grant.row["year"], grant.row["sector"]] += grant.row["amount"] or 0
    for row in content["grant_phases"]:
        yield from after_the_move(content, row, "mad_on")
        given = _sum(row, SOURCES)
        wanted = _sum(row, SECTORS) + allotted[row["year"]]
        if given != wanted or not given:
            gap = rupiah(abs(given - wanted))
            text = f"{rupiah(wanted)} seperti bidang dan operasionalnya (selisih {gap})"
            if not given:
                text = "isi dari mana dananya"
            yield row.problem(SOURCES[0][0], rupiah(given), text)
        for sector, name in SECTORS:
            if approved[row["year"], sector] > (row[sector] or 0):
                found = rupiah(row[sector] or 0)
                text = (
                    f"sedikitnya {rupiah(approved[row['year'], sector])}, dana semua kegiatan "
                    f"{name} {row['year']}"
                )
                yield row.problem(sector, found, text)


def check_operational(content: Content) -> Iterator[CellProblem]:
    """Operational parts that were paid above themselves, or before they were decided."""
    phases = content.index("grant_phases")
    seen: dict[tuple, int] = {}
    for row in content["grant_operational"]:
        yield from after_the_move(content, row, "paid_on")
        yield from needs(row, "paid", "paid_on")
        yield from belongs_to(row, "paid", "paid_on")
        phase = phases.get(row["year"])
        yield from not_before(row, "paid_on", phase and phase["mad_on"], MEETING)
        if row["paid"] and row["amount"] and row["paid"] > row["amount"]:
            text = f"paling banyak bagiannya, {rupiah(row['amount'])}"
            yield row.problem("paid", rupiah(row["paid"]), text)
        first = seen.setdefault((row["year"], row["village"]), row.number)
        if first != row.number and row["village"] is None:
            yield row.problem("village", "kosong", f"satu baris untuk UPK; yang lain baris {first}")


def check_receipts(content: Content) -> Iterator[CellProblem]:
    """Receipts above their source or before the year was decided, and days without enough money."""
    phases = content.index("grant_phases")
    received: dict[tuple, int] = defaultdict(int)
    for row in content["grant_receipts"]:
        yield from after_the_move(content, row, "received_on")
        phase, source = phases.get(row["year"]), row["source"]
        if phase is None or source is None:
            continue
        yield from not_before(row, "received_on", phase["mad_on"], MEETING)
        key = row["year"], source
        received[key] += row["amount"] or 0
        if received[key] > (phase[source] or 0):
            text = f"paling banyak {rupiah(phase[source] or 0)} dari sumber itu, semua penerimaan"
            yield row.problem("amount", rupiah(received[key]), text)
    yield from _lacks(content)


def _lacks(content: Content) -> Iterator[CellProblem]:
    """The first day of each year's money on which more had left than come in."""
    phases = content.index("grant_phases")
    held: dict[int, int] = defaultdict(int)
    told: set[int] = set()
    for money in money_of(content):
        held[money.year] += money.amount
        phase = phases.get(money.year)
        if held[money.year] < 0 and phase and money.year not in told:
            told.add(money.year)
            found = f"pada {format_date(money.on)} kurang {rupiah(-held[money.year])}"
            text = "penerimaan pada lembar Penerimaan BLM sebelum dana itu dibayarkan"
            yield phase.problem("year", found, text)


def trust_of(content: Content) -> int | None:
    """What is owed to the villages at the move; None where no money of grants is told."""
    money = money_of(content)
    return sum(row.amount for row in money) if money else None


def check_trust(content: Content) -> Iterator[CellProblem]:
    """The trust account is what the rows leave, and the bank holds at least that."""
    trust = trust_of(content)
    if trust is None:
        return
    rows = content.index("balances")
    owed = _net(rows.get(TRUST))
    if -owed != trust:
        text = (
            f"{rupiah(-owed)} seperti akun {TRUST} pada lembar Saldo awal "
            f"(selisih {rupiah(abs(trust + owed))})"
        )
        title = content["grant_receipts"] or content["grant_phases"] or content["grants"]
        yield CellProblem(title[0].sheet.title, 0, "", f"titipan {rupiah(trust)}", text)
    held = _net(rows.get(BANK))
    if held < trust:
        text = f"sedikitnya {rupiah(trust)}, titipan BLM desa yang belum dibayarkan"
        found = f"akun {BANK} {rupiah(max(held, 0))}"
        row = rows.get(BANK)
        if row:
            yield row.problem("debit", found, text)
        else:
            yield CellProblem("Saldo awal", 0, "", found, text)


def _net(row: Row | None) -> int:
    return (row["debit"] or 0) - (row["credit"] or 0) if row else 0
