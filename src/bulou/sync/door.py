"""The door: every request of a phone passes here - region, device, faults - before its own step."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from bulou.access import devices
from bulou.core.kernel.instants import Instant
from bulou.ground import clock
from bulou.ledger import regions
from bulou.ledger.regions import Region
from bulou.sync.answers import Refused, refusal

Step = Callable[[HttpRequest, Region, Instant], HttpResponse]


def door(method: str, step: Step) -> Callable[..., HttpResponse]:
    """A view that answers phones: whatever goes wrong, they learn what to do and lose nothing.

    CSRF does not apply: no cookie is read here, the device's token stands in a header.
    """

    @csrf_exempt
    def view(request: HttpRequest, region: str) -> HttpResponse:
        found: Region | None = None
        try:
            found = regions.by_code(region)
            return step(_with(method, request), found, clock.now())
        except regions.UnknownRegion:
            return refusal(Refused(404, "region_unknown"), region_id=None)
        except Refused as refused:
            return refusal(refused, region_id=found.region_id if found else None)
        except RequestDataTooBig:
            return refusal(Refused(413, "too_large"), region_id=None)
        except DatabaseError:
            return refusal(Refused(503, "busy", retry_after=5), region_id=None)

    return view


def _with(method: str, request: HttpRequest) -> HttpRequest:
    if request.method != method:
        raise Refused(405, "wrong_method")
    return request


def device_of(request: HttpRequest, region: Region) -> devices.Device:
    """The enrolled phone that speaks. Raises Refused 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    device = devices.by_token(region.region_id, token) if scheme == "Bearer" and token else None
    if device is None:
        raise Refused(401, "device_unknown")
    if device.revoked_at is not None:
        raise Refused(401, "device_revoked")
    return device
