"""Batches: the list, one of them, planning it and the steps that follow."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from training.forms import BatchForm, ReasonForm, ReplanForm, StepForm
from training.models import STATES, Batch, BatchStep, TrainingKind
from training.records.card import card_of
from training.records.overview import with_counts
from training.records.roll import roll_of
from training.records.upcoming import proposed_groups
from training.rules.batches import ALLOWED, State
from training.services.batches import (
    plan_batch,
    record_batch_step,
    replan_batch,
    reverse_batch_step,
)
from training.services.results import TAKERS
from training.views.common import UP, back_to, back_to_batch, title_of, visible_batch
from upk.access import OFFICE, READERS, STAFF, Role, roles
from upk.asked import asked_id
from upk.forms import form_page, is_done, told_as_done
from upk.paging import page_of
from upk.periods import format_date, today

SLUGS = {
    "diundang": State.INVITED, "terlaksana": State.HELD, "selesai": State.CLOSED,
    "batal": State.CANCELLED,
}  # fmt: skip
"""Steps by their name in the address."""
TITLES = {
    State.INVITED: "Undangan {} dikirim", State.HELD: "{} terlaksana",
    State.CLOSED: "{} selesai", State.CANCELLED: "Batalkan {}",
}  # fmt: skip
NOTES = {
    State.HELD: "Kehadiran setiap hari sudah dicatat. Sesudah ini daftar peserta tetap.",
    State.CLOSED: "Tindak lanjutnya tetap dapat dicatat; kehadiran dan nilai tidak lagi.",
}
FILTERS = [("", "Semua"), *((state.value, label) for state, label in STATES.items())]


@roles(*OFFICE)
@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """Batches, the newest first, with how many come and how many were there."""
    user, chosen = request.user, request.GET
    batches = Batch.objects.visible_to(user).with_state().with_facts().select_related("kind")
    if chosen.get("keadaan") in set(State):
        batches = batches.filter(state=chosen["keadaan"])
    if kind := asked_id(request, "jenis"):
        batches = batches.filter(kind_id=kind)
    page = page_of(request, batches.order_by("-starts_on", "-pk"))
    context = {
        "page": page,
        "rows": with_counts(page.object_list, user),
        "kinds": TrainingKind.objects.filter(office_id=user.office_id),
        "states": FILTERS,
        "labels": STATES,
        "chosen": chosen,
        "may_write": user.role in STAFF,
        "is_reader": user.role in READERS,
    }
    return render(request, "training/batch_list.html", context)


@roles(*OFFICE)
@require_safe
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch: plan, list with places, attendance, tests, certificates, follow-up, cost."""
    batch, user = visible_batch(request, pk), request.user
    on = today(batch.office)
    context = {
        "batch": batch,
        "title": title_of(batch),
        "has_begun": batch.starts_on <= on,
        "state": STATES[State(batch.state)],
        "roll": roll_of(batch, user),
        "card": card_of(batch, user, on),
        "steps_allowed": steps_allowed(batch.state),
        "may_write": user.role in STAFF,
        "may_take": user.role in TAKERS,
        "is_manager": user.role == Role.MANAGER,
        "may_issue": user.role in (Role.MANAGER, Role.SECRETARY),
    }
    return render(request, "training/batch_detail.html", context)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def batch_add(request: HttpRequest) -> HttpResponse:
    """Plan a batch; its list is filled afterwards."""
    if without_kinds(request):
        return redirect("training:kind-list")
    form = BatchForm(request.user, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        values = {"decided_on": data["decided_on"], "request_key": data["request_key"]}
        if is_done(form, plan_batch, data["kind"], form.plan(), **values, by=request.user):
            told_as_done(request, "Angkatan direncanakan. Isi pesertanya.")
            return redirect("training:batch-list")
    return form_page(request, form, "Rencanakan angkatan", back_to(*UP), is_long=True)


def without_kinds(request: HttpRequest) -> bool:
    """Whether the office has no kind of training yet; then it is said."""
    if TrainingKind.objects.visible_to(request.user).filter(is_active=True).exists():
        return False
    messages.error(request, "Belum ada jenis pelatihan. Pakai daftar awal, atau buat sendiri.")
    return True


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def batch_next(request: HttpRequest) -> HttpResponse:
    """Plan the next batch of groups without trained officers, in one step."""
    user, on = request.user, today(request.user.office)
    kinds = TrainingKind.objects.visible_to(user).with_rules(on).filter(is_active=True)
    kind = kinds.filter(audience="groups", capacity__isnull=False).first()
    if kind is None:
        messages.error(request, "Belum ada jenis pelatihan untuk pengurus kelompok.")
        return redirect("training:kind-list")
    proposed = proposed_groups(user.office, on, kind.capacity)
    form = BatchForm(
        user, request.POST or None, initial={"kind": kind.pk, "capacity": kind.capacity}
    )
    if form.is_valid():
        data = form.cleaned_data
        chosen = set(request.POST.getlist("kelompok"))
        rows = [row for row in proposed if str(row.group.pk) in chosen]
        wanted = {person.pk for row in rows for person in row.officers}
        values = {"decided_on": data["decided_on"], "request_key": data["request_key"]}
        groups = [row.group for row in rows]
        if is_done(form, plan_batch, data["kind"], form.plan(), groups=groups,
                   only=frozenset(wanted), **values, by=user):  # fmt: skip
            told_as_done(request, f"Angkatan direncanakan dengan {len(wanted)} peserta.")
            return redirect("training:batch-list")
    context = {"form": form, "proposed": proposed, "capacity": kind.capacity}
    context["people"] = sum(len(row.officers) for row in proposed)
    context["chosen"] = set(request.POST.getlist("kelompok")) if form.is_bound else None
    status = 422 if form.is_bound else 200
    return render(request, "training/batch_next.html", context, status=status)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def batch_replan(request: HttpRequest, pk: int) -> HttpResponse:
    """Another place, other days, trainers or topics; the former plan stays in sight."""
    batch = visible_batch(request, pk)
    form = ReplanForm(batch.versions.first(), today(batch.office), request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in ("decided_on", "reason", "request_key")}
        if is_done(form, replan_batch, batch, form.plan(), **values, by=request.user):
            told_as_done(request, "Rencana diubah.")
            return redirect("training:batch-detail", batch.pk)
    title = f"Ubah rencana {title_of(batch)}"
    return form_page(request, form, title, back_to_batch(batch), is_long=True)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def step_add(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Note what became of a batch."""
    batch = visible_batch(request, pk)
    kind = SLUGS.get(slug)
    if kind is None:
        raise Http404
    initial = {"on": batch.ends_on if kind == State.HELD else today(batch.office)}
    needs_note = kind == State.CANCELLED
    form = StepForm(request.POST or None, initial=initial, needs_note=needs_note)
    if form.is_valid() and is_done(
        form, record_batch_step, batch, kind, **form.cleaned_data, by=request.user
    ):
        told_as_done(request, f"Tercatat: {STATES[kind].lower()}.")
        return redirect("training:batch-detail", batch.pk)
    title = TITLES[kind].format(title_of(batch))
    note = NOTES.get(kind, "")
    return form_page(request, form, title, back_to_batch(batch), note=note, is_long=True)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def step_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last step of a batch back."""
    rows = BatchStep.objects.visible_to(request.user).select_related("batch__kind", "batch__office")
    step = get_object_or_404(rows, pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and is_done(
        form, reverse_batch_step, step, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Langkah dibatalkan.")
        return redirect("training:batch-detail", step.batch_id)
    what = f"{step.get_kind_display()} {format_date(step.happened_on)}"
    return form_page(request, form, f"Batalkan: {what}", back_to_batch(step.batch))


def steps_allowed(state: str) -> list[tuple[str, str]]:
    """Steps that may follow in a state: name in the address, and what the button says."""
    labels = {
        State.INVITED: "Undangan dikirim", State.HELD: "Tandai terlaksana",
        State.CLOSED: "Tutup", State.CANCELLED: "Batalkan angkatan",
    }  # fmt: skip
    return [(slug, labels[kind]) for slug, kind in SLUGS.items() if kind in ALLOWED[State(state)]]
