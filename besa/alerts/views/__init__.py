"""Pages of alerts. A link in a mail never acts by itself: mail scanners open links, people press buttons."""
