"""Reminding of what is late: the list, the note that it was done, and the letters."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import Role, roles
from upk.asked import row_id
from upk.desk.district.models import Reminder
from upk.desk.district.papers import letters_pdf
from upk.desk.district.records import Rules, Standing, standings
from upk.desk.district.services import remind
from upk.desk.district.views.asking import Asked, asked_of
from upk.offices.models import Office
from upk.paging import page_of
from upk.pdf import pdf_or_back

AT_ONCE = 100
"""Late offices that the list offers, and letters in one PDF; those that aren't reminded yet come
first, so that the next hundred follow when these are noted."""


@roles(Role.DISTRICT)
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """What is late in a quarter; those that are ticked are noted as reminded today."""
    asked = asked_of(request)
    late = _late(request, asked)
    if request.method == "POST":
        return _remind(request, asked, late)
    noted = Reminder.objects.visible_to(request.user).of_quarter(asked.quarter)
    letters = Paginator(_of_last_day(noted), AT_ONCE)
    context = asked.context() | {
        "late": sorted(late, key=lambda row: row.reminded_on == asked.today)[:AT_ONCE],
        "total": len(late),
        "letters": letters.page_range,
        "page": page_of(request, noted.select_related("office")),
        "today": asked.today,
        "rule": Rules(asked.district).of_quarter(asked.quarter),
        "open": sum(1 for row in late if row.reminded_on != asked.today),
    }
    return render(request, "desk/district/reminders.html", context)


def _late(request: HttpRequest, asked: Asked) -> list[Standing]:
    offices = list(Office.objects.visible_to(request.user).order_by("subdistrict", "name", "pk"))
    found = standings(offices, [asked.quarter], Rules(asked.district), asked.today)
    return [row for row in found if row.days_late]


def _of_last_day(noted: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Those of the newest day, in the order of the letters."""
    newest = noted.order_by("-reminded_on").values("reminded_on")[:1]
    return noted.filter(reminded_on=Subquery(newest)).order_by("office__subdistrict", "pk")


def _remind(request: HttpRequest, asked: Asked, late: list[Standing]) -> HttpResponse:
    ticked = {row_id(text) for text in request.POST.getlist("office")}
    address = f"{reverse('desk:district-reminders')}?triwulan={asked.quarter}"
    try:
        made = remind(
            [row for row in late if row.office_id in ticked], on=asked.today, by=request.user
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{len(made)} UPK dicatat diingatkan. Suratnya siap dicetak.")
    return redirect(address)


@roles(Role.DISTRICT)
@require_safe
def reminder_letters(request: HttpRequest) -> HttpResponse:
    """Letters of the reminders of a quarter as one PDF: of one (``?nomor=``), or of the last day,
    as many as fit into one (``?halaman=2`` are the next)."""
    asked = asked_of(request)
    noted = Reminder.objects.visible_to(request.user).of_quarter(asked.quarter)
    pk = row_id(request.GET.get("nomor"))
    found = _of_last_day(noted) if pk is None else noted.filter(pk=pk)
    chosen = list(page_of(request, found.select_related("office__district"), AT_ONCE))
    if not chosen:
        raise Http404
    back = f"{reverse('desk:district-reminders')}?triwulan={asked.quarter}"
    stem = f"pengingat-{asked.quarter}"
    return pdf_or_back(request, lambda: letters_pdf(asked.district, chosen), stem, back)
