"""The village team, and the agreement (SPPB) with its budget and its tranches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from grants.models import (
    Agreement,
    BudgetLine,
    Grant,
    GrantMove,
    GrantTeam,
    Tranche,
    TrancheRule,
    TrancheRulePart,
)
from grants.rules.tranches import DEFAULT_PERCENTS, BadPercents, TooSmall, tranche_amounts
from grants.running.holding import file_content, hold_grant
from grants.running.problems import day_problems
from grants.running.standings import Standing, standing_of
from upk.ledger.services import lock_office_alone
from upk.money import rupiah
from upk.offices.models import Office, Person, User
from upk.offices.stored_files import store_file
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A village team: three people, from a day on, and the account that its money goes to."""

    since: date
    chair: Person
    secretary: Person
    treasurer: Person
    bank: str
    bank_account: str

    @property
    def people(self) -> tuple[Person, Person, Person]:
        return self.chair, self.secretary, self.treasurer


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a budget: what the grant pays of it and what the village gives. Whole rupiah."""

    text: str
    amount: int
    contribution: int


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What is signed: number, day, who signs besides the team, budget, scan if there is one."""

    number: str
    signed_on: date
    upk_signer: str
    pjok_signer: str
    lines: tuple[Line, ...]
    file: UploadedFile | None = None

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def contribution(self) -> int:
        return sum(line.contribution for line in self.lines)

    def content(self) -> dict:
        """What a form sent twice is recognised by."""
        return {
            "number": self.number, "on": self.signed_on,
            "signers": [self.upk_signer, self.pjok_signer],
            "lines": [[line.text, line.amount, line.contribution] for line in self.lines],
            "file": file_content(self.file),
        }  # fmt: skip


@transaction.atomic
def set_team(grant: Grant, new: NewTeam, *, request_key: UUID, by: User) -> GrantTeam:
    """Record who carries the grant out; a newer team takes the place of the former.

    Idempotent by ``request_key``. Raises ``ValidationError`` unless they are three people of the
    village, or for a day in the future, or a grant that is cancelled or done.
    """
    content = {
        "team": [person.pk for person in new.people], "since": new.since,
        "bank": [new.bank, new.bank_account],
    }  # fmt: skip
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_teams.get()
    problems = [
        *day_problems(office, new.since),
        *over_problems(standing_of(grant, date.max)),
    ]
    if len({person.pk for person in new.people}) < 3:
        problems.append(Problem("same", "Ketua, sekretaris, dan bendahara TPK orang yang berbeda."))
    village = grant.proposal.village
    for person in new.people:
        if person.village_id != village.pk:
            problems.append(Problem("village", f"{person} bukan warga Desa {village}."))
    raise_if_any(problems)
    return GrantTeam.objects.create(
        grant=grant, since=new.since, chair=new.chair, secretary=new.secretary,
        treasurer=new.treasurer, bank=new.bank.strip(), bank_account=new.bank_account.strip(),
        submission=submission, recorded_by=by,
    )  # fmt: skip


def over_problems(standing: Standing) -> list[Problem]:
    """A grant that is cancelled or done takes no more papers."""
    if standing.facts.is_cancelled:
        return [Problem("cancelled", f"{standing.grant.code} sudah dibatalkan.")]
    if standing.facts.finished_on:
        return [Problem("finished", f"{standing.grant.code} sudah selesai.")]
    return []


def current_team(grant: Grant, on: date) -> GrantTeam | None:
    """The team that is responsible on a day, with its people."""
    teams = grant.teams.filter(since__lte=on)
    return teams.select_related("chair", "secretary", "treasurer").first()


