"""Every address of the site as a template, read from the URL configuration itself."""

import re
from typing import NamedTuple

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

_CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


class Template(NamedTuple):
    """An address with {name} where something is to be filled in, and what it is called."""

    path: str
    name: str

    @property
    def holes(self) -> list[str]:
        """Return the names to fill in."""
        return re.findall(r"{(\w+)}", self.path)


def _written(pattern) -> str:
    text = str(pattern)
    if not isinstance(pattern, RegexPattern):
        return _CONVERTED.sub(r"{\1}", text)
    return _GROUP.sub(r"{\1}", text).strip("^$").replace("\\", "").removesuffix("Z")


def every_address(resolver=None, path="/", space="") -> list[Template]:
    """Return every address below a resolver, the whole site's unless told."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        here = path + _written(pattern.pattern)
        if isinstance(pattern, URLResolver):
            below = ":".join(filter(None, [space, pattern.namespace]))
            found += every_address(pattern, here, below)
        else:
            found.append(Template(here, ":".join(filter(None, [space, pattern.name]))))
    return found
