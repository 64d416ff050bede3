"""One module for each room of the site: what its pages say, read from the snapshot."""
