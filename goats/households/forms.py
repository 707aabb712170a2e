"""Forms of the register of households; NIK and KK are never kept in the browser."""

from django import forms
from django.core.exceptions import ValidationError

from goats.households.people import NewPerson
from goats.households.services import Facts, NewHousehold
from goats.models import Household, HouseholdMember
from goats.rules.households import Step
from upk.forms import CrispyMixin, DayField, KeyedForm
from upk.offices.identity import check_birth_date_matches, validate_identity
from upk.offices.models import Checklist, Person, User, Village
from upk.periods import today

_PRIVATE = {"inputmode": "numeric", "autocomplete": "off", "data-private": ""}


class IdentityField(forms.CharField):
    """A NIK or KK: 16 digits, blanks between them don't matter."""

    def __init__(self, **kwargs) -> None:
        super().__init__(required=False, max_length=24, widget=forms.TextInput(_PRIVATE), **kwargs)

    def clean(self, value: str) -> str:
        """The digits, or nothing. Raises ``ValidationError`` for any other number of them."""
        found = "".join(super().clean(value).split())
        if found:
            validate_identity(found)
        return found


class WhoForm(KeyedForm):
    """Somebody by name and numbers."""

    name = forms.CharField(label="Nama", max_length=120)
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Person.Sex)
    nik = IdentityField(label="NIK")
    kk = IdentityField(label="Nomor KK")
    birth_date = DayField(label="Tanggal lahir", required=False)

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict:
        """Whether the NIK fits day of birth and sex."""
        found = super().clean()
        born = found.get("birth_date")
        if born and born > today(self.user.office):
            self.add_error("birth_date", "Tanggal lahir belum tiba. Periksa tahunnya.")
        try:
            check_birth_date_matches(found.get("nik", ""), born, found.get("sex", ""))
        except ValidationError as error:
            self.add_error(None, error)
        return found

    def who(self) -> NewPerson:
        """What the services take."""
        found = self.cleaned_data
        names = ("name", "sex", "birth_date", "nik", "kk")
        return NewPerson(**{name: found[name] for name in names}, phone=found.get("phone", ""))


class RegisterForm(WhoForm):
    """A household that comes into the register; its head has the form's name and numbers."""

    village = forms.ModelChoiceField(label="Desa", queryset=Village.objects.none())
    hamlet = forms.CharField(label="Dusun", max_length=60)
    address = forms.CharField(label="Alamat (RT/RW)", max_length=120, required=False)
    phone = forms.CharField(label="Telepon", max_length=30, required=False)
    proposed_by = forms.CharField(
        label="Diusulkan oleh",
        max_length=100,
        help_text="Jabatan atau kelompok, misalnya ketua RT.",
    )
    registered_on = DayField(label="Tanggal diusulkan")
    is_another = forms.BooleanField(
        label="Rumah tangga lain, walau nama dan dusunnya sama", required=False
    )

    field_order = [
        "village", "hamlet", "address", "name", "sex", "nik", "kk", "birth_date", "phone",
        "proposed_by", "registered_on", "is_another",
    ]  # fmt: skip

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["village"].queryset = Village.objects.visible_to(user)
        self.fields["name"].label = "Nama kepala rumah tangga"

    def values(self) -> dict:
        """Arguments of ``register_household``."""
        names = ("village", "hamlet", "address", "proposed_by", "is_another")
        new = NewHousehold(**{name: self.cleaned_data[name] for name in names}, head=self.who())
        found = {"new": new, "on": self.cleaned_data["registered_on"]}
        return found | {"request_key": self.cleaned_data["request_key"]}


class MemberForm(WhoForm):
    """Somebody who lives in the household."""

    relation = forms.ChoiceField(label="Hubungan", choices=HouseholdMember.Relation)
    since = DayField(label="Sejak")

    field_order = ["name", "relation", "sex", "nik", "kk", "birth_date", "since"]

    def values(self) -> dict:
        """Arguments of ``add_household_member``."""
        names = ("relation", "since", "request_key")
        return {"new": self.who()} | {name: self.cleaned_data[name] for name in names}


class MemberEndForm(KeyedForm):
    """A member left."""

    left_on = DayField(label="Tanggal")
    reason = forms.CharField(label="Alasan", max_length=150)


class CorrectForm(KeyedForm):
    """What the register says, filled in with what it says now."""

    head = forms.ModelChoiceField(
        label="Kepala rumah tangga", queryset=Person.objects.none(), empty_label=None
    )
    hamlet = forms.CharField(label="Dusun", max_length=60)
    address = forms.CharField(label="Alamat (RT/RW)", max_length=120, required=False)
    proposed_by = forms.CharField(label="Diusulkan oleh", max_length=100)
    changed_on = DayField(label="Tanggal perubahan")
    reason = forms.CharField(label="Alasan", max_length=150)

    def __init__(self, household: Household, *args, **kwargs) -> None:
        names = ("head", "hamlet", "address", "proposed_by")
        now = {name: getattr(household, name) for name in names}
        initial = now | {"changed_on": today(household.village.office)}
        super().__init__(*args, initial=initial, **kwargs)
        living = household.members.filter(departure__isnull=True).values("person")
        own = Person.objects.filter(pk=household.head_id) | Person.objects.filter(pk__in=living)
        self.fields["head"].queryset = own

    def values(self) -> dict:
        """Arguments of ``correct_household``."""
        found = self.cleaned_data
        names = ("hamlet", "address", "head", "proposed_by")
        facts = Facts(**{name: found[name] for name in names})
        others = ("changed_on", "reason", "request_key")
        return {"facts": facts} | {name: found[name] for name in others}


class AssessForm(KeyedForm):
    """Which criteria a household fulfils."""

    on = DayField(label="Tanggal penilaian")
    ticked = forms.TypedMultipleChoiceField(
        label="Yang sesuai", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, checklist: Checklist, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = [
            (item.pk, f"{item.text} ({item.weight})") for item in checklist.items.all()
        ]


class ConfirmForm(KeyedForm):
    """The village meeting's decision."""

    on = DayField(label="Tanggal musyawarah desa")
    minutes = forms.CharField(label="Nomor berita acara", max_length=60)


class StepForm(KeyedForm):
    """What became of a household."""

    on = DayField(label="Tanggal")
    note = forms.CharField(label="Keterangan", max_length=150)

    def __init__(self, kind: Step, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if kind == Step.VOID:
            self.fields["note"].label = "Alasan"
        elif kind == Step.REACHED:
            self.fields["note"].label = "Bantuan yang diterima"


class ReasonForm(KeyedForm):
    """Why something is taken back."""

    reason = forms.CharField(label="Alasan", max_length=150)


class PhotoForm(CrispyMixin, forms.Form):
    """A photo of a household or its house."""

    photo = forms.FileField(
        label="Foto", widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"})
    )
