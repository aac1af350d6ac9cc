"""People are engaged, given posts and phones on the desk; the chain shows where it is broken."""

from __future__ import annotations

import re

from django.test import Client

from bulou.access import devices
from bulou.ground.words import catalogue
from bulou.intake.said import new_id
from bulou.intake.writer import write
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.phones import Phones
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

WORDS = catalogue("zh")


def _engage(reader: Client, town: Town, *, area: str, post: str = "grid_worker", name: str = "新来的") -> int:
    form = {"name": name, "phone": "13900001111", "post": post, "area": area, "since": "2020-01-30T08:00"}
    return reader.post(f"/r/{town.region.code}/people/engage", form).status_code


def test_a_grid_without_anybody_is_red_until_somebody_gets_a_post_there(town: Town, director: Client) -> None:
    address = f"/r/{town.region.code}/people"
    assert '<tr class="alarm">' in director.get(address).content.decode()
    assert _engage(director, town, area=f"grid:{town.grids['桥南 2']}") == 302
    page = director.get(address).content.decode()
    assert '<tr class="alarm">' not in page
    assert "新来的" in page
    assert standing(town.scope, at=NOW).region["unowned"] == 0


def test_a_secretary_gives_posts_in_the_own_community_only(town: Town) -> None:
    secretary = signed_in(town, "other_secretary")
    assert _engage(secretary, town, area=f"grid:{town.grids['东关 1']}") == 403
    assert _engage(secretary, town, area=f"region:{town.region_id}", post="director") == 403
    assert "新来的" not in signed_in(town, "director").get(f"/r/{town.region.code}/people").content.decode()


def test_a_form_that_no_page_sends_is_refused_in_words(town: Town, director: Client) -> None:
    assert _engage(director, town, area="moon:1") == 400
    assert _engage(director, town, area=f"grid:{town.grids['桥南 2']}", name=" ") == 400


def test_a_post_that_ends_leaves_the_doors_without_an_owner(town: Town, director: Client) -> None:
    for person in ("grid_worker", "volunteer"):
        address = f"/r/{town.region.code}/people/{town.people[person]}/posts/{town.posts[person]}/end"
        assert director.post(address).status_code == 302
    assert standing(town.scope, at=NOW + 1).region["unowned"] == 33


def test_an_enrolment_link_is_shown_once_with_a_code_to_scan_and_its_expiry(town: Town, director: Client) -> None:
    page = director.post(f"/r/{town.region.code}/people/{town.people['grid_worker']}/enrol").content.decode()
    assert 'src="data:image/svg+xml' in page
    assert "2月1日" in page
    found = re.search(rf"/phone/#/enrol/{town.region.code}/([\w-]+)", page)
    assert found is not None
    device, token = new_id(NOW), found[1]
    done = write(lambda: devices.enrol(town.region_id, token=token, device_id=device, name="红米 9", now=NOW))
    assert isinstance(done, tuple)
    assert done[0] == town.people["grid_worker"]
    assert "红米 9" in director.get(f"/r/{town.region.code}/people/{town.people['grid_worker']}").content.decode()


def test_a_revoked_phone_stays_on_the_list_as_revoked(town: Town, director: Client) -> None:
    phone = town.phone("grid_worker")
    answer = director.post(f"/r/{town.region.code}/phones/{phone.device_id}/revoke")
    assert answer.status_code == 302
    assert [row.revoked for row in read(town.scope, Phones())] == [True]
    assert WORDS["phones.revoked_mark"] in director.get(f"/r/{town.region.code}/phones").content.decode()


def test_a_phone_that_was_never_heard_is_on_the_list_of_the_unheard(town: Town, director: Client) -> None:
    town.phone("grid_worker")
    assert standing(town.scope, at=NOW).phones["devices_unheard"] == 1
    page = director.get(f"/r/{town.region.code}/phones?only=unheard").content.decode()
    assert WORDS["phones.never"] in page


def test_a_stairwell_can_get_its_own_head_from_its_page(town: Town, director: Client) -> None:
    stairwell = town.stairwells["水利小区 1-2"]
    page = director.get(f"/r/{town.region.code}/stairwells/{stairwell}").content.decode()
    form = director.get(f"/r/{town.region.code}/people?area=stairwell:{stairwell}").content.decode()
    assert f"people?area=stairwell%3A{stairwell}#engage" in page
    assert f'value="stairwell:{stairwell}" selected' in form
    assert _engage(director, town, area=f"stairwell:{stairwell}", post="building_head", name="孙楼长") == 302
    assert "孙楼长" in director.get(f"/r/{town.region.code}/stairwells/{stairwell}").content.decode()


def test_nobody_enrols_a_phone_in_the_name_of_somebody_from_outside_the_own_area(town: Town) -> None:
    secretary = signed_in(town, "secretary")
    for person, status in (("grid_worker", 200), ("secretary", 200), ("other_secretary", 403), ("director", 403)):
        address = f"/r/{town.region.code}/people/{town.people[person]}/enrol"
        assert secretary.post(address).status_code == status, person


def test_nobody_revokes_a_phone_from_outside_the_own_area(town: Town) -> None:
    phone = town.phone("grid_worker")
    address = f"/r/{town.region.code}/phones/{phone.device_id}/revoke"
    assert signed_in(town, "other_secretary").post(address).status_code == 404
    assert signed_in(town, "secretary").post(address).status_code == 302
