"""The maintenance grade of each village: from its levies and the condition of its pieces."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from maintenance.levies.records import levy_records
from maintenance.models import GradeRule
from maintenance.register.conditions import conditions_on
from maintenance.rules.conditions import ConditionRecord
from maintenance.rules.grade import DEFAULT_TERMS, Grade, GradeTerms, grade
from maintenance.rules.levy import LevyRecord
from upk.ledger.services import check_period_open, lock_office
from upk.offices.models import Office, User
from upk.periods import Quarter


def terms_on(office: Office, day: date) -> GradeTerms:
    """The office's terms in force on a day, or the default ones; one query."""
    row = GradeRule.objects.filter(office=office).in_force(day).first()
    return row.terms if row else DEFAULT_TERMS


def window(terms: GradeTerms, last: Quarter) -> list[Quarter]:
    """The quarters that the terms look at, ending with ``last``."""
    found = [last]
    while len(found) < terms.quarters:
        found.append(found[-1].previous())
    return found[::-1]


@dataclass(frozen=True, slots=True)
class VillageGrade:
    """A village's grade with the records that it comes from."""

    levies: LevyRecord
    conditions: ConditionRecord
    grade: Grade


def grades(villages: Collection[int], terms: GradeTerms, as_of: date) -> dict[int, VillageGrade]:
    """The grade of each village (by id) at the end of ``as_of``, for the quarters that end with it.

    At most eight queries, whatever the number of villages.
    """
    quarters = window(terms, Quarter.of(as_of))
    levies = levy_records(villages, quarters, as_of=as_of)
    days = [*(quarter.end for quarter in quarters[:-1]), as_of]
    by_day = conditions_on(villages, days)
    found = {}
    for pk in villages:
        conditions = sum((by_day[day][pk] for day in days), ConditionRecord())
        made = grade(terms, levies[pk].percent, conditions.score, has_pieces=conditions.pieces > 0)
        found[pk] = VillageGrade(levies[pk], conditions, made)
    return found


@transaction.atomic
def add_grade_rule(office: Office, terms: GradeTerms, *, since: date, by: User) -> GradeRule:
    """New terms from ``since`` on, a day in open books; the same again is kept once.

    Raises ``ValidationError`` for closed books, weights that are both 0 or above 100, limits that
    don't fall from A to C, or a window that isn't 1 to 20 quarters.
    """
    office = lock_office(office)
    try:
        check_period_open(office, since)
    except ValidationError as error:
        raise ValidationError({"since": error.messages}) from error
    _check_terms(terms)
    own = GradeRule.objects.filter(office=office, since=since)
    last = own.order_by("-id").first()
    if last and last.terms == terms:
        return last
    figures = {name: getattr(terms, name) for name in GradeRule.FIGURES}
    return GradeRule.objects.create(office=office, since=since, made_by=by, **figures)


def _check_terms(terms: GradeTerms) -> None:
    faults = {}
    for name in ("levy_weight", "condition_weight"):
        if not 0 <= getattr(terms, name) <= 100:
            faults[name] = "Isi 0 sampai 100."
    if terms.levy_weight == terms.condition_weight == 0:
        faults["levy_weight"] = "Salah satu bobot harus lebih dari nol."
    if not 1 <= terms.quarters <= 20:
        faults["quarters"] = "Isi 1 sampai 20 triwulan."
    if not 0 < terms.c_from < terms.b_from < terms.a_from <= 100:
        faults["a_from"] = "Batas harus menurun dari A ke C, antara 1 dan 100."
    if faults:
        raise ValidationError(faults)
