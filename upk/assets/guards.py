"""What the database itself refuses about this app's tables (see ``upk.triggers``)."""

GUARDS = []
