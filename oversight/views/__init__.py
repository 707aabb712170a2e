"""Pages of findings, partners and agreements."""
