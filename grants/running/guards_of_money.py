"""What the database refuses about money of the phases: amounts, accounts, order, papers."""

from grants.running.conditions import (
    AGREEMENT_STANDS,
    CANCELLED,
    FINISHED,
    PAID_ON_TRANCHE,
    PAPER_STANDS,
    SECTOR,
    USED,
    not_closed,
    same,
)
from upk.ledger.guards import has_begun
from upk.triggers import Guard, append_only

TABLE = "grants_grantmove"
_IN_FORCE = (
    "(SELECT MAX(w.revision) FROM grants_phaseversion w WHERE w.phase_id = NEW.phase_id "
    "AND w.decided_on <= NEW.happened_on)"
)


def _insert(name: str, when: str, message: str) -> Guard:
    return Guard(name, TABLE, "INSERT", when, f"{TABLE}: {message}")


def _moved(debit: str, credit: str) -> str:
    """SQL that holds when the entry moves the amount between two accounts of ``a``."""
    return (
        "EXISTS (SELECT 1 FROM ledger_posting p WHERE p.entry_id = NEW.entry_id "
        f"AND p.debit_id = a.{debit}_id AND p.credit_id = a.{credit}_id AND p.amount = NEW.amount)"
    )


def _sum(where: str) -> str:
    return f"(SELECT COALESCE(SUM(m.amount), 0) FROM {TABLE} m WHERE {where})"


_INTO_FUND = (
    "EXISTS (SELECT 1 FROM ledger_posting p JOIN ledger_account k ON k.id = p.debit_id "
    "WHERE p.entry_id = NEW.entry_id AND k.liquidity = 'bank' AND k.fund = 'revolving' "
    "AND p.credit_id = a.bank_id AND p.amount = NEW.amount)"
)
_OPERATING = f"{_moved('trust', 'operating_trust')} AND {_moved('operating_bank', 'bank')}"
_BOOKED = " OR ".join(
    [
        "(NEW.kind IN ('terima', 'kembali') AND e.posting_count = 1 "
        f"AND {_moved('bank', 'trust')})",
        "((NEW.kind = 'tahap' OR NEW.allotment = 'tpk') AND e.posting_count = 1 "
        f"AND {_moved('trust', 'bank')})",
        f"(NEW.allotment = 'upk' AND e.posting_count = 2 AND {_OPERATING})",
        "(NEW.kind = 'modal' AND e.posting_count = 2 "
        f"AND {_moved('trust', 'capital')} AND {_INTO_FUND})",
    ]
)
# In brackets: outside of them PostgreSQL's language takes THEN for the end of the condition.
_EFFECT = "(CASE WHEN {0}.kind IN ('terima', 'kembali') THEN {0}.amount ELSE -{0}.amount END)"
_HELD = (
    f"(SELECT COALESCE(SUM({_EFFECT.format('m')}), 0) FROM {TABLE} m "
    "WHERE m.phase_id = NEW.phase_id{0})"
)


def _lacking(day: str) -> str:
    """SQL that holds where the phase would have less than nothing in trust on a day."""
    return f"{_HELD.format(f' AND m.happened_on <= {day}')} + {_EFFECT.format('NEW')} < 0"


_PLAN = (
    "EXISTS (SELECT 1 FROM grants_grantpaper q JOIN grants_planapproval y ON y.paper_id = q.id "
    f"WHERE q.tranche_id = t.id AND q.kind = 'rpd' AND {PAPER_STANDS.format('q.id')} "
    "AND y.approved_on <= NEW.happened_on AND y.approved_by_id <> NEW.recorded_by_id)"
)
_BEFORE = (
    "EXISTS (SELECT 1 FROM grants_tranche b JOIN grants_grantpaper q ON q.tranche_id = b.id "
    "WHERE b.agreement_id = t.agreement_id AND b.number = t.number - 1 AND q.kind = 'lpd' "
    f"AND q.amount > 0 AND {PAPER_STANDS.format('q.id')} AND q.made_on <= NEW.happened_on "
    f"AND {PAID_ON_TRANCHE.format('b.id')} > 0)"
)
_NOT_THE_LAST = (
    "EXISTS (SELECT 1 FROM grants_tranche l WHERE l.agreement_id = t.agreement_id "
    "AND l.number > t.number)"
)
_CHECKED = (
    "EXISTS (SELECT 1 FROM grants_grantpaper q WHERE q.grant_id = NEW.grant_id "
    "AND q.kind = 'cek' AND q.is_passed AND q.made_on <= NEW.happened_on "
    f"AND {PAPER_STANDS.format('q.id')})"
)
_OLD_BOOKS = (
    "EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = NEW.entry_id AND e.kind = 'opening')"
)
"""Paid before the office kept its books here: the papers lie in the old ones."""
_BEFORE_PAID = (
    "EXISTS (SELECT 1 FROM grants_tranche b WHERE b.agreement_id = t.agreement_id "
    f"AND b.number = t.number - 1 AND {PAID_ON_TRANCHE.format('b.id')} > 0)"
)
_SAME = " AND ".join(
    [
        "t.kind = NEW.kind AND t.phase_id = NEW.phase_id AND t.source = NEW.source",
        "t.allotment = NEW.allotment AND t.office_id = NEW.office_id",
        *[same(column, "t", "NEW") for column in ("grant_id", "tranche_id", "village_id")],
    ]
)

