"""What a clerk with SQL would try with facts of older books, once the books have begun."""

from tests.upk.ledger.world import copied

BEGUN = "the books have begun"
LEVIES = ("maintenance_levymove", "{levy_move}")
HELD = {"kind": "'opening'", "happened_on": "'2010-01-05'", "bank": 0}
APPROVED = ("grants_proposalstep", "{approval_step}")
CHECK = ("grants_grantpaper", "{field_check}")
RECEIVED = ("grants_grantmove", "{receipt_move}")
PLAN = ("goats_aidplan", "{aid_plan}")

CASES: dict[str, tuple[str, str]] = {
    "levies held before the books, found later": (
        copied(*LEVIES, entry_id="{old_levies_entry}", cash=5_000, **HELD),
        BEGUN,
    ),
    "levies held before the books with the entry of a payment": (
        copied(*LEVIES, entry_id="{paid_entry}", cash=100_000, **HELD),
        "opening entry of its own",
    ),
    "levies held before the books above their entry": (
        copied(*LEVIES, entry_id="{old_levies_entry}", cash=5_001, **HELD),
        "opening entry of its own",
    ),
    "levies held before the books taken back": (
        copied(*LEVIES, entry_id="{old_levies_entry}", cash=5_000, is_reversal="TRUE", **HELD),
        "levy_move_has_its_sign|and the levies",
    ),
    "aid of older books, found later": (
        copied(
            *PLAN, is_from_old_books="TRUE",
            number="(SELECT 1 + MAX(number) FROM goats_aidplan q WHERE q.office_id = {office})",
        ),
        BEGUN,
    ),
    "goat of older books, found later": (
        copied("goats_goat", "{mother}", number=990, is_from_old_books="TRUE"),
        BEGUN,
    ),
    "proposal approved without a score, found later": (
        copied(*APPROVED, proposal_id="{asked_proposal}", from_status="'P'"),
        BEGUN,
    ),
    "grant that ended in older books, found later": (
        copied(*CHECK, kind="'lama'"),
        BEGUN,
    ),
    "money of grants of older books, found later": (
        copied(
            *RECEIVED, entry_id="{old_grants_entry}", amount=1_000, happened_on="'2010-02-03'"
        ),
        BEGUN,
    ),
}  # fmt: skip
"""As in ``attempts``."""
