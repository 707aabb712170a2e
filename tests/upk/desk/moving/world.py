"""An office with everything that is hard to carry, and what there is to compare about it."""

from datetime import date
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from reports.freeze import canonical, frozen
from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import DEFINITIONS
from tests import factories
from tests.reports.office import create_books
from tests.upk.ledger.world_of_issued import add_issued
from upk.desk.moving.history.layout import layouts
from upk.offices.models import District, Office, Person, User
from upk.offices.stored_files import store_file

NIK, KK = "3314014503850001", "3314010101100001"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
ODD = '=HYPERLINK("http://x")\r\n\t_x000D_ \x01 🐐 \\ <&>'
DAYS = (date(2009, 6, 30), date(2009, 12, 31), date(2010, 2, 15))
NOT_THE_SAME = {(User, "password"), (User, "is_active")}
"""What changes on the way, for a reason."""
OF_OFFICES = {
    User: Q(office__isnull=False) | Q(district__offices__isnull=False),
    District: Q(offices__isnull=False),
}


class Facts(NamedTuple):
    """Everything that an office is: its rows by table, its identities, its reports by day."""

    rows: dict[str, list[tuple]]
    identities: list[tuple[str, str, str]]
    reports: dict[str, str]


def create_world() -> Office:
    """The worked office with an issued report, a photo, a NIK, a district's user, odd texts."""
    books = create_books()
    village = books.banaran
    factories.create_person(village, name=ODD, nik=NIK, kk=KK, birth_date=date(1985, 3, 5))
    factories.create_person(village, name="-", address="", sex="L")
    factories.assign(books.manager, village)
    add_issued(books.office, books.manager)
    upload = SimpleUploadedFile("foto.png", PNG)
    store_file(books.office, upload, by=books.manager)
    return Office.objects.get(pk=books.office.pk)


def rows_of_office() -> dict[str, list[tuple]]:
    """All rows of all tables that travel, as they are; districts without an office stay away."""
    found = {}
    for layout in layouts():
        hidden = {"nik_cipher", "nik_digest", "kk_cipher", "kk_digest"}
        names = [
            field.attname for field in layout.fields
            if field.name not in hidden and (layout.model, field.name) not in NOT_THE_SAME
        ]  # fmt: skip
        rows = layout.model._base_manager.order_by("pk").filter(OF_OFFICES.get(layout.model, Q()))
        found[layout.label] = list(rows.distinct().values_list(*names))
    return found


def reports_on(office: Office, days=DAYS) -> dict[str, str]:
    """Every report of the list as text, for the time up to each day and for its quarter."""
    return {
        f"{definition.name} {day}": canonical(frozen(definition.build(question)))
        for day in days
        for question in [Question.of(office, ReportPeriod.up_to(day))]
        for definition in DEFINITIONS
    }


def facts_of(office: Office, days=DAYS) -> Facts:
    """What must be the same before and after."""
    people = Person.objects.order_by("pk")
    identities = [(p.name, p.nik, p.kk) for p in people if p.nik or p.kk]
    return Facts(rows_of_office(), identities, reports_on(office, days))
