"""Aid from the surplus: a year's budget, what was bought and handed over."""
