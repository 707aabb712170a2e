"""Pages of the district's desk, for the role of the district alone."""
