"""What rows about grants and their tranches say together, and must not."""

from collections.abc import Iterator
from decimal import Decimal

from upk.desk.moving.checks.days import after_the_move, belongs_to, needs, not_before, shown
from upk.desk.moving.checks.granting import PHYSICAL, Granting, grantings
from upk.desk.moving.content import Content, Row
from upk.desk.moving.problems import CellProblem
from upk.desk.moving.sheets.grants import GIVEN
from upk.money import rupiah

DECREE = ("spc_on", "camat")
TEAM = ("chair", "secretary", "treasurer")
AGREEMENT = ("sppb_on", *TEAM, "bank", "bank_account", "upk_signer", "pjok_signer")
KINDS_GIVEN = tuple(key for key, _ in GIVEN)
NO_CAPITAL = (
    "sppb_number", *AGREEMENT, *KINDS_GIVEN, "progress", "returned", "returned_on", "finished_on",
    "infrastructure",
)  # fmt: skip


def check_grants(content: Content) -> Iterator[CellProblem]:
    """Grants whose papers, people, tranches or end don't fit each other."""
    numbers: dict[tuple, int] = {}
    built: dict[object, int] = {}
    for grant in grantings(content):
        row = grant.row
        yield from after_the_move(
            content, row, "mad_on", "spc_on", "sppb_on", "returned_on", "finished_on"
        )
        yield from _proposal(grant)
        yield from _once(row, "number", (row["year"], row["number"]), numbers)
        yield from _once(row, "infrastructure", row["infrastructure"], built)
        yield from _decree(grant)
        if grant.is_capital:
            yield from _capital(grant)
        else:
            yield from _agreement(content, grant)
            yield from _tranches(content, grant)
            yield from _end(content, grant)


def _once(row: Row, key: str, value: object, seen: dict) -> Iterator[CellProblem]:
    if row[key] is not None and seen.setdefault(value, row.number) != row.number:
        yield row.problem(key, row[key], f"yang lain dari baris {seen[value]}")


def _proposal(grant: Granting) -> Iterator[CellProblem]:
    row = grant.row
    served = (row["men"] or 0) + (row["women"] or 0)
    if not served:
        yield row.problem("men", "kosong", "jumlah pemanfaat, laki-laki atau perempuan")
    elif (row["poor"] or 0) > served:
        yield row.problem("poor", row["poor"], f"paling banyak {served}, semua pemanfaatnya")
    yield from needs(row, "mad_number", "mad_on")
    yield from needs(row, "mad_on", "mad_number")
    yield from not_before(
        row, "mad_on", grant.phase and grant.phase["mad_on"], "keputusan MAD tahun itu"
    )


def _decree(grant: Granting) -> Iterator[CellProblem]:
    row = grant.row
    yield from needs(row, "spc_number", *DECREE)
    yield from belongs_to(row, "spc_number", *DECREE, "sppb_number")
    yield from not_before(row, "spc_on", grant.approved_on, "disetujui MAD")
    if not grant.is_decreed:
        for tranche in grant.tranches:
            yield tranche.problem("grant", row["code"], "kegiatan yang sudah ada SPC-nya")


def _capital(grant: Granting) -> Iterator[CellProblem]:
    """Ekonomi becomes capital at once: no team, no agreement, one row of money."""
    row = grant.row
    for key in NO_CAPITAL:
        if row[key] not in (None, ""):
            text = "kosong: dana Ekonomi menjadi modal dana bergulir, tanpa TPK dan SPPB"
            yield row.problem(key, shown(row, key), text)
    for number, tranche in enumerate(grant.tranches, 1):
        if number > 1 or tranche["amount"] != row["amount"]:
            text = f"satu baris saja, {rupiah(row['amount'] or 0)}: seluruh dana Ekonomi itu"
            yield tranche.problem("amount", shown(tranche, "amount"), text)
        for key in ("used", "reported_on"):
            if tranche[key]:
                text = "kosong: perkembangan dana Ekonomi terlihat pada pinjaman"
                yield tranche.problem(key, shown(tranche, key), text)
        yield from not_before(tranche, "paid_on", row["spc_on"], "tanggal SPC")


def _agreement(content: Content, grant: Granting) -> Iterator[CellProblem]:
    row = grant.row
    yield from needs(row, "sppb_number", *AGREEMENT)
    yield from belongs_to(row, "sppb_number", *AGREEMENT, *KINDS_GIVEN)
    yield from not_before(row, "sppb_on", row["spc_on"], "tanggal SPC")
    people = content.index("people")
    for place, key in enumerate(TEAM):
        if row[key] is None:
            continue
        if row[key] in [row[other] for other in TEAM[:place]]:
            yield row.problem(key, row[key], "tiga orang yang berbeda sebagai pengurus TPK")
        person = people.get(row[key])
        if person and person["village"] != row["village"]:
            text = f"warga desa {row['village']}; orang ini warga {person['village']}"
            yield row.problem(key, row[key], text)


