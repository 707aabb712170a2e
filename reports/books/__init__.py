"""Statements from the ledger: each a builder that returns a ``reports.value.Report``."""
