"""Who is responsible for which village, now, before and soon: hand-over and history."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import OFFICE, Role, roles
from upk.offices.forms import AssignmentForm
from upk.offices.models import Assignment, User, Village
from upk.offices.services import assign_village
from upk.periods import format_date, today


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def village_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a village over: the former one ends the day before the new one begins."""
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=pk)
    form = AssignmentForm(request.POST or None, office=request.user.office)
    if form.is_valid():
        data = form.cleaned_data
        try:
            assign_village(village, by=request.user, **data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            day = format_date(data["since"])
            text = f"{data['user']} bertanggung jawab atas {village} mulai {day}."
            messages.success(request, text)
            return redirect("offices:village-history", village.pk)
    context = {"form": form, "village": village, "history": _history(request, village=village)}
    return render(request, "offices/village_assign.html", context)


@roles(*OFFICE)
@require_safe
def village_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was responsible for the village when."""
    village = get_object_or_404(Village.objects.visible_to(request.user), pk=pk)
    context = {"village": village, "history": _history(request, village=village)}
    return render(request, "offices/village_history.html", context)


@roles(*OFFICE)
@require_safe
def responsible_list(request: HttpRequest) -> HttpResponse:
    """Everybody with villages: those of today, those to come, how many they had before."""
    on = today(request.user.office)
    found: dict[User, dict[str, list[Assignment]]] = {}
    for row in _history(request).order_by("user__name", "village__name", "since"):
        when = "coming" if row.since > on else "past" if row.until and row.until < on else "now"
        found.setdefault(row.user, defaultdict(list))[when].append(row)
    held = {row.village_id for kinds in found.values() for row in kinds["now"]}
    villages = Village.objects.visible_to(request.user)
    context = {
        "people": [(user, kinds["now"], kinds["coming"], kinds["past"]) for user, kinds
                   in found.items()],
        "without": [village for village in villages if village.pk not in held],
    }  # fmt: skip
    return render(request, "offices/responsible_list.html", context)


@roles(*OFFICE)
@require_safe
def responsible_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Which villages somebody was responsible for, and when; for a facilitator the own ones."""
    user = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    history = list(_history(request, user=user))
    if not history:
        raise Http404
    return render(request, "offices/responsible_detail.html", {"person": user, "history": history})


def _history(request: HttpRequest, **about) -> QuerySet[Assignment]:
    """The assignments that the user may see, the newest first, each with ``is_coming``."""
    on = today(request.user.office)
    rows = Assignment.objects.visible_to(request.user).filter(**about)
    rows = rows.select_related("user", "village", "recorded_by").order_by("-since", "-id")
    is_coming = ExpressionWrapper(Q(since__gt=on), output_field=BooleanField())
    return rows.annotate(is_coming=is_coming)
