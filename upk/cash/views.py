"""Usual transactions: the list of them, and the short form of each."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import Role, roles
from upk.asked import asked_id
from upk.cash.forms import UsualForm
from upk.cash.services import check_usual, recent_usuals, record_usual
from upk.cash.usual import BY_KEY, ELSEWHERE, PURCHASE, USUALS, Elsewhere, Usual
from upk.ledger.models import Account
from upk.ledger.views import entry_preview

WRITERS = (Role.MANAGER, Role.TREASURER)
KEYS = "jkmnu"
"""Access keys of the transactions used last; free in all browsers and in the menu."""


@roles(*WRITERS)
@require_safe
def usual_list(request: HttpRequest) -> HttpResponse:
    """What can be recorded, the transactions used last first."""
    asked, office = request.GET.get("cari", "").strip(), request.user.office
    accounts = list(office.accounts.postable())
    found = [usual for usual in (*USUALS, *ELSEWHERE) if usual.matches(asked)]
    recent = [] if asked else recent_usuals(office)
    context = {
        "asked": asked,
        "recent": list(zip(_led(recent, accounts), KEYS, strict=False)),
        "groups": _grouped(_led(found, accounts)),
    }
    return render(request, "cash/usual_list.html", context)


def _led(
    usuals: Iterable[Usual | Elsewhere], accounts: list[Account]
) -> Iterator[Usual | Elsewhere]:
    """What is a purchase of inventory in this office leads to the form of purchases."""
    for usual in usuals:
        if isinstance(usual, Usual) and usual.is_purchase(accounts):
            yield Elsewhere(usual.title, usual.group, usual.hint, PURCHASE)
        else:
            yield usual


def _grouped(found: Iterable[Usual | Elsewhere]) -> dict[str, list[Usual | Elsewhere]]:
    groups: dict[str, list[Usual | Elsewhere]] = {}
    for usual in found:
        groups.setdefault(usual.group, []).append(usual)
    return groups


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def usual_add(request: HttpRequest, key: str) -> HttpResponse:
    """Typed, looked at, saved (``langkah`` says which button it was)."""
    if key not in BY_KEY:
        raise Http404
    office, usual = request.user.office, BY_KEY[key]
    if request.method == "GET" and usual.is_purchase(list(office.accounts.postable())):
        messages.info(request, f"{usual.title} dicatat sebagai inventaris, supaya disusutkan.")
        return redirect(PURCHASE)
    step = request.POST.get("langkah", "lihat")
    form = UsualForm(office, usual, request.POST or None, initial=_asked(request))
    if step in ("lihat", "simpan") and form.is_valid():
        try:
            if step == "lihat":
                check_usual(office, form.draft)
                return entry_preview(request, form, usual.title)
            request_key = form.cleaned_data["request_key"]
            entry = record_usual(office, form.draft, request_key=request_key, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = f"{entry.label} tersimpan: {entry.memo}."
            messages.success(request, told, extra_tags=f"draft:usual:{key}")
            return redirect("cash:usual-list")
    return render(request, "cash/usual_form.html", {"form": form, "usual": usual})


def _asked(request: HttpRequest) -> dict:
    """What the address fills in: ``tanggal``, ``jumlah``, ``debet``, ``kredit``, ``uraian``."""
    found = {
        "debit": asked_id(request, "debet"),
        "credit": asked_id(request, "kredit"),
        "amount": asked_id(request, "jumlah"),
        "memo": request.GET.get("uraian", "")[:200],
    }
    try:
        found["happened_on"] = date.fromisoformat(request.GET.get("tanggal", ""))
    except ValueError:
        found["happened_on"] = None
    return {name: value for name, value in found.items() if value}
