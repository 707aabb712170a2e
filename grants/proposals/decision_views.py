"""Pages of scoring, ranking and the meeting's decision."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from grants.models import Phase, Proposal
from grants.proposals.decision_forms import DecisionForm
from grants.proposals.decisions import decide
from grants.proposals.phase_views import newest
from grants.proposals.ranked import ranking
from grants.proposals.score_lines import explained
from grants.proposals.scoring import Marks, rate, score_proposals, upkeep_for
from grants.proposals.scoring_forms import ScoreForm
from grants.proposals.scoring_sets import set_in_force
from grants.proposals.summary import sector_rows
from grants.proposals.views import DECIDERS, VERIFIERS, find_proposal
from grants.rules import lifecycle
from grants.rules.scoring import window_before
from grants.rules.sectors import NAMES, PROPOSED
from upk.access import READERS, roles
from upk.forms import told_as_done
from upk.periods import today

OPEN = (lifecycle.PROPOSED, lifecycle.RECOMMENDED, lifecycle.NOT_RECOMMENDED)


@roles(*VERIFIERS)
@require_http_methods(["GET", "POST"])
def proposal_score(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the verification team's marks; what is computed is shown beside them."""
    proposal = find_proposal(request, pk)
    office, on = request.user.office, today(request.user.office)
    scoring_set = set_in_force(office, _day(request, on))
    if scoring_set is None:
        messages.error(request, "Belum ada kriteria penilaian yang berlaku pada tanggal ini.")
        return redirect("grants:scoring-set-list")
    form = ScoreForm(office, scoring_set, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            [score] = score_proposals(
                proposal.phase, [Marks(proposal, form.points())], scored_on=data["happened_on"],
                request_key=data["request_key"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            total = f"{score.total}".replace(".", ",")
            told_as_done(request, f"Usulan {proposal.code} dinilai {total}.")
            return redirect("grants:proposal-detail", pk)
    context = {
        "proposal": proposal,
        "form": form,
        "on": on,
        "lines": _computed(scoring_set, proposal, on),
    }
    return render(request, "grants/score_form.html", context)


def _day(request: HttpRequest, on: date) -> date:
    """The day of the scoring, where it can be read: it says which criteria are in force."""
    try:
        return date.fromisoformat(request.POST.get("happened_on", ""))
    except ValueError:
        return on


def _computed(scoring_set, proposal: Proposal, on: date) -> list[tuple]:
    """Every criterion with its points as of today and what they come from."""
    upkeep = upkeep_for(scoring_set, [proposal], on)
    rating = rate(scoring_set, proposal, {}, upkeep, window_before(on))
    return [(criterion, rated, explained(rated.basis)) for criterion, rated in rating.lines]


def _phase_and_sector(request: HttpRequest, pk: int, sector: str) -> Phase:
    if sector not in dict(PROPOSED):
        raise Http404
    return get_object_or_404(Phase.objects.visible_to(request.user).select_related("office"), pk=pk)


@roles(*READERS)
@require_safe
def phase_ranking(request: HttpRequest, pk: int, sector: str) -> HttpResponse:
    """The ranking of a sector: figures, ties, and who was passed over."""
    phase = _phase_and_sector(request, pk, sector)
    rows = ranking(phase, sector)
    criteria: dict[int, object] = {}
    for row in rows:
        criteria |= {line.criterion_id: line.criterion for line in row.score.lines.all()}
    shown = []
    for row in rows:
        points = {line.criterion_id: line for line in row.score.lines.all()}
        cells = [(criterion, points.get(pk)) for pk, criterion in criteria.items()]
        shown.append((row, cells))
    context = {
        "phase": phase,
        "sector": sector,
        "sector_name": NAMES[sector],
        "sectors": PROPOSED,
        "criteria": list(criteria.values()),
        "rows": shown,
        "budget": _budget(phase, sector),
        "may_decide": request.user.role in DECIDERS,
    }
    return render(request, "grants/ranking.html", context)


def _budget(phase: Phase, sector: str):
    return next(row for row in sector_rows(phase, newest(phase)) if row.sector == sector)


@roles(*DECIDERS)
@require_http_methods(["GET", "POST"])
def phase_decide(request: HttpRequest, pk: int, sector: str) -> HttpResponse:
    """What a meeting decided on the proposals of a sector, all in one form."""
    phase = _phase_and_sector(request, pk, sector)
    ranked = [row for row in ranking(phase, sector) if row.proposal.status == lifecycle.SCORED]
    unscored = Proposal.objects.filter(phase=phase, sector=sector, status__in=OPEN)
    unscored = list(unscored.select_related("village").order_by("number"))
    form = DecisionForm(request.user.office, ranked, unscored, request.POST or None)
    if form.is_valid():
        try:
            steps = decide(
                phase, form.verdicts(), form.meeting(),
                request_key=form.cleaned_data["request_key"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told_as_done(request, f"Keputusan atas {len(steps)} usulan tercatat.")
            return redirect("grants:phase-ranking", pk, sector)
    context = {
        "phase": phase,
        "sector_name": NAMES[sector],
        "form": form,
        "budget": _budget(phase, sector),
        "up": reverse("grants:phase-ranking", args=[pk, sector]),
    }
    return render(request, "grants/decision_form.html", context)
