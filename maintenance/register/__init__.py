"""What stands in the villages: pieces, inspections, repairs."""
