"""Forms of groups and their members: they check shape, services check state."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from groups.models import Group, Membership
from upk.forms import CrispyMixin, DayField, DayInput
from upk.offices.forms import PersonForm
from upk.offices.models import Office, Person, Village
from upk.periods import today


class GroupForm(CrispyMixin, forms.ModelForm):
    """A group's own facts; its officers are members, see there."""

    class Meta:
        model = Group
        fields = [
            "code", "name", "category", "village", "founded_on", "function", "kind", "business",
            "meeting_day", "address", "phone", "is_active",
        ]  # fmt: skip
        labels = {"village": "Desa"}
        widgets = {"founded_on": DayInput()}

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.office = office
        self.fields["village"].queryset = Village.objects.filter(office=office)
        self.fields["village"].empty_label = "Pilih …"
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        same = Group.objects.filter(office=self.instance.office, code=code)
        if other := same.exclude(pk=self.instance.pk).first():
            raise ValidationError(f"Kode ini sudah dipakai kelompok {other.name}. Pakai kode lain.")
        return code

    def clean_founded_on(self):
        founded_on = self.cleaned_data["founded_on"]
        if founded_on and founded_on > today(self.instance.office):
            raise ValidationError("Tanggal berdiri belum tiba. Periksa tahunnya.")
        return founded_on


class PlaceForm(CrispyMixin, forms.Form):
    """Position in a group, and from which day on."""

    position = forms.ChoiceField(label="Kedudukan", choices=Membership.Position)
    since = DayField(label="Mulai")

    def __init__(self, *args, office: Office, **kwargs) -> None:
        kwargs["initial"] = {"position": "member", "since": today(office)} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)


class MemberForm(PlaceForm):
    """Somebody of the register who becomes a member."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Orang", empty_label="Pilih …")
    field_order = ["person", "position", "since"]

    def __init__(self, *args, office: Office, people, **kwargs) -> None:
        super().__init__(*args, office=office, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda p: f"{p.name} · {p.village.name}"


class NewMemberForm(PersonForm):
    """Somebody who isn't in the register yet."""

    position = forms.ChoiceField(label="Kedudukan", choices=Membership.Position)
    since = DayField(label="Mulai menjadi anggota")
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, office: Office, village: Village, **kwargs) -> None:
        kwargs["initial"] = {"village": village, "position": "member", "since": today(office)}
        super().__init__(*args, office=office, **kwargs)


class EndForm(CrispyMixin, forms.Form):
    """The last day of a membership."""

    until = DayField(label="Hari terakhir")

    def __init__(self, *args, office: Office, **kwargs) -> None:
        super().__init__(*args, initial={"until": today(office)}, **kwargs)
