"""The example office leaves with everything and comes back the same, to the last rupiah."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from tests import databases
from tests.upk.desk.moving.world import facts_of
from upk.desk.check_books import check_books
from upk.desk.example import OFFICE_CODE
from upk.desk.moving.history.leaving import write_office
from upk.desk.moving.history.returning import restore
from upk.desk.moving.models import MovedIn
from upk.offices.models import Office

DAYS = (date(2005, 3, 31), date(2009, 12, 31), date(2010, 2, 15))
"""An early day, the end of a year, and the example's today."""

if connection.vendor == "sqlite":  # a small office goes and comes on both (test_history)

    @pytest.fixture
    def elsewhere(empty_template, example_db_committed, tmp_path) -> Iterator[str]:
        """Name of another installation's empty database."""
        name = databases.copy(empty_template, tmp_path, "elsewhere")
        yield name
        databases.remove(name)

    def test_example_comes_back_row_by_row_with_the_same_reports(elsewhere, tmp_path: Path):
        path = tmp_path / "kalijambe.xlsx"
        office = Office.objects.get(code=OFFICE_CODE)
        left = write_office(office, path, on=DAYS[-1])
        before = facts_of(office, DAYS)

        with databases.connected_to(elsewhere), override_settings(MEDIA_ROOT=tmp_path / "files"):
            office = restore(path, by_name="Pemilik").office
            after = facts_of(office, DAYS)
            faults = {r.key: r.faults for r in check_books(Office.objects.all()) if r.faults}

        assert left.rows == sum(map(len, before.rows.values()))
        assert left.lost_files == ()
        assert after.rows | {MovedIn._meta.label: []} == before.rows
        assert (after.identities, len(after.identities) > 1_000) == (before.identities, True)
        assert after.reports == before.reports
        assert faults == {}
