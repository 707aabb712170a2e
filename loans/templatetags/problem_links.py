"""Links from what stands in the way to where it stands, for those who may follow them."""

from collections.abc import Iterable
from dataclasses import replace

from django import template

from loans.models import Loan
from loans.reasons import Problem
from upk.access import Role
from upk.offices.models import Person, User

register = template.Library()


@register.simple_tag
def linked_for(problems: Iterable[Problem | str], user: User) -> list[Problem]:
    """The problems (or sentences) with those ids alone whose pages the user may see.

    A problem is of the user's own office (``loans.reasons``), so only who sees a part of it, a
    facilitator, is asked for: two queries at the most.
    """
    found = [p if isinstance(p, Problem) else Problem("", str(p)) for p in problems or ()]
    if user.role != Role.FACILITATOR:
        return found
    loans = _seen(Loan, {p.loan_id for p in found}, user)
    people = _seen(Person, {p.person_id for p in found}, user)
    return [
        replace(
            p,
            loan_id=p.loan_id if p.loan_id in loans else None,
            person_id=p.person_id if p.person_id in people else None,
        )
        for p in found
    ]


def _seen(model: type[Loan] | type[Person], ids: set[int | None], user: User) -> set[int]:
    wanted = ids - {None}
    if not wanted:
        return set()
    return set(model.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))
