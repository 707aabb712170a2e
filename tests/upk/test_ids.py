"""Many ids in one parameter: the same rows as a list of placeholders, on both databases."""

import pytest
from django.db import connection

from tests import factories
from upk.ids import Among, among, id_set
from upk.offices.models import Village

pytestmark = pytest.mark.django_db
MORE_THAN_PARAMETERS = 40_000  # SQLite takes 32.766, PostgreSQL 65.535 of them


@pytest.fixture
def villages():
    office = factories.create_office()
    return [factories.create_village(office) for _ in range(3)]


@pytest.mark.parametrize("wanted", [[], [0], [0, 2]])
def test_ids_select_their_rows_and_no_others(villages, wanted):
    ids = [villages[n].pk for n in wanted]
    sql, parameter = among("id", ids)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM offices_village WHERE {sql} ORDER BY id", [parameter])
        found = [pk for (pk,) in cursor.fetchall()]

    assert found == ids
    in_set = Village.objects.filter(pk__in=id_set(ids)).order_by("pk")
    assert list(in_set.values_list("pk", flat=True)) == ids
    begun_with = Village.objects.filter(Among("pk", ids), office=villages[0].office)
    assert list(begun_with.order_by("pk").values_list("pk", flat=True)) == ids


def test_there_may_be_more_ids_than_a_query_takes_parameters(villages):
    ids = range(villages[0].pk, villages[0].pk + MORE_THAN_PARAMETERS)

    assert Village.objects.filter(pk__in=id_set(ids)).count() == len(villages)
