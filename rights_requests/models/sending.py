"""Forms that were sent: each page's token is good for one request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rights_requests.models.case import HASH_LENGTH, Case


class SentForm(models.Model):
    """The token of a form that became a request. The database lets it be used once."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="sent_form", verbose_name=_("henvendelse")
    )
    nonce_hash = models.CharField(max_length=HASH_LENGTH, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sendt"), db_index=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("sendt skjema")
        verbose_name_plural = _("sendte skjemaer")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
