"""Writing visits down: once, whole, and by whom it may be."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from groups.services import change_position
from tests import factories
from tests.maintenance.register.village import photo_bytes, upload
from tests.visits.villages import AGREED, DUE, SEEN, TODAY, close, create_setting, new_visit, visit
from upk.access import Role
from upk.ledger.services import close_books
from upk.offices.models import User
from upk.offices.uploads import ready_photo
from upk.periods import Quarter
from visits.models import AgreementStep, Visit, VisitAgreement, VisitPhoto
from visits.records import agreements_on, next_meetings, visited_in
from visits.rules import State
from visits.services.photos import attach_photos, withdraw_photo
from visits.services.recording import NewAgreement, record_visit, withdraw_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    return create_setting()


def refused(setting, on=SEEN, **fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        visit(setting, on, **fields)
    return caught.value.message_dict


def a_photo(colour="red"):
    return ready_photo(upload(photo_bytes(colour=colour)))


def test_visit_with_everything(setting):
    made = visit(setting, next_on=date(2010, 3, 3), photos=[a_photo()])

    assert (made.village, made.group, made.member_count) == (setting.village, setting.group, 7)
    positions = [officer.membership.position for officer in made.officers.all()]
    assert positions == ["chair", "secretary", "treasurer"]
    [agreed] = agreements_on([setting.village.pk], TODAY)
    assert (agreed.agreement.who, agreed.agreement.due_on, agreed.state) == (
        "Bendahara kelompok", DUE, State.OVERDUE,
    )  # fmt: skip
    assert made.photos.count() == 1
    [meeting] = next_meetings([setting.village.pk], TODAY)
    assert (meeting.visit, meeting.on, meeting.is_past) == (made, date(2010, 3, 3), False)


def test_sent_again_it_is_one_and_photos_that_had_not_arrived_are_added(setting):
    key = uuid4()
    first = visit(setting, key=key)

    again = visit(setting, key=key, photos=[a_photo()])
    third = visit(setting, key=key, photos=[a_photo()])

    assert first == again == third
    assert (Visit.objects.count(), VisitPhoto.objects.count()) == (1, 1)
    assert VisitAgreement.objects.count() == 1


def test_key_with_other_content_is_refused(setting):
    key = uuid4()
    visit(setting, key=key)

    with pytest.raises(ValidationError, match="sudah pernah dikirim"):
        visit(setting, key=key, agenda="Lain")


def test_all_reasons_at_once(setting):
    wrong = refused(
        setting, date(2010, 2, 16), agenda=" ", kind="pesta", next_on=date(2010, 2, 16),
        member_count=-1, agreements=[NewAgreement("Lunas", "", DUE)],
    )  # fmt: skip

    assert set(wrong) == {"visited_on", "agenda", "kind", "next_on", "member_count", "__all__"}
    assert Visit.objects.count() == 0


def test_the_same_visit_from_another_form_is_refused(setting):
    visit(setting)

    assert "sudah dicatat" in refused(setting)["visited_on"][0]
    visit(setting, kind="collecting")
    assert Visit.objects.count() == 2


def test_closed_quarter_is_refused(setting):
    visit(setting, date(2009, 12, 3), agreements=[])
    close_books(setting.office, through=date(2009, 12, 31), by=setting.manager)

    assert "Sudah dilaporkan" in refused(setting, date(2009, 12, 4))["visited_on"][0]
    with pytest.raises(ValidationError, match="Sudah dilaporkan"):
        withdraw_visit(Visit.objects.get(), reason="Salah", request_key=uuid4(), by=setting.manager)


def test_officers_are_those_of_the_day(setting):
    chair = setting.group.memberships.get(position="chair")
    change_position(chair, position="member", since=date(2010, 2, 1))
    chair.refresh_from_db()

    assert "Pengurus pada 3 Februari 2010 lain" in refused(setting, officers=[chair])["officers"][0]
    made = visit(setting, date(2010, 1, 20), officers=[chair])
    assert [officer.membership for officer in made.officers.all()] == [chair]


def test_facilitator_writes_about_the_villages_of_today_alone(setting):
    other = factories.create_group(factories.create_village(setting.office))

    wrong = refused(setting, village=other.village, group=other, officers=())
    assert "Anda tidak mencatat kunjungan" in wrong["__all__"][0]
    with pytest.raises(ValidationError, match="Anda tidak mencatat"):
        record_visit(
            new_visit(setting, visitor=setting.manager), request_key=uuid4(),
            by=factories.create_user(Role.SUPERVISOR, setting.office),
        )  # fmt: skip
    assert "kunjungan Anda sendiri" in refused(setting, visitor=setting.manager)["visitor"][0]
    visit(setting, by=setting.manager)
    assert Visit.objects.get().visitor == setting.facilitator


def test_after_the_hand_over_the_former_one_writes_nothing_more(setting):
    made = visit(setting)
    row = setting.facilitator.assignments.get()
    row.until = date(2010, 2, 14)
    row.save()

    former = User.objects.get(pk=setting.facilitator.pk)
    assert list(Visit.objects.visible_to(former)) == []
    with pytest.raises(ValidationError, match="Anda tidak mencatat"):
        close(setting, made.agreements.get(), by=former)


def test_replaced_visit_stays_and_the_new_one_counts(setting):
    old = visit(setting, photos=[a_photo()])

    new = visit(setting, corrects=old, reason="Salah hitung", member_count=9, agreements=[])

    assert list(Visit.objects.standing()) == [new]
    assert agreements_on([setting.village.pk], TODAY) == []
    assert [p.file_id for p in new.photos.all()] == [p.file_id for p in old.photos.all()]
    with pytest.raises(ValidationError, match="sudah diganti"):
        visit(setting, corrects=old, reason="Lagi", kind="visit")
    with pytest.raises(ValidationError, match="Tulis alasannya"):
        visit(setting, corrects=new, reason=" ")


def test_only_the_writer_and_the_manager_replace(setting):
    made = visit(setting, by=setting.manager, visitor=setting.manager)

    with pytest.raises(ValidationError, match="Hanya pencatatnya atau manajer"):
        withdraw_visit(made, reason="Salah", request_key=uuid4(), by=setting.facilitator)


def test_withdrawn_visit_counts_no_more(setting):
    made, key = visit(setting), uuid4()

    void = withdraw_visit(made, reason="Salah kelompok", request_key=key, by=setting.facilitator)
    again = withdraw_visit(made, reason="Salah kelompok", request_key=key, by=setting.facilitator)

    assert (void, void.is_void, void.corrects) == (again, True, made)
    assert not Visit.objects.standing().exists()
    assert agreements_on([setting.village.pk], TODAY) == []
    with pytest.raises(ValidationError, match="sudah diganti atau dibatalkan"):
        close(setting, made.agreements.get())


def test_agreement_is_closed_opened_and_closed(setting):
    agreement = visit(setting).agreements.get()

    def state(on=TODAY):
        [row] = agreements_on([setting.village.pk], on)
        return row.state

    close(setting, agreement, date(2010, 2, 12))
    assert [state(date(2010, 2, day)) for day in (11, 12)] == [State.OVERDUE, State.DONE]
    close(setting, agreement, date(2010, 2, 13), "reopened", note="Ternyata belum")
    assert [state(date(2010, 2, day)) for day in (12, 13)] == [State.DONE, State.OVERDUE]
    close(setting, agreement, TODAY, "dropped", note="Kelompok bubar")
    assert state() == State.DROPPED


def test_agreement_is_closed_once(setting):
    agreement, key = visit(setting).agreements.get(), uuid4()

    close(setting, agreement, request_key=key)
    close(setting, agreement, request_key=key)

    assert AgreementStep.objects.count() == 1
    with pytest.raises(ValidationError, match="sudah ditutup"):
        close(setting, agreement)
    with pytest.raises(ValidationError, match="Kesepakatan dari kunjungan ini sudah ditutup"):
        visit(setting, corrects=agreement.visit, reason="Salah")


def test_step_out_of_order_is_refused_with_all_reasons(setting):
    agreement = visit(setting).agreements.get()

    with pytest.raises(ValidationError) as caught:
        close(setting, agreement, date(2010, 2, 2), "reopened", note=" ")

    assert set(caught.value.message_dict) == {"on", "note", "__all__"}
    assert "masih terbuka" in caught.value.message_dict["__all__"][0]


def test_meeting_that_passed_stays_in_sight_until_the_next_visit(setting):
    visit(setting, date(2010, 1, 5), next_on=date(2010, 2, 2), agreements=[])
    visit(setting, date(2010, 1, 5), group=None, next_on=date(2010, 2, 20), agreements=[])

    found = next_meetings([setting.village.pk], TODAY)
    assert [(m.on, m.is_past, m.visit.group) for m in found] == [
        (date(2010, 2, 2), True, setting.group),
        (date(2010, 2, 20), False, None),
    ]
    visit(setting, SEEN, agreements=[])
    assert [m.visit.group for m in next_meetings([setting.village.pk], TODAY)] == [None]


def test_who_was_visited_in_a_quarter(setting, django_assert_num_queries):
    never = factories.create_group(setting.village)
    gone = factories.create_group(setting.village, is_active=False)
    visit(setting, date(2009, 11, 4), agreements=[])
    visit(setting, date(2010, 1, 20), agreements=[])
    visit(setting, SEEN, member_count=4, officers=(), agreements=[])
    visit(setting, SEEN, group=None, member_count=30, agreements=[])

    with django_assert_num_queries(5):
        found = visited_in([setting.village], Quarter(2010, 1), TODAY)

    assert [(r.group, r.count, r.before, r.last_on, r.officers, r.members) for r in found] == [
        (None, 1, 0, SEEN, 0, 30),
        (setting.group, 2, 1, SEEN, 3, 11),
        (never, 0, 0, None, 0, 0),
    ]
    every = visited_in([setting.village], Quarter(2010, 1), TODAY, only_active=False)
    assert [row.group for row in every][-1] == gone
    early = visited_in([setting.village], Quarter(2010, 1), date(2010, 1, 20))
    assert [row.count for row in early] == [0, 1, 0]


def test_photos_later_and_out_of_sight(setting, settings):
    made = visit(setting)
    settings.PHOTOS_PER_OCCASION = 2

    attach_photos(made, [a_photo("red"), a_photo("blue")], by=setting.facilitator)
    with pytest.raises(ValidationError, match="Paling banyak 2 foto"):
        attach_photos(made, [a_photo("green")], by=setting.facilitator)

    photo = made.photos.first()
    secretary = factories.create_user(Role.SECRETARY, setting.office)
    with pytest.raises(ValidationError, match="Tulis alasannya"):
        withdraw_photo(photo, reason="", by=setting.manager)
    with pytest.raises(ValidationError, match="Hanya yang menambahkan foto ini atau manajer"):
        withdraw_photo(photo, reason="Salah foto", by=secretary)
    withdraw_photo(photo, reason="Salah foto", by=setting.manager)
    assert made.photos.shown().count() == 1


def test_agreement_before_the_visit_is_refused(setting):
    early = NewAgreement("Lunas", "Ketua", date(2010, 2, 2))

    assert refused(setting, agreements=[AGREED, early])["__all__"] == [
        "Kesepakatan 2: batas waktunya sebelum tanggal kunjungan."
    ]
