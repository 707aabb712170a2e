"""What a clerk with SQL would try on findings, partners and agreements."""

from django.db import connection

from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

FINDING, STEP = "oversight_finding", "oversight_findingstep"
PARTNER, VERSION = "oversight_partner", "oversight_partnerversion"
AGREEMENT, AGREEMENT_STEP, FILE = (
    "oversight_agreement", "oversight_agreementstep", "oversight_agreementfile",
)  # fmt: skip
FIXED = {
    (FINDING, "{finding}"): "severity = 'light'",
    (STEP, "{finding_step}"): "text = 'lain'",
    (VERSION, "{partner_version}"): "contact = 'lain'",
    (AGREEMENT, "{partner_agreement}"): "until = NULL",
    (AGREEMENT_STEP, "{agreement_step}"): "reason = 'lain'",
    (FILE, "{agreement_file}"): "file_id = file_id",
}
KEPT = {(PARTNER, "{partner}"): None}

for (table, row), change in (FIXED | KEPT).items():
    if change:
        CASES[f"{table} edit"] = f"UPDATE {table} SET {change} WHERE id={row}", "never changed"
    CASES[f"{table} delete"] = f"DELETE FROM {table} WHERE id={row}", "never deleted"
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        replaced = copied(table, row, "INSERT OR REPLACE", id="id")
        CASES[f"{table} replace by id"] = replaced, "never replaced"

if connection.vendor == "sqlite":
    CASES |= {
        f"{table} replaced by its key": (copied(table, row, "INSERT OR REPLACE"), "never replaced")
        for table, row in (
            (FINDING, "{finding}"), (PARTNER, "{partner}"), (VERSION, "{partner_version}"),
            (FILE, "{agreement_file}"),
        )
    }  # fmt: skip

NEXT = f"(SELECT MAX(f.number) + 1 FROM {FINDING} f WHERE f.office_id = {{office}})"
STRANGER, KEY, FOREIGN_FILE = (
    "{foreign_supervisor}", "{oversight_key}", "{oversight_foreign_file}",
)  # fmt: skip
WHO, WITH_KEY = "somebody of the office who may", "a key of the office"
ONE_FILE, FOLLOW = "a file kept by the office", "may not follow"
CLOSED_DAY = "'2009-12-31'"


def finding(**changes) -> str:
    """SQL that copies a finding as the next one with changes; it is about nothing by then."""
    return copied(FINDING, "{finding}", **{"number": NEXT, "loan_id": "NULL"} | changes)


def step(kind: str, row: str = "finding_step", **changes) -> str:
    """SQL that copies a step as another one, by the supervisor unless it is an answer."""
    by = "recorded_by_id" if kind == "answered" else "{supervisor}"
    plain = {"kind": f"'{kind}'", "recorded_by_id": by}
    return copied(STEP, f"{{{row}}}", **plain | changes)


CASES |= {
    "finding of an unknown severity": (finding(severity="'lain'"), "unknown word"),
    "finding to be answered by the supervisor": (
        finding(addressee="'supervisor'"), "unknown word",
    ),
    "finding in the closed period": (
        finding(found_on=CLOSED_DAY, year=2009, number=1), "period is closed",
    ),
    "finding by the manager": (finding(recorded_by_id="{by}"), WHO),
    "finding by a supervisor of elsewhere": (finding(recorded_by_id=STRANGER), WHO),
    "finding with a stranger's key": (finding(submission_id=KEY), WITH_KEY),
    "finding with a number left out": (finding(number=f"{NEXT} + 1"), "without gaps"),
    "finding with a number of another year": (finding(year=2011, number=1), "what_by_when"),
    "finding with a file of elsewhere": (finding(file_id=FOREIGN_FILE), ONE_FILE),
    "finding about two rows": (
        finding(loan_id="{loan}", group_id="{group}"), "finding_is_about_one_row",
    ),
    "finding without a subject": (finding(subject="''"), "what_by_when"),
    "finding due before it was found": (finding(deadline="'2010-01-04'"), "what_by_when"),
} | {
    f"finding about a {name} of elsewhere": (
        finding(**{"loan_id": "NULL"} | {f"{name}_id": row}), f"the {name} is of the office",
    )
    for name, row in (
        ("group", "{foreign_group}"), ("loan", "{foreign_loan}"), ("entry", "{foreign_entry}"),
        ("grant", "0"), ("infrastructure", "0"), ("household", "0"), ("goat", "0"),
        ("village", "{foreign_village}"),
    )
}  # fmt: skip
CASES |= {
    "finding step of an unknown kind": (step("lain"), "unknown word"),
    "finding step in the closed period": (
        step("answered", happened_on=CLOSED_DAY), "period is closed",
    ),
    "finding step by a supervisor of elsewhere": (
        step("closed", recorded_by_id=STRANGER), WHO,
    ),
    "finding step with a stranger's key": (step("closed", submission_id=KEY), WITH_KEY),
    "finding closed by the manager": (
        step("closed", recorded_by_id="{by}"), "the supervisor does the rest",
    ),
    "finding returned by the treasurer": (
        step("returned", recorded_by_id="{treasurer}"), "the supervisor does the rest",
    ),
    "finding answered by the supervisor": (
        step("answered", recorded_by_id="{supervisor}"), "the office answers",
    ),
    "finding closed without an answer": (step("closed", finding_id="{finding}"), FOLLOW),
    "finding answered before the last step": (
        step("answered", happened_on="'2010-01-19'"), FOLLOW,
    ),
    "answered finding reopened": (step("reopened"), FOLLOW),
    "finding answered before it was found": (
        step("answered", finding_id="{finding}", happened_on="'2010-01-04'"),
        "not before the finding",
    ),
    "finding step with a file of elsewhere": (step("closed", file_id=FOREIGN_FILE), ONE_FILE),
    "finding extended to nothing": (
        step("extended", finding_id="{finding}"), "deadline_lies_ahead",
    ),
    "finding answered with a new deadline": (
        step("answered", deadline="'2010-05-01'"), "deadline_lies_ahead",
    ),
    "finding returned in silence": (step("returned", text="''"), "says_something"),
}  # fmt: skip


