"""The proof of the books as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upk.access import Role, roles
from upk.desk.check_books import check_books
from upk.offices.models import Office


@roles(Role.MANAGER, Role.SUPERVISOR)
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    results = check_books(Office.objects.visible_to(request.user))
    faults = sum(len(result.faults) for result in results)
    return render(request, "desk/check_books.html", {"results": results, "fault_count": faults})
