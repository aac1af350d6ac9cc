"""A bought certificate: taken over only when a phone would accept it, with the reason when it would not."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from bulou.ground.keyfiles import private_folder
from bulou.ops.lan import authority


class NotUsable(ValueError):
    """The certificate would not work; the text is the key of the sentence that says why."""


def take_over(data: Path, *, certificate: Path, key: Path, now: datetime) -> x509.Certificate:
    """Checks a certificate chain and its key and keeps both for the server. Raises NotUsable."""
    chain, text = _chain(certificate), _key_text(key)
    server = chain[0]
    signer = serialization.load_pem_private_key(text, password=None)
    if _public(signer.public_key()) != _public(server.public_key()):
        raise NotUsable("certificate.not_its_key")
    if not server.not_valid_before_utc <= now <= server.not_valid_after_utc:
        raise NotUsable("certificate.not_valid_now")
    if not authority.names_of(server):
        raise NotUsable("certificate.no_name")
    for one, issuer in pairwise(chain):
        if not _signed(one, issuer):
            raise NotUsable("certificate.chain_broken")
    private_folder(authority.folder(data))
    authority.write(authority.key_file(data), text)
    authority.write(authority.certificate_file(data), b"".join(authority.pem(one) for one in chain))
    authority.authority_file(data).unlink(missing_ok=True)
    return server


def _chain(file: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError) as fault:
        raise NotUsable("certificate.unreadable") from fault


def _key_text(file: Path) -> bytes:
    try:
        text = file.read_bytes()
        serialization.load_pem_private_key(text, password=None)
    except TypeError as fault:
        raise NotUsable("certificate.key_locked") from fault
    except (OSError, ValueError) as fault:
        raise NotUsable("certificate.key_unreadable") from fault
    return text


def _public(key: object) -> bytes:
    kind, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_bytes(kind, form))  # type: ignore[attr-defined]  # every public key has it


def _signed(one: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        one.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
