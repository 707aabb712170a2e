"""A database on another machine must prove who it is before anything is said to it."""

import os
import subprocess
import sys

import dj_database_url
import pytest
from django.conf import settings
from django.core.management import load_command_class

from upk.running.database_line import TAG, open_hosts

FAR = "postgres://bergulir:kunci@db.example.id/bergulir"
SERVICE = "the service kantor (write its address into DATABASE_URL)"


@pytest.mark.parametrize(
    ("url", "environment", "hosts"),
    [
        ("sqlite:////tmp/bergulir.sqlite3", {}, []),
        ("postgres:///bergulir", {}, []),
        ("postgres://bergulir@%2Fvar%2Frun%2Fpostgresql/bergulir", {}, []),
        ("postgres://bergulir@localhost/bergulir", {}, []),
        ("postgres://bergulir@127.0.0.1:5433/bergulir", {}, []),
        ("postgres://bergulir@[::1]/bergulir", {}, []),
        ("postgres://bergulir@192.168.1.7/bergulir", {}, ["192.168.1.7"]),
        (FAR, {}, ["db.example.id"]),
        (f"{FAR}?sslmode=require", {}, ["db.example.id"]),
        (f"{FAR}?sslmode=require", {"PGSSLMODE": "verify-full"}, ["db.example.id"]),
        (f"{FAR}?sslmode=verify-ca", {}, []),
        (f"{FAR}?sslmode=verify-full&sslrootcert=/etc/bergulir-db.crt", {}, []),
        (FAR, {"PGSSLMODE": "verify-full"}, []),
        ("postgres://localhost/bergulir?hostaddr=203.0.113.5", {}, ["203.0.113.5"]),
        ("postgres:///bergulir?host=db.example.id", {}, ["db.example.id"]),
        ("postgres:///bergulir", {"PGHOST": "db.example.id"}, ["db.example.id"]),
        ("postgres:///bergulir", {"PGHOST": "localhost,db2.example.id"}, ["db2.example.id"]),
        (f"{FAR}?hostaddr=127.0.0.1", {}, ["db.example.id"]),
        ("postgres:///?service=kantor", {}, [SERVICE]),
        ("postgres:///?service=kantor&sslmode=verify-full", {}, [SERVICE]),
        ("postgres:///bergulir", {"PGSERVICE": "kantor", "PGSSLMODE": "verify-full"}, [SERVICE]),
    ],
)
def test_only_another_machine_must_prove_itself(url, environment, hosts):
    assert open_hosts(dj_database_url.parse(url), environment) == hosts


@pytest.mark.parametrize("command", ["backup", "prepare", "restore", "upgrade"])
def test_commands_that_use_the_database_ask_first(command):
    assert TAG in load_command_class("upk.desk", command).requires_system_checks


def test_nothing_is_said_to_a_database_that_may_be_anybody(tmp_path):
    """Refused before a name is looked up or a password sent: the address belongs to nobody."""
    environment = os.environ | {
        "DATABASE_URL": "postgres://bergulir:kunci@192.0.2.1/bergulir",
        "BERGULIR_VAR": str(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60,
    )  # fmt: skip

    assert done.returncode == 1
    assert "sslmode=verify-full" in done.stderr
    assert "kunci" not in done.stdout + done.stderr
