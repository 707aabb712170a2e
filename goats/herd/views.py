"""Pages of the herd: the list, a goat's life, its family, and the figures as of a day."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goats.herd.card import card_of, family_tree, is_seen_by
from goats.herd.charts import growth_chart
from goats.herd.figures import growth, herd_figures
from goats.herd.forms import BuyForm
from goats.herd.services import buy_goats
from goats.models import Goat
from goats.models.goat import GoatQuerySet
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.asked import asked_id, asked_text
from upk.forms import DayField, form_page, is_done, told_as_done
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

WRITERS = (*STAFF, Role.FACILITATOR)
"""Who follows the goats: the office, and who is responsible for the village."""

UP = ("goats:goat-list", "Kambing")
SORTS = {"tag": "number", "desa": "village__name", "lahir": "born_on", "serah-terima": "due_on"}
STATES = [
    ("", "Hidup"), ("belum-ditempatkan", "Belum ditempatkan"), ("pengganti", "Pengganti ditunggu"),
    ("berakhir", "Mati, dijual, hilang"), ("semua", "Semua"),
]  # fmt: skip
ENDED = (Goat.State.DIED, Goat.State.SOLD, Goat.State.LOST, Goat.State.UNFOLLOWED)


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(name, args=args), label


def back_to_goat(goat: Goat) -> tuple[str, str]:
    """The page of a goat as the page above."""
    return back_to("goats:goat-detail", goat.tag, goat.pk)


def visible_goat(request: HttpRequest, pk: int) -> Goat:
    """The goat, if the user may see it, with what its page needs."""
    goats = Goat.objects.visible_to(request.user).select_related(
        "office", "village", "mother", "keeper__head", "keeper__village"
    )
    return get_object_or_404(goats, pk=pk)


@roles(*OFFICE)
@require_safe
def goat_list(request: HttpRequest) -> HttpResponse:
    """The goats by tag, with keeper and what is due; a label's QR code opens its goat at once."""
    own = Goat.objects.visible_to(request.user).real()
    if "buka" in request.GET and (goat := own.tagged(asked_text(request)).first()):
        return redirect("goats:goat-detail", goat.pk)
    found = _filtered(own, request).select_related("village", "keeper__head", "keeper__village")
    context = {
        "page": page_of(request, found),
        "villages": Village.objects.visible_to(request.user),
        "states": STATES,
        "sexes": Goat.Sex.choices,
        "chosen": request.GET,
        "on": today(request.user.office),
        "may_write": request.user.role in WRITERS,
        "may_buy": request.user.role in STAFF,
    }
    return render(request, "goats/goat_list.html", context)


def _filtered(goats: GoatQuerySet, request: HttpRequest) -> GoatQuerySet:
    """The list's filters and its order, from the address."""
    chosen = request.GET
    if text := asked_text(request):
        goats = goats.tagged(text)
    elif (state := chosen.get("keadaan")) == "belum-ditempatkan":
        goats = goats.filter(state=Goat.State.OFFICE)
    elif state == "pengganti":
        goats = goats.filter(replacement_since__isnull=False)
    elif state == "berakhir":
        goats = goats.filter(state__in=ENDED)
    elif state != "semua":
        goats = goats.living()
    if village := asked_id(request, "desa"):
        goats = goats.filter(village_id=village)
    if (sex := chosen.get("jenis")) in Goat.Sex.values:
        goats = goats.filter(sex=sex)
    wanted = chosen.get("urut", "")
    field = SORTS.get(wanted.removeprefix("-"), "number")
    return goats.order_by(f"-{field}" if wanted.startswith("-") else field, "number")


@roles(*OFFICE)
@require_safe
def goat_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A goat's life as a line of households and births, and what can be recorded of it."""
    goat = visible_goat(request, pk)
    on = today(goat.office)
    context = {
        "goat": goat,
        "card": card_of(goat, on, request.user),
        "on": on,
        "sees_mother": goat.mother is not None and is_seen_by(request.user, goat.mother),
        "may_write": request.user.role in WRITERS,
        "is_manager": request.user.role == Role.MANAGER,
    }
    return render(request, "goats/goat_detail.html", context)


@roles(*OFFICE)
@require_safe
def goat_tree(request: HttpRequest, pk: int) -> HttpResponse:
    """The family of a goat; one query a generation."""
    goat = visible_goat(request, pk)
    tree, goats = family_tree(goat, request.user)
    return render(request, "goats/goat_tree.html", {"goat": goat, "tree": tree, "goats": goats})


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def goat_buy(request: HttpRequest) -> HttpResponse:
    """Take goats into the register that the surplus didn't pay."""
    office = request.user.office
    initial = {"bought_on": today(office)}
    form = BuyForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(form, buy_goats, office, **form.values(), by=request.user):
        told_as_done(request, f"{form.cleaned_data['count']} ekor terdaftar.")
        return redirect(f"{reverse('goats:goat-list')}?keadaan=belum-ditempatkan")
    note = (
        "Untuk kambing sumbangan atau dari dana lain. Kambing yang dibayar dari surplus dibeli "
        "pada halaman rencana Bantuan RTM. Nomor diberikan berurutan dan dicetak sebagai label QR."
    )
    return form_page(request, form, "Kambing baru", back_to(*UP), note=note, is_long=True)


@roles(*READERS)
@require_safe
def herd_figures_page(request: HttpRequest) -> HttpResponse:
    """The figures as of any day, growth by year, and the table by village."""
    office = request.user.office
    as_of = _asked_day(request) or today(office)
    if as_of > today(office):
        messages.warning(request, "Tanggal itu belum tiba: keadaan hari ini yang ditampilkan.")
        as_of = today(office)
    found = herd_figures(office, as_of)
    villages = Village.objects.visible_to(request.user)
    context = {
        "found": found,
        "as_of": as_of,
        "rows": [(village, found.villages.get(village.pk)) for village in villages],
        "chart": growth_chart(growth(office, as_of)),
        "is_manager": request.user.role == Role.MANAGER,
    }
    return render(request, "goats/herd_figures.html", context)


def _asked_day(request: HttpRequest) -> date | None:
    try:
        return DayField(required=False).clean(request.GET.get("tanggal"))
    except ValidationError:
        return None
