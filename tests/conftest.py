"""What all tests stand on: real migrations, a database file on SQLite, the example office.

``db`` and ``transactional_db`` (pytest-django) are empty databases; ``example_db`` and
``example_server`` hold the example office, which is built once and copied.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import TransactionTestCase, override_settings
from pytest_django.live_server_helper import LiveServer

from tests import databases

hypothesis.settings.register_profile("suite", deadline=None, print_blob=True)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives headless Chromium")
    config.addinivalue_line("markers", "browser_postgres: a browser test, on PostgreSQL too")
    config.addinivalue_line(
        "markers", "sqlite_alone: about SQLite's one writer, not for PostgreSQL"
    )
    config.addinivalue_line("markers", "no_database: asks for no database (found by its fixtures)")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    settings.FORMS_PER_MINUTE = settings.FILES_PER_MINUTE = 0  # tests/upk/running/test_pace.py
    if connection.vendor == "sqlite":  # as tests.postgres does: nothing has to survive a crash
        settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect the static files before any worker starts: pages name them by their hash."""
    if not hasattr(session.config, "workerinput"):
        from upk.desk import static_files  # noqa: PLC0415 -- needs django.setup()

        static_files.collect()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser_postgres"):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and "browser" not in item.path.parts:
            raise pytest.UsageError(f"{item.nodeid}: browser tests live in tests/browser")
        if not _asks_for_database(item):
            item.add_marker("no_database")


def _asks_for_database(item: pytest.Item) -> bool:
    """Whether any of its fixtures, near or far, is the database, or it is marked so."""
    return "django_db_setup" in item.fixturenames or bool(item.get_closest_marker("django_db"))


# Databases

OWN_FILES = Path("var/files")
"""Where a worker keeps what its tests upload, in its own folder."""


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A folder that all workers (in ``script/test`` all parts) have in common."""
    if given := os.environ.get("BERGULIR_TEST_SHARED"):
        return Path(given)
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def empty_template(django_test_environment, django_db_blocker, shared_folder) -> str:
    """Name of the migrated database: to be copied, never to be connected to."""
    with django_db_blocker.unblock():
        return databases.build_once(shared_folder, "empty", databases.migrate)


@pytest.fixture(scope="session")
def django_db_setup(empty_template, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """This worker's database. A transactional test that has used it leaves a new copy behind."""
    folder = tmp_path_factory.mktemp("database")

    def renew(*_) -> str:
        connections.close_all()
        return databases.copy(empty_template, folder, "test")

    with django_db_blocker.unblock():
        name = renew()
        with databases.connected_to(name), pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
            yield
        databases.remove(name)


@pytest.fixture(scope="session")
def example_files(shared_folder) -> Path:
    """Where the papers of the example office lie."""
    return shared_folder / "example-files"


@pytest.fixture(scope="session")
def example_template(
    empty_template, django_db_setup, django_db_blocker, shared_folder, example_files
) -> str:
    """Name of the database with the example office: to be copied, never to be connected to."""
    from upk.desk.example import load_example  # noqa: PLC0415 -- needs django.setup()

    def fill() -> None:
        with override_settings(MEDIA_ROOT=example_files):
            load_example()
        databases.analyze()

    with django_db_blocker.unblock():
        return databases.build_once(shared_folder, "example", fill, start=empty_template)


@pytest.fixture(scope="session")
def example_copy(example_template, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """This worker's copy, of which every test leaves nothing changed."""
    with django_db_blocker.unblock():
        name = databases.copy(example_template, tmp_path_factory.mktemp("example"), "copy")
        yield name
        databases.remove(name)


@pytest.fixture(scope="session")
def example_papers(example_template, example_files, tmp_path_factory) -> None:
    """The example's papers, where this worker's tests look for files."""
    own = tmp_path_factory.getbasetemp() / OWN_FILES
    shutil.copytree(example_files, own, dirs_exist_ok=True)


@pytest.fixture
def example_db(example_copy, example_papers, django_db_blocker) -> Iterator[None]:
    """The example office, in a transaction that is rolled back. Instead of ``db``."""
    connected = databases.connected_to(example_copy)
    with django_db_blocker.unblock(), connected, transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def example_db_committed(
    example_template, example_papers, django_db_blocker, tmp_path
) -> Iterator[None]:
    """A fresh copy of the example office for one test that commits or has many connections."""
    with django_db_blocker.unblock():
        name = databases.copy(example_template, tmp_path, "example")
        with databases.connected_to(name):
            yield
        databases.remove(name)


# Servers and browsers


def _start_server() -> LiveServer:
    server = LiveServer("localhost", start=False)
    # WhiteNoise serves the static files, by hash and compressed, as it does in an office.
    server.thread.static_handler = lambda application: application
    server.start()
    return server


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The application on an empty database (``transactional_db``), over HTTP."""
    server = _start_server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _example_live_server() -> Iterator[LiveServer]:
    server = _start_server()
    yield server
    server.stop()


@pytest.fixture
def example_server(_example_live_server, example_db_committed) -> Iterator[LiveServer]:
    """The example office over HTTP, in a copy of its own for this test."""
    with _example_live_server._live_server_modified_settings:
        yield _example_live_server


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """Headless Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow import

    names = (os.environ.get("CHROMIUM"), "chromium", "google-chrome", "google-chrome-stable")
    path = next(filter(None, (shutil.which(name) for name in names if name)))
    # Playwright's synchronous calls run inside an event loop, which Django would refuse.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium) -> Iterator[Callable]:
    """Open a page as ``new_page(server.url, width=390)``: a browser of its own, signed out.

    After the test it fails if a script raised, or a page broke its Content-Security-Policy.
    """
    contexts, faults = [], []

    def note(message) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def open_page(base_url: str, *, width: int = 1366, height: int = 768, **options):
        context = chromium.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            **options,
        )
        contexts.append(context)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", note)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_page, live_server):
    """A page of the application on an empty database, 1366 by 768."""
    return new_page(live_server.url)


# Login throttling and files


@pytest.fixture
def login_throttled(settings, db) -> Iterator[None]:
    """Count failed logins, as the installation does; the other tests go without."""
    settings.AXES_ENABLED = True
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_files(tmp_path_factory, settings) -> None:
    """No test writes into the installation's ``var/``."""
    base = tmp_path_factory.getbasetemp()
    settings.VAR_DIR = base / OWN_FILES.parent
    settings.VAR_DIR.mkdir(exist_ok=True)
    settings.MEDIA_ROOT = base / OWN_FILES


@pytest.fixture
def own_files(_own_files, settings, tmp_path) -> None:
    """A place of the test's own for files that it spoils: others make, and find, the same ones."""
    settings.MEDIA_ROOT = tmp_path / "files"
