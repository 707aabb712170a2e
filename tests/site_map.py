"""Every page of the site with real rows: found as a person finds it, by following links."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from tests.scraped import Form, forms_of
from upk.access import Role

LINK = re.compile(r'(?:href|hx-get|src)="([^"]+)"')
ENDS = {"offices:logout", "offices:sessions-end"}
"""Who asks for these isn't signed in any more."""
PAPERS = (
    "-paper", "-photo", "-print", "-pdf", "-file", "-sheet", "-receipts", "-receipt", "-form",
    "-minutes", "-list.pdf", "-certificates", "-invitation", ":public-document", ":public-report",
    ":attendance-list", ":issued-file",
)  # fmt: skip
"""How views end that answer with a file; a PDF takes a process of its own and a second or more."""


@dataclass
class Page:
    """An address, who may ask for it, what it reads from its query, and the forms it shows."""

    name: str
    address: str
    roles: frozenset[Role]
    asks: frozenset[str]
    forms: list[Form] = field(default_factory=list)


@contextmanager
def asking() -> Iterator[set[str]]:
    """Collects the names that views look up in what they were sent."""
    names: set[str] = set()

    def noting(original):
        def method(self, key, *args):
            names.add(key)
            return original(self, key, *args)

        return method

    kept = {name: QueryDict.__dict__.get(name) for name in ("get", "getlist", "__contains__")}
    for name in kept:
        setattr(QueryDict, name, noting(getattr(QueryDict, name)))
    try:
        yield names
    finally:
        for name, original in kept.items():
            if original is None:
                delattr(QueryDict, name)
            else:
                setattr(QueryDict, name, original)


def site_map(clients: dict[Role, Client], starts: list[str], of_a_view: int) -> list[Page]:
    """Every page that can be reached from ``starts`` and the home page by those signed in.

    Each address is asked for once, by the first role that may, and ``of_a_view`` addresses of each
    view. Papers are left out.
    """
    waiting, seen, found = ["/", *starts], set(), []
    per_view: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        name, roles = _view_of(address)
        clean = urlsplit(address).path, frozenset(parse_qsl(urlsplit(address).query))
        if not name or name in ENDS or name.endswith(PAPERS):
            continue
        if clean in seen or per_view[name] >= of_a_view:
            continue
        seen.add(clean)
        per_view[name] += 1
        client = next(clients[role] for role in Role if role in (roles or Role))
        page, links = _visited(client, name, address, roles)
        found.append(page)
        waiting += links
    return found


def _view_of(address: str) -> tuple[str, frozenset[Role]]:
    """Its view's name and who may call it; empty where the address is no page of the site."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return "", frozenset()
    if parts.netloc or not hasattr(match.func, "allowed_roles"):
        return "", frozenset()
    return match.view_name, match.func.allowed_roles


def _visited(client: Client, name: str, address: str, roles) -> tuple[Page, list[str]]:
    with asking() as asks:
        answer = client.get(address)
    is_page = "html" in answer.get("Content-Type", "") and answer.status_code == 200
    text = answer.text if is_page else ""
    page = Page(name, address, roles or frozenset(Role), frozenset(asks))
    page.forms = forms_of(text, address)
    targets = [link.replace("&amp;", "&") for link in LINK.findall(text)]
    links = [urldefrag(urljoin(address, target))[0] for target in targets]
    links += [form.action for form in page.forms]
    if answer.status_code == 302:
        links.append(urljoin(address, answer["Location"]))
    return page, [link for link in links if not urlsplit(link).netloc]
