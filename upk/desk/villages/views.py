"""Desa Binaan: the villages that somebody looks after, and what waits in each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from upk.access import OFFICE, Role, roles
from upk.desk.villages.build import build_sheets
from upk.desk.villages.papers import sheet_pdf
from upk.desk.villages.scope import WRITERS
from upk.desk.villages.value import VillageSheet
from upk.offices.models import User, Village
from upk.pdf import pdf_or_back
from upk.periods import today


def own_sheets(user: User) -> list[VillageSheet]:
    """The sheets of the villages that the user is responsible for today."""
    villages = Village.objects.visible_to(user).filter(pk__in=user.village_ids)
    return build_sheets(user, list(villages), today(user.office))


@roles(*OFFICE)
@require_safe
def village_list(request: HttpRequest) -> HttpResponse:
    """The own villages first, then, for those who see them, the others."""
    user = request.user
    sheets = build_sheets(user, list(Village.objects.visible_to(user)), today(user.office))
    own = [sheet for sheet in sheets if sheet.village.pk in user.village_ids]
    context = {
        "as_of": today(user.office),
        "own": own,
        "others": [sheet for sheet in sheets if sheet not in own],
        "is_facilitator": user.role == Role.FACILITATOR,
    }
    return render(request, "desk/village_list.html", context)


def _sheet(request: HttpRequest, pk: int) -> VillageSheet:
    villages = Village.objects.visible_to(request.user).select_related("office__district")
    village = get_object_or_404(villages, pk=pk)
    [sheet] = build_sheets(request.user, [village], today(village.office))
    return sheet


@roles(*OFFICE)
@require_safe
def village_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All that waits in a village."""
    sheet = _sheet(request, pk)
    context = {
        "sheet": sheet,
        "village": sheet.village,
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "desk/village_page.html", context)


@roles(*OFFICE)
@require_safe
def village_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    sheet = _sheet(request, pk)
    village = sheet.village
    name = f"{village.office.code}-lembar-desa-{village.code}-{sheet.as_of}"
    return pdf_or_back(request, lambda: sheet_pdf(sheet), name, "desk:village-page", village.pk)
