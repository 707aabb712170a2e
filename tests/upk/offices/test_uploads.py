"""Photos and papers of forms, made ready: one way for every app that keeps some."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from goats.herd.photos import attach_photo
from tests.goats.herd.world import World
from tests.maintenance.register.village import photo_bytes, upload
from upk.offices.pictures import LONGEST_SIDE
from upk.offices.stored_files import read_stored
from upk.offices.uploads import ready_paper, ready_photo

PAPER = b"%PDF-1.4\n%%EOF\n"


def wide_photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (LONGEST_SIDE * 2, 40), "green").save(made, "JPEG")
    return made.getvalue()


def screen() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (30, 20)).save(made, "PNG")
    return made.getvalue()


def test_a_photo_is_small_and_can_be_stored_twice():
    ready = ready_photo(upload(wide_photo(), "ladang.jpg"))

    assert (ready.name, ready.picture.width) == ("ladang.jpg", LONGEST_SIDE)
    assert ready.as_upload().read() == ready.as_upload().read() == ready.picture.content


@pytest.mark.parametrize(
    ("content", "code"), [(b"x", "not_a_picture"), (photo_bytes()[:60], "not_a_picture")]
)
def test_what_is_no_photo_is_refused_by_its_name(content, code):
    with pytest.raises(ValidationError, match=r"aneh\.jpg") as caught:
        ready_photo(upload(content, "aneh.jpg"))

    assert caught.value.code == code


def test_a_photo_that_is_too_large_is_not_opened(settings):
    settings.PHOTO_MEGABYTES = 0

    with pytest.raises(ValidationError, match="lebih besar dari 0 MB") as caught:
        ready_photo(upload(photo_bytes()))

    assert caught.value.code == "too_large"


def test_a_paper_stays_and_a_photo_of_one_becomes_small():
    paper = upload(PAPER, "surat.pdf")

    assert ready_paper(paper) is paper
    assert paper.read() == PAPER
    small = Image.open(ready_paper(upload(wide_photo(), "surat.jpg")))
    assert small.width == LONGEST_SIDE
    assert ready_paper(upload(screen(), "surat.png")).content_type == "image/jpeg"


def test_what_a_phone_adds_to_the_end_of_a_photo_of_a_paper_does_not_matter():
    kept = ready_paper(upload(wide_photo() + b"SEFT" * 5_000, "surat.jpg"))

    assert Image.open(kept).width == LONGEST_SIDE
    assert b"SEFT" not in kept.open().read()


@pytest.mark.parametrize("end", [b"\xff\xd9", b""])
def test_a_broken_photo_of_a_paper_is_refused(end):
    broken = photo_bytes()[:40] + end

    with pytest.raises(ValidationError, match="bukan foto"):
        ready_paper(upload(broken, "surat.jpg"))


@pytest.mark.django_db
def test_a_goats_photo_is_made_small():
    world = World()
    [goat] = world.buy()

    kept = attach_photo(goat, upload(wide_photo()), by=world.manager)

    assert attach_photo(goat, upload(wide_photo()), by=world.manager) == kept
    assert Image.open(io.BytesIO(read_stored(kept.file))).width == LONGEST_SIDE
    with pytest.raises(ValidationError) as caught:
        attach_photo(goat, upload(PAPER, "a.pdf"), by=world.manager)
    assert set(caught.value.error_dict) == {"photo"}
