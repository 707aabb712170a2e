"""The life of a proposal as one table: which step may follow which. No Django, no dates.

P proposed, V verified and recommended, N verified and not recommended, S scored and ranked,
A approved by the meeting, T refused, X withdrawn by the village. Whatever isn't in the table is
refused, here and by the database (``grants.proposals.guards``). Source: domain.md 7; that what the
verification team doesn't recommend isn't scored, but may be refused by the meeting, is [chosen].
"""

PROPOSED, RECOMMENDED, NOT_RECOMMENDED, SCORED = "P", "V", "N", "S"
APPROVED, REFUSED, WITHDRAWN = "A", "T", "X"

STATUSES = (
    (PROPOSED, "Diusulkan"),
    (RECOMMENDED, "Direkomendasikan"),
    (NOT_RECOMMENDED, "Tidak direkomendasikan"),
    (SCORED, "Dinilai"),
    (APPROVED, "Disetujui MAD"),
    (REFUSED, "Ditolak"),
    (WITHDRAWN, "Ditarik desa"),
)

FORWARD = {
    ("", PROPOSED): "propose",
    (PROPOSED, RECOMMENDED): "verify",
    (PROPOSED, NOT_RECOMMENDED): "verify",
    (RECOMMENDED, SCORED): "score",
    (SCORED, APPROVED): "approve",
}
REFUSALS = {
    (before, REFUSED): "refuse" for before in (PROPOSED, RECOMMENDED, NOT_RECOMMENDED, SCORED)
}
WITHDRAWALS = {(before, WITHDRAWN): "withdraw" for before, _ in REFUSALS}
BACK = {
    (RECOMMENDED, PROPOSED): "take_back",
    (NOT_RECOMMENDED, PROPOSED): "take_back",
    (SCORED, RECOMMENDED): "take_back",
    (APPROVED, SCORED): "take_back",
    **{(after, before): "take_back" for before, after in (*REFUSALS, *WITHDRAWALS)},
}

MOVED_IN = (PROPOSED, APPROVED)
"""The step of a proposal that was approved before the office kept its books here: nobody verified
or scored it in them. No work goes on by it; only ``grants.proposals.moving_in`` writes it."""

STEPS = FORWARD | REFUSALS | WITHDRAWALS | BACK
"""(from, to): the verb of the step. ``""`` is before the first."""

RANKED = (SCORED, APPROVED, REFUSED)
"""Statuses in which a proposal that was scored stands in the ranking of its sector."""


def may_follow(before: str, after: str) -> bool:
    """Whether a proposal in state ``before`` may go to ``after`` in one step."""
    return (before, after) in STEPS


def may_advance(before: str, after: str) -> bool:
    """Whether ``after`` may follow ``before`` as work goes on, not as a step taken back."""
    return may_follow(before, after) and (before, after) not in BACK


def back_from(status: str, before: str = "") -> str:
    """Where one step back leads; empty if there is no way back.

    A refused or withdrawn proposal goes back to what it was ``before`` that.
    """
    if status in (REFUSED, WITHDRAWN):
        return before if may_follow(status, before) else ""
    return {
        RECOMMENDED: PROPOSED,
        NOT_RECOMMENDED: PROPOSED,
        SCORED: RECOMMENDED,
        APPROVED: SCORED,
    }.get(status, "")
