"""The example's public page states what the office published, and other figures of an earlier day.

Figures: data/kalijambe.csv and kalijambe_grants.csv. The newspaper's rows need no reproduction.
"""

import re

import pytest
from django.urls import reverse

from upk.desk.example import OFFICE_CODE
from upk.desk.example.profile import TEXTS
from upk.offices.models import Office, Person, User

OFFICE = reverse("desk:public-office", args=[OFFICE_CODE])
PUBLISHED = {
    "economic_assets": "Rp 3.302.099.385",
    "groups_total": "211",
    "villages": "14",
    "rtm_share": "20,00%",
    "responsible": "7",
    "grants_total": "Rp 7.750.000.000",
    "goats_ever": "527",
}
NOTES = (
    "SPP 142, UEP 69; 209 sedang meminjam", "masing-masing 2 desa", "14 sudah punya Perdes iuran",
    "211 kelompok di 14 desa", "dalam 22 angkatan", "30 peserta seangkatan",
    "3 pengurus setiap kelompok", "pelatihan pelatih 3 hari", "dilaporkan setiap 3 bulan",
)  # fmt: skip
GRANTS = {
    "Fisik": ("Rp 4.872.350.150", "62,87%"),
    "Ekonomi": ("Rp 1.867.850.000", "24,10%"),
    "Pendidikan": ("Rp 166.872.150", "2,15%"),
    "Kesehatan": ("Rp 456.515.150", "5,89%"),
    "Operasional": ("Rp 386.412.550", "4,99%"),
}


@pytest.fixture
def office(example_db) -> Office:
    return Office.objects.get(code=OFFICE_CODE)


def page_of(client, **query) -> str:
    answer = client.get(OFFICE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def figures_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<b data-figure="(\w+)">([^<]+)</b>', page))


def sectors_of(page: str) -> dict[str, tuple[str, str]]:
    cell = r'<td class="n">([^<]+)</td>'
    rows = re.findall(rf'<th scope="row">(\w+)</th>{cell}{cell}</tr>', page)
    return {name: (amount, percent) for name, amount, percent in rows}


def test_every_published_figure_is_stated(client, office):
    page = page_of(client)

    assert {key: figures_of(page).get(key) for key in PUBLISHED} == PUBLISHED
    assert sectors_of(page) == GRANTS
    assert [note for note in NOTES if note not in page] == []


def test_an_earlier_quarter_states_what_was_true_then(client, office):
    page = page_of(client, triwulan="2005-4")
    then = figures_of(page)

    same = [key for key in ("economic_assets", "groups_total", "grants_total")
            if then[key] == PUBLISHED[key]]  # fmt: skip
    assert same == []
    assert "14 sudah punya Perdes iuran" not in page
    assert "211 kelompok di 14 desa" not in page
    assert f"{then['groups_total']} kelompok di 14 desa" in page


def test_the_first_quarters_have_a_page_too(client, office):
    for issued in office.issued_reports.order_by("as_of")[:3]:
        page_of(client, triwulan=str(issued.period))


def test_the_page_has_the_texts_of_the_office(client, office):
    page = page_of(client)

    for plan in TEXTS:
        if "{" in plan.text:
            continue
        newest = max((p.since, p.text) for p in TEXTS if p.key == plan.key)[1]
        lines = [line.partition(". ")[2] if line[:1].isdigit() else line
                 for line in newest.split("\n") if line]  # fmt: skip
        assert [line for line in lines if line not in page] == []


def test_no_villager_is_named(client, office):
    page = page_of(client)

    # One word alone may be a word of a sentence: Tri, Eko.
    people = Person.objects.filter(office=office).values_list("name", "phone", "address")
    texts = {text for row in people for text in row if " " in text or text.isdigit()}
    assert [text for text in texts if text in page] == []
    signing = set(office.officers.filter(signs=True).values_list("name", flat=True))
    users = set(User.objects.values_list("name", flat=True))
    assert {name for name in users if name in page} == signing
    assert len(signing) == 3
