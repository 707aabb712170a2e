"""Every address and every form of the site, by every role, with anything in them.

The pages are those that links lead to, and the forms are those that the pages show, so what is new
is tried without being listed. No answer is an error of the server, none shows or changes what is
another office's, and nothing typed is worked out as SQL or a template. ``FUZZ=5000`` tries more.
Forms that take a file are sent files that somebody made to break the server.
"""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from random import Random
from types import SimpleNamespace
from urllib.parse import urljoin
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve

from groups.models import Group
from loans.models import Loan, Repayment
from tests import hostile
from tests.everybody import everybody
from tests.scraped import Form
from tests.site_map import ENDS, Page, site_map
from tests.test_foreign_ids import rows_of_an_office, written
from tests.test_stored_scripts import pages
from upk.access import Role
from upk.ledger.models import Account, Entry
from upk.offices.models import Office, Person, StoredFile, User, Village

pytestmark = pytest.mark.django_db

FEW = 300
EXAMPLES = int(os.environ.get("FUZZ", FEW))
MARK = "Seberang"
"""Stands in every name of another office."""
SUM = "1299716"
"""What the templates among the texts below would come to."""
TEXTS = (
    "", " ", "0", "-1", "9" * 30, "9223372036854775808", "1e400", "NaN", "0,5", "1.5", "1.000,00",
    "٣", "²", "\0", "a\0b", "\u202e\u200b", "\r\nSet-Cookie: a=b", "x" * 70_000, "\ufffe",
    "' OR '1'='1", "1) UNION SELECT username, password FROM offices_user --", "%", "_", "\\",
    '"; DROP TABLE ledger_entry; --', "{{ 7|add:1299709 }}", "{% load x %}", "${7*1}",
    "=cmd|' /C'!A1",
    "../../etc/passwd", "//jahat.example/", "javascript:alert(1)", "2010-02-30", "0001-01-01",
    "9999-12-31", "10000-01-01", "2010-13", "9999-4", "2009-4", "2010-02-10", "on", "semua", "[]",
)  # fmt: skip
HERE = "http://testserver"
REFUSED = {400, 403, 404, 405, 409, 410, 413, 422, 429}
GOOD = {200, 202, 302, 303}
BUSY = {503}
"""Of all PDFs so many are made at once; who comes then is told to come back."""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), everybody() as people:
        other = rows_of_an_office()
        elsewhere = Village.objects.get(pk=other.village).office
        for model in (User, Village, Person, Group, Account):
            of_there = model.objects.filter(office=elsewhere)
            for row in of_there:
                model.objects.filter(pk=row.pk).update(name=f"{MARK} {row.pk}")
        Office.objects.filter(pk=elsewhere.pk).update(name=f"{MARK} {elsewhere.pk}")
        found = site_map(people.own, list(pages(people.world)), 1 if EXAMPLES == FEW else 3)
        ids = [str(value) for value in vars(other).values() if isinstance(value, int)]
        yield SimpleNamespace(
            clients=people.own, pages=found, forms=list(_forms(found)), foreign=ids, other=elsewhere
        )


def _forms(found: list[Page]):
    """Each form that is sent, with its page; once for each view and set of fields."""
    seen = set()
    for page in found:
        for form in page.forms:
            name = resolve(form.action.partition("?")[0]).view_name
            key = (name, frozenset(form.values), frozenset(form.files))
            if form.method == "post" and name not in ENDS and key not in seen:
                seen.add(key)
                yield page, form


def odd(site, draw: Random) -> str:
    """What nobody should send: a text of the list, an id of another office, any letters."""
    kind = draw.randrange(3)
    if kind < 2:
        return draw.choice((TEXTS, site.foreign)[kind])
    return "".join(chr(draw.randrange(0x11000)) for _ in range(draw.randrange(40)))


