"""Amounts, percentages and days as they are typed."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from groups.models import Category
from upk.forms import AmountField, CrispyMixin, DayField, PercentField


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1.234.567", 1_234_567), ("1500", 1500), ("1,234", 1234), ("0", 0), (" ", None)],
)
def test_amount_is_read_as_it_is_typed(text, amount):
    assert AmountField(required=False).clean(text) == amount


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,5", "Tulis rupiah bulat tanpa sen"),
        ("seribu", "Tulis jumlah rupiah"),
        ("9" * 30, "Jumlahnya terlalu besar"),
        ("", "Bidang ini"),
    ],
)
def test_amount_that_cannot_be_read_is_refused(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        AmountField().clean(text)


def test_amount_is_shown_with_points_and_compared_by_value():
    field = AmountField()

    assert field.widget.render("x", 1_500_000).count('value="1.500.000"') == 1
    assert not field.has_changed(1_500_000, "1500000")
    assert field.has_changed(1_500_000, "1,5")


@pytest.mark.parametrize("text", ["1,5", "1.5"])
def test_percentage_takes_comma_and_point(text):
    field = PercentField()

    assert field.clean(text) == Decimal("1.5")
    assert field.prepare_value(Decimal("1.5000")) == "1,5"
    assert field.prepare_value(Decimal("10")) == "10"


def test_day_is_shown_as_the_date_picker_wants_it_and_odd_years_are_refused():
    field = DayField()

    assert 'value="2010-02-15"' in field.widget.render("x", date(2010, 2, 15))
    with pytest.raises(ValidationError, match="Periksa tahunnya"):
        field.clean("0206-01-01")


def test_choice_that_is_not_made_yet_says_so_in_words():
    class Form(CrispyMixin, forms.Form):
        category = forms.ChoiceField(choices=[("", "---------"), *Category.choices])

    rendered = str(Form()["category"])

    assert '<option value="" selected>Pilih …</option>' in rendered
    assert "---" not in rendered
