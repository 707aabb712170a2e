"""What came of a batch: attendance, tests, certificates, follow-ups and cost."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from groups.models import Group
from training.forms import (
    AttendanceForm,
    CostForm,
    DatedReasonForm,
    DayForm,
    FollowUpEndForm,
    FollowUpForm,
    ScoresForm,
    is_own_alone,
)
from training.models import ROLES_WITH_PLACE, Certificate, FollowUp
from training.records.card import entries_of
from training.records.roll import entitled, roll_of
from training.services.certificates import ISSUERS, issue_certificates, withdraw_certificate
from training.services.following import add_follow_up, end_follow_up, set_cost
from training.services.results import (
    TAKERS,
    attendance_seen,
    record_attendance,
    record_scores,
    scores_seen,
)
from training.views.common import back_to_batch, title_of, visible_batch
from upk.access import STAFF, Role, roles
from upk.asked import asked_id
from upk.forms import form_page, is_done, told_as_done
from upk.periods import format_date, today


@roles(*TAKERS)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """One day's attendance on one screen: a tick for everybody who is there."""
    batch, user = visible_batch(request, pk), request.user
    roll = roll_of(batch, user)
    days = roll.version.days
    number = asked_id(request, "hari") or _day_to_take(batch, roll)
    if not 1 <= number <= len(days):
        raise Http404
    day = days[number - 1]
    ticks = [(line, bool(line.present[number - 1])) for line in roll.lines]
    initial = {"seen": attendance_seen(batch, day, user)}
    form = AttendanceForm(ticks, request.POST or None, initial=initial)
    draft = f"attendance:{batch.pk}:{day}"
    if form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in ("seen", "request_key")}
        if is_done(form, record_attendance, batch, day, form.present(), **values, by=user):
            there = sum(form.present().values())
            text = f"Kehadiran {format_date(day)} tersimpan: {there} dari {len(ticks)} hadir."
            messages.success(request, text, extra_tags=f"draft:{draft}")
            return redirect("training:batch-detail", batch.pk)
    context = {
        "batch": batch, "form": form, "day": day, "number": number, "draft": draft,
        "days": [(n, d, d in roll.taken) for n, d in enumerate(days, start=1)],
        "title": title_of(batch),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "training/attendance.html", context, status=status)


def _day_to_take(batch, roll) -> int:
    """The first day that has come and wasn't taken; else the last that has come, else the first."""
    on = today(batch.office)
    come = [n for n, day in enumerate(roll.version.days, start=1) if day <= on]
    missing = [n for n in come if roll.version.days[n - 1] not in roll.taken]
    return (missing or come[-1:] or [1])[0]


@roles(*TAKERS)
@require_http_methods(["GET", "POST"])
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """Both tests of everybody, typed in one table."""
    batch, user = visible_batch(request, pk), request.user
    lines = [
        line for line in roll_of(batch, user).lines if line.participant.role in ROLES_WITH_PLACE
    ]
    on, office = today(batch.office), batch.office
    given_on = on if office.is_closed(batch.ends_on) else min(batch.ends_on, on)
    initial = {"seen": scores_seen(batch, user), "given_on": given_on}
    form = ScoresForm(lines, request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in ("given_on", "seen", "request_key")}
        if is_done(form, record_scores, batch, form.scores(), **values, by=user):
            told_as_done(request, "Nilai tersimpan.")
            return redirect("training:batch-detail", batch.pk)
    context = {"batch": batch, "form": form, "title": title_of(batch), "draft": request.path}
    status = 422 if form.is_bound else 200
    return render(request, "training/scores.html", context, status=status)


