"""That a message could not be delivered."""

from couture_scheduler.errors import UnavailableError


class DeliveryError(UnavailableError):
    """The message did not get through. ``is_final``: trying again cannot help, e.g. there is no such mailbox."""

    def __init__(self, sentence: str, *, is_final: bool = False) -> None:
        super().__init__(sentence)
        self.is_final = is_final
