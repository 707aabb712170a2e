"""What the database refuses about decrees, grants, teams, agreements and tranches."""

from grants.running.conditions import (
    AGREEMENT_STANDS,
    CANCELLED,
    FINISHED,
    PAID_ON_GRANT,
    SECTOR,
    not_closed,
    own_file,
)
from upk.triggers import Guard, append_only

_GRANT_OF_AGREEMENT = "grants_agreement a JOIN grants_grant g ON g.id = a.grant_id"
_LAST_STEP = "(SELECT MAX(x.id) FROM grants_proposalstep x WHERE x.proposal_id = p.id)"

_RULES = [
    *append_only("grants_trancherule", unique=[("office_id", "since")]),
    not_closed("grants_trancherule", "since", "NEW.office_id"),
    *append_only("grants_trancherulepart", unique=[("rule_id", "number")]),
    Guard(
        "tranche_rule_parts_within_the_whole",
        "grants_trancherulepart",
        "INSERT",
        "NEW.percent + (SELECT COALESCE(SUM(percent), 0) FROM grants_trancherulepart "
        "WHERE rule_id = NEW.rule_id) > 100",
        "grants_trancherulepart: more than 100 percent",
    ),
]

_GRANTS = [
    *append_only("grants_decree", unique=[("office_id", "phase_id", "number", "decided_on")]),
    not_closed("grants_decree", "decided_on", "NEW.office_id"),
    own_file("grants_decree", "NEW.office_id"),
    Guard(
        "decree_of_a_phase_of_the_office",
        "grants_decree",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_phase WHERE id = NEW.phase_id "
        "AND office_id = NEW.office_id)",
        "grants_decree: the phase is of the office",
    ),
    *append_only("grants_grant"),
    Guard(
        "grant_of_an_approved_proposal",
        "grants_grant",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_decree d JOIN grants_proposal p "
        "ON p.phase_id = d.phase_id JOIN grants_proposalstep s ON s.proposal_id = p.id "
        "WHERE d.id = NEW.decree_id AND d.office_id = NEW.office_id AND p.id = NEW.proposal_id "
        f"AND s.id = {_LAST_STEP} AND s.to_status = 'A' AND s.amount = NEW.amount "
        "AND s.happened_on <= d.decided_on)",
        "grants_grant: of an approved proposal of the phase, with the approved amount",
    ),
    Guard(
        "grant_once",
        "grants_grant",
        "INSERT",
        "EXISTS (SELECT 1 FROM grants_grant g WHERE g.proposal_id = NEW.proposal_id "
        f"AND NOT {CANCELLED.format('g.id')})",
        "grants_grant: the proposal has its grant already",
    ),
    Guard(
        "proposal_with_a_grant_stays_approved",
        "grants_proposalstep",
        "INSERT",
        "EXISTS (SELECT 1 FROM grants_grant g WHERE g.proposal_id = NEW.proposal_id "
        f"AND NOT {CANCELLED.format('g.id')})",
        "grants_proposalstep: cancel the grant of the proposal first",
    ),
    *append_only("grants_grantcancellation", unique=[("grant_id",)]),
    not_closed("grants_grantcancellation", "happened_on"),
    Guard(
        "grant_cancelled_before_money",
        "grants_grantcancellation",
        "INSERT",
        f"{PAID_ON_GRANT.format('NEW.grant_id')} <> 0 OR {FINISHED.format('NEW.grant_id')}",
        "grants_grantcancellation: money was paid on it",
    ),
    *append_only("grants_grantteam"),
    Guard(
        "grant_team_of_the_village",
        "grants_grantteam",
        "INSERT",
        "(SELECT COUNT(*) FROM offices_person o JOIN grants_grant g ON g.id = NEW.grant_id "
        "JOIN grants_proposal p ON p.id = g.proposal_id WHERE o.village_id = p.village_id "
        "AND o.id IN (NEW.chair_id, NEW.secretary_id, NEW.treasurer_id)) <> 3",
        "grants_grantteam: three people of the village",
    ),
]

_AGREEMENTS = [
    *append_only("grants_agreement", unique=[("replaces_id",)]),
    not_closed("grants_agreement", "signed_on"),
    own_file("grants_agreement"),
    Guard(
        "agreement_fits_its_grant",
        "grants_agreement",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_grant g JOIN grants_decree d ON d.id = g.decree_id "
        "JOIN grants_grantteam t ON t.grant_id = g.id WHERE g.id = NEW.grant_id "
        f"AND t.id = NEW.team_id AND d.decided_on <= NEW.signed_on "
        f"AND NOT {CANCELLED.format('g.id')}) OR {SECTOR.format('NEW.grant_id')} = 'ekonomi'",
        "grants_agreement: of a standing grant that is no capital, with its team, after the decree",
    ),
    Guard(
        "agreement_one_stands",
        "grants_agreement",
        "INSERT",
        "(NEW.replaces_id IS NULL AND EXISTS (SELECT 1 FROM grants_agreement "
        "WHERE grant_id = NEW.grant_id)) OR (NEW.replaces_id IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM grants_agreement WHERE id = NEW.replaces_id "
        "AND grant_id = NEW.grant_id))",
        "grants_agreement: one stands, and a newer one replaces it",
    ),
    Guard(
        "agreement_stays_once_paid",
        "grants_agreement",
        "INSERT",
        f"{PAID_ON_GRANT.format('NEW.grant_id')} <> 0",
        "grants_agreement: money was paid on the one that stands",
    ),
    *append_only("grants_budgetline", unique=[("agreement_id", "position")]),
    Guard(
        "budget_lines_within_the_agreement",
        "grants_budgetline",
        "INSERT",
        "NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM grants_budgetline "
        "WHERE agreement_id = NEW.agreement_id) > "
        f"(SELECT g.amount FROM {_GRANT_OF_AGREEMENT} WHERE a.id = NEW.agreement_id) "
        "OR NEW.contribution + (SELECT COALESCE(SUM(contribution), 0) FROM grants_budgetline "
        "WHERE agreement_id = NEW.agreement_id) > "
        "(SELECT contribution FROM grants_agreement WHERE id = NEW.agreement_id)",
        "grants_budgetline: lines exceed the grant or the contribution",
    ),
    *append_only("grants_tranche", unique=[("agreement_id", "number")]),
    Guard(
        "tranches_within_the_grant",
        "grants_tranche",
        "INSERT",
        "NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM grants_tranche "
        "WHERE agreement_id = NEW.agreement_id) > "
        f"(SELECT g.amount FROM {_GRANT_OF_AGREEMENT} WHERE a.id = NEW.agreement_id "
        f"AND {AGREEMENT_STANDS.format('a.id')})",
        "grants_tranche: tranches exceed the grant",
    ),
]

GUARDS = [*_RULES, *_GRANTS, *_AGREEMENTS]
