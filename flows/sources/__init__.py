"""Where documents come from: folders, files, archives and URLs to kept bytes with an address."""
