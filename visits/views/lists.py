"""Lists: visits, who hasn't been visited this quarter, where a visit may be written down."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upk.access import OFFICE, roles
from upk.asked import asked_id, asked_text
from upk.offices.models import User, Village
from upk.paging import page_of
from upk.periods import Quarter, today
from visits.models import Visit, VisitQuerySet
from visits.records import active_groups, visited_in
from visits.services.problems import WRITERS

QUARTERS_BACK = 7
"""So many quarters before this one are offered: two years in all."""


@roles(*OFFICE)
@require_safe
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits, the newest first."""
    visits = _filtered(Visit.objects.visible_to(request.user), request)
    context = {
        "page": page_of(request, visits.for_lists().order_by("-visited_on", "-pk")),
        "villages": Village.objects.visible_to(request.user),
        "kinds": Visit.Kind.choices,
        "visitors": User.objects.visible_to(request.user).filter(
            visits__in=Visit.objects.visible_to(request.user)
        ).distinct().order_by("name"),
        "chosen": request.GET,
        "may_write": request.user.role in WRITERS,
    }  # fmt: skip
    return render(request, "visits/visit_list.html", context)


def _filtered(visits: VisitQuerySet, request: HttpRequest) -> VisitQuerySet:
    chosen = request.GET
    if chosen.get("keadaan") != "semua":
        visits = visits.standing()
    if village := asked_id(request, "desa"):
        visits = visits.filter(village_id=village)
    if group := asked_id(request, "kelompok"):
        visits = visits.filter(group_id=group)
    if visitor := asked_id(request, "oleh"):
        visits = visits.filter(visitor_id=visitor)
    if (kind := chosen.get("jenis", "")) in Visit.Kind.values:
        visits = visits.filter(kind=kind)
    try:
        quarter = Quarter.parse(chosen.get("triwulan", ""))
        visits = visits.within(quarter.start, quarter.end)
    except ValueError:
        pass
    if text := asked_text(request):
        found = visits.filter(agenda__icontains=text) | visits.filter(findings__icontains=text)
        visits = found | visits.filter(group__name__icontains=text)
    return visits


@roles(*OFFICE)
@require_safe
def visit_missing(request: HttpRequest) -> HttpResponse:
    """Groups and villages by whether they were visited in a quarter."""
    on = today(request.user.office)
    quarters, quarter = _quarters(on, request.GET.get("triwulan", ""))
    villages = Village.objects.visible_to(request.user)
    village = asked_id(request, "desa")
    rows = visited_in(villages.filter(pk=village) if village else villages, quarter, on)
    missing = [row for row in rows if not row.count]
    groups = [row for row in rows if row.group]
    context = {
        "quarter": quarter,
        "quarters": quarters,
        "rows": rows if request.GET.get("keadaan") == "semua" else missing,
        "group_count": len(groups),
        "missing_groups": sum(not row.count for row in groups),
        "villages": villages,
        "chosen": request.GET,
        "is_now": quarter == quarters[0],
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "visits/visit_missing.html", context)


def _quarters(on: date, asked: str) -> tuple[list[Quarter], Quarter]:
    """This quarter and those before it that are offered, and the one that the address asks for."""
    found = [Quarter.of(on)]
    for _ in range(QUARTERS_BACK):
        found.append(found[-1].previous())
    try:
        chosen = min(Quarter.parse(asked), found[0])
    except ValueError:
        chosen = found[0]
    return found if chosen in found else [*found, chosen], chosen


@roles(*WRITERS)
@require_safe
def visit_choose(request: HttpRequest) -> HttpResponse:
    """Where was the visit: a village or one of its groups."""
    on = today(request.user.office)
    villages = list(Village.objects.visible_to(request.user))
    chosen = asked_id(request, "desa")
    if len(villages) == 1:
        chosen = villages[0].pk
    shown = [village for village in villages if village.pk == chosen]
    own = request.user.assignments.on(on).values_list("village_id", flat=True)
    shown = shown or [village for village in villages if village.pk in set(own)]
    groups = list(active_groups([village.pk for village in shown], on))
    context = {
        "villages": villages,
        "chosen": chosen,
        "shown": [(v, [group for group in groups if group.village_id == v.pk]) for v in shown],
    }
    return render(request, "visits/visit_choose.html", context)
