"""The end of a grant: the final report, and what was built taken into the register with it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from grants.models import Grant, GrantFinish, GrantPaper
from grants.rules.tranches import missing_for_end
from grants.running.agreements import over_problems
from grants.running.handing_in import Sheet, create_paper
from grants.running.holding import hold_grant
from grants.running.problems import day_problems, unfinished_problems
from grants.running.standings import Standing, standing_of
from maintenance.register.services import Facts, NewInfrastructure, register_infrastructure
from upk.offices.models import Office, User
from upk.periods import format_date
from upk.problems import Problem
from upk.refusing import raise_if_any


@transaction.atomic
def finish_grant(
    grant: Grant, sheet: Sheet, built: Facts | None, *, request_key: UUID, by: User
) -> GrantFinish:
    """Record the final report; physical work enters the register of infrastructure with it, once.

    ``built`` is what stands now: for the sector Fisik, and for it alone. Idempotent by
    ``request_key``. Raises ``ValidationError`` with everything that is missing: payments, use
    reports, money that is left, work, the meeting, the report's file; and as the register does.
    """
    content = {"finish": _built_content(built), **sheet.content(GrantPaper.Kind.FINAL)}
    office, submission, is_new = hold_grant(grant, request_key, content, by=by)
    if not is_new:
        return submission.grant_finishes.get()
    standing = standing_of(grant, date.max)
    raise_if_any(_problems(office, standing, sheet, built))
    paper = create_paper(grant, GrantPaper.Kind.FINAL, sheet, submission, by)
    infrastructure = None
    if built:
        infrastructure = register_infrastructure(
            NewInfrastructure(grant.proposal.village, built), on=sheet.made_on,
            submission=submission, by=by,
        )  # fmt: skip
    return GrantFinish.objects.create(
        grant=grant, paper=paper, infrastructure=infrastructure, submission=submission,
        recorded_by=by,
    )  # fmt: skip


def _built_content(built: Facts | None) -> dict:
    return {name: str(value) for name, value in built.values().items()} if built else {}


def _problems(
    office: Office, standing: Standing, sheet: Sheet, built: Facts | None
) -> list[Problem]:
    facts = standing.facts
    problems = [*day_problems(office, sheet.made_on), *over_problems(standing)]
    if facts.is_capital:
        text = "Dana Ekonomi tidak punya laporan akhir: perkembangannya ada di pinjaman."
        return [*problems, Problem("capital", text)]
    problems += unfinished_problems(missing_for_end(facts), facts)
    if facts.met_on and sheet.made_on < facts.met_on:
        day = format_date(facts.met_on)
        text = f"Laporan akhir tidak boleh sebelum musyawarahnya ({day})."
        problems.append(Problem("early", text))
    if sheet.file is None:
        problems.append(Problem("file", "Lampirkan laporan akhirnya (foto atau PDF)."))
    if facts.is_physical != (built is not None):
        text = "Isi data prasarananya: kegiatan Fisik masuk daftar prasarana."
        problems.append(Problem("infrastructure", text))
    return problems


def built_with(standing: Standing, **typed) -> Facts:
    """What the register is told: typed facts, and cost and phase from the grant.

    The cost is what the team spent of the grant and what the village gave. Whole rupiah.
    """
    grant = standing.grant
    cost = standing.facts.used + standing.given
    return Facts(cost=cost, phase_year=grant.decree.phase.year, **typed)
