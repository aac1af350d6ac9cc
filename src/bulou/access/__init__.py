"""Access: accounts, devices, roles as data, and the scope in which somebody may read or say anything."""
