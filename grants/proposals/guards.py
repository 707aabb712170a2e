"""What the database itself refuses about phases, proposals, their steps and scores."""

from grants.models import Allotment, PhaseSource, Proposal
from grants.rules.lifecycle import MOVED_IN, STATUSES, STEPS
from grants.rules.scoring import SOURCES
from grants.rules.sectors import PROPOSED, SECTORS
from upk.ledger.guards import closed, has_begun
from upk.triggers import Guard, KeyWhere, append_only, changed, kept, unknown

_OFFICE_OF_PHASE = "SELECT office_id FROM grants_phase WHERE id = NEW.phase_id"
_OFFICE_OF_PROPOSAL = (
    "SELECT f.office_id FROM grants_phase f JOIN grants_proposal p ON p.phase_id = f.id "
    "WHERE p.id = NEW.proposal_id"
)
_LAST_STEP = "SELECT MAX(id) FROM grants_proposalstep WHERE proposal_id = {0}"
_KNOWN_STEPS = ", ".join(f"'{before}{after}'" for before, after in (*STEPS, MOVED_IN))
_STATUSES = [code for code, _ in STATUSES]


def _of(table: str) -> str:
    return f"(SELECT COALESCE(SUM(amount), 0) FROM {table} WHERE version_id = NEW.version_id)"


def approved_in(phase: str, sector: str) -> str:
    """SQL for what stands approved in a sector of a phase (SQL expressions). Whole rupiah."""
    return (
        "(SELECT COALESCE(SUM(s.amount), 0) FROM grants_proposalstep s "
        "JOIN grants_proposal q ON q.id = s.proposal_id "
        f"WHERE q.phase_id = {phase} AND q.sector = {sector} AND s.to_status = 'A' "
        f"AND s.id = ({_LAST_STEP.format('q.id')}))"
    )


_PHASES = [
    *append_only("grants_phase", unique=[("office_id", "year")]),
    *append_only("grants_phaseversion", unique=[("phase_id", "revision")]),
    Guard(
        "phase_version_not_in_closed_period",
        "grants_phaseversion",
        "INSERT",
        closed(f"({_OFFICE_OF_PHASE})", "NEW.decided_on"),
        "grants_phaseversion: the period is closed",
        lock_office=_OFFICE_OF_PHASE,
    ),
    Guard(
        "phase_version_decided_by_the_meeting",
        "grants_phaseversion",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_decision d WHERE d.id = NEW.decision_id "
        f"AND d.office_id = ({_OFFICE_OF_PHASE}) AND d.body = 'MAD' "
        "AND d.decided_on = NEW.decided_on)",
        "grants_phaseversion: decided by a meeting of the office on that day",
    ),
    Guard(
        "phase_versions_in_order",
        "grants_phaseversion",
        "INSERT",
        "NEW.revision <> (SELECT COUNT(*) FROM grants_phaseversion WHERE phase_id = NEW.phase_id) "
        "OR EXISTS (SELECT 1 FROM grants_phaseversion v WHERE v.phase_id = NEW.phase_id "
        "AND v.decided_on > NEW.decided_on)",
        "grants_phaseversion: changes are counted from 0, each later than the one before",
    ),
    *append_only("grants_phasesource", unique=[("version_id", "kind")]),
    Guard(
        "phase_sources_within_the_phase",
        "grants_phasesource",
        "INSERT",
        f"{unknown('kind', PhaseSource.Kind.values)} "
        f"OR NEW.amount + {_of('grants_phasesource')} > "
        "(SELECT amount FROM grants_phaseversion WHERE id = NEW.version_id)",
        "grants_phasesource: known sources, together the amount of the phase",
    ),
    *append_only("grants_phasebudget", unique=[("version_id", "sector")]),
    Guard(
        "phase_budgets_within_the_phase",
        "grants_phasebudget",
        "INSERT",
        f"{unknown('sector', [code for code, _ in SECTORS])} "
        f"OR NEW.amount + {_of('grants_phasebudget')} > "
        "(SELECT amount FROM grants_phaseversion WHERE id = NEW.version_id)",
        "grants_phasebudget: known sectors, together the amount of the phase",
    ),
    Guard(
        "phase_budget_covers_what_is_approved",
        "grants_phasebudget",
        "INSERT",
        f"EXISTS (SELECT 1 FROM grants_phaseversion v WHERE v.id = NEW.version_id "
        f"AND NEW.amount < {approved_in('v.phase_id', 'NEW.sector')})",
        "grants_phasebudget: more is approved already",
    ),
    *append_only(
        "grants_allotment",
        unique=[("version_id", "village_id"), KeyWhere(("version_id",), "{row}village_id IS NULL")],
    ),
    Guard(
        "allotments_within_the_budget",
        "grants_allotment",
        "INSERT",
        f"{unknown('kind', Allotment.Kind.values)} OR NEW.amount + {_of('grants_allotment')} > "
        "COALESCE((SELECT amount FROM grants_phasebudget WHERE version_id = NEW.version_id "
        "AND sector = 'operasional'), 0)",
        "grants_allotment: together the budget of Operasional",
    ),
    Guard(
        "allotment_to_a_village_of_the_office",
        "grants_allotment",
        "INSERT",
        "NEW.village_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offices_village g "
        "JOIN grants_phase f ON f.office_id = g.office_id "
        "JOIN grants_phaseversion v ON v.phase_id = f.id "
        "WHERE g.id = NEW.village_id AND v.id = NEW.version_id)",
        "grants_allotment: a village of the office",
    ),
]

