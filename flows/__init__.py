"""The steps that take one person from two mails to a working account, and the screens of the two sites."""
