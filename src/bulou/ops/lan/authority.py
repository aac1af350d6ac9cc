"""The authority: a certificate that only this server can issue, and the server's own, issued by it.

Service worker, camera and device storage that lasts need https, and no public authority signs for 192.168.1.5. So the
server makes an authority of its own, which each phone is told once to trust. It is bound (name constraints) to the
names and addresses it was made for: whoever steals its key cannot pass for a bank.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bulou.ground.keyfiles import private_folder

AUTHORITY_DAYS: Final = 3 * 365
"""A campaign lasts weeks; three years let a committee keep its phones for the next one."""
SERVER_DAYS: Final = 397
"""Browsers refuse longer ones."""
SLACK: Final = timedelta(days=1)
"""Phones' clocks are wrong: valid from a day before now."""


def folder(data: Path) -> Path:
    """Where certificates and their keys lie, readable by their owner only."""
    return data / "tls"


def certificate_file(data: Path) -> Path:
    """The server's certificate with its chain."""
    return folder(data) / "server.crt"


def key_file(data: Path) -> Path:
    """The server's private key."""
    return folder(data) / "server.key"


def authority_file(data: Path) -> Path:
    """The authority's certificate, which phones are to trust; absent when the certificate was bought."""
    return folder(data) / "authority.crt"


def make(data: Path, *, names: list[str], now: datetime) -> x509.Certificate:
    """Makes (or keeps, where it covers these names) the authority and issues the server's certificate anew."""
    private_folder(folder(data))
    authority, signer = _kept(data, names, now) or _found(data, names, now)
    key = ec.generate_private_key(ec.SECP256R1())
    issued = (
        _builder(_named("Bulou"), authority.subject, key.public_key(), now, days=SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    write(key_file(data), _pem_of_key(key))
    write(certificate_file(data), pem(issued) + pem(authority))
    return issued


def pem(certificate: x509.Certificate) -> bytes:
    """A certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 in groups of four, to be compared by eye on phone and screen."""
    digest = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def names_of(certificate: x509.Certificate) -> list[str]:
    """The names and addresses that a certificate is for."""
    try:
        said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(one.value) for one in said]


def write(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all, readable by its owner only."""
    beside = file.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_bytes(content)
    beside.replace(file)


def _kept(data: Path, names: list[str], now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None:
    """The authority that phones already trust, when it may sign for all these names and outlives a new certificate."""
    file, key = authority_file(data), folder(data) / "authority.key"
    if not (file.exists() and key.exists()):
        return None
    known = x509.load_pem_x509_certificate(file.read_bytes())
    signer = serialization.load_pem_private_key(key.read_bytes(), password=None)
    allowed = known.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    lasts = known.not_valid_after_utc > now + timedelta(days=SERVER_DAYS)
    if not lasts or not isinstance(signer, ec.EllipticCurvePrivateKey):
        return None
    return (known, signer) if {_bound(name) for name in names} <= set(allowed) else None


def _found(data: Path, names: list[str], now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named(f"Bulou {names[0]} {now:%Y-%m-%d}")
    made = (
        _builder(name, name, key.public_key(), now, days=AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_signs_only(), critical=True)
        .add_extension(x509.NameConstraints([_bound(one) for one in names], excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write(folder(data) / "authority.key", _pem_of_key(key))
    write(authority_file(data), pem(made))
    return made, key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, *, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - SLACK)
        .not_valid_after(now.astimezone(UTC) + timedelta(days=days) - SLACK)
    )


def _signs_only() -> x509.KeyUsage:
    used = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    return x509.KeyUsage(**used, key_cert_sign=True, crl_sign=True)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _address(name: str) -> IPv4Address | None:
    try:
        found = ip_address(name)
    except ValueError:
        return None
    return found if isinstance(found, IPv4Address) else None


def _general(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.IPAddress(address) if address else x509.DNSName(name)


def _bound(name: str) -> x509.GeneralName:
    address = _address(name)
    return x509.IPAddress(IPv4Network(f"{address}/32")) if address else x509.DNSName(name)


def _pem_of_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
