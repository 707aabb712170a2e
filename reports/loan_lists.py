"""Lists of loans: in arrears, active, to be settled soon."""

from collections.abc import Sequence

from django.db.models import Count

from groups.models import Group, Membership
from loans.models import Share
from loans.portfolio import Position
from reports.grouping import Values, parts_by_village, report_of
from reports.lpp import loan_name, terms
from reports.question import Question
from reports.value import NUMBER, Column, Report, Rule, Unit
from upk.periods import months_ahead

NAME = Column("name", "Kelompok – No. Pinjaman", width=32)
PHONE = Column("phone", "Telepon", width=15)
MEMBERS = Column("members", "Anggota", Unit.COUNT, width=9)
DISBURSED = Column("disbursed_on", "Tgl cair", Unit.DATE, width=11)
TERMS = Column("terms", "Tempo", width=9)
BALANCES = (
    Column("principal", "Alokasi", Unit.RUPIAH, width=15),
    Column("outstanding", "Saldo", Unit.RUPIAH, width=15),
    Column("arrears_principal", "Pokok", Unit.RUPIAH, "Tunggakan", 14),
    Column("arrears_interest", "Jasa", Unit.RUPIAH, "Tunggakan", 13),
)
PLACES = {"part_label": "Produk", "section_label": "Desa"}
MONTHS_AHEAD = 3


def build_arrears(question: Question) -> Report:
    """Loans with arrears at the end of the day, also of jasa alone or since that very day."""
    positions = [p for p in question.owed_at_end() if p.standing.arrears > 0]
    columns = (
        NUMBER, NAME, PHONE, MEMBERS, DISBURSED, TERMS, *BALANCES,
        Column("oldest_due", "Menunggak sejak", Unit.DATE, width=11),
        Column("months", "Bulan", Unit.COUNT, width=7, adds=False),
        Column("class", "Kelas", width=7),
    )  # fmt: skip
    members, groups = members_of(positions), groups_of(question)

    def values(position: Position) -> Values:
        return {
            **_common(position),
            "phone": groups[position.group_id].phone,
            "members": members.get(position.loan_id, 0),
            "oldest_due": position.standing.oldest_unpaid_due,
            "months": position.standing.months_in_arrears,
            "class": position.rule.code,
        }

    parts = parts_by_village(question, positions, columns, values)
    rule = Rule(
        "listed",
        "Pinjaman yang dimuat",
        "yang angsurannya s.d. tanggal laporan belum lunas, pokok atau jasa; yang jatuh tempo pada "
        "tanggal laporan sendiri belum terlambat (0 bulan)",
    )
    return report_of(
        question, "arrears", "Daftar Tunggakan", columns, parts, rule=(rule,), **PLACES,
        totals={"loans": len(positions)},
    )  # fmt: skip


def build_active_loans(question: Question) -> Report:
    """Loans that are still owed something at the end of the day."""
    positions = question.owed_at_end()
    columns = (NUMBER, NAME, MEMBERS, DISBURSED, TERMS, *BALANCES)
    members = members_of(positions)

    def values(position: Position) -> Values:
        return {**_common(position), "members": members.get(position.loan_id, 0)}

    parts = parts_by_village(question, positions, columns, values)
    return report_of(
        question, "active-loans", "Daftar Pinjaman Aktif", columns, parts, **PLACES,
        totals={"loans": len(positions)},
    )  # fmt: skip


def build_maturing(question: Question) -> Report:
    """Loans whose last instalment is due within three months after the day, and what is left.

    From a quarter's last day these are the whole next quarter.
    """
    end = question.period.end
    last = months_ahead(end, MONTHS_AHEAD)
    positions = [p for p in question.owed_at_end() if end < p.last_due_on <= last]
    columns = (
        NUMBER, NAME,
        Column("chair", "Ketua", width=20),
        Column("address", "Alamat", width=24),
        PHONE, DISBURSED,
        Column("terms", "Jangka", width=9),
        Column("last_due", "Jatuh tempo", Unit.DATE, width=11),
        Column("days_left", "Sisa hari", Unit.COUNT, width=8, adds=False),
        Column("left_principal", "Pokok", Unit.RUPIAH, "Sisa angsuran", 14),
        Column("left_interest", "Jasa", Unit.RUPIAH, "Sisa angsuran", 13),
        Column("left_total", "Jumlah", Unit.RUPIAH, "Sisa angsuran", 15),
    )  # fmt: skip
    groups, chairs = groups_of(question), chairs_of(question)

    def values(position: Position) -> Values:
        group = groups[position.group_id]
        return {
            "name": loan_name(position),
            "chair": chairs.get(position.group_id, ""),
            "address": group.address,
            "phone": group.phone,
            "disbursed_on": position.disbursed_on,
            "terms": terms(position),
            "last_due": position.last_due_on,
            "days_left": (position.last_due_on - end).days,
            "left_principal": position.outstanding,
            "left_interest": position.interest_outstanding,
            "left_total": position.outstanding + position.interest_outstanding,
        }

    parts = parts_by_village(question, positions, columns, values)
    rule = Rule(
        "listed",
        "Pinjaman yang dimuat",
        f"yang angsuran terakhirnya jatuh tempo sampai dengan {last:%d-%m-%Y}",
    )
    return report_of(
        question, "maturing", "Pelunasan 3 Bulan ke Depan", columns, parts, rule=(rule,), **PLACES,
        totals={"loans": len(positions)},
    )  # fmt: skip


def _common(position: Position) -> Values:
    return {
        "name": loan_name(position),
        "disbursed_on": position.disbursed_on,
        "terms": terms(position),
        "principal": position.principal,
        "outstanding": position.outstanding,
        "arrears_principal": position.standing.arrears_principal,
        "arrears_interest": position.standing.arrears_interest,
    }


def members_of(positions: Sequence[Position]) -> dict[int, int]:
    """How many members share each loan, by the loan's id."""
    shares = Share.objects.filter(loan__in=[p.loan_id for p in positions])
    return dict(shares.order_by().values_list("loan_id").annotate(Count("id")))


def groups_of(question: Question) -> dict[int, Group]:
    """The office's groups by id, with what the lists print of them."""
    groups = Group.objects.filter(office=question.office).only("phone", "address")
    return {group.pk: group for group in groups}


def chairs_of(question: Question) -> dict[int, str]:
    """Names of the groups' chairs on the report's day, by the group's id."""
    chairs = Membership.objects.on(question.period.end).filter(
        position=Membership.Position.CHAIR, group__office=question.office
    )
    return dict(chairs.values_list("group_id", "person__name"))
