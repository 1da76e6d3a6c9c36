from __future__ import annotations

from index.loaders import parse
from tests import laws

BODY = "This is a paragraph that is long enough to follow a heading, because it goes on and on until it says something."
MARKDOWN = """---
title: "A *title*"
Date: 2026-01-31T10:00:00Z
authors:
  - "Ada Byron"
  - Grace Hopper
tags: [a, b]
---
# Head *one* [link](http://example.com)

Some **bold** text ![picture](i.png) that
wraps &amp; stuff <b>html</b>.

- a
- b
  1. c
  2. d

```py
def f():
    return 1
```

| a | b |
|---|---|
| 1 | `2` |

Sub
---

> quoted

<div>raw</div>
"""
HTML = f"""<!doctype html><html><head><title>The page - The site</title>
<meta property="og:site_name" content="The site"><meta name="author" content="Ada Byron">
<meta property="article:published_time" content="2026-01-31T10:00:00Z"><script>bad()</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>The page</h1><p>{BODY}<br>After a break &amp; more.</p>
<h2>Lists</h2><ul><li>one</li><li>two <b>bold</b></li></ul>
<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>
<pre>def f():
    return 1</pre><p>{BODY}</p><p><img src="http://example.com/i.png" alt="x">Read
<a href="http://example.com">what the paper wrote</a> about it.</p>
</article></body></html>"""


def test_plain_text_finds_headings() -> None:
    document = parse(f"The title\n\nFirst Part\n{BODY}\n\nno heading\n{BODY}\n\nTHE END.\n{BODY}".encode(), "a.txt")
    assert document.title == "The title"
    assert [section.heading for section in document.sections] == ["The title", "First Part", "THE END."]


def test_a_long_first_paragraph_is_shortened_to_a_title() -> None:
    document = parse((BODY + " ").encode() * 5, "a.txt")
    assert document.title.startswith("This is a paragraph")
    assert document.title.endswith("…")
    assert len(document.title) <= 120
    assert document.sections == ()


def test_markdown_reads_as_text() -> None:
    document = parse(MARKDOWN.encode(), "a.md")
    assert (document.title, document.date, document.author) == ("A *title*", "2026-01-31", "Ada Byron, Grace Hopper")
    assert document.text == (
        "Head one link\n\nSome bold text picture that wraps & stuff html.\n\n- a\n- b\n  1. c\n  2. d\n\n"
        "def f():\n    return 1\n\na | b\n1 | 2\n\nSub\n\nquoted\n\nraw"
    )
    assert [(s.heading, s.level) for s in document.sections] == [("Head one link", 1), ("Sub", 2)]


def test_markdown_without_front_matter_is_called_by_its_heading_or_first_line() -> None:
    assert parse(b"text\n\n# Head", "a.md").title == "Head"
    assert parse(b"just text", "a.md").title == "just text"


def test_front_matter_in_toml_is_no_text_either() -> None:
    document = parse(b'+++\ntitle = "T"\ndate = 2026-02-30\nauthor = "A. B."\n+++\nBody.', "a.md")
    assert (document.title, document.text, document.date, document.author) == ("T", "Body.", None, "A. B.")


def test_html_reads_as_text() -> None:
    document = parse(HTML.encode(), "a.html")
    assert (document.title, document.date, document.author) == ("The page", "2026-01-31", "Ada Byron")
    assert document.text == (
        f"The page\n\n{BODY}\nAfter a break & more.\n\nLists\n\n- one\n- two bold\n\na | b\n1 | 2\n\n"
        f"def f():\n    return 1\n\n{BODY}\n\nRead what the paper wrote about it."
    )
    assert [(s.heading, s.level) for s in document.sections] == [("The page", 1), ("Lists", 2)]


def test_a_short_page_is_read_whole() -> None:
    document = parse(b"<title>T</title><h1>Head</h1><p>One.<p>Two &#xD800;&eacute;<!-- no -->.", "a.html")
    assert document.title == "T"
    assert document.text.startswith("Head\n\nOne.\n\nTwo ")
    assert document.text.endswith("é.")


MANUAL = """<title>Manual</title><body><h1>Coffee machine</h1><h2>Descaling</h2>
<p>Descale it every three months, or when the orange light blinks.</p>
<ol><li>Fill the tank with water.</li><li>Hold the button for five seconds.</li></ol>
<h2>Troubleshooting</h2><table><tr><th>Problem</th><th>Cause</th><th>What to do</th></tr>
<tr><td>No coffee comes out</td><td>Tank empty or not seated</td><td>Fill the tank and push it in</td></tr>
<tr><td>Coffee is lukewarm</td><td>Machine is scaled</td><td>Descale the machine</td></tr>
<tr><td>Red light blinks</td><td>Drip tray full</td><td>Empty the drip tray</td></tr></table>
<p>Do not put the drip tray in the dishwasher.</p></body>"""


def test_a_page_that_is_no_part_of_a_site_is_read_whole() -> None:
    document = parse(MANUAL.encode(), "a.html")
    assert [section.heading for section in document.sections] == ["Coffee machine", "Descaling", "Troubleshooting"]
    assert "\n\n1. Fill the tank with water.\n2. Hold the button for five seconds.\n\n" in document.text
    site = parse(MANUAL.encode() + b"<nav><a href='/'>Home</a></nav>", "a.html")
    assert "Home" not in site.text


def test_a_page_says_its_encoding() -> None:
    data = '<html><head><meta charset="windows-1251"></head><body><p>Привет мир</p></body></html>'.encode("cp1251")
    assert parse(data, "a.html").text == "Привет мир"
    data = '<?xml version="1.0" encoding="koi8-r"?><html><body><p>Привет мир</p></body></html>'.encode("koi8-r")
    assert parse(data, "a.html").text == "Привет мир"


