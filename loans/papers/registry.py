"""All papers by key, and the sets that one button prints."""

from loans.papers import lending, proposal, servicing, verification
from loans.papers.paper import Paper, PaperSet

PAPERS: dict[str, Paper] = {
    paper.key: paper
    for module in (proposal, verification, lending, servicing)
    for paper in module.PAPERS
}

WITH_IDENTITY = frozenset({proposal.MEMBERS.key, verification.MEMBER_FORM.key})
"""The only papers with NIKs: members sign for them, the verification team compares them with the
identity cards. Whole for who may see them (and then the trail tells), masked for others."""

SETS: dict[str, PaperSet] = {
    s.key: s
    for s in (
        PaperSet(
            "berkas-usulan", "Berkas usulan", "Dibawa kelompok saat mengajukan pinjaman.",
            proposal.PAPERS,
        ),
        PaperSet(
            "berkas-verifikasi", "Berkas verifikasi",
            "Dibawa tim verifikasi ke lapangan; sesudahnya dengan berita acara.",
            (verification.GROUP_FORM, verification.MEMBER_FORM, proposal.CHECKLIST,
             verification.VERIFICATION_MINUTES),
        ),
        PaperSet(
            "berkas-pendanaan", "Berkas pendanaan", "Hasil verifikasi dan keputusannya.",
            (verification.FUNDING_MINUTES, verification.VERIFICATION_MINUTES),
        ),
        PaperSet(
            "berkas-pencairan", "Berkas pencairan / SPK",
            "Perjanjian, kuasa, tanda terima, rencana angsuran, pemberitahuan ke desa.",
            (*lending.PAPERS, servicing.CARD),
        ),
        PaperSet(
            "berkas-kartu", "Kartu angsuran", "Kartu kelompok dan kartu setiap pemanfaat.",
            (servicing.CARD, servicing.MEMBER_CARDS),
        ),
        PaperSet(
            "berkas-pelunasan", "Berkas pelunasan", "Keterangan lunas, rekening koran, IPTW.",
            (servicing.SETTLED_LETTER, servicing.STATEMENT, servicing.REBATE_LIST),
        ),
    )
}  # fmt: skip
