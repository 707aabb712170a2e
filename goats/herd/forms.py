"""Forms of the herd; those of the field are short, since they are filled in on a phone."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet

from goats.herd.services import MOST_KIDS, Happening, NewGoats, Receiver
from goats.models import Goat, HerdRules, Household
from goats.rules.events import BY_NEGLIGENCE, DEFAULT_RULES, Kind
from upk.access import Role
from upk.forms import AmountField, CrispyMixin, DayField, KeyedForm, RowsField
from upk.offices.models import User, Village
from upk.periods import today

NO_NAMES = "Tanpa nama orang."


def household_label(household: Household) -> str:
    """A household in a list: head, hamlet and village."""
    place = ", ".join(part for part in (household.hamlet, household.village.name) if part)
    return f"{household.head.name} ({place})"


def shown_home(household: Household, user: User) -> str:
    """A household as ``user`` may see it: one of another's village stays unnamed."""
    if user.role == Role.FACILITATOR and household.village_id not in user.village_ids:
        return "rumah tangga di desa lain"
    return household_label(household)


class BuyForm(KeyedForm):
    """Goats that come together and that the office's surplus didn't pay."""

    bought_on = DayField(label="Tanggal datang")
    count = forms.IntegerField(label="Jumlah ekor", min_value=1, initial=1)
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Goat.Sex)
    breed = forms.CharField(label="Ras", max_length=40, initial="Kacang")
    born_on = DayField(
        label="Perkiraan tanggal lahir", required=False,
        help_text="Kosongkan untuk kambing dewasa yang umurnya tidak diketahui.",
    )  # fmt: skip
    price = AmountField(label="Harga setiap ekor")
    funding = forms.ChoiceField(
        label="Asal dana",
        choices=[(Goat.Funding.DONATION, "Sumbangan"), (Goat.Funding.OTHER, "Dana lain")],
        help_text="Kambing dari surplus dibeli lewat rencana Bantuan RTM.",
    )

    field_order = ["bought_on", "count", "sex", "breed", "born_on", "price", "funding"]

    def values(self) -> dict:
        """Arguments of ``buy_goats``."""
        names = ("count", "sex", "breed", "price", "funding", "born_on")
        new = NewGoats(**{name: self.cleaned_data[name] for name in names})
        return {
            "new": new,
            "bought_on": self.cleaned_data["bought_on"],
            "request_key": self.cleaned_data["request_key"],
        }


class ReceiverForm(KeyedForm):
    """Who receives a goat: the proposed household is chosen already."""

    on = DayField(label="Tanggal")
    household = forms.ModelChoiceField(label="Penerima", queryset=Household.objects.none())
    choice_reason = forms.CharField(
        label="Alasan bila bukan usulan pertama", max_length=150, required=False,
        help_text=NO_NAMES,
    )  # fmt: skip
    early_reason = forms.CharField(
        label="Alasan sebelum anaknya disapih", max_length=150, required=False, help_text=NO_NAMES
    )

    def __init__(
        self,
        waiting: Sequence[Household],
        visible: QuerySet[Household],
        data=None,
        *,
        is_early: bool = False,
        **kwargs,
    ) -> None:
        """``waiting`` are offered; of the ``visible`` any may be sent, as a form sent again does:
        its household isn't waiting any more."""
        super().__init__(data, **kwargs)
        field = self.fields["household"]
        field.queryset = visible
        field.choices = [(h.pk, household_label(h)) for h in waiting]
        if not is_early:
            del self.fields["early_reason"]

    def receiver(self) -> Receiver:
        """What the services take."""
        found = self.cleaned_data
        return Receiver(
            found["household"], found["on"], found["choice_reason"], found.get("early_reason", "")
        )


class BirthForm(KeyedForm):
    """How many kids live; the rest comes by itself."""

    NUMBERS = [(n, str(n)) for n in range(MOST_KIDS + 1)]

    on = DayField(label="Tanggal lahir")
    females = forms.TypedChoiceField(
        label="Anak betina hidup", choices=NUMBERS, coerce=int, initial=0
    )
    males = forms.TypedChoiceField(
        label="Anak jantan hidup", choices=NUMBERS, coerce=int, initial=0
    )

    none_lives = forms.BooleanField(label="Tidak ada anak yang hidup", required=False)

    def clean(self) -> dict:
        """Say once more that no kid lives: two zeros may be a form sent too early."""
        found = super().clean()
        if {"females", "males"} <= found.keys():
            any_lives = found["females"] + found["males"] > 0
            if any_lives == found["none_lives"]:
                text = "Isi jumlah anak yang hidup, atau centang bila tidak ada yang hidup."
                self.add_error("none_lives", text)
        return found

    @property
    def sexes(self) -> list[str]:
        """The kids' sexes, as ``record_birth`` takes them."""
        found = self.cleaned_data
        return [Goat.Sex.FEMALE] * found["females"] + [Goat.Sex.MALE] * found["males"]


