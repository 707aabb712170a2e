"""The life of a loan as one table: which step may follow which. No Django, no dates.

P proposal, V verified, W approved and waiting for its money, A active, L settled, R rescheduled,
H written off, T refused, X cancelled after a disbursement that was reversed. Whatever isn't in
the table is refused, here and by the database (``loans.guards``). Source: domain.md 3, States.
"""

PROPOSED, VERIFIED, WAITING, ACTIVE = "P", "V", "W", "A"
SETTLED, RESCHEDULED, WRITTEN_OFF, REFUSED, CANCELLED = "L", "R", "H", "T", "X"

FORWARD = {
    ("", PROPOSED): "propose",
    (PROPOSED, VERIFIED): "verify",
    (VERIFIED, WAITING): "approve",
    (WAITING, ACTIVE): "disburse",
    (ACTIVE, SETTLED): "settle",
    (ACTIVE, RESCHEDULED): "reschedule",
    (ACTIVE, WRITTEN_OFF): "write_off",
    # The loan that takes over from a rescheduled one is approved by that decision.
    ("", WAITING): "take_over",
}

REFUSALS = {(before, REFUSED): "refuse" for before in (PROPOSED, VERIFIED, WAITING)}

BACK = {
    (VERIFIED, PROPOSED): "take_back",
    (WAITING, VERIFIED): "take_back",
    **{(REFUSED, before): "take_back" for before in (PROPOSED, VERIFIED, WAITING)},
    # These undo postings, so they come with a reversal.
    (ACTIVE, CANCELLED): "cancel",
    (SETTLED, ACTIVE): "unsettle",
    (RESCHEDULED, ACTIVE): "undo",
    (WRITTEN_OFF, ACTIVE): "undo",
    # A reversal dated before a day that says "settled" sets that day right.
    (ACTIVE, ACTIVE): "correct",
}

STEPS = FORWARD | REFUSALS | BACK
"""(from, to): the verb of the step. ``""`` is before the first."""


def may_follow(before: str, after: str) -> bool:
    """Whether a loan in state ``before`` may go to ``after`` in one step."""
    return (before, after) in STEPS


def back_from(status: str, before_refusal: str = "") -> str:
    """Where one step back leads before the money is paid out; empty if there is no way back.

    A refused loan goes back to what it was before (``before_refusal``).
    """
    if status == REFUSED:
        return before_refusal if may_follow(REFUSED, before_refusal) else ""
    return {VERIFIED: PROPOSED, WAITING: VERIFIED}.get(status, "")
