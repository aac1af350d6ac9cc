"""Key files: secrets that lie beside the database, never in it, readable by their owner only."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key that signs sessions; made on first use. Commands that need no data folder get one that lasts a run."""
    file = data / "keys" / "session.key"
    if file.exists():
        return file.read_text().strip()
    if not data.exists():
        return secrets.token_urlsafe(48)
    key = secrets.token_urlsafe(48)
    write_secret(file, key.encode())
    return file.read_text().strip()


def private_folder(folder: Path) -> Path:
    """A folder that only its owner may look into; made when it is not there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_secret(file: Path, content: bytes) -> None:
    """Writes a secret once; somebody else's concurrent first write is kept."""
    private_folder(file.parent)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as out:
        out.write(content)
