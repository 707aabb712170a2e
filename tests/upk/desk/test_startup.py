import socket

import pytest
from django.core.management import CommandError, call_command

from tests.databases import triggers_lifted
from upk.desk import startup


def test_check_address_refuses_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(startup.AddressTaken):
            startup.check_address("127.0.0.1", port)

    startup.check_address("127.0.0.1", port)


def test_check_address_tells_an_address_of_another_machine_apart():
    with pytest.raises(OSError, match="assign requested address"):
        startup.check_address("192.0.2.1", 8000)


def test_migrate_does_nothing_when_all_is_applied(db):
    assert startup.migrate() == 0


def test_prepare_says_that_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} of 127.0.0.1 is taken"):
            call_command("prepare", port=port)


def test_prepare_refuses_to_serve_books_without_their_guards(transactional_db):
    with triggers_lifted(), pytest.raises(CommandError, match="lacks the guards of its books"):
        call_command("prepare", port=0)


def test_prepare_on_an_empty_database_prints_the_way_to_the_first_run_page(db, capsys):
    call_command("prepare", port=0)

    assert "with this one-time code: " in capsys.readouterr().out


def test_prepare_names_the_address_under_which_it_is_reached(db, capsys, settings):
    settings.PUBLIC_ADDRESS = "https://upk.example.id"
    call_command("prepare", port=0)

    assert "Create it at https://upk.example.id/mulai/\n" in capsys.readouterr().out
