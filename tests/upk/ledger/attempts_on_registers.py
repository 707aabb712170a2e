"""What a clerk with SQL would try on the registers that rows of money point to."""

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
