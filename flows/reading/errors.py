"""Why bytes could not be read."""


class Unreadable(Exception):
    """Bytes that cannot become a text; carries a short code and a sentence with a remedy."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__(reason_code, message)
        self.reason_code = reason_code
        self.message = message

    def __str__(self) -> str:
        return self.message
