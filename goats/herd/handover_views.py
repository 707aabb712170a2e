"""The hand-over: who is due, to whom the mother goes, and the paper that both sign."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goats.herd.due import due_lines
from goats.herd.event_views import done
from goats.herd.forms import ReceiverForm
from goats.herd.lives import rule_book, told_of
from goats.herd.papers import label_sheet_pdf, paper_of_event, paper_to_sign
from goats.herd.receivers import next_households
from goats.herd.services import hand_over, place_goat
from goats.herd.views import WRITERS, visible_goat
from goats.models import Goat, GoatEvent, Household
from goats.rules.events import RECEIPTS
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id, asked_text
from upk.forms import is_done
from upk.offices.models import Village
from upk.paging import page_of
from upk.pdf import pdf_or_back
from upk.periods import today
from upk.trail.services import paper_taken

MOST_LABELS = 240
"""Ten sheets; more are asked for by village."""


@roles(*OFFICE)
@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    """Mothers that are due and overdue, each with why and the proposed household."""
    office = request.user.office
    on = today(office)
    due = Goat.objects.visible_to(request.user).living().filter(due_on__lte=on)
    if village := asked_id(request, "desa"):
        due = due.filter(village_id=village)
    rows = due.select_related("village", "keeper__head", "keeper__village")
    page = page_of(request, rows.order_by("due_on", "number"))
    context = {
        "page": page,
        "lines": due_lines(list(page.object_list), request.user, on),
        "villages": Village.objects.visible_to(request.user),
        "chosen": request.GET,
        "may_write": request.user.role in WRITERS,
    }
    return render(request, "goats/handover_list.html", context)


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def goat_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an unplaced goat to a household."""
    goat = visible_goat(request, pk)
    return _receive(request, goat, place_goat, f"Tempatkan {goat.tag}", "ditempatkan")


@roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def handover_add(request: HttpRequest, pk: int) -> HttpResponse:
    """The mother goes on to the next household, in one step."""
    goat = visible_goat(request, pk)
    return _receive(request, goat, hand_over, f"Serah terima {goat.tag}", "diserahterimakan")


def _receive(request: HttpRequest, goat: Goat, service, title: str, verb: str) -> HttpResponse:
    on = today(goat.office)
    told = told_of([goat], rule_book(goat.office), on)[goat.pk]
    is_early = bool(told.hand_over and told.hand_over.is_early)
    text = asked_text(request)
    offered = next_households(request.user, goat.village_id, on, text)
    waiting = offered.households
    form = ReceiverForm(
        waiting, Household.objects.visible_to(request.user), request.POST or None,
        is_early=request.user.role == Role.MANAGER and (is_early or request.method == "POST"),
        initial={"on": on, "household": waiting[0].pk if waiting else None},
    )  # fmt: skip
    if form.is_valid():
        found = {"request_key": form.cleaned_data["request_key"], "by": request.user}
        if is_done(form, service, goat, form.receiver(), **found):
            return done(request, goat, f"{goat.tag} {verb}: tercatat.")
    context = {
        "form": form, "title": title, "goat": goat, "offered": offered, "searched": text,
        "note": _note(goat, is_early, bool(waiting)),
    }  # fmt: skip
    return render(request, "goats/receiver_form.html", context)


def _note(goat: Goat, is_early: bool, has_waiting: bool) -> str:
    notes = [f"Sekarang dipelihara {goat.keeper.head.name}."] if goat.keeper else []
    if is_early:
        notes.append("Anaknya belum disapih: hanya manajer yang dapat memutuskan lebih awal.")
    if not has_waiting:
        notes.append("Tidak ada rumah tangga yang menunggu. Tetapkan dahulu rumah tangganya.")
    else:
        notes.append("Usulan: desa yang sama, lalu kebutuhan, lalu lama menunggu.")
    return " ".join(notes)


@roles(*OFFICE)
@require_safe
def handover_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper to take along: goat, keeper, proposed household; the rest is written by hand."""
    goat = visible_goat(request, pk)
    if goat.keeper is None:
        messages.warning(request, "Kambing ini belum dipelihara rumah tangga.")
        return redirect("goats:goat-detail", goat.pk)
    proposed = next_households(request.user, goat.village_id, today(goat.office)).households[:1]

    def make() -> bytes:
        return paper_to_sign(goat, proposed[0] if proposed else None)

    name = f"berita-acara-{goat.tag}"
    answer = pdf_or_back(request, make, name, "goats:goat-detail", goat.pk)
    return paper_taken(request, answer, name, goat)


@roles(*OFFICE)
@require_safe
def handover_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The official report of a placement or hand-over, for both signatures."""
    events = GoatEvent.objects.visible_to(request.user).standing().filter(kind__in=RECEIPTS)
    if request.user.role == Role.FACILITATOR:
        own = request.user.village_ids
        events = events.filter(Q(village__in=own) | Q(from_village__in=own))
    event = get_object_or_404(
        events.select_related(
            "goat__office__district", "household__head", "household__village", "giver__head",
            "giver__village",
        ),
        pk=pk,
    )  # fmt: skip
    name = f"berita-acara-{event.goat.tag}-{event.happened_on}"
    back = ("goats:goat-detail", event.goat_id)
    answer = pdf_or_back(request, lambda: paper_of_event(event), name, *back)
    return paper_taken(request, answer, name, event.goat)


@roles(*OFFICE)
@require_safe
def label_sheet(request: HttpRequest) -> HttpResponse:
    """Labels with the tag as text and QR, for the goats of the chosen village."""
    goats = Goat.objects.visible_to(request.user).living().order_by("number")
    if village := asked_id(request, "desa"):
        goats = goats.filter(village_id=village)
    if since := asked_id(request, "dari"):
        goats = goats.filter(number__gte=since)
    found = list(goats.select_related("village")[:MOST_LABELS])
    if not found:
        messages.warning(request, "Tidak ada kambing untuk dicetak labelnya.")
        return redirect("goats:goat-list")
    office = request.user.office
    address = request.build_absolute_uri("/sosial/kambing/")

    def make() -> bytes:
        return label_sheet_pdf(office, found, address)

    return pdf_or_back(request, make, "label-kambing", "goats:goat-list")