def _tranches(content: Content, grant: Granting) -> Iterator[CellProblem]:
    row, tranches = grant.row, grant.tranches
    if not row["sppb_number"]:
        for tranche in tranches if grant.is_decreed else ():
            yield tranche.problem("grant", row["code"], "kegiatan yang sudah ada SPPB-nya")
        return
    total = sum(tranche["amount"] or 0 for tranche in tranches)
    if row["amount"] and total != row["amount"]:
        gap = rupiah(abs(total - row["amount"]))
        text = f"tahap-tahap berjumlah {rupiah(row['amount'])} (selisih {gap})"
        yield row.problem("amount", f"tahap-tahap {rupiah(total)}", text)
    percent = sum((tranche["percent"] or Decimal(0) for tranche in tranches), Decimal(0))
    if tranches and percent != 100:
        text = f"persen semua tahap berjumlah 100, bukan {percent.normalize():f}".replace(".", ",")
        yield tranches[-1].problem("percent", shown(tranches[-1], "percent"), text)
    before: Row | None = None
    for number, tranche in enumerate(tranches, 1):
        yield from _tranche(content, grant, tranche, number, before)
        before = tranche


def _tranche(
    content: Content, grant: Granting, tranche: Row, number: int, before: Row | None
) -> Iterator[CellProblem]:
    yield from after_the_move(content, tranche, "paid_on", "reported_on")
    if tranche["number"] not in (None, number):
        yield tranche.problem("number", tranche["number"], f"tahap {number}: berurutan mulai 1")
    if tranche["percent"] == 0:
        yield tranche.problem("percent", "0", "lebih dari nol")
    yield from not_before(tranche, "paid_on", grant.row["sppb_on"], "tanggal SPPB")
    if before and tranche["paid_on"]:
        yield from not_before(tranche, "paid_on", before["paid_on"], "tahap sebelumnya")
        if before["paid_on"] is None:
            yield tranche.problem(
                "paid_on", shown(tranche, "paid_on"), "kosong: tahap sebelumnya belum dicairkan"
            )
    yield from belongs_to(tranche, "paid_on", "used", "reported_on")
    yield from belongs_to(tranche, "used", "reported_on")
    if tranche["used"] and not grant.reported_on(tranche):
        yield tranche.problem("reported_on", "kosong", "tanggal LPD-nya")
    yield from not_before(tranche, "reported_on", tranche["paid_on"], "dicairkan")


def _end(content: Content, grant: Granting) -> Iterator[CellProblem]:
    row = grant.row
    is_physical = row["sector"] == PHYSICAL
    last = max((tranche["paid_on"] for tranche in grant.paid), default=None)
    yield from needs(row, "returned", "returned_on")
    yield from belongs_to(row, "returned", "returned_on")
    yield from not_before(row, "returned_on", last, "pencairan terakhir")
    if grant.left < 0:
        text = f"paling banyak {rupiah(grant.paid_sum)}, yang dicairkan"
        found = f"digunakan dan dikembalikan {rupiah(grant.paid_sum - grant.left)}"
        yield row.problem("returned", found, text)
    if row["progress"] is not None and (not is_physical or not row["sppb_number"]):
        text = "kosong: hanya untuk bidang Fisik yang sudah ada SPPB-nya"
        yield row.problem("progress", shown(row, "progress"), text)
    yield from _infrastructure(content, row, is_physical)
    if not row["finished_on"]:
        return
    if not grant.tranches or len(grant.paid) < len(grant.tranches):
        yield row.problem(
            "finished_on", shown(row, "finished_on"), "kosong: belum semua tahap dicairkan"
        )
    elif grant.left > 0:
        text = f"kosong: {rupiah(grant.left)} belum dipertanggungjawabkan"
        yield row.problem("finished_on", shown(row, "finished_on"), text)
    days = [tranche["reported_on"] for tranche in grant.tranches] + [last, row["returned_on"]]
    latest = max((day for day in days if day), default=None)
    yield from not_before(row, "finished_on", latest, "pencairan, LPD, atau pengembalian terakhir")


def _infrastructure(content: Content, row: Row, is_physical: bool) -> Iterator[CellProblem]:
    piece = content.index("infrastructure").get(row["infrastructure"])
    if row["finished_on"] and is_physical and row["infrastructure"] is None:
        text = "wajib diisi: yang dibangun, pada lembar Prasarana"
        yield row.problem("infrastructure", "kosong", text)
    elif row["infrastructure"] is not None and not (is_physical and row["finished_on"]):
        text = "kosong: hanya untuk bidang Fisik yang sudah selesai"
        yield row.problem("infrastructure", row["infrastructure"], text)
    elif piece and piece["village"] != row["village"]:
        text = f"prasarana di desa {row['village']}; yang ini di {piece['village']}"
        yield row.problem("infrastructure", row["infrastructure"], text)
