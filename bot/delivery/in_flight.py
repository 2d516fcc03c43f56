"""The claims that this process answers for, in one place."""

from collections.abc import Collection, Iterable, Iterator

from bot.domain.deliveries import Delivery


class InFlight(Collection[str]):
    """The deliveries that this process has claimed, from before the commit of the claim until their result is written.

    A collection of delivery ids. `Claims` adds, `ResultWriter` removes, and anybody may ask. A *sending* delivery in
    here is not in doubt; one *sending* under our name but not in here is.
    """

    def __init__(self) -> None:
        self._claimed: dict[str, Delivery] = {}

    def add(self, deliveries: Iterable[Delivery]) -> None:
        """Answer for these claims from now on."""
        self._claimed.update((delivery.id, delivery) for delivery in deliveries)

    def remove(self, deliveries: Iterable[Delivery]) -> None:
        """Stop answering for these claims. A delivery claimed anew since then stays: it had gone back to pending."""
        for delivery in deliveries:
            if self._claimed.get(delivery.id) is delivery:
                del self._claimed[delivery.id]

    def workspaces(self) -> set[str]:
        """The workspaces with anything claimed, being posted, or still to be written."""
        return {delivery.workspace_id for delivery in self._claimed.values()}

    def is_in(self, workspace_id: str) -> bool:
        """Whether that workspace has any."""
        return any(delivery.workspace_id == workspace_id for delivery in self._claimed.values())

    def __contains__(self, delivery_id: object) -> bool:
        return delivery_id in self._claimed

    def __iter__(self) -> Iterator[str]:
        return iter(self._claimed)

    def __len__(self) -> int:
        return len(self._claimed)
