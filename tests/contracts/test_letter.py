"""The sealed letter that phone and server agreed on opens here as it does there."""

from __future__ import annotations

import base64
import json

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from bulou.vault.rescue import Letter, unseal
from tests.contracts.write_cases import CONTRACTS


def test_the_server_opens_the_letter_of_the_contract() -> None:
    case = json.loads((CONTRACTS / "cases" / "rescue.json").read_text(encoding="utf-8"))
    number = int.from_bytes(base64.urlsafe_b64decode(case["server_private"]["d"] + "="), "big")
    private = ec.derive_private_key(number, ec.SECP256R1())
    letter = msgspec.convert(case["letter"], Letter)
    assert unseal(private, letter).decode() == case["content"]
