"""Papers of the verification and of the decision: forms for the field, minutes of both meetings.

What the teams wrote comes from ``sources``; where there is nothing yet, room is left for it.
"""

from collections.abc import Sequence

from loans.papers.blocks import (
    COUNT,
    MONEY,
    SIGN,
    Apart,
    Block,
    Box,
    Column,
    Facts,
    Lines,
    SignHere,
    Table,
)
from loans.papers.facts import LoanFacts, Member
from loans.papers.paper import (
    CHAIR,
    MANAGER,
    NOT_PROPOSED,
    VERIFIERS,
    P,
    Paper,
    Part,
    Printing,
    T,
    V,
    W,
    X,
    somebody,
)
from loans.papers.placeholders import DOTS
from loans.papers.proposal import address_of, identity_of
from loans.papers.sources import Answers, Score, group_scores, member_answers
from upk.money import rupiah
from upk.offices.models import Checklist
from upk.periods import format_date

SAID = {None: DOTS, True: "ya", False: "tidak"}
YES_NO_ROOM = 9
"""Questions of the member form (domain.md 3), where the office has no list."""


def loan_facts(printing: Printing) -> Sequence[Block]:
    facts, loan = printing.facts, printing.facts.loan
    unit = "minggu" if loan.period == "week" else "bulan"
    pairs = [
        ("Kelompok", f"{facts.group.code} {facts.group.name}, Desa {facts.village.name}"),
        ("Nomor pinjaman", loan.code),
        ("Tingkat kelompok", facts.group.get_level_display()),
        ("Jumlah pemanfaat", f"{sum(1 for m in facts.members if m.proposed)} orang"),
        ("Usulan", f"{rupiah(facts.amount_of(P) or 0)}, jangka {loan.tenor} {unit}"),
        ("Tanggal usulan", format_date(loan.proposed_on)),
    ]
    return [Facts(pairs)]


def grading(printing: Printing) -> Sequence[Block]:
    facts = printing.facts
    items = facts.shared.lines_of(Checklist.Kind.GROUP, facts.on)
    blank = [Score(item.text, item.weight, None) for item in items]
    scores = group_scores(facts) or blank
    if not scores:
        return []
    rows = [(n, s.criterion, s.weight, s.score, "") for n, s in enumerate(scores, 1)]
    columns = (
        Column("No", COUNT, 9), Column("Ukuran"), Column("Bobot", COUNT, 18),
        Column("Nilai", COUNT, 22), Column("Catatan", SIGN, 45),
    )  # fmt: skip
    return [Table(columns, rows, title="Penilaian kelompok")]


def recommendations(printing: Printing) -> Sequence[Block]:
    """Columns as in the form of such offices (report_columns.csv)."""
    facts = printing.facts
    members = facts.members
    rows = [
        (n, m.person.name, facts.last_share_of(m.person), m.proposed, m.verified, m.approved, "")
        for n, m in enumerate(members, 1)
    ]
    total = ("", "Jumlah", None, *(facts.amount_of(s) for s in (P, V, W)), "")
    columns = (
        Column("No", COUNT, 9), Column("Nama anggota"), Column("Pinj. lalu", MONEY, 25),
        Column("Proposal", MONEY, 25), Column("Rekom TV", MONEY, 25),
        Column("Rekom TP", MONEY, 25), Column("Catatan", SIGN, 32),
    )  # fmt: skip
    return [Table(columns, rows, total, title="Usulan dan rekomendasi (rupiah)")]


def remarks(printing: Printing) -> Sequence[Block]:
    return [Lines("Catatan dan rekomendasi tim verifikasi", 4)]


def member_forms(printing: Printing) -> Sequence[Block]:
    """A page for each member who asked for something."""
    facts = printing.facts
    answers = member_answers(facts)
    asking = [member for member in facts.members if member.proposed]
    forms = [member_form(printing, m, answers.get(m.person.pk, Answers())) for m in asking]
    first, *others = forms or [[]]
    return [*first, *(Apart("Lembar Verifikasi Calon Pemanfaat", form) for form in others)]


def member_form(printing: Printing, member: Member, answers: Answers) -> list[Block]:
    """The form about one member, with what was answered so far."""
    facts, person = printing.facts, member.person
    born = person.birth_date
    pairs = [
        ("Nama", person.name),
        ("NIK", identity_of(printing, member)),
        ("KTP asli dilihat dan cocok", SAID[answers.identity_matches]),
        ("Tanggal lahir", format_date(born) if born and printing.sees_identity else DOTS),
        ("Alamat", address_of(printing, member)),
        ("Kelompok", f"{facts.group.code} {facts.group.name}, Desa {facts.village.name}"),
        ("Usulan", rupiah(member.proposed)),
        ("Pinjaman lalu", _or_dash(facts.last_share_of(person))),
    ]
    return [
        Facts(pairs),
        _questions(facts, answers),
        _household(answers),
        Box("Rekomendasi", _recommended(member, answers)),
        Lines("Catatan", 2) if not answers.note else Facts([("Catatan", answers.note)]),
        SignHere((("Yang diverifikasi", person.name), ("Verifikator", DOTS))),
    ]


def _recommended(member: Member, answers: Answers) -> str:
    amount = member.verified if answers.recommended is None else answers.recommended
    return DOTS if amount is None else rupiah(amount)