SITE = """<!doctype html><html><head><title>Boat club</title></head><body><nav><a href="/">Home</a></nav>
<p>The club was founded in 1931 and keeps ninety boats along the canal. These are the rules that every member signs when
a boat is taken over, and they are read out at the spring meeting each year, before the first boat leaves.</p>
<p>Moorings are let for a year at a time. The committee looks at every boat in May and in August.</p>
<ul><li><span>Masts may be at most 11 metres tall.</span></li><li><a href="/dogs">Dogs</a>: two on each boat.</li></ul>
<div class="panel"><h3>Water</h3><div>Hoses are forbidden between noon and five.</div></div>
<ul><li><a href="/a">Fees of the club</a></li><li><a href="/b">The harbour master</a></li>
<li><a href="/c">Maps</a></li></ul>
<footer>Contact the secretary.</footer><script>var a = 1;</script></body></html>"""


def test_an_ordinary_page_keeps_its_lists_and_its_panels_but_no_lists_of_links() -> None:
    document = parse(SITE.encode(), "a.html")
    laws.check(document)
    lines = document.text.split("\n")
    assert "- Masts may be at most 11 metres tall." in lines
    assert "- Dogs: two on each boat." in lines
    assert [section.heading for section in document.sections] == ["Water"]
    assert lines[-1] == "Hoses are forbidden between noon and five."


PANELS = """<nav><a href="/">Home</a></nav><h3><button aria-controls="p1">What does a mooring cost?</button></h3>
<div id="p1" hidden><p>Seven euro a night.</p></div><button aria-controls="p2">Deposit</button>
<div id="p2" hidden>Half of the fee.</div><div role="tablist"><button role="tab" aria-controls="p3">Winter</button>
</div><div role="tabpanel" id="p3" hidden><p>Open from 10 to 16.</p></div>
<div hidden><p>Thank you for your message.</p></div>
<details><summary>How do I cancel?</summary><p>Write to the office.</p></details>"""


def test_what_a_button_or_a_tab_shows_is_read_below_its_words_and_what_else_is_hidden_is_not() -> None:
    rules = "<p>No boat may be let to others, nor lent for longer than a week, without a word to the committee.</p>"
    document = parse(SITE.replace('<div class="panel">', f"{rules * 6}{PANELS}<div>").encode(), "a.html")
    laws.check(document)
    panels = document.text[document.text.index("What does") : document.text.index("Water")]
    assert panels.split("\n\n") == [
        "What does a mooring cost?", "Seven euro a night.", "Deposit", "Half of the fee.", "Winter",
        "Open from 10 to 16.", "How do I cancel?", "Write to the office.", "",
    ]  # fmt: skip
    assert [section.heading for section in document.sections] == ["What does a mooring cost?", "Winter", "Water"]


def test_definitions_in_markdown_are_read_with_their_terms() -> None:
    knots = "Knots\n\n:   - bowline\n    - hitch\n"
    text = f"Keel\n: The lowest timber.\n\nLuff\n: To turn.\n: An edge.\n\n{knots}\nEnd: no term"
    document = parse(text.encode(), "a.md")
    laws.check(document)
    assert document.text == (
        "Keel: The lowest timber.\nLuff: To turn.\nLuff: An edge.\n\nKnots\n\n- bowline\n- hitch\n\nEnd: no term"
    )
    assert [block.columns for block in document.blocks][:3] == [("Keel",), ("Luff",), ("Luff",)]


def test_html_in_markdown_is_read_as_on_a_page() -> None:
    text = (
        "# Pump\n\n<table>\n<tr><th>Model</th><th>Weight</th></tr>\n\n<tr><td>P1</td><td>9 kg</td></tr>\n</table>\n\n"
        "<details>\n<summary>It is loud</summary>\n\nBleed it.\n\n</details>\n\n"
        "| Part | Fits |\n|---|---|\n| Hose | A<br>B |\n"
        "\n- [x] ordered\n"
    )
    document = parse(text.encode(), "a.md")
    laws.check(document)
    assert document.text == (
        "Pump\n\nModel | Weight\nP1 | 9 kg\n\nIt is loud\n\nBleed it.\n\nPart | Fits\nHose | A B\n\n- [x] ordered"
    )
    assert document.labelled(0, len(document.text)).text.split("\n")[2] == "Model: P1; Weight: 9 kg"


def test_an_item_without_words_gives_its_mark_to_the_next_paragraph_and_a_price_that_was_struck_out_is_one() -> None:
    page = "<ul><li><button>Navy</button></li></ul><details><summary>Materials</summary><p>Cotton.</p></details>"
    document = parse(f"<p>£149 <del>£189</del></p>{page}".encode(), "a.html")
    laws.check(document)
    assert document.text == "£149\n\nMaterials\n\nCotton."
    assert {block.kind for block in document.blocks} == {"paragraph"}


def test_a_page_that_leaves_out_the_tag_of_its_body_is_empty() -> None:
    rows = "".join(f"<tr><td>{number}</td><td>Boat {number}</td></tr>" for number in range(1_500))
    table = f"<table><tr><th>No</th><th>Name</th></tr>{rows}</table>"
    page = f"<!doctype html><title>Boats</title><nav>Home</nav><main>{table}</main>"
    document = parse(page.encode(), "a.html")
    assert document.title == "Boats"
    assert "Boat 1499" in document.text
    assert "Home" not in document.text
