"""What is wrong with terms that make no schedule, in words. Pure."""

from loans.schedule import InvalidTerms
from upk.money import number

TERMS_LABELS = {
    "principal": "Alokasi",
    "rate": "Jasa",
    "tenor": "Jangka",
    "principal_every": "Selang pokok",
    "interest_every": "Selang jasa",
    "grace": "Tenggang pokok",
    "step": "Pembulatan",
    "payment_day": "Tanggal angsuran",
    "cutoff_day": "Tanggal batas pencairan",
    "disbursed_on": "Tanggal pencairan",
}
TERMS_SENTENCES = {
    "too_small": "{label} paling sedikit {limit}.",
    "too_large": "{label} terlalu besar.",
    "grace_fills_tenor": "Tenggang pokok harus lebih pendek dari jangka.",
    "annuity_needs_no_grace": "Anuitas tidak dapat memakai tenggang. Kosongkan tenggang pokok.",
    "annuity_needs_equal_intervals": "Anuitas memerlukan selang pokok dan jasa yang sama.",
    "annuity_interval_must_divide_tenor": "Selang anuitas harus membagi habis jangka.",
}


def terms_sentence(error: InvalidTerms) -> str:
    """What is wrong with terms that make no schedule, in words."""
    label = TERMS_LABELS.get(error.field, error.field)
    sentence = TERMS_SENTENCES.get(error.code, "{label} tidak dapat dipakai. Ubah isinya.")
    limit = None if error.limit is None else number(error.limit)
    return sentence.format(label=label, limit=limit)
