"""What the database refuses about papers, contributions, progress and the end of a grant."""

from grants.models import Contribution
from grants.running.conditions import (
    AGREEMENT_STANDS,
    CANCELLED,
    FINISHED,
    OFFICE,
    PAID_ON_TRANCHE,
    PAPER_STANDS,
    USED,
    not_closed,
    own_file,
    same,
    while_it_runs,
)
from upk.ledger.guards import has_begun
from upk.triggers import Guard, append_only, unknown

_RETURNED = (
    "(SELECT COALESCE(SUM(amount), 0) FROM grants_grantmove WHERE grant_id = NEW.grant_id "
    "AND kind = 'kembali')"
)
_PAID = (
    "(SELECT COALESCE(SUM(amount), 0) FROM grants_grantmove WHERE grant_id = NEW.grant_id "
    "AND kind = 'tahap')"
)
_REPLACED_USE = (
    "(SELECT COALESCE(SUM(amount), 0) FROM grants_grantpaper WHERE id = NEW.replaces_id)"
)
_LATER_PAID = (
    "EXISTS (SELECT 1 FROM grants_tranche t JOIN grants_tranche l "
    "ON l.agreement_id = t.agreement_id AND l.number > t.number "
    f"WHERE t.id = NEW.tranche_id AND {PAID_ON_TRANCHE.format('l.id')} <> 0)"
)

_PAPERS = [
    *append_only("grants_grantpaper", unique=[("replaces_id",)]),
    not_closed("grants_grantpaper", "made_on"),
    own_file("grants_grantpaper"),
    Guard(
        "paper_of_a_tranche_fits",
        "grants_grantpaper",
        "INSERT",
        "NEW.tranche_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM grants_tranche t "
        "JOIN grants_agreement a ON a.id = t.agreement_id WHERE t.id = NEW.tranche_id "
        f"AND a.grant_id = NEW.grant_id AND {AGREEMENT_STANDS.format('a.id')} "
        "AND a.signed_on <= NEW.made_on AND ((NEW.kind = 'rpd' AND NEW.amount = t.amount) "
        f"OR (NEW.kind = 'lpd' AND {PAID_ON_TRANCHE.format('t.id')} > 0)))",
        "grants_grantpaper: a plan of the tranche, or the use of one that was paid",
    ),
    Guard(
        "paper_uses_no_more_than_was_paid",
        "grants_grantpaper",
        "INSERT",
        f"NEW.kind = 'lpd' AND {USED.format('NEW.grant_id')} - {_REPLACED_USE} + NEW.amount "
        f"> {_PAID} - {_RETURNED}",
        "grants_grantpaper: more used than was paid",
    ),
    Guard(
        "paper_one_stands",
        "grants_grantpaper",
        "INSERT",
        "(NEW.replaces_id IS NULL AND NEW.kind IN ('rpd', 'lpd', 'akhir', 'lama') AND EXISTS "
        "(SELECT 1 FROM grants_grantpaper p WHERE p.grant_id = NEW.grant_id "
        f"AND p.kind = NEW.kind AND {same('tranche_id', 'p', 'NEW')})) "
        "OR (NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM grants_grantpaper p "
        "WHERE p.id = NEW.replaces_id AND p.grant_id = NEW.grant_id AND p.kind = NEW.kind "
        f"AND {same('tranche_id', 'p', 'NEW')}))",
        "grants_grantpaper: one stands, and a newer one replaces it",
    ),
    Guard(
        "paper_of_old_books_before_new_ones",
        "grants_grantpaper",
        "INSERT",
        f"NEW.kind = 'lama' AND {has_begun(OFFICE)}",
        "grants_grantpaper: the books have begun",
    ),
    Guard(
        "paper_stays_once_relied_on",
        "grants_grantpaper",
        "INSERT",
        f"{FINISHED.format('NEW.grant_id')} OR {CANCELLED.format('NEW.grant_id')} "
        "OR (NEW.replaces_id IS NOT NULL AND ((NEW.kind = 'rpd' "
        f"AND {PAID_ON_TRANCHE.format('NEW.tranche_id')} <> 0) "
        f"OR (NEW.kind = 'lpd' AND {_LATER_PAID})))",
        "grants_grantpaper: money was paid on the one that stands, or the grant is over",
    ),
    *append_only("grants_paperline", unique=[("paper_id", "budget_line_id")]),
    Guard(
        "paper_line_of_the_budget",
        "grants_paperline",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_grantpaper p JOIN grants_tranche t "
        "ON t.id = p.tranche_id JOIN grants_budgetline b ON b.agreement_id = t.agreement_id "
        "WHERE p.id = NEW.paper_id AND p.kind = 'rpd' AND b.id = NEW.budget_line_id)",
        "grants_paperline: of a plan, on a line of its budget",
    ),
    Guard(
        "paper_lines_within_the_plan",
        "grants_paperline",
        "INSERT",
        "NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM grants_paperline "
        "WHERE paper_id = NEW.paper_id) > "
        "(SELECT amount FROM grants_grantpaper WHERE id = NEW.paper_id)",
        "grants_paperline: lines exceed the plan",
    ),
    *append_only("grants_planapproval", unique=[("paper_id",)]),
    Guard(
        "approval_of_a_plan_that_stands",
        "grants_planapproval",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_grantpaper p WHERE p.id = NEW.paper_id "
        f"AND p.kind = 'rpd' AND p.made_on <= NEW.approved_on AND {PAPER_STANDS.format('p.id')})",
        "grants_planapproval: of a plan that stands, not before it",
    ),
    Guard(
        "approval_by_four_eyes",
        "grants_planapproval",
        "INSERT",
        "EXISTS (SELECT 1 FROM grants_grantpaper p WHERE p.id = NEW.paper_id "
        "AND p.recorded_by_id = NEW.approved_by_id)",
        "grants_planapproval: by somebody else than who recorded the plan",
    ),
]

