"""Papers of the agreement and the disbursement: SPK, power of attorney, receipts, plans."""

from collections.abc import Sequence

from groups.models import Membership
from loans.papers.blocks import (
    COUNT,
    DAY,
    MONEY,
    SIGN,
    Apart,
    Block,
    Box,
    Column,
    Facts,
    Table,
)
from loans.papers.facts import LoanFacts
from loans.papers.paper import (
    CHAIR,
    GROUP_SECRETARY,
    GROUP_TREASURER,
    MANAGER,
    NO_CASH,
    SUPERVISOR,
    TREASURER,
    VILLAGE_HEAD,
    A,
    Head,
    Paper,
    Part,
    Printing,
    T,
    W,
    X,
)
from loans.papers.placeholders import DOTS
from loans.papers.proposal import signature_number
from loans.papers.sources import columns_of
from upk.access import Role
from upk.money import in_words, rupiah

ACROSS = 12
"""Instalments beside each other in a plan by member; more go on in another table."""

SCHEDULE_COLUMNS = (
    Column("Ke", COUNT, 12), Column("Jatuh tempo", DAY, 30), Column("Pokok (Rp)", MONEY),
    Column("Jasa (Rp)", MONEY), Column("Jumlah (Rp)", MONEY), Column("Sisa pokok (Rp)", MONEY),
)  # fmt: skip


def parties(printing: Printing) -> Sequence[Block]:
    facts, office, group = printing.facts, printing.facts.office, printing.facts.group
    manager = facts.shared.name_of(Role.MANAGER) or DOTS
    first = [
        ("Nama", manager),
        ("Jabatan", office.manager_title),
        ("Lembaga", office.name),
        ("Alamat", office.address or f"Kecamatan {office.subdistrict}"),
    ]
    positions = Membership.Position
    chair = printing.officer(positions.CHAIR) or DOTS
    others = [printing.officer(position) for position in (positions.SECRETARY, positions.TREASURER)]
    titles = ("sekretaris", "bendahara")
    beside = ", ".join(
        f"{name} ({title})" for name, title in zip(others, titles, strict=True) if name
    )
    second = [
        ("Nama", f"{chair} (ketua)" + (f", {beside}" if beside else "")),
        ("Jabatan", f"Pengurus Kelompok {group.code} {group.name}"),
        ("Alamat", group.address or f"Desa {facts.village.name}, {office.subdistrict}"),
    ]
    return [
        Facts(first, title="PIHAK PERTAMA"),
        Facts(second, title="PIHAK KEDUA"),
    ]


def schedule_table(facts: LoanFacts) -> Table:
    """The group's schedule with the principal that is left after each row."""
    left, rows = facts.loan.principal, []
    for n, row in enumerate(facts.rows, 1):
        left -= row.principal
        due = row.principal + row.interest
        rows.append((n, row.due_on, row.principal, row.interest, due, left))
    interest = facts.total_interest
    principal = sum(row.principal for row in facts.rows)
    return Table(
        SCHEDULE_COLUMNS, rows, ("", "Jumlah", principal, interest, principal + interest, None)
    )


def _planned_note(facts: LoanFacts) -> str:
    if facts.loan.disbursed_on:
        return ""
    return f"Tanggal jatuh tempo berlaku bila pinjaman cair pada {facts.planned_on:%d-%m-%Y}."


def attached_schedule(printing: Printing) -> Sequence[Block]:
    facts = printing.facts
    note = f"Lampiran perjanjian nomor {printing.number}. {_planned_note(facts)}".strip()
    return [Apart("Lampiran: Rencana Angsuran", [schedule_table(facts)], note=note)]


def group_plan(printing: Printing) -> Sequence[Block]:
    facts = printing.facts
    note = _planned_note(facts)
    pairs = [
        ("Kelompok", f"{facts.group.code} {facts.group.name}, Desa {facts.village.name}"),
        ("Pinjaman", f"{facts.loan.code}, {rupiah(facts.loan.principal)}"),
    ]
    if note:
        pairs.append(("Catatan", note))
    return [Facts(pairs), schedule_table(facts)]


def member_plan(printing: Printing) -> Sequence[Block]:
    """What each member pays of every instalment: columns add up to the group's plan, rows to the
    member's principal and jasa."""
    facts = printing.facts
    if facts.cells is None:
        return [Facts([("Catatan", "Bagian terlalu kecil untuk dibagi menjadi angsuran.")])]
    columns = columns_of(facts)
    tables = []
    count = len(facts.rows)
    for begin in range(0, count, ACROSS):
        end = min(begin + ACROSS, count)
        tables.append(_plan_table(facts, columns, begin, end, is_last=end == count))
    whose = f"{facts.group.code} {facts.group.name}, Desa {facts.village.name}"
    what = f"pinjaman {facts.loan.code}, {rupiah(facts.loan.principal)}"
    return [Facts([("Kelompok", f"{whose}; {what}. {_planned_note(facts)}".strip())]), *tables]


def _plan_table(
    facts: LoanFacts, columns: list[list], begin: int, end: int, *, is_last: bool
) -> Table:
    heads = [Column("No", COUNT, 8), Column("Nama", width=36)]
    heads += [
        Column(f"{row.due_on:%d-%m-%y}", MONEY, 0, f"{n}")
        for n, row in enumerate(facts.rows[begin:end], begin + 1)
    ]
    if is_last:
        heads += [Column(name, MONEY, 0, "Seluruhnya") for name in ("Pokok", "Jasa", "Jumlah")]
    rows = []
    for n, (member, cells) in enumerate(zip(facts.borrowers, columns, strict=True), 1):
        line = [n, member.person.name]
        line += [cell.principal + cell.interest for cell in cells[begin:end]]
        if is_last:
            principal, interest = (sum(getattr(c, p) for c in cells) for p in _PARTS)
            line += [principal, interest, principal + interest]
        rows.append(line)
    sums = [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)]
    title = "" if begin == 0 and is_last else f"Angsuran {begin + 1} sampai {end}"
    return Table(heads, rows, ("", "Jumlah", *sums), title=title, small=True)


