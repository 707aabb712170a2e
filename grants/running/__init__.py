"""Grants from the camat's decree to the final report: tranches, contributions, progress."""
