"""Groups of each village at a day's end: by line of lending, with members and with a loan."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Count

from groups.models import Category, Group, Membership
from reports.grouping import Values, report_of, total_row
from reports.question import Question
from reports.value import NUMBER, Column, Part, Report, Row, Rule, Section, Unit
from upk.offices.models import Person, Village

GROUPS = "Kelompok"
COLUMNS = (
    NUMBER,
    Column("village", "Desa", width=24),
    Column("groups_spp", "SPP", Unit.COUNT, GROUPS, 9),
    Column("groups_uep", "UEP", Unit.COUNT, GROUPS, 9),
    Column("groups_other", "Lainnya", Unit.COUNT, GROUPS, 9),
    Column("groups_total", "Jumlah", Unit.COUNT, GROUPS, 9),
    Column("groups_with_loan", "Yang meminjam", Unit.COUNT, GROUPS, 10),
    Column("members", "Anggota", Unit.COUNT, "Anggota", 10),
    Column("women", "Perempuan", Unit.COUNT, "Anggota", 11),
    Column("outstanding", "Saldo pinjaman", Unit.RUPIAH, width=16),
)
KEYS = {Category.SPP: "groups_spp", Category.UEP: "groups_uep", Category.OTHER: "groups_other"}
RULE = Rule(
    "groups_counted",
    "Kelompok yang dihitung",
    "yang berdiri s.d. tanggal laporan, atau yang tanggal berdirinya tidak dicatat; yang meminjam: "
    "masih berutang pada akhir tanggal laporan; anggota pada tanggal laporan",
)


def build_groups(question: Question) -> Report:
    """A row for each village; ``groups_spp``, ``groups_uep`` … are the published totals.

    Four queries and the portfolio at the period's end.
    """
    villages = list(question.villages().order_by("name", "pk"))
    counts = _counts(question, villages)
    rows = [
        Row(
            village.code,
            {"no": no, "village": village.name, **counts[village.pk]},
            link=("village", village.pk),
        )
        for no, village in enumerate(villages, start=1)
    ]
    total = total_row("total", "Jumlah", rows, COLUMNS)
    parts = (Part("total", "", (Section("villages", "", tuple(rows)),), (total,)),) if rows else ()
    return report_of(
        question, "groups", "Kelompok per Desa", COLUMNS, parts, rule=(RULE,),
        totals={"villages": len(villages)},
    )  # fmt: skip


def _counts(question: Question, villages: Sequence[Village]) -> dict[int, Values]:
    """The figures of each village by its id. Counts, and whole rupiah."""
    end = question.period.end
    groups = Group.objects.founded_by(end).filter(village__in=villages).order_by()
    members = Membership.objects.on(end).filter(group__in=groups).order_by()
    by_category = _counted(groups.values_list("village_id", "category").annotate(Count("pk")))
    by_sex = _counted(members.values_list("group__village_id", "person__sex").annotate(Count("pk")))
    owed = question.owed_at_end()
    borrowing = Counter(village for village, _ in {(p.village_id, p.group_id) for p in owed})
    outstanding: Counter[int] = Counter()
    for position in owed:
        outstanding[position.village_id] += position.outstanding
    found = {}
    for village in villages:
        lines = {key: by_category[village.pk, name] for name, key in KEYS.items()}
        women = by_sex[village.pk, Person.Sex.WOMAN]
        found[village.pk] = {
            **lines,
            "groups_total": sum(lines.values()),
            "groups_with_loan": borrowing[village.pk],
            "members": women + by_sex[village.pk, Person.Sex.MAN],
            "women": women,
            "outstanding": outstanding[village.pk],
        }
    return found


def _counted(rows: Iterable[tuple[int, str, int]]) -> Counter[tuple[int, str]]:
    """Counts by village id and what they are of."""
    return Counter({(village, name): n for village, name, n in rows})
