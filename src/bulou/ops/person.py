"""A person: engaged, given a post over an area, given an account that is opened by a one-time link."""

from typing import TYPE_CHECKING, get_args

import click

from bulou.core.people.facts import PostKind
from bulou.ops.cli import address_option, data_option
from bulou.ops.setup import set_up, the_region

if TYPE_CHECKING:
    from bulou.core.kernel.ids import Id
    from bulou.intake.said import Saying
    from bulou.ledger.regions import Region


@click.group()
def person() -> None:
    """人员 · people who work for the region."""


@person.command()
@data_option
@click.option("--region", "code", help="The region's code, if there are several.")
@click.option("--login", required=True, help="The name to sign in with; taken once on this server.")
@click.option("--name", required=True, help="The person's name; sealed.")
@click.option("--phone", default="", help="The person's phone number; sealed.")
@click.option("--post", required=True, type=click.Choice(get_args(PostKind)), help="What duty.")
@click.option(
    "--area", "areas", required=True, multiple=True,
    help="region, community:NAME, compound:NAME or grid:NUMBER; may be given several times.",
)  # fmt: skip
@address_option
def add(
    code: str | None, login: str, name: str, phone: str, post: PostKind, areas: tuple[str, ...], address: str
) -> None:
    """录用一人并给出登录链接 · engage somebody and print a one-time link."""
    set_up()
    from bulou.access import accounts
    from bulou.core.people.roles import DESK
    from bulou.ground import clock
    from bulou.intake.said import new_id
    from bulou.intake.say import say
    from bulou.intake.writer import write
    from bulou.ops import links

    region = the_region(code)
    if accounts.by_login(login):
        raise click.ClickException(f"登录名已有人用 · this login is taken: {login}")
    now = clock.now()
    found = [_area(region, one) for one in areas]
    account = accounts.Account(
        id=new_id(now), login=login, region_id=region.region_id, person_id=new_id(now), disabled=False
    )
    sayings = _engaged(region, account.person_id, name=name, phone=phone, post=post, areas=found, now=now)
    say(sayings, region_id=region.region_id, by=region.region_id, now=now, zone=region.zone, trusted=True)
    write(lambda: accounts.open_account(account))
    if post in DESK:
        links.show("ops.desk_link", links.desk_link(account.id, address=address, now=now), name=name)
    else:
        link = links.phone_link(region, account.person_id, address=address, now=now)
        links.show("ops.phone_link", link, name=name)


def _engaged(
    region: "Region", person_id: "Id", *, name: str, phone: str, post: PostKind, areas: list[tuple[str, "Id"]], now: int
) -> "list[Saying]":
    from bulou.core.kernel.instants import local
    from bulou.core.people.facts import PersonEngaged, PostTaken
    from bulou.intake.said import Saying, new_id

    since = local(now, region.zone).isoformat(timespec="milliseconds")
    private = {"name": name, **({"phone": phone} if phone else {})}
    return [
        Saying(subject_kind="staff", subject_id=person_id, body=PersonEngaged(has_phone=bool(phone)), private=private),
        *(
            Saying(
                subject_kind="post",
                subject_id=new_id(now),
                body=PostTaken(person_id=person_id, post=post, area_kind=kind, area_id=id_, since=since),  # type: ignore[arg-type]  # an AreaKind
            )
            for kind, id_ in areas
        ),
    ]


def _area(region: "Region", said: str) -> tuple[str, "Id"]:
    """The kind and id of an area that was named on the command line."""
    from bulou.core.kernel.scope import Scope
    from bulou.projections.read import read
    from bulou.projections.views.territory import Communities, Compounds, Grids

    kind, _, name = said.partition(":")
    if kind == "region":
        return kind, region.region_id
    scope = Scope(region_id=region.region_id, reader_id=region.region_id, whole_region=True)
    places = {
        "community": lambda: [(row.id, row.name) for row in read(scope, Communities())],
        "compound": lambda: [(row.id, row.name) for row in read(scope, Compounds())],
        "grid": lambda: [(row.id, str(row.number)) for row in read(scope, Grids())],
    }
    if kind not in places:
        raise click.ClickException(f"区域写成 region、community:名称、compound:名称或 grid:编号 · unknown area: {said}")
    found = [id_ for id_, known in places[kind]() if known == name]
    if len(found) != 1:
        raise click.ClickException(f"没有或不止一个 · {len(found)} places are called: {said}")
    return kind, found[0]
