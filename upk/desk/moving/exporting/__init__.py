"""Writing an office back as the rows of the workbook's sheets."""

from collections.abc import Callable, Iterator
from datetime import date

from upk.offices.models import Office

Exporter = Callable[[Office, date], Iterator[dict[str, object]]]
"""Rows of a sheet as an office stands at the end of a day: values by the columns' keys."""

EXPORTERS: dict[str, Exporter] = {}
"""By the sheet's key."""
