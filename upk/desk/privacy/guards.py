"""What the database itself refuses about the rule of retention (see ``upk.triggers``)."""

from upk.triggers import Guard, append_only

GUARDS = [
    *append_only("privacy_retentionrule", unique=[("office_id", "since")]),
    Guard(
        "retention_rule_by_the_manager",
        "privacy_retentionrule",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_user u WHERE u.id = NEW.recorded_by_id "
        "AND u.office_id = NEW.office_id AND u.role = 'manager')",
        "privacy_retentionrule: by the manager of the office",
    ),
]
