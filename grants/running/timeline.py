"""What a grant's page shows: its stages, what comes next and who does it, and all that happened."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from grants.models import Grant, GrantMove, GrantPaper
from grants.rules.tranches import Lack, Stage, missing_for_end, missing_for_meeting
from grants.running.pages import FIELD_WORK, OFFICE_WORK
from grants.running.problems import lack_text, unfinished_problems
from grants.running.standings import Standing
from upk.access import Role

_WITH_RECEIPT = (GrantMove.Kind.TRANCHE, GrantMove.Kind.RETURN)


@dataclass(frozen=True, slots=True)
class Action:
    """A step that can be taken now: its button, and the roles that may press it."""

    label: str
    url: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A stage of the stepper; ``state`` is done, now, later or stopped."""

    label: str
    state: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. ``amount`` is whole rupiah; ``url`` leads to its paper."""

    on: date
    title: str
    detail: str = ""
    amount: int | None = None
    url: str = ""
    by: str = ""


def shown_stages(standing: Standing) -> list[Shown]:
    """The way from the decree to the end, as far as it has come."""
    grant, facts = standing.grant, standing.facts
    ways = [("SPC", grant.decree.decided_on)]
    if facts.is_capital:
        booked = facts.capital > 0
        ways += [("Menjadi modal", date.min if booked else None)]
    else:
        ways += [("SPPB", facts.signed_on)]
        ways += [(f"Tahap {row.number}", row.paid_on) for row in facts.tranches]
        ways += [("Musyawarah", facts.met_on), ("Selesai", facts.finished_on)]
    if facts.is_cancelled:
        done = [Shown(label, "done", day) for label, day in ways if day]
        return [*done, Shown("Dibatalkan", "stopped")]
    result, is_next = [], True
    for label, day in ways:
        state = "done" if day else ("now" if is_next else "later")
        is_next = is_next and bool(day)
        result.append(Shown(label, state, day if day != date.min else None))
    return result


def what_is_missing(standing: Standing) -> list[str]:
    """Everything between the grant and its next step, as sentences."""
    stage, facts = standing.stage, standing.facts
    if stage == Stage.TRANCHES:
        return [lack_text(missing) for missing in standing.missing]
    if stage in (Stage.REPORT, Stage.MEETING, Stage.CAPITAL, Stage.AGREEMENT):
        lacks = missing_for_meeting(facts)
    elif stage == Stage.FINAL:
        lacks = missing_for_end(facts)
    else:
        lacks = []
    return [problem.message for problem in unfinished_problems(lacks, facts)]


def actions(standing: Standing) -> list[Action]:
    """Steps that move the grant on now, the most urgent first."""
    grant, stage, facts = standing.grant, standing.stage, standing.facts
    pk = grant.pk
    if stage == Stage.CAPITAL:
        return [_action("Bukukan sebagai modal", "capital-add", pk, Role.TREASURER)]
    if stage == Stage.AGREEMENT:
        has_team = grant.teams.exists()
        team = _action("Isi pengurus TPK", "grant-team", pk, *FIELD_WORK)
        sign = _action("Catat SPPB", "agreement-add", pk, *OFFICE_WORK)
        return [sign] if has_team else [team, sign]
    if stage == Stage.TRANCHES:
        return _tranche_actions(standing)
    if stage == Stage.REPORT:
        open_rows = [row for row in facts.tranches if not row.reported_on]
        return [_use(row.number, row.pk) for row in open_rows]
    if stage in (Stage.MEETING, Stage.FINAL):
        return _closing_actions(standing)
    return []


def _action(label: str, name: str, pk: int, *roles: str) -> Action:
    return Action(label, reverse(f"grants:{name}", args=[pk]), roles)


def _use(number: int, pk: int) -> Action:
    return _action(f"Catat LPD tahap {number}", "use-add", pk, *FIELD_WORK)


def _tranche_actions(standing: Standing) -> list[Action]:
    """What the next tranche needs, each lack with its form; or its payment."""
    facts = standing.facts
    following = facts.next_tranche
    numbers = {row.number: row.pk for row in facts.tranches}
    found = []
    for missing in standing.missing:
        pk = numbers[missing.tranche]
        if missing.lack == Lack.REPORT_BEFORE:
            found.append(_use(missing.tranche, pk))
        elif missing.lack == Lack.PLAN:
            label = f"Catat RPD tahap {missing.tranche}"
            found.append(_action(label, "plan-add", pk, *FIELD_WORK))
        elif missing.lack == Lack.APPROVAL:
            paper = GrantPaper.objects.standing().get(tranche=pk, kind=GrantPaper.Kind.PLAN)
            label = f"Setujui RPD tahap {missing.tranche}"
            found.append(_action(label, "plan-approve", paper.pk, Role.MANAGER))
        elif missing.lack == Lack.CHECK:
            pk = standing.grant.pk
            found.append(_action("Catat pemeriksaan lapangan", "check-add", pk, *FIELD_WORK))
    if not standing.missing:
        label = f"Cairkan tahap {following.number}"
        found.append(_action(label, "tranche-pay", following.pk, Role.TREASURER))
    return found


def _closing_actions(standing: Standing) -> list[Action]:
    pk, facts = standing.grant.pk, standing.facts
    found = []
    if facts.unspent:
        found.append(_action("Catat pengembalian dana", "return-add", pk, Role.TREASURER))
    if facts.is_physical and facts.progress < 100:
        found.append(_action("Catat kemajuan fisik", "progress-add", pk, *FIELD_WORK))
    if found:
        return found
    if standing.stage == Stage.MEETING:
        return [_action("Catat musyawarah", "meeting-add", pk, *FIELD_WORK)]
    return [_action("Catat laporan akhir", "grant-finish", pk, *FIELD_WORK)]


def events(grant: Grant, *, with_decree: bool) -> list[Event]:
    """All that happened to a grant, the newest first; seven queries.

    ``with_decree``: whether the user may open the decree, which names other villages' grants too.
    """
    decree = reverse("grants:decree-detail", args=[grant.decree_id]) if with_decree else ""
    found = [
        Event(
            grant.decree.decided_on, f"SPC {grant.decree.number}", f"Camat: {grant.decree.camat}",
            grant.amount, decree,
        )
    ]  # fmt: skip
    for row in grant.agreements.select_related("file", "recorded_by"):
        replaced = "" if row.replaces_id is None else "menggantikan SPPB sebelumnya"
        url = reverse("grants:agreement-file", args=[row.pk]) if row.file_id else ""
        event = Event(
            row.signed_on, f"SPPB {row.number}", replaced, None, url, row.recorded_by.name
        )
        found.append(event)
    found += [_paper_event(paper) for paper in _papers(grant)]
    found += [_move_event(move) for move in _moves(grant)]
    for row in grant.progress.select_related("recorded_by"):
        percent = f"{row.percent.normalize():f}".replace(".", ",")
        url = reverse("grants:progress-file", args=[row.pk]) if row.file_id else ""
        title = f"Kemajuan fisik {percent}%"
        found.append(Event(row.measured_on, title, row.reason, None, url, row.recorded_by.name))
    cancelled = getattr(grant, "cancellation", None)
    if cancelled:
        found.append(Event(cancelled.happened_on, "Dibatalkan", cancelled.reason))
    return sorted(found, key=lambda event: event.on, reverse=True)


def _papers(grant: Grant):
    return grant.papers.select_related(
        "tranche", "approval__approved_by", "recorded_by", "replaced_by"
    )


def _moves(grant: Grant):
    return grant.moves.select_related("entry", "tranche", "recorded_by")


def _paper_event(paper: GrantPaper) -> Event:
    details = []
    approval = getattr(paper, "approval", None)
    if approval:
        details.append(f"disetujui {approval.approved_by.name} {approval.approved_on:%d-%m-%Y}")
    if paper.percent is not None:
        details.append(f"fisik {paper.percent.normalize():f}%".replace(".", ","))
    if paper.attendance:
        details.append(f"{paper.attendance} peserta")
    if paper.is_passed is not None:
        details.append("diterima" if paper.is_passed else "belum diterima")
    if paper.made_by_name:
        details.append(f"oleh {paper.made_by_name}")
    if hasattr(paper, "replaced_by"):
        details.append("sudah diganti")
    if paper.note:
        details.append(paper.note)
    url = reverse("grants:paper-file", args=[paper.pk]) if paper.file_id else ""
    return Event(
        paper.made_on, paper.title, "; ".join(details), paper.amount, url, paper.recorded_by.name
    )


def _move_event(move: GrantMove) -> Event:
    title = move.get_kind_display()
    if move.tranche_id:
        title = f"Pencairan tahap {move.tranche.number}"
    if move.reverses_id:
        title = f"Batal: {title.lower()}"
    detail = f"{move.entry.label} {move.note}".strip()
    has_receipt = move.kind in _WITH_RECEIPT and not move.reverses_id
    url = reverse("grants:move-receipt", args=[move.pk]) if has_receipt else ""
    return Event(move.happened_on, title, detail, move.amount, url, move.recorded_by.name)
