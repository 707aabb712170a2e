"""Where grants stand on a day: read from their dated rows, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from grants.models import (
    Agreement,
    Contribution,
    Grant,
    GrantFinish,
    GrantMove,
    GrantPaper,
    GrantQuerySet,
    Progress,
    Tranche,
)
from grants.rules.sectors import ECONOMIC, PHYSICAL
from grants.rules.tranches import GrantFacts, Missing, Stage, TrancheFacts, missing_for, stage

KIND = GrantPaper.Kind


@dataclass(frozen=True)
class Standing:
    """A grant with what is known of it on a day. Whole rupiah.

    ``promised`` is the swadaya of the agreement, ``given`` what was recorded of it since.
    """

    grant: Grant
    facts: GrantFacts
    agreement: Agreement | None
    promised: int
    given: int

    @property
    def stage(self) -> Stage:
        return stage(self.facts)

    @property
    def missing(self) -> list[Missing]:
        """What the next tranche lacks; nothing where none is to come."""
        following = self.facts.next_tranche
        if self.stage != Stage.TRANCHES or following is None:
            return []
        return missing_for(self.facts, following.number)

    @property
    def left(self) -> int:
        """What of the grant wasn't paid yet."""
        return self.grant.amount - self.facts.paid - self.facts.capital


@dataclass
class _Rows:
    """What the rows of one grant say, while they are read."""

    agreement: Agreement | None = None
    cancelled: bool = False
    finished_on: date | None = None
    progress: Decimal = Decimal(0)
    given: int = 0


def standings(grants: GrantQuerySet, as_of: date) -> list[Standing]:
    """The grants that were decreed by the end of ``as_of``, in their order; nine queries."""
    found = list(grants.filter(decree__decided_on__lte=as_of).with_names())
    ids = [grant.pk for grant in found]
    rows = _rows(ids, as_of)
    agreements = [row.agreement.pk for row in rows.values() if row.agreement]
    tranches = _tranches(agreements)
    papers = _papers(ids, as_of)
    paid, returned, capital = _money(ids, as_of)
    result = []
    for grant in found:
        row = rows[grant.pk]
        own = papers[grant.pk]
        agreement = row.agreement
        facts = GrantFacts(
            amount=grant.amount,
            is_capital=grant.proposal.sector == ECONOMIC,
            is_physical=grant.proposal.sector == PHYSICAL,
            is_cancelled=row.cancelled,
            signed_on=agreement and agreement.signed_on,
            tranches=tuple(_tranche_facts(tranche, own, paid) for tranche in tranches[agreement.pk])
            if agreement
            else (),
            checked_on=_content_on(own, KIND.CHECK),
            met_on=_content_on(own, KIND.MEETING) or _old_end(own),
            finished_on=row.finished_on,
            progress=row.progress,
            capital=capital[grant.pk],
            returned=returned[grant.pk],
        )
        promised = agreement.contribution if agreement else 0
        result.append(Standing(grant, facts, agreement, promised, row.given))
    return result


def standing_of(grant: Grant, as_of: date) -> Standing:
    """``standings`` of one grant. Raises ``ValueError`` before its decree."""
    [found] = standings(Grant.objects.filter(pk=grant.pk), as_of)
    return found


def _rows(ids: list[int], as_of: date) -> dict[int, _Rows]:
    rows: dict[int, _Rows] = defaultdict(_Rows)
    signed = Agreement.objects.filter(grant__in=ids, signed_on__lte=as_of)
    for agreement in signed.select_related("team").order_by("id"):  # a newer one comes later
        rows[agreement.grant_id].agreement = agreement
    cancelled = Grant.objects.filter(pk__in=ids, cancellation__happened_on__lte=as_of)
    for pk in cancelled.order_by().values_list("pk", flat=True):
        rows[pk].cancelled = True
    finished = GrantFinish.objects.filter(grant__in=ids, paper__made_on__lte=as_of)
    for pk, day in finished.values_list("grant_id", "paper__made_on"):
        rows[pk].finished_on = day
    measured = Progress.objects.filter(grant__in=ids, measured_on__lte=as_of).order_by("id")
    for pk, percent in measured.values_list("grant_id", "percent"):
        rows[pk].progress = percent
    for pk, amount in contributions(as_of).filter(grant__in=ids).values_list("grant_id", "amount"):
        rows[pk].given += amount
    return rows


def contributions(as_of: date) -> "Contribution.objects":
    """Contributions dated up to and including a day that no other one of these replaced."""
    replaced = Q(replaced_by__isnull=False, replaced_by__given_on__lte=as_of)
    return Contribution.objects.filter(given_on__lte=as_of).exclude(replaced)


def _tranches(agreements: Iterable[int]) -> dict[int, list[Tranche]]:
    found: dict[int, list[Tranche]] = defaultdict(list)
    for tranche in Tranche.objects.filter(agreement__in=agreements).order_by("number"):
        found[tranche.agreement_id].append(tranche)
    return found


def _papers(ids: list[int], as_of: date) -> dict[int, list[GrantPaper]]:
    """The papers of each grant that stood at the end of ``as_of``, the oldest first."""
    by_pk: dict[int, GrantPaper] = {}
    made = GrantPaper.objects.filter(grant__in=ids, made_on__lte=as_of)
    for paper in made.select_related("approval").order_by("made_on", "id"):
        by_pk[paper.pk] = paper
    replaced = {paper.replaces_id for paper in by_pk.values()}
    found: dict[int, list[GrantPaper]] = defaultdict(list)
    for paper in by_pk.values():
        if paper.pk not in replaced:
            found[paper.grant_id].append(paper)
    return found


def _money(ids: list[int], as_of: date) -> tuple[dict[int, date], dict[int, int], dict[int, int]]:
    """When tranches were paid (by id), what teams gave back and what became capital (by grant)."""
    paid: dict[int, date] = {}
    sums: dict[str, dict[int, int]] = {kind: defaultdict(int) for kind in GrantMove.Kind.values}
    moves = GrantMove.objects.filter(grant__in=ids, happened_on__lte=as_of).order_by("id")
    for kind, grant, tranche, day, amount in moves.values_list(
        "kind", "grant_id", "tranche_id", "happened_on", "amount"
    ):
        sums[kind][grant] += amount
        if tranche and amount > 0:
            paid[tranche] = day
        elif tranche:
            paid.pop(tranche, None)
    return paid, sums[GrantMove.Kind.RETURN], sums[GrantMove.Kind.CAPITAL]


def _tranche_facts(
    tranche: Tranche, papers: list[GrantPaper], paid: dict[int, date]
) -> TrancheFacts:
    own = {paper.kind: paper for paper in papers if paper.tranche_id == tranche.pk}
    plan, use = own.get(KIND.PLAN), own.get(KIND.USE)
    approval = getattr(plan, "approval", None)
    return TrancheFacts(
        number=tranche.number,
        amount=tranche.amount,
        percent=tranche.percent,
        planned_on=plan and plan.made_on,
        approved_on=approval and approval.approved_on,
        paid_on=paid.get(tranche.pk),
        reported_on=use.made_on if use and use.amount else None,
        used=use.amount if use else 0,
        pk=tranche.pk,
    )


def _old_end(papers: list[GrantPaper]) -> date | None:
    """The day on which a grant ended in the books before these, its meeting included."""
    return next((paper.made_on for paper in papers if paper.kind == KIND.OLD_END), None)


def _content_on(papers: list[GrantPaper], kind: str) -> date | None:
    """The day of the last paper of a kind, if those who looked were content then."""
    last = [paper for paper in papers if paper.kind == kind]
    return last[-1].made_on if last and last[-1].is_passed else None