_FIELD = [
    *append_only("grants_contribution", unique=[("replaces_id",)]),
    not_closed("grants_contribution", "given_on"),
    while_it_runs("grants_contribution"),
    Guard(
        "contribution_known_words",
        "grants_contribution",
        "INSERT",
        unknown("kind", Contribution.Kind.values),
        "grants_contribution: unknown word",
    ),
    Guard(
        "contribution_replaces_its_own",
        "grants_contribution",
        "INSERT",
        "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM grants_contribution c "
        "WHERE c.id = NEW.replaces_id AND c.grant_id = NEW.grant_id)",
        "grants_contribution: it replaces one of its grant",
    ),
    *append_only("grants_progress"),
    not_closed("grants_progress", "measured_on"),
    own_file("grants_progress"),
    while_it_runs("grants_progress"),
    Guard(
        "progress_goes_forward",
        "grants_progress",
        "INSERT",
        "EXISTS (SELECT 1 FROM grants_progress p WHERE p.grant_id = NEW.grant_id "
        "AND p.measured_on > NEW.measured_on) OR (NEW.reason = '' AND NEW.percent < "
        "(SELECT p.percent FROM grants_progress p WHERE p.grant_id = NEW.grant_id "
        "ORDER BY p.id DESC LIMIT 1))",
        "grants_progress: later than the last, and less only with a reason",
    ),
    *append_only(
        "grants_grantfinish", unique=[("grant_id",), ("paper_id",), ("infrastructure_id",)]
    ),
    Guard(
        "finish_fits_its_grant",
        "grants_grantfinish",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM grants_grant g JOIN grants_proposal p ON p.id = g.proposal_id "
        "JOIN grants_grantpaper f ON f.grant_id = g.id WHERE g.id = NEW.grant_id "
        "AND f.id = NEW.paper_id AND f.kind IN ('akhir', 'lama') "
        "AND ((p.sector <> 'fisik' AND NEW.infrastructure_id IS NULL) "
        "OR (p.sector = 'fisik' AND EXISTS (SELECT 1 FROM maintenance_infrastructure i "
        "WHERE i.id = NEW.infrastructure_id AND i.village_id = p.village_id))))",
        "grants_grantfinish: by its final report; what was built is of the village",
    ),
    Guard(
        "finish_accounts_for_the_money",
        "grants_grantfinish",
        "INSERT",
        f"{USED.format('NEW.grant_id')} <> {_PAID} - {_RETURNED}",
        "grants_grantfinish: money is unaccounted for",
    ),
]  # fmt: skip

GUARDS = [*_PAPERS, *_FIELD]
