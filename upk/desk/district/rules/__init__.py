"""Pure rules of the district's desk: no Django, no database, no clock."""
