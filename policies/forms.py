"""Forms that staff fill in outside the admin's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.models.fields import AsValue


class PublishForm(forms.Form):
    """What the readers are told about a new version."""

    change_note = forms.CharField(
        label=_("Hva er nytt?"),
        help_text=_("Én eller to setninger til leseren. De står på siden under «Endringer»."),
        required=False,
        max_length=1000,
        validators=[AsValue("Text")],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