class WeaningForm(KeyedForm):
    """Which kids are weaned; all of them are ticked."""

    on = DayField(label="Tanggal disapih")
    kids = RowsField(
        label="Anak", queryset=Goat.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih anak yang disapih."},
    )  # fmt: skip

    def __init__(self, kids: Sequence[Goat], data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["kids"]
        field.queryset = Goat.objects.filter(pk__in=[kid.pk for kid in kids])
        field.choices = [(kid.pk, f"{kid.tag} ({kid.get_sex_display()})") for kid in kids]
        field.initial = [kid.pk for kid in kids]


FIELDS = {
    Kind.MATED: (),
    Kind.ILL: ("cause",),
    Kind.DIED: ("cause", "is_negligent", "minutes"),
    Kind.SOLD: ("cause", "minutes"),
    Kind.LOST: ("cause", "is_negligent", "minutes"),
    Kind.GIVEN: ("to",),
    Kind.UNFOLLOWED: ("reason",),
    Kind.TAKEN_BACK: ("reason",),
    Kind.RELEASED: ("reason",),
}
"""What each kind of event asks for beside its day."""


class HappeningForm(KeyedForm):
    """Something that happened to a goat; the kind says what is asked."""

    on = DayField(label="Tanggal")
    cause = forms.CharField(label="Sebab", max_length=150, help_text=NO_NAMES)
    is_negligent = forms.BooleanField(label="Karena kelalaian pemelihara", required=False)
    minutes = forms.CharField(
        label="Nomor berita acara", max_length=60, required=False,
        help_text="Kosongkan bila belum ada.",
    )  # fmt: skip
    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)
    to = forms.ModelChoiceField(label="Diberikan kepada", queryset=Household.objects.none())

    def __init__(self, kind: Kind, households, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.kind = kind
        for name in {"cause", "is_negligent", "minutes", "reason", "to"} - {*FIELDS[kind]}:
            del self.fields[name]
        if kind in BY_NEGLIGENCE:
            self.fields[
                "is_negligent"
            ].help_text = (
                "Bila ya, penggantinya harus diserahkan. Bila tidak, kewajibannya selesai."
            )
        if "to" in self.fields:
            self.fields["to"].queryset = households
            self.fields["to"].label_from_instance = household_label

    def happening(self) -> Happening:
        """What ``record_happening`` takes."""
        found = {name: self.cleaned_data[name] for name in FIELDS[self.kind]}
        return Happening(self.kind, self.cleaned_data["on"], **found)


class ReplacementForm(KeyedForm):
    """The goat that a household brings for one that it owes."""

    on = DayField(label="Tanggal")
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Goat.Sex)
    breed = forms.CharField(label="Ras", max_length=40, initial="Kacang")
    born_on = DayField(label="Perkiraan tanggal lahir", required=False)


class ReasonForm(KeyedForm):
    """Why an event is taken back."""

    reason = forms.CharField(label="Alasan", max_length=150, help_text=NO_NAMES)


class PhotoForm(CrispyMixin, forms.Form):
    """A photo of a goat."""

    photo = forms.FileField(
        label="Foto", widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"})
    )


class RulesForm(CrispyMixin, forms.ModelForm):
    """The office's rules from a day on."""

    class Meta:
        model = HerdRules
        fields = [
            "since", "weaning_months", "gestation_days", "first_birth_months", "grace_days",
            "follows_kids",
        ]  # fmt: skip
        field_classes = {"since": DayField}

    def __init__(self, office, data=None) -> None:
        row = HerdRules.objects.filter(office=office).in_force(today(office)).first()
        rules = row.value if row else DEFAULT_RULES
        names = self.Meta.fields[1:]
        initial = {name: getattr(rules, name) for name in names} | {"since": today(office)}
        super().__init__(data, initial=initial, instance=HerdRules(office=office))


class PopulationForm(CrispyMixin, forms.Form):
    """How many people live in each village, in a year."""

    year = forms.IntegerField(label="Tahun", min_value=1950, max_value=2999)

    def __init__(self, user: User, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.villages = list(Village.objects.visible_to(user))
        for village in self.villages:
            self.fields[f"village-{village.pk}"] = forms.IntegerField(
                label=village.name, min_value=1, max_value=1_000_000, required=False
            )

    def inhabitants(self) -> dict[Village, int]:
        """What was filled in."""
        found = {v: self.cleaned_data[f"village-{v.pk}"] for v in self.villages}
        return {village: count for village, count in found.items() if count}