def asked(client, method: str, address: str, data: dict):
    """The answer, after looking at it; of what was taken the page that follows, too."""
    data = {k: _sendable(v) for k, v in data.items() if k}
    answer = getattr(client, method)(address, data)
    assert answer.status_code in GOOD | REFUSED | BUSY, answer.status_code
    if answer.status_code == 200 and not answer.streaming:
        assert MARK.encode() not in answer.content
        assert SUM.encode() not in answer.content
    if "Location" in answer:
        target = urljoin(f"{HERE}{address}", answer["Location"])
        assert target.startswith(f"{HERE}/"), answer["Location"]
        if method == "post":
            assert client.get(target).status_code in GOOD | REFUSED | BUSY
    return answer


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """A try that leaves nothing: no rows, and nobody whose session it ended or named anew."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies
    assert SESSION_KEY in client.session


def _sendable(value):
    """Text as a browser sends it: halves of letters can't be."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def of_the_other(office) -> list[str]:
    """What stands in the books and registers of the other office."""
    models = (User, Village, Person, Group, Account, Loan, Entry)
    found = [model.objects.filter(office=office) for model in models]
    found.append(Repayment.objects.filter(loan__office=office))
    return [written(row) for rows in found for row in rows.order_by("pk").values_list()]


def tries(what: str) -> Iterator[Random]:
    """As many sources of chance as are wanted, the same each time."""
    for number in range(EXAMPLES):
        yield Random(f"{what} {number}")


def role_of(page: Page, draw: Random) -> Role:
    return draw.choice([role for role in Role if role in page.roles])


def told(error: BaseException, *about: object) -> AssertionError:
    """The failure with what was sent, to be sent again by hand."""
    return AssertionError(f"{type(error).__name__}: {error} -- {about!r}")


def test_links_lead_to_nearly_every_page(site):
    """Else the tests below would be about little."""
    assert len({page.name for page in site.pages}) > 300
    assert len(site.forms) > 150


def test_no_query_is_an_error_or_shows_what_is_elsewhere(site):
    for draw in tries("query"):
        page = draw.choice(site.pages)
        role = role_of(page, draw)
        shown = {name for form in page.forms if form.method == "get" for name in form.values}
        query = {name: odd(site, draw) for name in sorted(page.asks | shown)}
        address = page.address.partition("?")[0]
        try:
            with undone(site.clients[role]):
                asked(site.clients[role], "get", address, query)
        except Exception as error:
            raise told(error, role, address, query) from error


def test_no_form_is_an_error_or_changes_what_is_elsewhere(site):
    """A form as it is shown, with what it offers chosen at random and up to three fields odd."""
    before = of_the_other(site.other)
    for draw in tries("form"):
        page, form = draw.choice(site.forms)
        role, sent = role_of(page, draw), spoilt(form, site, draw)
        try:
            with undone(site.clients[role]):
                asked(site.clients[role], "post", form.action, sent)
                assert of_the_other(site.other) == before
        except Exception as error:
            raise told(error, role, form.action, sent) from error


def spoilt(form: Form, site, draw: Random) -> dict[str, str]:
    sent = {name: value for name, value in form.values.items() if value}
    sent |= {name: draw.choice(some) for name, some in form.offered.items() if some}
    names = sorted(form.values)
    for name in draw.sample(names, min(len(names), draw.randrange(4))):
        sent[name] = odd(site, draw)
    if "request_key" in names and sent.get("request_key") == form.values["request_key"]:
        sent["request_key"] = str(UUID(int=draw.getrandbits(128), version=4))
    return sent


# Files

FILLED = {
    "number": "17/2010", "subject": "Studi banding", "text": "Tidak ditutup", "note": "Uji",
    "camat": "Camat", "upk_signer": "Ketua UPK", "pjok_signer": "PjOK", "inspector": "Kader",
    "percent": "60", "is_passed": "ya", "attendance": "30", "size": "100", "team": "Ketua",
    "condition": "good", "notes": "Baik", "work_needed": "Sapu", "inspector_name": "Kader",
    "cost": "100.000", "amount": "5.000", "payers": "40", "agenda": "Setoran", "kind": "",
    "findings": "Buku kas terisi", "member_count": "3", "reason": "Salah tulis",
    "dated_on": "2010-02-10", "since": "2010-02-15", "until": "2010-12-31", "closing": "71",
}  # fmt: skip
"""What makes the forms with a file right, by field, where they don't show it themselves."""
READ_ONLY = {"cash:statement-add", "budget:version-add", "desk:check"}
"""Their files are read and thrown away."""
NOT_NOW = {"visits:visit-correct", "grants:use-add", "grants:meeting-add", "grants:grant-finish"}
"""Their rows here are in a state in which nothing may be handed in."""
SECONDS, MEGABYTES = 5, 150
"""Of the processor, and of memory: more than any of these files may take."""


