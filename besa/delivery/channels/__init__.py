"""The channels that deliveries bring themselves: mail and webhook."""
