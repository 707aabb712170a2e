"""What the database refuses about groups, to which loans point, and their grades."""

from upk.ledger.guards import closed
from upk.triggers import Guard, KeyWhere, append_only, changed, kept

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
    # Who belonged to the group when it borrowed, and who signed for it.
    *kept(
        "groups_membership",
        [
            KeyWhere(("group_id", "person_id"), "{row}until IS NULL"),
            KeyWhere(("group_id", "position"), "{row}until IS NULL AND {row}position <> 'member'"),
        ],
        ("id", "group_id", "person_id", "position", "since"),
    ),
    Guard(
        "checklist_begins_in_open_books",
        "offices_checklist",
        "INSERT",
        closed("NEW.office_id", "NEW.since"),
        "offices_checklist: the period is closed",
        lock_office="NEW.office_id",
    ),
    Guard(
        "grading_list_in_use_is_complete",
        "offices_checklistitem",
        "INSERT",
        "EXISTS (SELECT 1 FROM groups_assessment WHERE checklist_id = NEW.checklist_id)",
        "offices_checklistitem: groups were graded by this list; a new practice is a new list",
    ),
    *append_only("groups_assessment", unique=[("submission_id",)]),
    *append_only("groups_assessmentmark", unique=[("assessment_id", "item_id")]),
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
