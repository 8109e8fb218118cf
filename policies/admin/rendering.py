"""Writes the plainest fields of a form without templates: a page may have a thousand of them.

The markup is Django's own, without its white space. What isn't known here goes to the templates.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_NOTHING = SafeString("")


def _attributes(attrs: Any) -> SafeString:
    kept = [(n, value) for n, value in (attrs or {}).items() if value is not False and n != "cols"]
    return _joined(
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in kept
    )


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(pieces))


def _input(context: Any) -> SafeString:
    widget = context["widget"]
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        _NOTHING if value is None else format_html(' value="{}"', str(value)),
        _attributes(widget["attrs"]),
    )


def _textarea(context: Any) -> SafeString:
    widget = context["widget"]
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        _attributes(widget["attrs"]),
        widget["value"] or "",
    )


def _select(context: Any) -> SafeString:
    widget = context["widget"]
    options = [option for _group, found, _at in widget["optgroups"] for option in found]
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((str(o["value"]), _attributes(o["attrs"]), o["label"]) for o in options),
        ),
    )


def _radios(context: Any) -> SafeString:
    widget = context["widget"]
    return format_html(
        '<div id="{}" class="radiolist">{}</div>',
        widget["attrs"].get("id", ""),
        format_html_join(
            "",
            '<label><input type="radio" name="{}" value="{}"{}> {}</label>',
            (
                (o["name"], o["value"], SafeString(" checked" if o["selected"] else ""), o["label"])
                for _group, found, _at in widget["optgroups"]
                for o in found
            ),
        ),
    )


def _label(context: Any) -> SafeString:
    if not context["use_tag"]:
        return format_html("{}", context["label"])
    tag = context["tag"]
    return format_html("<{}{}>{}</{}>", tag, _attributes(context["attrs"]), context["label"], tag)


_WRITERS: dict[str, Callable[[Any], SafeString]] = {
    "django/forms/label.html": _label,
    "django/forms/widgets/checkbox.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/number.html": _input,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/textarea.html": _textarea,
    "admin/widgets/radio.html": _radios,
}


class PlainRenderer(TemplatesSetting):
    """Django's renderer, but for what is written here."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        """Write it here when it is plain."""
        if template_name.startswith("django/forms/errors/") and not context["errors"]:
            return _NOTHING
        write = _WRITERS.get(template_name)
        return write(context) if write else super().render(template_name, context, request)


def group(fieldset: Any, level: int = 2, is_open: bool = True) -> SafeString:  # noqa: FBT001, FBT002
    """Return a group of fields; a folded one is open when asked to be."""
    fields = _joined(_line(line) for line in fieldset)
    if not fieldset.name:
        return format_html('<div class="module fields">{}</div>', fields)
    if "collapse" in fieldset.classes:
        return format_html(
            '<details class="module fields rare"{}><summary>{}</summary>{}</details>',
            SafeString(" open" if is_open else ""),
            fieldset.name,
            fields,
        )
    heading = format_html("<h{}>{}</h{}>", level, fieldset.name, level)
    return format_html(
        '<section class="module fields">{}{}{}</section>',
        heading,
        format_html('<p class="help">{}</p>', fieldset.description) if fieldset.description else "",
        fields,
    )


def _line(line: Any) -> SafeString:
    fields = list(line)
    errors = any(not field.is_readonly and field.field.errors for field in fields)
    classes = ["form-row", *(["errors"] if errors else [])]
    classes += [] if line.has_visible_field else ["hidden"]
    classes += [f"field-{_name(field)}" for field in fields]
    inner = _joined(_field(field) for field in fields)
    return format_html('<div class="{}">{}</div>', " ".join(classes), inner)


def _name(field: Any) -> str:
    return str(field.field["name"] if field.is_readonly else field.field.name)


def _field(line: Any) -> SafeString:
    field = line.field
    if line.is_readonly:
        value = format_html('<div class="readonly">{}</div>', line.contents())
        return _with_help(line.label_tag() + value, field["help_text"])
    if line.is_checkbox:
        inner = format_html('<div class="checkbox-row">{}{}</div>', field, line.label_tag())
    elif field.use_fieldset:
        about = field.aria_describedby
        inner = format_html(
            '<div role="group" aria-label="{}"{}>{}{}</div>',
            field.label,
            format_html(' aria-describedby="{}"', about) if about else "",
            line.label_tag(),
            field,
        )
    elif getattr(field.field.widget, "has_own_label", False):
        inner = format_html("{}", field)
    else:
        inner = format_html("{}{}", line.label_tag(), field)
    shown = "" if field.is_hidden else field.help_text
    errors: SafeString = field.errors.as_ul()
    return errors + _with_help(inner, shown, f"{field.auto_id}_helptext")


def _with_help(inner: SafeString, text: Any, identity: str = "") -> SafeString:
    if not text:
        return inner
    named = format_html(' id="{}"', identity) if identity else ""
    # The text is ours, and may have markup, as in Django's own template.
    return format_html('{}<div class="help"{}>{}</div>', inner, named, SafeString(text))
