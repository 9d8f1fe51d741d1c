"""Pages of pledges: thin, each loads and authorises, asks a form and one service or query, and renders."""
