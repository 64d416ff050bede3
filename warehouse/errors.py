"""What section55 says when it will not do something."""


class Refusal(Exception):
    """Base of every refusal of ours; the command line prints it and ends with exit code 1.

    The message says what could not be done: what was found (counts, up to three examples).
    Then what to do now.
    """