@roles(*ISSUERS)
@require_http_methods(["GET", "POST"])
def certificates_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the certificates of those who attended enough."""
    batch = visible_batch(request, pk)
    form = DayForm(request.POST or None, initial={"on": today(batch.office)})
    if form.is_valid() and is_done(
        form, issue_certificates, batch, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Sertifikat terbit. Cetak dari halaman ini.")
        return redirect("training:batch-detail", batch.pk)
    count = len(entitled(batch, batch.versions.first()))
    note = f"{count} peserta berhak dan belum menerima sertifikat. Nomornya berurutan."
    title = f"Terbitkan sertifikat {title_of(batch)}"
    button = "Terbitkan"
    return form_page(request, form, title, back_to_batch(batch), note=note, button=button)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def certificate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong certificate back; its number stays used."""
    rows = Certificate.objects.visible_to(request.user)
    related = ("participant__batch__kind", "participant__batch__office", "participant__person")
    rows = rows.select_related(*related, "participant__user")
    certificate = get_object_or_404(rows, pk=pk)
    batch = certificate.participant.batch
    form = DatedReasonForm(request.POST or None, initial={"on": today(batch.office)})
    if form.is_valid() and is_done(
        form, withdraw_certificate, certificate, **form.cleaned_data, by=request.user
    ):
        messages.success(request, f"Sertifikat {certificate} ditarik.")
        return redirect("training:batch-detail", batch.pk)
    note = f"Atas nama {certificate.participant.shown_name}. Nomornya tidak dipakai lagi."
    title = f"Tarik sertifikat {certificate}"
    return form_page(request, form, title, back_to_batch(batch), note=note)


@roles(*TAKERS)
@require_http_methods(["GET", "POST"])
def follow_up_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what is to be done after a training."""
    batch, user = visible_batch(request, pk), request.user
    groups = Group.objects.visible_to(user).filter(
        pk__in=batch.participants.filter(group__isnull=False).values("group")
    )
    initial = {"on": today(batch.office)}
    form = FollowUpForm(groups, request.POST or None, initial=initial, is_one=is_own_alone(user))
    if form.is_valid():
        data = form.cleaned_data
        values = {"on": data["on"], "request_key": data["request_key"]}
        if is_done(form, add_follow_up, batch, form.new(), **values, by=user):
            told_as_done(request, "Tindak lanjut tercatat.")
            return redirect("training:batch-detail", batch.pk)
    title = f"Tindak lanjut {title_of(batch)}"
    return form_page(request, form, title, back_to_batch(batch), is_long=True)


@roles(*TAKERS)
@require_http_methods(["GET", "POST"])
def follow_up_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a follow-up was done or is no longer needed."""
    rows = FollowUp.objects.visible_to(request.user).select_related("batch__kind", "batch__office")
    follow_up = get_object_or_404(rows, pk=pk)
    initial = {"on": today(follow_up.batch.office)}
    form = FollowUpEndForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, end_follow_up, follow_up, **form.cleaned_data, by=request.user
    ):
        messages.success(request, "Hasil tindak lanjut tercatat.")
        return redirect("training:batch-detail", follow_up.batch_id)
    return form_page(request, form, follow_up.what, back_to_batch(follow_up.batch))


@roles(*STAFF)
@require_http_methods(["GET", "POST"])
def cost_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which voucher of the ledger was for a batch."""
    batch = visible_batch(request, pk)
    form = CostForm(batch, request.POST or None)
    if form.is_valid() and is_done(
        form, set_cost, batch, form.entry, is_counted=True, by=request.user
    ):
        messages.success(request, f"{form.entry.label} dihitung sebagai biaya angkatan ini.")
        return redirect("training:batch-detail", batch.pk)
    note = "Pengeluarannya dicatat di buku seperti biasa; di sini hanya ditunjuk buktinya."
    return form_page(request, form, f"Biaya {title_of(batch)}", back_to_batch(batch), note=note)


@roles(*STAFF)
@require_POST
def cost_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a voucher wasn't for this batch after all."""
    batch = visible_batch(request, pk)
    wanted = request.POST.get("bukti", "")
    entry = next((entry for entry in entries_of(batch) if entry.label == wanted), None)
    if entry is None:
        raise Http404
    try:
        set_cost(batch, entry, is_counted=False, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{entry.label} tidak dihitung lagi.")
    return redirect("training:batch-detail", batch.pk)
