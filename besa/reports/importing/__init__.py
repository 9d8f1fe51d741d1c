"""Reports that were made elsewhere: reading files, mapping their words to ours, judging each row."""
