"""Forms as their users send them: for each address of a field desk, who may send what.

The rows are those of ``tests.upk.ledger.world``. ``tests.test_posts`` sends each as its user, as
everybody else, and with odd values in every field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace as World
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goats.models import Household
from tests.maintenance.register.village import photo_bytes
from upk.access import Role
from upk.ledger.models import Entry

DAY = "2010-02-10"
"""An open day before the office's today."""
PDF = b"%PDF-1.4\n%%EOF\n"


@dataclass(frozen=True)
class Post:
    """A form: the row that its address is about, what follows it there, who sends it, its body."""

    row: str = ""
    body: Callable[[World], dict] = lambda world: {}
    by: Role = Role.MANAGER
    more: tuple[str, ...] = ()
    query: str = ""
    names_rows: bool = False
    """Whether its address has no row but its body names rows of the office."""
    is_taken: bool = True
    """Whether the world is such that the form is taken; else it is sent only to be refused."""
    writes: bool = True
    unless: str = ""
    """A row that only SQL can leave, half written: the database itself refuses what follows."""

    def address(self, name: str, world: World) -> str:
        rows = (vars(world)[self.row],) if self.row else ()
        return reverse(name, args=[*rows, *self.more]) + self.query.format(**vars(world))

    def sent(self, world: World) -> dict:
        """The body with a key that wasn't used, its files new."""
        made = {"request_key": str(uuid4())} | self.body(world)
        return {name: value() if callable(value) else value for name, value in made.items()}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", photo_bytes(), "image/jpeg")


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("naskah.pdf", PDF + b"\n", "application/pdf")


def fixed(**values) -> Callable[[World], dict]:
    """A body that is the same in every world."""
    return lambda world: values


def dated(field: str = "on", /, **values) -> Callable[[World], dict]:
    """A body with a day."""
    return fixed(**{field: DAY} | values)


def _visit(world: World) -> dict:
    return {
        "visited_on": DAY, "kind": "visit", "visitor": world.by, "member_count": "3",
        "agenda": "Pembukuan", "findings": "Buku kas terisi", "next_on": "2010-03-10",
        "agreed-1-text": "Melunasi", "agreed-1-who": "Ketua", "agreed-1-due": "2010-03-01",
        "photos": photo,
    }  # fmt: skip


VISITS = {
    "visits:visit-add-group": Post("group", _visit),
    "visits:visit-add-village": Post("village", _visit),
    "visits:visit-correct": Post("other_visit", lambda w: _visit(w) | {"reason": "Salah tulis"}),
    "visits:visit-withdraw": Post("other_visit", fixed(reason="Tidak jadi")),
    "visits:visit-photo-add": Post("visit", fixed(photos=photo)),
    "visits:visit-photo-withdraw": Post("visit_photo", fixed(reason="Salah foto")),
    "visits:agreement-close": Post("open_agreement", dated(kind="done", note="Lunas")),
    "visits:agreement-reopen": Post("closed_agreement", dated(note="Belum")),
}
_BATCH = {
    "place": "Balai desa", "starts_on": "2010-02-12", "ends_on": "2010-02-13", "capacity": "30",
    "trainers": "Pak Kabul", "attitude": "Jujur", "skill": "Buku kas", "knowledge": "Aturan",
    "decided_on": DAY,
}  # fmt: skip


def _roll(world: World) -> dict:
    return {"seen": "0", f"peserta-{world.tr_waiting}": "on"}


def _scores(world: World) -> dict:
    before, after = (f"peserta-{world.tr_waiting}-{test}" for test in ("before", "after"))
    return {"given_on": DAY, "seen": "0", before: "40", after: "80"}


