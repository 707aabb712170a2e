"""Weight of the main pages on the wire: a first visit with all it loads, and a later one."""

import re
from urllib.parse import urljoin

from bench.browser import Browser
from bench.office import PASSWORD, TODAY, World
from bench.server import running_server
from loans.models import Loan

FILES = re.compile(r'(?:src|href)="(/static/[^"#]+)|url\(["\']?([^"\')]+)')
ENCODINGS = {"gzip": "gzip", "brotli": "br, gzip"}


def addresses(world: World) -> dict[str, str]:
    """The main pages by name."""
    loan = Loan.objects.filter(office=world.office).order_by("id").first()
    village = loan.group.village_id
    return {
        "beranda": "/",
        "lembar setoran": f"/pinjaman/lembar-setoran/?desa={village}",
        "terima setoran": f"/pinjaman/{loan.pk}/angsuran/baru/",
        "cari pinjaman": "/pinjaman/angsuran/?cari=Kelompok",
        "kartu pinjaman": f"/pinjaman/{loan.pk}/",
        "daftar pinjaman": "/pinjaman/",
        "kelompok": "/kelompok/",
        "LPP": f"/laporan/lpp/?tanggal={TODAY}",
        "jurnal": "/buku/jurnal/",
        "neraca saldo": "/buku/neraca-saldo/",
    }


def measure_pages(world: World) -> dict:
    """Bytes and requests of each page; brotli only reaches a browser over HTTPS."""
    with running_server() as address:
        browser = Browser(address)
        browser.sign_in(world.users[0].username, PASSWORD)
        result = {name: _measure(browser, path) for name, path in addresses(world).items()}
        browser.close()
    return result


def _measure(browser: Browser, path: str) -> dict:
    html = browser.get(path).html
    files = _files(browser, html)
    figures: dict = {"path": path, "requests": 1 + len(files)}
    for name, accept in ENCODINGS.items():
        page = browser.get(path, encoding=accept)
        rest = sum(browser.get(file, encoding=accept).wire for file in files)
        figures[name] = {"later": page.wire, "first": page.wire + rest}
    figures["ms"] = round(browser.get(path).seconds * 1000, 1)
    return figures


def _files(browser: Browser, html: str) -> list[str]:
    """Static files of the page, and those that its styles name and the page uses."""
    found = {match[1]: None for match in FILES.finditer(html) if match[1]}
    for style in [file for file in found if file.endswith(".css")]:
        for match in FILES.finditer(browser.get(style).html):
            if match[2] and not match[2].startswith("data:"):
                found[urljoin(style, match[2])] = None
    return list(found)
