"""Active content in every syntax: remote images, links, forms, scripts."""

from __future__ import annotations

EVIL = "evil.example"
ACTING = [
    "![x](http://evil.example/a.png)", "[the plan](http://evil.example)", "[e]: http://evil.example",
    "<img src=x onerror=alert(1)>", "<a href='//evil.example'>plan</a>", "http://evil.example/", "www.evil.example",
    "<http://evil.example>", "[plan](javascript:alert(1))", "javascript:alert(1)", "data:text/html,x",
    "![](//evil.example)", "![plan](data:image/png,x)",
    "<script>fetch('/')</script>", "<svg/onload=alert(1)>", "<form action=//evil.example>", "&#106;avascript:x",
    "\\href{http://evil.example}{plan}", "<style>@import '//evil.example'</style>", "url(//evil.example)",
    "vbscript:x", "<iframe srcdoc=x>", "![plan][evil]", "<!-- x -->", "<math><mtext></mtext></math>", "file:///etc/passwd",
]  # fmt: skip


def acting(host: str) -> list[str]:
    """Return each of them, leading to a host of the caller's."""
    return [text.replace(EVIL, host) for text in ACTING]
