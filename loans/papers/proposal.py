"""Papers that a group brings with its proposal, and the office's checklist of them."""

from collections.abc import Sequence

from groups.models import Membership
from loans.papers.blocks import COUNT, DAY, MONEY, SIGN, Block, Column, Facts, Table
from loans.papers.facts import Member
from loans.papers.paper import (
    CHAIR,
    GROUP_SECRETARY,
    GROUP_TREASURER,
    NOT_PROPOSED,
    VILLAGE_HEAD,
    Head,
    P,
    Paper,
    Part,
    Printing,
    V,
    somebody,
)
from loans.papers.placeholders import DOTS
from loans.papers.sources import Mark, paper_marks
from upk.money import rupiah
from upk.offices.models import Checklist
from upk.periods import format_date

POSITIONS = (
    (Membership.Position.CHAIR, "Ketua"),
    (Membership.Position.SECRETARY, "Sekretaris"),
    (Membership.Position.TREASURER, "Bendahara"),
)
ROOM = 12
"""Empty lines where the office has no list of its own."""


def cover_facts(printing: Printing) -> Sequence[Block]:
    facts = printing.facts
    members = [m for m in facts.members if m.proposed]
    pairs = [
        ("Kelompok", f"{facts.group.code} {facts.group.name}"),
        ("Ketua", printing.officer(Membership.Position.CHAIR) or DOTS),
        ("Jumlah pemanfaat", f"{len(members)} orang"),
        ("Jumlah yang diusulkan", rupiah(facts.amount_of(P) or facts.loan.principal)),
        ("Jangka", f"{facts.loan.tenor} {'minggu' if facts.loan.period == 'week' else 'bulan'}"),
        ("Tanggal usulan", format_date(facts.loan.proposed_on)),
    ]
    return [Facts(pairs)]


def group_facts(printing: Printing) -> Sequence[Block]:
    facts, group = printing.facts, printing.facts.group
    pairs = [
        ("Kode kelompok", group.code),
        ("Nama kelompok", group.name),
        ("Jenis kelompok", group.get_category_display()),
        ("Alamat", group.address or f"Desa {facts.village.name}"),
        ("Desa, kecamatan", f"{facts.village.name}, {facts.office.subdistrict}"),
        ("Telepon", group.phone or DOTS),
        ("Berdiri", format_date(group.founded_on) if group.founded_on else DOTS),
        ("Tingkat perkembangan", group.get_level_display()),
        ("Fungsi kelompok", group.get_function_display()),
        ("Jenis usaha kelompok", group.get_kind_display()),
        ("Usaha utama", group.business or DOTS),
        ("Pertemuan rutin", group.meeting_day or DOTS),
        ("Jumlah anggota", f"{facts.member_count} orang"),
    ]
    return [Facts(pairs)]


def loan_history(printing: Printing) -> Sequence[Block]:
    rows = [
        (n, loan.code, loan.product.code, loan.disbursed_on, loan.principal, loan.tenor,
         loan.get_status_display())
        for n, loan in enumerate(printing.facts.earlier_loans, 1)
    ]  # fmt: skip
    columns = (
        Column("No", COUNT, 9), Column("Nomor pinjaman", width=38), Column("Produk", width=20),
        Column("Tanggal cair", DAY, 25), Column("Alokasi (Rp)", MONEY, 30),
        Column("Jangka", COUNT, 17), Column("Keadaan"),
    )  # fmt: skip
    if not rows:
        rows = [("", "belum pernah meminjam", "", "", "", "", "")]
    return [Table(columns, rows, title="Riwayat pinjaman kelompok")]


def officer_table(printing: Printing) -> Sequence[Block]:
    officers = printing.facts.officers(printing.dated)
    rows = []
    for n, (position, label) in enumerate(POSITIONS, 1):
        person = officers.get(position)
        name = person.name if person else ""
        sex = person.sex if person else ""
        where = (person.address or f"Desa {printing.facts.village.name}") if person else ""
        phone = person.phone if person else ""
        rows.append((n, label, name, sex, where, phone, ""))
    columns = (
        Column("No", COUNT, 9), Column("Jabatan", width=25), Column("Nama", width=42),
        Column("L/P", width=10), Column("Alamat"), Column("Telepon", width=27),
        Column("Tanda tangan", SIGN, 32),
    )  # fmt: skip
    return [Table(columns, rows, tall=True)]


def asking(printing: Printing) -> list[Member]:
    """The members who asked for something."""
    return [member for member in printing.facts.members if member.proposed]


def member_table(printing: Printing) -> Sequence[Block]:
    members = asking(printing)
    rows = [
        (n, m.person.name, identity_of(printing, m), m.person.sex, address_of(printing, m),
         m.proposed, signature_number(n))
        for n, m in enumerate(members, 1)
    ]  # fmt: skip
    total = ("", "Jumlah", "", "", "", sum(m.proposed for m in members), "")
    columns = (
        Column("No", COUNT, 9), Column("Nama", width=36), Column("NIK", width=36),
        Column("L/P", width=8), Column("Alamat"), Column("Usulan (Rp)", MONEY, 24),
        Column("Tanda tangan", SIGN, 27),
    )  # fmt: skip
    return [Table(columns, rows, total, tall=True)]


