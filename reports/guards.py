"""What the database itself refuses about issued reports (see ``upk.triggers``)."""

GUARDS: list = []
