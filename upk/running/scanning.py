"""Files that are uploaded go past a virus scanner before anything looks at them.

Only where ``CLAMD`` names one: ClamAV's ``clamd``, by its socket or ``HOST:PORT``, to which the
content goes in clear, so it belongs on this machine. Asked before the view, since a scan takes
seconds and a view that writes keeps other writers waiting; for every file of every form, so that
none can be forgotten. A scanner that doesn't answer lets nothing pass.

The protocol is the ``INSTREAM`` of clamd(8). Its Python clients are old, or under the GPL 2 alone.
"""

import logging
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from upk.running.pages import error_page
from upk.running.typed import form_page_of, typed

logger = logging.getLogger(__name__)

PATIENCE = 60
"""Seconds that a scan may take: a workbook of 50 MB takes some."""

PING_PATIENCE = 2
_LONGEST_ANSWER = 1000


class NoAnswer(Exception):
    """The scanner is away, busy, or doesn't take a file of this size; the text says which."""


def is_wanted() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.CLAMD)


def answers() -> bool:
    """Whether the scanner is there and well."""
    try:
        return _ask(b"zPING\0", (), PING_PATIENCE) == "PONG"
    except NoAnswer:
        return False


def found_in(chunks: Iterable[bytes]) -> str:
    """The name of what the scanner found in a content, empty where that is nothing.

    Raises ``NoAnswer``.
    """
    answer = _ask(b"zINSTREAM\0", chunks, PATIENCE)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise NoAnswer(answer or "nothing")


def _ask(command: bytes, chunks: Iterable[bytes], patience: int) -> str:
    """What the scanner answers to a command and the chunks that follow it. Raises ``NoAnswer``."""
    try:
        with _connected(patience) as line:
            line.sendall(command)
            with suppress(BrokenPipeError, ConnectionResetError):  # it says why it wants no more
                for chunk in chunks:
                    line.sendall(len(chunk).to_bytes(4) + chunk)
                if command == b"zINSTREAM\0":
                    line.sendall(bytes(4))
            return _read(line)
    except (OSError, ValueError) as error:  # away, or CLAMD is no address
        raise NoAnswer(str(error)) from error


def _connected(patience: int) -> socket.socket:
    if not settings.CLAMD.startswith("/"):
        host, _, port = settings.CLAMD.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(patience)
    try:
        line.connect(settings.CLAMD)
    except OSError:
        line.close()
        raise
    return line


def _read(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        part = line.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


class ScanMiddleware:
    """Stop a form whose file is infected, or wasn't scanned. Stands after who may send it."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_) -> HttpResponse | None:
        """Strangers' files aren't scanned: the one that they may send is only compared."""
        if not is_wanted() or not request.user.is_authenticated or not request.FILES:
            return None
        for _name, files in request.FILES.lists():
            for file in files:
                if refusal := _refusal(request, file):
                    return refusal
        return None


def _refusal(request: HttpRequest, file: UploadedFile) -> HttpResponse | None:
    try:
        found = found_in(file.chunks())
    except NoAnswer as error:
        logger.error("the virus scanner gave no answer: %s", error)
        return _refuse(request, file, 503)
    file.seek(0)
    if not found:
        return None
    logger.warning("infected upload by user %s: %s", request.user.pk, found)
    return _refuse(request, file, 422)


def _refuse(request: HttpRequest, file: UploadedFile, status: int) -> HttpResponse:
    return error_page(
        request, "422_file.html", status, is_infected=status == 422, name=file.name,
        typed=typed(request), token=get_token(request), back=form_page_of(request),
    )  # fmt: skip
