"""Aid from the surplus: what was set aside, planned, paid, handed over, returned."""
