"""Filters of the goats' pages."""

from goats.templatetags.goats import whole_dates


def test_dates_in_a_sentence_stay_whole_and_the_rest_is_escaped():
    shown = whole_dates("Lahir 14-08-2009 <di kandang>, disapih 08-12-2009")

    assert shown == (
        'Lahir <span class="text-nowrap">14-08-2009</span> &lt;di kandang&gt;, '
        'disapih <span class="text-nowrap">08-12-2009</span>'
    )
