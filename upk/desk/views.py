"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upk.access import EVERYBODY, roles


@roles(*EVERYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html", {})
