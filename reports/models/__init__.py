"""Tables of the reports: issued packs, and an office's settings of its statements."""

from reports.models.issued import IssuedFile, IssuedReport
from reports.models.settings import HealthBand, HealthTable, Layout, NoteText, StatementSetting

__all__ = [
    "HealthBand",
    "HealthTable",
    "IssuedFile",
    "IssuedReport",
    "Layout",
    "NoteText",
    "StatementSetting",
]
