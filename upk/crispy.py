"""How a form looks: one column, drawn by crispy inside the page's own <form>."""

from crispy_forms.helper import FormHelper


class CrispyMixin:
    """A form for ``{% crispy form %}``; the page brings the <form> tag and the button."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        return helper
