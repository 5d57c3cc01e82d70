"""README and documentation name every command, option, step, setting and limit, and draw the house as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from docs.reference import PAGES, page, printed
from ekakushin.automation.exit_code import ExitCode
from ekakushin.automation.settings import Settings
from ekakushin.flows.models import STEPS
from ekakushin.flows.site import Limits, Site
from ekakushin.flows.text import Language, use_language
from tests.support.command_line import COMMANDS, EVERY, OPTIONS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TEXTS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
MADE = {"commands.md", "commands-en.md", "error-codes.md", "error-codes-en.md"}
"""Pages made from the program, which have tests of their own."""
FOR_DEVELOPERS = {"architecture.md", "benchmark.md", "development.md", "extending.md", "release.md"}
FOR_USERS = {"README.md": README} | {
    name: text for name, text in TEXTS.items() if name not in MADE | FOR_DEVELOPERS
}
HOUSE = TEXTS["architecture.md"].partition("## The house")[2].split("```")[1]
USAGE = TEXTS["usage.md"]
OTHERS_OPTIONS = {
    *("--help", "--remote-debugging-port", "--full", "--out", "--python", "--renew-lock"),
    *(
        "--ekakushin-site",
        "--ekakushin-mails",
        "--ekakushin-really",
        "--ekakushin-home",
    ),  # pytest's and its plugins'
    *(
        "--browser-channel",
        "--force-reruns",
        "--headed",
        "--html",
        "--junitxml",
        "--output",
        "--reruns",
        "--reruns-mode",
    ),
    *("--screenshot", "--tracing", "--video", "--dist"),
}
REJECTED = [
    "エラーガイド",
    "動く人",
    "手を貸",
    "サイトの決まり",
    "サイトの言葉",
    "サイトへの道",
    "署名者",
    "設定した人",
    "作業者",
    "つながりが足りない",
    "断られ",
]
SAID = {
    str(path.relative_to(ROOT)): path.read_text("utf-8")
    for room in ("texts", "guide")
    for path in (ROOT / "flows" / room).glob("*.toml")
}
"""What the program itself says."""
EACH_TEXT = pytest.mark.parametrize("name", sorted(FOR_USERS))


def drawn(package: str) -> set[str]:
    """The files and folders that the picture draws under a package: what stands left of each explanation."""
    storey = re.split(r"^(?=\w+/)", HOUSE, flags=re.MULTILINE)
    (lines,) = [each.splitlines()[1:] for each in storey if each.startswith(f"{package}/")]
    return {name for line in lines for name in re.split(r"\s{2,}", line.strip())[0].split(", ")}


def standing(package: str) -> set[str]:
    """What is there, but for what only Python needs; a folder that a checkout has left empty is not there."""
    files = [path.relative_to(ROOT / package) for path in (ROOT / package).rglob("*") if path.is_file()]
    there = [
        path
        for path in files
        if "__pycache__" not in path.parts and path.name not in {"__init__.py", "py.typed"}
    ]
    return {f"{path.parts[0]}/" if path.parts[1:] else path.name for path in there}


def test_the_reference_is_up_to_date() -> None:
    use_language("ja")  # in which this process has imported the commands

    assert TEXTS[PAGES["ja"]] == page(), "run python docs/reference.py"


def test_the_reference_in_english_is_up_to_date() -> None:
    assert TEXTS[PAGES["en"]] == printed("en"), "run python docs/reference.py"


@pytest.mark.parametrize("told_in", ["ja", "en"])
def test_the_reference_names_every_command_and_option(told_in: Language) -> None:
    reference = TEXTS[PAGES[told_in]]

    assert [name for name in COMMANDS if f"# ekakushin {name}\n" not in reference] == []
    assert [option for option in OPTIONS if option.startswith("-") and f"`{option}`" not in reference] == []


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in STEPS])
def test_every_command_is_in_the_overview(name: str) -> None:
    assert f"ekakushin {name}" in USAGE


def test_the_steps_are_in_the_overview_in_their_order() -> None:
    assert f"ekakushin {'|'.join(STEPS)}" in USAGE


def test_every_exit_code_is_explained() -> None:
    table = USAGE.partition("## 終了コード")[2]

    assert re.findall(r"^\| (\d) \| .+ \|$", table, flags=re.MULTILINE) == [
        str(int(code)) for code in ExitCode
    ]


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_in_the_table(setting: str) -> None:
    assert f"`{setting}`" in TEXTS["settings.md"]


def test_the_site_file_that_is_shown_holds_every_limit_with_its_default() -> None:
    (shown,) = re.findall(r"```toml\n(\[limits\].*?)```", TEXTS["limits.md"], flags=re.DOTALL)
    assert tomllib.loads(shown)["limits"] == Limits().model_dump()


def test_the_hosts_that_a_proxy_must_let_through_are_named() -> None:
    for origin in (Site().issuance, Site().service):
        assert f"`{origin.removeprefix('https://')}`" in TEXTS["proxy.md"]


@pytest.mark.parametrize("package", ["flows", "automation", "fixtures"])
def test_the_house_is_drawn_as_it_stands(package: str) -> None:
    assert drawn(package) == standing(package)


@EACH_TEXT
def test_the_commands_and_options_that_a_text_names_are_there(name: str) -> None:
    text = FOR_USERS[name]
    named = re.findall(
        r"(?<=ekakushin )[a-z][a-z-]*(?: [a-z][a-z-]*)*", text.replace("pipx uninstall ekakushin", "")
    )
    of_prose = re.compile(r"(?:takes|is|runs|to)\b")  # where an English sentence begins with the name

    assert [
        each
        for each in named
        if not of_prose.match(each) and not any(f"{each} ".startswith(f"{command} ") for command in EVERY)
    ] == []
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text)) - OPTIONS - OTHERS_OPTIONS == set()


@pytest.mark.parametrize("name", ["README.md", "settings.md"])
def test_the_settings_that_a_text_shows_are_there_and_fit(name: str) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", FOR_USERS[name].replace("\n   ", "\n"), flags=re.DOTALL)

    assert set(tomllib.loads(shown)) <= set(Settings.model_fields)
    Settings(**tomllib.loads(shown))


def test_what_the_readme_links_to_is_there() -> None:
    linked = [target for target in re.findall(r"\]\(([^)#]+)", README) if "://" not in target]

    assert linked
    assert [target for target in linked if not (ROOT / target).is_file()] == []


def test_the_readme_begins_with_what_it_is_and_shows_the_two_commands() -> None:
    assert "## まず2つのコマンド" in README.split("## 大勢の利用準備")[0]
    assert [line.strip() for line in README.splitlines() if line.startswith("    pip install")] == [
        "pip install . && ekakushin demo",
        "pip install '.[test]' && pytest",
    ]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 130


@pytest.mark.parametrize("name", sorted(FOR_USERS | SAID))
def test_the_same_things_have_the_same_names_everywhere(name: str) -> None:
    text = (FOR_USERS | SAID)[name]

    assert [word for word in REJECTED if word in text] == []
    assert re.findall(r"(?<![『“])エラー対応ガイド", text) == []  # the vendor's; ours are the エラーコード集
