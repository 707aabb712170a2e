"""What docs and examples of running say agrees with the program."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
UNIT = (ROOT / "deploy/systemd/bergulir.service").read_text()
NGINX = (ROOT / "deploy/nginx/bergulir.conf").read_text()
WAYS = ("forward", "receive")
TIMERS = sorted((ROOT / "deploy/systemd").glob("*.timer"))
PAGES = sorted((ROOT / "deploy/pages").glob("*.html"))


def number(pattern: str, text: str) -> int:
    return int(re.search(pattern, text, re.MULTILINE)[1])


def test_each_that_waits_waits_longer_than_what_it_waits_for():
    server = number(r"STOP_TIMEOUT:-(\d+)", (ROOT / "script/server").read_text())

    assert server >= settings.PDF_TIMEOUT + settings.PDF_WAIT
    assert number(r"^TimeoutStopSec=(\d+)$", UNIT) > server
    assert number(r"proxy_read_timeout (\d+)s", NGINX) > settings.PDF_TIMEOUT + settings.PDF_WAIT
    assert "KillMode=mixed" in UNIT


def test_the_proxy_takes_as_much_as_the_server_and_that_is_enough():
    assert number(r"client_max_body_size (\d+)m", NGINX) == settings.REQUEST_MEGABYTES
    photos = settings.PHOTO_MEGABYTES * settings.PHOTOS_PER_OCCASION
    assert max(photos, settings.UPLOAD_MEGABYTES * settings.FILES_PER_ENTRY) < (
        settings.REQUEST_MEGABYTES
    )


def test_the_proxy_tells_what_the_server_believes_and_logs_no_query():
    for name in ("X-Forwarded-Proto $scheme", "X-Forwarded-For $remote_addr", "Host $host"):
        assert f"proxy_set_header {name};" in NGINX
    assert "proxy_set_header X-Request-ID $request_id;" in NGINX
    assert "$uri " in NGINX
    for query in ("$request ", "$request_uri ", "$args", "$query_string", "$http_referer"):
        assert query not in NGINX.partition("server {")[0]
    assert NGINX.count("access_log ") == NGINX.count("bergulir.log bergulir;")


def test_the_proxy_speaks_only_what_nobody_reads_later():
    ciphers = re.search(r"^    ssl_ciphers (.+);$", NGINX, re.MULTILINE)[1].split(":")

    assert "    ssl_protocols TLSv1.2 TLSv1.3;\n" in NGINX
    assert ciphers
    for cipher in ciphers:
        assert re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", cipher)


def test_copies_of_the_log_go_to_a_proven_name_alone():
    sends, takes = ((ROOT / f"deploy/rsyslog/bergulir-{way}.conf").read_text() for way in WAYS)

    assert 'StreamDriverMode="1"' in sends
    assert 'StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="log.example.id"' in sends
    assert 'StreamDriver.Mode="1"' in takes
    assert 'StreamDriver.AuthMode="x509/name" PermittedPeer=["upk.example.id"]' in takes
    assert "module(" not in sends  # no way in on the server
    for unit in (ROOT / "deploy/systemd").glob("*.service"):  # what the sender chooses lines by
        assert f"SyslogIdentifier={unit.stem}\n" in unit.read_text()
    assert 'startswith "bergulir"' in sends


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_of_the_proxy_stand_alone(page):
    text = page.read_text()

    assert '<html lang="id">' in text
    assert 'href="/"' in text
    assert "Tunggu" in text or "Kembali" in text
    assert "src=" not in text
    assert "script" not in text
    assert f"/{page.name};" in NGINX


def test_the_unit_belongs_to_a_user_of_its_own_and_writes_in_one_place():
    assert "User=bergulir" in UNIT
    assert "ProtectSystem=strict" in UNIT
    assert "ReadWritePaths=/opt/bergulir\n" in UNIT
    assert "NoNewPrivileges=yes" in UNIT
    assert "Restart=on-failure" in UNIT


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.stem)
def test_what_a_timer_starts_is_a_command_for_the_same_user(timer):
    unit = timer.with_suffix(".service").read_text()

    command = re.search(
        r"^ExecStart=/opt/bergulir/app/.venv/bin/python manage.py (\w+)$", unit, re.MULTILINE
    )
    assert command[1] in get_commands()
    for line in ("Type=oneshot", "User=bergulir", "WorkingDirectory=/opt/bergulir/app",
                 "EnvironmentFile=-/etc/bergulir.env", "UMask=0077",
                 "NoNewPrivileges=yes"):  # fmt: skip
        assert line in unit.splitlines()
    assert "Persistent=true" in timer.read_text()
    assert f"enable --now {timer.name}" in (ROOT / "docs/operation.md").read_text()


def test_personal_data_go_after_the_backup_of_the_day():
    backup, retention = (
        number(r"OnCalendar=\*-\*-\* (\d+):15:00", timer.read_text()) for timer in TIMERS
    )
    assert [timer.stem for timer in TIMERS] == ["bergulir-backup", "bergulir-retention"]
    assert backup < retention
