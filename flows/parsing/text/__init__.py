"""What a text is made of: passages, blocks, sentences, tables, and the outline of them all."""
