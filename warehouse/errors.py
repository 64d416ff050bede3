"""What section55 says when it will not do something."""

import errno
import os

_ERRORS_OF_DISK = (
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO,
)  # fmt: skip


class Refusal(Exception):
    """Base of every refusal of ours; the command line prints it and ends with exit code 1.

    The message says what could not be done: what was found (counts, up to three examples).
    Then what to do now.
    """


def is_of_disk(error: BaseException | str) -> bool:
    """Say whether an error, or what a tool says of one, is that a disk is full or refuses us."""
    if isinstance(error, OSError):
        return error.errno in _ERRORS_OF_DISK
    return any(os.strerror(number) in str(error) for number in _ERRORS_OF_DISK)
