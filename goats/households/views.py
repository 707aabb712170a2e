from django.http import HttpRequest, HttpResponse

from upk.access import OFFICE, roles


@roles(*OFFICE)
def household_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