def _or_dash(amount: int | None) -> str:
    return "–" if amount is None else rupiah(amount)


def _questions(facts: LoanFacts, answers: Answers) -> Table:
    items = facts.shared.lines_of(Checklist.Kind.MEMBER, facts.loan.proposed_on)
    texts = [item.text for item in items] or [""] * YES_NO_ROOM
    asked = answers.questions or [(text, None) for text in texts]
    rows = [
        (n, text, "X" if said else "", "X" if said is False else "", "")
        for n, (text, said) in enumerate(asked, 1)
    ]
    columns = (
        Column("No", COUNT, 9), Column("Pertanyaan"), Column("Ya", SIGN, 12),
        Column("Tidak", SIGN, 14), Column("Keterangan", SIGN, 45),
    )  # fmt: skip
    return Table(columns, rows, title="Pertanyaan")


def _household(answers: Answers) -> Table:
    """Income and cost of the household a month, and what an instalment takes of the rest."""
    income, cost = answers.income, answers.cost
    left = None if income is None or cost is None else income - cost
    burden = "" if left is None or answers.instalment is None else "tidak ada sisa"
    if answers.burden is not None:
        burden = f"{answers.burden}%".replace(".", ",")
    rows = [
        ("Pendapatan keluarga sebulan", income),
        ("Pengeluaran keluarga sebulan", cost),
        ("Sisa sebulan", left),
        ("Angsuran sebulan", answers.instalment),
        ("Angsuran dibanding sisa sebulan", burden),
    ]
    columns = (Column("Ekonomi keluarga"), Column("Rupiah", MONEY, 45))
    return Table(columns, rows)


def compared(status: str, label: str) -> Part:
    """Members' amounts of a step beside those of the step before."""

    def build(printing: Printing) -> Sequence[Block]:
        facts = printing.facts
        before = {V: P, W: V}[status]
        read = {P: "proposed", V: "verified", W: "approved"}
        rows = [
            (n, m.person.name, getattr(m, read[before]), getattr(m, read[status]),
             (getattr(m, read[before]) or 0) - (getattr(m, read[status]) or 0))
            for n, m in enumerate(facts.members, 1)
        ]  # fmt: skip
        sums = (facts.amount_of(before), facts.amount_of(status))
        total = ("", "Jumlah", *sums, (sums[0] or 0) - (sums[1] or 0))
        names = {P: "Usulan (Rp)", V: "Rekomendasi TV (Rp)", W: "Disetujui (Rp)"}
        columns = (
            Column("No", COUNT, 9), Column("Nama"), Column(names[before], MONEY, 38),
            Column(names[status], MONEY, 38), Column("Dikurangi (Rp)", MONEY, 34),
        )  # fmt: skip
        return [Table(columns, rows, total)]

    return Part("daftar_pemanfaat", label, build)


def decision_facts(status: str) -> Part:
    """Body, number and date of the decision, as far as the step has one."""

    def build(printing: Printing) -> Sequence[Block]:
        step = printing.facts.step(status)
        decision = step.decision if step else None
        pairs = [
            ("Diputuskan oleh", decision.get_body_display() if decision else DOTS),
            ("Nomor keputusan", decision.number if decision else DOTS),
            ("Tanggal keputusan", format_date(decision.decided_on) if decision else DOTS),
        ]
        return [Facts(pairs)]

    return Part("keputusan", "lembaga, nomor, tanggal keputusan", build)


_FIELD = {"needs": P, "dated": V, "not_for_successors": NOT_PROPOSED}

GROUP_FORM = Paper(
    "verifikasi-kelompok", "Lembar Verifikasi Kelompok Simpan Pinjam", form="12.c", **_FIELD,
    parts=(Part("data_usulan", "kelompok dan usulan", loan_facts),
           Part("penilaian", "penilaian kelompok", grading),
           Part("rekomendasi", "usulan dan rekomendasi per anggota", recommendations),
           Part("catatan", "baris catatan", remarks)),
    signers=(VERIFIERS,),
)  # fmt: skip
MEMBER_FORM = Paper(
    "verifikasi-anggota", "Lembar Verifikasi Calon Pemanfaat", form="12.c", **_FIELD,
    parts=(Part("lembar_anggota", "satu halaman untuk setiap anggota", member_forms),),
)  # fmt: skip
VERIFICATION_MINUTES = Paper(
    "ba-verifikasi", "Berita Acara Verifikasi", form="13", needs=V, dated=V, code="BA-TV",
    numbered_by=V, not_for_successors=NOT_PROPOSED,
    parts=(compared(V, "usulan dan rekomendasi"),),
    signers=(VERIFIERS, (MANAGER.of("Mengetahui"),)),
)  # fmt: skip
FUNDING_MINUTES = Paper(
    "ba-pendanaan", "Berita Acara Pendanaan", needs=W, dated=W, barred=(T, X), code="BA-TP",
    numbered_by=W, not_for_successors=NOT_PROPOSED,
    parts=(decision_facts(W), compared(W, "rekomendasi dan persetujuan")),
    signers=((somebody("Ketua Tim Pendanaan"), MANAGER), (CHAIR.of("Mengetahui"),)),
)  # fmt: skip

PAPERS = (GROUP_FORM, MEMBER_FORM, VERIFICATION_MINUTES, FUNDING_MINUTES)
