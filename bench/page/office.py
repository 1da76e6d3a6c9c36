"""Make 25 files of an invented shop, as they lie in a folder of somebody who never sorted it."""

from __future__ import annotations

import io
from email.message import EmailMessage
from typing import TYPE_CHECKING

import openpyxl
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation

from tests.samples.office_files import paragraph, table, word
from tests.samples.pdf_files import column, paper

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HANDBOOK = "".join(
    (
        paragraph("Staff handbook", "Title"),
        paragraph("Working hours", "Heading1"),
        paragraph("A full week has 37 hours. The shop opens at nine, and everybody starts at a quarter to nine."),
        paragraph("Leave", "Heading1"),
        paragraph("Holiday", "Heading2"),
        paragraph("Everybody has 27 days of holiday a year. Five of them can be taken into the next year."),
        paragraph("Parental leave", "Heading2"),
        paragraph("Parents may take 16 weeks of paid parental leave. It has to be announced eight weeks before."),
        paragraph("Sick leave", "Heading2"),
        paragraph("Whoever is ill calls the shop before nine. A doctor's note is needed from the fourth day on."),
        table(("Allowance", "Amount"), ("Shoes", "900 kr"), ("Glasses", "1,500 kr")),
    )
)
_LEASE = (
    "This lease is made between Bryggen Property and Fjell Outdoor for the shop at Storgata 12. The lease begins on "
    "1 May 2021 and ends on 30 April 2027. The rent is 42,500 kr a month and is paid on the first day of the month. "
    "The tenant may end the lease earlier with a notice of six months. Repairs of the roof are paid by the landlord."
)
_WARRANTY = (
    "Tents have a warranty of three years against leaking seams. Backpacks have a warranty of five years on zips and "
    "straps. Stoves are repaired for one year. Damage from fire is never covered."
)
_TEXTS = {
    "travel policy.md": (
        "# Travel policy\n\nTrains are booked in second class. A hotel may cost up to 1,400 kr a night.\n\n"
        "## Approval\n\nJourneys abroad are approved by Sigrid Moen.\n"
    ),
    "privacy.md": (
        "# Privacy\n\nAddresses of customers are deleted after three years. The privacy officer is Jonas Lie.\n"
    ),
    "roadmap 2025.md": (
        "# Roadmap 2025\n\n| Quarter | Plan |\n|---|---|\n| Q1 | New cash desk |\n| Q2 | Ski service in the cellar |\n"
        "| Q3 | Second shop in Voss |\n"
    ),
    "minutes/2024-03-04.md": (
        "# Minutes of 4 March 2024\n\nPresent: Sigrid, Jonas, Amira.\n\nAmira takes care of the summer sale. "
        "The insurance of the van is renewed.\n"
    ),
    "minutes/2024-06-10.txt": (
        "Minutes of 10 June 2024\n\nThe summer sale brought 212,000 kr. Jonas orders new shelves until 1 July.\n"
    ),
    "minutes/2024-09-02.txt": (
        "Minutes of 2 September 2024\n\nThe van had an accident in Voss; the insurance paid 18,000 kr.\n"
    ),
    "safety.txt": (
        "Safety rules\n\nGas is kept in the yard only. The fire door stays free. Karin checks the alarm each month.\n"
    ),
    "passwords - do not share.txt": "The alarm is switched off by the key in the safe.\n",
    "staff.csv": (
        "name,role,phone\nSigrid Moen,manager,55 20 11 01\n"
        "Jonas Lie,buyer,55 20 11 02\nAmira Haddad,sales,55 20 11 03\n"
        "Karin Berg,warehouse,55 20 11 09\n"
    ),
    "inventory.csv": "item,stock,shelf\nTent Vidda,14,A1\nTent Fonn,3,A2\nStove Glo,22,C4\nBackpack Tind,9,B2\n",
    "suppliers.csv": "supplier,city,discount\nNordtelt,Tromso,12 %\nGlod AS,Bergen,8 %\nSekk & Sonn,Voss,15 %\n",
    "faq.html": (
        "<title>Questions of customers</title><h1>Questions of customers</h1><h2>Can I return a tent?</h2>"
        "<p>Tents can be returned within 30 days when they were never pitched.</p><h2>Do you repair skis?</h2>"
        "<p>We sharpen edges and wax skis. It costs 350 kr and takes two days.</p>"
    ),
    "news page.html": (
        "<title>Fjell Outdoor wins prize</title><h1>Fjell Outdoor wins prize</h1>"
        "<p>The shop won the prize of the town for its repair service in 2023.</p>"
    ),
    "notes.txt": "Call the printer about the catalogue: 4,000 copies until 15 October, not more than 30,000 kr.\n",
    "plan of the shop.dwg": "AC1027 is no text\n",
}
_PAPERS = {
    "lease storgata.pdf": [_LEASE, "Signed in Bergen on 12 March 2021 by Sigrid Moen."],
    "warranty.pdf": [_WARRANTY],
    "offer nordtelt.pdf": [
        "Offer 2024-118. 40 tents of the kind Vidda cost 1,890 kr each. The offer holds until 31 May 2024."
    ],
}
_MAILS = {
    "complaint.eml": (
        "Complaint about a stove",
        "Erik Falk <falk@example.org>",
        "Hello,\n\nthe stove Glo that I bought in May leaks gas at the valve. I want my 1,290 kr back.\n\nErik Falk\n",
    ),
    "re shelves.eml": (
        "Re: Shelves",
        "Hylla <order@example.org>",
        "Dear Mr Lie,\n\nthe ten shelves are delivered on 28 June. They cost 7,400 kr together.\n",
    ),
}
_SLIDES = {
    "Ski service": "The ski service opens in April and needs two people.",
    "Costs": "The machines cost 160,000 kr.",
}
_RECEIPT = ("Malermester Strand", "Receipt 5512", "White paint 4 x 310 kr", "Brushes 95 kr", "Total 1,335 kr")
_EXPENSES: list[tuple[str | int, ...]] = [
    ("Date", "Who", "What", "Amount"),
    ("2024-02-12", "Jonas Lie", "Hotel in Oslo", 2480),
    ("2024-02-13", "Jonas Lie", "Train to Oslo", 598),
    ("2024-05-21", "Sigrid Moen", "Fair in Munich", 9120),
    ("2024-08-30", "Amira Haddad", "Hotel in Voss", 1240),
]
_PRICES: list[tuple[str | int, ...]] = [
    ("Product", "Price", "Weight"),
    ("Tent Vidda", 3490, "2.4 kg"),
    ("Tent Fonn", 5990, "1.9 kg"),
    ("Stove Glo", 1290, "0.4 kg"),
]
NUMBER = 25


