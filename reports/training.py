"""Trainings that took place: by year, by kind and by village, and what came in the period."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from reports.grouping import Values, report_of, total_row
from reports.period import ReportPeriod
from reports.question import Question
from reports.value import Column, Kind, Part, Report, Row, Rule, Section, Unit
from training.models import TrainingKind
from training.models.kinds import Audience
from training.records.figures import Attendee, attendees, figures_of

TESTS = "Rata-rata tes"
RULES = (
    Rule(
        "training",
        "Pelatihan",
        "angkatan dihitung pada hari dicatat terlaksana; peserta: yang mendapat atau menunggu "
        "tempat, tanpa pemantau; hadir: sedikitnya satu hari; cukup hadir: sebanyak yang diminta "
        "untuk sertifikat; rata-rata tes dari yang mengikuti keduanya (0 sampai 100)",
    ),
)
Key = Callable[[Attendee], Hashable]


def columns_of(period: ReportPeriod) -> tuple[Column, ...]:
    """What the period brought, everything up to its end, and the tests."""
    _, within, through = period.heads
    return (
        Column("what", "Uraian", width=28),
        Column("batches_in", "Angkatan", Unit.COUNT, within, 10),
        Column("participants_in", "Peserta", Unit.COUNT, within, 10),
        Column("attended_in", "Hadir", Unit.COUNT, within, 10),
        Column("batches", "Angkatan", Unit.COUNT, through, 10),
        Column("participants", "Peserta", Unit.COUNT, through, 10),
        Column("attended", "Hadir", Unit.COUNT, through, 10),
        Column("enough", "Cukup hadir", Unit.COUNT, through, 10),
        Column("certificates", "Sertifikat", Unit.COUNT, through, 10),
        Column("before", "Awal", Unit.PERCENT, TESTS, 9),
        Column("after", "Akhir", Unit.PERCENT, TESTS, 9),
        Column("gain", "Naik", Unit.PERCENT, TESTS, 9),
    )


def build_training(question: Question) -> Report:
    """Figures by year, kind and village, at the end of the period's last day; seven queries.

    ``training_batches``, ``training_participants`` and ``training_people`` (different people of
    the register who attended enough) are named totals, and what the office's practice is: people
    in a batch of groups, officers that a group sends, days of the training of trainers.
    """
    people = attendees(question.office, question.period.end, question.village_ids)
    own_kinds = TrainingKind.objects.filter(office=question.office)
    kinds = list(own_kinds.with_rules(question.period.end))
    parts = _parts(question, people, kinds) if people else ()
    totals = _totals(people) | _practice(people, kinds)
    columns = columns_of(question.period)
    made = report_of(question, "training", "Pelatihan", columns, parts, rule=RULES, totals=totals)
    return replace(made, total_rows=())


def _parts(
    question: Question, people: list[Attendee], own_kinds: list[TrainingKind]
) -> tuple[Part, ...]:
    """Rows by year add up; those by kind and village are the same people again."""

    def rows(key: Key, names: dict, kind: Kind, prefix: str) -> tuple[Row, ...]:
        found = [
            (value, [p for p in people if key(p) == value])
            for value in names
            if any(key(p) == value for p in people)
        ]
        return tuple(
            Row(f"{prefix}/{code}", {"what": name} | _values(question, own), kind, name)
            for value, own in found
            for code, name in [names[value]]
        )

    years = {year: (year, str(year)) for year in sorted({p.held_on.year for p in people})}
    # told by their place among the office's kinds: a name may be mended
    kinds = {kind.pk: (place, kind.name) for place, kind in enumerate(own_kinds, start=1)}
    villages = {v.pk: (v.code, v.name) for v in question.villages().order_by("name", "pk")}
    by_year = rows(lambda p: p.held_on.year, years, Kind.ROW, "year")
    total = total_row("years", "Jumlah", by_year, columns_of(question.period))
    total = replace(total, values=total.values | _values(question, people))
    by_kind = rows(lambda p: p.kind, kinds, Kind.FIGURE, "kind")
    by_village = rows(lambda p: p.village, villages, Kind.FIGURE, "village")
    found = [Part("years", "Menurut tahun", (Section("years", "", by_year),), (total,))]
    if by_kind:
        found.append(Part("kinds", "Menurut jenis", (Section("kinds", "", by_kind),)))
    if by_village:
        found.append(Part("villages", "Menurut desa", (Section("villages", "", by_village),)))
    return tuple(found)


def _values(question: Question, people: Iterable[Attendee]) -> Values:
    """The columns of some attendees."""
    rows = list(people)
    whole = figures_of(rows)
    within = figures_of(p for p in rows if question.period.start <= p.held_on)
    return {
        "batches_in": within.batches,
        "participants_in": within.participants,
        "attended_in": within.attended,
        "batches": whole.batches,
        "participants": whole.participants,
        "attended": whole.attended,
        "enough": whole.enough,
        "certificates": whole.certificates,
        "before": whole.tests.before,
        "after": whole.tests.after,
        "gain": whole.tests.gain,
    }


def _practice(people: list[Attendee], kinds: list[TrainingKind]) -> Values:
    """Of those kinds that were held: batches for groups and their capacity, the most officers that
    a group sent to one, and the days of the longest training of trainers."""
    audience = {kind.pk: kind.audience for kind in kinds}
    of_groups = [p for p in people if audience[p.kind] == Audience.GROUPS]
    held = {p.kind for p in of_groups}
    sent = Counter((p.batch, p.group) for p in of_groups if p.group)
    trainers = [p.days for p in people if audience[p.kind] == Audience.TRAINERS]
    found = {
        "training_group_batches": len({p.batch for p in of_groups}) or None,
        "training_capacity": max((k.capacity for k in kinds if k.pk in held), default=None),
        "training_officers": max(sent.values(), default=None),
        "training_trainer_days": max(trainers, default=None),
    }
    return {key: value for key, value in found.items() if value is not None}


def _totals(people: list[Attendee]) -> Values:
    whole = figures_of(people)
    return {
        "training_batches": whole.batches,
        "training_participants": whole.participants,
        "training_people": len({p.person for p in people if p.has_enough and p.person}),
        "training_gain": whole.tests.gain,
    }
