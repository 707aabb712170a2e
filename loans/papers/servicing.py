"""Papers of a running and of an ended loan: cards, statement, IPTW, letters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from loans.models import Repayment
from loans.papers.blocks import (
    COUNT,
    DAY,
    MONEY,
    SIGN,
    Apart,
    Block,
    Column,
    Facts,
    Table,
)
from loans.papers.facts import LoanFacts
from loans.papers.paper import (
    CHAIR,
    MANAGER,
    SUPERVISOR,
    TREASURER,
    A,
    H,
    L,
    Paper,
    Part,
    Printing,
    R,
    T,
    X,
)
from loans.papers.placeholders import DOTS
from loans.papers.sources import RebateRow, columns_of, rebate_rows
from upk.money import rupiah
from upk.periods import format_date

LETTERS = ((1, "Pertama"), (2, "Kedua"), (3, "Ketiga"))


def terms_of(facts: LoanFacts) -> list[tuple[str, str]]:
    """Who borrowed, how much, on what terms."""
    loan = facts.loan
    rate = f"{loan.rate.normalize():f}".replace(".", ",")
    unit = "minggu" if loan.period == "week" else "bulan"
    return [
        ("Kelompok", f"{facts.group.code} {facts.group.name}, Desa {facts.village.name}"),
        ("Pinjaman", f"{loan.code} ({facts.product.name})"),
        ("Alokasi", f"{rupiah(loan.principal)}, cair {format_date(facts.disbursed_on)}"),
        ("Jasa, jangka", f"{rate}% per bulan {loan.get_method_display().lower()}, "
                         f"{loan.tenor} {unit}"),
    ]  # fmt: skip


CARD_COLUMNS = (
    Column("Ke", COUNT, 8), Column("Jatuh tempo", DAY, 21),
    Column("Pokok", MONEY, 0, "Harus dibayar"), Column("Jasa", MONEY, 0, "Harus dibayar"),
    Column("Jumlah", MONEY, 0, "Harus dibayar"), Column("Tanggal", SIGN, 20, "Dibayar"),
    Column("Pokok", MONEY, 21, "Dibayar"), Column("Jasa", MONEY, 19, "Dibayar"),
    Column("Paraf", SIGN, 16),
)  # fmt: skip


def group_card(printing: Printing) -> Sequence[Block]:
    """The schedule with what is paid of it so far, and room to go on by hand."""
    facts = printing.facts
    asked = facts.asked
    rows, (paid_principal, paid_interest) = [], _paid(facts)
    left_principal, left_interest = paid_principal, paid_interest
    for n, (due_on, principal, interest) in enumerate(asked, 1):
        now = min(principal, left_principal), min(interest, left_interest)
        left_principal, left_interest = left_principal - now[0], left_interest - now[1]
        is_full = principal + interest > 0 and now == (principal, interest)
        rows.append(
            (n, due_on, principal, interest, principal + interest,
             "lunas" if is_full else "", now[0] or None, now[1] or None, "")
        )  # fmt: skip
    sums = (sum(row[1] for row in asked), sum(row[2] for row in asked))
    total = ("", "Jumlah", *sums, sum(sums), "", paid_principal or None, paid_interest or None, "")
    pairs = [*terms_of(facts), ("Keadaan per", format_date(facts.on))]
    return [Facts(pairs), Table(CARD_COLUMNS, rows, total, tall=True)]


def _paid(facts: LoanFacts) -> tuple[int, int]:
    stands = facts.standing
    return (stands.paid_principal, stands.paid_interest) if stands else (0, 0)


def member_cards(printing: Printing) -> Sequence[Block]:
    """A card for each member, with room to write what was paid to the group."""
    facts = printing.facts
    cards = []
    for member, cells in zip(facts.borrowers, columns_of(facts), strict=True):
        rows = [
            (n, row.due_on, cell.principal, cell.interest, cell.principal + cell.interest,
             "", None, None, "")
            for n, (row, cell) in enumerate(zip(facts.rows, cells, strict=False), 1)
        ]  # fmt: skip
        interest = sum(cell.interest for cell in cells)
        total = ("", "Jumlah", member.share, interest, member.share + interest, "", None, None, "")
        pairs = [
            ("Pemanfaat", member.person.name),
            ("Bagian", rupiah(member.share)),
            *terms_of(facts)[:2],
        ]
        cards.append([Facts(pairs), Table(CARD_COLUMNS, rows, total, tall=True)])
    first, *others = cards
    return [*first, *(Apart("Kartu Angsuran Pemanfaat", card) for card in others)]


def rebate_list(printing: Printing) -> Sequence[Block]:
    """The list for the loan as a whole."""
    return [Facts(terms_of(printing.facts)), rebate_table(rebate_rows(printing.facts))]


def rebate_paper(rows: Sequence[RebateRow]) -> Paper:
    """The IPTW list with these rows: of one payment, or of part of the members."""

    def build(printing: Printing) -> Sequence[Block]:
        return [Facts(terms_of(printing.facts)), rebate_table(rows)]

    return replace(REBATE_LIST, parts=(replace(REBATE_LIST.parts[0], build=build),))


def rebate_table(rows: Sequence[RebateRow]) -> Table:
    """Columns as in the list of such offices (report_columns.csv)."""
    lines = [(n, r.name, r.share, r.interest, r.amount, f"{n}.") for n, r in enumerate(rows, 1)]
    known = [row.amount for row in rows if row.amount is not None]
    total = (
        "", "Jumlah", sum(row.share for row in rows), sum(row.interest for row in rows),
        sum(known) if known else None, "",
    )  # fmt: skip
    columns = (
        Column("No", COUNT, 9), Column("Nama anggota"), Column("Alokasi (Rp)", MONEY, 30),
        Column("Total jasa (Rp)", MONEY, 30), Column("Jumlah IPTW (Rp)", MONEY, 32),
        Column("Tanda tangan", SIGN, 36),
    )  # fmt: skip
    return Table(columns, lines, total, tall=True)


def overdue_table(printing: Printing) -> Sequence[Block]:
    """The instalments that came due before the day and aren't fully paid."""
    facts = printing.facts
    left_principal, left_interest = _paid(facts)
    rows = []
    for n, (due_on, principal, interest) in enumerate(facts.asked, 1):
        if due_on > facts.on:
            break
        paid = min(principal, left_principal), min(interest, left_interest)
        left_principal, left_interest = left_principal - paid[0], left_interest - paid[1]
        late = principal - paid[0], interest - paid[1]
        if sum(late):
            rows.append((n, due_on, *late, sum(late)))
    total = ("", "Jumlah", *(sum(row[i] for row in rows) for i in (2, 3, 4)))
    columns = (
        Column("Ke", COUNT, 12), Column("Jatuh tempo", DAY, 34), Column("Pokok (Rp)", MONEY),
        Column("Jasa (Rp)", MONEY), Column("Jumlah (Rp)", MONEY),
    )  # fmt: skip
    return [Table(columns, rows, total)]