_MOVES = [
    *append_only(TABLE, unique=[("entry_id",), ("reverses_id",)]),
    not_closed(TABLE, "happened_on", "NEW.office_id"),
    _insert(
        "grant_move_has_its_entry",
        "NOT EXISTS (SELECT 1 FROM ledger_entry e JOIN grants_phase h ON h.id = NEW.phase_id "
        "WHERE e.id = NEW.entry_id AND e.office_id = NEW.office_id "
        "AND h.office_id = NEW.office_id AND e.happened_on = NEW.happened_on "
        "AND e.origin = 'grants' AND e.total = ABS(NEW.amount) * e.posting_count "
        "AND ((NEW.reverses_id IS NULL AND e.kind IN ('ordinary', 'opening')) "
        "OR (NEW.reverses_id IS NOT NULL AND e.kind = 'reversal')))",
        "its entry must be of the office, the day and grants, with its amount",
    ),
    _insert(
        "grant_move_of_old_books_before_new_ones",
        f"{_OLD_BOOKS} AND {has_begun('NEW.office_id')}",
        "the books have begun",
    ),
    _insert(
        "grant_move_on_its_accounts",
        "NEW.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM grants_grantaccounts a, "
        "ledger_entry e WHERE a.office_id = NEW.office_id AND e.id = NEW.entry_id "
        f"AND ({_BOOKED}))",
        "its entry must move the accounts of grants",
    ),
    _insert(
        "grant_move_reversal_fits",
        f"NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {TABLE} t "
        "JOIN ledger_entry e ON e.id = NEW.entry_id WHERE t.id = NEW.reverses_id "
        "AND t.reverses_id IS NULL AND t.amount = -NEW.amount AND e.reverses_id = t.entry_id "
        f"AND {_SAME})",
        "a reversal negates one row",
    ),
    _insert(
        "grant_move_last_first",
        f"NEW.reverses_id IS NOT NULL AND (EXISTS (SELECT 1 FROM {TABLE} n "
        "WHERE n.grant_id = NEW.grant_id AND n.id > NEW.reverses_id AND n.reverses_id IS NULL "
        f"AND NOT EXISTS (SELECT 1 FROM {TABLE} r WHERE r.reverses_id = n.id)) "
        f"OR {FINISHED.format('NEW.grant_id')} OR (NEW.kind = 'tahap' AND EXISTS "
        "(SELECT 1 FROM grants_grantpaper u WHERE u.tranche_id = NEW.tranche_id "
        f"AND u.kind = 'lpd' AND u.amount > 0 AND {PAPER_STANDS.format('u.id')})))",
        "the last is reversed first, and only before its use is reported",
    ),
    _insert(
        "grant_receipt_within_its_source",
        "NEW.kind = 'terima' AND NEW.amount > 0 AND NEW.amount + "
        + _sum("m.kind = 'terima' AND m.phase_id = NEW.phase_id AND m.source = NEW.source")
        + " > COALESCE((SELECT s.amount FROM grants_phasesource s JOIN grants_phaseversion v "
        "ON v.id = s.version_id WHERE v.phase_id = NEW.phase_id AND s.kind = NEW.source "
        f"AND v.revision = {_IN_FORCE}), 0)",
        "more than the source gives",
    ),
    _insert(
        "grant_move_within_what_is_held",
        f"{_lacking('NEW.happened_on')} OR EXISTS (SELECT 1 FROM {TABLE} d "
        "WHERE d.phase_id = NEW.phase_id AND d.happened_on > NEW.happened_on "
        f"AND {_lacking('d.happened_on')})",
        "more than the phase has in trust",
    ),
    _insert(
        "grant_move_of_a_standing_grant",
        "NEW.grant_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM grants_grant g "
        "JOIN grants_decree d ON d.id = g.decree_id WHERE g.id = NEW.grant_id "
        "AND g.office_id = NEW.office_id AND d.phase_id = NEW.phase_id "
        f"AND d.decided_on <= NEW.happened_on AND NOT {CANCELLED.format('g.id')} "
        f"AND (NEW.kind = 'modal') = ({SECTOR.format('g.id')} = 'ekonomi'))",
        "of a standing grant of the phase, after its decree",
    ),
    _insert(
        "grant_capital_by_four_eyes",
        f"NEW.kind = 'modal' AND NEW.amount > 0 AND NOT {_OLD_BOOKS} AND EXISTS "
        "(SELECT 1 FROM grants_grant g WHERE g.id = NEW.grant_id "
        "AND g.recorded_by_id = NEW.recorded_by_id)",
        "capital is booked by somebody else than who recorded the decree",
    ),
    _insert(
        "grant_paid_within_its_amount",
        "NEW.kind IN ('tahap', 'modal') AND NEW.amount + "
        + _sum("m.grant_id = NEW.grant_id AND m.kind IN ('tahap', 'modal')")
        + " > (SELECT amount FROM grants_grant WHERE id = NEW.grant_id)",
        "more than the grant",
    ),
    _insert(
        "tranche_paid_once_in_order_with_papers",
        "NEW.kind = 'tahap' AND NEW.reverses_id IS NULL AND NOT EXISTS (SELECT 1 "
        "FROM grants_tranche t JOIN grants_agreement s ON s.id = t.agreement_id "
        "WHERE t.id = NEW.tranche_id AND s.grant_id = NEW.grant_id "
        f"AND {AGREEMENT_STANDS.format('s.id')} AND s.signed_on <= NEW.happened_on "
        f"AND t.amount = NEW.amount AND {PAID_ON_TRANCHE.format('t.id')} = 0 "
        f"AND (({_OLD_BOOKS} AND (t.number = 1 OR {_BEFORE_PAID})) OR ({_PLAN} "
        f"AND (t.number = 1 OR ({_BEFORE} AND ({_NOT_THE_LAST} OR {_CHECKED}))))))",
        "a tranche is paid once, in order, with its papers, by somebody else",
    ),
    _insert(
        "grant_return_of_what_is_left",
        "NEW.kind = 'kembali' AND NEW.amount > 0 AND NEW.amount + "
        + _sum("m.grant_id = NEW.grant_id AND m.kind = 'kembali'")
        + " > "
        + _sum("m.grant_id = NEW.grant_id AND m.kind = 'tahap'")
        + f" - {USED.format('NEW.grant_id')}",
        "more than the team has left",
    ),
    _insert(
        "grant_allotment_within_the_phase",
        "NEW.kind = 'operasional' AND NEW.amount > 0 AND NEW.amount + "
        + _sum(
            "m.phase_id = NEW.phase_id AND m.allotment = NEW.allotment "
            f"AND {same('village_id', 'm', 'NEW')}"
        )
        + " > COALESCE((SELECT l.amount FROM grants_allotment l JOIN grants_phaseversion v "
        "ON v.id = l.version_id WHERE v.phase_id = NEW.phase_id AND l.kind = NEW.allotment "
        f"AND {same('village_id', 'l', 'NEW')} AND v.revision = {_IN_FORCE}), 0)",
        "more than was allotted",
    ),
]

_ACCOUNTS = [
    *append_only("grants_grantaccounts", unique=[("office_id",)]),
    Guard(
        "grant_accounts_fit",
        "grants_grantaccounts",
        "INSERT",
        "(SELECT COUNT(*) FROM ledger_account k WHERE k.office_id = NEW.office_id "
        "AND NOT k.is_header AND ((k.id = NEW.trust_id AND k.kind = 'liability' "
        "AND k.subledger = 'grants') OR (k.id = NEW.bank_id AND k.liquidity = 'bank' "
        "AND k.fund = 'grant') OR (k.id = NEW.capital_id AND k.kind = 'equity') "
        "OR (k.id = NEW.operating_bank_id AND k.liquidity = 'bank' "
        "AND k.fund = 'operational') OR (k.id = NEW.operating_trust_id "
        "AND k.kind = 'liability'))) <> 5",
        "grants_grantaccounts: five accounts of the office, each of its kind",
    ),
]

GUARDS = [*_ACCOUNTS, *_MOVES]
