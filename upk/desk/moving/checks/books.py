"""What is wrong with balances, with the accounts that rows name, and with the inventory."""

from collections.abc import Iterator

from upk.desk.moving.content import Content, Row
from upk.desk.moving.known import OPENING_ACCOUNT, Known, KnownAccount
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets import BY_KEY
from upk.desk.moving.sheets.books import KINDS
from upk.ledger.chart import parent_code
from upk.money import LARGEST_AMOUNT, rupiah
from upk.periods import format_date

NEW_CODE = "kode di bawah judul daftar akun Bergulir, misalnya 1.1.01.09"
PRODUCT_ACCOUNTS = {
    "receivable": ("asset", False, "akun piutang (aset, bukan kas atau bank)"),
    "interest_income": ("income", False, "akun pendapatan"),
    "penalty_income": ("income", False, "akun pendapatan"),
    "cash": ("asset", True, "akun kas atau bank"),
}
"""Column, kind, whether it is cash or bank, and how to say it."""


def sides_balance(content: Content) -> Iterator[CellProblem]:
    """Each balance stands on one side, and both sides add up to the same."""
    debit = credit = 0
    for row in content["balances"]:
        if row["debit"] and row["credit"]:
            found = f"debet {rupiah(row['debit'])} dan kredit {rupiah(row['credit'])}"
            yield row.problem("debit", found, "salah satu saja; saldo akun ada di satu sisi")
        elif row["debit"] is None and row["credit"] is None:
            yield row.problem("debit", "kosong, juga kreditnya", "saldo di debet atau di kredit")
        debit, credit = debit + (row["debit"] or 0), credit + (row["credit"] or 0)
    if debit != credit:
        found = f"debet {rupiah(debit)}, kredit {rupiah(credit)}"
        expected = f"jumlah yang sama; selisih {rupiah(abs(debit - credit))}"
        yield CellProblem(BY_KEY["balances"].title, 0, "", found, expected)


def new_account(row: Row) -> KnownAccount | None:
    """The account that a row of balances makes, if it says enough of it."""
    if None in (row["name"], row["kind"], row["fund"]):
        return None
    return KnownAccount(row["name"], row["kind"], row["fund"], row["liquidity"] or "")


def chart(content: Content, known: Known) -> dict[str, KnownAccount]:
    """The office's accounts by code with those that the balances add."""
    made = {row["code"]: new_account(row) for row in content["balances"] if row["code"]}
    return {code: account for code, account in made.items() if account} | dict(known.accounts)


def balances_name_accounts(content: Content, known: Known) -> Iterator[CellProblem]:
    """Balances are of accounts that can be posted to; new ones are described."""
    for row in content["balances"]:
        code = row["code"]
        if code is None:
            continue
        account = known.accounts.get(code)
        if account is None:
            yield from _new_account_problems(row, known)
        elif account.is_header:
            yield row.problem("code", f"{code} {account.name}, judul", "akun di bawah judul itu")
        elif not account.is_active:
            found = f"{code} {account.name}, tidak dipakai lagi"
            yield row.problem("code", found, "akun yang dipakai; aktifkan di Daftar Akun")
        elif code == OPENING_ACCOUNT and (row["debit"] or row["credit"]):
            expected = "nol: akun ini hanya perantara pemindahan; pindahkan saldonya ke akun modal"
            yield row.problem("code", f"{code} {account.name}", expected)
        elif row["kind"] not in (None, account.kind):
            expected = f"kosong: {code} {account.name} sudah ada"
            yield row.problem("kind", _kind(row["kind"]), expected)


def _new_account_problems(row: Row, known: Known) -> Iterator[CellProblem]:
    """What a new account lacks, or why it has no place in the chart."""
    headings = [
        row.sheet.by_key[key].heading for key in ("name", "kind", "fund") if row[key] is None
    ]
    if headings:
        expected = f"kode yang ada di daftar akun Bergulir, atau isi juga {', '.join(headings)}"
        yield row.problem("code", f"akun {row['code']} belum ada", expected)
    parts = row["code"].split(".")
    shape = [len(part) for part in parts if part.isascii() and part.isdigit()]
    if shape != [1, 1, 2, 2] or len(parts) != 4 or not int(parts[3]):
        yield row.problem("code", row["code"], NEW_CODE)
        return
    header = known.accounts.get(parent_code(row["code"]))
    if header is None or not header.is_header:
        yield row.problem("code", row["code"], NEW_CODE)
    elif row["kind"] not in (None, header.kind):
        expected = f"{_kind(header.kind)}, seperti judulnya, {header.name}"
        yield row.problem("kind", _kind(row["kind"]), expected)
    if row["liquidity"] and row["kind"] not in (None, "asset"):
        found = f"kas atau bank, pada {_kind(row['kind'])}"
        yield row.problem("liquidity", found, "kosong: hanya aset yang kas atau bank")


def _kind(key: str) -> str:
    return dict(KINDS)[key]


def products_name_accounts(content: Content, known: Known) -> Iterator[CellProblem]:
    """A product's accounts are there, of their kind, and nobody else's."""
    accounts = chart(content, known)
    owners = {receivable: product for product, receivable in known.products.items()}
    for row in content["products"]:
        for key, (kind, is_money, told) in PRODUCT_ACCOUNTS.items():
            if row[key] is None:
                continue
            account = accounts.get(row[key])
            if account is None:
                yield row.problem(key, f"akun {row[key]} tidak ada", told)
            elif (account.kind, bool(account.liquidity)) != (kind, is_money) or account.is_header:
                yield row.problem(key, f"{row[key]} {account.name}", told)
            elif key == "receivable" and _belongs_elsewhere(account, row, owners):
                found = f"{row[key]} {account.name}, sudah dipakai bagian lain"
                yield row.problem(key, found, "akun piutang yang tidak dipakai bagian lain")


def _belongs_elsewhere(account: KnownAccount, row: Row, owners: dict[str, str]) -> bool:
    """Whether a receivable is that of another product, or another part of the program fills it."""
    owner = owners.get(row["receivable"])
    if owner is None:
        return account.subledger != ""
    return owner != row["code"]


def inventory_fits(content: Content, known: Known) -> Iterator[CellProblem]:
    """Things are of a class that is there, bought before the cut-over, worn by less than cost."""
    cut_over = next((row["cut_over"] for row in content["office"]), None)
    names = "; ".join(sorted(found.name for found in known.classes.values()))
    for row in content["assets"]:
        found = row["asset_class"] and known.classes.get(row["asset_class"].casefold())
        if row["asset_class"] and found is None:
            yield row.problem("asset_class", row["asset_class"], f"salah satu dari: {names}")
        worn, cost = row["depreciated"] or 0, row["unit_cost"]
        if worn and found is not None and not found.accumulated:
            yield row.problem("depreciated", rupiah(worn), f"kosong: {found.name} tidak disusutkan")
        elif cost is not None and worn >= cost:
            expected = f"kurang dari harga satuannya, {rupiah(cost)}; barang yang habis sisa Rp 1"
            yield row.problem("depreciated", rupiah(worn), expected)
        if cost is not None and row["quantity"] and cost * row["quantity"] > LARGEST_AMOUNT:
            yield row.problem("unit_cost", rupiah(cost), f"paling banyak {rupiah(LARGEST_AMOUNT)}")
        if cut_over is not None and row["bought_on"] is not None and row["bought_on"] > cut_over:
            expected = f"paling lambat tanggal pindah, {format_date(cut_over)}"
            yield row.problem("bought_on", format_date(row["bought_on"]), expected)
