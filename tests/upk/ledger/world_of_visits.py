"""What visits add to the world."""

from datetime import date, timedelta
from uuid import uuid4

from groups.models import Group
from tests.maintenance.register.village import photo_bytes, upload
from upk.offices.models import User
from upk.offices.uploads import ready_photo
from visits.models import Visit
from visits.records import officers_on
from visits.services.agreements import record_step
from visits.services.photos import attach_photos, withdraw_photo
from visits.services.recording import NewAgreement, NewVisit, record_visit, withdraw_visit

OLD, SEEN, CLOSED = date(2009, 12, 7), date(2010, 1, 14), date(2010, 1, 20)


def visit(group: Group, by: User, on: date, agreements=(), **more) -> Visit:
    agreed = [NewAgreement(text, "Ketua kelompok", on + timedelta(days=14)) for text in agreements]
    new = NewVisit(
        group.village, group, more.pop("kind", "group"), on, "Setoran", by, 5,
        more.pop("officers", None) or officers_on(group, on), "Buku kas terisi",
        on + timedelta(days=30), agreed,
    )  # fmt: skip
    return record_visit(new, request_key=uuid4(), by=by, **more)


def add_old_visit(group: Group, by: User) -> dict[str, int]:
    """Ids by name: a visit of the quarter that will be closed, with an open agreement."""
    made = visit(group, by, OLD, ["Melunasi"])
    return {"old_visit": made.pk, "old_agreement": made.agreements.get().pk}


def add_visits(group: Group, other: Group, by: User) -> dict[str, int]:
    """Ids by name: a visit with everything about it, one that was replaced, one withdrawn, one to
    another group of the village."""
    wrong = visit(group, by, SEEN)
    made = visit(group, by, SEEN, ["Melunasi", "Buku kas"], corrects=wrong, reason="Salah tulis")
    closed, opened = made.agreements.order_by("position")
    step = record_step(closed, kind="done", on=CLOSED, note="Lunas", request_key=uuid4(), by=by)
    photos = [ready_photo(upload(photo_bytes(colour=colour))) for colour in ("yellow", "purple")]
    photo, bad = attach_photos(made, photos, by=by)
    [chair, *_] = officers_on(group, SEEN)
    gone = visit(group, by, SEEN, ["Datang"], kind="visit", officers=[chair])
    withdraw_visit(gone, reason="Tidak jadi", request_key=uuid4(), by=by)
    elsewhere = visit(other, by, SEEN, ["Melunasi"])
    return {
        "wrong_visit": wrong.pk, "visit": made.pk, "gone_visit": gone.pk,
        "other_visit": elsewhere.pk, "visit_officer": made.officers.first().pk,
        "closed_agreement": closed.pk, "open_agreement": opened.pk,
        "gone_agreement": gone.agreements.get().pk, "visit_step": step.pk,
        "visit_photo": photo.pk, "bad_visit_photo": bad.pk,
        "visit_photo_withdrawal": withdraw_photo(bad, reason="Salah foto", by=by).pk,
        "other_officer": elsewhere.officers.first().membership_id,
        "plain_member": group.memberships.filter(position="member").first().pk,
    }  # fmt: skip
