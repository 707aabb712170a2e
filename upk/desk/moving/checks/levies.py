"""What rows about the villages' levies say together, and with the balances of the accounts."""

from collections import defaultdict
from collections.abc import Iterator

from maintenance.rules.levy import Rate, in_force
from upk.desk.moving.checks.books import chart
from upk.desk.moving.checks.days import after_the_move, not_before
from upk.desk.moving.content import Content
from upk.desk.moving.known import Known
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets.upkeep import LEVY_BALANCES as SHEET
from upk.money import rupiah
from upk.periods import format_date

LEVY = "levy"


def check_levy_rules(content: Content) -> Iterator[CellProblem]:
    """Rules that begin before they were decided, or were decided after the move."""
    for row in content["levy_rules"]:
        yield from after_the_move(content, row, "decided_on")
        yield from not_before(row, "since", row["decided_on"], "tanggal keputusannya")


def check_levy_payments(content: Content) -> Iterator[CellProblem]:
    """Payments after the move, or without a rule on their day."""
    rates: dict[object, list[Rate]] = defaultdict(list)
    for key, row in enumerate(content["levy_rules"]):
        if row["since"]:
            rates[row["village"]].append(Rate(key, row["since"], None, 0, row["per"], 0))
    for row in content["levy_payments"]:
        yield from after_the_move(content, row, "received_on")
        on = row["received_on"]
        if on and row["village"] and in_force(rates[row["village"]], on) is None:
            text = f"hari sejak desa {row['village']} punya aturan, pada lembar Aturan iuran"
            yield row.problem("received_on", format_date(on), text)


def check_levy_balances(content: Content, known: Known) -> Iterator[CellProblem]:
    """Villages without an amount, and sums that aren't those of the accounts of levies."""
    held = {"cash": 0, "bank": 0}
    for row in content["levy_balances"]:
        amounts = {key: row[key] or 0 for key in held}
        if not any(amounts.values()):
            yield row.problem("bank", "kosong", "isi salah satu jumlah, atau hapus baris ini")
        for key, amount in amounts.items():
            held[key] += amount
    booked = _booked(content, known)
    wanted = {**held, "": sum(held.values())}
    places = {"cash": "kas iuran", "bank": "bank iuran", "": "titipan iuran desa"}
    for liquidity, place in places.items():
        if wanted[liquidity] != booked[liquidity]:
            heading = SHEET.by_key[liquidity].heading if liquidity else ""
            gap = rupiah(abs(wanted[liquidity] - booked[liquidity]))
            text = (
                f"{rupiah(booked[liquidity])} seperti akun {place} pada lembar Saldo awal "
                f"(selisih {gap})"
            )
            yield CellProblem(SHEET.title, 0, heading, rupiah(wanted[liquidity]), text)


def _booked(content: Content, known: Known) -> dict[str, int]:
    """What the balances say of the levies: in cash, in the bank, and owed (the empty key)."""
    found = {"cash": 0, "bank": 0, "": 0}
    accounts = chart(content, known)
    for row in content["balances"]:
        account = accounts.get(row["code"])
        if account and account.fund == LEVY:
            net = (row["debit"] or 0) - (row["credit"] or 0)
            found[account.liquidity] += net if account.liquidity else -net
    return found
