"""What a clerk with SQL would try on what was built: a better road than the one that is there."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

ROWS = {
    # table: a row of ours in it, and a change that somebody could want
    "maintenance_infrastructurechange": ("piece_change", "before = '1'"),
    "maintenance_ending": ("ending", "ended_on = '2010-02-14'"),
    "maintenance_repair": ("repair", "cost = 1"),
    "maintenance_photo": ("photo", "inspection_id = {inspection}"),
    "maintenance_photowithdrawal": ("photo_withdrawal", "reason = 'x'"),
    "maintenance_conditionweights": ("weights", "heavy = 70"),
}
PIECE = ("maintenance_infrastructure", "{piece}")
CHANGE = ("maintenance_infrastructurechange", "{piece_change}")
ENDING = ("maintenance_ending", "{ending}")
INSPECTION = ("maintenance_inspection", "{inspection}")
OLD_INSPECTION = ("maintenance_inspection", "{old_inspection}")
REPAIR = ("maintenance_repair", "{repair}")
PHOTO = ("maintenance_photo", "{photo}")
NEW = {"corrects_id": "NULL", "is_void": "FALSE", "reason": "''"}
"""Columns of a row that corrects nothing."""

for table, (row, change) in ROWS.items():
    CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "never changed"
kept = {table: row for table, (row, _) in ROWS.items()} | {
    "maintenance_infrastructure": "piece",
    "maintenance_inspection": "inspection",
}
for table, row in kept.items():
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={{{row}}}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        CASES[f"{table} replace by id"] = (
            copied(table, f"{{{row}}}", "INSERT OR REPLACE", id="id"),
            "never replaced",
        )

VALUES = {
    "kind": "'bridge'", "name": "'Lain'", "built_year": 2007, "phase_year": 2007, "cost": 9,
    "size": 9, "unit": "'m2'", "location": "'Lain'", "latitude": -7, "longitude": 110,
    "team": "'Lain'",
}  # fmt: skip
"""Another value for each field that a correction may change."""


def to_piece(change: str) -> str:
    return f"UPDATE maintenance_infrastructure SET {change} WHERE id={{piece}}"


for field, value in VALUES.items():
    other = "cost" if field == "team" else "team"
    told = copied(*CHANGE, revision="2", field=f"'{other}'", after="'x'")
    CASES[f"{field} of a piece, told as {other}"] = (
        f"{told};;" + to_piece(f"{field} = {value}, revision = 2"),
        f"change of {field} must be told",
    )
for table, (row, day) in {
    "maintenance_ending": ("old_ending", "ended_on"),
    "maintenance_repair": ("old_repair", "repaired_on"),
}.items():
    CASES |= {
        f"{table} that corrects what is reported": (
            copied(
                table, f"{{{row}}}", corrects_id=f"{{{row}}}", reason="'x'",
                **{day: "'2010-01-09'"},
            ),
            "what lies in a closed period stays",
        ),
        f"{table} before the piece was there": (
            copied(
                table, f"{{{row}}}", infrastructure_id="{piece}", **{day: "'2010-01-03'"}
            ),
            "not before the piece",
        ),
        f"{table} that corrects another piece's": (
            copied(
                table, f"{{{row}}}", infrastructure_id="{piece}", corrects_id=f"{{{row}}}",
                reason="'x'", **{day: "'2010-01-30'"},
            ),
            "standing row of the same piece",
        ),
        f"{table} by somebody of another office": (
            copied(
                table, f"{{{row}}}", infrastructure_id="{piece}", recorded_by_id="{elsewhere}",
                **{day: "'2010-01-30'"},
            ),
            "recorded by a user of the office",
        ),
    }  # fmt: skip
CASES |= {
    "piece in another village": (to_piece("village_id = {foreign_village}"), "keep their"),
    "piece registered earlier": (to_piece("registered_on = '2003-01-01'"), "keep their"),
    "piece that cost more, silently": (to_piece("cost = 9"), "each change is a revision"),
    "piece that cost more, as a revision": (
        to_piece("cost = 9, revision = revision + 1"),
        "each change is a revision",
    ),
    "piece two revisions on": (
        copied(*CHANGE, revision="3"),
        "belongs to the next revision",
    ),
    "change told of an earlier revision": (
        copied(*CHANGE, field="'team'"),
        "belongs to the next revision",
    ),
    "change of an invented field": (
        copied(*CHANGE, revision="2", field="'village'"),
        "unknown word",
    ),
    "change before the piece was there": (
        copied(*CHANGE, revision="2", changed_on="'2010-01-03'"),
        "belongs to the next revision",
    ),
    "change that changes nothing": (
        copied(*CHANGE, revision="2", after="before"),
        "before and after differ",
    ),
    "change by somebody of another office": (
        copied(*CHANGE, revision="2", recorded_by_id="{elsewhere}"),
        "recorded by a user of the office",
    ),
    "piece in the closed period": (
        copied(*PIECE, name="'Lain'", revision=0, registered_on="'2009-12-31'"),
        "period is closed",
    ),
    "piece of an invented kind": (
        copied(*PIECE, name="'Lain'", revision=0, kind="'istana'"),
        "unknown word",
    ),
    "piece revised from the beginning": (
        copied(*PIECE, name="'Lain'", revision=1),
        "revisions begin with 0",
    ),
    "piece built after it was registered": (
        copied(*PIECE, name="'Lain'", revision=0, built_year=2011),
        "built before it was registered",
    ),
    "piece recorded by somebody of another office": (
        copied(*PIECE, name="'Lain'", revision=0, recorded_by_id="{elsewhere}"),
        "recorded by a user of the office",
    ),
    "piece at the North Pole": (
        copied(*PIECE, name="'Lain'", revision=0, latitude=89, longitude=110),
        "lies_in_indonesia",
    ),
    "second piece of that name": (copied(*PIECE, revision=0), "replaced|registered_once"),
    "inspection found better": (
        "UPDATE maintenance_inspection SET condition = 'broken' WHERE id={inspection}",
        "keep their",
    ),
    "inspection by somebody else": (
        "UPDATE maintenance_inspection SET inspector_name = 'Bu Camat' WHERE id={inspection}",
        "emptied, never changed",
    ),
    "inspection of a day that is reported": (
        copied(*OLD_INSPECTION, **NEW, inspected_on="'2009-12-06'"),
        "period is closed",
    ),
    "inspection that corrects what is reported": (
        copied(
            *OLD_INSPECTION, corrects_id="{old_inspection}", reason="'x'",
            inspected_on="'2010-01-09'",
        ),
        "what lies in a closed period stays",
    ),
    "inspection before the piece was there": (
        copied(*INSPECTION, **NEW, inspected_on="'2010-01-03'"),
        "not before the piece",
    ),
    "inspection of what was given up": (
        copied(
            *INSPECTION, **NEW, infrastructure_id="{gone_piece}", inspected_on="'2010-02-02'"
        ),
        "given up before",
    ),
    "inspection twice a day": (copied(*INSPECTION, **NEW), "once a day"),
    "inspection of an invented condition": (
        copied(*INSPECTION, **NEW, inspected_on="'2010-01-30'", condition="'sempurna'"),
        "unknown word",
    ),
    "correction of another piece's inspection": (
        copied(
            *INSPECTION, infrastructure_id="{gone_piece}", corrects_id="{inspection}",
            inspected_on="'2010-01-30'",
        ),
        "standing row of the same piece",
    ),
    "second correction": (
        copied(*INSPECTION, corrects_id="{wrong_inspection}", inspected_on="'2010-01-30'"),
        "never replaced|standing row of the same piece",
    ),
    "correction without a reason": (
        copied(*INSPECTION, corrects_id="{inspection}", reason="''"),
        "corrected_for_a_reason",
    ),
    "void row that corrects nothing": (
        copied(*INSPECTION, **NEW | {"is_void": "TRUE"}, inspected_on="'2010-01-30'"),
        "corrected_for_a_reason",
    ),
    "inspection with a key of another office": (
        copied(
            *INSPECTION, **NEW, inspected_on="'2010-01-30'",
            submission_id="(SELECT submission_id FROM maintenance_infrastructure "
            "WHERE id={foreign_piece})",
        ),
        "with a key of it",
    ),
    "inspection of another office's piece": (
        copied(*INSPECTION, **NEW, infrastructure_id="{foreign_piece}"),
        "recorded by a user of the office",
    ),
    "piece given up twice": (
        copied(*ENDING, ended_on="'2010-02-03'"),
        "given up once",
    ),
    "piece given up before it was looked at": (
        copied(*ENDING, infrastructure_id="{piece}", ended_on="'2010-01-11'"),
        "not before its last inspection",
    ),
    "piece given up in the closed period": (
        copied(*ENDING, infrastructure_id="{old_piece}", ended_on="'2009-12-31'"),
        "period is closed",
    ),
    "ending of an invented kind": (
        copied(*ENDING, infrastructure_id="{piece}", kind="'dijual'"),
        "unknown word",
    ),
    "repair in the closed period": (
        copied(*REPAIR, infrastructure_id="{old_piece}", repaired_on="'2009-12-30'"),
        "period is closed",
    ),
    "repair of what was given up": (
        copied(*REPAIR, infrastructure_id="{gone_piece}", repaired_on="'2010-02-02'"),
        "given up before",
    ),
    "repair by an invented payer": (copied(*REPAIR, payer="'camat'"), "unknown word"),
    "repair that costs nothing": (copied(*REPAIR, cost=0), "costs_what_was_paid"),
    "photo of another piece's inspection": (
        copied(*PHOTO, infrastructure_id="{gone_piece}", inspection_id="{inspection}"),
        "of the same piece",
    ),
    "photo of another piece's repair": (
        copied(*PHOTO, infrastructure_id="{gone_piece}", repair_id="{repair}"),
        "of the same piece",
    ),
    "photo of two occasions": (
        copied(*PHOTO, inspection_id="{inspection}", repair_id="{repair}"),
        "one_occasion",
    ),
    "photo of another office's piece": (
        copied(*PHOTO, infrastructure_id="{foreign_piece}"),
        "picture kept by the office",
    ),
    "photo taken in Africa": (copied(*PHOTO, latitude=0, longitude=20), "taken_in_indonesia"),
    "weights of closed quarters": (
        copied("maintenance_conditionweights", "{weights}", since="'2009-12-31'"),
        "period is closed",
    ),
    "weights that rise": (
        copied("maintenance_conditionweights", "{weights}", since="'2010-03-01'", broken=90),
        "weights_fall",
    ),
}  # fmt: skip