def _not_late(facts: LoanFacts) -> str:
    if facts.standing is None or facts.standing.arrears == 0:
        return f"Pinjaman {facts.loan} tidak menunggak pada {format_date(facts.on)}."
    return ""


def statement(printing: Printing) -> Sequence[Block]:
    """Every movement of the loan with what was left after it: principal, jasa, balance."""
    facts = printing.facts
    balance, rows = facts.loan.principal, []
    opening = facts.loan.disbursement
    rows.append((facts.disbursed_on, opening.label if opening else "", "Pencairan", None, None,
                 None, balance))  # fmt: skip
    for repayment in facts.repayments:
        balance -= repayment.principal
        rows.append(
            (repayment.paid_on, repayment.entry.label if repayment.entry else "–",
             _event(repayment), repayment.principal, repayment.interest, repayment.penalty,
             balance)
        )  # fmt: skip
    if cancelled := facts.step(X):
        balance = 0
        rows.append((cancelled.happened_on, "", "Pencairan dibatalkan", None, None, None, 0))
    sums = (sum(row[i] or 0 for row in rows) for i in (3, 4, 5))
    total = (None, "", "Jumlah", *sums, balance)
    columns = (
        Column("Tanggal", DAY, 20), Column("Bukti", width=33), Column("Uraian"),
        Column("Pokok (Rp)", MONEY, 25), Column("Jasa (Rp)", MONEY, 22),
        Column("Denda (Rp)", MONEY, 21), Column("Saldo (Rp)", MONEY, 25),
    )  # fmt: skip
    pairs = [*terms_of(facts), ("Keadaan per", format_date(facts.on))]
    return [Facts(pairs), Table(columns, rows, total), Facts(_where_it_stands(facts))]


