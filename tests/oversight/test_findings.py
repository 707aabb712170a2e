"""Findings: written by the supervisor, answered by the office, closed by the supervisor alone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goats.models import Goat
from oversight.models import ABOUT, Finding, FindingStep
from oversight.records import about_of, about_row, count_for, in_period, open_findings, search
from oversight.records.about import TARGETS, row_named
from oversight.rules.findings import State, Step
from tests import factories
from tests.maintenance.register.village import photo_bytes, upload
from tests.oversight.world import DEADLINE, FOUND, LATER, World, finding, step
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def refused(attempt) -> set[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        attempt()
    found = caught.value.error_dict.items()
    return {(field, one.code) for field, errors in found for one in errors}


def test_from_finding_to_closing(world):
    row = world.finding()
    assert (row.code, world.state(row)) == ("T-2010-001", State.OPEN)

    world.step(row, Step.ANSWERED)
    assert world.state(row) == State.ANSWERED
    world.step(row, Step.RETURNED, text="Masih kurang satu.", deadline=date(2010, 2, 20))
    assert world.state(row) == State.OPEN
    world.step(row, Step.ANSWERED)
    world.step(row, Step.CLOSED, text="Diperiksa, lengkap.")

    assert world.state(row) == State.CLOSED
    assert Finding.objects.as_of(LATER).get().deadline_then == date(2010, 2, 20)


def test_each_day_tells_what_was_so_then(world):
    row = world.finding()
    world.step(row, Step.EXTENDED, on=date(2010, 1, 10), deadline=date(2010, 2, 10))
    world.step(row, Step.ANSWERED, on=date(2010, 2, 12))

    def told(on):
        found = Finding.objects.as_of(on).filter(pk=row.pk).first()
        return found and (found.state, found.deadline_then, found.is_overdue(on))

    assert told(FOUND - timedelta(days=1)) is None
    assert told(FOUND) == (State.OPEN, DEADLINE, False)
    assert told(date(2010, 2, 10)) == (State.OPEN, date(2010, 2, 10), False)
    assert told(date(2010, 2, 11)) == (State.OPEN, date(2010, 2, 10), True)
    assert told(date(2010, 2, 12)) == (State.ANSWERED, date(2010, 2, 10), False)


def test_numbers_go_on_in_the_year_and_begin_anew_in_the_next(world):
    rows = [world.finding(on=on, deadline=DEADLINE) for on in (date(2009, 12, 5), FOUND, LATER)]

    assert [row.code for row in rows] == ["T-2009-001", "T-2010-001", "T-2010-002"]


def test_a_form_sent_twice_writes_once(world):
    key = uuid4()
    row = world.finding(key=key)
    answer = uuid4()

    assert world.finding(key=key) == row
    assert world.step(row, Step.ANSWERED, key=answer) == world.step(row, Step.ANSWERED, key=answer)
    assert (Finding.objects.count(), FindingStep.objects.count()) == (1, 1)


def test_the_supervisor_alone_writes_and_closes(world):
    row = world.finding()
    world.step(row, Step.ANSWERED)

    for user in (world.manager, world.treasurer, world.secretary, world.facilitator):
        assert ("__all__", "role") in refused(lambda user=user: finding(user))
        for kind in (Step.CLOSED, Step.RETURNED, Step.WITHDRAWN):
            assert ("__all__", "role") in refused(
                lambda user=user, kind=kind: step(row, kind, user)
            )
    stranger = World().supervisor
    assert ("__all__", "role") in refused(lambda: step(row, Step.CLOSED, stranger))
    assert ("__all__", "role") in refused(lambda: step(row, Step.ANSWERED, world.supervisor))


def test_a_facilitator_answers_what_is_about_own_villages(world):
    own = world.finding(about=factories.create_group(world.village))
    elsewhere = world.finding(about=factories.create_village(world.office))
    whole = world.finding()

    step(own, Step.ANSWERED, world.facilitator)

    assert set(Finding.objects.visible_to(world.facilitator)) == {own}
    for row in (elsewhere, whole):
        assert ("__all__", "role") in refused(
            lambda row=row: step(row, Step.ANSWERED, world.facilitator)
        )


def test_all_reasons_at_once(world):
    row = world.finding()

    assert refused(
        lambda: world.finding(
            on=date(2010, 2, 16), subject=" ", text="", deadline=FOUND,
            about=World().village,
        )
    ) == {
        ("found_on", "future"), ("subject", "empty"), ("text", "empty"),
        ("deadline", "deadline"), ("about", "about"),
    }  # fmt: skip
    assert refused(
        lambda: world.step(row, Step.CLOSED, on=FOUND - timedelta(days=1), text=" ")
    ) == {("__all__", "state"), ("on", "order"), ("text", "empty")}
    assert refused(lambda: world.step(row, Step.EXTENDED)) == {("deadline", "empty")}
    assert refused(lambda: world.step(row, Step.EXTENDED, deadline=FOUND)) == {
        ("deadline", "deadline")
    }
    assert refused(lambda: world.step(row, Step.ANSWERED, deadline=DEADLINE)) == {
        ("deadline", "deadline")
    }


def test_what_was_reported_stays(world):
    row = world.finding(on=date(2009, 12, 1))
    close_books(world.office, through=date(2009, 12, 31), by=world.manager)

    assert refused(lambda: world.finding(on=date(2009, 12, 5))) == {("found_on", "closed")}
    late = refused(lambda: world.step(row, Step.ANSWERED, on=date(2009, 12, 31)))
    assert late == {("on", "closed")}


def test_a_photo_is_made_small_and_a_paper_kept_as_it_is(world):
    row = world.finding(upload=upload(photo_bytes()))
    answer = world.step(row, Step.ANSWERED, upload=upload(b"%PDF-1.4\n%%EOF\n", "surat.pdf"))

    assert row.file.content_type == "image/jpeg"
    assert (answer.file.content_type, answer.file.name) == ("application/pdf", "surat.pdf")
    broken = upload(b"not a picture", "a.jpg")
    assert {field for field, _ in refused(lambda: world.finding(upload=broken))} == {"file"}
    assert Finding.objects.count() == 1


def test_every_kind_of_row_is_found_shown_and_linked(world):
    assert tuple(target.name for target in TARGETS) == ABOUT
    group = factories.create_group(world.village, name="Melati")
    row = world.finding(about=group)

    found = search("melat", world.supervisor)
    assert [about.key for about in found] == [f"kelompok-{group.pk}"]
    assert search("melat", World().supervisor) == []
    assert row_named(f"kelompok-{group.pk}", world.supervisor)[1] == group
    for key in ("kelompok-0", "kelompok-x", "lain-1", "kelompok", "", "kelompok-" + "9" * 30):
        assert row_named(key, world.supervisor) is None
    assert row_named(f"kelompok-{group.pk}", World().supervisor) is None
    [shown] = about_row("group", group.pk, world.manager, LATER)
    assert (shown.row, shown.about.text) == (row, f"Kelompok {group.code} Melati")
    assert shown.village == world.village.name
    assert about_of(world.finding()) is None


def test_open_findings_by_village_with_the_nearest_deadline_first(world):
    other = factories.create_village(world.office)
    second = world.finding(about=world.village)
    first = world.finding(about=factories.create_group(world.village), deadline=LATER)
    elsewhere = world.finding(about=other)
    done = world.finding(about=world.village)
    world.step(done, Step.ANSWERED)
    world.step(done, Step.CLOSED)
    world.step(world.finding(about=world.village), Step.WITHDRAWN, text="Keliru")

    found = open_findings(world.office, date(2010, 2, 1), [world.village.pk])

    assert [(shown.row, shown.is_overdue) for shown in found] == [(first, True), (second, False)]
    whole = open_findings(world.office, date(2010, 2, 1))
    assert {shown.row for shown in whole} == {first, second, elsewhere}


def test_counts_are_everything_to_the_manager_and_the_own_to_others(world):
    world.finding(deadline=LATER)
    world.step(world.finding(addressee="secretary"), Step.ANSWERED)
    on = date(2010, 2, 1)

    def counted(user):
        found = count_for(user, on)
        return found.unanswered, found.overdue, found.answered

    assert counted(world.manager) == counted(world.supervisor) == (1, 1, 1)
    assert counted(world.treasurer) == (1, 1, 0)
    assert counted(world.secretary) == (0, 0, 1)
    assert counted(World().manager) == (0, 0, 0)


def test_a_period_has_what_was_found_settled_or_still_open_in_it(world):
    old = {"on": date(2009, 8, 1), "deadline": date(2009, 9, 1)}
    still_open = world.finding(**old)
    settled_now = world.finding(**old)
    settled_then = world.finding(**old)
    mistake = world.finding(on=FOUND)
    new = world.finding(on=FOUND)
    after = world.finding(on=date(2010, 2, 10), deadline=date(2010, 2, 12))
    for row, on in ((settled_then, date(2009, 9, 1)), (settled_now, LATER)):
        world.step(row, Step.ANSWERED, on=on)
        world.step(row, Step.CLOSED, on=on)
    world.step(mistake, Step.WITHDRAWN)

    found = in_period(world.office, date(2010, 1, 1), date(2010, 1, 31))

    assert list(found) == [still_open, settled_now, new]
    assert after not in found


def test_number_of_queries_does_not_depend_on_the_findings(world):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            open_findings(world.office, LATER)
        return len(queries)

    world.finding(about=factories.create_group(world.village))
    before = count()
    for _ in range(3):
        world.step(world.finding(about=factories.create_group(world.village)), Step.ANSWERED)

    assert count() == before == 2


def test_goats_are_searched_by_their_tag(world):
    assert search("KB-0001", world.supervisor, "kambing") == []
    assert Goat.objects.count() == 0
