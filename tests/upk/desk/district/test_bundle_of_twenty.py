"""A quarter of twenty offices as one ZIP: made beside the pages, with progress, fetched later."""

import hashlib
import io
import re
import time
import zipfile
from dataclasses import replace

import pytest
from django.urls import reverse

from reports.issuing import _store
from reports.models import IssuedReport
from reports.pack import build_pack
from tests import factories
from tests.upk.desk.district.world import FOURTH, create_desk, create_offices
from upk.desk.district.models import Bundle
from upk.ledger.services import close_books
from upk.offices.models import Office

OFFICES = 20
SUMMED_UP = (
    "lpp-villages", "provision", "development", "income-statement", "health", "trial-balance",
)  # fmt: skip
LONGEST = 300
"""Seconds after which a bundle of small packs counts as stuck."""


def issue_small(office: Office) -> IssuedReport:
    """An issue of the reports that a summary is drawn from, so that its PDF is soon made."""
    manager = factories.create_user(office=office)
    factories.create_product(office)
    close_books(office, through=FOURTH.end, by=manager)
    pack = build_pack(office, FOURTH)
    shown = tuple(report for report in pack.reports if report.name in SUMMED_UP)
    return _store(office, replace(pack, reports=shown, chapters=()), None, by=manager)


def told(client, address: str) -> int | None:
    """How many reports the page says are in; ``None`` when it says no more that it is made."""
    shown = re.search(
        rf"(\d+) dari {OFFICES} laporan sudah masuk", client.get(address).content.decode()
    )
    return int(shown[1]) if shown else None


@pytest.mark.django_db(transaction=True)
def test_a_quarter_of_twenty_offices_is_made_beside_and_fetched_later(client):
    user = create_desk()
    issues = [issue_small(office) for office in create_offices(user.district, OFFICES)]
    client.force_login(user)

    asked = client.post(f"{reverse('desk:district-bundle-add')}?triwulan={FOURTH}")
    progress, deadline = [], time.monotonic() + LONGEST
    while (done := told(client, asked.url)) is not None and time.monotonic() < deadline:
        progress.append(done)
        time.sleep(0.2)

    bundle = Bundle.objects.get()
    assert (bundle.state, bundle.done, bundle.total) == (Bundle.State.DONE, OFFICES, OFFICES)
    assert progress == sorted(progress)
    assert any(0 < done < OFFICES for done in progress)
    sent = client.get(reverse("desk:district-bundle-file", args=[bundle.pk]))
    content = b"".join(sent.streaming_content)
    assert (len(content), hashlib.sha256(content).hexdigest()) == (bundle.size, bundle.sha256)
    packed = zipfile.ZipFile(io.BytesIO(content))
    stems = sorted(f"{issued.office.code}-{FOURTH}-rev1".lower() for issued in issues)
    names = [f"{stem}.{kind}" for stem in stems for kind in ("pdf", "xlsx")]
    assert (packed.testzip(), packed.namelist()) == (None, [*names, "daftar.csv"])
    assert all(packed.read(name).startswith(b"%PDF-") for name in names[::2])
