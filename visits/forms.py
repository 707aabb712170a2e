"""Forms of visits: they check shape, services check state."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from groups.models import Group, Membership
from upk.access import Role
from upk.forms import CrispyMixin, DayField, KeyedForm
from upk.offices.models import User, Village
from upk.offices.photo_forms import PhotosMixin
from visits.models import Visit
from visits.records import officers_on
from visits.rules import Step
from visits.services.problems import WRITERS
from visits.services.recording import NewAgreement, NewVisit

AGREEMENT_ROWS = 6
"""So many agreements fit the form; the first ``SHOWN_ROWS`` stand open."""
SHOWN_ROWS = 2
SHORT_TEXT = 150


class VisitForm(PhotosMixin, KeyedForm):
    """A visit to a group, or to a village (no ``group``); filled in on a phone, on the spot."""

    visited_on = DayField(label="Tanggal")
    kind = forms.ChoiceField(label="Jenis", choices=[("", "Pilih …"), *Visit.Kind.choices])
    visitor = forms.ModelChoiceField(User.objects.none(), label="Yang berkunjung")
    officers = forms.MultipleChoiceField(
        label="Pengurus yang hadir", required=False, widget=forms.CheckboxSelectMultiple
    )
    member_count = forms.IntegerField(
        label="Anggota lain yang hadir",
        min_value=0,
        max_value=2000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    agenda = forms.CharField(
        label="Acara", max_length=300, help_text="Misalnya: setoran, pembukuan, usulan pinjaman."
    )
    findings = forms.CharField(
        label="Hasil dan temuan", max_length=1500, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    next_on = DayField(label="Pertemuan berikutnya", required=False)
    reason = forms.CharField(label="Alasan perbaikan", max_length=SHORT_TEXT)

    def __init__(
        self,
        user: User,
        village: Village,
        group: Group | None,
        data=None,
        files=None,
        *,
        corrects: Visit | None = None,
        initial: dict,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.village, self.group, self.user = village, group, user
        self.memberships: list[Membership] = officers_on(group, self._day()) if group else []
        self._add_agreements()
        if corrects is None:
            del self.fields["reason"]
        if user.role == Role.FACILITATOR and (corrects is None or corrects.visitor_id == user.pk):
            del self.fields["visitor"]
        else:
            people = User.objects.filter(office=village.office, role__in=WRITERS)
            self.fields["visitor"].queryset = people.filter(is_active=True) | people.filter(
                pk=initial.get("visitor")
            )
        if group is None:
            del self.fields["officers"]
            self.fields["member_count"].label = "Warga yang hadir"
            self.fields["kind"].choices = [
                choice for choice in self.fields["kind"].choices if choice[0] != Visit.Kind.GROUP
            ]
        else:
            self.fields["officers"].choices = [
                (str(m.pk), f"{m.get_position_display()}: {m.person.name}")
                for m in self.memberships
            ]
            text = "Pengurus pada tanggal itu lain. Tandai lagi yang hadir."
            self.fields["officers"].error_messages["invalid_choice"] = text

    def _day(self) -> date:
        """The day that is typed, else the one that the form begins with."""
        try:
            return DayField(required=False).clean(self.data.get("visited_on")) or self.initial_day
        except ValidationError:
            return self.initial_day

    @property
    def initial_day(self) -> date:
        return self.initial["visited_on"]

    def _add_agreements(self) -> None:
        for n in range(1, AGREEMENT_ROWS + 1):
            fields = {
                "text": forms.CharField(label="Apa yang disepakati", max_length=250),
                "who": forms.CharField(
                    label="Siapa", max_length=60, help_text="Jabatannya, misalnya bendahara."
                ),
                "due": DayField(label="Paling lambat"),
            }
            for name, field in fields.items():
                field.required = False
                self.fields[f"agreed-{n}-{name}"] = field

    def agreement_rows(self) -> list[dict]:
        """The rows of agreements for the template: bound fields by name."""
        return [
            {name: self[f"agreed-{n}-{name}"] for name in ("text", "who", "due")}
            for n in range(1, AGREEMENT_ROWS + 1)
        ]

    @property
    def shown_rows(self) -> list[dict]:
        return self.agreement_rows()[:SHOWN_ROWS]

    @property
    def further_rows(self) -> list[dict]:
        return self.agreement_rows()[SHOWN_ROWS:]

    @property
    def is_further_used(self) -> bool:
        """Whether something stands in the folded rows, so that they open."""
        return any(field.value() for row in self.further_rows for field in row.values())

    def clean(self) -> dict:
        data = super().clean()
        for n in range(1, AGREEMENT_ROWS + 1):
            row = {name: data.get(f"agreed-{n}-{name}") for name in ("text", "who", "due")}
            broken = any(f"agreed-{n}-{name}" in self.errors for name in row)
            if not any(row.values()) or broken:
                continue
            for name, value in row.items():
                if not value:
                    self.add_error(f"agreed-{n}-{name}", "Lengkapi, atau kosongkan barisnya.")
        return data

    def new_visit(self) -> NewVisit:
        """What a valid form says."""
        data = self.cleaned_data
        ticked = set(data.get("officers", ()))
        return NewVisit(
            self.village,
            self.group,
            data["kind"],
            data["visited_on"],
            data["agenda"],
            data.get("visitor") or self.user,
            data["member_count"],
            [membership for membership in self.memberships if str(membership.pk) in ticked],
            data["findings"],
            data["next_on"],
            [
                NewAgreement(*(data[f"agreed-{n}-{name}"] for name in ("text", "who", "due")))
                for n in range(1, AGREEMENT_ROWS + 1)
                if data[f"agreed-{n}-text"]
            ],
        )


class StepForm(KeyedForm):
    """What became of an agreement."""

    kind = forms.ChoiceField(
        label="Hasil",
        choices=[(Step.DONE.value, "Sudah dilaksanakan"), (Step.DROPPED.value, "Tidak jadi")],
        initial=Step.DONE.value,
        widget=forms.RadioSelect,
    )
    on = DayField(label="Tanggal")
    note = forms.CharField(label="Keterangan", max_length=250)


class ReopenForm(KeyedForm):
    """An agreement that isn't done after all."""

    on = DayField(label="Tanggal")
    note = forms.CharField(label="Alasan", max_length=250)


class ReasonForm(KeyedForm):
    """Why a visit is withdrawn."""

    reason = forms.CharField(label="Alasan", max_length=SHORT_TEXT)


class PhotoForm(PhotosMixin, CrispyMixin, forms.Form):
    """Photos that come later."""


class PhotoReasonForm(CrispyMixin, forms.Form):
    """Why a photo doesn't belong there."""

    reason = forms.CharField(label="Alasan", max_length=SHORT_TEXT)