def _event(repayment: Repayment) -> str:
    if repayment.kind == Repayment.Kind.REVERSAL:
        undone = repayment.reverses.entry
        return f"Pembatalan {undone.label}" if undone else "Pembatalan"
    return repayment.get_kind_display()


def _where_it_stands(facts: LoanFacts) -> list[tuple[str, str]]:
    stands = facts.standing
    if stands is None or (stands.outstanding == 0 and stands.outstanding_interest == 0):
        return [("Saldo pokok dan jasa", rupiah(0))]
    return [
        ("Saldo pokok", rupiah(stands.outstanding)),
        ("Sisa jasa", rupiah(stands.outstanding_interest)),
        ("Tunggakan", f"pokok {rupiah(stands.arrears_principal)}, "
                      f"jasa {rupiah(stands.arrears_interest)}"),
        ("Kolektibilitas", facts.class_name or DOTS),
    ]  # fmt: skip


def settled_facts(printing: Printing) -> Sequence[Block]:
    """The settled loan in figures: borrowed, paid, when."""
    facts = printing.facts
    paid_principal, paid_interest = _paid(facts)
    last: date = facts.day_of(L) or facts.on
    pairs = [
        *terms_of(facts),
        ("Pokok dibayar", rupiah(paid_principal)),
        ("Jasa dibayar", rupiah(paid_interest)),
        ("Lunas pada", format_date(last)),
    ]
    return [Facts(pairs)]


_RUNNING = {"needs": A, "barred": (T, X)}

CARD = Paper(
    "kartu-angsuran", "Kartu Angsuran Kelompok", **_RUNNING,
    parts=(Part("kartu", "jadwal dan pembayaran", group_card),),
    signers=((TREASURER, CHAIR),),
)  # fmt: skip
MEMBER_CARDS = Paper(
    "kartu-pemanfaat", "Kartu Angsuran Pemanfaat", **_RUNNING,
    refuses=lambda facts: "" if facts.cells else
    "Bagian terlalu kecil untuk dibagi menjadi angsuran.",
    parts=(Part("kartu", "satu halaman untuk setiap anggota", member_cards),),
)  # fmt: skip
REBATE_LIST = Paper(
    "iptw", "Daftar Penerima IPTW", needs=A, barred=(R, H, T, X), code="IPTW",
    parts=(Part("daftar_iptw", "anggota dengan IPTW dan tanda tangan", rebate_list),),
    signers=((TREASURER.of("Yang membayarkan"), CHAIR.of("Yang menerima")),
             (MANAGER.of("Menyetujui"),)),
)  # fmt: skip
WARNINGS = {
    n: Paper(
        f"surat-peringatan-{n}", f"Surat Peringatan {ordinal}", needs=A,
        barred=(L, R, H, T, X), code=f"SP{n}", is_letter=True, refuses=_not_late,
        is_counted=True,
        parts=(Part("daftar_tunggakan", "angsuran yang menunggak", overdue_table),),
        signers=((MANAGER,),) if n < 3 else ((MANAGER, SUPERVISOR.of("Mengetahui")),),
    )
    for n, ordinal in LETTERS
}  # fmt: skip
SETTLED_LETTER = Paper(
    "surat-lunas", "Surat Keterangan Lunas", needs=L, dated=L, barred=(T, X), code="SKL",
    numbered_by=L,
    parts=(Part("data_pelunasan", "pinjaman yang lunas", settled_facts),),
    signers=((TREASURER, MANAGER),),
)  # fmt: skip
STATEMENT = Paper(
    "rekening-koran", "Rekening Koran Pinjaman", needs=A,
    parts=(Part("rekening", "semua gerakan dan saldo", statement),),
    signers=((TREASURER,),),
)  # fmt: skip

PAPERS = (CARD, MEMBER_CARDS, REBATE_LIST, *WARNINGS.values(), SETTLED_LETTER, STATEMENT)
