"""The one door to Playwright: finding a browser, driving it, and reading a page as a person does."""
