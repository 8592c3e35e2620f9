"""The application object for the server and for the `flask` command."""

from storefront import create_app

app = create_app()
