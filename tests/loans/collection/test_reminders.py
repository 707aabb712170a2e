"""Phone numbers as people write them, and the reminder's wording."""

from urllib.parse import parse_qs, urlsplit

import pytest

from loans.reminders import (
    DEFAULT_TEXT,
    PLACEHOLDERS,
    UnknownNumber,
    fill,
    mobile_number,
    text_faults,
    whatsapp_link,
)


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890", "0812-3456-7890", "0812 3456 7890", "+62 812-3456-7890", "6281234567890",
        "+62 (0)812 3456 7890", "0062 812 3456 7890", "81234567890", "0812.3456.7890",
        "0812–3456–7890",
    ],
)  # fmt: skip
def test_mobile_numbers_become_one_form(typed):
    assert mobile_number(typed) == "6281234567890"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"), (" - ", "empty"), ("0271 123456", "landline"),
        ("+62 21 5551234", "landline"),
        ("0812345", "odd"), ("0812345678901234", "odd"), ("08xx", "odd"), ("+1 555 0100", "odd"),
        ("081234567890/081298765432", "odd"), ("٠٨١٢٣٤٥٦٧٨٩٠", "odd"), ("0", "odd"),
    ],
)  # fmt: skip
def test_other_numbers_are_refused_with_their_reason(typed, code):
    with pytest.raises(UnknownNumber) as refusal:
        mobile_number(typed)

    assert refusal.value.code == code


def test_the_link_carries_the_text_whole():
    text = "Yth. Bu Parmi & kawan,\n\nRp 1.150.000? #10 + jasa – terima kasih"

    link = urlsplit(whatsapp_link("6281234567890", text))

    assert (link.scheme, link.netloc, link.path) == ("https", "wa.me", "/6281234567890")
    assert parse_qs(link.query, strict_parsing=True) == {"text": [text]}
    assert link.fragment == ""


def test_our_own_wording_has_no_faults_and_names_known_values_only():
    values = {name: name.upper() for name in PLACEHOLDERS}

    assert text_faults(DEFAULT_TEXT) == []
    assert "{" not in fill(DEFAULT_TEXT, values)


def test_a_value_with_braces_stays_as_it_is():
    assert fill("{kelompok}: {jumlah}", {"kelompok": "{jumlah}", "jumlah": "1"}) == "{jumlah}: 1"


BRACES = "Kurung kurawal hanya untuk isian seperti {kelompok}. Periksa penulisannya."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Halo {nik}", "Tidak ada isian {nik}."),
        ("Halo {kelompok", BRACES),
        ("  ", "Tulis pesannya."),
        ("a" * 1_001, "Paling banyak 1000 huruf; sekarang 1001."),
    ],
)  # fmt: skip
def test_faults_are_said(text, sentence):
    assert text_faults(text) == [sentence]
