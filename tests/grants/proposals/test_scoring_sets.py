"""Criteria of the office, from a day on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from grants.proposals.scoring_sets import add_scoring_set, create_default_sets, set_in_force
from grants.rules.scoring import LEVY, POOR, TYPED, WITH_RECORDS, Term
from tests.factories import create_office
from tests.grants.office import create_grant_office
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db


def test_levies_and_condition_count_from_2008_on():
    office = create_office()
    create_default_sets(office, date(2003, 1, 1))

    before, after = (set_in_force(office, date(year, 6, 1)) for year in (2007, 2008))

    assert [c.weight for c in before.criteria.all()] == [40, 20, 25, 15]
    assert [c.weight for c in after.criteria.all()] == [25, 15, 20, 10, 15, 15]
    assert set_in_force(office, date(2002, 12, 31)) is None


def test_an_office_that_begins_later_has_one_set():
    office = create_office()

    [made] = create_default_sets(office, date(2009, 1, 1))

    assert made.since == date(2009, 1, 1)
    assert LEVY in {c.source for c in made.criteria.all()}


def test_every_reason_against_a_set_is_said_at_once():
    office = create_office()
    terms = [Term("Sama", TYPED, 50), Term("sama ", POOR, 20), Term("Miskin", POOR, 20)]

    with pytest.raises(ValidationError) as refused:
        add_scoring_set(office, since=date(2010, 1, 1), terms=terms, by=None)

    assert refused.value.messages == [
        "Setiap kriteria diberi nama, tidak ada yang sama.",
        "Nilai yang dihitung dipakai paling banyak satu kali.",
        "Bobot berjumlah 90: harus tepat 100.",
    ]


def test_a_set_begins_in_open_books_on_a_day_of_its_own():
    office, _, manager = create_grant_office()
    add_scoring_set(office, since=date(2010, 1, 1), terms=WITH_RECORDS, by=manager)
    close_books(office, through=date(2009, 12, 31), by=manager)

    for since, told in ((date(2010, 1, 1), "Sudah ada kriteria"), (date(2009, 1, 1), "ditutup")):
        with pytest.raises(ValidationError, match=told):
            add_scoring_set(office, since=since, terms=WITH_RECORDS, by=manager)
