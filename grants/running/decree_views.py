"""The camat's decrees: made, looked at, printed; grants cancelled."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grants.models import Decree, Phase
from grants.running.decrees import cancel_grant, record_decree, waiting_phases
from grants.running.forms import CancelForm, DecreeForm
from grants.running.pages import OFFICE_WORK, grant_page, step, visible_grant
from upk.access import READERS, Role, roles
from upk.paging import page_of

UP = "grants:decree-list"


@roles(*READERS)
@require_safe
def decree_list(request: HttpRequest) -> HttpResponse:
    """The decrees, and phases with approved proposals that none covers."""
    decrees = Decree.objects.visible_to(request.user).select_related("phase")
    page = page_of(request, decrees.prefetch_related("grants"))
    for decree in page:
        decree.total = sum(grant.amount for grant in decree.grants.all())
    counts = waiting_phases(request.user.office)
    phases = Phase.objects.visible_to(request.user).filter(pk__in=counts)
    waiting = [(phase, counts[phase.pk]) for phase in phases]
    may_decree = request.user.role in OFFICE_WORK
    context = {"page": page, "waiting": waiting, "may_decree": may_decree}
    return render(request, "grants/decree_list.html", context)


@roles(*READERS)
@require_safe
def decree_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A decree with its grants."""
    found = Decree.objects.visible_to(request.user).select_related("phase", "office", "file")
    decree = get_object_or_404(found, pk=pk)
    grants = decree.grants.with_names().select_related("cancellation")
    grants = list(grants.order_by("proposal__sector", "proposal__number"))
    total = sum(grant.amount for grant in grants if not hasattr(grant, "cancellation"))
    context = {"decree": decree, "grants": grants, "total": total}
    return render(request, "grants/decree_detail.html", context)


@roles(*OFFICE_WORK)
@require_http_methods(["GET", "POST"])
def decree_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the decree on approved proposals of the phase ``pk``."""
    found = Phase.objects.visible_to(request.user).select_related("office")
    phase = get_object_or_404(found, pk=pk)
    form = DecreeForm(phase, request.POST or None, request.FILES or None)
    back = (reverse(UP), "Penetapan (SPC)")
    return step(
        request, form, partial(record_decree, phase), title=f"Penetapan camat {phase}",
        told="SPC tercatat: kegiatannya ada di daftar.", back=back,
        note="Setiap usulan yang dicentang menjadi kegiatan dengan dana yang disetujui MAD.",
    )  # fmt: skip


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def grant_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a grant on which nothing is paid."""
    grant = visible_grant(request, pk)
    return step(
        request, CancelForm(grant.office, request.POST or None), partial(cancel_grant, grant),
        title=f"Batalkan {grant.code}", told=f"{grant.code} dibatalkan.", back=grant_page(grant),
        note="Hanya kegiatan yang belum menerima dana. Usulannya dapat ditetapkan lagi.",
    )  # fmt: skip
