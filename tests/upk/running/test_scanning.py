"""Uploads go past a scanner that speaks clamd's protocol, before anything is kept."""

import logging
import socketserver
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from upk.access import Role
from upk.desk.moving.models import Upload
from upk.running import scanning

BAD = b"what the scanner knows"
"""Stands for a virus: a scanner would take the usual test file out of the sources."""

LARGEST = 200_000
HERE = {"HTTP_ORIGIN": "http://testserver"}


class Clamd(socketserver.StreamRequestHandler):
    """Answers as clamd 1.4 was seen to."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM\0":
            self.wfile.write(self._scanned())

    def _scanned(self) -> bytes:
        content = b""
        while size := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(size)
            if len(content) > LARGEST:
                return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Known.Virus FOUND\0" if BAD in content else b"stream: OK\0"


@pytest.fixture(params=["socket", "port"])
def clamd(request, settings, tmp_path):
    """A scanner at a socket, then one at a port."""
    if request.param == "socket":
        server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.ctl"), Clamd)
        settings.CLAMD = server.server_address
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.CLAMD = "{}:{}".format(*server.server_address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def manager(client, db):
    user = factories.create_user(Role.MANAGER)
    client.force_login(user)
    return user


def send(client, content: bytes):
    """A workbook, as an office that moves in sends it."""
    file = SimpleUploadedFile("kantor.xlsx", content)
    return client.post(reverse("desk:moving"), {"file": file}, **HERE)


def test_content_is_read_to_its_end(clamd):
    assert scanning.answers()
    assert scanning.found_in([b"x" * 65_536, b"y"]) == ""
    assert scanning.found_in([b"x" * 65_536, BAD]) == "Known.Virus"
    assert scanning.found_in([]) == ""


def test_what_is_too_large_for_the_scanner_was_not_scanned(clamd):
    with pytest.raises(scanning.NoAnswer, match="size limit"):
        scanning.found_in([b"x" * 65_536] * 40)


def test_an_infected_file_is_refused_before_anything_is_kept(client, manager, clamd, caplog):
    with caplog.at_level(logging.WARNING, "upk.running.scanning"):
        page = send(client, b"PK\x03\x04" + BAD)

    assert page.status_code == 422
    assert "menemukan sesuatu yang berbahaya" in page.text
    assert "kantor.xlsx" in page.text
    assert not Upload.objects.exists()
    assert f"infected upload by user {manager.pk}: Known.Virus" in caplog.messages
    assert "kantor.xlsx" not in caplog.text


def test_a_clean_file_goes_on_whole(client, manager, clamd):
    content = b"PK\x03\x04" + b"a" * 100

    assert send(client, content).status_code == 302
    assert Upload.objects.get().size == len(content)
    assert Upload.objects.get().full_path.read_bytes() == content


def test_the_view_reads_the_file_from_its_beginning(rf, clamd):
    file = SimpleUploadedFile("foto.pdf", b"%PDF-1.4")
    request = rf.post("/", {"file": file})
    request.user = factories.User(pk=1)

    assert scanning.ScanMiddleware(None).process_view(request, None) is None
    assert request.FILES["file"].read() == b"%PDF-1.4"


def test_what_was_typed_beside_the_file_comes_back(client, db, clamd):
    client.force_login(factories.create_user(Role.SUPERVISOR))
    page = client.post(
        reverse("oversight:finding-add"),
        {"title": "Kuitansi hilang", "file": SimpleUploadedFile("foto.pdf", b"%PDF" + BAD)},
        **HERE,
    )

    assert page.status_code == 422
    assert 'value="Kuitansi hilang"' in page.text
    assert '<input class="form-control" type="file" name="file">' in page.text


def test_a_scanner_that_does_not_answer_lets_nothing_pass(client, manager, settings, tmp_path):
    for where in (str(tmp_path / "nobody"), "127.0.0.1:1", "localhost", "run/clamd.ctl"):
        settings.CLAMD = where

        page = send(client, b"PK\x03\x04")

        assert page.status_code == 503
        assert "Pemindai virus tidak menjawab" in page.text
    assert not Upload.objects.exists()
    assert client.post(reverse("offices:village-add"), {"name": "Banaran"}).status_code == 200


def test_health_tells_that_it_is_away(client, db, clamd, settings):
    settings.LEAST_FREE_MEGABYTES = 0
    assert client.get("/healthz").content == b"ok\n"

    for where in ("127.0.0.1:1", "localhost"):
        settings.CLAMD = where
        assert client.get("/healthz").content == b"scanner\n"


def test_a_stranger_keeps_no_scanner_busy(client, db, settings):
    settings.CLAMD = "127.0.0.1:1"
    file = SimpleUploadedFile("laporan.pdf", b"%PDF")

    assert client.post(reverse("desk:check"), {"berkas": file}).status_code == 404