def partner(**changes) -> str:
    """SQL that copies a partner under another name."""
    return copied(PARTNER, "{fresh_partner}", **{"name": "'Lain'"} | changes)


def set_partner(change: str) -> str:
    """SQL that changes a partner."""
    return f"UPDATE {PARTNER} SET {change} WHERE id={{partner}}"


def version(**changes) -> str:
    """SQL that copies a partner's version as the next one."""
    return copied(VERSION, "{partner_version}", **{"revision": "revision + 1"} | changes)


CASES |= {
    "partner of an unknown kind": (partner(kind="'lain'"), "unknown word"),
    "partner turned into an unknown kind": (set_partner("kind = 'lain'"), "unknown word"),
    "partner by the treasurer": (partner(recorded_by_id="{treasurer}"), WHO),
    "partner with a stranger's key": (partner(submission_id=KEY), WITH_KEY),
    "partner that begins with a revision": (partner(revision=1), "without revisions"),
    "partner without a place": (partner(place="''"), "name_and_place"),
    "partner renamed in silence": (set_partner("name = 'Lain'"), "must be told"),
    "partner moved to another office": (set_partner("office_id = {other}"), "rows keep their"),
    "partner's revision raised alone": (set_partner("revision = 9"), "must be told"),
    "partner version of an unknown kind": (version(kind="'lain'"), "unknown word"),
    "partner version by the supervisor": (version(recorded_by_id="{supervisor}"), WHO),
    "partner version with a stranger's key": (version(submission_id=KEY), WITH_KEY),
    "partner version that leaves one out": (
        version(revision="revision + 2"), "first values or the next",
    ),
}  # fmt: skip


def agreement(**changes) -> str:
    """SQL that copies an agreement under another number."""
    return copied(AGREEMENT, "{partner_agreement}", **{"number": "'lain'"} | changes)


def agreement_step(kind: str, row: str = "ended_agreement", **changes) -> str:
    """SQL that copies the step of an agreement as another one."""
    plain = {"kind": f"'{kind}'", "agreement_id": f"{{{row}}}"}
    return copied(AGREEMENT_STEP, "{agreement_step}", **plain | changes)


CASES |= {
    "agreement recorded in the closed period": (
        agreement(recorded_on=CLOSED_DAY), "period is closed",
    ),
    "agreement by the supervisor": (agreement(recorded_by_id="{supervisor}"), WHO),
    "agreement with a stranger's key": (agreement(submission_id=KEY), WITH_KEY),
    "agreement recorded twice": (agreement(number="number"), "this number of the partner"),
    "agreement that ends before it begins": (
        agreement(until="'2007-01-01'"), "says_what_until_when",
    ),
    "agreement step of an unknown kind": (agreement_step("lain"), "unknown word"),
    "agreement step in the closed period": (
        agreement_step("resumed", happened_on=CLOSED_DAY), "period is closed",
    ),
    "agreement resumed by the treasurer": (
        agreement_step("resumed", recorded_by_id="{treasurer}"), WHO,
    ),
    "agreement step with a stranger's key": (
        agreement_step("resumed", submission_id=KEY), WITH_KEY,
    ),
    "agreement ended twice": (agreement_step("ended"), FOLLOW),
    "agreement resumed that runs": (agreement_step("resumed", "partner_agreement"), FOLLOW),
    "agreement resumed before it ended": (
        agreement_step("resumed", happened_on="'2010-01-10'"), FOLLOW,
    ),
    "agreement ended before it was recorded": (
        agreement_step("ended", "partner_agreement", happened_on="'2010-01-04'"),
        "not before the agreement",
    ),
    "agreement ended for no reason": (
        agreement_step("ended", "partner_agreement", reason="''"), "has_a_reason",
    ),
    "agreement file by the treasurer": (
        copied(
            FILE, "{agreement_file}", agreement_id="{ended_agreement}",
            attached_by_id="{treasurer}",
        ),
        WHO,
    ),
    "agreement file of elsewhere": (
        copied(FILE, "{agreement_file}", file_id=FOREIGN_FILE), ONE_FILE,
    ),
}  # fmt: skip
