"""What the pages of grants share: who may do what, which row, and a form that does one step."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from grants.models import Grant, Tranche
from upk.access import Role
from upk.forms import add_refusal, form_page, told_as_done

OFFICE_WORK = (Role.MANAGER, Role.SECRETARY)
"""Who writes decrees and agreements."""

FIELD_WORK = (Role.MANAGER, Role.SECRETARY, Role.FACILITATOR)
"""Who hands in papers and says what was found in the field; a facilitator for the villages'."""


def visible_grant(request: HttpRequest, pk: int) -> Grant:
    """The grant with its names, or 404."""
    return get_object_or_404(Grant.objects.visible_to(request.user).with_names(), pk=pk)


def visible_tranche(request: HttpRequest, pk: int) -> Tranche:
    """The tranche with its grant's names, or 404."""
    found = Tranche.objects.filter(agreement__grant__in=Grant.objects.visible_to(request.user))
    tranche = get_object_or_404(found.select_related("agreement"), pk=pk)
    tranche.agreement.grant = visible_grant(request, tranche.agreement.grant_id)
    return tranche


def grant_page(grant: Grant) -> tuple[str, str]:
    """Address and name of the grant's page, as ``form_page`` takes them."""
    return reverse("grants:grant-detail", args=[grant.pk]), grant.code


def step(
    request: HttpRequest,
    form,
    act: Callable[..., object],
    *,
    title: str,
    told: str,
    back: tuple[str, str],
    note: str = "",
) -> HttpResponse:
    """The page of a form that does one step of ``act(**form.values())``, then goes back."""
    if is_done(request, form, act, told):
        return redirect(back[0])
    return form_page(request, form, title, back, note=note, is_long=True)


def is_done(request: HttpRequest, form, act: Callable[..., object], told: str) -> bool:
    """Whether the form was sent, valid and accepted; the refusal is in the form otherwise."""
    if not form.is_valid():
        return False
    try:
        act(**form.values(), by=request.user)
    except ValidationError as error:
        add_refusal(form, error)
        return False
    told_as_done(request, told)
    return True
