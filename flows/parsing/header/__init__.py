"""What a document is: title, type, force, body, commissioner, date."""