TRAINING = {
    "training:batch-add": Post(body=lambda w: _BATCH | {"kind": w.tr_kind}, names_rows=True),
    "training:batch-next": Post(
        body=lambda w: _BATCH | {"kind": w.tr_kind, "kelompok": w.group}, names_rows=True
    ),
    "training:kind-defaults": Post(writes=False),
    "training:kind-add": Post(
        body=dated("since", name="Baru", audience="groups", capacity="30", percent="80")
    ),
    "training:kind-rule-add": Post("tr_kind", dated("since", capacity="25", percent="75")),
    "training:kind-switch": Post("tr_kind"),
    "training:batch-replan": Post("tr_open", fixed(**_BATCH, reason="Penuh")),
    "training:step-add": Post("tr_open", dated(note="Dikirim"), more=("diundang",)),
    "training:step-reverse": Post("tr_over", fixed(reason="Keliru")),
    "training:groups-add": Post(
        "tr_open", lambda w: {"on": "2010-01-10", "groups": w.group}, query="?desa={village}"
    ),
    "training:participant-add": Post(
        "tr_open", fixed(on="2010-01-10", role="guest", name="Bu Dewi", origin="Kabupaten")
    ),
    "training:participant-withdraw": Post("tr_waiting", dated(reason="Sakit")),
    "training:participant-forget": Post("tr_monitor"),
    "training:attendance": Post("tr_open", _roll),
    "training:scores": Post("tr_open", _scores),
    "training:certificates-issue": Post("tr_closed", dated()),
    "training:certificate-withdraw": Post("tr_certificate", dated(reason="Salah nama")),
    "training:follow-up-add": Post(
        "tr_batch", dated(what="Kunjungan", who="Fasilitator", due_on="2010-03-01", group="")
    ),
    "training:follow-up-end": Post("tr_open_follow", dated(kind="done", note="Selesai")),
    "training:cost-add": Post("tr_open", fixed(voucher="BM-2010-000001")),
    "training:cost-remove": Post(
        "tr_batch", lambda w: {"bukti": Entry.objects.get(pk=w.entry).label}
    ),
}


def _finding(world: World) -> dict:
    return {
        "about": f"pinjaman-{world.loan}", "subject": "Buku kas", "text": "Tidak ditutup",
        "severity": "medium", "addressee": "treasurer", "found_on": DAY,
        "deadline": "2010-03-10", "file": paper,
    }  # fmt: skip


_PARTNER = fixed(name="UPK Gemolong", kind="office", place="Gemolong", contact="Ketua")

OVERSIGHT = {
    "oversight:finding-add": Post(body=_finding, by=Role.SUPERVISOR, names_rows=True),
    "oversight:finding-answer": Post("finding", dated(text="Sudah ditutup", file=paper)),
    "oversight:finding-step": Post(
        "answered_finding", dated(text="Cukup"), Role.SUPERVISOR, ("selesai",)
    ),
    "oversight:agreement-step": Post(
        "partner_agreement", dated(reason="Berhenti"), more=("akhiri",)
    ),
    "oversight:agreement-file-add": Post("partner_agreement", fixed(file=paper)),
    "oversight:partner-add": Post(body=_PARTNER),
    "oversight:partner-change": Post("partner", _PARTNER),
    "oversight:agreement-add": Post(
        "partner",
        dated(number="9/2010", subject="Studi banding", since=DAY, until="2010-12-31", file=paper),
    ),
}
PROFILE = {
    "profile:text-edit": Post(body=dated("since", text="Desa mandiri"), more=("vision",)),
    "profile:officer-add": Post(
        body=dated("since", title="Bendahara II", name="Bu Tini", signs="on")
    ),
    "profile:officer-end": Post("officer", dated("until")),
    "profile:officer-withdraw": Post("officer"),
    "profile:document-add": Post(
        body=dated(
            "dated_on",
            kind="decree",
            number="SK/2",
            subject="pengurus",
            is_public="on",
            file=paper,
        )
    ),
    "profile:document-withdraw": Post("legal_document"),
}
DISTRICT = {
    "desk:district-report": Post(
        "issued", fixed(answer="returned", note="Surat belum bernomor."), Role.DISTRICT
    ),
    "desk:district-reminders": Post(
        body=lambda w: {"office": w.office}, by=Role.DISTRICT, names_rows=True, writes=False
    ),
    "desk:district-bundle-add": Post(by=Role.DISTRICT, writes=False),  # one is being made
    "desk:district-bundle-resume": Post("bundle", by=Role.DISTRICT),
    "desk:district-rules": Post(
        body=fixed(since="2010-02-15", deadline_days="20", bundle_days="60"), by=Role.DISTRICT
    ),
}
BOOKS = {
    "desk:period-close": Post(
        more=("2010-01",), body=fixed(anyway="on", reason="Uji"), is_taken=False
    ),
    "desk:period-reopen": Post(body=fixed(through="semua", reason="Salah tanggal"), is_taken=False),
    "desk:quarter-issue": Post(more=("2009-4",)),  # it is issued already: the key alone is kept
    "reports:issued-make": Post("issued", fixed(kind="pdf"), writes=False),  # made beside
    "reports:pack-settings": Post(
        body=fixed(chapters="blm", letter="Dengan hormat", langkah="simpan")
    ),
}


