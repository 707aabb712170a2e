"""The manual's pictures of moving in: a new office beside the example, with a small workbook."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page

Look = Callable[[Page, str], None]
USERNAME, PASSWORD = "pindah", "kali-jambe-2010"


def make_office() -> None:
    """An empty office and its manager, who signs in with the two words above."""
    from upk.desk.new_office import create_office  # noqa: PLC0415 -- needs django.setup()

    create_office(
        {
            "office_code": "CONTOH", "office_name": "UPK Kecamatan Contoh",
            "subdistrict": "Contoh", "legal_form": "upk", "timezone": "Asia/Jakarta",
            "district_code": "CONTOH", "district_name": "Contoh", "province": "Jawa Tengah",
            "since": date(2010, 1, 1), "username": USERNAME, "password": PASSWORD,
            "manager_name": "Ibu Contoh",
        }
    )  # fmt: skip


def take_moving(page: Page, look: Look) -> None:
    """From the upload to the office that has moved in."""
    from tests.upk.desk.moving.by_hand import (  # noqa: PLC0415 -- needs django.setup()
        bytes_of,
        rows_by_hand,
        spoil,
        typed,
    )

    rows = rows_by_hand()
    rows["office"][0] |= {"code": "CONTOH", "name": "UPK Kecamatan Contoh"}
    book = typed(rows)
    with tempfile.TemporaryDirectory() as folder:
        right, wrong = Path(folder) / "pindah.xlsx", Path(folder) / "pindah-pertama.xlsx"
        right.write_bytes(bytes_of(book))
        list(spoil(book))
        wrong.write_bytes(bytes_of(book))
        page.goto("/pindah/")
        look(page, "pindah")
        _send(page, wrong, "perlu diperbaiki")
        look(page, "pindah-masalah")
        _send(page, right, "Semua baris bersih")
    look(page, "pindah-pratinjau")
    with page.expect_navigation():
        page.get_by_role("button", name="Masukkan").click()
    page.get_by_text("Kantor ini sudah pindah").wait_for()
    look(page, "pindah-selesai")


def _send(page: Page, file: Path, until: str) -> None:
    page.goto("/pindah/")
    page.set_input_files("input[type=file]", file)
    with page.expect_navigation():
        page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_text(until).first.wait_for()
