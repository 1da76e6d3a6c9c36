"""The terminal and the browser: shows what ``rag`` and ``index`` return, and decides nothing itself.

Re-exports nothing, so that the command line does not wait for the chat's packages: ``ui.cli.main`` is the command,
``ui.web.page.build_app`` the page, ``ui.server.serve`` the chat.
"""
