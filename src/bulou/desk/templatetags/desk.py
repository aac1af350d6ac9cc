"""Template tags of the desk: words, numbers, times, addresses and marks."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from django import template
from django.contrib.staticfiles import finders
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bulou.core.kernel.instants import Instant, local
from bulou.desk import days, places
from bulou.desk.marks import PATHS, Look, look_of
from bulou.desk.page import Page
from bulou.ground.words import Language, catalogue, word
from bulou.rosters.layouts import Layout
from bulou.rosters.reasons import reason_key

register = template.Library()


def _language(context: Context) -> Language:
    return cast("Language", context.get("language", "zh"))


def _here(context: Context) -> Page:
    here: Page = context["here"]
    return here


@register.simple_tag(takes_context=True)
def t(context: Context, key: str, **values: object) -> str:
    """A text in the reader's language: {% t "gaps.title" n=3 %}."""
    return word(key, _language(context), **values)


@register.simple_tag(takes_context=True)
def linked(context: Context, key: str, n: int | None = None, **parts: object) -> SafeString:
    """A sentence with links in it: its parts are put in escaped, unless they are links made by `count`."""
    text = catalogue(_language(context))[key]
    if "|" in text and n is not None:
        singular, _, plural = text.partition("|")
        text = singular if n == 1 else plural
    return format_html(text, n=n, **parts)


@register.simple_tag(takes_context=True)
def count(context: Context, value: int, name: str, *parts: str, **query: object) -> SafeString:
    """A number that opens its list: {% count 312 "gaps" community=row.id %}."""
    return format_html('<a href="{}">{}</a>', _here(context).to(name, *parts, **query), number(value))


@register.simple_tag(takes_context=True)
def door_name(context: Context, door: places.NamedDoor) -> str:
    """A door with its stairwell and compound."""
    return places.door_words(door, _language(context))


@register.simple_tag(takes_context=True)
def stairwell_name(context: Context, place: places.Named) -> str:
    """A stairwell or lane with its compound."""
    return places.stairwell_words(place, _language(context))


@register.simple_tag(takes_context=True)
def stairwell_within(context: Context, place: places.Named) -> str:
    """A stairwell or lane within its compound."""
    return places.within(place, _language(context))


@register.simple_tag(takes_context=True)
def reason_words(context: Context, family: str, reason: str) -> str:
    """Why a row of a roster is held or is no data, or its remedy; codes that are not known here have words too."""
    return word(reason_key(family, reason), _language(context))


@register.simple_tag(takes_context=True)
def columns_read(context: Context, layout: Layout) -> str:
    """How the columns of a roster are read: 楼栋→楼号, 门→房号."""
    language = _language(context)
    read = [
        f"{label or number + 1}→{word(f'import.role.{role}', language)}"
        for number, (label, role) in enumerate(zip(layout.labels, layout.roles, strict=True))
        if role and role != "other"
    ]
    return word("list.comma", language).join(read)


@register.filter
def number(value: int) -> str:
    """A count with separators: 9,842."""
    return f"{value:,}"


@register.simple_tag
def difference(value: int) -> str:
    """A difference with its sign: +312, −4 with a true minus, ±0."""
    return f"+{value:,}" if value > 0 else f"\u2212{-value:,}" if value else "±0"


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *parts: str, **query: object) -> str:
    """The address of a page of this region: {% to "gaps" community=row.id %}."""
    return _here(context).to(name, *parts, **query)


@register.simple_tag(takes_context=True)
def again(context: Context, **query: object) -> str:
    """The address of this page with other values in its query: {% again page=2 %}; None takes one away."""
    return _here(context).again(**query)


@register.simple_tag(takes_context=True)
def when(context: Context, at: Instant | None) -> str:
    """A time in the region's zone, as short as it can be said; its lunar day where one points at it."""
    if at is None:
        return ""
    here = _here(context)
    zone = here.region.zone
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local(at, zone).isoformat(timespec="seconds"),
        f"{days.full_day(at, zone, here.language)} {local(at, zone):%H:%M:%S}",
        days.time_words(at, now=here.now, zone=zone, language=here.language),
    )


@register.simple_tag(takes_context=True)
def moment(context: Context, at: Instant) -> str:
    """A moment in full, for what is printed and kept."""
    here = _here(context)
    return days.moment_words(at, here.region.zone, here.language)


@register.simple_tag(takes_context=True)
def full_day(context: Context, at: Instant) -> str:
    """The working day with weekday and lunar day."""
    here = _here(context)
    return days.full_day(at, here.region.zone, here.language)


@register.simple_tag(takes_context=True)
def day(context: Context, at: Instant) -> str:
    """The day of an instant by the region's clock: 1月30日."""
    return days.day_words(local(at, _here(context).region.zone).date(), _language(context))


@register.simple_tag(takes_context=True)
def clock(context: Context, at: Instant, seconds: bool = False) -> str:  # a template's argument
    """The hour in the region's zone: 19:46."""
    return f"{local(at, _here(context).region.zone):{'%H:%M:%S' if seconds else '%H:%M'}}"


@register.simple_tag(takes_context=True)
def span(context: Context, milliseconds: int) -> str:
    """A length of time in its two largest units."""
    return days.span_words(milliseconds, _language(context))


@register.filter
def get(values: Mapping[str, object], key: str) -> object:
    """The value under a key that only the template knows; nothing where there is none."""
    return values.get(key, "")


@register.simple_tag
def sign(name: str) -> SafeString:
    """A drawn sign; it says nothing to those who listen, so a word must stand beside it."""
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', PATHS[name]
    )


@register.simple_tag
def look(state: str, closed: Any) -> Look:  # noqa: ANN401  # a database's truth: 0, 1 or bool
    """The sign and tone of a door's state, for templates that draw doors."""
    return look_of(state, closed=bool(closed))


@register.simple_tag(takes_context=True)
def state(context: Context, code: str, closed: Any = True) -> SafeString:  # noqa: ANN401  # as above
    """A door's state in its tone: mark and word."""
    seen = look_of(code, closed=bool(closed))
    return format_html(
        '<span class="state tone-{}">{}{}</span>', seen.tone, sign(seen.sign), word(f"state.{code}", _language(context))
    )


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of the desk's own files, with its content's digest so that a new version is fetched."""
    return f"{static(f'desk/{name}')}?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    found = finders.find(f"desk/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    with open(found, "rb") as file:  # noqa: PTH123  # a path that the finder gave
        return hashlib.sha256(file.read()).hexdigest()[:12]
