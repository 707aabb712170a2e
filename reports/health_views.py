"""The bands of the health rating: which hold since when, and new ones."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports.books.health_tables import (
    Rating,
    add_table,
    bands_text,
    default_rating,
    rating_of,
    short,
    tables_of,
)
from reports.books.rating import RATIOS, TOTAL, weight
from reports.health_forms import NAMES, HealthTableForm
from upk.access import Role, roles
from upk.periods import format_date, today

DRAFT = "health-table"


@roles(Role.MANAGER)
@require_safe
def health_tables(request: HttpRequest) -> HttpResponse:
    """The office's tables, the newest first, and ours below."""
    office = request.user.office
    on = today(office)
    tables = [*tables_of(office), default_rating(on)]
    now = rating_of(office, on)
    context = {"tables": [_shown(table, is_now=table == now) for table in tables]}
    return render(request, "reports/health_tables.html", context)


def _shown(rating: Rating, *, is_now: bool) -> dict:
    rows = [
        {
            "number": ratio,
            "name": NAMES[ratio],
            "weight": short(weight(rating.bands, ratio)),
            "bands": bands_text(rating.bands, ratio),
        }
        for ratio in RATIOS
    ]
    grades = bands_text(rating.bands, TOTAL)
    return {"rating": rating, "rows": rows, "grades": grades, "is_now": is_now}


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def health_table_add(request: HttpRequest) -> HttpResponse:
    """A table from a day on; what is there already isn't changed."""
    office = request.user.office
    on = today(office)
    form = HealthTableForm(rating_of(office, on), request.POST or None, initial={"since": on})
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = add_table(
                office, form.lines, name=data["name"], since=data["since"], by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = f"Batas skor “{made.name}” berlaku mulai {format_date(made.since)}."
            messages.success(request, told, extra_tags=f"draft:{DRAFT}")
            return redirect("reports:health-tables")
    context = {"form": form, "draft": DRAFT}
    return render(request, "reports/health_table_form.html", context)
