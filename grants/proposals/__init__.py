"""Phases, and the villages' proposals up to the decision of the meeting."""
