"""Command line, web page and HTTP interfaces of citeseed.

Exports nothing, so that the command line does not import the chat's packages: ``ui.cli.main`` is the command,
``ui.web.page.build_app`` the page, ``ui.server.serve`` the chat.
"""
