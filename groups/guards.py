"""What the database itself refuses about groups, to which loans point (see ``upk.triggers``)."""

from upk.triggers import Guard, changed, kept

_ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM offices_village WHERE id = NEW.village_id "
    "AND office_id = NEW.office_id)"
)

GUARDS = [
    *kept("groups_group", [("office_id", "code")], ("id", "office_id")),
    *[
        Guard(
            f"group_of_its_village_{event.lower()}",
            "groups_group",
            event,
            f"{moved}{_ELSEWHERE}",
            "groups_group: the village must be of the office",
        )
        for event, moved in (("INSERT", ""), ("UPDATE", f"({changed('village_id')}) AND "))
    ],
]
