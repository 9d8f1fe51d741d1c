"""Social cards: the picture beside a shared link, 1200×630, legible in a chat on a small phone."""
