"""What is wrong with products and loans: terms, borrowers, schedules. Payments: ``payments``."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from loans.schedule import SAMPLE_PRINCIPAL, InvalidTerms, build_schedule
from loans.shares import CellTooSmall, member_schedule
from loans.terms_words import TERMS_LABELS, terms_sentence
from upk.desk.moving.content import Content, Row
from upk.desk.moving.lent import Lent, lent_of, schedule_terms, terms_of
from upk.desk.moving.problems import CellProblem
from upk.money import rupiah
from upk.periods import format_date

RATE_STEP = Decimal("0.0001")
SAMPLE_DAY = date(2010, 1, 1)


def product_terms(content: Content) -> Iterator[CellProblem]:
    """A schedule follows from each product's terms."""
    for row in content["products"]:
        if None not in (row["rate"], row["method"], row["tenor"]):
            yield from _rate_problems(row)
            yield from _interval_problems(row)
            try:
                build_schedule(schedule_terms(terms_of(row), SAMPLE_PRINCIPAL, SAMPLE_DAY))
            except InvalidTerms as error:
                yield _terms_problem(row, error)


def loans_fit(content: Content) -> Iterator[CellProblem]:
    """Each loan's days, product, borrowers, terms and schedule belong together."""
    products, groups, people = (content.index(key) for key in ("products", "groups", "people"))
    members = {(row["group"], row["person"]) for row in content["members"]}
    cut_over = next((row["cut_over"] for row in content["office"]), None)
    for lent in lent_of(content):
        product = products.get(lent.row["product"])
        yield from _day_problems(lent.row, cut_over)
        yield from _group_problems(lent.row, groups.get(lent.row["group"]), product)
        yield from _share_problems(lent)
        yield from _borrower_problems(lent, product, people, members)
        yield from _schedule_problems(lent)


def _day_problems(row: Row, cut_over: date | None) -> Iterator[CellProblem]:
    lent_on = row["disbursed_on"]
    if cut_over is not None and lent_on > cut_over:
        expected = f"paling lambat tanggal pindah, {format_date(cut_over)}"
        yield row.problem("disbursed_on", format_date(lent_on), expected)
    if row["proposed_on"] is not None and row["proposed_on"] > lent_on:
        expected = f"paling lambat tanggal cairnya, {format_date(lent_on)}"
        yield row.problem("proposed_on", format_date(row["proposed_on"]), expected)


def _group_problems(row: Row, group: Row | None, product: Row | None) -> Iterator[CellProblem]:
    if group is None or product is None or None in (group["category"], product["category"]):
        return
    if group["category"] != product["category"]:
        found = f"{row['product']} untuk kelompok {product['category']}"
        yield row.problem("product", found, f"produk untuk kelompok {group['category']}")


def _share_problems(lent: Lent) -> Iterator[CellProblem]:
    amounts = [row["principal"] for row in lent.shares]
    if None in amounts:
        return
    if not amounts:
        yield lent.row.problem("code", f"{lent.row['code']} tanpa pemanfaat",
                               "paling sedikit satu baris di lembar Pemanfaat")  # fmt: skip
    elif (total := sum(amounts)) != lent.principal:
        expected = (
            f"{rupiah(total)}, jumlah bagian pemanfaatnya; selisih "
            f"{rupiah(abs(lent.principal - total))}"
        )
        yield lent.row.problem("principal", rupiah(lent.principal), expected)
    elif sum(row.principal for row in lent.schedule) == lent.principal:
        try:
            member_schedule(lent.schedule, amounts)
        except CellTooSmall as error:
            row = lent.shares[error.member]
            expected = "bagian yang cukup besar untuk dibagi menjadi angsuran"
            yield row.problem("principal", rupiah(row["principal"]), expected)


def _borrower_problems(
    lent: Lent, product: Row | None, people: dict, members: set
) -> Iterator[CellProblem]:
    """Men in a product for women; whoever still pays isn't in the group's list.

    Borrowers of settled loans may have left long ago, and nobody kept them as members.
    """
    women_only = product is not None and product["women_only"]
    for row in lent.shares:
        person = people.get(row["person"])
        if person is None:
            continue
        if women_only and person["sex"] == "L":
            expected = f"perempuan: {lent.row['product']} khusus perempuan"
            yield row.problem("person", f"orang {row['person']}, laki-laki", expected)
        if lent.row["status"] == "A" and (lent.row["group"], row["person"]) not in members:
            found = f"orang {row['person']}, bukan anggota kelompok {lent.row['group']}"
            yield row.problem("person", found, "anggota di lembar Anggota kelompok")


def _schedule_problems(lent: Lent) -> Iterator[CellProblem]:
    yield from _rate_problems(lent.row)
    yield from _interval_problems(lent.row)
    if lent.wrong_terms is not None:
        yield _terms_problem(lent.row, lent.wrong_terms)
    if not lent.given or not lent.schedule:
        return
    first = lent.given[0]
    total = sum(row.principal for row in lent.schedule)
    if total != lent.principal:
        expected = (
            f"{rupiah(lent.principal)}, pokok pinjaman {lent.row['code']}; selisih "
            f"{rupiah(abs(lent.principal - total))}"
        )
        yield first.problem("principal", f"jumlah pokok angsuran {rupiah(total)}", expected)
    yield from _row_problems(lent)


def _row_problems(lent: Lent) -> Iterator[CellProblem]:
    """Numbers of a given schedule that leave one out, days that don't go on."""
    rows = sorted(lent.given, key=lambda row: row["n"])
    for n, row in enumerate(rows, start=1):
        if row["n"] != n:
            expected = f"{n}: nomor angsuran berurutan dari 1"
            yield row.problem("n", row["n"], expected)
            break
    lent_on = lent.row["disbursed_on"]
    if rows[0]["due_on"] <= lent_on:
        expected = f"sesudah tanggal cairnya, {format_date(lent_on)}"
        yield rows[0].problem("due_on", format_date(rows[0]["due_on"]), expected)
    for before, row in pairwise(rows):
        if row["due_on"] <= before["due_on"]:
            expected = f"sesudah angsuran sebelumnya, {format_date(before['due_on'])}"
            yield row.problem("due_on", format_date(row["due_on"]), expected)


def _rate_problems(row: Row) -> Iterator[CellProblem]:
    if row["rate"] != row["rate"].quantize(RATE_STEP):
        yield row.problem("rate", row["rate"], "paling banyak 4 angka di belakang koma")


def _interval_problems(row: Row) -> Iterator[CellProblem]:
    for key in ("principal_every", "interest_every"):
        if row[key] is not None and row[key] > row["tenor"]:
            expected = f"paling banyak {row['tenor']}, jangkanya; 0 bila sekali di akhir"
            yield row.problem(key, row[key], expected)


def _terms_problem(row: Row, error: InvalidTerms) -> CellProblem:
    """What ``loans.schedule`` says about terms, at the column that it is about."""
    key = {"step": "rounding_step"}.get(error.field, error.field)
    known = key in row.sheet.by_key
    found = row[key] if known else TERMS_LABELS.get(error.field, error.field)
    return row.problem(key if known else "", found, terms_sentence(error))


def products_share_no_receivable(content: Content) -> Iterator[CellProblem]:
    """Each product has a receivable of its own: its balance must be that of its loans."""
    counted = Counter(row["receivable"] for row in content["products"])
    for row in content["products"]:
        if row["receivable"] is not None and counted[row["receivable"]] > 1:
            found = f"{row['receivable']}, dipakai {counted[row['receivable']]} produk"
            yield row.problem("receivable", found, "akun piutang sendiri untuk setiap produk")
