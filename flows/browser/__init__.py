"""The one door to Playwright: finding a browser, driving it, and reading a page as a person does."""

from ekakushin.flows.debugging import stay_quiet

stay_quiet()
