"""What the pages of visits share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from visits.models import Visit

UP = ("visits:visit-list", "Kunjungan")


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(name, args=args), label


def place_of(visit: Visit) -> str:
    """The group, or the village, that was visited."""
    return str(visit.group) if visit.group else f"Desa {visit.village.name}"


def back_to_visit(visit: Visit) -> tuple[str, str]:
    """The card of a visit as the page above."""
    return back_to("visits:visit-detail", place_of(visit), visit.pk)


def visible_visit(request: HttpRequest, pk: int) -> Visit:
    """The visit, if the user may see it, with everything that its page names."""
    visits = Visit.objects.visible_to(request.user).for_lists()
    return get_object_or_404(
        visits.select_related("village__office__district", "recorded_by", "corrects"), pk=pk
    )
