"""The report ``visits``, worked out by hand."""

from datetime import date

import pytest

from reports.period import ReportPeriod
from reports.question import Question
from reports.registry import build
from tests import factories
from tests.visits.villages import AGREED, close, create_setting, visit
from upk.offices.models import User
from upk.periods import Quarter
from visits.services.recording import NewAgreement

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2010, 12, 31)


@pytest.fixture
def setting():
    """A group met once in the autumn and twice this quarter, one never; the village met once."""
    setting = create_setting()
    factories.create_group(setting.village, code="ZZ", name="Belum")
    autumn = visit(setting, date(2009, 11, 4))
    close(setting, autumn.agreements.get(), date(2010, 2, 5))
    visit(setting, date(2010, 1, 20), member_count=7)
    visit(setting, date(2010, 2, 3), member_count=4, officers=(), agreements=[
        AGREED, NewAgreement("Menyerahkan daftar", "Ketua", NEXT_YEAR),
    ])  # fmt: skip
    visit(setting, date(2010, 2, 3), group=None, member_count=30, agreements=[])
    return setting


def report_of(setting, end, user=None):
    return build("visits", Question.of(setting.office, ReportPeriod.up_to(end), user=user))


def rows(report) -> dict[str, dict]:
    return {
        row.key: dict(row.values)
        for part in report.parts
        for section in part.sections
        for row in section.rows
    }


def test_visits_of_the_quarter_beside_those_before(setting):
    report = report_of(setting, date(2010, 2, 15))

    found = rows(report)
    group, never = found[setting.group.code], found["ZZ"]
    village = found[f"{setting.village.code}/desa"]
    columns = ("visits", "before", "change", "last_on", "officers", "members")
    assert [group[name] for name in columns] == [2, 1, 1, date(2010, 2, 3), 3, 11]
    assert [never[name] for name in columns] == [0, 0, 0, None, 0, 0]
    assert [village[name] for name in columns] == [1, 0, 1, date(2010, 2, 3), 0, 30]
    # Made: that of January and two of February; open: all three, of which two were due on
    # 10 February; that of the autumn was closed on the 5th.
    assert [group[name] for name in ("agreed", "open", "overdue")] == [3, 3, 2]
    [total] = [row for row in report.parts[0].totals if row.key == "total"]
    assert [total.values[name] for name in ("visits", "before", "change")] == [3, 1, 2]
    assert (report.totals["groups"], report.totals["groups_not_visited"]) == (2, 1)
    assert report.totals["villages_not_visited"] == 0


def test_an_earlier_day_gives_what_was_known_then(setting):
    before = report_of(setting, date(2010, 1, 31))
    group = rows(before)[setting.group.code]

    assert [group[name] for name in ("visits", "open", "overdue")] == [1, 2, 0]
    setting.group.is_active = False
    setting.group.save()
    assert report_of(setting, date(2010, 1, 31)) == before


def test_an_office_that_never_wrote_a_visit_down_has_no_rows(setting):
    assert report_of(setting, date(2009, 9, 30)).is_empty
    assert report_of(setting, Quarter(2009, 4).end).totals["groups_not_visited"] == 1


def test_a_facilitator_has_the_own_villages(setting):
    other = factories.create_village(setting.office)
    factories.create_group(other, code="LAIN")

    own = report_of(setting, date(2010, 2, 15), User.objects.get(pk=setting.facilitator.pk))

    assert "LAIN" not in rows(own)
    assert "LAIN" in rows(report_of(setting, date(2010, 2, 15)))


def test_as_many_queries_for_many_groups(setting, django_assert_num_queries):
    for _ in range(4):
        factories.create_group(factories.create_village(setting.office))
    question = Question.of(setting.office, ReportPeriod.up_to(date(2010, 2, 15)))

    with django_assert_num_queries(7):
        build("visits", question)
