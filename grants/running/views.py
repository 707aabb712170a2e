"""Grants: the list, and the page of one with what it waits for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grants.models import Grant, Phase
from grants.rules.sectors import PROPOSED
from grants.rules.tranches import Stage
from grants.running.agreements import current_team
from grants.running.pages import FIELD_WORK, OFFICE_WORK, visible_grant
from grants.running.stages import STAGES, stage_label
from grants.running.standings import Standing, contributions, standing_of, standings
from grants.running.timeline import actions, events, shown_stages, what_is_missing
from upk.access import OFFICE, Role, roles
from upk.asked import asked_id
from upk.money import rupiah
from upk.offices.models import Village
from upk.paging import page_of
from upk.periods import today

RUNNING = "berjalan"
_OVER = (Stage.DONE, Stage.CANCELLED)


@roles(*OFFICE)
@require_safe
def grant_list(request: HttpRequest) -> HttpResponse:
    """Grants with what each waits for; where they stand is worked out for all of the filter."""
    phases = list(Phase.objects.visible_to(request.user))
    grants = Grant.objects.visible_to(request.user)
    if phase := asked_id(request, "tahun"):
        grants = grants.filter(decree__phase_id=phase)
    if village := asked_id(request, "desa"):
        grants = grants.filter(proposal__village_id=village)
    sector = request.GET.get("bidang", "")
    if sector in dict(PROPOSED):
        grants = grants.filter(proposal__sector=sector)
    wanted = request.GET.get("keadaan", RUNNING if not request.GET else "")
    order = ("-decree__phase__year", "proposal__village__name", "proposal__number")
    found = standings(grants.order_by(*order), today(request.user.office))
    rows = [row for row in found if _is_wanted(row, wanted)]
    page = page_of(request, rows)
    page.object_list = [_shown(row) for row in page]
    context = {
        "page": page,
        "phases": phases,
        "villages": Village.objects.visible_to(request.user),
        "sectors": PROPOSED,
        "states": [
            (RUNNING, "Belum selesai"),
            *((s.value, label) for s, (label, _) in STAGES.items()),
        ],
        "wanted": wanted,
        "chosen": request.GET,
        "totals": {
            "amount": sum(row.grant.amount for row in rows),
            "received": sum(row.facts.received for row in rows),
        },
        "may_decree": request.user.role in OFFICE_WORK,
    }
    return render(request, "grants/grant_list.html", context)


def _shown(row: Standing) -> dict:
    """A row of the list."""
    return {
        "standing": row,
        "grant": row.grant,
        "facts": row.facts,
        "label": stage_label(row),
        "tone": STAGES[row.stage][1],
        "lacks": what_is_missing(row),
    }


def _is_wanted(row: Standing, wanted: str) -> bool:
    if wanted == RUNNING:
        return row.stage not in _OVER
    return wanted not in set(Stage) or row.stage == wanted


@roles(*OFFICE)
@require_safe
def grant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the grant stands, what is missing for its next step, and how it came here."""
    grant = visible_grant(request, pk)
    day = today(grant.office)
    standing = standing_of(grant, max(day, grant.decree.decided_on))
    role = request.user.role
    found = actions(standing)
    context = {
        "grant": grant,
        "proposal": grant.proposal,
        "standing": standing,
        "facts": standing.facts,
        "label": stage_label(standing),
        "promised": f"disanggupi {rupiah(standing.promised)}",
        "stages": shown_stages(standing),
        "missing": what_is_missing(standing),
        "actions": [action for action in found if role in action.roles],
        "waits_for": [a.label for a in found if role not in a.roles],
        "team": current_team(grant, day),
        "lines": standing.agreement.lines.all() if standing.agreement else [],
        "tranches": _tranche_rows(standing),
        "contributions": contributions(day).filter(grant=grant).select_related("recorded_by"),
        "events": events(grant, with_decree=role != Role.FACILITATOR),
        "last_move": _last_move(grant),
        "is_over": standing.stage in _OVER,
        "may_field": role in FIELD_WORK,
        "may_office": role in OFFICE_WORK,
        "may_undo": role == Role.MANAGER,
        "may_read_books": role != Role.FACILITATOR,
    }
    return render(request, "grants/grant_detail.html", context)


def _last_move(grant: Grant):
    """The money row that could be taken back: the last that stands."""
    return grant.moves.standing().select_related("entry", "tranche").order_by("-pk").first()


def _tranche_rows(standing: Standing) -> list[dict]:
    """Tranches with their papers' days, and the voucher of the payment."""
    moves = standing.grant.moves.standing().filter(tranche__isnull=False)
    entries = {move.tranche_id: move for move in moves.select_related("entry")}
    return [{"row": row, "move": entries.get(row.pk)} for row in standing.facts.tranches]
