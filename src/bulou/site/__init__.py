"""Site: settings, urls and the server's entry point."""
