"""What waits for a day goes after it, whichever server it was that kept it."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from upk.desk.moving.models import folder_of_uploads
from upk.desk.privacy.archive import folder_of_archives
from upk.desk.tidying import throw_away_old

ROOT = Path(__file__).resolve().parents[3]
DAY = timedelta(days=1).total_seconds()
SERVER = """
from threading import Timer, enumerate
import upk.wsgi
print(*((t.interval, t.daemon, t.args[0].__name__) for t in enumerate() if isinstance(t, Timer)))
"""


@pytest.mark.django_db
def test_what_is_a_day_old_goes_and_what_is_younger_stays(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    kept, gone = [], []
    for folder in (folder_of_uploads(), folder_of_archives()):
        folder.mkdir(parents=True, exist_ok=True)
        for age, files in ((DAY - 60, kept), (DAY + 60, gone)):
            file = folder / f"{age:.0f}.zip"
            file.write_bytes(b"x")
            os.utime(file, (time.time() - age,) * 2)
            files.append(file)

    throw_away_old()

    assert [file.exists() for file in kept] == [True, True]
    assert [file.exists() for file in gone] == [False, False]


def test_a_server_looks_a_day_after_its_start_at_what_an_earlier_one_kept(tmp_path):
    env = os.environ | {"BERGULIR_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/a"}

    done = subprocess.run(
        [sys.executable, "-c", SERVER], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert done.stdout.strip() == f"({DAY + 60}, True, 'throw_away_old')", done.stderr