_PARTS = ("principal", "interest")


def amount_box(printing: Printing) -> Sequence[Block]:
    principal = printing.facts.loan.principal
    return [Box("Jumlah", rupiah(principal), f"Terbilang: {in_words(principal)}")]


def handed_out(printing: Printing) -> Sequence[Block]:
    """Each member's part with room to sign for it."""
    facts = printing.facts
    rows = [
        (n, m.person.name, m.person.address or f"Desa {facts.village.name}", m.share,
         signature_number(n))
        for n, m in enumerate(facts.borrowers, 1)
    ]  # fmt: skip
    columns = (
        Column("No", COUNT, 9), Column("Nama pemanfaat", width=48), Column("Alamat"),
        Column("Diterima (Rp)", MONEY, 30), Column("Tanda tangan", SIGN, 38),
    )  # fmt: skip
    total = ("", "Jumlah", "", sum(row[3] for row in rows), "")
    return [Table(columns, rows, total, tall=True)]


def proxies(printing: Printing) -> Sequence[Block]:
    """Who gives the power: all members, with their signatures."""
    facts = printing.facts
    rows = [
        (n, m.person.name, m.share, signature_number(n)) for n, m in enumerate(facts.borrowers, 1)
    ]
    columns = (
        Column("No", COUNT, 9), Column("Nama pemberi kuasa"), Column("Bagian (Rp)", MONEY, 34),
        Column("Tanda tangan", SIGN, 45),
    )  # fmt: skip
    total = ("", "Jumlah", sum(row[2] for row in rows), "")
    return [Table(columns, rows, total, tall=True)]


_LENDING = {"needs": W, "dated": A, "barred": (T, X)}
_BOTH = (
    (
        MANAGER.of("PIHAK PERTAMA"),
        CHAIR.of("PIHAK KEDUA", stamp=True),
    ),
)

AGREEMENT = Paper(
    "spk", "Surat Perjanjian Kredit", code="SPK", numbered_by=W, **_LENDING,
    parts=(Part("para_pihak", "kedua pihak", parties),), attached=attached_schedule,
    signers=(*_BOTH, (GROUP_SECRETARY, GROUP_TREASURER),
             (VILLAGE_HEAD.of("Saksi, mengetahui"), TREASURER.of("Saksi"))),
)  # fmt: skip
POWER_OF_ATTORNEY = Paper(
    "surat-kuasa", "Surat Kuasa", head=Head.GROUP, not_for_successors=NO_CASH, **_LENDING,
    parts=(Part("pemberi_kuasa", "anggota dengan tanda tangan", proxies),),
    signers=((CHAIR.of("Penerima kuasa", stamp=True), VILLAGE_HEAD.of("Mengetahui")),),
)  # fmt: skip
DISBURSEMENT_MINUTES = Paper(
    "ba-pencairan", "Berita Acara Pencairan", code="BA-CAIR", numbered_by=W,
    not_for_successors=NO_CASH, **_LENDING,
    parts=(Part("jumlah_cair", "jumlah dan terbilang", amount_box),),
    signers=((TREASURER.of("Yang menyerahkan"), CHAIR.of("Yang menerima")),
             (MANAGER.of("Mengetahui"), SUPERVISOR.of("Mengetahui"))),
)  # fmt: skip
RECEIPT = Paper(
    "kuitansi", "Tanda Terima Kelompok", code="TT", numbered_by=W, not_for_successors=NO_CASH,
    **_LENDING,
    parts=(Part("jumlah_cair", "jumlah dan terbilang", amount_box),),
    signers=((TREASURER.of("Yang menyerahkan"), CHAIR.of("Yang menerima", stamp=True)),
             (MANAGER.of("Menyetujui"),)),
)  # fmt: skip
MEMBER_RECEIPTS = Paper(
    "tanda-terima-pemanfaat", "Tanda Terima Pemanfaat", head=Head.GROUP,
    not_for_successors=NO_CASH, **_LENDING,
    parts=(Part("daftar_pemanfaat", "anggota dengan bagiannya", handed_out),),
    signers=((CHAIR, GROUP_TREASURER.of("Yang menyerahkan")), (TREASURER.of("Menyaksikan"),)),
)  # fmt: skip
PLAN = Paper(
    "rencana-angsuran", "Rencana Angsuran Kelompok", **_LENDING,
    parts=(Part("rencana_angsuran", "jadwal kelompok", group_plan),),
    signers=((MANAGER, CHAIR),),
)  # fmt: skip
MEMBER_PLAN = Paper(
    "rencana-angsuran-pemanfaat", "Rencana Angsuran Pemanfaat", landscape=True, **_LENDING,
    parts=(Part("rencana_pemanfaat", "angsuran setiap anggota", member_plan),),
    signers=((CHAIR, GROUP_TREASURER),),
)  # fmt: skip
VILLAGE_NOTICE = Paper(
    "pemberitahuan-desa", "Pemberitahuan Pencairan Pinjaman", code="PB", numbered_by=W,
    is_letter=True, not_for_successors=NO_CASH, **_LENDING,
    signers=((MANAGER,),),
)  # fmt: skip

PAPERS = (
    AGREEMENT, POWER_OF_ATTORNEY, DISBURSEMENT_MINUTES, RECEIPT, MEMBER_RECEIPTS, PLAN,
    MEMBER_PLAN, VILLAGE_NOTICE,
)  # fmt: skip
