"""Bytes as received, kept under their sha256."""

import hashlib

from warehouse.paths import Home


def keep(home: Home, content: bytes) -> str:
    """Keep ``content`` in ``raw/``, whole or not at all, and return its sha256."""
    raw_sha256 = hashlib.sha256(content).hexdigest()
    kept = home.raw_file(raw_sha256)
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_name(f".incoming-{raw_sha256}")
        aside.write_bytes(content)
        aside.replace(kept)
    return raw_sha256
