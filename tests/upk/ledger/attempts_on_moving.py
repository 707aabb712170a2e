"""What a clerk with SQL would try on the row that says which file an office came from."""

from django.db import connection

from tests.upk.ledger.world import copied

AFTER = "'2009-09-20'"
MORE = "UPDATE ledger_vouchercounter SET last_number = last_number + 1 WHERE id={mv_counter};;"
OPENING = ("ledger_entry", "{mv_entry}")
POSTING = ("ledger_posting", "{mv_posting}")
CHANGE = ("ledger_periodchange", "{mv_change}")
LATER = {"number": "{mv_last} + 1", "happened_on": AFTER}
TABLE, UPLOAD = "moving_movedin", "moving_upload"
OTHER_FILE = {"sha256": f"'{'2' * 64}'", "from_history": "TRUE", "cut_over": "NULL"}
CASES: dict[str, tuple[str, str]] = {
    "move edit": (f"UPDATE {TABLE} SET sha256 = 'lain' WHERE id={{moved_in}}", "never changed"),
    "cut-over moved": (
        f"UPDATE {TABLE} SET cut_over = '2009-11-30' WHERE id={{moved_in}}",
        "never changed",
    ),
    "opening balance of another sum": (
        "UPDATE ledger_posting SET amount = amount + 1 WHERE id={mv_posting}",
        "never changed",
    ),
    "opening balance against another account": (
        "UPDATE ledger_posting SET credit_id = {mv_capital} WHERE id={mv_posting}",
        "never changed",
    ),
    "opening balance deleted": ("DELETE FROM ledger_posting WHERE id={mv_posting}", "deleted"),
    "opening balance dated later": (
        f"UPDATE ledger_entry SET happened_on = {AFTER} WHERE id={{mv_entry}}",
        "never changed",
    ),
    "posting added to the opening balances": (copied(*POSTING), "closed|complete"),
    "opening balances on the cut-over day once more": (
        MORE + copied(*OPENING, number="{mv_last} + 1"),
        "closed|opening balances come before",
    ),
    "opening balances found later": (
        MORE + copied(*OPENING, **LATER),
        "opening balances come before",
    ),
    "opening balances taken back": (
        MORE + copied(*OPENING, **LATER, kind="'reversal'", reverses_id="{mv_entry}"),
        "opening balances are not taken back",
    ),
    "loan brought in after the move, the first thing since": (
        MORE + copied(*OPENING, **LATER, origin="'loans'"),
        "loans are brought in before anything else",
    ),
    "older books opened": (
        copied(*CHANGE, closed_before="closed_after", closed_after="NULL", reason="'x'"),
        "before the opening balances stays closed",
    ),
    "older books opened in part": (
        copied(*CHANGE, closed_before="closed_after", closed_after="'2009-09-09'", reason="'x'"),
        "before the opening balances stays closed",
    ),
    "move delete": (f"DELETE FROM {TABLE} WHERE id={{moved_in}}", "never deleted"),
    "a second move": (copied(TABLE, "{moved_in}", **OTHER_FILE), "moves in once"),
    "a move by another office": (
        copied(TABLE, "{moved_in}", office_id="{other}"),
        "only the office itself",
    ),
    "upload delete": (f"DELETE FROM {UPLOAD} WHERE id={{upload}}", "never deleted"),
    "upload of another file": (
        f"UPDATE {UPLOAD} SET sha256 = 'lain' WHERE id={{upload}}",
        "keep their",
    ),
    "upload of another office": (
        copied(UPLOAD, "{upload}", office_id="{other}"),
        "only the manager of the office",
    ),
    "upload by somebody else": (
        copied(UPLOAD, "{done_upload}", made_by_id="{foreign_desk}"),
        "only the manager of the office",
    ),
    "an upload that was moved in begun again": (
        f"UPDATE {UPLOAD} SET state = 'failed', message = 'x' WHERE id={{done_upload}}",
        "stays so",
    ),
}
"""As in ``attempts``."""
if connection.vendor == "postgresql":
    CASES["upload truncate"] = f"TRUNCATE {UPLOAD} CASCADE", "never deleted"
    CASES["move truncate"] = f"TRUNCATE {TABLE} CASCADE", "never deleted"
else:
    CASES |= {
        f"upload replaced by {name}": (
            copied(UPLOAD, "{upload}", "INSERT OR REPLACE", **kept),
            "never replaced",
        )
        for name, kept in (("its id", {"id": "id"}), ("the one under way", {}))
    }
    for kept in ({"id": "id"}, {"sha256": f"'{'2' * 64}'"}, {}):
        name = f"move replaced by {', '.join(kept) or 'its file'}"
        CASES[name] = copied(TABLE, "{moved_in}", "INSERT OR REPLACE", **kept), "never replaced"
