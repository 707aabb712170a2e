"""What the database itself refuses about the tables of this concept."""

from upk.triggers import Guard

GUARDS: list[Guard] = []