_PROPOSALS = [
    *kept(
        "grants_proposal",
        unique=[("phase_id", "number")],
        fixed=("id", "phase_id", "village_id", "number", "submission_id", "recorded_by_id"),
    ),
    Guard(
        "proposal_begins_as_proposed",
        "grants_proposal",
        "INSERT",
        f"NEW.status <> 'P' OR {unknown('sector', [code for code, _ in PROPOSED])} "
        "OR NOT EXISTS (SELECT 1 FROM offices_village g JOIN grants_phase f "
        "ON f.office_id = g.office_id WHERE g.id = NEW.village_id AND f.id = NEW.phase_id)",
        "grants_proposal: proposed by a village of the office, in a sector for proposals",
    ),
    Guard(
        "proposal_facts_frozen",
        "grants_proposal",
        "UPDATE",
        f"({changed(*Proposal.FACTS)}) AND (OLD.status <> 'P' OR NEW.status <> 'P' "
        f"OR {unknown('sector', [code for code, _ in PROPOSED])})",
        "grants_proposal: what was verified keeps its facts",
    ),
    Guard(
        "proposal_status_follows_its_steps",
        "grants_proposal",
        "UPDATE",
        "NEW.status <> OLD.status AND NOT EXISTS (SELECT 1 FROM grants_proposalstep s "
        f"WHERE s.id = ({_LAST_STEP.format('NEW.id')}) "
        "AND s.to_status = NEW.status AND s.from_status = OLD.status)",
        "grants_proposal: the status follows a step",
    ),
]

_MINE = f"FROM grants_proposalstep l WHERE l.id = ({_LAST_STEP.format('NEW.proposal_id')})"
_STEPS = [
    *append_only("grants_proposalstep"),
    Guard(
        "proposal_step_is_known",
        "grants_proposalstep",
        "INSERT",
        f"{unknown('to_status', _STATUSES)} OR {unknown('from_status', ['', *_STATUSES])} "
        f"OR NEW.from_status || NEW.to_status NOT IN ({_KNOWN_STEPS})",
        "grants_proposalstep: no such step",
    ),
    Guard(
        "proposal_step_follows_the_last",
        "grants_proposalstep",
        "INSERT",
        f"NEW.from_status <> COALESCE((SELECT l.to_status {_MINE}), '') "
        f"OR EXISTS (SELECT 1 {_MINE} AND l.happened_on > NEW.happened_on)",
        "grants_proposalstep: a step goes on from the last one, not before its day",
    ),
    Guard(
        "proposal_stopped_or_taken_back_with_a_reason",
        "grants_proposalstep",
        "INSERT",
        "NEW.reason = '' AND (NEW.to_status IN ('T', 'X') OR NEW.from_status IN ('T', 'X', 'A') "
        "OR NEW.from_status || NEW.to_status IN ('VP', 'NP', 'SV'))",
        "grants_proposalstep: say why",
    ),
    Guard(
        "proposal_approval_not_in_closed_period",
        "grants_proposalstep",
        "INSERT",
        "'A' IN (NEW.from_status, NEW.to_status) AND "
        + closed(f"({_OFFICE_OF_PROPOSAL})", "NEW.happened_on"),
        "grants_proposalstep: the period is closed",
        lock_office=_OFFICE_OF_PROPOSAL,
    ),
    Guard(
        "proposal_decision_of_the_office",
        "grants_proposalstep",
        "INSERT",
        "NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM offices_decision d "
        f"WHERE d.id = NEW.decision_id AND d.office_id = ({_OFFICE_OF_PROPOSAL}) "
        "AND d.decided_on = NEW.happened_on AND (NEW.to_status <> 'A' OR d.body = 'MAD'))",
        "grants_proposalstep: decided in the office on that day, an approval by the meeting",
    ),
    Guard(
        "proposal_approved_within_the_budget",
        "grants_proposalstep",
        "INSERT",
        "NEW.to_status = 'A' AND NOT EXISTS (SELECT 1 FROM grants_proposal p "
        "JOIN grants_phaseversion v ON v.phase_id = p.phase_id "
        "JOIN grants_phasebudget b ON b.version_id = v.id AND b.sector = p.sector "
        "WHERE p.id = NEW.proposal_id AND v.decided_on <= NEW.happened_on "
        "AND v.revision = (SELECT MAX(revision) FROM grants_phaseversion "
        "WHERE phase_id = p.phase_id) "
        f"AND b.amount >= NEW.amount + {approved_in('p.phase_id', 'p.sector')})",
        "grants_proposalstep: the budget of the sector is the limit",
    ),
    Guard(
        "proposal_approved_above_what_was_asked_with_a_reason",
        "grants_proposalstep",
        "INSERT",
        "NEW.to_status = 'A' AND NEW.reason = '' AND NEW.amount > "
        "(SELECT asked FROM grants_proposal WHERE id = NEW.proposal_id)",
        "grants_proposalstep: more than was asked for needs a reason",
    ),
    Guard(
        "proposal_moved_in_before_the_books_begin",
        "grants_proposalstep",
        "INSERT",
        "NEW.from_status = 'P' AND NEW.to_status = 'A' AND "
        + has_begun(f"({_OFFICE_OF_PROPOSAL})"),
        "grants_proposalstep: the books have begun",
    ),
    Guard(
        "proposal_approved_by_its_score",
        "grants_proposalstep",
        "INSERT",
        "NEW.to_status = 'A' AND NEW.from_status <> 'P' AND NOT EXISTS "
        "(SELECT 1 FROM grants_score c WHERE c.step_id = "
        "(SELECT MAX(id) FROM grants_proposalstep WHERE proposal_id = NEW.proposal_id "
        "AND from_status = 'V' AND to_status = 'S'))",
        "grants_proposalstep: scored before it is approved",
    ),
    *append_only("grants_documentcheck", unique=[("step_id", "position")]),
    Guard(
        "document_checked_in_the_verification",
        "grants_documentcheck",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_proposalstep s WHERE s.id = NEW.step_id "
        "AND s.from_status = 'P' AND s.to_status IN ('V', 'N') "
        f"AND s.id = ({_LAST_STEP.format('s.proposal_id')}))",
        "grants_documentcheck: checked as part of the verification",
    ),
]

