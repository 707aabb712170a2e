"""Pages of the register, as the people of an office and a stranger meet them."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maintenance.models import Infrastructure, Inspection, Photo, Repair
from tests import factories
from tests.maintenance.register import village as tools
from tests.maintenance.register.village import TODAY
from upk.access import Role
from upk.ledger.services import close_books


@pytest.fixture
def setting(db) -> tools.Setting:
    return tools.create_setting()


@pytest.fixture
def road(setting):
    return tools.register(setting, name="Jalan rabat Dukuh Timur")


def at(name: str, *args, query: str = "") -> str:
    return reverse(f"maintenance:{name}", args=args) + query


NEW = {
    "registered_on": "2010-02-01", "kind": "bridge", "name": "Jembatan Kali Cemoro",
    "built_year": "2009", "phase_year": "2009", "cost": "87.500.000", "size": "12,5", "unit": "m",
    "location": "Dukuh Lor", "latitude": "-7,4301", "longitude": "110,8203", "team": "TP3 Lor",
}  # fmt: skip


def finding(**fields) -> dict:
    given = {"inspected_on": "2010-02-15", "condition": "slight", "notes": "Retak di tepi kiri"}
    return given | {"request_key": str(uuid4())} | fields


# -- the register ----------------------------------------------------------------------------------


def test_a_piece_is_registered_and_a_double_click_is_harmless(client, setting):
    client.force_login(setting.secretary)
    data = NEW | {"village": setting.village.pk, "request_key": str(uuid4())}

    answers = [client.post(at("infrastructure-add"), data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    piece = Infrastructure.objects.get()
    assert (piece.cost, str(piece.size), str(piece.latitude)) == (87_500_000, "12.50", "-7.430100")
    page = client.get(at("infrastructure-list")).text
    assert "Jembatan Kali Cemoro" in page
    assert "12,5 m" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"latitude": "7,43", "longitude": "10"}, "di luar Indonesia"),
        ({"latitude": ""}, "keduanya"),
        ({"built_year": "2011"}, "Dibangun sesudah terdaftar"),
        ({"registered_on": "2010-02-16"}, "belum tiba"),
        ({"cost": "1,5"}, "rupiah bulat"),
        ({"size": "0"}, "lebih dari nol"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, setting, fields, message):
    client.force_login(setting.secretary)
    data = NEW | {"village": setting.village.pk, "request_key": str(uuid4())} | fields

    page = client.post(at("infrastructure-add"), data).text

    assert message in page
    assert 'value="Jembatan Kali Cemoro"' in page
    assert not Infrastructure.objects.exists()


def test_a_facilitator_registers_in_the_own_villages_alone(client, setting):
    client.force_login(setting.facilitator)
    other = factories.create_village(setting.office)
    data = NEW | {"request_key": str(uuid4())}

    page = client.post(at("infrastructure-add"), data | {"village": other.pk}).text
    answer = client.post(at("infrastructure-add"), data | {"village": setting.village.pk})

    assert "Pilih pilihan yang valid" in page or "invalid-feedback" in page
    assert answer.status_code == 302
    assert [piece.village for piece in Infrastructure.objects.all()] == [setting.village]


def test_a_correction_shows_what_was_said_before(client, setting, road):
    client.force_login(setting.secretary)
    url = at("infrastructure-correct", road.pk)
    data = {
        "kind": "road", "name": road.name, "built_year": "2008", "phase_year": "2008",
        "cost": "48.250.000", "size": "412,5", "unit": "m", "location": road.location,
        "latitude": "", "longitude": "", "team": "", "changed_on": "2010-02-15",
        "reason": "Diukur ulang", "request_key": str(uuid4()),
    }  # fmt: skip

    answers = [client.post(url, data, follow=True).text for _ in range(2)]

    assert "Diukur ulang" in answers[1]
    assert '<td data-label="Sebelumnya">300</td><td data-label="Menjadi">412,5</td>' in answers[1]
    assert road.changes.count() == 1


def test_a_piece_ends_and_the_end_can_be_taken_back(client, setting, road):
    client.force_login(setting.manager)
    data = {
        "kind": "replaced", "ended_on": "2010-02-10", "note": "Jembatan baru",
        "request_key": str(uuid4()),
    }  # fmt: skip

    page = client.post(at("infrastructure-end", road.pk), data, follow=True).text
    assert "Diganti bangunan baru sejak 10 Februari 2010" in page
    assert "Jalan rabat Dukuh Timur" not in client.get(at("infrastructure-list")).text
    gone = client.get(at("infrastructure-list", query="?keadaan=berakhir")).text
    assert "Jalan rabat Dukuh Timur" in gone
    back = {"reason": "Salah tandai", "request_key": str(uuid4())}
    client.post(at("ending-void", road.endings.get().pk), back)

    assert "Jalan rabat Dukuh Timur" in client.get(at("infrastructure-list")).text


def test_the_list_is_filtered(client, setting, road):
    tools.register(setting, name="Talud Kulon", kind="wall", built_year=2005)
    tools.inspect(setting, road, TODAY, "heavy")
    client.force_login(setting.manager)

    def names(query: str) -> list[str]:
        found = client.get(at("infrastructure-list", query=query)).context["page"].object_list
        return [piece.name for piece in found]

    both = ["Jalan rabat Dukuh Timur", "Talud Kulon"]
    assert names("") == both
    assert names("?urut=-nama") == both[::-1]
    assert names("?kondisi=heavy") == names("?jenis=road") == names("?cari=rabat") == both[:1]
    assert names("?kondisi=belum") == names("?tahun=2005") == names("?jenis=wall") == both[1:]
    assert names(f"?desa={setting.village.pk}") == both
    assert names("?desa=999999999") == names("?kondisi=x") == names("?cari=zzz") == []


def test_the_empty_list_says_how_to_begin(client, setting):
    client.force_login(setting.secretary)

    assert "Belum ada prasarana. Daftarkan" in client.get(at("infrastructure-list")).text


# -- inspections -----------------------------------------------------------------------------------


def test_an_inspection_with_a_photo_and_the_next_piece(client, setting, road):
    following = tools.register(setting, name="Jembatan", kind="bridge")
    client.force_login(setting.facilitator)
    data = finding(lanjut="1", camera=tools.upload())

    answer = client.post(at("inspection-add", road.pk), data)

    assert answer.url == at("inspection-add", following.pk)
    look = Inspection.objects.get()
    assert (look.condition, look.notes, look.recorded_by) == (
        "slight", "Retak di tepi kiri", setting.facilitator,
    )  # fmt: skip
    photo = Photo.objects.get()
    assert photo.inspection == look
    shown = client.get(at("photo", photo.pk))
    assert shown["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown["Content-Security-Policy"]
    last = client.post(at("inspection-add", following.pk), finding(lanjut="1"), follow=True)
    assert f"Semua prasarana Desa {setting.village} sudah diperiksa." in last.text


def test_a_form_that_is_sent_twice_is_one_inspection(client, setting, road):
    client.force_login(setting.facilitator)
    data = finding()

    answers = [client.post(at("inspection-add", road.pk), data) for _ in range(2)]

    assert [answer.url for answer in answers] == [at("infrastructure-detail", road.pk)] * 2
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"inspected_on": "2010-02-16"}, "16 Februari 2010 belum tiba"),
        ({"inspected_on": "2009-12-31"}, "Sudah dilaporkan: buku ditutup sampai 31 Desember 2009"),
        ({"condition": ""}, "Pilih kondisinya."),
        ({"condition": "hancur"}, "invalid-feedback"),
    ],
)
def test_a_wrong_inspection_says_why_and_keeps_what_was_typed(
    client, setting, road, fields, message
):
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)
    client.force_login(setting.facilitator)

    answer = client.post(at("inspection-add", road.pk), finding(**fields))

    assert answer.status_code == 422
    assert message in answer.text
    assert "Retak di tepi kiri" in answer.text
    assert not Inspection.objects.exists()


def test_a_photo_that_is_none_is_refused_and_has_to_be_chosen_again(client, setting, road):
    client.force_login(setting.facilitator)
    fake = tools.upload(b"%PDF-1.4 kuitansi %%EOF", name="kuitansi.jpg")

    page = client.post(at("inspection-add", road.pk), finding(photos=[tools.upload(), fake])).text

    assert "kuitansi.jpg: bukan foto JPEG atau PNG yang utuh" in page
    assert "Pilih fotonya sekali lagi" in page
    assert not Inspection.objects.exists()
    assert not Photo.objects.exists()


def test_an_inspection_is_corrected_and_the_old_one_stays_in_sight(client, setting, road):
    look = tools.inspect(setting, road, TODAY, "good")
    client.force_login(setting.facilitator)
    data = finding(condition="heavy", reason="Salah tekan")

    page = client.post(at("inspection-correct", look.pk), data, follow=True).text

    assert "Alasan: Salah tekan" in page
    assert page.count("Diganti") == 1
    assert [(row.condition) for row in road.inspections.standing()] == ["heavy"]
    back = {"reason": "Prasarana lain", "request_key": str(uuid4())}
    newest = road.inspections.standing().get()
    page = client.post(at("inspection-void", newest.pk), back, follow=True).text
    assert page.count("Dibatalkan") == 1
    assert not road.inspections.standing().exists()


def test_only_the_manager_empties_the_name_of_who_inspected(client, setting, road):
    look = tools.inspect(setting, road, TODAY, inspector_name="Pak Sastro")
    client.force_login(setting.manager)
    assert "Pak Sastro" in client.get(at("infrastructure-detail", road.pk)).text

    page = client.post(at("inspector-forget", look.pk), follow=True).text

    assert "Pak Sastro" not in page
    client.force_login(setting.facilitator)
    assert client.post(at("inspector-forget", look.pk)).status_code == 403


def test_what_is_not_inspected_yet(client, setting, road):
    seen = tools.register(setting, name="Jembatan", kind="bridge")
    tools.inspect(setting, seen, TODAY)
    tools.inspect(setting, road, date(2009, 12, 1))
    client.force_login(setting.facilitator)

    def names(query: str) -> list[str]:
        found = client.get(at("inspection-list", query=query)).context["page"].object_list
        return [piece.name for piece in found]

    assert names("") == [road.name]
    assert names("?keadaan=sudah") == ["Jembatan"]
    assert names("?triwulan=2009-4") == ["Jembatan"]
    assert names("?triwulan=2009-4&keadaan=sudah") == [road.name]
    assert names("?triwulan=2003-1&keadaan=semua") == []
    assert names("?triwulan=x") == names("?triwulan=2999-1") == [road.name]
    page = client.get(at("inspection-list")).text
    assert "<strong>1</strong> dari 2 prasarana belum diperiksa" in page


# -- repairs, photos, weights, paper ---------------------------------------------------------------


def test_a_repair_with_a_photo_is_noted_once_and_can_be_taken_back(client, setting, road):
    client.force_login(setting.facilitator)
    data = {
        "kind": "routine", "repaired_on": "2010-02-12", "payer": "community", "cost": "0",
        "note": "Kerja bakti", "request_key": str(uuid4()),
    }  # fmt: skip

    for _ in range(2):
        client.post(at("repair-add", road.pk), data | {"photos": [tools.upload()]})

    repair = Repair.objects.get()
    assert (repair.cost, repair.photos.count()) == (0, 1)
    back = {"reason": "Ternyata batal", "request_key": str(uuid4())}
    page = client.post(at("repair-void", repair.pk), back, follow=True).text
    assert "Alasan: Ternyata batal" in page
    assert not Repair.objects.standing().exists()


def test_levies_are_not_offered_as_payer(client, setting, road):
    client.force_login(setting.facilitator)
    assert 'value="levy"' not in client.get(at("repair-add", road.pk)).text

    data = {"kind": "routine", "repaired_on": "2010-02-12", "payer": "levy", "cost": "5"}
    page = client.post(at("repair-add", road.pk), data | {"request_key": str(uuid4())}).text

    assert "invalid-feedback" in page
    assert not Repair.objects.exists()


def test_photos_of_a_piece_come_and_go(client, setting, road):
    client.force_login(setting.facilitator)

    assert "Pilih fotonya." in client.post(at("photo-add", road.pk), {}).text
    client.post(at("photo-add", road.pk), {"photos": [tools.upload()]})
    photo = Photo.objects.get()
    assert at("photo", photo.pk) in client.get(at("infrastructure-detail", road.pk)).text
    client.post(at("photo-withdraw", photo.pk), {"reason": "Jalan lain"})

    assert at("photo", photo.pk) not in client.get(at("infrastructure-detail", road.pk)).text


def test_a_photo_that_is_lost_says_so(client, setting, road, settings, tmp_path):
    client.force_login(setting.facilitator)
    client.post(at("photo-add", road.pk), {"photos": [tools.upload()]})
    settings.MEDIA_ROOT = tmp_path

    page = client.get(at("photo", Photo.objects.get().pk), follow=True).text

    assert "Foto ini hilang atau berubah di server" in page


def test_the_manager_sets_weights_and_others_read_them(client, setting):
    client.force_login(setting.manager)
    data = {
        "since": "2010-02-15", "good": "90", "slight": "60", "heavy": "20", "broken": "5",
        "carried": "1",
    }  # fmt: skip

    wrong = client.post(at("weights-add"), data | {"broken": "30"}).text
    page = client.post(at("weights-add"), data, follow=True).text

    assert "Kondisi yang lebih buruk bernilai lebih." in wrong
    assert "baik <strong>90</strong>" in page
    client.force_login(setting.facilitator)
    assert "baik <strong>90</strong>" in client.get(at("weights-list")).text
    assert client.get(at("weights-add")).status_code == 403


def test_the_sheet_of_a_village_is_a_pdf(client, setting, road):
    tools.inspect(setting, road, TODAY, "heavy")
    client.force_login(setting.facilitator)

    answer = client.get(at("village-sheet", setting.village.pk))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


# -- who sees what ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "facilitator of other villages"])
def test_rows_of_others_are_not_found(client, setting, road, who):
    look = tools.inspect(setting, road, TODAY)
    repair = tools.repair(setting, road)
    client.force_login(setting.facilitator)
    client.post(at("photo-add", road.pk), {"photos": [tools.upload()]})
    photo = Photo.objects.get()
    office = None if who == "stranger" else setting.office
    user = factories.create_user(Role.FACILITATOR, office)
    factories.assign(user, factories.create_village(user.office))
    client.force_login(user)

    for name, row in [
        ("infrastructure-detail", road), ("infrastructure-correct", road),
        ("infrastructure-end", road), ("inspection-add", road), ("repair-add", road),
        ("photo-add", road), ("photo", photo), ("photo-withdraw", photo),
        ("inspection-correct", look), ("inspection-void", look), ("repair-void", repair),
        ("village-sheet", setting.village),
    ]:  # fmt: skip
        assert client.get(at(name, row.pk)).status_code == 404, name
    for name in ("infrastructure-list", "inspection-list"):
        query = f"?desa={setting.village.pk}&keadaan=semua"
        assert road.name not in client.get(at(name, query=query)).text


def test_the_supervisor_reads_and_writes_nothing(client, setting, road):
    client.force_login(factories.create_user(Role.SUPERVISOR, setting.office))

    assert client.get(at("infrastructure-detail", road.pk)).status_code == 200
    assert "Periksa</a>" not in client.get(at("inspection-list")).text
    assert client.post(at("inspection-add", road.pk), finding()).status_code == 403


@pytest.mark.parametrize("name", ["infrastructure-list", "inspection-list", "card"])
def test_number_of_queries_does_not_depend_on_the_rows(client, setting, road, name):
    client.force_login(setting.facilitator)
    address = at("infrastructure-detail", road.pk) if name == "card" else at(name)

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    first = count()
    for day in (3, 4, 5):
        tools.inspect(setting, road, date(2009, 12, day))
        tools.inspect(setting, tools.register(setting), date(2009, 12, day))
        tools.repair(setting, road, date(2009, 12, day))

    assert count() == first
    assert first < 20
