"""What the database itself refuses about the trail (see ``upk.triggers``)."""

from upk.triggers import Guard, append_only, kept

GUARDS = [
    *append_only("trail_trailentry"),
    *kept("trail_personkey", [("person_id",)], ("id", "person_id")),
    Guard(
        "personkey_destroyed_for_ever",
        "trail_personkey",
        "UPDATE",
        "OLD.cipher = ''",
        "trail_personkey: a destroyed key never comes back",
    ),
]
