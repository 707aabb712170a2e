"""The office's profile and who is responsible for what: texts, villages, officers, documents.

What was known of it at the end of the report's day (``upk.profile``). Its named totals say how the
villages are divided and how much of a surplus goes to poor households. The column of persons stays
out of the public edition; those who sign stand under the pack.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from closing.models import SurplusRule, SurplusRuleShare
from groups.models import Category, Group
from reports.grouping import Values, report_of, told_apart
from reports.question import Question
from reports.value import NUMBER, Column, Kind, Part, Report, Row, Rule, Section, Unit
from upk.ledger.purses import RTM_FUND
from upk.offices.models import Assignment, Office
from upk.profile.models import ProfileText
from upk.profile.records import Profile, profile_of
from upk.profile.rules import filled

PERSON = "person"
"""Key of the column that names persons."""

COLUMNS = (
    NUMBER,
    Column("name", "Desa, jabatan, atau dokumen", width=34),
    Column(PERSON, "Penanggung jawab / nama", width=26),
    Column("number", "Nomor", width=22),
    Column("since", "Sejak / tanggal", Unit.DATE, width=13),
)
RULE = Rule(
    "profile",
    "Yang dimuat",
    "yang diketahui pada akhir tanggal laporan; catatan yang ditarik sebelum itu, dan dokumen yang "
    "tidak untuk umum, tidak dimuat",
)

NAMELESS_TITLE = "Profil"
NAMELESS_TITLES = {"villages": "Desa, dan sejak kapan didampingi", "officers": "Jabatan pengurus"}
NAMELESS_RULE = Rule(
    "nameless",
    "Nama orang",
    "tidak dimuat dalam edisi untuk umum; yang menandatangani tercantum di halaman tanda tangan",
)


def build_profile(question: Question) -> Report:
    """Texts, villages with the person responsible, officers, legal documents; eight queries.

    ``responsible`` (persons) and ``villages_each`` (villages of each, if all have as many) are
    counts, ``rtm_share`` a percentage of the surplus. Only of the whole office.
    """
    office, on = question.office, question.period.end
    profile = profile_of(office, on)
    assigned = _assigned(office, on)
    parts = [*_texts(profile, _counts(office, on)), *_villages(assigned), *_others(profile)]
    report = report_of(
        question, "profile", "Profil dan Penanggung Jawab", COLUMNS, tuple(parts), rule=(RULE,),
        totals=_totals(office, on, assigned),
    )  # fmt: skip
    return replace(report, total_rows=())  # nothing in it can be added up


def nameless(report: Report) -> Report:
    """The report for everybody: no column of persons, nor headings that promise them.

    Reports without such a column come back as they are.
    """
    if all(column.key != PERSON for column in report.columns):
        return report
    shown = report.without(PERSON)
    parts = tuple(
        replace(part, title=NAMELESS_TITLES.get(part.key, part.title)) for part in shown.parts
    )
    return replace(shown, title=NAMELESS_TITLE, parts=parts, rule=(*shown.rule, NAMELESS_RULE))


def _assigned(office: Office, on: date) -> list[Assignment]:
    """Who is responsible for which village on a day, by the village's name."""
    rows = Assignment.objects.on(on).filter(village__office=office)
    return list(rows.select_related("user", "village").order_by("village__name", "pk"))


def _counts(office: Office, on: date) -> dict[str, int]:
    """What the placeholders of the texts stand for, by the keys of published figures."""
    groups = Group.objects.founded_by(on).filter(office=office)
    rows = groups.order_by().values_list("category")
    found = dict(rows.annotate(Count("pk")))
    return {
        "groups_spp": found.get(Category.SPP, 0),
        "groups_uep": found.get(Category.UEP, 0),
        "groups_total": sum(found.values()),
        "villages": office.villages.count(),
    }


def _texts(profile: Profile, counts: Mapping[str, int]) -> list[Part]:
    return [
        Part(f"text/{key}", ProfileText.Key(key).label, (), note=filled(text, counts))
        for key, text in profile.texts.items()
    ]


def _villages(assigned: list[Assignment]) -> list[Part]:
    rows = [
        Row(
            f"village/{a.village.code}",
            {"no": no, "name": a.village.name, PERSON: a.user.name, "since": a.since},
            link=("village", a.village_id),
        )
        for no, a in enumerate(assigned, start=1)
    ]
    persons = len({a.user_id for a in assigned})
    label = f"{len(rows)} desa, {persons} penanggung jawab"
    return _part("villages", "Desa dan penanggung jawab", rows, label)


def _others(profile: Profile) -> list[Part]:
    """Officers and documents."""
    shown = [document for document in profile.documents if document.is_public]
    titles = told_apart(f"officer/{o.since}/{o.title}" for o in profile.officers)
    numbers = told_apart(f"document/{d.kind}/{d.number}" for d in shown)
    officers = [
        Row(key, {"no": no, "name": o.title, PERSON: o.name, "since": o.since})
        for no, (key, o) in enumerate(zip(titles, profile.officers, strict=True), start=1)
    ]
    documents = [
        Row(key, {"no": no, "name": _document_name(d), "number": d.number, "since": d.dated_on})
        for no, (key, d) in enumerate(zip(numbers, shown, strict=True), start=1)
    ]
    return [
        *_part("officers", "Pengurus", officers),
        *_part("documents", "Kedudukan hukum", documents),
    ]


def _document_name(document) -> str:
    kind = document.get_kind_display()
    return f"{kind}: {document.subject}" if document.subject else kind


def _part(key: str, title: str, rows: list[Row], label: str = "") -> list[Part]:
    """The part, or nothing without a row."""
    if not rows:
        return []
    figures = (Row(f"{key}/count", {}, Kind.FIGURE, label),) if label else ()
    return [Part(key, title, (Section(key, "", tuple(rows)),), figures)]


def _totals(office: Office, on: date, assigned: list[Assignment]) -> Values:
    totals: Values = {}
    if assigned:
        villages = Counter(a.user_id for a in assigned)
        totals["responsible"] = len(villages)
        if len(set(villages.values())) == 1:
            totals["villages_each"] = next(iter(villages.values()))
    if (share := _social_share(office, on)) is not None:
        totals["rtm_share"] = share
    return totals


def _social_share(office: Office, on: date) -> Decimal | None:
    """Percent of a year's surplus (after the reserve) that the rule in force gives to poor
    households: what is kept in the account for them. ``None`` without a rule. Two decimals.
    """
    rule = SurplusRule.objects.filter(office=office).in_force(on).first()
    if rule is None:
        return None
    shares = SurplusRuleShare.objects.filter(rule=rule, account__code=RTM_FUND)
    percent = shares.aggregate(found=Sum("percent"))["found"] or Decimal(0)
    return percent.quantize(Decimal("0.01"))
