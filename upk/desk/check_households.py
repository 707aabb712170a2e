"""The proof of the register of households: its copies led again, and nobody in it twice."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db.models import Sum

from goats.models import (
    Household,
    HouseholdAssessment,
    HouseholdChange,
    HouseholdMember,
    HouseholdStep,
)
from goats.rules.households import Step, Told, confirmed_on, is_possible, state_of
from upk.desk.check_result import Result
from upk.money import number
from upk.offices.models import Office


def check_households(offices: Sequence[Office]) -> Result:
    """Steps follow each other, lists show what they lead to, scores add up, each change is told,
    and no person and no KK is in two households."""
    homes = list(
        Household.objects.filter(village__office__in=offices)
        .select_related("village__office", "head")
        .order_by("pk")
    )
    steps = _steps(offices)
    looks = HouseholdAssessment.objects.filter(household__village__office__in=offices)
    faults = _copies(homes, steps, _needs(looks)) + _scores(looks)
    faults += _revisions(homes, offices) + _twice(homes, offices)
    count = sum(len(found) for found in steps.values())
    looked_at = f"{number(len(homes))} rumah tangga, {number(count)} langkah"
    return Result("households", "RTM sesuai langkah dan penilaiannya", looked_at, tuple(faults))


def _name(home: Household) -> str:
    return f"{home.village.office.code} RTM {home.pk}"


def _steps(offices: Sequence[Office]) -> dict[int, list[Told]]:
    rows = HouseholdStep.objects.standing().filter(household__village__office__in=offices)
    found: dict[int, list[Told]] = defaultdict(list)
    facts = rows.order_by().values_list("household_id", "pk", "kind", "happened_on")
    for household, pk, kind, on in facts:
        found[household].append(Told(pk, Step(kind), on))
    return found


def _needs(looks) -> dict[int, int]:
    rows = looks.order_by("assessed_on", "pk").values_list("household_id", "score")
    return dict(rows)  # of one household the last stays


def _copies(
    homes: Sequence[Household], steps: dict[int, list[Told]], needs: dict[int, int]
) -> list[str]:
    faults = []
    for home in homes:
        own = steps.get(home.pk, [])
        if not is_possible(own):
            faults.append(f"{_name(home)}: langkahnya tidak mungkin berurutan")
            continue
        wanted = {
            "state": state_of(own).value,
            "confirmed_on": confirmed_on(own),
            "need": needs.get(home.pk, 0),
        }
        wrong = [name for name, value in wanted.items() if getattr(home, name) != value]
        if wrong:
            faults.append(f"{_name(home)}: {', '.join(wrong)} tidak sesuai catatannya")
    return faults


def _scores(looks) -> list[str]:
    rows = looks.order_by("pk").annotate(total=Sum("ticks__item__weight"))
    facts = rows.values_list("household_id", "pk", "score", "total")
    return [
        f"RTM {household}: penilaian {pk} bernilai {score}, centangnya {total or 0}"
        for household, pk, score, total in facts
        if score != (total or 0)
    ]


def _revisions(homes: Sequence[Household], offices: Sequence[Office]) -> list[str]:
    rows = HouseholdChange.objects.filter(household__village__office__in=offices)
    told: dict[int, set[int]] = defaultdict(set)
    for household, revision in rows.order_by().values_list("household_id", "revision"):
        told[household].add(revision)
    return [
        f"{_name(home)}: perubahan ke-{home.revision} tidak sesuai riwayatnya"
        for home in homes
        if told.get(home.pk, set()) != set(range(1, home.revision + 1))
    ]


def _twice(homes: Sequence[Household], offices: Sequence[Office]) -> list[str]:
    real = [home for home in homes if home.state != "void"]
    ids = {home.pk for home in real}
    members = HouseholdMember.objects.filter(
        household__village__office__in=offices, departure__isnull=True
    )
    people = Counter(home.head_id for home in real)
    people.update(
        person
        for household, person in members.order_by().values_list("household_id", "person_id")
        if household in ids
    )
    cards = Counter(
        (home.village.office_id, home.head.kk_digest) for home in real if home.head.kk_digest
    )
    faults = [
        f"{_name(home)}: KK-nya juga pada rumah tangga lain"
        for home in real
        if cards[home.village.office_id, home.head.kk_digest] > 1
    ]
    faults += [
        f"{_name(home)}: kepalanya juga pada rumah tangga lain"
        for home in real
        if people[home.head_id] > 1
    ]
    return faults
