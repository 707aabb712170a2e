"""Pages of the money: what a phase received and paid, tranches paid, money back, taken back."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grants.models import GrantMove, Phase, TrancheRule
from grants.rules.tranches import DEFAULT_PERCENTS
from grants.running.agreements import add_tranche_rule, current_team
from grants.running.forms import CancelForm
from grants.running.funds import fund_of
from grants.running.money_forms import (
    AllotmentForm,
    CapitalForm,
    PayForm,
    ReceiveForm,
    ReturnForm,
    RuleForm,
)
from grants.running.pages import (
    grant_page,
    is_done,
    step,
    visible_grant,
    visible_tranche,
)
from grants.running.payments import (
    book_capital,
    pay_allotment,
    pay_tranche,
    payment_problems,
    receive_money,
    return_money,
    reverse_move,
)
from grants.running.problems import lowest_held
from grants.running.standings import standing_of
from upk.access import READERS, Role, roles
from upk.asked import asked_id
from upk.money import rupiah
from upk.paging import page_of
from upk.periods import format_date, today


@roles(*READERS)
@require_safe
def fund_list(request: HttpRequest) -> HttpResponse:
    """A phase's money: sources, what is in trust, what became of it, and its rows."""
    phases = list(Phase.objects.visible_to(request.user).select_related("office"))
    asked = asked_id(request, "tahun")
    phase = next((p for p in phases if p.pk == asked), phases[0] if phases else None)
    fund = page = None
    if phase:
        fund = fund_of(phase, today(phase.office))
        moves = GrantMove.objects.filter(phase=phase).select_related(
            "entry", "tranche", "village", "grant__proposal__village", "grant__decree__phase"
        )
        page = page_of(request, moves.order_by("-happened_on", "-id"))
    context = {
        "phases": phases,
        "phase": phase,
        "fund": fund,
        "page": page,
        "may_pay": request.user.role == Role.TREASURER,
        "may_undo": request.user.role == Role.MANAGER,
    }
    return render(request, "grants/fund_list.html", context)


def _phase(request: HttpRequest, pk: int) -> Phase:
    found = Phase.objects.visible_to(request.user).select_related("office")
    return get_object_or_404(found, pk=pk)


def _fund_page(phase: Phase) -> tuple[str, str]:
    return f"{reverse('grants:fund-list')}?tahun={phase.pk}", f"Dana {phase}"


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def money_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Money of the phase ``pk`` came into Bank BLM."""
    phase = _phase(request, pk)
    return step(
        request, ReceiveForm(phase, request.POST or None), partial(receive_money, phase),
        title=f"Penerimaan dana {phase}", told="Penerimaan dana tercatat.", back=_fund_page(phase),
        note="Masuk Bank BLM sebagai titipan desa, bukan pendapatan UPK.",
    )  # fmt: skip


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def allotment_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Operational money of the phase ``pk``."""
    phase = _phase(request, pk)
    return step(
        request, AllotmentForm(phase, request.POST or None), partial(pay_allotment, phase),
        title=f"Dana operasional {phase}", told="Dana operasional dibayarkan.",
        back=_fund_page(phase),
        note="Bagian UPK pindah ke Bank Operasional; bagian TPK dibayarkan kepada TPK desa.",
    )  # fmt: skip


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def tranche_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay a tranche, after a look at its papers, the team's account and the phase's money."""
    tranche = visible_tranche(request, pk)
    grant = tranche.agreement.grant
    back = grant_page(grant)
    form = PayForm(grant.office, request.POST or None)
    told = f"Tahap {tranche.number} {grant.code} cair: {rupiah(tranche.amount)}."
    if is_done(request, form, partial(pay_tranche, tranche), told):
        return redirect(back[0])
    day = today(grant.office)
    standing = standing_of(grant, max(day, grant.decree.decided_on))
    problems = [] if form.is_bound else payment_problems(standing, tranche, day, request.user)
    held = lowest_held(grant.decree.phase, day)
    context = {
        "form": form,
        "grant": grant,
        "tranche": tranche,
        "row": next((row for row in standing.facts.tranches if row.pk == tranche.pk), None),
        "team": current_team(grant, day),
        "problems": problems,
        "held": held,
        "left": held - tranche.amount,
        "back_url": back[0],
        "back_label": back[1],
    }
    return render(request, "grants/payment_form.html", context)


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def capital_add(request: HttpRequest, pk: int) -> HttpResponse:
    """An Ekonomi grant becomes capital of the loan fund."""
    grant = visible_grant(request, pk)
    return step(
        request, CapitalForm(grant, request.POST or None), partial(book_capital, grant),
        title=f"Modal dana bergulir dari {grant.code}", told=f"{grant.code} menjadi modal.",
        back=grant_page(grant),
        note=f"{rupiah(grant.amount)} pindah dari titipan BLM ke modal, dan dari Bank BLM ke "
        "rekening dana bergulir, sekaligus.",
    )  # fmt: skip


@roles(Role.TREASURER)
@require_http_methods(["GET", "POST"])
def return_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that a team gave back."""
    grant = visible_grant(request, pk)
    left = standing_of(grant, max(today(grant.office), grant.decree.decided_on)).facts.unspent
    form = ReturnForm(grant.office, request.POST or None, initial={"amount": left or None})
    return step(
        request, form, partial(return_money, grant), title=f"Pengembalian dana {grant.code}",
        told="Pengembalian dana tercatat.", back=grant_page(grant),
        note=f"Sisa uang di TPK {rupiah(left)}. Kembali ke Bank BLM dan titipan desa.",
    )  # fmt: skip


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def move_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a receipt or a payment."""
    found = GrantMove.objects.visible_to(request.user).select_related("entry", "phase__office")
    move = get_object_or_404(found, pk=pk)
    back = _fund_page(move.phase)
    if move.grant_id:
        back = grant_page(visible_grant(request, move.grant_id))
    return step(
        request, CancelForm(move.office, request.POST or None), partial(reverse_move, move),
        title=f"Batalkan {move.entry.label}", told=f"{move.entry.label} dibatalkan.", back=back,
        note=f"{move.get_kind_display()} {rupiah(abs(move.amount))}, "
        f"{format_date(move.happened_on)}. Buktinya tetap ada dengan jurnal pembatalnya.",
    )  # fmt: skip


@roles(*READERS)
@require_safe
def tranche_rules(request: HttpRequest) -> HttpResponse:
    """How grants are divided into tranches, since when."""
    rules = TrancheRule.objects.visible_to(request.user).prefetch_related("parts")
    may_change = request.user.role == Role.MANAGER
    context = {"rules": rules, "usual": DEFAULT_PERCENTS, "may_change": may_change}
    return render(request, "grants/tranche_rules.html", context)


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def tranche_rule_add(request: HttpRequest) -> HttpResponse:
    """Another division, for agreements from a day on."""
    office = request.user.office
    return step(
        request, RuleForm(office, request.POST or None), partial(add_tranche_rule, office),
        title="Pembagian tahap", told="Pembagian tahap tercatat.",
        back=(reverse("grants:tranche-rules"), "Pembagian Tahap"),
        note="Persentase semua tahap berjumlah 100. SPPB yang sudah ada tidak berubah.",
    )  # fmt: skip
