"""What a PC or a page may do to a run: pages that keep the browser busy or send twice, slow keys, stopped processes."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

import ekakushin.flows.certenroll.calls
from ekakushin.fixtures.mock_site import MockSite
from tests.support.starving import send, those

ACTS = ("authenticate", "issue", "signup", "sign", "pin", "password")
Filter = Callable[[str, str], str]


def once_each(site: MockSite) -> dict[str, int]:
    """How often the site has accepted each act that is done once; and `refused` if it has refused any."""
    lines = site.ledger()
    accepted = Counter(line.act for line in lines if line.outcome == "ok" and line.act in ACTS)
    refused = [line.act for line in lines if line.outcome == "refused"]
    return {**accepted, **({"refused": len(refused)} if refused else {})}


def with_script(script: str) -> Filter:
    """Every page with this script at its very beginning."""

    def filtered(html: str, path: str) -> str:
        return re.sub(r"<head[^>]*>", lambda head: f"{head.group()}<script>{script}</script>", html, count=1)

    return filtered


def busy(seconds: float) -> Filter:
    """Each button of these words keeps the browser busy when it is pressed the first time."""
    return with_script(
        f"""
    addEventListener("click", function (event) {{
      var words = (event.target.value || event.target.innerText || "").replace(/\\s|　/g, "");
      if (!/^(次へ|発行|サインアップ|ログイン|新規発行|登録|変更)$/.test(words)) return;
      try {{ if (sessionStorage.getItem(words)) return; sessionStorage.setItem(words, "1"); }} catch (e) {{}}
      var end = Date.now() + {seconds * 1000:.0f};
      while (Date.now() < end) {{}}
    }}, true);
    """.replace("\n", " ")
    )


def sending_again(milliseconds: int) -> Filter:
    """Every form that a script sends is sent once more a moment later, while the site is still at it."""
    return with_script(
        f"""
    (function () {{
      var submit = HTMLFormElement.prototype.submit;
      HTMLFormElement.prototype.submit = function () {{
        var form = this;
        submit.call(form);
        setTimeout(function () {{ submit.call(form); }}, {milliseconds});
      }};
    }})();
    """.replace("\n", " ")
    )


def sending_ahead() -> Filter:
    """Every form that a script sends is sent by a request of the script's own first, and then once more."""
    return with_script(
        """
    (function () {
      var submit = HTMLFormElement.prototype.submit;
      HTMLFormElement.prototype.submit = function () {
        var ahead = new XMLHttpRequest();
        ahead.open("POST", this.action, false);
        ahead.send(new URLSearchParams(new FormData(this)));
        submit.call(this);
      };
    })();
    """.replace("\n", " ")
    )


def asking_twice(html: str, path: str) -> str:
    """STEP2 makes its request twice, with a key of its own each time."""
    return html.replace("makeRequest(form);", "(makeRequest(form), makeRequest(form));")


def slow_keys(monkeypatch: pytest.MonkeyPatch, before: Callable[[], None]) -> list[float]:
    """Do `before` ahead of each key; the moments at which keys were made."""
    make, made = ekakushin.flows.certenroll.calls.make_key, []

    def slowly(plan: ekakushin.flows.certenroll.calls.KeyPlan) -> ekakushin.flows.certenroll.calls.PrivateKey:
        made.append(time.monotonic())
        before()
        return make(plan)

    monkeypatch.setattr(ekakushin.flows.certenroll.calls, "make_key", slowly)
    return made


def browsers(kind: str) -> list[psutil.Process]:
    """The processes of this test's own browsers: `renderer`, or `driver`."""
    return those(os.getpid(), kind)


def stop(kind: str, *, seconds: float = 0.0) -> None:
    """Stop these processes; after `seconds` they go on, with 0 they never do."""
    stopped = browsers(kind)
    assert stopped
    send(signal.SIGSTOP, stopped)
    if seconds:
        threading.Timer(seconds, send, (signal.SIGCONT, stopped)).start()


def limited(site: MockSite, **limits: float) -> None:
    """The site file with these limits."""
    origins, heading, text = site.site_file.read_text("utf-8").partition("[limits]\n")
    for name, seconds in limits.items():
        text = re.sub(rf"^{name} = .*\n", "", text, flags=re.MULTILINE) + f"{name} = {seconds}\n"
    site.site_file.write_text(f"{origins}{heading}{text}", "utf-8")


def keys_of(home: Path, user_id: str) -> list[Path]:
    """The private keys that are kept for somebody."""
    return [file for file in (home / "certificates" / user_id).rglob("*") if file.name.endswith(".key.pem")]
