"""Renewal of the login certificate: whether the service offers it; nobody knows what would follow."""

from __future__ import annotations

from ekakushin.flows.steps.login import login_session
from ekakushin.flows.workplace import Case


async def find_renewal(case: Case) -> str:
    """The words of the button with which the service would renew the certificate, "" where there is none.

    Logs in and looks at ログイン用証明書管理 (G); nothing is pressed there. Raises what `login` raises.
    """
    async with login_session(case, "renew") as home:
        page = await (await home.personal()).login_certificate()
        return page.renewal
