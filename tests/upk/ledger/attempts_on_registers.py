"""What a clerk with SQL would try on the registers that rows of money point to."""

from django.db import connection

from tests.upk.ledger.attempts_on_aid import JANUARY_CLOSED
from tests.upk.ledger.world import copied

CASES: dict[str, tuple[str, str]] = {}
"""As in ``attempts``."""

for table, row in {
    "offices_district": "district",
    "offices_village": "village",
    "offices_person": "person",
    "offices_user": "by",
    "groups_group": "group",
}.items():
    CASES[f"{table}: another id"] = f"UPDATE {table} SET id = -id WHERE id={{{row}}}", "keep their"
for table, row, change in (
    ("groups_membership", "membership", "since = '2009-01-01'"),
    ("groups_membership", "membership", "person_id = {stranger}"),
    ("groups_membership", "membership", "position = 'member'"),
    ("offices_assignment", "assignment", "since = '2009-01-01'"),
    ("offices_assignment", "assignment", "user_id = {approver}"),
):
    CASES[f"{table}: {change}"] = f"UPDATE {table} SET {change} WHERE id={{{row}}}", "keep their"
if connection.vendor == "sqlite":
    CASES |= {
        "open membership replaced by its person": (
            copied("groups_membership", "{membership}", "INSERT OR REPLACE", position="'member'"),
            "never replaced",
        ),
        "open office taken over": (
            copied("groups_membership", "{membership}", "INSERT OR REPLACE",
                   person_id="{stranger}", position="'chair'"),
            "never replaced",
        ),
        "open assignment replaced by its village": (
            copied("offices_assignment", "{assignment}", "INSERT OR REPLACE"),
            "never replaced",
        ),
        "ended membership opened over another": (
            copied("groups_membership", "{membership}", until="since")
            + ";; UPDATE OR REPLACE groups_membership SET until = NULL "
            "WHERE id = (SELECT MAX(id) FROM groups_membership)",
            "never replaced",
        ),
    }  # fmt: skip
for table, row in {
    "offices_village": "village",
    "offices_person": "person",
    "offices_user": "by",
    "groups_group": "group",
}.items():
    CASES[f"{table}: another office"] = (
        f"UPDATE {table} SET office_id = {{other}} WHERE id={{{row}}}",
        "keep their",
    )
CASES |= {
    "group to another office's village": (
        "UPDATE groups_group SET village_id={foreign_village} WHERE id={group}",
        "village must be of the office",
    ),
    "group born in another office's village": (
        copied("groups_group", "{group}", code="'LAIN'", village_id="{foreign_village}"),
        "village must be of the office",
    ),
    "account of an invented kind": (
        "UPDATE ledger_account SET kind='lain', liquidity='' WHERE id={unused}",
        "unknown kind",
    ),
    "account born below another office's header": (
        copied("ledger_account", "{unused}", code="'9'", parent_id="{foreign}"),
        "header of another office",
    ),
    "counter that begins further on": (
        "INSERT INTO ledger_vouchercounter (office_id, voucher, year, last_number) "
        "VALUES ({office}, 'BKM', 2012, 100)",
        "begins at the last number",
    ),
}

CASES |= {
    "village handed over within the closed period": (
        JANUARY_CLOSED
        + copied("offices_assignment", "{assignment}", since="'2010-01-25'", until="'2010-02-28'"),
        "offices_assignment: the period is closed",
    ),
    "assignment ended within the closed period": (
        JANUARY_CLOSED + "UPDATE offices_assignment SET until = '2010-01-25' WHERE id={assignment}",
        "held in the closed period",
    ),
}