def _plan(world: World) -> dict:
    home = world.aid_home
    kinds = {f"kind-{pk}": "groceries" for pk in Household.objects.values_list("pk", flat=True)}
    return kinds | {
        "year": "2010", "made_on": DAY, "purpose": "Sembako Lebaran",
        f"kind-{home}": "groceries", f"amount-{home}": "50.000",
    }  # fmt: skip


def _paying(day: str = "on", **values) -> Callable[[World], dict]:
    return lambda w: {day: DAY, "account": w.aid_bank, "note": "Toko"} | values


AID = {
    "goats:aid-plan-add": Post(body=_plan, names_rows=True),
    "goats:aid-plan-decide": Post(
        "aid_waiting", dated("decided_on", is_approved="1", note="BA 3"), unless="aid_partial"
    ),
    "goats:aid-plan-end": Post("aid_plan", dated("ended_on", reason="Cukup")),
    "goats:aid-pay": Post("aid_plan", _paying(kind="groceries", amount="10.000"), Role.TREASURER),
    "goats:aid-goats-buy": Post(
        "aid_plan",
        _paying(count="1", price="100.000", sex="F", breed="Kacang", born_on="2008-05-01"),
        Role.TREASURER,
    ),
    "goats:aid-return": Post(
        "aid_plan", _paying(kind="groceries", amount="10.000"), Role.TREASURER
    ),
    "goats:aid-move-reverse": Post("aid_return", dated("happened_on", reason="Salah")),
    "goats:aid-hand": Post(
        "aid_plan", lambda w: {"on": DAY, f"line-{w.aid_open_line}": "on", "each": "20.000"}
    ),
    "goats:aid-hand-reverse": Post("aid_handover", fixed(reason="Keliru")),
}
# The office of the world has books already, so nothing moves in there.
MOVING = {
    "desk:trail-file": Post(more=("csv",), is_taken=False),  # it answers with a file
    "desk:moving": Post(is_taken=False),
    "desk:moving-again": Post("upload", is_taken=False),
    "desk:moving-confirm": Post("upload", is_taken=False),
    "desk:moving-discard": Post("upload", is_taken=False),
}
PRIVACY = {
    "desk:retention-rule": Post(body=fixed(since="2010-02-15", years="10")),
    "desk:people-forget": Post(  # nobody's time has come
        body=lambda w: {"orang": w.person, "is_meant": "on"}, names_rows=True, is_taken=False
    ),
    "desk:office-copy": Post(is_taken=False),  # no passphrase, so nothing begins
    "desk:office-copy-file": Post(is_taken=False),
    "desk:office-copy-remove": Post(is_taken=False),  # these change files alone
    "desk:person-copy": Post("person", more=("json",), is_taken=False),  # answers with a file
}
POSTS = VISITS | TRAINING | OVERSIGHT | PROFILE | DISTRICT | BOOKS | AID | MOVING | PRIVACY
