"""What somebody typed into a form that couldn't be taken, so that it isn't lost.

The answer carries it in a form of its own, to be seen and sent again; the server keeps nothing.
Only for a form of this site. What another site sent is never offered, or a click on our own page
would send what a stranger wrote.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CSRF_TOKEN_LENGTH

from upk.periods import format_date

TOKEN = "csrfmiddlewaretoken"
DRAFT = "draft_kept"
"""A field that draft.js adds where the browser keeps the form: it is filled in by itself then."""
SECRETS = ("password", "passphrase", "sandi", "otp", "token", "kode_pemulihan")
"""Parts of the names of fields that are typed anew, whatever happened."""
PRIVATE = "ikut dikirim, tidak ditampilkan"
CHOSEN = "seperti yang dipilih"
"""For a choice whose name only the request knew: rows, and what depends on the office."""
_UNREADABLE = (
    BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError, LookupError,
    UnicodeError,
)  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: ``fields`` go along, ``shown`` is what the person reads."""

    action: str
    page: str
    """Where the form stands, as the browser says; the address itself where it doesn't."""
    fields: list[tuple[str, str]]
    shown: list[tuple[str, str]]
    token: str
    files: list[tuple[str, bool]]
    """Fields whose files must be chosen again, and whether each takes several."""
    is_keyed: bool
    """Sent twice, it is done once: its key goes along."""
    is_draft: bool


def typed(request: HttpRequest) -> Typed | None:
    """The form that ``request`` sent, or ``None`` where it can't or mustn't come back."""
    if request.method != "POST" or not _is_from_here(request):
        return None
    try:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
        files = [(name, len(request.FILES.getlist(name)) > 1) for name in request.FILES]
    except _UNREADABLE:
        return None
    if any(secret in name.lower() for name, _ in sent for secret in SECRETS if name != TOKEN):
        return None
    fields = [(name, text) for name, text in sent if name not in (TOKEN, DRAFT)]
    token = request.POST.get(TOKEN, "")
    return Typed(
        action=request.get_full_path(),
        page=form_page_of(request),
        fields=fields,
        shown=list(_readable(fields)),
        token=token if len(token) <= CSRF_TOKEN_LENGTH else "",
        files=files,
        is_keyed=any(name.endswith("key") and text for name, text in fields),
        is_draft=DRAFT in request.POST,
    )


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form."""
    try:
        own = f"{request.scheme}://{request.get_host()}"
    except SuspiciousOperation:
        return False
    if origin := request.headers.get("Origin"):
        return origin == own or origin in settings.CSRF_TRUSTED_ORIGINS
    if where := request.headers.get("Sec-Fetch-Site"):
        return where == "same-origin"
    return request.headers.get("Referer", "").startswith(f"{own}/")


def form_page_of(request: HttpRequest) -> str:
    """Where the form stands. Only a path of this site is taken from what the browser says."""
    where = urlsplit(request.headers.get("Referer", ""))
    if not where.path.startswith("/") or where.path.startswith(("//", "/\\")):
        return request.path
    return f"{where.path}?{where.query}" if where.query else where.path


def _readable(fields: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Labels and values as the form shows them; what nobody typed and what is private stays out."""
    known = _form_of({name for name, _ in fields})
    for name, text in fields:
        if not text.strip() or name.endswith("key"):
            continue
        field = known.get(name)
        if field is None:
            yield "Isian", PRIVATE if _is_identity(text) else _as_read(text)
        elif not field.widget.is_hidden:
            yield str(field.label or "Isian"), _value(field, text)


def _value(field: forms.Field, text: str) -> str:
    if "data-private" in field.widget.attrs or _is_identity(text):
        return PRIVATE
    if isinstance(field, forms.BooleanField):
        return "ya"
    if isinstance(field, forms.ModelChoiceField):
        return CHOSEN
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(text, CHOSEN))
    return _as_read(text)


def _as_read(text: str) -> str:
    """A day as people here read it (browsers send the year first); anything else as it is."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def _is_identity(text: str) -> bool:
    """Whether it is as long as a NIK or KK, however its digits are grouped."""
    return len(re.sub(r"\D", "", text)) == 16


def _flat(choices: Iterable) -> Iterator[tuple[str, object]]:
    for value, name in choices:
        if isinstance(name, list | tuple):
            yield from _flat(name)
        else:
            yield str(value), name


def _form_of(names: set[str]) -> dict[str, forms.Field]:
    """Fields of the form that has most of these names; on a tie the one with the fewest others."""
    best: dict[str, forms.Field] = {}
    best_fit = (0, 0)
    for form in _subclasses(forms.BaseForm):
        fields = getattr(form, "base_fields", {})
        fit = (len(names & fields.keys()), -len(fields))
        if fit > best_fit:
            best, best_fit = fields, fit
    return best


def _subclasses(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)