_SET_OF = "grants_scoringset g WHERE g.id = NEW.scoring_set_id"
_SCORING = [
    *append_only("grants_scoringset", unique=[("office_id", "since")]),
    Guard(
        "scoring_set_not_in_closed_period",
        "grants_scoringset",
        "INSERT",
        closed("NEW.office_id", "NEW.since"),
        "grants_scoringset: the period is closed",
        lock_office="NEW.office_id",
    ),
    *append_only("grants_criterion", unique=[("scoring_set_id", "position")]),
    Guard(
        "criterion_within_its_set",
        "grants_criterion",
        "INSERT",
        f"{unknown('source', [code for code, _ in SOURCES])} "
        "OR NEW.weight + (SELECT COALESCE(SUM(weight), 0) FROM grants_criterion "
        "WHERE scoring_set_id = NEW.scoring_set_id) > 100 "
        "OR (SELECT COUNT(*) FROM grants_criterion WHERE scoring_set_id = NEW.scoring_set_id) "
        f">= (SELECT g.criterion_count FROM {_SET_OF})",
        "grants_criterion: known sources, weights together 100, no more than the set has",
    ),
    *append_only("grants_score", unique=[("step_id",)]),
    Guard(
        "score_belongs_to_its_step",
        "grants_score",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_proposalstep s WHERE s.id = NEW.step_id "
        "AND s.from_status = 'V' AND s.to_status = 'S' AND s.proposal_id = NEW.proposal_id "
        "AND s.happened_on = NEW.scored_on "
        f"AND s.id = ({_LAST_STEP.format('NEW.proposal_id')})) "
        f"OR NOT EXISTS (SELECT 1 FROM {_SET_OF} AND g.office_id = ({_OFFICE_OF_PROPOSAL}) "
        "AND g.since <= NEW.scored_on)",
        "grants_score: of the step that scores, by criteria of the office in force",
    ),
    *append_only("grants_scoreline", unique=[("score_id", "criterion_id")]),
    Guard(
        "score_line_of_its_set",
        "grants_scoreline",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_criterion k JOIN grants_score c "
        "ON c.scoring_set_id = k.scoring_set_id "
        "WHERE k.id = NEW.criterion_id AND c.id = NEW.score_id)",
        "grants_scoreline: a criterion of the set that scored",
    ),
]

GUARDS = [*_PHASES, *_PROPOSALS, *_STEPS, *_SCORING]
