"""How far inside people may send the server."""

from __future__ import annotations

import pytest
from couture_scheduler.files.addresses import Reach, may_reach

FIRST_REACH = {
    "93.184.215.14": Reach.PUBLIC,
    "2606:4700::1111": Reach.PUBLIC,
    "10.0.0.1": Reach.NETWORK,
    "192.168.1.1": Reach.NETWORK,
    "100.64.0.1": Reach.NETWORK,
    "fd00::1": Reach.NETWORK,
    "::ffff:10.0.0.1": Reach.NETWORK,
    "127.0.0.1": Reach.MACHINE,
    "0.0.0.0": Reach.MACHINE,
    "::1": Reach.MACHINE,
    "::ffff:127.0.0.1": Reach.MACHINE,
    "64:ff9b::7f00:1": Reach.MACHINE,
    "169.254.169.254": Reach.ANYWHERE,
    "::ffff:169.254.169.254": Reach.ANYWHERE,
    "64:ff9b::a9fe:a9fe": Reach.ANYWHERE,
    "fe80::1%lo": Reach.ANYWHERE,
    "fd00:ec2::254": Reach.ANYWHERE,
    "100.100.100.200": Reach.ANYWHERE,
    "168.63.129.16": Reach.ANYWHERE,
    "224.0.0.1": Reach.ANYWHERE,
}


@pytest.mark.parametrize(("address", "first"), FIRST_REACH.items())
def test_each_reach_has_what_those_before_it_have(address: str, first: Reach) -> None:
    order = list(Reach)
    assert [may_reach(address, each) for each in order] == [order.index(each) >= order.index(first) for each in order]