def filled(form: Form) -> dict[str, str]:
    """The form as somebody fills it in who has all of it to say."""
    sent = {name: value.strip() for name, value in form.values.items() if value.strip()}
    for name, value in FILLED.items():
        if name in form.values and name not in sent:
            offered = [some for some in form.offered.get(name, ()) if some]
            sent[name] = value if value in offered or not offered else offered[0]
    for name, offered in form.offered.items():
        sent.setdefault(name, next((some for some in offered if some), ""))
    return sent | ({"request_key": str(uuid4())} if "request_key" in form.values else {})


def with_a_file(site) -> Iterator[tuple[str, Role, Form]]:
    """Each form that takes a file: its page, somebody who may send it, the form."""
    for page, form in site.forms:
        if form.files:
            yield page.name, next(role for role in Role if role in page.roles), form


def send_file(site, role: Role, form: Form, name: str, content: bytes):
    """The answer to the form, filled in, with this file in each of its fields."""
    files = {field: SimpleUploadedFile(name, content, "image/jpeg") for field in form.files}
    return asked(site.clients[role], "post", form.action, filled(form) | files)


def kept() -> tuple[set[int], set[Path]]:
    """The stored files, as rows and on the disk."""
    on_disk = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    return set(StoredFile.objects.values_list("pk", flat=True)), on_disk


def test_a_photo_is_taken_by_every_form_with_a_file(site):
    """Else those below might be refused for something else; and a name is only a name."""
    found, taking = list(with_a_file(site)), set()
    for view, role, form in found:
        rows, _ = kept()
        with undone(site.clients[role]):
            send_file(site, role, form, "foto.jpg", hostile.photo())
            if StoredFile.objects.exclude(pk__in=rows).exists():
                taking.add(view)
    assert len(found) > 25
    assert taking == {view for view, *_ in found} - READ_ONLY - NOT_NOW


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_a_hostile_file_is_kept_by_no_form(site, name):
    before = kept()
    for view, role, form in with_a_file(site):
        begun, most = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with undone(site.clients[role]):
            send_file(site, role, form, name, hostile.REFUSED[name])
            assert kept() == before, view
        assert time.process_time() - begun < SECONDS, view
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most
        assert grown < MEGABYTES * 1024, view


@pytest.mark.parametrize("name", [*hostile.DRAWN_ANEW, "naskah.pdf"])
def test_of_a_file_that_is_two_things_only_the_harmless_one_is_kept(site, name):
    content = hostile.DRAWN_ANEW.get(name, hostile.PDF_WITH_SCRIPT)
    for view, role, form in with_a_file(site):
        rows, files = kept()
        with undone(site.clients[role]):
            send_file(site, role, form, name, content)
            for stored in StoredFile.objects.exclude(pk__in=rows):
                assert stored.content_type == (
                    "application/pdf" if name == "naskah.pdf" else "image/jpeg"
                ), view
        for path in kept()[1] - files:
            made = path.read_bytes()
            assert made.startswith(b"%PDF-") or not (
                hostile.SCRIPT in made or hostile.ARCHIVE in made
            ), view


def test_a_name_made_to_leave_its_folder_becomes_a_plain_one(site):
    for view, role, form in with_a_file(site):
        rows, _ = kept()
        files = {field: SimpleUploadedFile("NAMA.jpg", hostile.photo()) for field in form.files}
        body = encode_multipart(BOUNDARY, filled(form) | files).replace(b"NAMA.jpg", hostile.NAME)
        with undone(site.clients[role]):
            answer = site.clients[role].generic(
                "POST", form.action, body, content_type=MULTIPART_CONTENT
            )
            assert answer.status_code in GOOD | REFUSED, view
            for stored in StoredFile.objects.exclude(pk__in=rows):
                assert stored.name.isprintable(), view
                assert not set(stored.name) & set("/\\\"';"), view
