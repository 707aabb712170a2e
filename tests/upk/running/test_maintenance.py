"""Maintenance: begun and ended by a command, shown without the database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from upk.running import maintenance

JAKARTA = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=JAKARTA)


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def begun(*args: str) -> maintenance.Notice:
    call_command("maintenance", "on", *args)
    return maintenance.current()


def test_nobody_works_on_it_unless_said(client, db):
    assert maintenance.current() is None
    assert client.get("/masuk/").status_code == 200


def test_every_page_says_why_and_until_when_without_the_database(client):
    notice = begun("--until", "14:30", "--because", "Versi baru <dipasang>.")

    for address in ("/", "/masuk/", "/tidak-ada/"):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 503
        assert "<h1>Bergulir sedang dirawat</h1>" in page
        assert "Versi baru &lt;dipasang&gt;." in page
        assert "<strong>14.30</strong> WIB" in page
        assert 60 <= int(response["Retry-After"]) <= 24 * 3600
    assert notice.ends.tzinfo is not None


def test_static_files_are_served_meanwhile(client, settings):
    begun()

    response = client.get("/static/css/app.css")

    assert response.status_code == 200
    response.close()


def test_it_ends(client, db, capsys):
    begun()
    call_command("maintenance", "off")
    assert client.get("/masuk/").status_code == 200

    call_command("maintenance", "off")
    assert capsys.readouterr().out.splitlines()[-1] == "There was none."


def test_what_was_typed_can_be_sent_afterwards(client):
    begun()

    answer = client.post(
        "/buku/jurnal/?x=1",
        {"csrfmiddlewaretoken": "abc", "catatan": "beras", "request_key": "k1"},
        headers={"Origin": "http://testserver"},
    )
    page = answer.content.decode()

    assert answer["Cache-Control"] == "private, no-store"
    assert 'action="/buku/jurnal/?x=1"' in page
    for name, value in (
        ("csrfmiddlewaretoken", "abc"),
        ("catatan", "beras"),
        ("request_key", "k1"),
    ):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert "tidak tercatat dua kali" in page


@pytest.mark.parametrize("content", ["", "{}", "[1]", "nonsense", '{"until": 7, "because": 8}'])
def test_a_file_that_says_nothing_useful_still_means_maintenance(client, tmp_path, content):
    (tmp_path / "maintenance.json").write_text(content)

    assert client.get("/").status_code == 503


@pytest.mark.parametrize("clock", ["25:00", "14.30", "nanti"])
def test_a_time_that_is_none_is_refused_and_nothing_begins(clock):
    with pytest.raises(CommandError, match="time"):
        begun("--until", clock)

    assert maintenance.current() is None


def test_a_sentence_that_nobody_reads_is_refused():
    with pytest.raises(CommandError, match="200"):
        begun("--because", "x" * 201)


def test_a_time_is_the_next_one_that_the_clock_shows():
    assert maintenance.next_time("14:30", NOON) == NOON.replace(hour=14, minute=30)
    assert maintenance.next_time("12:00", NOON) == NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("ends", "seconds"), [(timedelta(minutes=5), 300), (-timedelta(hours=1), 60)]
)
def test_whoever_comes_is_told_when_to_come_again(ends, seconds):
    notice = maintenance.Notice((NOON + ends).isoformat())

    assert notice.retry_after(NOON) == seconds
