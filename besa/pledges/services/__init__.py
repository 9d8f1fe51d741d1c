"""Everything that writes pledges. Each act stands in the ledger, in the transaction that makes it true."""
