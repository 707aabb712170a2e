import threading

import pytest
from django.db import connection, models

from tests import factories
from upk.offices.models import Office, Village
from upk.prepared import KEPT, Given, Prepared

BIG = models.BigIntegerField()


def villages_with_place() -> Prepared:
    """By office and ids, with office and district."""
    return Prepared(
        lambda office, *ids: (
            Village.objects.filter(office=office, pk__in=ids)
            .select_related("office__district")
            .order_by("code")
        ),
        BIG,
    )


@pytest.fixture
def three(db) -> list[Village]:
    office = factories.create_office()
    return [factories.create_village(office=office, code=code) for code in ("A", "B", "C")]


def test_rows_are_what_the_queryset_gives_whatever_the_values(three, django_assert_num_queries):
    find, (a, b, c) = villages_with_place(), three
    elsewhere = factories.create_village()

    with django_assert_num_queries(4):
        assert find(a.office_id, b.pk, a.pk) == [a, b]
        assert find(a.office_id, c.pk, elsewhere.pk) == [c]
        assert find(elsewhere.office_id, c.pk, elsewhere.pk) == [elsewhere]
        assert find(a.office_id, a.pk) == [a]


def test_related_rows_come_along_and_instances_are_whole(three, django_assert_num_queries):
    a = three[0]

    with django_assert_num_queries(1):
        [found] = villages_with_place()(a.office_id, a.pk)
        assert found.office == a.office
        assert found.office.district == a.office.district

    assert not found._state.adding
    fields = [field.attname for field in Village._meta.concrete_fields]
    expected = Village.objects.values_list(*fields).get(pk=a.pk)
    assert tuple(getattr(found, name) for name in fields) == expected


def test_a_related_row_that_is_missing_is_none(db):
    user = factories.create_user(role="district", office=None, district=factories.create_district())
    find = Prepared(
        lambda pk: type(user).objects.select_related("office", "district").filter(pk=pk), BIG
    )

    [found] = find(user.pk)

    assert (found.office, found.district) == (None, user.district)


def test_values_are_converted_both_ways(db):
    """A date is text on SQLite, in the database and nowhere else."""
    office = factories.create_office()
    days = Prepared(
        lambda code, day: Office.objects.filter(code=code, practice_date__lte=day).values_list(
            "code", "practice_date"
        ),
        models.CharField(),
        models.DateField(),
    )
    Office.objects.filter(pk=office.pk).update(practice_date=factories.TODAY)

    assert days(office.code, factories.TODAY) == [(office.code, factories.TODAY)]
    assert days("OTHER", factories.TODAY) == []


def test_sql_is_composed_once_for_each_thread_and_number_of_values(three):
    made = []

    def build(*ids: Given) -> models.QuerySet:
        made.append(len(ids))
        return Village.objects.filter(pk__in=ids).values_list("code")

    find, ids = Prepared(build, BIG), [village.pk for village in three]
    for count in (1, 2, 1, 2):
        find(*ids[:count])
    assert made == [1, 2]

    for _ in range(2):
        assert len(find(*range(1, KEPT + 2))) <= 3
    assert made == [1, 2, KEPT + 1, KEPT + 1]


def test_threads_share_no_query(three):
    made, pk = [], three[0].pk

    def build(pk: Given) -> models.QuerySet:
        made.append(threading.get_ident())
        return Village.objects.filter(pk=pk)

    find = Prepared(build, BIG)

    def look() -> None:
        find(pk)
        connection.close()

    find(pk)
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert len(set(made)) == 2
