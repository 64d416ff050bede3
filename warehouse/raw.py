"""Bytes as received, kept under their sha256."""

import hashlib
import os
import threading

from warehouse.paths import Home


def keep(home: Home, content: bytes) -> str:
    """Keep ``content`` in ``raw/``, whole or not at all, and return its sha256.

    Only the holder of the refresh lock may call this.
    """
    raw_sha256 = hashlib.sha256(content).hexdigest()
    kept = home.raw_file(raw_sha256)
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Two hosts, each asked in a thread of its own, may give the same bytes at once.
        aside = kept.with_name(f".incoming-{raw_sha256}-{threading.get_ident()}")
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            # A name that outlives a power cut must not lead to an empty file.
            os.fsync(stream.fileno())
        aside.replace(kept)
    return raw_sha256
