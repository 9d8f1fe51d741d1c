"""A share kit: what a coordinator, an editor or anybody needs to spread the word of one municipality's month."""
