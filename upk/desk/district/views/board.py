"""Where the offices stand: the start page of a quarter, and the quarters beside each other."""

from collections import Counter
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upk.access import Role, roles
from upk.asked import asked_text
from upk.desk.district.records import Rules, Standing, quarters_before, standings
from upk.desk.district.rules.states import LABELS, TO_ANSWER, State
from upk.desk.district.views.asking import asked_of
from upk.offices.models import Office
from upk.paging import page_of

LATE, TO_DO = "terlambat", "jawab"
SHOWN, QUARTERS_SHOWN = 50, 8
OFFICES_BESIDE = 25
"""Offices on a page of quarters: each has as many cells as there are quarters."""


@roles(Role.DISTRICT)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The quarter's offices by state, what is to be answered, and what is late."""
    asked = asked_of(request)
    offices = list(Office.objects.visible_to(request.user).order_by("subdistrict", "name", "pk"))
    rules = Rules(asked.district)
    found = standings(offices, [asked.quarter], rules, asked.today)
    wanted, text = request.GET.get("keadaan", ""), asked_text(request)
    shown = [row for row in found if _is_asked(row, wanted) and _has(row, text)]
    context = asked.context() | {
        "page": page_of(request, shown, SHOWN),
        "states": _states(found),
        "wanted": wanted,
        "text": text,
        "is_filtered": bool(wanted or text),
        "total": len(found),
        "late": sum(1 for row in found if row.days_late),
        "to_answer": sum(1 for row in found if row.state in TO_ANSWER),
        "rule": rules.of_quarter(asked.quarter),
    }
    return render(request, "desk/district/board.html", context)


def _states(found: list[Standing]) -> list[tuple[State, str, int]]:
    """Each state that occurs: itself, its words, how many."""
    counts = Counter(row.state for row in found)
    return [(state, LABELS[state], counts[state]) for state in State if counts[state]]


def _is_asked(row: Standing, wanted: str) -> bool:
    if wanted == LATE:
        return row.days_late > 0
    if wanted == TO_DO:
        return row.state in TO_ANSWER
    return not wanted or row.state == wanted


def _has(row: Standing, text: str) -> bool:
    searched = f"{row.code} {row.name} {row.subdistrict}".casefold()
    return text.casefold() in searched


@roles(Role.DISTRICT)
@require_safe
def quarters(request: HttpRequest) -> HttpResponse:
    """Each office over the last eight quarters up to the one that is asked for."""
    asked = asked_of(request)
    offices = Office.objects.visible_to(request.user).order_by("subdistrict", "name", "pk")
    if text := asked_text(request):
        offices = offices.filter(name__icontains=text) | offices.filter(subdistrict__icontains=text)
    page = page_of(request, offices, OFFICES_BESIDE)
    shown = quarters_before(asked.quarter, QUARTERS_SHOWN)
    found = standings(list(page), shown, Rules(asked.district), asked.today)
    rows = [list(group) for _, group in groupby(found, key=lambda row: row.office_id)]
    context = asked.context() | {"page": page, "rows": rows, "shown": shown, "text": text}
    return render(request, "desk/district/quarters.html", context)