def identity_of(printing: Printing, member: Member) -> str:
    """The NIK, whole or masked by the reader's role; a dash where none is recorded."""
    person = member.person
    return (person.nik if printing.sees_identity else person.nik_masked) or "–"


def address_of(printing: Printing, member: Member) -> str:
    return member.person.address or f"Desa {printing.facts.village.name}"


def signature_number(n: int) -> str:
    """Signatures in turn at the left and at the right, so that they don't meet."""
    return f"{n}." if n % 2 else f"      {n}."


def signed_members(printing: Printing) -> Sequence[Block]:
    rows = [
        (n, m.person.name, address_of(printing, m), m.share or m.proposed, signature_number(n))
        for n, m in enumerate(printing.facts.borrowers or asking(printing), 1)
    ]
    columns = (
        Column("No", COUNT, 9), Column("Nama", width=48), Column("Alamat"),
        Column("Pinjaman (Rp)", MONEY, 30), Column("Tanda tangan", SIGN, 38),
    )  # fmt: skip
    total = ("", "Jumlah", "", sum(row[3] for row in rows), "")
    return [Table(columns, rows, total, tall=True)]


def checklist_table(printing: Printing) -> Sequence[Block]:
    """Form 10: C cukup, K kurang, TA tidak ada."""
    facts = printing.facts
    items = facts.shared.lines_of(Checklist.Kind.PAPERS, facts.loan.proposed_on)
    blank = [Mark(item.text, "") for item in items] or [Mark("", "")] * ROOM
    return [marks_table(paper_marks(facts) or blank)]


def marks_table(marks: Sequence[Mark]) -> Table:
    rows = []
    for n, mark in enumerate(marks, 1):
        crosses = ("X" if mark.status == status else "" for status in ("C", "K", "TA"))
        rows.append((n, mark.document, *crosses, mark.note))
    columns = (
        Column("No", COUNT, 9), Column("Nama dokumen", width=82),
        Column("C", SIGN, 12, "Status"), Column("K", SIGN, 12, "Status"),
        Column("TA", SIGN, 12, "Status"), Column("Catatan"),
    )  # fmt: skip
    note = "C = cukup, K = kurang, TA = tidak ada."
    return Table(columns, rows, tall=True, note=note)


_OF_PROPOSAL = {"needs": P, "dated": P, "not_for_successors": NOT_PROPOSED}
_OFFICERS = ((CHAIR, GROUP_SECRETARY, GROUP_TREASURER),)

COVER = Paper(
    "sampul", "Sampul Usulan", head=Head.NONE, css="cover", form="5",
    parts=(Part("ringkasan", "ringkasan usulan", cover_facts),), **_OF_PROPOSAL,
)  # fmt: skip
APPLICATION = Paper(
    "permohonan", "Permohonan Pinjaman", head=Head.GROUP, is_letter=True,
    signers=((CHAIR, GROUP_SECRETARY), (VILLAGE_HEAD.of("Mengetahui"),)), **_OF_PROPOSAL,
)  # fmt: skip
PROFILE = Paper(
    "profil", "Profil Kelompok", head=Head.GROUP,
    parts=(Part("data_kelompok", "data kelompok", group_facts),
           Part("riwayat_pinjaman", "pinjaman kelompok sebelumnya", loan_history)),
    signers=((CHAIR, GROUP_SECRETARY),), **_OF_PROPOSAL,
)  # fmt: skip
OFFICERS = Paper(
    "pengurus", "Susunan Pengurus Kelompok", head=Head.GROUP,
    parts=(Part("daftar_pengurus", "ketua, sekretaris, bendahara", officer_table),),
    signers=((VILLAGE_HEAD.of("Mengetahui"), CHAIR),), **_OF_PROPOSAL,
)  # fmt: skip
MEMBERS = Paper(
    "daftar-pemanfaat", "Daftar Calon Pemanfaat", head=Head.GROUP,
    parts=(Part("daftar_pemanfaat", "anggota dengan usulannya", member_table),),
    signers=((VILLAGE_HEAD.of("Mengetahui"), CHAIR),), **_OF_PROPOSAL,
)  # fmt: skip
JOINT_LIABILITY = Paper(
    "tanggung-renteng", "Pernyataan Tanggung Renteng", head=Head.GROUP,
    parts=(Part("daftar_pemanfaat", "anggota dengan tanda tangan", signed_members),),
    signers=(*_OFFICERS, (VILLAGE_HEAD.of("Mengetahui"),)), **_OF_PROPOSAL,
)  # fmt: skip
CHECKLIST = Paper(
    "kelengkapan", "Kelengkapan Dokumen Usulan", form="10", needs=P, dated=V,
    not_for_successors=NOT_PROPOSED,
    parts=(Part("daftar_dokumen", "dokumen dengan C, K, TA", checklist_table),),
    signers=((somebody("Yang menyerahkan"), somebody("Yang menerima")),),
)  # fmt: skip

PAPERS = (COVER, APPLICATION, PROFILE, OFFICERS, MEMBERS, JOINT_LIABILITY, CHECKLIST)
