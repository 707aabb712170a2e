"""The pages of the bands of the health rating: what holds since when, and a new table."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from reports.books.health_tables import default_rating, rating_of
from reports.books.rating import RATIOS, TOTAL
from reports.models import HealthTable
from tests import factories
from upk.access import Role
from upk.ledger.services import close_books

pytestmark = pytest.mark.django_db
LIST, ADD = "reports:health-tables", "reports:health-table-add"
SINCE = date(2010, 2, 1)


@pytest.fixture
def by():
    return factories.create_user(Role.MANAGER)


def typed(**changes) -> dict:
    """The form as it is filled in: our bands, with changes to its inputs."""
    bands = default_rating(SINCE).bands
    data = {"since": SINCE.isoformat(), "name": "Edaran 2010"}
    for ratio in (*RATIOS, TOTAL):
        for place, band in enumerate(bands[ratio]):
            prefix = f"rasio-{ratio}-{place}"
            data |= {
                f"{prefix}-comparison": band.comparison,
                f"{prefix}-bound": f"{band.bound}".replace(".", ","),
                f"{prefix}-status": band.status,
            }
            if band.score is not None:
                data[f"{prefix}-score"] = str(band.score)
    return data | {name.replace("_", "-"): value for name, value in changes.items()}


def test_list_shows_ours_until_the_office_has_its_own(client, by):
    client.force_login(by)

    page = client.get(reverse(LIST)).content.decode()

    assert "Penilaian UPK (SIDBM), berlaku mulai 1 Januari 2003" in page
    assert page.count("berlaku sekarang") == 1
    assert "&lt; 5: 40; &lt; 10: 35; &lt; 12,5: 30" in page


def test_form_is_filled_with_the_bands_of_today_and_can_be_sent_as_it_is(client, by):
    client.force_login(by)

    page = client.get(reverse(ADD)).content.decode()
    sent = client.post(reverse(ADD), typed(), follow=True)

    assert 'name="rasio-1-2-bound" value="12,5"' in page
    assert "Batas skor “Edaran 2010” berlaku mulai 1 Februari 2010." in sent.content.decode()
    assert rating_of(by.office, SINCE).bands == default_rating(SINCE).bands
    assert rating_of(by.office, date(2010, 1, 31)).name == "Penilaian UPK (SIDBM)"


def test_new_bound_and_dropped_row_hold_from_that_day_on(client, by):
    client.force_login(by)

    client.post(reverse(ADD), typed(rasio_1_0_bound="6", rasio_1_1_bound="", rasio_1_1_score=""))

    bands = rating_of(by.office, SINCE).bands[1]
    assert [band.bound for band in bands][:2] == [Decimal(6), Decimal("12.5")]
    assert HealthTable.objects.get(office=by.office).bands.count() == len(typed_bands()) - 1


def typed_bands() -> list:
    return [band for of_ratio in default_rating(SINCE).bands.values() for band in of_ratio]


@pytest.mark.parametrize(("changes", "told"), [
    ({"rasio_1_1_bound": "5"},
     "Rasio 1 baris 2 (&lt; 5) tumpang tindih dengan baris sebelumnya (&lt; 5)"),
    ({"rasio_1_7_bound": "26"},
     "Rasio 1 baris 8 (&gt;= 26) menyisakan nilai tanpa skor. Baris terakhir harus &gt;= 25."),
    ({"rasio_2_1_comparison": "<"},
     "Rasio 2 baris 2 (&lt; 90) berlawanan arah dengan baris pertama."),
    ({"rasio_0_3_comparison": "<"},
     "Jumlah skor baris 4 (&lt; 37,5) menyisakan nilai tanpa skor."),
    ({"rasio_1_0_score": "39"}, "Bobot keenam rasio (skor tertingginya) berjumlah 99, harus 100."),
    ({"rasio_3_0_score": ""}, "Isi skornya."),
    ({"rasio_3_0_bound": ""}, "Isi batasnya, atau kosongkan skornya."),
    ({"rasio_3_0_bound": "satu"}, "Masukkan sebuah bilangan."),
    ({"rasio_3_0_status": ""}, "Pilih salah satu."),
    ({"rasio_3_0_score": "-1"}, "lebih besar"),
    ({"name": ""}, "Bidang ini tidak boleh kosong."),
])  # fmt: skip
def test_bad_bands_are_refused_in_sentences_and_stay_in_the_form(client, by, changes, told):
    client.force_login(by)

    page = client.post(reverse(ADD), typed(**changes))

    assert page.status_code == 200
    assert told in page.content.decode()
    assert 'value="17,5"' in page.content.decode()
    assert not HealthTable.objects.exists()


def test_closed_day_is_refused_beside_its_field(client, by):
    close_books(by.office, through=date(2010, 1, 31), by=by)
    client.force_login(by)

    page = client.post(reverse(ADD), typed(since="2010-01-31"))

    assert list(page.context["form"].errors) == ["since"]
    assert not HealthTable.objects.exists()


def test_sent_twice_the_last_one_counts_and_the_rating_is_the_same(client, by):
    client.force_login(by)

    for _ in range(2):
        client.post(reverse(ADD), typed(rasio_1_0_bound="4"))

    assert rating_of(by.office, SINCE).bands[1][0].bound == 4


def test_another_office_keeps_its_bands(client, by):
    client.force_login(by)
    client.post(reverse(ADD), typed(rasio_1_0_bound="4"))
    other = factories.create_user(Role.MANAGER)
    client.force_login(other)

    tables = client.get(reverse(LIST)).context["tables"]

    assert [table["rating"].name for table in tables] == ["Penilaian UPK (SIDBM)"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_others_may_not(client, by, role):
    client.force_login(factories.create_user(role, by.office))

    assert client.get(reverse(LIST)).status_code == 403
    assert client.post(reverse(ADD), typed()).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_number_of_queries_does_not_depend_on_the_tables(
    client, by, count, django_assert_max_num_queries
):
    client.force_login(by)
    for _ in range(count):
        client.post(reverse(ADD), typed())

    with django_assert_max_num_queries(6):  # session, user, tables, bands; table and bands of today
        client.get(reverse(LIST))
