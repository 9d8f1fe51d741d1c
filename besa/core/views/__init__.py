"""Pages that know no domain: the installed app, errors, development pages."""
