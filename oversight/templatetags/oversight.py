"""Findings on the pages of the rows that they are about, and badges of findings."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from oversight.records import About, Shown, about_row
from oversight.records.about import BY_NAME
from oversight.rules.agreements import State as AgreementState
from oversight.rules.findings import UNSETTLED, State
from upk.access import Role
from upk.periods import today
from upk.templatetags.money import status_badge

register = template.Library()

# Words of ``upk.templatetags.money.STATUS_TONES`` that have the colour.
_SEVERITY_TONES = {"light": "issued", "medium": "slight", "grave": "heavy"}
_STATE_TONES = {State.OPEN: "proposed", State.ANSWERED: "issued", State.CLOSED: "good"}
_AGREEMENT_TONES = {AgreementState.RUNNING: "good", AgreementState.SOON: "proposed"}


@register.inclusion_tag("oversight/_about.html", takes_context=True)
def findings_about(context: Mapping, name: str, pk: int) -> dict:
    """What the supervisor found about a row (``name`` of ``oversight.models.ABOUT``).

    For its page, which the user may see: two queries at the most.
    """
    user = context["user"]
    found = about_row(name, pk, user, today(user.office))
    return {
        "open": [item for item in found if item.state in UNSETTLED],
        "closed": [item for item in found if item.state not in UNSETTLED],
        "key": About(BY_NAME[name], pk, "").key,
        "may_write": user.role == Role.SUPERVISOR,
    }


@register.simple_tag
def severity_badge(finding) -> SafeString:
    """How grave a finding is."""
    return status_badge(_SEVERITY_TONES[finding.severity], finding.get_severity_display())


@register.simple_tag
def finding_badge(item: Shown) -> SafeString:
    """The state of a finding; an answer that is late says so."""
    if item.is_overdue:
        return status_badge("heavy", "Lewat batas")
    return status_badge(_STATE_TONES.get(item.state, ""), item.state_label)


@register.simple_tag
def agreement_badge(item) -> SafeString:
    """The state of an agreement."""
    return status_badge(_AGREEMENT_TONES.get(item.state, ""), item.state_label)
