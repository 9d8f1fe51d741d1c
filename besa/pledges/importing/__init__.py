"""Reading a list of pledges that somebody else made: rows of a CSV or XLSX file, checked one by one."""
