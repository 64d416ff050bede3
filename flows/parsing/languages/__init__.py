"""Which language a document and each stretch of it is written in."""
