"""What a careful reader would question, besides arithmetic."""
