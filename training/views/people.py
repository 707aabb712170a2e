"""A batch's list: officers of groups, others, who is taken off it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from groups.models import Group
from training.forms import DatedReasonForm, GroupsForm, ParticipantForm, people_to_choose
from training.models import Batch, Participant
from training.services.people import (
    enrol_groups,
    enrol_person,
    forget_participant,
    withdraw_participant,
)
from training.views.common import back_to_batch, title_of, visible_batch
from upk.access import STAFF, Role, roles
from upk.asked import asked_id, asked_text
from upk.forms import form_page, is_done, told_as_done
from upk.offices.models import User, Village
from upk.periods import today


def first_day(batch: Batch):
    """The day on which a list is usually made: today, at the latest the first of the training."""
    return min(batch.starts_on, today(batch.office))


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def groups_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the officers of groups of a village onto the list."""
    batch, user = visible_batch(request, pk), request.user
    villages = Village.objects.visible_to(user)
    village = asked_id(request, "desa") or villages.values_list("pk", flat=True).first()
    groups = Group.objects.visible_to(user).filter(is_active=True, village_id=village)
    groups = groups.select_related("village")
    form = GroupsForm(groups, request.POST or None, initial={"on": first_day(batch)})
    if form.is_valid():
        data = form.cleaned_data
        chosen, values = list(data["groups"]), {"on": data["on"]}
        values["request_key"] = data["request_key"]
        if is_done(form, enrol_groups, batch, chosen, **values, by=user):
            told_as_done(request, f"Pengurus {len(chosen)} kelompok didaftarkan.")
            return redirect("training:batch-detail", batch.pk)
    back_url, back_label = back_to_batch(batch)
    context = {
        "form": form, "title": f"Peserta {title_of(batch)}", "villages": villages,
        "village": village, "back_url": back_url, "back_label": back_label,
        "draft": f"{request.path}:{village}",
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "training/groups_form.html", context, status=status)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def participant_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody onto the list who is no officer: a member, a user, a guest, a monitor."""
    batch, user = visible_batch(request, pk), request.user
    users = User.objects.visible_to(user).filter(is_active=True)
    people = people_to_choose(user, asked_text(request))
    form = ParticipantForm(
        people, users, request.POST or None, initial={"on": first_day(batch), "role": "guest"}
    )
    if form.is_valid():
        data = form.cleaned_data
        values = {"on": data["on"], "request_key": data["request_key"]}
        if is_done(form, enrol_person, batch, form.new(), **values, by=user):
            told_as_done(request, "Peserta didaftarkan.")
            return redirect("training:batch-detail", batch.pk)
    back_url, back_label = back_to_batch(batch)
    context = {
        "form": form, "title": f"Peserta lain {title_of(batch)}", "search": asked_text(request),
        "back_url": back_url, "back_label": back_label, "draft": request.path,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "training/participant_form.html", context, status=status)


def visible_participant(request: HttpRequest, pk: int) -> Participant:
    """The participant, if the user may see it, with batch and names."""
    rows = Participant.objects.visible_to(request.user)
    related = ("batch__kind", "batch__office", "person", "user", "group", "village")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def participant_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the list, with a reason."""
    participant = visible_participant(request, pk)
    initial = {"on": today(participant.batch.office)}
    form = DatedReasonForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, withdraw_participant, participant, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Peserta dibatalkan.")
        return redirect("training:batch-detail", participant.batch_id)
    title = f"Batalkan peserta {participant.shown_name}"
    return form_page(request, form, title, back_to_batch(participant.batch))


@roles(Role.MANAGER)
@require_POST
def participant_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Empty the name of a guest who asks for it."""
    participant = visible_participant(request, pk)
    try:
        forget_participant(participant, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Nama tamu dihapus.")
    return redirect("training:batch-detail", participant.batch_id)
