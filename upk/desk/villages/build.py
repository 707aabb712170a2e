"""Putting together what waits in villages: one pass over all of them, whatever their number."""

from collections.abc import Callable, Sequence
from datetime import date

from loans.collection import NOBODY, responsible_for
from upk.desk.villages.field import inspection_section, visit_sections
from upk.desk.villages.loans import loan_sections
from upk.desk.villages.oversight import finding_section, training_section
from upk.desk.villages.scope import Scope
from upk.desk.villages.value import Section, VillageSheet
from upk.desk.villages.work import goat_section, grant_section, levy_section
from upk.offices.models import User, Village

Builder = Callable[[Scope], list[dict[int, Section]]]
BUILDERS: tuple[Builder, ...] = (
    loan_sections,
    visit_sections,
    inspection_section,
    grant_section,
    levy_section,
    goat_section,
    finding_section,
    training_section,
)
"""What a sheet shows, in its order; each gives its sections by village."""


def build_sheets(user: User, villages: Sequence[Village], on: date) -> list[VillageSheet]:
    """The sheet of each village, in their order, as ``user`` may see it.

    ``villages`` are those that the user sees. A constant number of queries.
    """
    if not villages:
        return []
    scope = Scope(user.office, user, villages, on)
    responsible = responsible_for(user.office, on)
    found = [by_village for builder in BUILDERS for by_village in builder(scope)]
    return [
        VillageSheet(
            village,
            responsible.get(village.pk, (None, NOBODY))[1],
            on,
            tuple(sections[village.pk] for sections in found),
        )
        for village in villages
    ]
