"""Forms of proposals: they check shape, services check state."""

import uuid

from django import forms

from grants.models import Proposal
from grants.proposals.problems import MOST_PEOPLE
from grants.proposals.services import Finding, ProposalFacts
from grants.rules.documents import documents_of
from grants.rules.sectors import PROPOSED
from upk.forms import AmountField, CrispyMixin, DayField
from upk.offices.models import Office, User, Village
from upk.periods import today

NO_NAMES = "Jangan menulis nama orang atau NIK."


def _people(label: str, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_PEOPLE,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}), **kwargs,
    )  # fmt: skip


class FactsForm(CrispyMixin, forms.Form):
    """What a village asks for."""

    sector = forms.ChoiceField(label="Bidang", choices=[("", "Pilih …"), *PROPOSED])
    title = forms.CharField(label="Judul usulan", max_length=150, help_text=NO_NAMES)
    kind = forms.CharField(
        label="Jenis kegiatan", max_length=80, help_text="Misalnya jalan, talut, posyandu, SPP."
    )
    location = forms.CharField(label="Lokasi (dusun, RT/RW)", max_length=150)
    volume = forms.CharField(
        label="Volume", max_length=60, required=False, help_text="Misalnya 850 × 2,5 m atau 1 unit."
    )
    men = _people("Pemanfaat laki-laki")
    women = _people("Pemanfaat perempuan")
    poor = _people("Di antaranya warga miskin (RTM)")
    asked = AmountField(label="Dana yang diusulkan")
    swadaya = AmountField(
        label="Swadaya masyarakat", initial=0, help_text="Uang, bahan, dan tenaga, dinilai rupiah."
    )
    background = forms.CharField(
        label="Latar belakang", max_length=2000, required=False,
        widget=forms.Textarea({"rows": 4}), help_text=NO_NAMES,
    )  # fmt: skip
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def facts(self) -> ProposalFacts:
        """What was typed, for the service."""
        return ProposalFacts(**{name: self.cleaned_data[name] for name in Proposal.FACTS})


class CorrectForm(FactsForm):
    """Change what a proposal says."""

    def __init__(self, proposal: Proposal, data=None) -> None:
        super().__init__(data, initial={n: getattr(proposal, n) for n in Proposal.FACTS})


class ProposeForm(FactsForm):
    """A new proposal of a village that the user may see."""

    proposed_on = DayField(label="Tanggal usulan")
    village = forms.ModelChoiceField(Village.objects.none(), label="Desa")

    field_order = ["proposed_on", "village", "sector"]

    def __init__(self, user: User, data=None) -> None:
        super().__init__(data, initial={"proposed_on": today(user.office)})
        villages = Village.objects.visible_to(user)
        self.fields["village"].queryset = villages
        if len(villages) == 1:
            self.fields["village"].initial = villages[0]


class StepForm(CrispyMixin, forms.Form):
    """What every step has: its day, and the key of the form."""

    happened_on = DayField(label="Tanggal")
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, office: Office, data=None, initial: dict | None = None) -> None:
        super().__init__(data, initial={"happened_on": today(office)} | (initial or {}))


class ReasonForm(StepForm):
    """A step that needs nothing but a reason."""

    reason = forms.CharField(label="Alasan", max_length=250, help_text=NO_NAMES)


class VerifyForm(StepForm):
    """What the verification team found, with a tick for each paper (form 10)."""

    YES, NO = "ya", "tidak"

    number = forms.CharField(label="Nomor berita acara Tim Verifikasi", max_length=60)
    verdict = forms.ChoiceField(
        label="Rekomendasi",
        choices=[(YES, "Direkomendasikan"), (NO, "Tidak direkomendasikan")],
        widget=forms.RadioSelect,
    )
    amount = AmountField(
        label="Dana yang direkomendasikan", required=False,
        help_text="Paling banyak sebesar usulan. Kosongkan bila tidak direkomendasikan.",
    )  # fmt: skip
    notes = forms.CharField(
        label="Catatan Tim Verifikasi", max_length=2000, required=False,
        widget=forms.Textarea({"rows": 4}), help_text=NO_NAMES,
    )  # fmt: skip

    def __init__(self, proposal: Proposal, data=None) -> None:
        super().__init__(proposal.phase.office, data, {"amount": proposal.asked})
        self.papers = documents_of(proposal.sector)
        for position, (form, name) in enumerate(self.papers, start=1):
            self.fields[f"dokumen-{position}"] = forms.BooleanField(
                label=f"Formulir {form}: {name} ada", required=False
            )

    def clean(self) -> dict:
        data = self.cleaned_data
        if data.get("verdict") == self.YES and not data.get("amount"):
            self.add_error("amount", "Isi dana yang direkomendasikan.")
        return data

    def finding(self) -> Finding:
        """What was found, for the service."""
        data = self.cleaned_data
        ticks = [data[f"dokumen-{n}"] for n in range(1, len(self.papers) + 1)]
        amount = data["amount"] if data["verdict"] == self.YES else None
        return Finding(data["number"], amount, data["notes"], ticks)
