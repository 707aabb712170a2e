"""Pages of the inventory: the list, the card of a thing, what comes in and what is found."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import READERS, STAFF, Role, roles
from upk.assets.forms import (
    AsOfForm,
    ConditionForm,
    GoodsForm,
    PurchaseForm,
    TakeoverForm,
    UndoAcquisitionForm,
)
from upk.assets.inventory import condition_label, inventory
from upk.assets.models import Acquisition, Asset, AssetClass
from upk.assets.services import (
    Planned,
    buy,
    check_condition,
    plan_purchase,
    plan_takeover,
    take_over,
    undo_acquisition,
)
from upk.forms import form_page
from upk.ledger.views import entry_preview
from upk.money import rupiah
from upk.periods import format_date, today

WRITERS = (Role.MANAGER, Role.TREASURER)
UP = ("assets:list", "Inventaris")


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(name, args=args), label


@roles(*READERS)
@require_safe
def asset_list(request: HttpRequest) -> HttpResponse:
    """What stands in the books on a day, by class, with cost and book value."""
    office = request.user.office
    form = AsOfForm(office, request.GET)
    groups = inventory(office, form.day)
    context = {
        "form": form,
        "as_of": form.day,
        "groups": groups,
        "totals": {
            "count": sum(len(group.lines) for group in groups),
            "cost": sum(group.cost for group in groups),
            "worn": sum(group.worn for group in groups),
            "value": sum(group.value for group in groups),
        },
        "has_classes": AssetClass.objects.visible_to(request.user).exists(),
        "may_write": request.user.role in WRITERS,
        "may_set_up": request.user.role == Role.MANAGER,
    }
    return render(request, "assets/list.html", context)


@roles(*READERS)
@require_safe
def asset_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a thing: what it cost, what wore off, how it was found."""
    asset = _asset(request, pk)
    disposal = asset.disposals.standing().select_related("entry").first()
    context = {
        "asset": asset,
        "acquisition": asset.acquisition,
        "condition": condition_label(asset.condition),
        "moves": asset.moves.select_related("entry"),
        "checks": asset.checks.select_related("recorded_by"),
        "disposal": disposal,
        "is_held": asset.cost > 0,
        "may_look": request.user.role in STAFF,
        "may_write": request.user.role in WRITERS,
        "may_undo": request.user.role == Role.MANAGER,
    }
    return render(request, "assets/detail.html", context)


def _asset(request: HttpRequest, pk: int) -> Asset:
    """The thing as of today, in the user's office."""
    day = today(request.user.office) if request.user.office else None
    found = Asset.objects.visible_to(request.user).with_values(day).with_condition(day)
    return get_object_or_404(found.select_related("acquisition__asset_class", "office"), pk=pk)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def purchase_add(request: HttpRequest) -> HttpResponse:
    """Record a purchase."""
    form = PurchaseForm(request.user.office, request.POST or None)
    return _acquire(request, form, "Pembelian inventaris", plan_purchase, buy)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def takeover_add(request: HttpRequest) -> HttpResponse:
    """Record what was there before the books were kept here."""
    form = TakeoverForm(request.user.office, request.POST or None)
    note = "Untuk barang yang sudah ada sebelum pembukuan di Bergulir dimulai."
    return _acquire(request, form, "Saldo awal inventaris", plan_takeover, take_over, note=note)


def _acquire(
    request: HttpRequest,
    form: GoodsForm,
    title: str,
    plan: Callable[..., Planned],
    service: Callable[..., Acquisition],
    *,
    note: str = "",
) -> HttpResponse:
    """Typed, looked at, saved (``langkah`` says which button it was)."""
    step = request.POST.get("langkah", "lihat")
    if step in ("lihat", "simpan") and form.is_valid():
        values = form.values()
        key = values.pop("request_key")
        try:
            if step == "lihat":
                form.show(plan(request.user.office, **values))
                return entry_preview(request, form, title)
            made = service(**values, request_key=key, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _tell(request, made)
    return form_page(request, form, title, back_to(*UP), note=note, button="Periksa")


def _tell(request: HttpRequest, made: Acquisition) -> HttpResponse:
    codes = [asset.code for asset in made.assets.all()]
    numbers = codes[0] if len(codes) == 1 else f"{codes[0]} sampai {codes[-1]}"
    messages.success(request, f"{made.name} tercatat dengan {made.entry.label}: {numbers}.")
    return redirect("assets:list")


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def condition_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how and where a thing was found."""
    asset = _asset(request, pk)
    initial = {
        "checked_on": today(request.user.office),
        "condition": asset.condition,
        "location": asset.location,
    }
    form = ConditionForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            check_condition(asset, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Kondisi {asset} tercatat.")
            return redirect("assets:detail", asset.pk)
    title = f"Kondisi {asset} {asset.acquisition.name}"
    return form_page(request, form, title, back_to("assets:detail", asset.code, asset.pk))


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def acquisition_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong purchase or takeover back."""
    found = Acquisition.objects.visible_to(request.user).select_related("entry", "office")
    acquisition = get_object_or_404(found, pk=pk)
    form = UndoAcquisitionForm(today(request.user.office), request.POST or None)
    if form.is_valid():
        try:
            entry = undo_acquisition(acquisition, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{acquisition.name} dibatalkan dengan {entry.label}.")
            return redirect("assets:list")
    total = rupiah(acquisition.quantity * acquisition.unit_cost)
    note = (
        f"{acquisition.entry.label}, {format_date(acquisition.happened_on)}: {acquisition.name}, "
        f"{acquisition.quantity} barang, {total}. Penyusutannya ikut dikembalikan."
    )
    return form_page(request, form, f"Batalkan {acquisition.name}", back_to(*UP), note=note)
