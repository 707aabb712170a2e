"""Forms of trainings: they check shape, services check state."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from groups.models import Group
from training.models import (
    Audience,
    Batch,
    BatchVersion,
    FollowUpEnd,
    Participant,
    Score,
    TrainingKind,
)
from training.records.roll import Line
from training.rules.batches import DEFAULT_CAPACITY, DEFAULT_PERCENT
from training.rules.defaults import TOPICS
from training.rules.results import BEST
from training.services.batches import Plan
from training.services.following import NewFollowUp
from training.services.people import NewParticipant
from upk.access import Role
from upk.forms import EMPTY_CHOICE, CrispyMixin, DayField, KeyedForm, RowsField
from upk.ledger.models import Entry, Voucher
from upk.offices.models import Person, User
from upk.periods import today

_LINES = {"rows": 3}


def _lines(label: str, help_text: str = "") -> forms.CharField:
    """A text of several lines, one thing to a line."""
    return forms.CharField(
        label=label, required=False, max_length=1500, help_text=help_text,
        widget=forms.Textarea(_LINES),
    )  # fmt: skip


class PlanFields(KeyedForm):
    """Place, days and contents of a batch."""

    place = forms.CharField(label="Tempat", max_length=120)
    starts_on = DayField(label="Hari pertama")
    ends_on = DayField(label="Hari terakhir")
    capacity = forms.IntegerField(label="Daya tampung (orang)", min_value=1, max_value=500)
    trainers = _lines("Pelatih", "Satu baris satu orang: nama, jabatan atau asal.")
    attitude = _lines("Materi sikap", "Satu baris satu materi.")
    skill = _lines("Materi keterampilan")
    knowledge = _lines("Materi pengetahuan")

    NAMES = ("place", "starts_on", "ends_on", "capacity", "trainers", *TOPICS)

    def clean(self) -> dict:
        """Whether the days are in order."""
        found = super().clean()
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Hari terakhir mendahului hari pertama.")
        return found

    def plan(self) -> Plan:
        """What the services take."""
        return Plan(**{name: self.cleaned_data[name] for name in self.NAMES})


class BatchForm(PlanFields):
    """A new batch."""

    kind = forms.ModelChoiceField(label="Jenis pelatihan", queryset=TrainingKind.objects.none())
    decided_on = DayField(label="Direncanakan pada")

    field_order = ["kind", *PlanFields.NAMES, "decided_on"]

    def __init__(self, user: User, *args, **kwargs) -> None:
        on = today(user.office)
        topics = {name: "\n".join(lines) for name, lines in TOPICS.items()}
        given = kwargs.pop("initial", None) or {}
        initial = {"capacity": DEFAULT_CAPACITY, "decided_on": on} | topics | given
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["kind"].queryset = TrainingKind.objects.visible_to(user).filter(is_active=True)


class ReplanForm(PlanFields):
    """Another plan for a batch, filled in with the present one."""

    decided_on = DayField(label="Diubah pada")
    reason = forms.CharField(label="Alasan", max_length=150)

    def __init__(self, version: BatchVersion, on: date, *args, **kwargs) -> None:
        now = {name: getattr(version, name) for name in self.NAMES}
        super().__init__(*args, initial=now | {"decided_on": on}, **kwargs)


class StepForm(KeyedForm):
    """A step of a batch on a day."""

    on = DayField(label="Tanggal")
    note = forms.CharField(label="Keterangan", max_length=150, required=False)

    def __init__(self, *args, needs_note: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if needs_note:
            self.fields["note"].required = True
            self.fields["note"].label = "Alasan"


class ReasonForm(KeyedForm):
    """Why something is taken back."""

    reason = forms.CharField(label="Alasan", max_length=150)


class DatedReasonForm(ReasonForm):
    """When and why something is taken back."""

    on = DayField(label="Tanggal")
    field_order = ["on", "reason"]


class DayForm(KeyedForm):
    """A day alone."""

    on = DayField(label="Tanggal")


class GroupsForm(KeyedForm):
    """Groups whose officers come."""

    groups = RowsField(
        label="Kelompok", queryset=Group.objects.none(),
        help_text="Ketua, sekretaris, dan bendaharanya pada tanggal itu didaftarkan.",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    on = DayField(label="Didaftar pada")

    def __init__(self, groups, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups
        self.fields["groups"].label_from_instance = lambda g: f"{g.code} {g.name}, {g.village.name}"


class ParticipantForm(KeyedForm):
    """Somebody who comes and is no officer."""

    role = forms.ChoiceField(
        label="Sebagai",
        choices=[c for c in Participant.Kind.choices if c[0] != Participant.Kind.OFFICER],
    )
    person = forms.ModelChoiceField(
        label="Anggota atau warga", queryset=Person.objects.none(), required=False,
        empty_label=EMPTY_CHOICE,
    )  # fmt: skip
    user = forms.ModelChoiceField(
        label="Petugas UPK", queryset=User.objects.none(), required=False,
        empty_label=EMPTY_CHOICE,
    )  # fmt: skip
    name = forms.CharField(label="Nama tamu atau pemantau", max_length=120, required=False)
    origin = forms.CharField(
        label="Dari", max_length=120, required=False,
        help_text="Lembaga atau kecamatannya. Data tamu lain tidak perlu dicatat.",
    )  # fmt: skip
    on = DayField(label="Didaftar pada")

    def __init__(self, people, users, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda p: f"{p.name}, {p.village.name}"
        self.fields["user"].queryset = users

    def new(self) -> NewParticipant:
        """What the service takes; what belongs to another role is left out."""
        found = self.cleaned_data
        role = found["role"]
        if role == Participant.Kind.MEMBER:
            return NewParticipant(role, person=found["person"])
        if role == Participant.Kind.STAFF:
            return NewParticipant(role, user=found["user"])
        return NewParticipant(role, name=found["name"], origin=found["origin"])


class AttendanceForm(KeyedForm):
    """Who was there on a day: a tick for each line of the roll."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, lines: Iterable[tuple[Line, bool]], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines = []
        for line, was_present in lines:
            name = f"peserta-{line.participant.pk}"
            self.fields[name] = forms.BooleanField(
                label=line.participant.shown_name, required=False, initial=was_present
            )
            self.lines.append((line, self[name]))

    def present(self) -> dict[int, bool]:
        """Whether each was there, by participant's number."""
        return {line.participant.pk: self.cleaned_data[cell.name] for line, cell in self.lines}


