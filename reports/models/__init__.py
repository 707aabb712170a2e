"""Tables of the reports: issued packs with what was answered, and an office's settings of them."""

from reports.models.issued import IssuedAnswer, IssuedFigure, IssuedFile, IssuedReport
from reports.models.settings import (
    HealthBand,
    HealthTable,
    Layout,
    NoteText,
    PackSetting,
    StatementSetting,
)

__all__ = [
    "HealthBand",
    "HealthTable",
    "IssuedAnswer",
    "IssuedFigure",
    "IssuedFile",
    "IssuedReport",
    "Layout",
    "NoteText",
    "PackSetting",
    "StatementSetting",
]
