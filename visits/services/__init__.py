"""What is written about visits; each service holds the office first."""
