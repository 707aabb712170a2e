"""Lists as a browser asks for them, without the wire: the register of loans, and the rebates."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from bench.measure import median_ms, query_count
from bench.office import World
from upk.desk import static_files
from upk.offices.models import User, Village


def measure_register(world: World, repeat: int) -> dict:
    """Time and queries of pages of the register, with filters, orders and a page far behind.

    ``worst_ms`` is the slowest of them, ``queries`` all numbers of queries that occurred.
    """
    village = Village.objects.filter(office=world.office).first()
    asked = {
        "first page": {},
        "every loan": {"status": "semua"},
        "a village": {"status": "semua", "desa": village.pk},
        "a text": {"status": "semua", "cari": "lompok 01"},
        "by amount": {"status": "semua", "urut": "-alokasi"},
        "far behind": {"status": "semua", "page": max(1, world.loans // 50)},
    }
    return _measure(world, "loans:loan-list", asked, repeat)


def measure_rebates(world: World, repeat: int) -> dict:
    """As ``measure_register``, of the list of on-time rebates."""
    return _measure(world, "loans:rebate-list", {"first page": {}}, repeat)


def _measure(world: World, url_name: str, asked: dict[str, dict], repeat: int) -> dict:
    manager = User.objects.get(office=world.office, username="manajer")
    pages = {name: (url_name, query) for name, query in asked.items()}
    return {"loans": world.loans} | measure_pages_of(manager, pages, repeat)


def measure_pages_of(user: User, asked: dict[str, tuple[str, dict]], repeat: int) -> dict:
    """Time and queries of pages (URL name and query by label) that ``user`` opens.

    Raises ``RuntimeError`` for an answer other than 200.
    """
    static_files.collect()  # pages name them by their hash
    pages = {}
    for name, (url_name, query) in asked.items():
        fetch = page_call(user, reverse(url_name), query)
        pages[name] = {"ms": median_ms(fetch, repeat), "queries": query_count(fetch)}
    return {
        "worst_ms": max(page["ms"] for page in pages.values()),
        "queries": sorted({page["queries"] for page in pages.values()}),
        "pages": pages,
    }


def page_call(user: User, url: str, query: dict | None = None) -> Callable[[], None]:
    """A call that opens a page as ``user``, who signs in at once.

    It raises ``RuntimeError`` for an answer other than 200.
    """
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def fetch() -> None:
        response = client.get(url, query)
        if response.status_code != 200:
            raise RuntimeError(f"{url} {query}: {response.status_code}")

    return fetch
