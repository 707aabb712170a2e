"""Addresses of the whole site and some that fail, for tests of what a person sees then."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from upk import urls
from upk.access import public
from upk.urls import handler400, handler403, handler404, handler500  # noqa: F401 -- Django's

SECRET = "Budi Santoso 3374010101700001"


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


@public
def wrong_sql(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    return HttpResponse()


@public
def too_big(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


@public
def too_many(request: HttpRequest) -> HttpResponse:
    raise TooManyFieldsSent


urlpatterns = [
    path("rusak/", broken),
    path("salah/", wrong_sql),
    path("besar/", too_big),
    path("banyak/", too_many),
    *urls.urlpatterns,
]
