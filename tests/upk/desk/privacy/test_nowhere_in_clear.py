"""A known NIK and KK go into an office, it does its work, and they are looked for everywhere.

The exemptions are all here: a person's page on request, the person's copy, papers of
``loans.papers.registry.WITH_IDENTITY`` for who may see NIKs, the encrypted archive of the office,
and ``export_office --clear``. Backups, kept files and workbooks: ``test_kept_in_clear``.
"""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse

from groups.models import Membership
from loans.models import Loan
from loans.papers.facts import OfficeFacts, read_facts
from loans.papers.paper import paper_problems
from loans.papers.registry import PAPERS, WITH_IDENTITY
from loans.papers.render import Wordings, page_of, sheets_of
from reports.registry import DEFINITIONS
from tests import factories, searched
from tests.test_access import all_views
from tests.upk.desk.privacy.at_work import hearing
from tests.upk.desk.privacy.world import KK, NIK
from upk.access import SEES_IDENTITY, Role
from upk.offices.models import Person
from upk.offices.services import record_person
from upk.trail.events import Event
from upk.trail.models import TrailEntry

NUMBERS = (NIK, KK)
NAMING_PEOPLE = ("waiting-list",)
"""Reports with people's names: looked at as PDF too. Their sheets are in ``test_kept_in_clear``."""
FILES = {"offices:logout", "offices:sessions-end"}


def found_in(content: bytes, where: str) -> list[str]:
    """Places in which one of the numbers stands, also spaced or dotted, packed or in a PDF."""
    return searched.found_in(content, where, [number.encode() for number in NUMBERS])


@pytest.mark.parametrize("shown", [NIK, " ".join(KK), f"{NIK[:6]}.{NIK[6:12]}.{NIK[12:]}"])
def test_the_search_finds_what_it_looks_for(shown):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.xml", f"<v>{shown}</v>")

    assert found_in(packed.getvalue(), "x") == ["x/xl/a.xml"]
    assert found_in(f"a{shown}b".encode(), "y") == ["y"]
    assert found_in(b"3314015203700009", "z") == []


@pytest.fixture
def heard():
    with hearing() as handler:
        yield handler


@pytest.fixture
def loan() -> Loan:
    """A running loan; its last member has a NIK and a KK, and so has a household's head."""
    manager = factories.create_user()
    village = factories.create_village(manager.office)
    group = factories.create_group(village, member_count=3)
    person = Membership.objects.filter(group=group).last().person
    person.set_identity(nik=NIK, kk=KK)
    person.name = "Sri Terlindung"
    person.save()
    loan = factories.create_loan(group, principal=3_000_000, by=manager)
    factories.pay(loan, 345_000, on=date(2009, 9, 10), by=manager)
    return loan


def pages_of(loan: Loan) -> list[str]:
    """All lists, every report, the pages of the loan, its group and the person."""
    person = Membership.objects.filter(group=loan.group).last().person
    rows = {"loans": loan.pk, "groups": loan.group_id, "offices:person": person.pk}
    found = set()
    for name in all_views().keys() - FILES:
        own = [(pk,) for prefix, pk in rows.items() if name.startswith(prefix)]
        for args in ((), *own):
            try:
                found.add(reverse(name, args=args))
            except NoReverseMatch:
                continue
    found |= {reverse("reports:report", args=[definition.name]) for definition in DEFINITIONS}
    found |= {reverse("reports:download", args=[name, "pdf"]) for name in NAMING_PEOPLE}
    return sorted(found)


def _content(client: Client, address: str) -> bytes:
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.django_db
def test_no_page_no_report_and_no_log_holds_a_number(loan, heard):
    client = Client(raise_request_exception=False)
    client.force_login(factories.create_user(Role.MANAGER, loan.office))

    pages = [(address, _content(client, address)) for address in pages_of(loan)]

    assert (len(pages) > 150, len(heard.lines) > 150) == (True, True)
    assert sum(b"Sri Terlindung" in content for _, content in pages) >= 2
    assert [place for address, content in pages for place in found_in(content, address)] == []
    assert [line for line in heard.lines if found_in(line.encode(), "log")] == []
    assert [line for line in heard.lines if "Sri Terlindung" in line] == []


@pytest.mark.django_db
@pytest.mark.parametrize("sees_identity", [True, False])
def test_only_the_listed_papers_name_a_nik_and_only_to_who_may_see_it(loan, sees_identity):
    """Papers as pages: what a PDF is made of."""
    [facts] = read_facts([loan], OfficeFacts.of(loan.office, factories.TODAY))
    holding, printed = set(), 0
    for key, paper in PAPERS.items():
        if paper_problems(paper, facts):
            continue
        wordings = Wordings(loan.office)
        sheets = list(sheets_of([(paper, facts)], wordings, sees_identity=sees_identity))
        page = page_of(sheets, loan.office, title="Uji", printed_at=None)
        printed += 1
        if found_in(page.encode(), key):
            holding.add(key)

    assert printed >= 10
    assert holding == (WITH_IDENTITY if sees_identity else set())


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.TREASURER])
def test_a_printed_paper_with_whole_niks_is_told(loan, role):
    client = Client()
    client.force_login(factories.create_user(role, loan.office))

    answer = client.get(reverse("loans:loan-paper", args=[loan.pk, "daftar-pemanfaat"]))

    told = TrailEntry.objects.filter(event=Event.PERSONAL_EXPORT).values_list("details", flat=True)
    holds = bool(found_in(answer.content, "pdf"))
    assert (holds, len(told)) == (role in SEES_IDENTITY, 1)


@pytest.mark.django_db
def test_a_refusal_and_a_failed_search_repeat_no_number(loan, heard):
    client = Client(raise_request_exception=False)
    client.force_login(factories.create_user(Role.SECRETARY, loan.office))
    sent = {"name": "Lain", "sex": "P", "village": loan.group.village_id, "nik": NIK, "kk": KK}

    said = client.post(reverse("offices:person-add"), sent)
    twin = Person(office=loan.office, village=loan.group.village, name="Kembar", sex="P")
    twin.set_identity(nik=NIK)
    with pytest.raises(ValidationError) as refused:
        record_person(twin)

    assert "sudah tercatat atas nama Sri" in said.text
    assert NIK not in str(refused.value)
    assert [line for line in heard.lines if found_in(line.encode(), "log")] == []
