"""What the database refuses about groups, to which loans point, and their grades."""

from upk.triggers import Guard, append_only, changed, kept, proper_types

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
    *append_only("groups_assessment", unique=[("submission_id",)]),
    *proper_types("groups_assessment", dates=["assessed_on"], events=["INSERT"]),
    *append_only("groups_assessmentmark", unique=[("assessment_id", "item_id")]),
    *proper_types("groups_assessmentmark", amounts=["mark"], events=["INSERT"]),
    Guard(
        "assessment_of_the_offices_group_list",
        "groups_assessment",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM groups_group g JOIN offices_checklist c "
        "ON c.office_id = g.office_id AND c.kind = 'group' "
        "WHERE g.id = NEW.group_id AND c.id = NEW.checklist_id)",
        "groups_assessment: by the grading list of the own office",
    ),
    Guard(
        "mark_of_the_assessments_list",
        "groups_assessmentmark",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM groups_assessment a JOIN offices_checklistitem i "
        "ON i.checklist_id = a.checklist_id "
        "WHERE a.id = NEW.assessment_id AND i.id = NEW.item_id)",
        "groups_assessmentmark: a line of the list by which the group is graded",
    ),
    Guard(
        "group_level_follows_the_newest_assessment",
        "groups_group",
        "UPDATE",
        "NEW.level <> OLD.level AND NEW.level <> COALESCE((SELECT level FROM groups_assessment "
        "WHERE group_id = NEW.id ORDER BY assessed_on DESC, id DESC LIMIT 1), '')",
        "groups_group: the level follows an assessment",
    ),
]
