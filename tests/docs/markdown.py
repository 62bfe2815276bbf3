"""Reads Markdown as far as the tests of the documentation need it: fenced blocks, links, and anchors of headings."""

import dataclasses
import re

FENCE = re.compile(r"^(```+|~~~+)\s*([\w+-]*)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")


@dataclasses.dataclass
class Block:
    """A fenced block: its language, its first line's number, and its text."""
    language: str
    line: int
    text: str


def parts(text):
    """The fenced blocks, and pairs of number and text of the lines outside them."""
    blocks, outside, fence = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if fence is None and mark:
            fence = mark.group(1)
            blocks.append(Block(mark.group(2), number + 1, ""))
        elif fence is not None and line.strip() == fence:
            fence = None
        elif fence is not None:
            blocks[-1].text += line + "\n"
        else:
            outside.append((number, line))
    return blocks, outside


def blocks_of(text, *languages):
    return [block for block in parts(text)[0] if block.language in languages]


def links_of(text):
    """Pairs of line and target, of links outside code. The text of a link may go over the end of a line."""
    lines = [""] * (len(text.splitlines()) + 1)
    for number, line in parts(text)[1]:
        lines[number] = re.sub(r"`[^`]*`", "", line)
    joined = "\n".join(lines)
    return [(joined.count("\n", 0, link.start(1)), link.group(1)) for link in LINK.finditer(joined)]


def anchors_of(text):
    """What a link to each heading is, as GitHub makes it."""
    found, times = set(), {}
    for _, line in parts(text)[1]:
        heading = HEADING.match(line)
        if heading:
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.group(1)).lower()
            anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
            seen = times.get(anchor, 0)
            times[anchor] = seen + 1
            found.add(f"{anchor}-{seen}" if seen else anchor)
    return found
