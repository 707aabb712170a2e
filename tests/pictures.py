"""Take the pictures of README and manual; ``script/pictures`` calls it with the example loaded.

Those of a loan's life are taken on the walk that a test takes too (``tests.life_walk``).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.pictures_of_books import take_books
from tests.pictures_of_goats import take_goats
from tests.pictures_of_moving import PASSWORD, USERNAME, make_office, take_moving
from tests.pictures_of_villages import take_villages

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
MANUAL = FOLDER.parent / "manual"
BASE = f"http://127.0.0.1:{os.environ['PORT']}"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def wait_until_served() -> None:
    for _ in range(200):
        try:
            urlopen(f"{BASE}/masuk/")
        except URLError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The server did not start.")


def shrink(path: Path) -> None:
    """Fewer colours: a picture of a page stays below 150 kB."""
    Image.open(path).convert("RGB").quantize(96).save(path, optimize=True)


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/masuk/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/")


def take_day_sheet(page: Page) -> None:
    page.goto("/pinjaman/lembar-setoran/")
    page.click("main a:has-text('Krikilan')")
    page.wait_for_load_state()
    for _ in range(4):
        page.keyboard.press("F2")
        page.keyboard.press("Enter")
    page.screenshot(path=FOLDER / "lembar-setoran.png")


def look(page: Page, name: str) -> None:
    """Take the picture, if the manual shows it."""
    if any(f"/{name}.png" in path.read_text() for path in MANUAL.glob("*.md")):
        page.screenshot(path=FOLDER / f"{name}.png")


def take_life(pages: dict[str, Page]) -> None:
    """One loan from the proposal to its settlement, another one rescheduled."""
    from loans.models import Loan  # noqa: PLC0415 -- needs django.setup()
    from tests.life_walk import Walk, new_group  # noqa: PLC0415

    walk = Walk(*(pages[name] for name in ("sekretaris", "manajer", "bendahara")), look)
    old = Loan.objects.active().exclude(repayments=None).order_by("pk").first()
    page = pages["sekretaris"]
    page.goto("/pinjaman/simulasi/")
    page.fill("[name=jumlah]", "6.000.000")
    page.click("main button:has-text('Hitung')")
    page.wait_for_load_state()
    look(page, "simulasi")
    loan = walk.propose(new_group().pk, "6.000.000")
    walk.verify(loan)
    walk.approve(loan)
    walk.disburse(loan)
    walk.pay(loan, "600.000")
    walk.settle(loan)
    page.goto(f"{loan}dokumen/")
    look(page, "dokumen-pinjaman")
    for address, name in (("penagihan/", "penagihan"), ("iptw/", "iptw")):
        page.goto(f"/pinjaman/{address}")
        look(page, name)
    walk.show_endings(f"/pinjaman/{old.pk}/", "2009-12-20")
    walk.reschedule(f"/pinjaman/{old.pk}/", "2009-12-20")


def take_pdf_page() -> None:
    """The summary in the quarterly pack."""
    with tempfile.TemporaryDirectory() as folder:
        pdf, picture = Path(folder) / "pack.pdf", Path(folder) / "page"
        command = [sys.executable, "manage.py", "report", "quarterly", "--office", "KALIJAMBE"]
        command += ["--quarter", "2009-4", "--format", "pdf", "--output", str(pdf)]
        subprocess.run(command, check=True)
        page = ["-f", "3", "-l", "3", "-r", "80", "-png", "-singlefile"]
        subprocess.run(["pdftoppm", *page, str(pdf), str(picture)], check=True)
        shutil.copy(picture.with_suffix(".png"), FOLDER / "laporan-triwulan.png")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upk.settings")
    django.setup()
    from upk.desk.example import demo_accounts  # noqa: PLC0415 -- needs django.setup()

    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log"]
    process = subprocess.Popen([*server, "--port", os.environ["PORT"], "upk.wsgi:application"])
    try:
        wait_until_served()
        # Playwright's synchronous calls run inside an event loop, which Django would refuse.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            viewport = {"width": 1366, "height": 768}
            pages = {}
            for account in demo_accounts():
                context = browser.new_context(base_url=BASE, viewport=viewport, locale="id-ID")
                pages[account.username] = page = context.new_page()
                sign_in(page, account.username, account.password)
            take_day_sheet(pages["bendahara"])
            take_books(pages, look)  # before the walk, which adds to the books
            take_villages(pages, look)
            take_goats(pages, look)
            take_life(pages)
            make_office()
            context = browser.new_context(base_url=BASE, viewport=viewport, locale="id-ID")
            page = context.new_page()
            sign_in(page, USERNAME, PASSWORD)
            take_moving(page, look)
            browser.close()
    finally:
        process.terminate()
        process.wait()
    take_pdf_page()
    for picture in FOLDER.glob("*.png"):
        shrink(picture)


if __name__ == "__main__":
    main()
