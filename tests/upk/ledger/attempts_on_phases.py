"""What a clerk with SQL would try on phases, proposals, their steps and scores."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

VERSION = ("grants_phaseversion", "{phase_version}")
SOURCE = ("grants_phasesource", "{phase_source}")
BUDGET = ("grants_phasebudget", "{phase_budget}")
ALLOTMENT = ("grants_allotment", "{allotment}")
PROPOSAL = ("grants_proposal", "{asked_proposal}")
APPROVAL = ("grants_proposalstep", "{approval_step}")
VERIFICATION = ("grants_proposalstep", "{verification_step}")
DOCUMENT = ("grants_documentcheck", "{document_check}")
SET = ("grants_scoringset", "{scoring_set}")
CRITERION = ("grants_criterion", "{criterion}")
SCORE = ("grants_score", "{score}")
LINE = ("grants_scoreline", "{score_line}")
CHANGES = {
    ("grants_phase", "{phase}"): "year = 2011",
    VERSION: "amount = 1",
    SOURCE: "amount = 1",
    BUDGET: "amount = 1",
    ALLOTMENT: "amount = 1",
    APPROVAL: "amount = 1",
    DOCUMENT: "is_there = NOT is_there",
    SET: "criterion_count = 9",
    CRITERION: "weight = 1",
    SCORE: "total = 1",
    LINE: "points = 1",
}
for (table, row), change in {**CHANGES, PROPOSAL: ""}.items():
    if change:
        CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={row}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"

CHANGED = copied(*VERSION, revision=1, reason="'Lain'")
NEW_VERSION = "(SELECT MAX(id) FROM grants_phaseversion)"
NEW_BUDGET = copied(*BUDGET, version_id=NEW_VERSION, sector="'operasional'", amount=5000)
SCORED = copied(
    *VERIFICATION, from_status="'V'", to_status="'S'", happened_on="'2010-01-20'",
    decision_id="NULL",
)  # fmt: skip

CASES |= {
    "phase changed in the closed period": (
        copied(*VERSION, revision=1, reason="'Lain'", decided_on="'2009-12-31'"),
        "period is closed",
    ),
    "phase changed by another office's decision": (
        copied(*VERSION, revision=1, reason="'Lain'", decision_id="{foreign_phase_decision}"),
        "decided by a meeting",
    ),
    "phase changed with a change left out": (
        copied(*VERSION, revision=2, reason="'Lain'"),
        "counted from 0",
    ),
    "phase with more sources than it has": (
        copied(*SOURCE, kind="'other'", amount=1),
        "together the amount",
    ),
    "phase with a source that nobody knows": (
        f"{CHANGED};; " + copied(*SOURCE, version_id=NEW_VERSION, kind="'lain'"),
        "known sources",
    ),
    "phase with more budgets than it has": (
        copied(*BUDGET, sector="'ekonomi'", amount=1),
        "known sectors, together",
    ),
    "budget below what is approved": (
        f"{CHANGED};; {copied(*BUDGET, version_id=NEW_VERSION, amount=29_999)}",
        "more is approved already",
    ),
    "more Operasional than is set aside": (
        f"{CHANGED};; {NEW_BUDGET};; "
        f"{copied(*ALLOTMENT, version_id=NEW_VERSION, amount=5_001)}",
        "together the budget",
    ),
    "Operasional for another office's village": (
        f"{CHANGED};; {NEW_BUDGET};; "
        + copied(*ALLOTMENT, version_id=NEW_VERSION, village_id="{foreign_village}"),
        "a village of the office",
    ),
    "proposal that begins as approved": (
        copied(*PROPOSAL, number=9, status="'A'"),
        "proposed by a village",
    ),
    "proposal in Operasional": (
        copied(*PROPOSAL, number=9, sector="'operasional'"),
        "in a sector for proposals",
    ),
    "proposal to another office's phase": (
        copied(*PROPOSAL, number=9, phase_id="{foreign_phase}"),
        "proposed by a village of the office",
    ),
    "proposal moved to another phase": (
        "UPDATE grants_proposal SET phase_id={foreign_phase} WHERE id={asked_proposal}",
        "rows keep",
    ),
    "verified proposal asks for more": (
        "UPDATE grants_proposal SET asked=99 WHERE id={verified_proposal}",
        "keeps its facts",
    ),
    "proposal changed while it is verified": (
        copied(*VERIFICATION, proposal_id="{asked_proposal}")
        + ";; UPDATE grants_proposal SET status='V', asked=99 WHERE id={asked_proposal}",
        "keeps its facts",
    ),
    "proposal approved without a step": (
        "UPDATE grants_proposal SET status='A' WHERE id={scored_proposal}",
        "status follows a step",
    ),
    "step of a proposal that nobody knows": (
        copied(*APPROVAL, proposal_id="{asked_proposal}", from_status="'P'", to_status="'S'"),
        "no such step",
    ),
    "step of a proposal that doesn't go on from the last": (
        copied(*APPROVAL, proposal_id="{asked_proposal}"),
        "goes on from the last",
    ),
    "step before the last": (
        copied(*APPROVAL, proposal_id="{scored_proposal}", happened_on="'2010-01-19'"),
        "not before its day",
    ),
    "step back without a reason": (
        copied(*APPROVAL, from_status="'A'", to_status="'S'", reason="''", passed_over=0),
        "say why",
    ),
    "refusal without a reason": (
        copied(*APPROVAL, proposal_id="{scored_proposal}", to_status="'T'", reason="''",
               passed_over=0),
        "say why",
    ),
    "approval in the closed period": (
        copied(
            *VERIFICATION, from_status="'V'", to_status="'S'", happened_on="'2009-12-20'",
            decision_id="NULL",
        )
        + ";; "
        + copied(*APPROVAL, proposal_id="{verified_proposal}", happened_on="'2009-12-31'"),
        "period is closed",
    ),
    "approval by another office's decision": (
        copied(*APPROVAL, proposal_id="{scored_proposal}", happened_on="'2010-01-25'",
               decision_id="{foreign_phase_decision}"),
        "decided in the office",
    ),
    "approval on another day than the meeting's": (
        copied(*APPROVAL, proposal_id="{scored_proposal}", happened_on="'2010-01-26'"),
        "decided in the office on that day",
    ),
    "approval above the sector's budget": (
        copied(*APPROVAL, proposal_id="{scored_proposal}", amount=65_001),
        "budget of the sector is the limit",
    ),
    "approval above what was asked without a reason": (
        copied(*APPROVAL, proposal_id="{scored_proposal}", amount=40_001, reason="''",
               passed_over=0),
        "needs a reason",
    ),
    "approval of what nobody scored": (
        f"{SCORED};; {copied(*APPROVAL, proposal_id='{verified_proposal}')}",
        "scored before",
    ),
    "paper ticked after the verification": (
        copied(*DOCUMENT, step_id="{approval_step}", position=9),
        "as part of the verification",
    ),
    "criteria in the closed period": (
        copied(*SET, since="'2009-12-31'"),
        "period is closed",
    ),
    "criteria that weigh more than a hundred": (
        copied(*CRITERION, position=2, weight=1),
        "weights together 100",
    ),
    "score of a step that doesn't score": (
        copied(*SCORE, step_id="{approval_step}"),
        "of the step that scores",
    ),
    "score by criteria of later days": (
        f"{SCORED};; "
        + copied(*SET, since="'2010-02-01'")
        + ";; "
        + copied(*SCORE, step_id="(SELECT MAX(id) FROM grants_proposalstep)",
                 proposal_id="{verified_proposal}",
                 scoring_set_id="(SELECT MAX(id) FROM grants_scoringset)"),
        "by criteria of the office in force",
    ),
    "points for another office's criterion": (
        copied(*LINE, criterion_id="{foreign_criterion}"),
        "a criterion of the set",
    ),
}  # fmt: skip
if connection.vendor == "sqlite":
    OTHER_KEYS = {
        ("grants_phase", "{phase}"): "a year's phase",
        VERSION: "a version by number",
        SOURCE: "a source by kind",
        BUDGET: "a budget by sector",
        ALLOTMENT: "an allotment by village",
        PROPOSAL: "a proposal by number",
        DOCUMENT: "a paper by its place",
        SET: "criteria by their day",
        CRITERION: "a criterion by its place",
        SCORE: "a score by its step",
        LINE: "points by criterion",
    }
    CASES |= {
        f"replace {what}": (copied(table, row, "INSERT OR REPLACE"), "never replaced")
        for (table, row), what in OTHER_KEYS.items()
    }
