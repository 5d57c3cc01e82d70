"""All use of Playwright: finds and starts a browser, drives it, and reads pages by the words shown on them."""

from ekakushin.flows.debugging import stay_quiet

stay_quiet()