@transaction.atomic
def sign_agreement(grant: Grant, new: NewAgreement, *, request_key: UUID, by: User) -> Agreement:
    """Record the agreement with its budget and the tranches by the office's rule of that day.

    While nothing is paid a newer one takes the place of the former. Idempotent by ``request_key``.
    Raises ``ValidationError`` with every reason: no team, a budget that isn't the grant, a day in
    the future or before the decree, a grant that is paid, over, or capital of the loan fund.
    """
    content = {"sign": True, **new.content()}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.agreements.get()
    standing = standing_of(grant, date.max)
    team = current_team(grant, new.signed_on)
    raise_if_any(_agreement_problems(office, standing, team, new))
    percents = percents_on(office, new.signed_on)
    try:
        amounts = tranche_amounts(grant.amount, percents)
    except TooSmall as error:
        text = f"Dana {rupiah(grant.amount)} terlalu kecil untuk {len(percents)} tahap."
        raise ValidationError(text) from error
    agreement = Agreement.objects.create(
        grant=grant, team=team, number=new.number.strip(), signed_on=new.signed_on,
        upk_signer=new.upk_signer.strip(), pjok_signer=new.pjok_signer.strip(),
        contribution=new.contribution, replaces=standing.agreement, submission=submission,
        file=store_file(office, new.file, by=by) if new.file else None, recorded_by=by,
    )  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(
            agreement=agreement, position=n, text=line.text.strip(), amount=line.amount,
            contribution=line.contribution,
        )
        for n, line in enumerate(new.lines, 1)
    )  # fmt: skip
    Tranche.objects.bulk_create(
        Tranche(agreement=agreement, number=n, percent=percent, amount=amount)
        for n, (percent, amount) in enumerate(zip(percents, amounts, strict=True), 1)
    )
    return agreement


def _agreement_problems(
    office: Office, standing: Standing, team: GrantTeam | None, new: NewAgreement
) -> list[Problem]:
    grant = standing.grant
    problems = [*day_problems(office, new.signed_on), *over_problems(standing)]
    if standing.facts.is_capital:
        text = "Dana Ekonomi menjadi modal dana bergulir tanpa SPPB dan tanpa tahap."
        problems.append(Problem("capital", text))
    if new.signed_on < grant.decree.decided_on:
        day = format_date(grant.decree.decided_on)
        problems.append(Problem("early", f"SPPB tidak boleh sebelum SPC ({day})."))
    if team is None:
        problems.append(Problem("team", "Isi dahulu pengurus TPK yang bertugas pada tanggal SPPB."))
    if GrantMove.objects.filter(grant=grant).standing().exists():
        text = "Sudah ada tahap yang dicairkan: SPPB yang berlaku tidak diganti lagi."
        problems.append(Problem("paid", text))
    if new.amount != grant.amount:
        text = (
            f"RAB dari BLM berjumlah {rupiah(new.amount)}; dana yang ditetapkan "
            f"{rupiah(grant.amount)}."
        )
        problems.append(Problem("budget", text))
    return problems


def percents_on(office: Office, on: date) -> tuple[Decimal, ...]:
    """The percentages of tranches by the office's rule of that day; 40/40/20 without a rule."""
    rule = TrancheRule.objects.filter(office=office).in_force(on).first()
    if rule is None:
        return DEFAULT_PERCENTS
    return tuple(rule.parts.order_by("number").values_list("percent", flat=True))


@transaction.atomic
def add_tranche_rule(
    office: Office, *, since: date, percents: Sequence[Decimal], by: User
) -> TrancheRule:
    """How agreements signed from a day on divide their grant.

    Raises ``ValidationError`` if the day has a rule or lies in closed books, or the percentages
    don't add up to 100.
    """
    office = lock_office_alone(office)  # two people can't both add the rule of one day
    try:
        tranche_amounts(10**9, percents)
    except BadPercents as error:
        total = f"{error.total.normalize():f}".replace(".", ",")
        raise ValidationError(f"Persentase berjumlah {total}%: harus 100%.") from error
    if office.is_closed(since):
        closed = format_date(office.books_closed_through)
        raise ValidationError({"since": f"Buku ditutup sampai {closed}. Pilih hari sesudahnya."})
    if TrancheRule.objects.filter(office=office, since=since).exists():
        raise ValidationError({"since": "Sudah ada aturan mulai hari itu."})
    rule = TrancheRule.objects.create(office=office, since=since, recorded_by=by)
    TrancheRulePart.objects.bulk_create(
        TrancheRulePart(rule=rule, number=n, percent=percent)
        for n, percent in enumerate(percents, 1)
    )
    return rule
