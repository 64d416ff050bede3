"""Changes to bytes of any format: what disks, lines and careless programs do."""

import random


def flip_bits(chance: random.Random, content: bytes) -> bytes:
    """Turn over one to twenty bits."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_off(chance: random.Random, content: bytes) -> bytes:
    """Keep the beginning, or the end."""
    at = chance.randint(0, len(content))
    return content[:at] if chance.random() < 0.7 else content[at:]


def lose_a_stretch(chance: random.Random, content: bytes) -> bytes:
    """Leave out a stretch."""
    start, end = stretch(chance, content)
    return content[:start] + content[end:]


def repeat_a_stretch(chance: random.Random, content: bytes) -> bytes:
    """Say a stretch twice, or many times where it is short."""
    start, end = stretch(chance, content)
    times = chance.choice([2, 2, 3, 50]) if end - start < 200 else 2
    return content[:start] + content[start:end] * times + content[end:]


def swap_stretches(chance: random.Random, content: bytes) -> bytes:
    """Let two neighbours change places."""
    start, end = stretch(chance, content)
    middle = chance.randint(start, end)
    return content[:start] + content[middle:end] + content[start:middle] + content[end:]


def put_in_noise(chance: random.Random, content: bytes) -> bytes:
    """Put in bytes of no meaning, or of one kind."""
    at = chance.randint(0, len(content))
    noise = chance.choice(
        [chance.randbytes(chance.randint(1, 60)), b"\x00" * 9, b"\xff" * 9, b"\xed\xa0\x80", b"\r"]
    )
    return content[:at] + noise + content[at:]


def stretch(chance: random.Random, content: bytes | str) -> tuple[int, int]:
    """Return where a stretch of up to 2,000 begins and ends."""
    start = chance.randint(0, len(content))
    return start, min(len(content), start + chance.choice([1, 8, 64, 400, 2_000]))


CHANGES = (
    flip_bits,
    cut_off,
    lose_a_stretch,
    repeat_a_stretch,
    swap_stretches,
    put_in_noise,
)
