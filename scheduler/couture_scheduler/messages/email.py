"""A story as an e-mail: HTML and plain text, with small images of the failing cell inside."""

from __future__ import annotations

import functools
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from couture_scheduler.messages.story import SIGNS, Story
from couture_scheduler.messages.wording import LINKS, facts, parameters


def compose(story: Story, sender: str, recipient: str, *, key: str, now: datetime) -> EmailMessage:
    """The message. ``key`` is the same for the same message sent twice, so that a mail program can tell."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"{SIGNS[story.event]} {story.headline}"[:200]
    message["From"] = sender
    message["To"] = recipient
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<couture-{key}@{sender.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    images = story.cell.images if story.cell else ()
    names = [f"image-{index}-{key}@couture" for index in range(len(images))]
    message.set_content(as_text(story))
    message.add_alternative(as_html(story, names), subtype="html")
    page = list(message.iter_parts())[-1]
    assert isinstance(page, EmailMessage)
    for name, image in zip(names, images, strict=True):
        page.add_related(image, "image", "png", cid=f"<{name}>", filename=f"{name.partition('@')[0]}.png")
    return message


def as_html(story: Story, images: list[str]) -> str:
    """The page; ``images`` are the content ids of the cell's images."""
    return _template().render(
        story=story,
        sign=SIGNS[story.event],
        facts=facts(story),
        parameters=parameters(story),
        links=_links(story),
        images=images,
    )


def as_text(story: Story) -> str:
    """The same in plain text."""
    parts = [story.headline, "", *(f"{name}: {value}" for name, value in facts(story))]
    if story.parameters:
        parts += ["", "Parameters:", *(f"  {name} = {value}" for name, value in parameters(story))]
    if story.cell:
        parts += ["", f"Cell {story.cell.number} failed:", "", _indented(story.cell.source), "", story.cell.error]
        parts += ["", "The last it printed:", "", story.cell.output] if story.cell.output else []
    elif story.error:
        parts += ["", story.error]
    if story.log:
        parts += ["", "The end of the log:", "", story.log]
    parts += ["", *(f"{label}: {address}" for label, address in _links(story)), story.where]
    return "\n".join(parts).rstrip() + "\n"


def _links(story: Story) -> list[tuple[str, str]]:
    return [(label, story.links[name]) for name, label in LINKS if name in story.links]


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


@functools.cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("email.html.jinja")
