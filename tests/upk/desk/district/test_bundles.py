"""A quarter's packs as one ZIP: what is in it, interruption, throwing away."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from reports.issued_files import render_issued
from reports.issuing import issue_quarter
from reports.models import IssuedFile, IssuedReport
from tests import factories
from tests.parallel import run_together
from tests.upk.desk.district.world import FOURTH, THIRD, create_desk, create_offices
from upk.access import Role
from upk.background import STARTING, held
from upk.desk.district.bundles import (
    TRIES,
    _work,
    build_bundle,
    is_interrupted,
    request_bundle,
    resume_bundle,
    throw_away,
)
from upk.desk.district.models import Bundle

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return create_desk()


@pytest.fixture
def issues(desk):
    """Two offices' packs of the fourth quarter, without files yet."""
    found = []
    for office in create_offices(desk.district, 2):
        factories.create_product(office)
        manager = factories.create_user(office=office)
        issued = issue_quarter(office, FOURTH, by=manager, render=False)
        found.append(issued)
    return found


def request(desk, quarter=FOURTH) -> Bundle:
    return request_bundle(desk.district, quarter, by=desk)


def unpacked(bundle) -> zipfile.ZipFile:
    return zipfile.ZipFile(bundle.full_path)


def test_it_holds_each_pack_as_it_was_issued(desk, issues):
    bundle = request(desk)
    build_bundle(bundle.pk)

    bundle.refresh_from_db()
    assert (bundle.state, bundle.done, bundle.total) == (Bundle.State.DONE, 2, 2)
    content = bundle.full_path.read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (bundle.size, bundle.sha256)
    packed = unpacked(bundle)
    assert packed.testzip() is None
    stems = [f"{issue.office.code}-2009-4-rev1".lower() for issue in issues]
    names = [f"{stem}.{kind}" for stem in stems for kind in ("pdf", "xlsx")]
    assert packed.namelist() == [*names, "daftar.csv"]
    for file in IssuedFile.objects.filter(kind__in=["pdf", "xlsx"]):
        name = f"{file.report.office.code}-2009-4-rev1.{file.kind}".lower()
        assert hashlib.sha256(packed.read(name)).hexdigest() == file.sha256
    listed = csv.reader(io.StringIO(packed.read("daftar.csv").decode("utf-8-sig")), delimiter=";")
    assert [row[3] for row in listed][1:] == names
    assert packed.read(names[0]).startswith(b"%PDF-")
    assert packed.read(names[1]) == render_issued(issues[0], "xlsx")


def test_asking_twice_makes_one(desk, issues):
    first, second = request(desk), request(desk)
    build_bundle(first.pk)

    assert first == second == request(desk)
    assert Bundle.objects.count() == 1


def test_a_new_revision_makes_another_and_the_old_file_goes(desk, issues):
    old = request(desk)
    build_bundle(old.pk)
    old.refresh_from_db()
    office = issues[0].office
    third = create_offices(desk.district, 1)[0]
    factories.create_product(third)
    issue_quarter(third, FOURTH, by=factories.create_user(office=third), render=False)

    new = request(desk)
    build_bundle(new.pk)

    new.refresh_from_db()
    assert new != old
    assert new.total == 3
    assert not old.full_path.exists()
    old.refresh_from_db()
    assert (old.state, bool(old.sha256)) == (Bundle.State.GONE, True)
    assert office.issued_reports.count() == 1


def test_an_interrupted_one_goes_on(desk, issues):
    bundle = request(desk)
    long_ago = timezone.now() - STARTING - timedelta(seconds=1)
    Bundle.objects.filter(pk=bundle.pk).update(begun_at=long_ago, done=1)
    bundle.refresh_from_db()

    assert is_interrupted(bundle, timezone.now())
    resumed = resume_bundle(bundle, by=desk)
    assert not is_interrupted(resumed, timezone.now())
    build_bundle(bundle.pk)

    resumed.refresh_from_db()
    assert (resumed.pk, resumed.state) == (bundle.pk, Bundle.State.DONE)


def test_one_that_somebody_makes_is_not_interrupted(desk, issues):
    bundle = request(desk)
    Bundle.objects.filter(pk=bundle.pk).update(begun_at=timezone.now() - 9 * STARTING)
    bundle.refresh_from_db()

    with held(_work(bundle.pk)):
        assert not is_interrupted(bundle, timezone.now())
        assert resume_bundle(bundle, by=desk).begun_at == bundle.begun_at


@pytest.mark.usefixtures("own_files")
def test_a_damaged_file_makes_it_fail_with_words(desk, issues):
    first = request(desk)
    build_bundle(first.pk)
    file = IssuedFile.objects.filter(kind="xlsx").first()
    file.full_path.write_bytes(b"lain")
    extra = create_offices(desk.district, 1)[0]
    factories.create_product(extra)
    issue_quarter(extra, FOURTH, by=factories.create_user(office=extra), render=False)

    second = request(desk)
    build_bundle(second.pk)

    second.refresh_from_db()
    assert second.state == Bundle.State.FAILED
    assert "sidik jari" in second.problem
    first.refresh_from_db()
    assert [p for p in first.full_path.parent.iterdir()
            if p.name.endswith(".part")] == []  # fmt: skip
    assert resume_bundle(second, by=desk).state == Bundle.State.BUILDING


def test_a_pack_that_takes_too_long_is_tried_again_before_it_fails(desk, issues, settings, caplog):
    settings.PDF_TIMEOUT = 0.01
    bundle = request(desk)
    build_bundle(bundle.pk)

    bundle.refresh_from_db()
    assert (bundle.state, bundle.done) == (Bundle.State.FAILED, 0)
    assert "belum dapat dibuat" in bundle.problem
    assert caplog.text.count("PDF given up") == TRIES
    settings.PDF_TIMEOUT = 120
    build_bundle(resume_bundle(bundle, by=desk).pk)
    bundle.refresh_from_db()
    assert bundle.state == Bundle.State.DONE


def test_files_past_their_time_are_thrown_away(desk, issues):
    bundle = request(desk)
    build_bundle(bundle.pk)
    bundle.refresh_from_db()

    assert throw_away(desk.district, timezone.now() + timedelta(days=29)) == 0
    assert throw_away(desk.district, timezone.now() + timedelta(days=31)) == 1
    assert not bundle.full_path.exists()
    assert request(desk).pk != bundle.pk


def test_a_quarter_without_reports_has_no_bundle(desk, issues):
    with pytest.raises(ValidationError, match="Belum ada laporan"):
        request(desk, THIRD)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DISTRICT])
def test_others_make_none(desk, issues, role):
    stranger = factories.create_user(role)

    with pytest.raises(PermissionDenied):
        request_bundle(desk.district, FOURTH, by=stranger)
    bundle = request(desk)
    with pytest.raises(PermissionDenied):
        resume_bundle(bundle, by=stranger)


@pytest.mark.django_db(transaction=True)
def test_two_that_are_asked_for_at_once_are_one():
    user = create_desk()
    office = create_offices(user.district, 1)[0]
    factories.create_product(office)
    issue_quarter(office, FOURTH, by=factories.create_user(office=office), render=False)

    made = run_together([lambda: request(user)] * 3)

    assert len({bundle.pk for bundle in made}) == 1
    build_bundle(made[0].pk)  # waits for the thread, if that was faster
    assert Bundle.objects.get().state == Bundle.State.DONE
    assert IssuedReport.objects.count() == 1
