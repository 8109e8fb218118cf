"""A rights request: who asks, when it came, where the work is, and when it is due."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policies.models import Controller, PolicyVersion
from policies.models.fields import LineField, ProseField, TermField
from rights_requests import national_ids
from rights_requests import terms as t

HASH_LENGTH = 64


class CaseQuerySet(models.QuerySet["Case"]):
    """Which cases."""

    def of(self, company: Controller | None) -> Self:
        """Return a company's; none without a company."""
        return self.filter(controller=company) if company else self.none()

    def unanswered(self) -> Self:
        """Return those whose clock runs or is paused."""
        return self.filter(state__in=sorted(t.UNANSWERED))

    def by_urgency(self) -> Self:
        """Order them by what is due first."""
        return self.order_by("work_by", "pk")


def _blank(*names: str) -> Q:
    return Q(**dict.fromkeys(names, ""))


class Case(models.Model):
    """A person's request (henvendelse).

    Written by rights_requests/actions alone, which keeps the log and the dates. `received_on`
    is the day it reached the company by any way; the month runs from there. `due_on` is the
    law's last day as far as it is known, `work_by` the earlier of that and the company's own
    promise; rights_requests/clock.py counts them.
    """

    controller = models.ForeignKey(
        Controller, on_delete=models.CASCADE, related_name="cases", verbose_name=_("virksomhet")
    )
    reference = models.CharField(_("referanse"), max_length=20, unique=True, editable=False)
    secret_hash = models.CharField(max_length=HASH_LENGTH, blank=True, editable=False)
    state = TermField(_("tilstand"), vocabulary=t.State)
    channel = TermField(_("kom som"), vocabulary=t.Channel)
    received_on = models.DateField(_("mottatt"))
    received_at = models.DateTimeField(_("registrert"))
    registered_on = models.DateField(_("registrert dato"))
    registered_by = LineField(_("registrert av"), blank=True)
    # Who asks
    name = LineField(_("navn"), blank=True)
    email = LineField(_("e-post"), blank=True, kind="Email")
    phone = LineField(_("telefon"), blank=True, kind="Phone")
    address = ProseField(_("postadresse"))
    known_as = LineField(_("kjent hos dere som"), blank=True)
    on_behalf = TermField(_("gjelder"), vocabulary=t.Behalf, default=t.Behalf.SELF)
    represented = LineField(_("hvem det gjelder"), blank=True)
    text = ProseField(_("med egne ord"))
    # How we know who it is
    confirmed_email = LineField(_("bekreftet adresse"), blank=True, kind="Email")
    confirmed_at = models.DateTimeField(_("adressen bekreftet"), null=True, blank=True)
    confirm_hash = models.CharField(max_length=HASH_LENGTH, blank=True, editable=False)
    confirm_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_hash = models.CharField(max_length=HASH_LENGTH, blank=True, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    identity = TermField(_("identitet"), vocabulary=t.Identity, default=t.Identity.NONE)
    representation = TermField(
        _("hvorfor de kan handle for en annen"),
        vocabulary=t.Representation,
        null=True,
        blank=True,
    )
    # The work
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ansvarlig"),
    )
    version = models.ForeignKey(
        PolicyVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("erklæringen som gjaldt"),
    )
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("slått sammen med"),
    )
    # The clock
    promised_days = models.PositiveSmallIntegerField(_("lovet svartid"), null=True, blank=True)
    promised_on = models.DateField(_("lovet svar"), null=True, blank=True)
    due_on = models.DateField(_("lovens frist"))
    work_by = models.DateField(_("svar senest"))
    country = models.CharField(_("land for helligdager"), max_length=2)
    rule = models.CharField(_("regelen som ble brukt"), max_length=80)
    # The one extension. `extension_sent_on` is the day the notice went out: only then it counts.
    extension_on = models.DateField(_("forlenget"), null=True, blank=True)
    extension_sent_on = models.DateField(_("varselet sendt"), null=True, blank=True)
    extension_reason = ProseField(_("hvorfor det tar lengre tid"))
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    trace: Any = models.JSONField(_("slik ble fristen regnet"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("henvendelse")
        verbose_name_plural = _("henvendelser")
        constraints = (
            models.CheckConstraint(
                name="case_received_before_registered",
                condition=Q(received_on__lte=F("registered_on")),
            ),
            models.CheckConstraint(
                name="case_from_someone",
                condition=~_blank("name", "email", "phone", "address", "known_as"),
            ),
            models.CheckConstraint(
                name="case_confirmed_address_is_the_address",
                condition=Q(confirmed_at__isnull=True, confirmed_email="")
                | Q(confirmed_at__isnull=False, confirmed_email=F("email")) & ~Q(email=""),
            ),
            models.CheckConstraint(
                name="case_confirm_token_expires",
                condition=Q(confirm_hash="", confirm_expires_at__isnull=True)
                | Q(confirm_expires_at__isnull=False) & ~Q(confirm_hash=""),
            ),
            models.CheckConstraint(
                name="case_code_expires",
                condition=Q(code_hash="", code_expires_at__isnull=True)
                | Q(code_expires_at__isnull=False) & ~Q(code_hash=""),
            ),
            models.CheckConstraint(
                name="case_identity_by_email_is_confirmed",
                condition=~Q(identity=t.Identity.EMAIL) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_represents_another",
                condition=Q(representation__isnull=True) | ~Q(on_behalf=t.Behalf.SELF),
            ),
            models.CheckConstraint(
                name="case_duplicate_of_another",
                condition=Q(state=t.State.DUPLICATE, duplicate_of__isnull=False)
                | ~Q(state=t.State.DUPLICATE) & Q(duplicate_of__isnull=True),
            ),
            models.CheckConstraint(
                name="case_not_duplicate_of_itself",
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
            ),
            models.CheckConstraint(
                name="case_extended_with_reason",
                condition=Q(extension_on__isnull=True, extension_reason="")
                | Q(extension_on__isnull=False) & ~Q(extension_reason=""),
            ),
            models.CheckConstraint(
                name="case_extension_sent_after_decided",
                condition=Q(extension_sent_on__isnull=True)
                | Q(extension_on__isnull=False, extension_sent_on__gte=F("extension_on")),
            ),
            models.CheckConstraint(
                name="case_due_after_receipt",
                condition=Q(due_on__gt=F("received_on"), work_by__lte=F("due_on")),
            ),
            models.CheckConstraint(
                name="case_promise_in_days",
                condition=Q(promised_days__isnull=True, promised_on__isnull=True)
                | Q(promised_days__gte=1, promised_days__lte=365, promised_on__isnull=False),
            ),
            models.CheckConstraint(
                name="case_ended_with_date_and_trace",
                condition=Q(state__in=sorted(t.ENDS), closed_on__isnull=False, trace__isnull=False)
                | ~Q(state__in=sorted(t.ENDS)) & Q(closed_on__isnull=True, trace__isnull=True),
            ),
        )
        indexes = (
            models.Index(fields=["controller", "work_by", "id"], name="case_by_urgency"),
            models.Index(fields=["controller", "state", "work_by"], name="case_by_state"),
            models.Index(fields=["state", "received_on"], name="case_due_work"),
            models.Index(
                fields=["confirm_hash"], name="case_by_token", condition=~Q(confirm_hash="")
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing more happens without reopening."""
        return self.state in t.ENDS

    @property
    def is_paused(self) -> bool:
        """Tell whether it waits for the person."""
        return self.state in t.PAUSED

    @property
    def person(self) -> str:
        """Return what lists call the person: a name, or how they are reached (misuse 23)."""
        known = self.name or self.email or self.phone or self.known_as or self.address
        return national_ids.masked(known)
