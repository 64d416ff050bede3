"""Reports that a document answers, and what it answers to each recommendation."""
