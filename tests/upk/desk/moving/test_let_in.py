"""The owner lets the first manager of a restored office in."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from tests import factories


def test_user_without_a_password_signs_in_with_the_printed_one(db):
    user = factories.create_user(username="manajer", password=None, is_active=False)
    said = io.StringIO()

    call_command("let_in", "manajer", stdout=said)

    password = said.getvalue().split("manajer  ")[1].split("\n")[0]
    assert authenticate(None, username="manajer", password=password) == user


def test_unknown_user_is_told(db):
    with pytest.raises(CommandError, match="no user 'siapa'"):
        call_command("let_in", "siapa")
