"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

from upk.triggers import Guard

GUARDS: list[Guard] = []
