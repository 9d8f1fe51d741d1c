"""What people write on the pages of pledges, checked before a service sees it."""
