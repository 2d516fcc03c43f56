"""The claims that this process answers for: their one owner."""

from collections.abc import Collection, Iterable, Iterator

from bot.domain.deliveries import Delivery


class UnderWay(Collection[str]):
    """The deliveries that this process has claimed, from before the commit of the claim until their result is written.

    A collection of delivery ids. `Claims` adds, `ResultWriter` removes, and everybody may ask. What is *sending* and in
    here is no doubt; what is *sending* under our name and not in here is one.
    """

    def __init__(self) -> None:
        self._claimed: dict[str, Delivery] = {}

    def add(self, deliveries: Iterable[Delivery]) -> None:
        """Answer for these claims from now on."""
        self._claimed.update((delivery.id, delivery) for delivery in deliveries)

    def remove(self, deliveries: Iterable[Delivery]) -> None:
        """Answer for these claims no more. A delivery that was claimed anew since stays: it went back to pending."""
        for delivery in deliveries:
            if self._claimed.get(delivery.id) is delivery:
                del self._claimed[delivery.id]

    def workspaces(self) -> set[str]:
        """The workspaces with anything that is claimed, being posted, or still to be written."""
        return {delivery.workspace_id for delivery in self._claimed.values()}

    def is_in(self, workspace_id: str) -> bool:
        """Whether there is any in that workspace."""
        return any(delivery.workspace_id == workspace_id for delivery in self._claimed.values())

    def __contains__(self, delivery_id: object) -> bool:
        return delivery_id in self._claimed

    def __iter__(self) -> Iterator[str]:
        return iter(self._claimed)

    def __len__(self) -> int:
        return len(self._claimed)
