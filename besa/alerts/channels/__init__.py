"""The channels by which followers are told. Each registers itself; importing this package registers all."""
