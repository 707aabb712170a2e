"""Our own wordings pass their own examination; an office's are dated, kept and undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from loans.models import PaperText
from loans.papers.markup import PartHere, parse, to_html
from loans.papers.numbers import default_format
from loans.papers.placeholders import EXAMPLES, PLACEHOLDERS
from loans.papers.registry import PAPERS
from loans.papers.texts import FOLDER, default_text
from loans.papers.wording import (
    Wordings,
    back_to_default,
    change_text,
    own_text,
    text_faults,
)
from tests import factories
from upk.ledger.services import close_books

SPK = PAPERS["spk"]
MINE = {
    "title": "Perjanjian",
    "body": "Untuk {kelompok}.\n\n{para_pihak}",
    "number_format": "{urut}/{tahun}",
}


@pytest.mark.parametrize("key", PAPERS)
def test_our_wording_passes_its_own_examination(key):
    paper, text = PAPERS[key], default_text(key)

    assert (
        text_faults(paper, title=text.title, body=text.body, number_format=default_format(paper))
        == {}
    )
    placed = {e.name for e in parse(text.body) if isinstance(e, PartHere)}
    assert placed == set(paper.part_names)


def test_there_is_a_text_for_each_paper_and_no_other():
    assert {path.stem for path in FOLDER.glob("*.txt")} == PAPERS.keys()


def test_our_wordings_are_clean_indonesian_prose():
    for key in PAPERS:
        body = default_text(key).body
        assert "  " not in body, key
        assert " ." not in body, key
        assert " ," not in body, key
        assert to_html(body, EXAMPLES, lambda name: "<p>t</p>")


def test_every_placeholder_has_an_example_and_a_label():
    assert all(p.label and p.example for p in PLACEHOLDERS.values())
    assert EXAMPLES.keys() == PLACEHOLDERS.keys()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "Untuk {kelompokk}."}, "body"),
        ({"body": "{{ kelompok }}"}, "body"),
        ({"body": "x" * 20_001}, "body"),
        ({"body": " \n "}, "body"),
        ({"body": "lihat {para_pihak} ini"}, "body"),
        ({"title": ""}, "title"),
        ({"title": "{lain}"}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"number_format": "SPK/{tahun}"}, "number_format"),
        ({"number_format": "{urut}/SPK"}, "number_format"),
        ({"number_format": "{urut}/{kelompok}/{tahun}"}, "number_format"),
        ({"number_format": ""}, "number_format"),
    ],
)
def test_faulty_wordings_are_refused_by_field_and_nothing_is_kept(db, changes, field):
    manager = factories.create_user()

    with pytest.raises(ValidationError) as refusal:
        change_text(manager.office, SPK, since=factories.TODAY, by=manager, **{**MINE, **changes})

    assert set(refusal.value.message_dict) == {field}
    assert not PaperText.objects.exists()


def test_a_paper_without_a_number_takes_none():
    paper = PAPERS["profil"]

    assert "number_format" in text_faults(paper, title="T", body="B", number_format="{urut}")
    assert text_faults(paper, title="T", body="B", number_format="") == {}


def test_a_wording_holds_from_its_day_on_and_older_papers_keep_theirs(db):
    manager = factories.create_user()
    office = manager.office

    change_text(office, SPK, since=date(2010, 2, 1), by=manager, **MINE)

    wordings = Wordings(office)
    assert wordings.of(SPK, date(2010, 1, 31)) == own_text(SPK)
    assert wordings.of(SPK, date(2010, 2, 1)).body == MINE["body"]
    assert wordings.has_own(SPK, date(2010, 2, 1))
    assert wordings.of(PAPERS["kuitansi"], factories.TODAY) == own_text(PAPERS["kuitansi"])


def test_the_last_of_one_day_counts_and_back_leads_to_ours(db):
    manager = factories.create_user()
    office, on = manager.office, factories.TODAY

    change_text(office, SPK, since=on, by=manager, **MINE)
    change_text(office, SPK, since=on, by=manager, **{**MINE, "title": "Kedua"})
    assert Wordings(office).of(SPK, on).title == "Kedua"
    back_to_default(office, SPK, since=on, by=manager)

    assert Wordings(office).of(SPK, on) == own_text(SPK)
    assert PaperText.objects.filter(office=office).count() == 3


def test_no_wording_begins_in_closed_books(db):
    manager = factories.create_user()
    close_books(manager.office, through=date(2009, 12, 31), by=manager)

    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        change_text(manager.office, SPK, since=date(2009, 12, 31), by=manager, **MINE)
    with pytest.raises(ValidationError, match="Buku sudah ditutup"):
        back_to_default(manager.office, SPK, since=date(2009, 12, 31), by=manager)


def test_wordings_of_another_office_are_not_ours(db):
    manager, other = factories.create_user(), factories.create_user()

    change_text(other.office, SPK, since=factories.TODAY, by=other, **MINE)

    assert Wordings(manager.office).of(SPK, factories.TODAY) == own_text(SPK)
