"""Logs without people's data: what a database repeats of a row, and whatever looks like a NIK.

PostgreSQL adds to an error which values were in the way (``DETAIL: Failing row contains …``), and
a value that it can't read stands in its message. Both would end in the log of the machine.
"""

import logging
import re

_DETAIL = re.compile(r"^(DETAIL|HINT|CONTEXT|LINE \d+):.*(\n[ \t]+.*)*", re.MULTILINE)
_IDENTITY = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")


def without_people(text: str) -> str:
    """``text`` without the database's details and without numbers of 16 digits."""
    return _IDENTITY.sub("(nomor)", _DETAIL.sub(r"\1: (tidak dicatat)", text))


class WithoutPeople(logging.Filter):
    """Changes what is written, lets everything through."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_people(record.getMessage()), None
        if record.exc_info:
            record.exc_text = record.exc_text or logging.Formatter().formatException(
                record.exc_info
            )
        if record.exc_text:
            record.exc_text = without_people(record.exc_text)
        return True
