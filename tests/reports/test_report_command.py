"""``manage.py report`` on the command line."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reports.registry import REPORTS
from tests import factories

pytestmark = pytest.mark.django_db


def test_report_into_a_file(tmp_path):
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))
    target = tmp_path / "lpp.json"

    call_command("report", "lpp", "--office", loan.office.code, "--quarter", "2009-4",
                 "--output", str(target))  # fmt: skip

    data = json.loads(target.read_bytes())
    assert data["as_of"] == "2009-12-31"
    assert data["totals"]["outstanding_principal"] == 10_000_000


def test_report_to_standard_output(capfdbinary):
    loan = factories.create_loan(principal=10_000_000, disbursed_on=date(2009, 8, 10))

    call_command("report", "arrears", "--office", loan.office.code.lower(), "--as-of", "2009-12-31")

    assert json.loads(capfdbinary.readouterr().out)["from"] == "2009-12-01"


def test_list_names_every_report():
    out = io.StringIO()

    call_command("report", "list", stdout=out)

    assert [line.split()[0] for line in out.getvalue().splitlines()] == [*REPORTS, "quarterly"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lppp", "--office", "ADA"], "no report 'lppp'.*lpp-villages"),
        (["lpp", "--office", "TIADA"], "no office 'TIADA'.*ADA"),
        (["lpp"], "--office CODE.*ADA, DUA"),
        (["lpp", "--office", "ADA", "--quarter", "2009-5"], "no quarter.*2009-4"),
        (["lpp", "--office", "ADA", "--as-of", "31-12-2009"], "no date.*2009-12-31"),
        (["lpp", "--office", "ADA", "--as-of", "2010-02-16"], "not come yet.*2010-02-15"),
        (["lpp", "--office", "ADA", "--quarter", "2010-2"], "not begun yet.*2010-02-15"),
        (["lpp", "--office", "ADA", "--output", "/tiada/x"], "can't be written"),
        (["lpp", "--office", "ADA", "--format", "docx"], "invalid choice"),
    ],
)
def test_mistakes_say_what_to_do(arguments, words):
    factories.create_office(code="ADA")
    factories.create_office(code="DUA")

    with pytest.raises(CommandError, match=words):
        call_command("report", *arguments)


def test_running_quarter_ends_today(capfdbinary):
    office = factories.create_office()

    call_command("report", "lpp", "--office", office.code, "--quarter", "2010-1")

    data = json.loads(capfdbinary.readouterr().out)
    assert (data["from"], data["as_of"]) == ("2010-01-01", "2010-02-15")
