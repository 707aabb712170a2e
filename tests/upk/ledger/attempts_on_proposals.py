"""What a clerk with SQL would try on groups' grades and on what a verification found."""

from django.db import connection

from tests.upk.ledger.world import copied

FROZEN = {
    # table: a frozen row, an open one, a change that somebody could want
    "loans_papercheck": ("frozen_paper", "open_paper", "status = 'TA'"),
    "loans_memberverification": ("frozen_form", "open_form", "income = 9"),
    "loans_memberanswer": ("frozen_answer", "open_answer", "is_yes = (1 = 0)"),
}
PARENT = {
    "loans_papercheck": ("loan_id", "{frozen_loan}"),
    "loans_memberverification": ("loan_id", "{frozen_loan}"),
    "loans_memberanswer": ("verification_id", "{frozen_form}"),
}
ANSWER = "frozen from"

CASES: dict[str, tuple[str, str]] = {
    "level of a group by hand": (
        "UPDATE groups_group SET level='pemula' WHERE id={graded}",
        "follows an assessment",
    ),
    "assessment by another office's list": (
        copied("groups_assessment", "{assessment}", checklist_id="{their_list}"),
        "of the own office",
    ),
    "assessment by a list of papers": (
        copied("groups_assessment", "{assessment}", checklist_id="{checklist}"),
        "of the own office",
    ),
    "list from a closed day on": (
        copied("offices_checklist", "{checklist}", since="'2009-12-31'"),
        "period is closed",
    ),
    "line added to the list that groups are graded by": (
        copied(
            "offices_checklistitem", "{their_item}", position=99,
            checklist_id="(SELECT checklist_id FROM groups_assessment WHERE id={assessment})",
        ),
        "groups were graded",
    ),
    "question added to the list that members answered": (
        copied(
            "offices_checklistitem",
            "(SELECT item_id FROM loans_memberanswer WHERE id={open_answer})",
            position=99,
        ),
        "the list was answered",
    ),
    "paper added to the list that was looked through": (
        copied(
            "offices_checklistitem",
            "(SELECT item_id FROM loans_papercheck WHERE id={open_paper})",
            position=99,
        ),
        "the list was answered",
    ),
    "mark on a line of another list": (
        copied("groups_assessmentmark", "{mark}", item_id="{their_item}"),
        "a line of the list",
    ),
}  # fmt: skip
for table, (frozen, opened, change) in FROZEN.items():
    column, parent = PARENT[table]
    CASES |= {
        f"{table} frozen: edit": (f"UPDATE {table} SET {change} WHERE id={{{frozen}}}", ANSWER),
        f"{table} frozen: delete": (f"DELETE FROM {table} WHERE id={{{frozen}}}", ANSWER),
        f"{table} frozen: added": (
            copied(table, f"{{{opened}}}", **{column: parent}),
            ANSWER,
        ),
        f"{table} frozen: moved there": (
            f"UPDATE {table} SET {column} = {parent} WHERE id={{{opened}}}",
            ANSWER,
        ),
    }
    if connection.vendor == "postgresql":
        CASES[f"{table} truncate"] = f"TRUNCATE {table} CASCADE", "never deleted"
    else:
        CASES[f"{table} replace by key"] = (
            copied(table, f"{{{opened}}}", "INSERT OR REPLACE"),
            "never replaced",
        )
if connection.vendor == "sqlite":
    CASES |= {
        "group replaced by its code": (
            copied("groups_group", "{graded}", "INSERT OR REPLACE", level="'pemula'"),
            "never replaced",
        ),
        "mark replaced by its line": (
            copied("groups_assessmentmark", "{mark}", "INSERT OR REPLACE", mark=0),
            "never replaced",
        ),
    }
