"""Lines of the log: JSON, each with the id of its request, and nothing personal (decision 031).

A line holds what code says and numbers of rows: no query, no body, no name, and of an exception its
kind and where it happened, since a database's own words repeat people's data.
"""

import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter

NO_REQUEST = ""
request_id: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)
"""Id of the request that this thread answers; empty outside of one."""

EXTRAS = ("method", "path", "status", "ms", "user", "role")
"""What a line may carry besides its message. Django hands the whole request over: left out."""

_LIKE_NIK = re.compile(r"(?<![0-9A-Fa-f])\d{16}(?![0-9A-Fa-f])")


def masked(text: str) -> str:
    """``text`` without whatever is as long as a NIK or KK; a digest stays whole."""
    return _LIKE_NIK.sub("…", text)


class HasError(logging.Filter):
    """Lines that tell an exception; Django's others say again what ``upk.requests`` says."""

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(record.exc_info)


class JsonLines(JsonFormatter):
    """One JSON object a line: at, level, logger, message, request, ``EXTRAS``, error."""

    def add_fields(self, log_data: dict, record: logging.LogRecord, message_dict: dict) -> None:
        log_data["at"] = datetime.fromtimestamp(record.created, UTC).isoformat("T", "milliseconds")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = masked(str(record.message))
        if (current := request_id.get()) != NO_REQUEST:
            log_data["request"] = current
        for name in EXTRAS:
            if (value := getattr(record, name, None)) is not None:
                log_data[name] = masked(value) if isinstance(value, str) else value
        if record.exc_info:
            log_data["error"] = self.formatException(record.exc_info)

    def formatException(self, ei: tuple) -> list[str]:
        """Kinds and places of an exception and of those that led to it, without their words."""
        lines: list[str] = []
        error, seen = ei[1], set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            places = traceback.extract_tb(error.__traceback__)
            lines += [f"{place.filename}:{place.lineno} {place.name}" for place in places]
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return lines
