"""Certificates: what our own authority may sign, what is kept, and which bought ones are refused and why."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from bulou.ground.words import word
from bulou.ops.certificate import certificate
from bulou.ops.lan import addresses, authority
from bulou.ops.lan.bought import NotUsable, take_over

NOW = datetime.now(UTC)


def _trusts(data: Path, name: str) -> bool:
    """Whether a client that was told to trust the authority accepts the server under this name."""
    trusted = x509.load_pem_x509_certificate(authority.authority_file(data).read_bytes())
    server = x509.load_pem_x509_certificates(authority.certificate_file(data).read_bytes())[0]
    policy = PolicyBuilder().store(Store([trusted])).time(NOW)
    try:
        policy.build_server_verifier(x509.DNSName(name)).verify(server, [])
    except VerificationError:
        return False
    return True


def test_a_client_that_trusts_the_authority_accepts_the_server_under_its_names_only(tmp_path: Path) -> None:
    authority.make(tmp_path, names=["bulou.test", "192.168.1.5"], now=NOW)
    assert _trusts(tmp_path, "bulou.test")
    assert not _trusts(tmp_path, "bank.example")


def test_the_authority_is_bound_to_the_names_that_it_was_made_for(tmp_path: Path) -> None:
    authority.make(tmp_path, names=["bulou.test", "192.168.1.5"], now=NOW)
    trusted = x509.load_pem_x509_certificate(authority.authority_file(tmp_path).read_bytes())
    bound = trusted.extensions.get_extension_for_class(x509.NameConstraints)
    assert bound.critical
    assert {str(one.value) for one in bound.value.permitted_subtrees or []} == {"bulou.test", "192.168.1.5/32"}


def test_a_renewal_keeps_the_authority_so_that_phones_need_nothing(tmp_path: Path) -> None:
    first = authority.make(tmp_path, names=["192.168.1.5"], now=NOW)
    trusted = authority.authority_file(tmp_path).read_bytes()
    second = authority.make(tmp_path, names=["192.168.1.5"], now=NOW + timedelta(days=300))
    assert second.serial_number != first.serial_number
    assert authority.authority_file(tmp_path).read_bytes() == trusted


@pytest.mark.parametrize(
    ("names", "later"),
    [(["192.168.1.6"], timedelta(0)), (["192.168.1.5"], timedelta(days=900))],
    ids=["another address", "an authority that ends before the certificate would"],
)
def test_a_new_authority_is_made_when_the_old_one_cannot_sign(
    tmp_path: Path, names: list[str], later: timedelta
) -> None:
    authority.make(tmp_path, names=["192.168.1.5"], now=NOW)
    trusted = authority.authority_file(tmp_path).read_bytes()
    authority.make(tmp_path, names=names, now=NOW + later)
    assert authority.authority_file(tmp_path).read_bytes() != trusted


def test_keys_and_certificates_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    authority.make(tmp_path, names=["192.168.1.5"], now=NOW)
    assert authority.folder(tmp_path).stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in authority.folder(tmp_path).iterdir())


def test_a_bought_certificate_is_taken_over_and_phones_need_no_authority(tmp_path: Path) -> None:
    bought, data = tmp_path / "bought", tmp_path / "data"
    authority.make(bought, names=["bulou.example"], now=NOW)
    authority.make(data, names=["192.168.1.5"], now=NOW)
    take_over(data, certificate=authority.certificate_file(bought), key=authority.key_file(bought), now=NOW)
    assert not authority.authority_file(data).exists()
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
        authority.certificate_file(data), authority.key_file(data)
    )


def test_a_bought_certificate_that_would_not_work_is_refused_with_the_reason(tmp_path: Path) -> None:
    good, other = tmp_path / "good", tmp_path / "other"
    authority.make(good, names=["bulou.example"], now=NOW)
    authority.make(other, names=["bulou.example"], now=NOW)
    server, key = authority.certificate_file(good), authority.key_file(good)
    locked = tmp_path / "locked.key"
    locked.write_bytes(
        serialization.load_pem_private_key(key.read_bytes(), None).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    swapped = tmp_path / "swapped.crt"
    swapped.write_bytes(b"".join(_pems(server)[:1] + _pems(authority.certificate_file(other))[1:]))
    nonsense = tmp_path / "nonsense"
    nonsense.write_bytes(b"\x00 not a certificate")
    for certificate_file, key_file, at, why in [
        (server, authority.key_file(other), NOW, "not_its_key"),
        (server, key, NOW + timedelta(days=500), "not_valid_now"),
        (swapped, key, NOW, "chain_broken"),
        (nonsense, key, NOW, "unreadable"),
        (tmp_path / "absent", key, NOW, "unreadable"),
        (server, nonsense, NOW, "key_unreadable"),
        (server, locked, NOW, "key_locked"),
    ]:
        with pytest.raises(NotUsable, match=f"^certificate.{why}$"):
            take_over(tmp_path / "data", certificate=certificate_file, key=key_file, now=at)
        assert not authority.certificate_file(tmp_path / "data").exists()


def _pems(file: Path) -> list[bytes]:
    return [authority.pem(one) for one in x509.load_pem_x509_certificates(file.read_bytes())]


def test_addresses_that_no_phone_can_reach_are_not_offered() -> None:
    found = ["127.0.0.1", "169.254.7.7", "8.8.8.8", "10.1.2.3", "192.168.3.4", "192.168.3.4"]
    assert addresses.private(found) == ["192.168.3.4", "10.1.2.3"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["--name", "https://x"], "certificate.bad_name"),
        (["--name", ""], "certificate.bad_name"),
        (["--show"], "certificate.none"),
        (["--take", "x.crt"], "certificate.both"),
        (["--take", "x.crt", "--key", "x.key"], "certificate.unreadable"),
    ],
)
def test_the_command_says_what_to_do_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], key: str
) -> None:
    monkeypatch.setenv("BULOU_DATA", str(tmp_path))
    ended = CliRunner().invoke(certificate, words)
    assert ended.exit_code != 0
    assert word(key, "zh", name=words[-1]) in ended.output
    assert word(key, "en", name=words[-1]) in ended.output
