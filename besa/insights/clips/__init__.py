"""Short captioned clips for sharing: what they say, how long each scene stands, and how they are filmed."""
