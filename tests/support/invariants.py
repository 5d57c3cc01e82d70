"""What must be true whatever happens to a run: one list, for starving PCs, chaos, and kills."""

from __future__ import annotations

from collections import Counter

from ekakushin.automation.vault import VAULT_FILE, FileVault
from ekakushin.flows.models import SecretName
from ekakushin.flows.secret import Secret
from tests.support.canary.marked import secrets_of
from tests.support.canary.searching import Found, Search
from tests.support.commands import PASSPHRASE
from tests.support.durably import ONCE, Department


def broken(here: Department, *, done: bool, keys: int = 1) -> list[str]:
    """What is not as it must be, in words; nothing if all is well. `done`: everybody must be by now.

    `keys` is how many keys somebody may have: one for each 発行 that a person has allowed.
    """
    wrong = [*_acts(here, done=done), *_people(here, done=done), *_keys(here, keys)]
    wrong += [f"secret {found.secret} in {found.place}" for found in _secrets(here)]
    wrong += [f"bug: {text[-3000:]}" for text in here.printed if "Traceback" in text or "TOOL-002" in text]
    return wrong


def _acts(here: Department, *, done: bool) -> list[str]:
    led = ((line.user_id, line.act, line.outcome) for line in here.site.ledger())
    acts: Counter[tuple[str, str, str]] = Counter(led)
    wrong = []
    for person in here.site.people():
        for act in ONCE:
            count = acts[person.user_id, act, "ok"]
            if count > 1 or (done and count < 1):
                wrong.append(f"{person.user_id}: {act} {count} times")
            if acts[person.user_id, act, "refused"]:
                wrong.append(f"{person.user_id}: {act} refused")
        if acts[person.user_id, "login", "refused"] > 1:
            wrong.append(f"{person.user_id}: {acts[person.user_id, 'login', 'refused']} logins refused")
    return wrong


def _people(here: Department, *, done: bool) -> list[str]:
    wrong = [f"{person.user_id}: locked" for person in here.site.people() if person.locked]
    if not done:
        return wrong
    vault = FileVault(here.home / VAULT_FILE, Secret(PASSPHRASE))
    for person in here.site.people():
        kept = [vault.get(person.user_id, name) for name in (SecretName.PASSWORD, SecretName.PIN)]
        if [each and each.reveal() for each in kept] != [person.password, person.pin]:
            wrong.append(f"{person.user_id}: the vault has other secrets than the site")
    return wrong


def _keys(here: Department, most: int) -> list[str]:
    folders = (here.home / "certificates").glob("*")
    counts = {folder.name: len([*folder.rglob("*.key.pem")]) for folder in folders}
    return [f"{user_id}: {count} keys" for user_id, count in counts.items() if count > most]


def _secrets(here: Department) -> list[Found]:
    search = Search(secrets_of(here.site, here.home, PASSPHRASE))
    return [*search.in_texts(here.printed), *search.in_folder(here.home)]  # type: ignore[list-item]
