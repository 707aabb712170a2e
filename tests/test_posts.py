"""Every form of the field desks, sent by everybody and with anything in it.

Who may not send it is refused, whatever it says: nothing is written, and the try is logged. Who
may is told what is wrong with odd values; no value is an error of the server.
"""

import logging
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.everybody import everybody
from tests.posts import POSTS, Post
from tests.test_access import all_views
from tests.test_foreign_ids import contents
from upk.access import Role
from upk.offices.models import Office

pytestmark = pytest.mark.django_db

LOGGER = "upk.access"
DESKS = ("visits:", "training:", "oversight:", "profile:", "desk:", "goats:aid-")
ELSEWHERE = {"desk:first-run", "desk:check"}
"""Without login: strangers' pages have their own test below."""
PROOF = "desk:check-books"
"""Asks for nothing, and proves the books each time."""


@pytest.fixture(scope="module")
def desks(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """One office for all tests here; it is rolled back after the last."""
    with django_db_blocker.unblock(), everybody() as people:
        yield people


@pytest.fixture
def undone() -> Iterator[None]:
    """What the test writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def roles_of(name: str) -> frozenset[Role]:
    return all_views()[name].callback.allowed_roles


def test_every_form_of_the_desks_is_here(desks):
    """An address that takes a POST says so when it is asked with something that it doesn't take."""
    taking = set()
    for name, pattern in all_views().items():
        if name.startswith(DESKS) and pattern.callback.allowed_roles:
            client = desks.own[next(iter(pattern.callback.allowed_roles))]
            kinds = pattern.pattern.converters
            values = {"pk": 1, "year": 2010, "month": "2010-01", "quarter": "2009-4"}
            address = reverse(name, kwargs={key: values.get(key, "x") for key in kinds})
            answer = client.put(address)
            assert answer.status_code == 405, name
            if "POST" in answer["Allow"]:
                taking.add(name)

    assert taking == {name for name in POSTS if name.startswith(DESKS)}


@pytest.mark.parametrize("name", POSTS)
def test_others_are_refused_and_nothing_is_written(desks, name, caplog, undone):
    post, world = POSTS[name], desks.world
    address, allowed = post.address(name, world), roles_of(name)
    refused = [(client, 403) for role, client in desks.own.items() if role not in allowed]
    refused += [(client, 403) for role, client in desks.away.items() if role not in allowed]
    if post.row:
        refused += [(client, 404) for role, client in desks.away.items() if role in allowed]
        if Role.FACILITATOR in allowed:
            refused.append((desks.beside, 404))
    before = contents()

    methods = ["GET", "POST"] if _has_page(desks, name, address) else ["POST"]
    for client, status in refused:
        for method in methods:
            caplog.clear()
            with caplog.at_level(logging.WARNING, LOGGER):
                sent = post.sent(world) if method == "POST" else {}
                answer = getattr(client, method.lower())(address, sent)
            who = f"user {client.user.pk} ({client.user.role})"
            assert answer.status_code == status, who
            what = "not for this role" if status == 403 else "not found or out of sight"
            tries = [r.getMessage() for r in caplog.records if r.name == LOGGER]
            assert tries == [f"{what}: {method} {answer.request['PATH_INFO']} by {who}"]
    stranger = Client().post(address, post.sent(world))

    assert stranger.url.startswith(reverse("offices:login"))
    assert contents() == before


def _has_page(desks: SimpleNamespace, name: str, address: str) -> bool:
    """Whether the address shows a page too."""
    by = desks.own[POSTS[name].by]
    return "GET" in by.put(address)["Allow"]


@pytest.mark.parametrize("name", [name for name, post in POSTS.items() if post.names_rows])
def test_rows_of_elsewhere_in_a_form_are_refused(desks, name, undone):
    """The form has no row in its address: somebody of another office puts the ids into it."""
    post = POSTS[name]
    client, before = desks.away[post.by], contents()

    answer = client.post(post.address(name, desks.world), post.sent(desks.world))

    assert answer.status_code in (200, 302, 422)
    assert contents() == before


@pytest.mark.parametrize("name", [name for name, post in POSTS.items() if post.is_taken])
def test_the_same_form_is_taken_from_who_may_send_it(desks, name, undone):
    """So it was who sent it that was refused, not what it says."""
    post, before = POSTS[name], contents()

    answer = desks.own[post.by].post(post.address(name, desks.world), post.sent(desks.world))

    assert answer.status_code == 302, _said(answer)
    after = contents()
    changed = [label for label in after if after[label] != before[label]]
    assert bool(changed) == post.writes, changed


def _said(answer) -> str:
    form = answer.context and answer.context.get("form")
    return str(form.errors if form is not None else answer.content[:300])


LONG = "x" * 500_000
FAR_DAYS = ("1950-01-01", "2999-12-31")
DAYS = (*FAR_DAYS, "0001-01-01", "9999-12-31", "10000-01-01", "2010-02-30", "\0", "\ud800")
BIG = ("0", "9" * 30, "9223372036854775808")
NUMBERS = (*BIG, "-1", "1e9", "0,5", "٣", "NaN")
TEXTS = ("", " ", "\0", "a\0b", "\ud800", LONG, "\u202e\u200b", "9" * 30)
FILES = (
    b"", b"bukan gambar", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x7fELF" + bytes(2000),
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
)  # fmt: skip
NAMES = ("../../x.pdf", "a\0b.jpg", "x" * 300 + ".png", "foto.jpg.exe", "\u202efdp.exe")
ANSWERS = {200, 302, 400, 404, 413, 422}


def odd_values(value) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may come instead of a value; and what of it may be taken where the rest is right."""
    text = str(value)
    if len(text) == 10 and text[4::3] == "--":
        return DAYS, FAR_DAYS
    return (NUMBERS, BIG) if text.replace(".", "").isdigit() else (TEXTS, ())


@pytest.mark.parametrize("name", POSTS)
def test_no_value_is_an_error_of_the_server(desks, name):
    """The test client raises what a view raises. What is taken is shown again, too."""
    post, by = POSTS[name], desks.own[POSTS[name].by]
    address = post.address(name, desks.world)
    bodies = list(odd_bodies(post, desks.world))

    for body in bodies:
        with transaction.atomic():
            answer = by.post(
                address, urlencode(body, doseq=True, errors="surrogatepass"),
                content_type="application/x-www-form-urlencoded",
            )  # fmt: skip
            assert answer.status_code in ANSWERS, {k: str(v)[:40] for k, v in body.items()}
            if answer.status_code == 302 and answer.url.startswith("/"):
                assert by.get(answer.url).status_code in (*ANSWERS, 202)
            transaction.set_rollback(True)
    assert by.post(address, {f"f{n}": "1" for n in range(1001)}).status_code == 400


def odd_bodies(post: Post, world: SimpleNamespace) -> Iterator[dict]:
    """The form with nothing in it, with every value odd, and with one odd, missing or double."""
    fields = {k: v for k, v in post.sent(world).items() if not hasattr(v, "read")}
    yield {}
    for n in range(len(TEXTS)):
        yield {field: odd_values(value)[0][n] for field, value in fields.items()}
    for field, value in fields.items():
        for odd in odd_values(value)[1]:
            yield fields | {"request_key": str(uuid4()), field: odd}
        yield {name: value for name, value in fields.items() if name != field}
        yield fields | {"request_key": str(uuid4()), field: [value, value, "x"]}


ROWS_TRIED = range(1, 25)
"""Numbers of rows: of each table the world has some, in every state."""


@pytest.mark.parametrize("name", [name for name, post in POSTS.items() if post.row])
def test_a_right_form_about_any_row_is_no_error_of_the_server(desks, name):
    """A row that has come further, or never was, is refused with a sentence."""
    post, by = POSTS[name], desks.own[POSTS[name].by]

    has_page = _has_page(desks, name, post.address(name, desks.world))

    for pk in ROWS_TRIED:
        if post.unless and pk == vars(desks.world)[post.unless]:
            continue
        address = reverse(name, args=[pk, *post.more])
        with transaction.atomic():
            assert by.post(address, post.sent(desks.world)).status_code in ANSWERS, address
            transaction.set_rollback(True)
        if has_page:
            assert by.get(address).status_code in ANSWERS, address


def files_of(post: Post, world) -> list[str]:
    """The fields of a form that take files."""
    return [field for field, value in post.body(world).items() if callable(value)]


@pytest.mark.parametrize("name", POSTS)
def test_odd_files_are_refused_with_a_sentence(desks, name):
    """Of the wrong kind, cut off, empty; a right one with an odd name is kept under a safe one."""
    post, by = POSTS[name], desks.own[POSTS[name].by]
    address = post.address(name, desks.world)

    for field in files_of(post, desks.world):
        for content in FILES:
            with transaction.atomic():
                body = post.sent(desks.world) | {field: SimpleUploadedFile("a.jpg", content)}
                before = contents()
                answer = by.post(address, body)
                assert answer.status_code in (200, 422), content[:10]
                assert "invalid-feedback" in answer.text or "alert-danger" in answer.text
                assert contents() == before
                transaction.set_rollback(True)
        for odd in NAMES:
            with transaction.atomic():
                body = post.sent(desks.world)
                body[field].name = odd
                assert by.post(address, body).status_code in ANSWERS, odd
                transaction.set_rollback(True)


QUERIES = (
    "", "0", "-1", "9" * 30, "2009-0", "2009-5", "0001-1", "9999-4", "x" * 5000, "\ud800", "%",
)  # fmt: skip
ASKED = (
    "akun", "bulan", "cari", "dari", "desa", "hari", "jenis", "jumlah", "kelompok", "keadaan",
    "kode", "minggu", "nomor", "oleh", "halaman", "sampai", "status", "tahun", "tanggal", "tentang",
    "triwulan", "urut",
)  # fmt: skip
IN_ADDRESSES = {
    "month": ("2010-00", "2010-13", "9999-12", "x"), "quarter": ("2009-0", "2009-5", "9999-4", "x"),
    "year": (0, 10**30), "slug": ("x", "-"), "key": ("x", "-"), "name": ("x", "neraca"),
    "file_format": ("x", "exe"), "kind": ("x", "exe"),
    "code": ("x" * 300, "%00", "🐐"), "pk": (0, 2**63, 10**30),
}  # fmt: skip
"""For each part of an address what no row or page has."""


@pytest.mark.parametrize(
    "name",
    [n for n, p in all_views().items() if n.startswith(DESKS) and n not in {PROOF, *ELSEWHERE}],
)
def test_no_address_is_an_error_of_the_server(desks, name):
    """Filters with anything in them, and addresses of what can't be there."""
    pattern = all_views()[name]
    allowed = pattern.callback.allowed_roles or set(Role)
    clients = [desks.own[role] for role in sorted(allowed)]
    row, kinds = POSTS[name].row if name in POSTS else "", pattern.pattern.converters

    if not kinds or row:
        address = POSTS[name].address(name, desks.world) if row else reverse(name)
        for n, odd in enumerate(QUERIES):
            query = urlencode(dict.fromkeys(ASKED, odd), errors="surrogatepass")
            answer = clients[n % len(clients)].get(f"{address.partition('?')[0]}?{query}")
            assert answer.status_code in {*ANSWERS, 405}, odd
    for n in range(4 if kinds else 0):
        kwargs = {part: IN_ADDRESSES[part][n % len(IN_ADDRESSES[part])] for part in kinds}
        answer = clients[n % len(clients)].get(reverse(name, kwargs=kwargs))
        assert answer.status_code in (404, 405), kwargs


PUBLIC_PAGES = ("public-list", "public-office", "public-document", "public-report", "report-check")


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_no_public_address_is_an_error_of_the_server(desks, name, undone):
    """What strangers may ask with: no login, any code, quarter, number and query."""
    kinds, stranger = all_views()[f"desk:{name}"].pattern.converters, Client()

    for n, odd in enumerate(QUERIES):
        values = {part: IN_ADDRESSES[part][n % len(IN_ADDRESSES[part])] for part in kinds}
        if n % 2 and name != "report-check":
            values |= {"code": Office.objects.get(pk=desks.world.office).code} if kinds else {}
        query = urlencode(dict.fromkeys(ASKED, odd), errors="surrogatepass")
        answer = stranger.get(f"{reverse(f'desk:{name}', kwargs=values)}?{query}")
        assert answer.status_code in {*ANSWERS, 429}, (values, odd)


def test_check_page_takes_anything_from_a_stranger(desks, undone):
    """Codes and files that are none, in the address and in the form."""
    page, stranger = reverse("desk:check"), Client()
    bodies = [{"berkas": SimpleUploadedFile(name, b"x")} for name in NAMES]
    bodies += [{"berkas": SimpleUploadedFile("a.pdf", content)} for content in FILES]
    bodies += [{}, {"berkas": "teks"}, {"berkas": LONG}, {f"f{n}": "1" for n in range(1001)}]

    for body in bodies:
        assert stranger.post(page, body).status_code in (400, 404), str(body)[:60]
    for odd in QUERIES:
        query = urlencode({"kode": odd}, errors="surrogatepass")
        assert stranger.get(f"{page}?{query}").status_code in {*ANSWERS, 429}, odd
