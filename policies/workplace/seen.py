"""Two people on the same record: what one has seen, and what the other changed meanwhile."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.models.history import MODELS
from policies.workplace.rows import BELOW, newest_first, of_record, steps_of


def fingerprint(row: models.Model) -> str:
    """Return what the row and the rows edited on its page hold now, as a short checksum."""
    below = BELOW.get(type(row), {})
    held = [
        _values(type(row), pk=row.pk),
        *(_values(model, **{column: row.pk}) for model, column in below.items()),
    ]
    text = json.dumps(held, cls=DjangoJSONEncoder, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _values(model: Any, **filters: Any) -> list[dict[str, Any]]:
    large = {"document", "article", "pdf"}
    names = [f.attname for f in model._meta.concrete_fields if f.name not in large]
    return list(model._default_manager.filter(**filters).order_by("pk").values(*names))


def changed_meanwhile(row: models.Model) -> str:
    """Return who changed a record and when, as a sentence."""
    refs = newest_first(of_record(row, MODELS), 1)
    change = steps_of(refs)[refs[0]].row if refs else None
    if change is None or change.history_user is None:
        return _("Noen endret dette mens du skrev.")
    about = {
        "who": str(change.history_user),
        "time": timezone.localtime(change.history_date).strftime("%H.%M"),
    }
    return _("%(who)s endret dette kl. %(time)s, mens du skrev.") % about
