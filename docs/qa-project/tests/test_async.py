"""async のテスト。 / Tests that are async."""

import asyncio


async def test_an_async_test_runs_beside_the_others(mock_site):
    await asyncio.sleep(0)
    assert len(mock_site.people()) == 2
