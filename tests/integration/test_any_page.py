"""Pages of any markup in a real browser: they are read to their end, or told as unknown."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ekakushin.fixtures.mock_site import Authority
from ekakushin.flows.browser.driving import Browsing
from ekakushin.flows.browser.finding import BrowserProgram
from ekakushin.flows.secret import Secret
from ekakushin.flows.site import Limits, Site
from tests.support.strangers import stranger

PIECES = [
    *(
        "<table><tr><td>",
        "</td></tr></table>",
        "<form>",
        "</form>",
        "<input",
        " type=password",
        " name=x",
        ">",
        "<select>",
    ),
    *(
        "<option>2048",
        "</select>",
        "<iframe srcdoc='<input>'>",
        "</iframe>",
        "<svg><a href=#>x</a></svg>",
        "<math>",
    ),
    *(
        "<map name=m><area href=#></map>",
        "<img usemap=#m alt='次へ'>",
        "<label for=q>",
        "<template><p>x</template>",
    ),
    *(
        "<div style='display:none'>",
        "<dl><dt>CSP<dd>x</dl>",
        "<script>document.write('<p>ログイン')</script>",
        "\x00",
    ),
    *(
        "ユーザID",
        "パスワード",
        "次へ",
        "発行",
        "&#x200b;",
        "&amp",
        "﷽" * 3,
        "<b onclick=1>",
        "<custom-element>",
        "<frameset>",
    ),
    *(
        "<object data=x>",
        "<details><summary>y",
        "<button form=none>",
        "<input type=image alt>",
        "<textarea>",
        "<![CDATA[",
        "<!--",
    ),
    *(
        "<script>document.body.attachShadow</script>",
        "<input aria-labelledby='a b'>",
        "<base href=//x>",
        "<meta charset=x>",
    ),
]


def soup(seed: int) -> str:
    """Some markup, always the same for a seed."""
    chance = random.Random(seed)
    return "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 60)))


@pytest.mark.parametrize("first", range(0, 120, 40))
async def test_any_markup_is_read(
    tmp_path: Path, mock_authority: Authority, browser_program: BrowserProgram, first: int
) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_bytes(mock_authority.root_pem)
    async with stranger(mock_authority) as server:
        site = Site(issuance=server.origin, service=server.origin, ca=ca, limits=Limits(page=10.0))
        async with Browsing.start(browser_program, site=site) as browsing, browsing.tab() as tab:
            for seed in range(first, first + 40):
                server.pages["/"] = soup(seed)
                reading = await tab.open(Secret(f"{server.origin}/"))
                assert reading.settled, seed
