import stat

import pytest

from upk.offices.first_run import is_setup_code, setup_code
from upk.offices.models import District, Office


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def test_setup_code_is_made_once_and_for_its_owner_alone(db, tmp_path):
    code = setup_code()

    assert setup_code() == code
    assert [path.name for path in tmp_path.iterdir()] == ["setup_code"]
    assert stat.S_IMODE((tmp_path / "setup_code").stat().st_mode) == 0o600


def test_setup_code_is_recognised_however_it_is_typed(db):
    code = setup_code()

    assert is_setup_code(f" {code.lower()} ")
    assert not is_setup_code(code[:-1])
    assert not is_setup_code("")


def test_setup_code_is_gone_once_there_is_an_office(db, tmp_path):
    code = setup_code()

    Office.objects.create(district=District.objects.create(name="Sragen"), name="UPK", code="X")

    assert setup_code() is None
    assert not is_setup_code(code)
    assert list(tmp_path.iterdir()) == []
