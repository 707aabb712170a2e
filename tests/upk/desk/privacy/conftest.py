"""Keys of one's own, in files of the test's folder."""

from pathlib import Path

import pytest

from upk.identity_keys import write_key

FIRST_CIPHER = "bm90LWEtc2VjcmV0LWJ1dC0zMi1ieXRlcy1sb25nISE="
FIRST_DIGEST = "the-first-key-of-an-installation"


@pytest.fixture
def key_folder(settings, tmp_path) -> Path:
    """A folder with the keys of a new installation, which are used instead of the usual ones."""
    for name, key in (("IDENTITY_KEY", FIRST_CIPHER), ("IDENTITY_DIGEST_KEY", FIRST_DIGEST)):
        path = tmp_path / name.lower()
        write_key(path, key)
        setattr(settings, f"{name}_FILE", path)
    return tmp_path
