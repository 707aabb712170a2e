"""Pages of disposals: what one would post, recording it, taking it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from upk.access import Role, roles
from upk.assets.disposing import dispose, plan_disposal, undo_disposal
from upk.assets.forms import DisposalForm, UndoForm
from upk.assets.models import Asset, Disposal
from upk.assets.views import WRITERS, back_to
from upk.forms import form_page
from upk.periods import format_date

ACCOUNTS = ("account", "accumulated", "gain", "loss")


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def disposal_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Typed, looked at, saved (``langkah`` says which button it was)."""
    accounts = [f"acquisition__asset_class__{name}" for name in ACCOUNTS]
    found = Asset.objects.visible_to(request.user).select_related("office", *accounts)
    asset, plan = get_object_or_404(found, pk=pk), None
    form = DisposalForm(request.user.office, request.POST or None)
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            if request.POST.get("langkah") == "simpan":
                made = dispose(asset, **data, by=request.user)
                messages.success(request, f"{asset} dilepas dengan {made.entry.label}.")
                return redirect("assets:detail", asset.pk)
            names = ("happened_on", "kind", "proceeds", "received_in")
            plan = plan_disposal(asset, **{name: data[name] for name in names})
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "asset": asset, "acquisition": asset.acquisition, "plan": plan}
    return render(request, "assets/disposal_form.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def disposal_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a thing back into the books."""
    found = Disposal.objects.visible_to(request.user).select_related("asset", "entry", "office")
    disposal = get_object_or_404(found, pk=pk)
    asset = disposal.asset
    form = UndoForm(request.POST or None)
    if form.is_valid():
        try:
            entry = undo_disposal(disposal, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, f"Pelepasan {asset} dibatalkan dengan {entry.label}.")
            return redirect("assets:detail", asset.pk)
    note = f"{disposal.entry.label}, {format_date(disposal.happened_on)}."
    back = back_to("assets:detail", asset.code, asset.pk)
    return form_page(request, form, f"Batalkan pelepasan {asset}", back, note=note)
