"""Days and hours as the town says them: the working date with its lunar day, times in the region's zone."""

from datetime import date, tzinfo
from functools import lru_cache

from lunar_python import Solar

from bulou.core.kernel.instants import DAY, HOUR, MINUTE, Instant, local, working_day
from bulou.ground.words import Language, word

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=2000)
def lunar_day(day: date, language: Language) -> str:
    """The day in the lunar calendar: 正月初六, or "lunar 1/6"."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    if language == "zh":
        return f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
    leap = "+" if lunar.getMonth() < 0 else ""
    return word("desk.lunar", "en", month=f"{abs(lunar.getMonth())}{leap}", day=lunar.getDay())


def day_words(day: date, language: Language) -> str:
    """A day of the campaign: 1月30日, or "30 Jan"."""
    return word("desk.day", language, month=day.month, day=day.day, name=f"{day:%b}")


def full_day(at: Instant, zone: tzinfo, language: Language) -> str:
    """The working day of an instant with weekday and lunar day; the hours after midnight belong to the day before."""
    day = working_day(at, zone)
    return word(
        "desk.full_day",
        language,
        year=day.year,
        day=day_words(day, language),
        weekday=word(f"desk.weekday.{WEEKDAYS[day.weekday()]}", language),
        lunar=lunar_day(day, language),
    )


def moment_words(at: Instant, zone: tzinfo, language: Language) -> str:
    """A moment in full, for what is printed and kept: its calendar day with the year, and the time to the second."""
    there = local(at, zone)
    return word(
        "past.moment", language, year=there.year, day=day_words(there.date(), language), time=f"{there:%H:%M:%S}"
    )


def time_words(at: Instant, *, now: Instant, zone: tzinfo, language: Language) -> str:
    """A time as short as it can be said: 19:46 today, with its date on other days."""
    there, today = local(at, zone), local(now, zone)
    clock = f"{there:%H:%M}"
    if there.date() == today.date():
        return clock
    return word("desk.day_and_time", language, day=day_words(there.date(), language), time=clock)


def span_words(span: int, language: Language) -> str:
    """A length of time in its two largest units: 2小时14分, or "2 h 14 min"."""
    minutes = max(span, 0) // MINUTE
    days, hours = minutes * MINUTE // DAY, minutes * MINUTE % DAY // HOUR
    if days:
        return word("desk.span.days", language, days=days, hours=hours)
    if hours:
        return word("desk.span.hours", language, hours=hours, minutes=minutes % 60)
    return word("desk.span.minutes", language, minutes=minutes)
