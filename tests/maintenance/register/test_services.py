"""The register's writers: what they keep, refuse and do once."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from maintenance.models import Ending, Infrastructure, InfrastructureChange, Repair
from maintenance.register.services import correct_infrastructure, end_infrastructure, take_back
from tests import factories
from tests.maintenance.register import village as tools
from tests.maintenance.register.village import TODAY
from upk.ledger.services import close_books


@pytest.fixture
def setting(db) -> tools.Setting:
    return tools.create_setting()


def test_a_piece_is_registered_once_by_one_form(setting):
    key, facts = uuid4(), {"name": "Jembatan Kali Cemoro", "kind": "bridge"}

    first = tools.register(setting, key=key, **facts)
    again = tools.register(setting, key=key, **facts)

    assert again == first
    assert list(Infrastructure.objects.values_list("name", "cost", "registered_on")) == [
        ("Jembatan Kali Cemoro", 48_250_000, tools.REGISTERED)
    ]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"on": TODAY + timedelta(days=1)}, "registered_on", "belum tiba"),
        ({"built_year": 2010}, "built_year", "Dibangun sesudah terdaftar"),
        ({"built_year": 1899}, "built_year", "Periksa tahunnya"),
        ({"phase_year": 1990}, "phase_year", "tahun anggarannya"),
        ({"size": Decimal(0)}, "size", "lebih dari nol"),
        ({"cost": -1}, "cost", "kurang dari nol"),
        ({"name": " "}, "name", "Wajib diisi"),
        ({"latitude": Decimal("-7.4")}, "longitude", "keduanya"),
        ({"latitude": Decimal("7.4"), "longitude": Decimal(110)}, "latitude", "di luar Indonesia"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(setting, fields, field, message):
    with pytest.raises(ValidationError) as refused:
        tools.register(setting, **fields)

    assert list(refused.value.message_dict) == [field]
    assert message in refused.value.message_dict[field][0]
    assert not Infrastructure.objects.exists()


def test_the_same_piece_is_not_registered_twice(setting):
    tools.register(setting, name="Talud")

    with pytest.raises(ValidationError, match="sudah terdaftar"):
        tools.register(setting, name="Talud")


def test_nothing_is_registered_in_closed_books(setting):
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)

    with pytest.raises(ValidationError, match="Sudah dilaporkan: buku ditutup sampai 31 Desember"):
        tools.register(setting, on=date(2009, 12, 31))

    assert tools.register(setting, on=date(2010, 1, 1)).registered_on == date(2010, 1, 1)


def correct(setting, piece, *, on=TODAY, reason="Salah ukur", key=None, by=None, **fields):
    now = {name: getattr(piece, name) for name in Infrastructure.CORRECTABLE}
    return correct_infrastructure(
        piece, tools.facts(**now | fields), changed_on=on, reason=reason,
        request_key=key or uuid4(), by=by or setting.secretary,
    )  # fmt: skip


def test_a_correction_keeps_what_was_said_before(setting):
    piece = tools.register(setting)

    corrected = correct(setting, piece, size=Decimal("412.5"), cost=50_000_000)

    assert (corrected.size, corrected.cost, corrected.revision) == (Decimal("412.5"), 50_000_000, 1)
    told = InfrastructureChange.objects.values_list("revision", "field", "before", "after")
    assert list(told) == [(1, "cost", "48.250.000", "50.000.000"), (1, "size", "300", "412,5")]


def test_a_correction_sent_twice_is_one(setting):
    piece, key = tools.register(setting), uuid4()

    correct(setting, piece, team="TP3 Dukuh Timur", key=key)
    correct(setting, piece, team="TP3 Dukuh Timur", key=key)

    assert [c.after for c in piece.changes.all()] == ["TP3 Dukuh Timur"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Tidak ada yang berubah"),
        ({"team": "TP3", "reason": " "}, "Tulis alasannya"),
        ({"team": "TP3", "on": TODAY + timedelta(days=1)}, "belum tiba"),
        ({"team": "TP3", "on": tools.REGISTERED - timedelta(days=1)}, "baru terdaftar"),
    ],
)
def test_a_correction_needs_a_change_a_reason_and_a_day(setting, fields, message):
    piece = tools.register(setting)

    with pytest.raises(ValidationError, match=message):
        correct(setting, piece, **fields)

    assert not piece.changes.exists()


def end(setting, piece, on=TODAY, **fields) -> Ending:
    given = {"kind": "abandoned", "note": "Hanyut oleh banjir", "request_key": uuid4()}
    return end_infrastructure(piece, ended_on=on, by=setting.manager, **given | fields)


def test_a_piece_that_was_given_up_no_longer_stands_from_that_day(setting):
    piece = tools.register(setting)

    end(setting, piece, date(2010, 2, 10))

    assert list(Infrastructure.objects.standing(date(2010, 2, 9))) == [piece]
    assert list(Infrastructure.objects.standing(date(2010, 2, 10))) == []


def test_a_piece_is_given_up_once_and_after_what_was_done_with_it(setting):
    piece = tools.register(setting)
    tools.inspect(setting, piece, date(2010, 2, 10))

    with pytest.raises(ValidationError, match="masih ada pemeriksaan"):
        end(setting, piece, date(2010, 2, 9))
    end(setting, piece, date(2010, 2, 10))
    with pytest.raises(ValidationError, match="sudah ditandai berakhir"):
        end(setting, piece)
    with pytest.raises(ValidationError, match="tidak dipelihara lagi sejak 10 Februari 2010"):
        tools.repair(setting, piece, date(2010, 2, 11))


def test_an_ending_that_was_taken_back_ends_nothing(setting):
    piece = tools.register(setting)
    ending = end(setting, piece, date(2010, 2, 10))

    take_back(ending, reason="Salah tandai", request_key=uuid4(), by=setting.manager)

    assert list(Infrastructure.objects.standing(TODAY)) == [piece]
    assert end(setting, piece, date(2010, 2, 12)).ended_on == date(2010, 2, 12)


def test_a_repair_is_noted_once_with_who_paid(setting):
    piece, key = tools.register(setting), uuid4()

    tools.repair(setting, piece, key=key)
    tools.repair(setting, piece, key=key)

    assert list(Repair.objects.values_list("kind", "cost", "payer")) == [
        ("routine", 750_000, "village")
    ]


def test_only_unpaid_work_costs_nothing(setting):
    piece = tools.register(setting)

    with pytest.raises(ValidationError, match="Hanya kerja bakti"):
        tools.repair(setting, piece, cost=0)

    assert tools.repair(setting, piece, cost=0, payer="community").cost == 0


def test_a_repair_from_levies_comes_with_its_withdrawal(setting):
    piece = tools.register(setting)

    with pytest.raises(ValidationError, match="halaman Iuran"):
        tools.repair(setting, piece, payer="levy")

    assert not Repair.objects.exists()


def test_only_its_writer_and_the_manager_take_a_repair_back(setting):
    repair = tools.repair(setting, tools.register(setting))
    other = factories.create_user("secretary", setting.office)

    with pytest.raises(ValidationError, match="Hanya pencatatnya atau manajer"):
        take_back(repair, reason="Keliru", request_key=uuid4(), by=other)
    take_back(repair, reason="Keliru", request_key=uuid4(), by=setting.facilitator)
    with pytest.raises(ValidationError, match="sudah diganti"):
        take_back(repair, reason="Keliru", request_key=uuid4(), by=setting.manager)

    assert not Repair.objects.standing().exists()
    assert Repair.objects.count() == 2


def test_what_was_reported_is_not_taken_back(setting):
    repair = tools.repair(setting, tools.register(setting), date(2009, 12, 20))
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)

    with pytest.raises(ValidationError, match="Sudah dilaporkan"):
        take_back(repair, reason="Keliru", request_key=uuid4(), by=setting.manager)
