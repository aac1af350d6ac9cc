"""The ledger as a Django application: plain statements are ready before the first connection opens."""

from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Whoever connects first, be it a migration, gets ids as hex text."""

    name = "bulou.ledger"

    def ready(self) -> None:
        """Lets ground.database listen for new connections."""
        import_module("bulou.ground.database")
