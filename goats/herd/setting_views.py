"""Pages of the herd's rules and of the villages' inhabitants."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goats.herd.forms import PopulationForm, RulesForm
from goats.herd.settings import add_rules, set_population
from goats.herd.views import back_to
from goats.models import HerdRules, VillagePopulation
from goats.rules.events import DEFAULT_RULES
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.forms import form_page, is_done, told_as_done
from upk.offices.models import Village
from upk.periods import today


@roles(*READERS)
@require_safe
def rules_list(request: HttpRequest) -> HttpResponse:
    """The rules by which births and hand-overs are judged, the newest first."""
    rows = HerdRules.objects.visible_to(request.user).select_related("made_by")
    context = {"rows": rows, "is_manager": request.user.role == Role.MANAGER}
    context["default"] = DEFAULT_RULES
    return render(request, "goats/rules_list.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def rules_add(request: HttpRequest) -> HttpResponse:
    """New rules from a day on."""
    office = request.user.office
    form = RulesForm(office, request.POST or None)
    if form.is_valid():
        found = {"since": form.cleaned_data["since"], "by": request.user}
        if is_done(form, add_rules, office, form.instance.value, **found):
            told_as_done(request, "Aturan tersimpan.")
            return redirect("goats:rules-list")
    note = "Berlaku untuk kelahiran sejak tanggal itu; yang sebelumnya tetap menurut aturan lama."
    back = back_to("goats:rules-list", "Aturan kambing")
    return form_page(request, form, "Aturan baru", back, note=note, is_long=True)


@roles(*OFFICE)
@require_safe
def population_list(request: HttpRequest) -> HttpResponse:
    """Inhabitants of each village, the newest year known."""
    own = VillagePopulation.objects.visible_to(request.user).order_by("year", "id")
    newest = {row.village_id: row for row in own}
    villages = Village.objects.visible_to(request.user)
    rows = [(village, newest.get(village.pk)) for village in villages]
    context = {"rows": rows, "may_write": request.user.role in STAFF}
    return render(request, "goats/population_list.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def population_add(request: HttpRequest) -> HttpResponse:
    """Inhabitants of a year; empty villages stay as they are."""
    office = request.user.office
    form = PopulationForm(request.user, request.POST or None, initial={"year": today(office).year})
    if form.is_valid():
        found = {"year": form.cleaned_data["year"], "by": request.user}
        if is_done(form, set_population, office, form.inhabitants(), **found):
            told_as_done(request, "Jumlah penduduk tersimpan.")
            return redirect("goats:population-list")
    note = "Kosongkan desa yang belum diketahui. Yang sudah tersimpan tidak hilang."
    back = back_to("goats:population-list", "Penduduk desa")
    return form_page(request, form, "Jumlah penduduk", back, note=note, is_long=True)
