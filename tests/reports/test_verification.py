"""The code on a printed report: its form, what is read as it, where it leads."""

import pytest
from django.test import override_settings

from reports import verification
from reports.issuing import issue_quarter
from upk.periods import Quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(books):
    return issue_quarter(books.office, Quarter(2009, 4), by=books.manager, render=False)


def test_a_code_finds_its_report_however_it_is_typed(issued):
    code = verification.code(issued)

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    looks_alike = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    for typed in (code, code.lower(), f"  {code} ", issued.check_code, looks_alike):
        assert verification.find(typed) == issued, typed


def test_what_is_no_code_finds_nothing(issued):
    right = issued.check_code
    other = right[:-1] + ("A" if right[-1] != "A" else "B")

    for typed in ("", "-", right[:-1], f"{right}0", other, "U" * 12, "0ß" * 6, str(issued.pk)):
        assert verification.find(typed) is None, typed


def test_the_qr_code_leads_to_the_public_address(issued):
    path = f"/periksa/{verification.code(issued)}/"

    with override_settings(PUBLIC_ADDRESS="https://upk.example.id"):
        assert verification.address(issued) == f"https://upk.example.id{path}"
    with override_settings(PUBLIC_ADDRESS=""):
        assert verification.address(issued) == ""
    assert verification.path(issued) == path