def write(folder: Path) -> None:
    """Write the files into a folder."""
    files: dict[str, bytes] = {name: text.encode() for name, text in _TEXTS.items()}
    files |= {
        name: paper([column(text, 60, 740, characters=80, size=11) for text in pages])
        for name, pages in _PAPERS.items()
    }
    files["handbook.docx"] = word(_HANDBOOK)
    files |= {name: _mail(*parts) for name, parts in _MAILS.items()}
    files |= {"expenses.xlsx": _sheet("Expenses", _EXPENSES), "price list.xlsx": _sheet("Prices", _PRICES)}
    files |= {"ski service.pptx": _slides(), "scan0001.png": _scan(_RECEIPT)}
    assert len(files) == NUMBER, len(files)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _mail(subject: str, sender: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, sender, "post@example.org"
    mail["Date"] = "Mon, 03 Jun 2024 09:30:00 +0200"
    mail.set_content(text)
    return mail.as_bytes()


def _sheet(name: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    file, book = io.BytesIO(), openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def _slides() -> bytes:
    deck, file = Presentation(), io.BytesIO()
    for title, text in _SLIDES.items():
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, text
    deck.save(file)
    return file.getvalue()


def _scan(lines: Sequence[str]) -> bytes:
    sheet, file = Image.new("L", (1600, 700), "white"), io.BytesIO()
    for place, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((100, 100 + 80 * place), line, font=ImageFont.load_default(46), fill=0)
    sheet.save(file, "PNG", dpi=(300, 300))
    return file.getvalue()
