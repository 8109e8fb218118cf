"""What goes when a record is deleted, without the rows that only hold a link."""

from typing import Any

from django.apps import apps
from django.utils.text import capfirst


class WithoutLinkRows:
    """Leaves «DataUse_subjects object (34)» out of the page that asks before deleting."""

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """Name records, and count them: a link goes with the record that it leads from."""
        options: Any = super()
        going, numbers, lacking, protected = options.get_deleted_objects(objs, request)
        links = [
            m._meta for m in apps.get_models(include_auto_created=True) if m._meta.auto_created
        ]
        starts = tuple(f"{capfirst(str(link.verbose_name))}: " for link in links)
        names = {str(link.verbose_name_plural) for link in links}
        kept = {name: number for name, number in numbers.items() if str(name) not in names}
        return _without(going, starts), kept, lacking, protected


def _without(going: list[Any], starts: tuple[str, ...]) -> list[Any]:
    """Return a nested list of names without the links, and without lists that held nothing else."""
    found = [_without(each, starts) if isinstance(each, list) else each for each in going]
    return [each for each in found if each and not str(each).startswith(starts)]
