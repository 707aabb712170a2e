"""What a revision says otherwise than the one before; what the rows say otherwise than an issue."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reports import regenerated
from reports.checks import check_issued
from reports.differences import TOTALS, changes_between
from reports.figures import published
from reports.freeze import frozen, frozen_value, thawed, thawed_value
from reports.issued_files import pack_of
from reports.issuing import _store, issue_quarter
from reports.models import IssuedAnswer, IssuedFigure
from reports.pack import Pack, build_pack
from reports.regenerated import regenerate
from reports.render.pack import pack_html, printed_change
from reports.value import FORMAT_VERSION, Unit
from tests import databases, factories
from upk.access import Role
from upk.ledger.services import close_books, reopen_books
from upk.offices.models import Office
from upk.periods import Quarter

pytestmark = pytest.mark.django_db
THIRD, FOURTH = Quarter(2009, 3), Quarter(2009, 4)


def issue(books, quarter=FOURTH):
    return issue_quarter(books.office, quarter, by=books.manager, render=False)


def reopen(books) -> None:
    office = Office.objects.get(pk=books.office.pk)
    reopen_books(office, through=date(2009, 9, 30), reason="Salah setor", by=books.manager)


def answer(issued, kind, by, note="") -> None:
    IssuedAnswer.objects.create(report=issued, kind=kind, note=note, by=by, by_name=by.name)


def send_back(books, issued) -> None:
    district = factories.create_user(Role.DISTRICT, district=books.office.district)
    answer(issued, "received", district)
    answer(issued, "returned", district, "Tanda tangan pengawas belum ada.")


VALUES = st.one_of(
    st.none(), st.integers(), st.text(), st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
)  # fmt: skip


@given(VALUES)
def test_a_value_that_is_frozen_and_thawed_is_the_same(value):
    assert thawed_value(frozen_value(value)) == value


def test_every_report_that_is_frozen_and_thawed_has_the_same_figures(books):
    for report in build_pack(books.office, FOURTH).reports:
        assert thawed(frozen(report)).figures() == report.figures()


def test_a_pack_has_no_differences_from_itself_nor_from_its_text(books):
    pack = build_pack(books.office, FOURTH)

    assert changes_between(pack, pack) == ()
    assert changes_between(Pack.of_text(pack.as_text()), pack) == ()
    assert changes_between(pack, Pack.of_text(pack.as_text())) == ()


def test_revision_lists_the_figures_that_changed_with_both_values(books):
    issue(books)
    reopen(books)
    factories.pay(books.loans["C"], 115_000, on=date(2009, 12, 20), by=books.manager)

    second = pack_of(issue(books))

    assert second.changed_since == 1
    code = books.loans["C"].code
    (late,) = [
        change for change in second.changes
        if (change.report, change.row, change.column)
        == ("collectibility", code, "arrears_interest")
    ]  # fmt: skip
    assert late.before - late.after == 115_000
    assert late.unit == Unit.RUPIAH
    assert "Kelompok C" in late.label
    assert not [change for change in second.changes if change.row == books.loans["G"].code]
    assert Pack.of_text(second.as_text()) == second
    html = pack_html(second)
    assert "Perubahan dari revisi sebelumnya" in html
    assert "dibandingkan dengan revisi 1" in html


def test_named_figures_are_told_by_their_names_and_only_where_no_line_tells_them(books):
    issue(books)
    reopen(books)
    factories.pay(books.loans["C"], 115_000, on=date(2009, 12, 20), by=books.manager)

    pack = pack_of(issue(books))

    lines = {(c.report, c.before, c.after) for c in pack.changes if c.row != TOTALS}
    named = [change for change in pack.changes if change.row == TOTALS]
    assert not {(c.report, c.before, c.after) for c in named} & lines
    assert "surplus_within" not in [change.column for change in named]
    assert [h for h in (printed_change(c)["heading"] for c in pack.changes) if "_" in h] == []


def test_first_issue_and_a_revision_of_an_older_format_are_compared_with_nothing(books):
    older = replace(build_pack(books.office, FOURTH), format_version=FORMAT_VERSION - 1)
    close_books(books.office, through=FOURTH.end, by=books.manager)
    first = _store(books.office, older, None, by=books.manager)
    send_back(books, first)

    assert (pack_of(issue(books)).changed_since, pack_of(first).changed_since) == (0, 0)


def test_row_that_went_and_row_that_came_are_listed(books):
    pack = build_pack(books.office, FOURTH)
    lpp = pack.reports[1]
    part = lpp.parts[0]
    section = part.sections[0]
    shorter = replace(section, rows=section.rows[1:])
    cut = replace(lpp, parts=(replace(part, sections=(shorter, *part.sections[1:])),))
    without = replace(pack, reports=(pack.reports[0], cut, *pack.reports[2:]))
    gone = section.rows[0].key

    went, came = changes_between(pack, without), changes_between(without, pack)

    assert {change.after for change in went if change.row == gone} == {None}
    assert {change.before for change in came if change.row == gone} == {None}
    assert [(c.row, c.column) for c in went] == [(c.row, c.column) for c in came]


def test_a_returned_issue_is_followed_by_a_revision_though_the_books_stayed_closed(books):
    first = issue(books)
    assert issue(books) == first
    send_back(books, first)

    second = issue(books)

    assert (second.revision, pack_of(second).changes) == (2, ())
    assert issue(books) == second
    assert Office.objects.get(pk=books.office.pk).books_closed_through == FOURTH.end


def test_an_earlier_returned_quarter_can_be_issued_again_after_a_later_one(books):
    third = issue(books, THIRD)
    issue(books)
    send_back(books, third)

    assert issue(books, THIRD).revision == 2
    assert issue(books).revision == 1


def test_issued_figures_are_rows_and_counted(books):
    issued = issue(books)

    rows = {figure.key: (figure.unit, figure.value) for figure in issued.figures.all()}
    expected = published(pack_of(issued))
    assert rows == {key: (figure.unit.value, figure.value) for key, figure in expected.items()}
    assert issued.figure_count == len(rows) > 50


def test_what_was_issued_comes_from_the_rows_again(books):
    issue(books, THIRD)
    issue(books)

    outcome = regenerate([books.office])

    assert (outcome.compared, outcome.older, outcome.faults) == (2, 0, ())
    assert outcome.completed == ()
    assert regenerate([books.office], 1).compared == 1


def test_older_format_is_counted_and_an_outdated_issue_left_out(books, monkeypatch):
    issue(books, THIRD)
    issue(books)
    reopen(books)

    assert regenerate([books.office]).compared == 1
    monkeypatch.setattr(regenerated, "FORMAT_VERSION", FORMAT_VERSION + 1)
    outcome = regenerate([books.office])
    assert (outcome.compared, outcome.older, outcome.faults) == (0, 1, ())


def test_register_that_was_completed_is_told_and_is_no_fault(books):
    issue(books)
    factories.create_group(books.keden, code="BARU", name="Kelompok Baru")

    outcome = regenerate([books.office])

    assert outcome.faults == ()
    assert outcome.completed == ("CONTOH Triwulan IV 2009: Kelompok per Desa",)


def test_published_figure_that_was_spoilt_is_found(books):
    issued = issue(books)
    with databases.triggers_lifted():
        IssuedFigure.objects.filter(report=issued, key="outstanding").update(value=1)

    (fault,) = regenerate([books.office]).faults

    assert "angka yang diumumkan tidak sama" in fault


def test_repayment_that_was_spoilt_is_found_in_what_was_issued(books):
    issue(books)
    assert check_issued([books.office])[1] == ()
    with databases.triggers_lifted():
        repayment = books.loans["C"].repayments.earliest("pk")
        type(repayment).objects.filter(pk=repayment.pk).update(principal=1, interest=0)

    faults = regenerate([books.office]).faults

    assert any("terbit" in fault and "kini" in fault for fault in faults)
    assert faults[-1].endswith("angka lain berbeda")


def test_page_of_changes_is_for_readers_and_their_district(client, books):
    send_back(books, issue(books))
    second = issue(books)
    address = reverse("reports:issued-changes", args=[second.pk])
    district = factories.create_user(Role.DISTRICT, district=books.office.district)
    statuses = {}
    for user in (books.manager, district, factories.create_user(),
                 factories.create_user(Role.FACILITATOR, books.office)):  # fmt: skip
        client.force_login(user)
        statuses[user.pk] = client.get(address).status_code
    assert list(statuses.values()) == [200, 200, 404, 403]


def test_page_of_changes_lists_them_and_the_issue_shows_the_answer(client, books):
    first = issue(books)
    send_back(books, first)
    reopen(books)
    factories.pay(books.loans["C"], 115_000, on=date(2009, 12, 20), by=books.manager)
    second = issue(books)
    client.force_login(books.manager)

    changes = client.get(reverse("reports:issued-changes", args=[second.pk])).text
    detail = client.get(reverse("reports:issued-detail", args=[first.pk])).text

    assert "angka berubah sejak revisi 1" in changes
    assert "Kelompok C" in changes
    assert "Tanda tangan pengawas belum ada." in detail


def test_manager_sees_on_the_start_page_and_the_list_what_was_returned(client, books):
    send_back(books, issue(books))
    note, button = "dikembalikan kabupaten", reverse("desk:quarter-issue", args=["2009-4"])
    client.force_login(books.manager)

    assert note in client.get(reverse("desk:home")).text
    page = client.get(reverse("reports:quarter-list")).text
    assert "Dikembalikan" in page
    assert button in page
    assert "Terbitkan ulang" in client.get(button).text
    client.force_login(factories.create_user(Role.TREASURER, books.office))
    assert note not in client.get(reverse("desk:home")).text
