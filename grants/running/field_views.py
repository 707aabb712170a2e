"""Pages on which contributions and progress are recorded, with a telephone in the village."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from grants.models import Contribution, Grant
from grants.running.field import record_contribution, record_progress
from grants.running.forms import ContributionForm, ProgressForm
from grants.running.pages import FIELD_WORK, grant_page, step, visible_grant
from upk.access import roles
from upk.money import rupiah
from upk.periods import format_date


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def progress_add(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is."""
    grant = visible_grant(request, pk)
    last = grant.progress.order_by("-id").first()
    note = ""
    if last:
        percent = f"{last.percent.normalize():f}".replace(".", ",")
        note = f"Terakhir {percent}% pada {format_date(last.measured_on)}."
    form = ProgressForm(grant.office, request.POST or None, request.FILES or None)
    return step(
        request, form, partial(record_progress, grant), title=f"Kemajuan fisik {grant.code}",
        told="Kemajuan fisik tercatat.", back=grant_page(grant), note=note,
    )  # fmt: skip


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def contribution_add(request: HttpRequest, pk: int) -> HttpResponse:
    """What the village gave."""
    grant = visible_grant(request, pk)
    return step(
        request, ContributionForm(grant.office, request.POST or None),
        partial(record_contribution, grant), title=f"Swadaya {grant.code}",
        told="Swadaya tercatat.", back=grant_page(grant),
        note="Nilai dalam rupiah; tenaga dihitung dalam hari orang kerja (HOK).",
    )  # fmt: skip


@roles(*FIELD_WORK)
@require_http_methods(["GET", "POST"])
def contribution_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """What takes the place of a wrong contribution."""
    found = Contribution.objects.filter(grant__in=Grant.objects.visible_to(request.user))
    former = get_object_or_404(found, pk=pk)
    grant = visible_grant(request, former.grant_id)
    names = ("given_on", "kind", "amount", "quantity", "unit", "note")
    initial = {name: getattr(former, name) for name in names}
    form = ContributionForm(grant.office, request.POST or None, initial=initial)
    return step(
        request, form, partial(record_contribution, grant, replaces=former),
        title=f"Ganti catatan swadaya {grant.code}", told="Catatan swadaya diganti.",
        back=grant_page(grant),
        note=f"Menggantikan {former.get_kind_display().lower()} {rupiah(former.amount)} "
        f"tanggal {format_date(former.given_on)}. Isi nilai 0 bila ternyata tidak ada.",
    )  # fmt: skip
