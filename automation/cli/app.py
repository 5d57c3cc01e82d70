"""The command line: what each command takes, and whom it calls."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import get_args

import typer
from rich.console import Console

from ekakushin.automation.cli import options as o
from ekakushin.automation.cli.audit import app as audit
from ekakushin.automation.cli.cert import app as certificates
from ekakushin.automation.cli.credentials import app as credentials
from ekakushin.automation.cli.doctor import doctor
from ekakushin.automation.cli.steps import add_steps
from ekakushin.automation.commands.certificates import show_expiring
from ekakushin.automation.commands.mail import print_mails
from ekakushin.automation.commands.mock import (
    cause_fault,
    last_state,
    listed_faults,
    mend_fault,
    serve,
    unlock_account,
)
from ekakushin.automation.commands.mock import demo as run_demo
from ekakushin.automation.commands.mock import html_filter as load_html_filter
from ekakushin.automation.commands.onboard import Wish, work
from ekakushin.automation.commands.onboard import onboard as onboard_them
from ekakushin.automation.commands.selection import from_mails, selected
from ekakushin.automation.commands.status import show_documents, show_status, write_reports
from ekakushin.automation.commands.takeover import list_workers, take_over_from
from ekakushin.automation.guide import list_guide, search_guide, show_guide
from ekakushin.automation.office import Office
from ekakushin.automation.roster import write_template
from ekakushin.automation.settings import read_settings
from ekakushin.automation.terminal.hands import must_be_possible
from ekakushin.automation.terminal.tell import tell
from ekakushin.flows.mailbox import as_json
from ekakushin.flows.models import STEPS, StepName
from ekakushin.flows.text import say

app = typer.Typer(
    help=say("help.app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
mail = typer.Typer(help=say("help.mail"), no_args_is_help=True)
mock = typer.Typer(help=say("help.mock"), no_args_is_help=True)
guide = typer.Typer(help=say("help.guide"), no_args_is_help=True)
rosters = typer.Typer(help=say("help.roster_app"), no_args_is_help=True)
app.add_typer(mail, name="mail")
app.add_typer(mock, name="mock")
app.add_typer(credentials, name="credentials")
app.add_typer(audit, name="audit")
app.add_typer(rosters, name="roster")
app.add_typer(guide, name="guide")
app.add_typer(certificates, name="cert")
app.command(help=say("help.doctor"))(doctor)


@app.command(help=say("help.demo"))
def demo(
    people: o.People = 3,
    signing_delay: o.SigningDelay = 5,
    home: o.Home = None,
    workers: o.Workers = None,
    headed: o.Headed = None,
    browser: o.Browser = None,
    debug: o.Debug = None,
    trace: o.Trace = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """A mock, a few people, a report."""
    place = home or Path(tempfile.mkdtemp(prefix="ekakushin-demo-"))
    settings = read_settings(
        home=place, workers=workers, headed=headed, browser=browser, debug=debug, trace=trace, lang=lang
    )
    tell(say("demo.begin", people=people))
    tell(say("demo.folder", path=place))
    raise typer.Exit(
        run_demo(settings, people=people, signing_delay=signing_delay, as_json_only=as_json_only)
    )


@app.command(help=say("help.onboard"))
def onboard(
    more: o.MoreMails = None,
    mails: o.Mails = None,
    roster: o.Roster = None,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    database: o.Database = None,
    workers: o.Workers = None,
    headed: o.Headed = None,
    assist: o.Assist = None,
    by_hand: o.ByHand = None,
    from_path: o.FromPath = None,
    pin_stdin: o.PinStdin = None,
    browser: o.Browser = None,
    debug: o.Debug = None,
    trace: o.Trace = None,
    until: o.Until = None,
    only: o.Only = None,
    again: o.Again = False,
    reissue: o.ReissueFor = None,
    enqueue: o.Enqueue = False,
    dry_run: o.DryRun = False,
    any_pc: o.AnyPc = None,
    stop_after: o.StopAfter = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """Everybody of the mails."""
    settings = read_settings(
        site=site,
        home=home,
        vault=vault,
        database=database,
        workers=workers,
        headed=headed,
        assist=assist,
        by_hand=by_hand,
        downloads=from_path,
        pin_stdin=pin_stdin,
        browser=browser,
        debug=debug,
        trace=trace,
        any_pc=any_pc,
        stop_after=stop_after,
        lang=lang,
    )
    must_be_possible(
        settings, workers=workers, headed=headed, elsewhere=enqueue or dry_run, downloads=from_path
    )
    wish = Wish(
        steps=_steps_until(until),
        only=tuple(only or ()),
        again=again,
        reissue=tuple(reissue or ()),
        enqueue_only=enqueue,
        dry=dry_run,
        as_json_only=as_json_only,
    )
    office = Office(settings)
    raise typer.Exit(onboard_them(office, selected(office, [*(mails or []), *(more or [])], roster), wish))


@app.command(help=say("help.worker"))
def worker(
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    database: o.Database = None,
    workers: o.Workers = None,
    headed: o.Headed = None,
    assist: o.Assist = None,
    browser: o.Browser = None,
    debug: o.Debug = None,
    trace: o.Trace = None,
    any_pc: o.AnyPc = None,
    until_empty: o.UntilEmpty = False,
    stop_after: o.StopAfter = None,
    lang: o.Lang = None,
) -> None:
    """Work on the queue."""
    settings = read_settings(
        site=site,
        home=home,
        vault=vault,
        database=database,
        workers=workers,
        headed=headed,
        assist=assist,
        browser=browser,
        debug=debug,
        trace=trace,
        any_pc=any_pc,
        stop_after=stop_after,
        lang=lang,
    )
    must_be_possible(settings, workers=workers, headed=headed)
    raise typer.Exit(work(Office(settings), until_empty=until_empty))


@app.command(help=say("help.takeover"))
def takeover(
    worker: o.Worker = None,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    database: o.Database = None,
    browser: o.Browser = None,
    lang: o.Lang = None,
) -> None:
    """Go on with the people of a worker that has died."""
    settings = read_settings(site=site, home=home, vault=vault, database=database, browser=browser, lang=lang)
    office = Office(settings)
    raise typer.Exit(take_over_from(office, worker) if worker else list_workers(office))


@app.command(help=say("help.status"))
def status(
    home: o.Home = None,
    vault: o.Vault = None,
    database: o.Database = None,
    everybody: o.All = False,
    watching: o.Watch = False,
    expiring: o.Expiring = None,
    ics: o.Ics = None,
    lang: o.Lang = None,
    as_json_only: o.Json = False,
) -> None:
    """Who stands where."""
    office = Office(read_settings(home=home, vault=vault, database=database, lang=lang))
    if expiring is not None:
        raise typer.Exit(show_expiring(office, expiring, ics=ics, as_json_only=as_json_only))
    if ics:
        raise typer.BadParameter("--expiring 60d --ics FILE", param_hint="--ics")
    raise typer.Exit(show_status(office, everybody=everybody, watching=watching, as_json_only=as_json_only))


@app.command(help=say("help.report"))
def report(
    html: o.HtmlFile = None,
    xlsx: o.XlsxFile = None,
    junit: o.JunitFile = None,
    json_file: o.JsonFile = None,
    site: o.Site = None,
    home: o.Home = None,
    vault: o.Vault = None,
    database: o.Database = None,
    lang: o.Lang = None,
) -> None:
    """Who stands where, as files."""
    office = Office(read_settings(site=site, home=home, vault=vault, database=database, lang=lang))
    raise typer.Exit(write_reports(office, html=html, xlsx=xlsx, junit=junit, json_file=json_file))


@app.command(help=say("help.documents"))
def documents(roster: o.Roster = None, lang: o.Lang = None, as_json_only: o.Json = False) -> None:
    """Which papers must be sent before the mails arrive."""
    raise typer.Exit(show_documents(roster, as_json_only=as_json_only))


@rosters.command("new", help=say("help.roster_new"))
def roster_new(file: o.NewFile, force: o.Force = False, lang: o.Lang = None) -> None:
    """A template to fill in."""
    print(say("overview.written", path=write_template(file, overwrite=force)))


def _steps_until(until: str | None) -> tuple[StepName, ...]:
    if until is None:
        return STEPS
    if until not in STEPS:
        raise typer.BadParameter(", ".join(get_args(StepName)), param_hint="--until")
    return STEPS[: STEPS.index(until) + 1]


add_steps(app)


@mail.command("read", help=say("help.mail_read"))
def mail_read(
    paths: o.Paths = None, addresses: o.Addresses = False, lang: o.Lang = None, as_json_only: o.Json = False
) -> None:
    """What is in these mails."""
    reading = from_mails(paths or [Path("-")])
    if as_json_only:
        print(json.dumps(as_json(reading, addresses=addresses), ensure_ascii=False))
    else:
        print_mails(reading, Console(), addresses=addresses)
    raise typer.Exit(0 if reading.people else 1)


@mail.command("import", help=say("help.mail_import"))
def mail_import(
    paths: o.Paths = None, home: o.Home = None, vault: o.Vault = None, lang: o.Lang = None
) -> None:
    """Keep what is in these mails."""
    office = Office(read_settings(home=home, vault=vault, lang=lang))
    reading = from_mails(paths or [Path("-")])
    complete = [person for person in reading.people if person.complete]
    office.people.keep((person.invitation() for person in complete), by_hand=True)
    print(say("run.imported", count=len(complete)))
    raise typer.Exit(0 if complete and len(complete) == len(reading.people) else 1)


@guide.command("list", help=say("help.guide_list"))
def guide_list(lang: o.Lang = None, as_json_only: o.Json = False) -> None:
    """Every code."""
    raise typer.Exit(list_guide(as_json_only))


@guide.command("show", help=say("help.guide_show"))
def guide_show(code: o.Code, lang: o.Lang = None, as_json_only: o.Json = False) -> None:
    """One code, whole."""
    raise typer.Exit(show_guide(code, as_json_only))


@guide.command("search", help=say("help.guide_search"))
def guide_search(words: o.Words, lang: o.Lang = None, as_json_only: o.Json = False) -> None:
    """The codes that fit these words."""
    raise typer.Exit(search_guide(words, as_json_only))


@mock.command("serve", help=say("help.mock_serve"))
def mock_serve(
    state: o.State = None,
    people: o.People = 3,
    signing_delay: o.SigningDelay = 5,
    profile: o.Profile = "certenroll",
    encoding: o.Encoding = "cp932",
    receipt: o.Receipt = "again",
    fault: o.Faults = None,
    skin: o.Skins = None,
    html_filter: o.HtmlFilter = None,
    lang: o.Lang = None,
) -> None:
    """Serve the mock until Ctrl-C."""
    options = {
        "people": people,
        "signing_delay": signing_delay,
        "profile": profile,
        "service_encoding": encoding,
        "receipt": receipt,
        "faults": tuple(fault or ()),
        "skins": tuple(skin or ()),
        "html_filter": load_html_filter(html_filter),
    }
    raise typer.Exit(serve(state, read_settings(lang=lang), **options))


@mock.command("fault", help="\n\n".join((say("help.mock_fault"), listed_faults())))
def mock_fault(fault: o.Fault, state: o.State = None, lang: o.Lang = None) -> None:
    """Let something go wrong on the mock that is being served."""
    cause_fault(state or last_state(read_settings(lang=lang)), fault)
    print(say("mock.faulty", fault=fault))


@mock.command("mend", help=say("help.mock_mend"))
def mock_mend(fault: o.Fault, state: o.State = None, lang: o.Lang = None) -> None:
    """Let it go right again."""
    mend_fault(state or last_state(read_settings(lang=lang)), fault)
    print(say("mock.mended", fault=fault))


@mock.command("unlock", help=say("help.mock_unlock"))
def mock_unlock(user: o.User, state: o.State = None, lang: o.Lang = None) -> None:
    """Unlock an account."""
    unlock_account(state or last_state(read_settings(lang=lang)), user)
    print(say("mock.unlocked", user_id=user))
