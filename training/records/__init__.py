"""What trainings say together: rolls of batches, who is trained, figures of a period."""

from training.records.covered import coverage, trained_people

__all__ = ["coverage", "trained_people"]
