"""The office's criteria and weights, from a day on: the one in force, a new one, the first ones."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from grants.models import Criterion, ScoringSet
from grants.proposals.days import closed_problems
from grants.rules.scoring import (
    BEFORE_RECORDS,
    RECORDS_COUNT_SINCE,
    SOURCES,
    TYPED,
    WITH_RECORDS,
    Term,
    WrongWeights,
    check_weights,
)
from upk.ledger.services import lock_office_alone
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any

MOST_CRITERIA = 20


def set_in_force(office: Office, on: date) -> ScoringSet | None:
    """The criteria in force on a day, loaded; ``None`` if the office had none yet."""
    sets = ScoringSet.objects.filter(office=office).in_force(on)
    return sets.prefetch_related("criteria").first()


@transaction.atomic
def add_scoring_set(
    office: Office, *, since: date, terms: Sequence[Term], by: User | None
) -> ScoringSet:
    """New criteria from ``since`` on; what was scored before keeps its own.

    Raises ``ValidationError`` with every reason against it: the day has a set or lies in closed
    books, no or too many criteria, the same one twice, weights that aren't 100 together.
    """
    office = lock_office_alone(office)
    problems = closed_problems(office, since, "since") + _term_problems(terms)
    if ScoringSet.objects.filter(office=office, since=since).exists():
        message = f"Sudah ada kriteria mulai {format_date(since)}. Pilih tanggal lain."
        problems.append(Problem("taken", message, "since"))
    raise_if_any(problems)
    made = ScoringSet.objects.create(
        office=office, since=since, criterion_count=len(terms), recorded_by=by
    )
    Criterion.objects.bulk_create(
        Criterion(scoring_set=made, position=position, name=term.name.strip(), source=term.source,
                  weight=term.weight)
        for position, term in enumerate(terms, start=1)
    )  # fmt: skip
    return made


def _term_problems(terms: Sequence[Term]) -> list[Problem]:
    if not 1 <= len(terms) <= MOST_CRITERIA:
        return [Problem("count", f"Isi satu sampai {MOST_CRITERIA} kriteria.")]
    found = []
    names = [term.name.strip().lower() for term in terms]
    if len(set(names)) < len(names) or not all(names):
        found.append(Problem("names", "Setiap kriteria diberi nama, tidak ada yang sama."))
    computed = [term.source for term in terms if term.source != TYPED]
    if len(set(computed)) < len(computed):
        message = "Nilai yang dihitung dipakai paling banyak satu kali."
        found.append(Problem("sources", message))
    if any(term.weight < 1 for term in terms) or not {t.source for t in terms} <= set(
        dict(SOURCES)
    ):
        found.append(Problem("weight", "Setiap kriteria punya bobot lebih dari nol."))
    try:
        check_weights([term.weight for term in terms])
    except WrongWeights as error:
        found.append(Problem("total", f"Bobot berjumlah {error.total}: harus tepat 100."))
    return found


def create_default_sets(office: Office, since: date) -> list[ScoringSet]:
    """What a new office begins with: levies and condition count from 2008 on."""
    if since >= RECORDS_COUNT_SINCE:
        return [add_scoring_set(office, since=since, terms=WITH_RECORDS, by=None)]
    return [
        add_scoring_set(office, since=since, terms=BEFORE_RECORDS, by=None),
        add_scoring_set(office, since=RECORDS_COUNT_SINCE, terms=WITH_RECORDS, by=None),
    ]
