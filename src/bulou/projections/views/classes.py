"""Classes: field types that declare how much they say about people."""

from typing import Annotated

from msgspec import Meta

from bulou.core.kernel.privacy import Privacy

NONE = Meta(extra={"privacy": Privacy.NONE})
HOUSEHOLD = Meta(extra={"privacy": Privacy.HOUSEHOLD})
SENSITIVE = Meta(extra={"privacy": Privacy.SENSITIVE})

Text = Annotated[str, NONE]
MaybeText = Annotated[str | None, NONE]
Number = Annotated[int, NONE]
MaybeNumber = Annotated[int | None, NONE]
Flag = Annotated[bool, NONE]
HouseText = Annotated[str, HOUSEHOLD]
MaybeHouseText = Annotated[str | None, HOUSEHOLD]
HouseNumber = Annotated[int, HOUSEHOLD]
MaybeHouseNumber = Annotated[int | None, HOUSEHOLD]
HouseFlag = Annotated[bool, HOUSEHOLD]
SensitiveText = Annotated[str, SENSITIVE]
