from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from upk.access import Role
from upk.ledger.services import close_books
from upk.offices.models import Assignment, Village
from upk.offices.services import assign_village, reset_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return factories.create_user(Role.FACILITATOR)


def test_new_responsible_ends_the_former_one_the_day_before(facilitator):
    village = factories.create_village(facilitator.office)
    former = factories.create_user(office=facilitator.office)
    assign_village(village, former, since=date(2008, 1, 1))

    assign_village(village, facilitator, since=date(2009, 7, 1), reason="Pindah tugas")

    rows = Assignment.objects.order_by("since").values_list("user", "since", "until")
    assert list(rows) == [
        (former.pk, date(2008, 1, 1), date(2009, 6, 30)),
        (facilitator.pk, date(2009, 7, 1), None),
    ]


def test_third_village_needs_a_confirmation(facilitator):
    villages = [factories.create_village(facilitator.office) for _ in range(3)]
    for village in villages[:2]:
        assign_village(village, facilitator, since=date(2009, 1, 1))

    with pytest.raises(ValidationError, match="sudah bertanggung jawab atas 2 desa"):
        assign_village(villages[2], facilitator, since=date(2009, 1, 1))
    assign_village(villages[2], facilitator, since=date(2009, 1, 1), third_is_meant=True)

    assert facilitator.assignments.count() == 3


def test_assignment_cannot_begin_before_the_present_one(facilitator):
    village = factories.create_village(facilitator.office)
    assign_village(village, factories.create_user(office=village.office), since=date(2009, 5, 1))

    with pytest.raises(ValidationError, match="Penugasan yang terakhir mulai 1 Mei 2009"):
        assign_village(village, facilitator, since=date(2009, 5, 1))


def test_village_is_not_handed_over_within_closed_books(facilitator):
    village = factories.create_village(facilitator.office)
    former = factories.create_user(office=village.office)
    assign_village(village, former, since=date(2009, 5, 1))
    close_books(village.office, through=date(2009, 12, 31), by=former)
    village = Village.objects.get(pk=village.pk)

    with pytest.raises(ValidationError, match="buku ditutup sampai 31 Desember 2009"):
        assign_village(village, facilitator, since=date(2009, 12, 31), reason="Pindah tugas")
    assign_village(village, facilitator, since=date(2010, 1, 1), reason="Pindah tugas")

    assert list(Assignment.objects.on(date(2009, 12, 31)).values_list("user", flat=True)) == [
        former.pk
    ]


def test_user_of_another_office_is_refused(facilitator):
    with pytest.raises(ValidationError, match="dari kantor ini"):
        assign_village(factories.create_village(), facilitator, since=date(2009, 5, 1))


def test_facilitator_sees_the_villages_of_the_day_only(facilitator):
    mine, former, other = (factories.create_village(facilitator.office) for _ in range(3))
    factories.assign(facilitator, mine)
    factories.assign(facilitator, former, until=date(2010, 2, 14))
    factories.assign(factories.create_user(office=facilitator.office), other)

    assert list(Village.objects.visible_to(facilitator)) == [mine]


def test_reset_password_ends_all_sessions(facilitator):
    before = facilitator.get_session_auth_hash()

    password = reset_password(facilitator)

    facilitator.refresh_from_db()
    assert facilitator.check_password(password)
    assert facilitator.get_session_auth_hash() != before
