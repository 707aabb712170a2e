from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from tests import factories
from upk.offices import identity
from upk.offices.models import Person

NIK = "9914015203700001"


def test_number_is_encrypted_and_read_back():
    ciphertext = identity.encrypt(NIK)

    assert NIK.encode() not in ciphertext
    assert identity.decrypt(ciphertext) == NIK


ARABIC_INDIC = "".join(chr(0x660 + int(digit)) for digit in NIK)


@pytest.mark.parametrize("number", ["123", "99140152037000012", "991401520370000X", ARABIC_INDIC])
def test_number_without_sixteen_digits_is_refused(number):
    with pytest.raises(ValidationError):
        identity.encrypt(number)


def test_masked_shows_the_last_four_digits():
    assert identity.masked(NIK) == "••••••••••••0001"
    assert identity.masked("") == ""


def test_nik_of_a_woman_has_forty_added_to_the_day():
    identity.check_birth_date_matches(NIK, date(1970, 3, 12), "P")

    with pytest.raises(ValidationError, match="tanggal lahir"):
        identity.check_birth_date_matches(NIK, date(1970, 3, 12), "L")


@pytest.mark.django_db
def test_clear_numbers_are_nowhere_in_the_table():
    person = factories.create_person(nik=NIK, kk="9914012345678901")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM offices_person WHERE id = %s", [person.pk])
        stored = " ".join(
            bytes(v).decode("latin1") if isinstance(v, bytes | memoryview) else str(v)
            for v in cursor.fetchone()
        )

    assert NIK not in stored
    assert "9914012345678901" not in stored


@pytest.mark.django_db
def test_nik_is_unique_within_an_office_and_found_by_digest():
    village = factories.create_village()
    person = factories.create_person(village, nik=NIK)
    elsewhere = factories.create_person(nik=NIK)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.create_person(village, nik=NIK)

    assert set(Person.objects.with_nik(NIK)) == {person, elsewhere}
