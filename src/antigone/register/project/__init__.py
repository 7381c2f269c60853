"""Settings, addresses and the web server's entry of the record."""
