"""One person, once: the two sites, their screens and the steps between two mails and a working account."""