class ScoreField(forms.IntegerField):
    """A score of a test, or nothing."""

    def __init__(self, label: str, initial: int | None) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "aria-label": label}
        super().__init__(
            label=label, required=False, min_value=0, max_value=BEST, initial=initial,
            widget=forms.TextInput(attrs),
        )  # fmt: skip


class ScoresForm(KeyedForm):
    """Both tests of everybody, in one table."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    given_on = DayField(
        label="Tanggal nilai baru", help_text="Nilai yang sudah tersimpan tetap pada tanggalnya."
    )

    def __init__(self, lines: Sequence[Line], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines = []
        for line in lines:
            cells = []
            for test, now in ((Score.Test.BEFORE, line.before), (Score.Test.AFTER, line.after)):
                name = f"peserta-{line.participant.pk}-{test.value}"
                label = f"{test.label} {line.participant.shown_name}"
                self.fields[name] = ScoreField(label, now)
                cells.append(self[name])
            self.lines.append((line, *cells))

    def clean(self) -> dict:
        """Say in sight that a cell of the table is wrong."""
        found = super().clean()
        if any(name.startswith("peserta-") for name in self.errors):
            self.add_error(None, ValidationError(f"Nilai harus bilangan bulat 0 sampai {BEST}."))
        return found

    def scores(self) -> dict[tuple[int, str], int | None]:
        """Scores by participant's number and test."""
        return {
            (line.participant.pk, test.value): self.cleaned_data[cell.name]
            for line, before, after in self.lines
            for test, cell in ((Score.Test.BEFORE, before), (Score.Test.AFTER, after))
        }


class FollowUpForm(KeyedForm):
    """What is to be done after a training."""

    what = forms.CharField(label="Tindak lanjut", max_length=250)
    who = forms.CharField(label="Pelaksana", max_length=100, help_text="Jabatan lebih baik.")
    due_on = DayField(label="Paling lambat", required=False)
    group = forms.ModelChoiceField(
        label="Kelompok", queryset=Group.objects.none(), required=False, empty_label="Semua"
    )
    on = DayField(label="Dicatat pada")

    def __init__(self, groups, *args, is_one: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        if is_one:  # who sees own villages alone notes what is about one of their groups
            self.fields["group"].required = True
            self.fields["group"].empty_label = EMPTY_CHOICE

    def new(self) -> NewFollowUp:
        """What the service takes."""
        names = ("what", "who", "due_on", "group")
        return NewFollowUp(**{name: self.cleaned_data[name] for name in names})


class FollowUpEndForm(KeyedForm):
    """How a follow-up ended."""

    kind = forms.ChoiceField(label="Hasil", choices=FollowUpEnd.Kind)
    on = DayField(label="Tanggal")
    note = forms.CharField(label="Keterangan", max_length=250, required=False)


class CostForm(CrispyMixin, forms.Form):
    """The number of a voucher."""

    voucher = forms.CharField(
        label="Nomor bukti", max_length=20, help_text="Seperti tercetak, misalnya BKK-2010-000012."
    )

    def __init__(self, batch: Batch, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        self.entry: Entry | None = None

    def clean_voucher(self) -> str:
        """The number, if the office has such a voucher."""
        text = self.cleaned_data["voucher"].strip().upper()
        parts = text.split("-")
        is_number = len(parts) == 3 and all(p.isascii() and p.isdigit() for p in parts[1:])
        if is_number and parts[0] in Voucher.values and max(map(len, parts[1:])) <= 9:
            own = Entry.objects.filter(office=self.batch.office_id, voucher=parts[0])
            self.entry = own.filter(year=int(parts[1]), number=int(parts[2])).first()
        if self.entry is None:
            raise ValidationError("Bukti ini tidak ada. Tulis nomornya seperti tercetak.")
        return text


class KindForm(CrispyMixin, forms.Form):
    """A kind of training with its first rules."""

    name = forms.CharField(label="Nama", max_length=80)
    audience = forms.ChoiceField(label="Untuk", choices=Audience)
    capacity = forms.IntegerField(
        label="Peserta per angkatan", min_value=1, max_value=500, initial=DEFAULT_CAPACITY
    )
    percent = forms.IntegerField(
        label="Kehadiran minimal untuk sertifikat (%)", min_value=1, max_value=100,
        initial=DEFAULT_PERCENT,
    )  # fmt: skip
    since = DayField(label="Berlaku mulai")


class KindRuleForm(KindForm):
    """New rules of a kind."""

    name = None
    audience = None


def people_to_choose(user: User, text: str):
    """People for a list of choices: the first hundred whose name has the text."""
    found = Person.objects.visible_to(user).named().filter(name__icontains=text)
    found = found.select_related("village")
    return Person.objects.filter(pk__in=list(found.values_list("pk", flat=True)[:100]))


def is_own_alone(user: User) -> bool:
    """Whether somebody sees the assigned villages alone."""
    return user.role == Role.FACILITATOR
