"""What visitors do again and again in these tests."""

from __future__ import annotations

from tests.e2e import legacy
from tests.e2e.browser import Browser
from tests.e2e.cluster import Node


def counts(visitor: Browser, times: int) -> list[str]:
    """Return, for each of these visits, the node that answered and the count in the visitor's session: `a1`."""
    told = [visitor.get("/count").json() for _ in range(times)]
    return [f"{page['node']}{page['count']}" for page in told]


def signed_in(node: Node) -> Browser:
    """Return a visitor who has just signed in on this node, as the neighbour's user."""
    visitor = node.browser()
    token = visitor.get("/form").json()["token"]
    form = {"_token": token, "email": legacy.EMAIL, "password": legacy.PASSWORD}
    assert visitor.post("/login", form).json() == {"node": node.name, "known": True}
    return visitor
