"""Every relative link of every Markdown file leads to a file, and to a heading where it names one."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import markdown  # noqa: E402

TREE = pathlib.Path(__file__).resolve().parents[2]
NOT_SOURCES = {"build", "install", ".git", ".cache", "third_party", "node_modules"}


def pages_of(tree):
    return sorted(page for page in tree.rglob("*.md") if not NOT_SOURCES & set(page.relative_to(tree).parts))


def faults_of(page, tree):
    """A sentence for each link that leads nowhere."""
    faults = []
    for line, target in markdown.links_of(page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        where = f"{page.relative_to(tree)}:{line}: {target}"
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            faults.append(f"{where}: there is no {path}")
        elif not file.is_relative_to(tree.resolve()):
            faults.append(f"{where}: lies outside the sources")
        elif anchor and file.suffix == ".md":
            if anchor not in markdown.anchors_of(file.read_text(encoding="utf-8")):
                faults.append(f"{where}: {path or 'this page'} has no heading of that name")
    return faults


class Links(unittest.TestCase):
    def test_links_lead_somewhere(self):
        pages = pages_of(TREE)
        self.assertIn(TREE / "README.md", pages)
        faults = [fault for page in pages for fault in faults_of(page, TREE)]
        self.assertEqual(faults, [], "\n" + "\n".join(faults))

    def test_a_link_that_leads_nowhere_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder)
            page = tree / "a.md"
            page.write_text("# A page: of `two` words\n\n[x](b.md) [y](#no)\n[z](#a-page-of-two-words) [w](a.md)\n"
                            "`[no](link.md)` <https://a.b/c>\n```\n[no](link.md)\n```\n", encoding="utf-8")
            self.assertEqual(faults_of(page, tree), ["a.md:3: b.md: there is no b.md",
                                                     "a.md:3: #no: this page has no heading of that name"])


if __name__ == "__main__":
    unittest.main()
