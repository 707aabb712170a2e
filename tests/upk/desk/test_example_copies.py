"""Copies of the example office: all of its rows, nothing shared that two offices may not share."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from reports.freeze import canonical
from reports.issued_files import pack_of
from reports.models import IssuedReport
from reports.period import ReportPeriod
from reports.question import Question
from reports.regenerated import regenerate
from reports.registry import build
from tests import factories
from upk import triggers
from upk.access import Role
from upk.desk.check_books import check_books
from upk.desk.example import OFFICE_CODE
from upk.desk.example import copies as module
from upk.desk.example.copies import CantDiffer, Copier, check_distinct
from upk.desk.ownership import owned_models
from upk.ledger.models import Submission
from upk.offices.models import Office, Person, User, Village
from upk.periods import Quarter

QUARTER = Quarter(2009, 4)
PROVED = 8
"""Issues of an office that are built anew: those of the last two years."""
REPORTS = ("lpp", "collectibility", "balance-sheet", "cash-flow", "grants-by-sector", "levies")


def counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in owned_models()}


def figures(office: Office, name: str) -> list[dict]:
    question = Question.of(office, ReportPeriod.of_quarter(QUARTER))
    return [dict(line.row.values) for line in build(name, question).lines() if line.row]


@pytest.fixture
def copied(example_db_committed) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of rows before and after the office was copied twice."""
    before = counts()
    assert list(Copier().copy(range(2, 4))) == [2, 3]
    return before, counts()


def test_copies_are_whole_and_books_and_reports_agree(copied):
    before, after = copied
    strangers = User.objects.filter(office=None).count()
    before[User._meta.label] -= strangers
    after[User._meta.label] -= strangers
    original = Office.objects.get(code=OFFICE_CODE)
    last = Office.objects.get(code=f"{OFFICE_CODE}-3")

    assert after == {label: 3 * count for label, count in before.items()}
    assert {name: figures(last, name) for name in REPORTS} == {
        name: figures(original, name) for name in REPORTS
    }
    proved = {r.key: r for r in check_books(Office.objects.all())}
    assert {key: r.faults for key, r in proved.items() if r.faults} == {}
    assert "issued_figures" in proved
    triggers.check_all(connection)


def test_every_issue_of_a_copy_is_proved_from_its_own_rows_which_have_other_keys(copied):
    original = Office.objects.get(code=OFFICE_CODE)
    last = Office.objects.get(code=f"{OFFICE_CODE}-3")
    of_original, of_copy = regenerate([original], PROVED), regenerate([last], PROVED)

    assert (of_copy.compared, of_copy.older, of_copy.faults) == (PROVED, 0, ())
    assert of_copy.completed == tuple(
        text.replace(original.code, last.code) for text in of_original.completed
    )
    assert not set(original.loans.values_list("pk")) & set(last.loans.values_list("pk"))


def test_issued_reports_of_a_copy_name_it_and_keep_their_digest(copied):
    issued = IssuedReport.objects.get(office__code=f"{OFFICE_CODE}-2", year=2009, quarter=4)

    assert pack_of(issued).office.name == issued.office.name
    assert issued.value.count(canonical("UPK Kecamatan Kalijambe")) == 0


def test_people_of_two_offices_share_no_identity_and_sign_in_apart(copied):
    niks = Person.objects.exclude(nik_digest=None).values_list("nik_digest", flat=True)
    keys = Submission.objects.values_list("key", flat=True)

    assert len(set(niks)) == len(niks) > 0
    assert len(set(keys)) == len(keys) > 0
    assert User.objects.get(username="bendahara-2").office.code == f"{OFFICE_CODE}-2"
    assert User.objects.filter(role=Role.DISTRICT, office=None).count() == 1


def test_new_rows_come_after_the_copied_ones_and_guards_are_back(copied):
    person = factories.create_person(Village.objects.filter(office__code=f"{OFFICE_CODE}-3")[0])

    assert person.pk == Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_posting")


def test_guards_come_back_when_a_copy_fails(example_db_committed, monkeypatch):
    monkeypatch.delitem(module.DISTINCT, (User, "username"))
    monkeypatch.setattr(module, "check_distinct", lambda models: None)

    with pytest.raises(IntegrityError):
        list(Copier().copy(range(2, 3)))

    triggers.check_all(connection)
    assert Office.objects.count() == 1


def test_every_unique_column_differs_or_is_told(monkeypatch):
    check_distinct(owned_models())
    monkeypatch.delitem(module.DISTINCT, (Submission, "key"))

    with pytest.raises(CantDiffer, match=r"ledger\.Submission: key"):
        check_distinct(owned_models())


@pytest.mark.django_db
def test_only_a_single_office_is_copied():
    with pytest.raises(ValidationError, match="hanya ada satu kantor"):
        Copier()


def test_the_command_wants_an_office_at_least():
    with pytest.raises(CommandError, match="at least 1"):
        call_command("load_example", offices=0)
