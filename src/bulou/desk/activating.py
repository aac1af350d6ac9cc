"""Activating: from nothing to the first round, step by step, each saying whether it is done or what is missing."""

from django.http import HttpResponse
from msgspec import Struct

from bulou.core.people.roles import OWNS_DOORS
from bulou.desk.page import Page, page
from bulou.desk.questions import publish_standard
from bulou.projections.read import read
from bulou.projections.standing import Standing, standing
from bulou.projections.views.people import posts_at
from bulou.projections.views.phones import Phones
from bulou.projections.views.rounds import QuestionSets
from bulou.projections.views.territory import Communities, Compounds


class Step(Struct, frozen=True, kw_only=True):
    """One step: how far it is, what is missing, and where to go. `needed`: no round is launched without it. `waits`: an
    earlier step must come first.
    """

    name: str
    done: bool
    says: str
    link: str = ""
    also: tuple[tuple[str, str], ...] = ()
    button: str = ""
    needed: bool = True
    waits: bool = False


@page(methods=("GET", "POST"))
def activate(here: Page) -> HttpResponse:
    """The steps; a POST publishes the standard questions, the only step that needs no page of its own."""
    if here.request.method == "POST":
        if not read(here.scope, QuestionSets()):
            publish_standard(here)
        return here.go(here.to("activate"), "activate.published")
    now = standing(here.scope, at=here.now)
    steps = steps_of(here, now)
    following = next((step.name for step in steps if not step.done and step.needed), "")
    context = {
        "steps": steps,
        "following": following,
        "done": sum(step.done for step in steps),
        "launched": now.round,
    }
    return here.render("desk/activate.html", context)


def steps_of(here: Page, now: Standing) -> list[Step]:
    """The steps in the order in which one person takes them."""
    return [_places(here), _doors(here, now), *_people(here, now), _questions(here), _phones(here), _launch(here, now)]


def _places(here: Page) -> Step:
    communities, compounds = len(read(here.scope, Communities())), len(read(here.scope, Compounds()))
    done = bool(communities and compounds)
    says = here.word("activate.places.says", n=communities, compounds=compounds)
    return Step(
        name="places", done=done, says=says if done else here.word("activate.places.missing"), link=here.to("frame"),
        also=((here.word("nav.places"), here.to("places")),) if done else (),
    )  # fmt: skip


def _doors(here: Page, now: Standing) -> Step:
    listed, unframed = now.region["listed"], now.region["unframed"]
    says = [here.word("activate.doors.says", n=listed) if listed else here.word("activate.doors.missing")]
    also = [(here.word("nav.import"), here.to("import"))]
    if unframed:
        says.append(here.word("activate.doors.unframed", n=unframed))
        also.append((here.word("places.unframed", n=unframed), here.to("places", only="unframed")))
    return Step(name="doors", done=listed > 0, says="".join(says), link=here.to("frame"), also=tuple(also))


def _people(here: Page, now: Standing) -> list[Step]:
    """Who works here, and whether every door has somebody of them."""
    field = {post.person_id for post in posts_at(here.scope, at=here.now) if post.post in OWNS_DOORS}
    unowned, fallback, listed = (now.region[name] for name in ("unowned", "fallback_unsigned", "listed"))
    people = Step(
        name="people", done=bool(field), link=here.to("staff_list"),
        says=here.word("activate.people.says", n=len(field)) if field else here.word("activate.people.missing"),
        also=((here.word("nav.people"), here.to("people")),),
    )  # fmt: skip
    open_doors = here.word("activate.areas.unowned", n=unowned) if unowned else ""
    also = [
        (here.word("activate.areas.more_people"), here.to("staff_list")),
        (here.word("nav.grids"), here.to("grids")),
    ]
    if fallback:
        open_doors += here.word("activate.areas.fallback", n=fallback)
        also.append((here.word("fallback.title"), here.to("fallback")))
    whole = here.word("activate.areas.says") if listed else here.word("activate.areas.waits")
    areas = Step(
        name="areas", done=listed > 0 and not unowned, says=open_doors or whole,
        link=here.to("gaps", among="unowned") if unowned else here.to("people"),
        also=tuple(also) if listed else (), waits=not listed,
    )  # fmt: skip
    return [people, areas]


def _questions(here: Page) -> Step:
    published = read(here.scope, QuestionSets())
    says = here.word("activate.questions.says", n=published[-1].version) if published else ""
    return Step(
        name="questions", done=bool(published), says=says or here.word("activate.questions.missing"),
        link=here.to("questions"),
        button="" if published or not here.may("run_round") else here.word("activate.questions.standard"),
    )  # fmt: skip


def _phones(here: Page) -> Step:
    field = {post.person_id for post in posts_at(here.scope, at=here.now) if post.post in OWNS_DOORS}
    enrolled = {row.person_id for row in read(here.scope, Phones()) if not row.revoked}
    without = len(field - enrolled)
    key = "activate.phones.missing" if without else "activate.phones.says" if field else "activate.phones.waits"
    return Step(
        name="phones", done=bool(field) and not without, says=here.word(key, n=without), link=here.to("enrol_sheet"),
        needed=False, waits=not field,
    )  # fmt: skip


def _launch(here: Page, now: Standing) -> Step:
    launched = now.round is not None
    says = here.word("activate.launch.says" if launched else "activate.launch.missing")
    return Step(name="launch", done=launched, says=says, link=here.to("tonight") if launched else here.to("round_new"))
