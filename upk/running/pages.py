"""Answers when something went wrong: in Indonesian, with what to do and the way back.

They are drawn without the request: neither session nor database is asked, since these may be what
is wrong. HTMX gets a short alert in place of a page (static/js/htmx-errors.js shows it).
"""

import sqlite3
import sys

import psycopg2
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone

from upk.htmx import is_fragment_wanted
from upk.running.logs import request_id
from upk.running.maintenance import Notice
from upk.running.typed import Typed, typed

AGAIN = 20
"""Seconds after which a database that was away or busy may be back."""

SENTENCES = {
    "400.html": "Permintaan tidak dapat dibaca. Muat ulang halaman ini.",
    "403.html": "Peran Anda tidak mengizinkan ini.",
    "403_csrf.html": "Anda sudah keluar, atau halaman ini sudah lama terbuka. Muat ulang.",
    "404.html": "Bagian ini tidak ditemukan. Muat ulang halaman ini.",
    "405.html": "Alamat ini hanya menerima kiriman formulir. Muat ulang halaman ini.",
    "413.html": "Kirimannya terlalu besar.",
    "422_file.html": "Berkasnya tidak diterima oleh pemindai virus.",
    "429.html": "Terlalu banyak dalam satu menit. Tunggu sebentar, lalu coba lagi.",
    "500.html": "Terjadi kesalahan pada program. Muat ulang; bila terulang, beri tahu pengelola.",
    "503_busy.html": "Server sedang sibuk menyimpan. Halaman ini mencoba lagi sendiri.",
    "503_database.html": "Basis data sedang tidak dapat dipakai. Halaman ini mencoba lagi sendiri.",
    "503_maintenance.html": "Bergulir sedang dirawat. Halaman ini mencoba lagi sendiri.",
}
"""What HTMX shows in place of a page, by its template."""

_PASSING = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOTADB,
)  # fmt: skip
"""SQLite calls mistakes in SQL operational too; these are the errors of disk and locks."""
_PASSING_CLASSES = ("08", "40", "53", "55", "57", "58")
"""PostgreSQL's: connection, deadlock, resources, locks, the operator's hand, the system."""


def in_pages(request: HttpRequest) -> dict:
    """For all pages: the id under which this request stands in the log."""
    return {"request_id": request_id.get()}


def error_page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    """The page ``template``, or its sentence alone for HTMX; it stays in no cache."""
    context["request_id"] = request_id.get()
    if is_fragment_wanted(request):
        context["sentence"] = SENTENCES[template]
        template = "includes/error_fragment.html"
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What can't be read; too much of it is told as such, and a session that ended meanwhile."""
    if isinstance(exception, SessionInterrupted):
        form = typed(request)
        return expired(request, form, token=form.token if form else "", is_signed_in=False)
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, "413.html", 413)
    is_long = isinstance(exception, TooManyFieldsSent)
    return error_page(request, "400.html", 400, is_long=is_long)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this role."""
    return error_page(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or out of sight."""
    return error_page(request, "404.html", 404)


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page of an address that is no page, in place of the empty ``response``."""
    page = error_page(request, "405.html", 405)
    page["Allow"] = response["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of the program, or a database that is away: then it isn't one, and passes by."""
    if is_passing(sys.exc_info()[1]):
        page = error_page(request, "503_database.html", 503, typed=typed(request))
        page["Retry-After"] = str(AGAIN)
        return page
    return error_page(request, "500.html", 500, typed=typed(request))


def is_passing(error: BaseException | None) -> bool:
    """Whether the database is away, full or busy, so that trying again later makes sense."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _PASSING
    if isinstance(cause, psycopg2.Error):
        return cause.pgcode is None or cause.pgcode[:2] in _PASSING_CLASSES
    return "locked" in str(error)  # upk.sqlite: the turn didn't come in time


def in_maintenance(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Nobody may work now; what was typed can be sent when it is over."""
    ends = notice.ends
    page = error_page(
        request,
        "503_maintenance.html",
        503,
        until=timezone.localtime(ends) if ends else None,
        because=notice.because,
        typed=typed(request),
    )
    page["Retry-After"] = str(notice.retry_after(timezone.now()))
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the login: what was typed comes back with a fresh token."""
    is_signed_in = request.user.is_authenticated
    return expired(request, typed(request), token=get_token(request), is_signed_in=is_signed_in)


def expired(
    request: HttpRequest, form: Typed | None, *, token: str, is_signed_in: bool
) -> HttpResponse:
    """The page of a form that came too late, to be sent again after having been seen."""
    user = str(request.user) if is_signed_in else ""
    return error_page(
        request, "403_csrf.html", 403, typed=form, token=token, user_name=user, path=request.path
    )
