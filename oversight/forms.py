"""Forms of findings, partners and agreements; each may be sent once, its key goes along."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from oversight.models import LONGEST_TEXT, Finding, Partner
from oversight.models.partners import PartnerFields
from oversight.records import row_named
from oversight.rules.findings import SETS_DEADLINE, Step
from oversight.services import NewAgreement, NewFinding, PartnerFacts
from upk.forms import CrispyMixin, DayField, KeyedForm
from upk.offices.models import Office, User
from upk.periods import today

DAYS_TO_ANSWER = 30
"""What a new finding's deadline is filled in with; the supervisor changes it freely."""

NO_NAMES = "Jangan menulis nama orang atau NIK: catatan ini ikut ke kabupaten."
PAPERS = {"accept": "image/jpeg,image/png,application/pdf"}


class PlainForm(KeyedForm):
    """A form that may be sent once, with its values as services take them."""

    def plain(self, *but: str) -> dict:
        """What was typed, without some fields, as services take it; ``file`` is ``upload``."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in but}
        if "file" in found:
            found["upload"] = found.pop("file")
        return found


class LongText(forms.CharField):
    """Words of several lines."""

    def __init__(self, label: str, **kwargs) -> None:
        widget = forms.Textarea(attrs={"rows": 5})
        super().__init__(label=label, max_length=LONGEST_TEXT, widget=widget, **kwargs)


def paper_field(label: str = "Foto atau PDF", *, required: bool = False) -> forms.FileField:
    """A paper or photo from the disk or the camera."""
    widget = forms.ClearableFileInput(attrs=PAPERS)
    return forms.FileField(label=label, required=required, widget=widget)


class FindingForm(PlainForm):
    """A new finding; ``about`` names the row that was chosen, or nothing."""

    about = forms.CharField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(label="Pokok temuan", max_length=120)
    text = LongText("Uraian", help_text=NO_NAMES)
    severity = forms.ChoiceField(label="Tingkat", choices=Finding.Severity, initial="medium")
    addressee = forms.ChoiceField(label="Harus dijawab oleh", choices=Finding.ADDRESSEES)
    found_on = DayField(label="Tanggal temuan")
    deadline = DayField(label="Batas jawaban")
    file = paper_field("Foto atau PDF (bila ada)")

    def __init__(self, user: User, *args, **kwargs) -> None:
        on = today(user.office)
        initial = {"found_on": on, "deadline": on + timedelta(days=DAYS_TO_ANSWER)}
        super().__init__(*args, **kwargs | {"initial": initial | kwargs.get("initial", {})})
        self.user = user

    def clean_about(self) -> Model | None:
        """The row; None for nothing."""
        if not (key := self.cleaned_data["about"]):
            return None
        found = row_named(key, self.user)
        if found is None:
            raise ValidationError("Data yang dituju tidak ditemukan.")
        return found[1]

    def values(self) -> dict:
        """Arguments of ``write_finding``."""
        facts = ("about", "subject", "text", "severity", "addressee", "deadline")
        new = NewFinding(**{name: self.cleaned_data[name] for name in facts})
        return {"new": new, "on": self.cleaned_data["found_on"]} | self.plain(*facts, "found_on")


class StepForm(PlainForm):
    """A step of a finding: words, the day, a new deadline where the step may set one, a paper."""

    text = LongText("Uraian", help_text=NO_NAMES)
    on = DayField(label="Tanggal")
    deadline = DayField(label="Batas jawaban baru")
    file = paper_field("Foto atau PDF (bila ada)")

    LABELS = {
        Step.ANSWERED: "Jawaban",
        Step.RETURNED: "Yang masih kurang",
        Step.EXTENDED: "Alasan",
        Step.CLOSED: "Hasil pemeriksaan jawaban",
        Step.WITHDRAWN: "Alasan",
        Step.REOPENED: "Alasan",
    }

    def __init__(self, kind: Step, office: Office, *args, **kwargs) -> None:
        super().__init__(*args, initial={"on": today(office)}, **kwargs)
        self.fields["text"].label = self.LABELS[kind]
        if kind not in SETS_DEADLINE:
            del self.fields["deadline"]
        elif kind != Step.EXTENDED:
            self.fields["deadline"].required = False
            self.fields["deadline"].help_text = "Kosongkan bila batas lama tetap berlaku."


class PeriodForm(CrispyMixin, forms.Form):
    """From which day to which day."""

    dari = DayField(label="Dari")
    sampai = DayField(label="Sampai")

    def clean(self) -> dict:
        """Whether the days are in order."""
        found = super().clean()
        if found.get("dari") and found.get("sampai") and found["sampai"] < found["dari"]:
            self.add_error("sampai", "Sebelum tanggal awal. Periksa tanggalnya.")
        return found


class PartnerForm(PlainForm):
    """What the register says of a partner."""

    name = forms.CharField(label="Nama", max_length=100)
    kind = forms.ChoiceField(label="Jenis", choices=PartnerFields.Kind)
    place = forms.CharField(label="Tempat", max_length=120)
    contact = forms.CharField(
        label="Narahubung",
        max_length=120,
        required=False,
        help_text="Jabatan dan telepon; hanya terlihat di kantor ini.",
    )

    def __init__(self, partner: Partner | None, *args, **kwargs) -> None:
        now = {name: getattr(partner, name) for name in Partner.FACTS} if partner else {}
        super().__init__(*args, initial=now, **kwargs)

    def values(self) -> dict:
        """Arguments of ``add_partner`` and ``change_partner``."""
        facts = PartnerFacts(**{name: self.cleaned_data[name] for name in Partner.FACTS})
        return {"facts": facts, "request_key": self.cleaned_data["request_key"]}


class AgreementForm(PlainForm):
    """An agreement with a partner."""

    number = forms.CharField(label="Nomor perjanjian", max_length=60)
    subject = forms.CharField(label="Tentang", max_length=150)
    since = DayField(label="Berlaku mulai")
    until = DayField(label="Sampai", required=False, help_text="Kosongkan bila tanpa batas waktu.")
    on = DayField(label="Dicatat", help_text="Mulai tanggal ini terhitung dalam daftar.")
    file = paper_field("Naskah (PDF atau foto)")

    def values(self) -> dict:
        """Arguments of ``record_agreement``."""
        facts = ("number", "subject", "since", "until")
        new = NewAgreement(**{name: self.cleaned_data[name] for name in facts})
        return {"new": new} | self.plain(*facts)


class AgreementStepForm(PlainForm):
    """What became of an agreement."""

    on = DayField(label="Tanggal")
    reason = forms.CharField(label="Alasan", max_length=200)


class PaperForm(CrispyMixin, forms.Form):
    """The paper of an agreement."""

    file = paper_field("Naskah (PDF atau foto)", required=True)
