"""The office's kinds of training and their rules; and how far groups are trained."""

from decimal import ROUND_HALF_UP, Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from training.forms import KindForm, KindRuleForm
from training.models import TrainingKind
from training.records.overview import covered_groups, covered_villages
from training.services.kinds import (
    add_kind,
    add_kind_rule,
    create_default_kinds,
    set_kind_active,
)
from training.views.common import back_to
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.asked import asked_id
from upk.charts import ranked_bars
from upk.forms import form_page, is_done, told_as_done
from upk.offices.models import Village
from upk.periods import today


@roles(*READERS)
@require_safe
def kind_list(request: HttpRequest) -> HttpResponse:
    """Kinds of training, by the rules of today."""
    office = request.user.office
    kinds = TrainingKind.objects.visible_to(request.user).with_rules(today(office))
    context = {
        "kinds": kinds.prefetch_related("rules__made_by"),
        "is_manager": request.user.role == Role.MANAGER,
        "may_write": request.user.role in STAFF,
    }
    return render(request, "training/kind_list.html", context)


@roles(*STAFF)
@require_POST
def kind_defaults(request: HttpRequest) -> HttpResponse:
    """Begin with the usual kinds."""
    office = request.user.office
    try:
        made = create_default_kinds(office, today(office), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{len(made)} jenis pelatihan tersedia.")
    return redirect("training:kind-list")


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def kind_add(request: HttpRequest) -> HttpResponse:
    """Another kind of training."""
    office = request.user.office
    form = KindForm(request.POST or None, initial={"since": today(office)})
    if form.is_valid() and is_done(form, add_kind, office, **form.cleaned_data, by=request.user):
        told_as_done(request, "Jenis pelatihan tersimpan.")
        return redirect("training:kind-list")
    back = back_to("training:kind-list", "Jenis pelatihan")
    return form_page(request, form, "Jenis pelatihan baru", back, is_long=True)


def _kind(request: HttpRequest, pk: int) -> TrainingKind:
    rows = TrainingKind.objects.visible_to(request.user).with_rules(today(request.user.office))
    return get_object_or_404(rows.select_related("office"), pk=pk)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def kind_rule_add(request: HttpRequest, pk: int) -> HttpResponse:
    """New rules of a kind, for batches that begin later."""
    kind = _kind(request, pk)
    now = {"capacity": kind.capacity, "percent": kind.percent, "since": today(kind.office)}
    form = KindRuleForm(request.POST or None, initial=now)
    if form.is_valid() and is_done(form, add_kind_rule, kind, **form.cleaned_data, by=request.user):
        told_as_done(request, "Aturan tersimpan.")
        return redirect("training:kind-list")
    back = back_to("training:kind-list", "Jenis pelatihan")
    note = "Berlaku untuk angkatan yang mulai pada tanggal itu atau sesudahnya."
    return form_page(request, form, f"Aturan {kind.name}", back, note=note, is_long=True)


@roles(Role.MANAGER)
@require_POST
def kind_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer offer a kind for new batches, or offer it again."""
    kind = _kind(request, pk)
    set_kind_active(kind, is_active=not kind.is_active, by=request.user)
    return redirect("training:kind-list")


@roles(*OFFICE)
@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """How many officers are trained, by village; of a village by group, and who never was."""
    user, on = request.user, today(request.user.office)
    villages = list(Village.objects.visible_to(user))
    lines, total = covered_villages(user.office, on, villages)
    chosen = asked_id(request, "desa")
    village = next((v for v in villages if v.pk == chosen), None)
    bars = [
        (v.name, int(c.percent.quantize(Decimal(1), ROUND_HALF_UP)))
        for v, c in lines
        if c.percent is not None
    ]
    context = {
        "lines": lines,
        "total": total,
        "villages": villages,
        "village": village,
        "groups": covered_groups(user.office, on, [village.pk]) if village else [],
        "chart": ranked_bars("Pengurus terlatih per desa (persen)", bars) if bars else "",
        "may_write": user.role in STAFF,
    }
    return render(request, "training/coverage.html", context)
