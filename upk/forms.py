"""What all forms share: their page, amounts, percentages and days as people type them."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upk import money

EMPTY_CHOICE = "Pilih …"
BROKEN = "Formulir ini tidak utuh. Muat ulang halaman, lalu isi dan kirim lagi."
_DASHES = BLANK_CHOICE_DASH[0][1]


def form_page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    back: tuple[str, str],
    *,
    note: str = "",
    button: str = "",
    is_long: bool = False,
) -> HttpResponse:
    """A page with one form. ``back`` is the address and the name of the page above.

    What is typed into a long one stays in the browser until ``told_as_done`` says that it is saved.
    """
    context = {"form": form, "title": title, "note": note, "button": button}
    context["draft"] = request.path if is_long else ""
    context |= {"back_url": back[0], "back_label": back[1]}
    return render(request, "includes/form_page.html", context)


def is_saved(form: forms.ModelForm) -> bool:
    """Save a valid form; not where somebody saved the same name at that moment.

    The form then says so in its own words, since it finds the other row by now.
    """
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.full_clean()
        if form.is_valid():
            raise
        return False
    return True


def told_as_done(request: HttpRequest, sentence: str) -> None:
    """Say that the form of this address is saved: its draft in the browser is no longer needed."""
    messages.success(request, sentence, extra_tags=f"draft:{request.path}")


class CrispyMixin:
    """A form for ``{% crispy form %}``; the page brings the <form> tag and the button.

    A choice that isn't made yet says so in words, not with Django's dashes.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                if field.empty_label == _DASHES:
                    field.empty_label = EMPTY_CHOICE
            elif isinstance(field, forms.ChoiceField):
                names = {_DASHES: EMPTY_CHOICE}
                field.choices = [(value, names.get(name, name)) for value, name in field.choices]

    def full_clean(self) -> None:
        """Say in sight what is wrong with a hidden field: nobody sees an error beside it."""
        super().full_clean()
        if any(field.name in self._errors for field in self.hidden_fields()):
            self.add_error(None, BROKEN)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper


class KeyedForm(CrispyMixin, forms.Form):
    """A form that may be sent once: its key goes along, and the service knows it again."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def add_refusal(form: forms.Form, error: ValidationError) -> None:
    """Show why a service refused: beside the field where the form has it, else above the form.

    What services call ``happened_on`` is the day of a form that has ``on``.
    """
    for name, found in error.update_error_dict({}).items():
        field = "on" if name == "happened_on" and name not in form.fields else name
        form.add_error(field if field in form.fields else None, ValidationError(found))


def is_done(form: forms.Form, service: Callable[..., object], *args, **values) -> bool:
    """Call the service with what a valid form says; whether it did it, else the form says why."""
    try:
        service(*args, **values)
    except ValidationError as error:
        add_refusal(form, error)
        return False
    return True


class DayInput(forms.DateInput):
    """The browser's own date picker, which wants and sends ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day; refuses years that are surely typing errors (0206 for 2006)."""

    widget = DayInput

    def to_python(self, value):
        day = super().to_python(value)
        if day is not None and not 1950 <= day.year <= 2999:
            raise ValidationError("Periksa tahunnya.", code="year")
        return day


class AmountInput(forms.TextInput):
    """A text field for whole rupiah, shown with points between the thousands."""

    def __init__(self, attrs: dict | None = None) -> None:
        own = {"data-money": "", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__({**own, **(attrs or {})})

    def format_value(self, value):
        return money.number(value) if isinstance(value, int) else super().format_value(value)


class AmountField(forms.Field):
    """Whole rupiah, zero or more, as ``upk.money.parse_rupiah`` reads them; empty is ``None``."""

    widget = AmountInput

    def to_python(self, value) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        if not str(value).strip():
            return None
        try:
            return money.parse_rupiah(str(value))
        except money.AmbiguousAmount:
            raise ValidationError(
                "Tulis rupiah bulat tanpa sen, misalnya 1.500 atau 1500.", code="ambiguous"
            ) from None
        except money.AmountTooLarge:
            raise ValidationError(
                f"Jumlahnya terlalu besar: paling banyak {money.rupiah(money.LARGEST_AMOUNT)}.",
                code="too_large",
            ) from None
        except money.NotAnAmount:
            raise ValidationError("Tulis jumlah rupiah, misalnya 1.500.000.", code="nan") from None

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. A number that no row can have is no choice: Django asks the database with it,
    which fails where it is too large."""

    def clean(self, value):
        pk = self.queryset.model._meta.pk
        for text in value or ():
            try:
                pk.run_validators(pk.to_python(text))
            except ValidationError:
                message, params = self.error_messages["invalid_choice"], {"value": text}
                raise ValidationError(message, code="invalid_choice", params=params) from None
        return super().clean(value)


class PercentField(forms.DecimalField):
    """A percentage; the decimal mark may be a comma or a point."""

    widget = forms.TextInput

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"max_digits": 6, "decimal_places": 4, "min_value": 0, **kwargs})
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value):
        if isinstance(value, Decimal | float):
            try:
                value = Decimal(str(value)).normalize()
            except InvalidOperation:
                return value
            return f"{value:f}".replace(".", ",")
        return value
