"""The village page: what waits there, as page, start page and paper; and nobody else's villages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.maintenance.register import village as pieces
from tests.visits.villages import SEEN, TODAY, create_setting, visit
from upk.access import Role
from upk.desk.villages.build import build_sheets
from upk.desk.villages.papers import sheet_html
from upk.offices.models import User

pytestmark = pytest.mark.django_db
KEYS = (
    "kelompok", "janji", "kunjungan", "pertemuan", "kesepakatan", "prasarana", "kegiatan",
    "iuran", "kambing", "temuan", "pelatihan",
)  # fmt: skip


@pytest.fixture
def setting():
    """A group with a loan that is late, never visited; another with an overdue agreement."""
    setting = create_setting()
    product = factories.create_product(setting.office)
    factories.create_loan(
        setting.group, product, by=setting.manager, disbursed_on=date(2009, 9, 15)
    )
    return setting


def sheet_of(setting, user=None):
    user = User.objects.get(pk=(user or setting.facilitator).pk)
    [sheet] = build_sheets(user, [setting.village], TODAY)
    return sheet


def test_sections_stand_in_their_order(setting):
    keys = tuple(section.key for section in sheet_of(setting).sections)

    assert keys == KEYS


def test_groups_that_are_late_come_first_with_their_figures(setting):
    punctual = factories.create_group(setting.village)
    loan = factories.create_loan(
        punctual, setting.group.loans.get().product, by=setting.manager,
        disbursed_on=date(2010, 2, 1),
    )  # fmt: skip

    section = sheet_of(setting).section("kelompok")

    assert [line.cells[0].split()[0] for line in section.lines] == [
        setting.group.code, punctual.code,
    ]  # fmt: skip
    late, other = section.lines
    assert late.badge[0] == "danger"
    assert late.cells[3] == "Rp 5.750.000"  # five instalments of 1.000.000 and 150.000
    assert other.cells[1:] == ("Rp 10.000.000", "–", "–")
    assert (section.count, section.figure) == (1, "1 menunggak")
    assert other.url == reverse("loans:loan-detail", args=[loan.pk])


def test_what_is_due_today_counts_on_the_start_page_and_both_pages_say_what_they_count(
    client, setting
):
    """The late loan's next instalment and all of another's first are due on this very day."""
    other = factories.create_group(setting.village)
    factories.create_loan(
        other, setting.group.loans.get().product, by=setting.manager,
        disbursed_on=TODAY.replace(month=TODAY.month - 1),
    )  # fmt: skip
    client.force_login(setting.facilitator)

    home = client.get(reverse("desk:home")).content.decode()
    page = client.get(reverse("desk:village-page", args=[setting.village.pk])).content.decode()
    cards = client.get(reverse("desk:village-list")).content.decode()

    assert sheet_of(setting).section("kelompok").figure == "1 menunggak"
    assert "2 pinjaman, juga yang jatuh tempo hari ini" in home
    for text in (home, page, cards):
        assert "Menunggak dihitung sejak sehari sesudah jatuh tempo." in text


def test_visits_meetings_and_agreements(setting):
    never = factories.create_group(setting.village)
    visit(setting, SEEN, next_on=date(2010, 3, 3))

    sheet = sheet_of(setting)

    assert [line.cells[0] for line in sheet.section("kunjungan").lines] == [str(never)]
    assert sheet.section("kunjungan").figure == "1 dari 2 kelompok"
    [meeting] = sheet.section("pertemuan").lines
    assert (meeting.cells[1], meeting.badge[1]) == ("03-03-2010", "Akan datang")
    [agreement] = sheet.section("kesepakatan").lines
    assert agreement.badge == ("danger", "Lewat waktu")
    assert agreement.action[0] == "Tutup"


def test_pieces_that_were_not_inspected_this_quarter(setting):
    own = pieces.Setting(
        setting.office, setting.village, setting.manager, setting.manager, setting.facilitator
    )
    done, left = (pieces.register(own, name=name) for name in ("Jalan A", "Jalan B"))
    pieces.inspect(own, done, SEEN)
    pieces.inspect(own, left, date(2009, 11, 4), "heavy")

    section = sheet_of(setting).section("prasarana")

    assert [line.cells for line in section.lines] == [
        ("Jalan B", "Dukuh Timur", "Rusak berat", "04-11-2009")
    ]
    assert section.figure == "1 dari 2"


def test_supervisor_sees_the_same_without_buttons(setting):
    visit(setting)
    supervisor = factories.create_user(Role.SUPERVISOR, setting.office)

    own, read = sheet_of(setting), sheet_of(setting, supervisor)

    assert [s.count for s in own.sections] == [s.count for s in read.sections]
    assert any(line.action for section in own.sections for line in section.lines)
    assert not any(line.action for section in read.sections for line in section.lines)


def test_page_and_paper_show_the_same_value(client, setting):
    visit(setting)
    client.force_login(setting.facilitator)
    sheet = sheet_of(setting)
    sheet.village.office.district  # noqa: B018 -- loaded, as the view does

    page = client.get(reverse("desk:village-page", args=[setting.village.pk])).content.decode()
    paper = sheet_html(sheet)

    for section in sheet.sections:
        for line in section.lines:
            for cell in line.cells:
                assert cell in page, cell
                assert cell in paper, cell
        if not section.lines:
            assert section.empty in page
            assert section.empty in paper
    answer = client.get(reverse("desk:village-sheet", args=[setting.village.pk]))
    assert answer.content.startswith(b"%PDF-")


def test_start_page_of_a_facilitator_leads_to_each_section(client, setting):
    visit(setting)
    client.force_login(setting.facilitator)

    page = client.get(reverse("desk:home")).content.decode()

    address = reverse("desk:village-page", args=[setting.village.pk])
    waiting = [section.key for section in sheet_of(setting).waiting]
    assert waiting == ["kelompok", "kesepakatan", "pelatihan"]
    assert all(f'href="{address}#{key}"' in page for key in waiting)


def test_own_villages_come_first_and_others_are_for_staff_alone(client, setting):
    other = factories.create_village(setting.office, name="Lain Desa")
    factories.assign(setting.manager, other)

    client.force_login(setting.manager)
    context = client.get(reverse("desk:village-list")).context
    assert [s.village for s in context["own"]] == [other]
    assert [s.village for s in context["others"]] == [setting.village]
    client.force_login(setting.facilitator)
    page = client.get(reverse("desk:village-list"))
    assert [s.village for s in page.context["own"]] == [setting.village]
    assert "Lain Desa" not in page.content.decode()
    for name in ("village-page", "village-sheet"):
        assert client.get(reverse(f"desk:{name}", args=[other.pk])).status_code == 404


def test_after_a_hand_over_the_former_person_no_longer_sees_it(client, setting):
    address = reverse("desk:village-page", args=[setting.village.pk])
    client.force_login(setting.facilitator)
    assert client.get(address).status_code == 200
    successor = factories.create_user(Role.FACILITATOR, setting.office)

    row = setting.facilitator.assignments.get()
    row.until = date(2010, 2, 14)
    row.save()
    factories.assign(successor, setting.village, since=TODAY)

    assert client.get(address).status_code == 404
    assert "Belum ada desa" in client.get(reverse("desk:village-list")).content.decode()
    client.force_login(successor)
    assert successor.name in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_asks_the_same_whatever_the_number_of_groups(client, setting, count):
    for _ in range(count):
        group = factories.create_group(setting.village)
        visit(setting, group=group)
        factories.create_loan(
            group, setting.group.loans.get().product, by=setting.manager,
            disbursed_on=date(2009, 10, 15),
        )  # fmt: skip
    client.force_login(setting.facilitator)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("desk:village-page", args=[setting.village.pk]))

    assert len(asked) <= 45, len(asked)
    with CaptureQueriesContext(connection) as of_list:
        client.get(reverse("desk:village-list"))
    assert len(of_list) <= len(asked)


def test_office_without_villages_says_how_to_begin(client):
    user = factories.create_user()
    client.force_login(user)

    page = client.get(reverse("desk:village-list")).content.decode()

    assert "Catat desa-desa dan penanggung jawabnya dahulu." in page
