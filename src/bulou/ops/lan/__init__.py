"""The local network: a certificate of our own or a bought one, the addresses of this machine, a page for phones."""
