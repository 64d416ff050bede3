"""What the command line does besides the refresh: ask, show, tell, parse, and what people see."""
