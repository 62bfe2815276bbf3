"""Pages that `calib` makes of shipped profiles: what holds of every page and picture, without a browser."""

import collections
import csv
import html.parser
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

PROFILES = pathlib.Path(__file__).parents[3] / "profiles"
GENOA, TURIN, H200 = "amd_epyc_genoa_2c", "amd_epyc_turin_2c", "nvidia_h200_sxm"
SVG = "{http://www.w3.org/2000/svg}"


def calib(*words):
    return subprocess.run([os.environ["CALIB"], *map(str, words)], capture_output=True, text=True, encoding="utf-8")


def made(folder, *words, command=("report", "-o")):
    page = pathlib.Path(folder) / "report.html"
    result = calib(command[0], *words, command[1], page)
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return page.read_text(encoding="utf-8")


def compared(folder, *words):
    return made(folder, *words, command=("compare", "--html"))


class Elements(html.parser.HTMLParser):
    """Every element with its attributes, in order."""

    def __init__(self, text):
        super().__init__()
        self.all = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.all.append((tag, dict(attributes)))


def vertices(path):
    return len(re.findall(r"-?\d+", path)) // 2


def colours(style, dark):
    """The colours that a scheme names."""
    schemes = re.findall(r":root\{([^}]*)\}", style)
    found = {}
    for scheme in schemes[:2 if dark else 1]:
        found.update(re.findall(r"(--\w+):(#[0-9a-f]{6})", scheme))
    return found


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        genoa = made(cls.folder.name, GENOA, "--network", "resnet18", "--setting", "onednn_1t_warm")
        cls.pages = {GENOA: genoa, H200: made(cls.folder.name, H200),
                     "two": made(cls.folder.name, GENOA, TURIN),
                     "compared": compared(cls.folder.name, GENOA, TURIN, "--force")}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def each(self):
        return [(name, page, Elements(page).all) for name, page in self.pages.items()]

    def test_a_full_profile_stays_below_a_megabyte(self):
        for name in [GENOA, H200]:
            self.assertLess(len(self.pages[name].encode()), 1e6)

    def test_scripts_are_small_and_nothing_is_loaded(self):
        for _, page, elements in self.each():
            self.assertLess(sum(map(len, re.findall(r"<script>.*?</script>", page, re.S))), 10_000)
            for tag, attributes in elements:
                self.assertNotIn(tag, ["link", "img", "iframe", "object", "embed"])
                self.assertNotIn("src", attributes)
                if "href" in attributes:
                    self.assertTrue(attributes["href"].startswith("#"), attributes)
            self.assertNotRegex(page, r"@import|url\((?!#)")

    def test_ids_are_there_once_and_links_lead_to_them(self):
        for _, _, elements in self.each():
            ids = collections.Counter(more["id"] for _, more in elements if "id" in more)
            self.assertEqual([one for one, count in ids.items() if count > 1], [])
            for _, more in elements:
                if "href" in more:
                    self.assertIn(more["href"][1:], ids)
                for one in more.get("aria-labelledby", "").split():
                    self.assertIn(one, ids)

    def test_every_picture_has_a_role_and_a_name(self):
        for name, page, elements in self.each():
            pictures = [more for tag, more in elements if tag == "svg" and more.get("aria-hidden") != "true"]
            self.assertGreater(len(pictures), 5)
            for more in pictures:
                self.assertEqual(more["role"], "img")
                self.assertIn(f'<title id="{more["id"]}-t">', page)
                self.assertIn(f'<desc id="{more["id"]}-d">', page)

    def test_every_figure_has_its_data(self):
        for _, page, _ in self.each():
            for figure in re.findall(r"<figure>.*?</figure>", page, re.S):
                self.assertIn("<details><summary>Data</summary>", figure)
                self.assertIn("<table", figure)

    def test_every_row_has_a_cell_for_each_column(self):
        for _, page, _ in self.each():
            tables = re.findall(r"<table.*?</table>", page, re.S)
            self.assertGreater(len(tables), 10)
            for table in tables:
                head, *rows = re.split(r"<tr>", table)[1:]
                columns = len(re.findall(r"<th\b", head))
                for row in rows:
                    self.assertEqual(len(re.findall(r"<t[dh]\b", row)), columns, table[:200])

    def test_points_of_a_picture_are_the_rows_of_its_tables(self):
        for _, page, _ in self.each():
            rows = {number: table.count("<tr><td>") for number, table in
                    re.findall(r'<table class="num" id="t(\d+)">(.*?)</table>', page, re.S)}
            paths = re.findall(r'data-t="(\d+)" data-o="\w+" d="([^"]*)"', page)
            self.assertGreater(len(paths), 0)
            for number, path in paths:
                self.assertEqual(vertices(path), rows[number])

    def test_every_measured_shape_is_shown(self):
        profile = json.loads((PROFILES / f"{GENOA}.json").read_text(encoding="utf-8"))
        shapes = sum(len(table["measurements"]["latency_s"]) if "measurements" in table else len(table["latency_s"])
                     for table in profile["tables"] if table["axes"])
        rows = sum(table.count("<tr><td>") for table in
                   re.findall(r'<table class="num" id="t\d+">.*?</table>', self.pages[GENOA], re.S))
        self.assertEqual(rows, shapes)

    def test_every_table_has_a_line_of_its_quality(self):
        tables = json.loads((PROFILES / f"{GENOA}.json").read_text(encoding="utf-8"))["tables"]
        picture = re.search(rf'<svg id="quality-{GENOA}".*?</svg>', self.pages[GENOA], re.S)[0]
        letters = re.findall(r"<text [^>]*>([A-D])</text>", picture)
        self.assertEqual(collections.Counter(letters), collections.Counter(t["quality"]["grade"] for t in tables))
        for flag in {flag for table in tables for flag in table["quality"]["flags"]}:
            self.assertEqual(picture.count(f">{flag}</text>"), 1)
        self.assertNotIn('<svg id="quality-', self.pages[H200])  # without grades
        self.assertNotIn('id="history-', self.pages[H200])  # without a history
        self.assertIn('<table class="quality">', self.pages[H200])

    def test_text_has_contrast_in_both_schemes(self):
        style = re.search(r"<style>(.*?)</style>", self.pages[GENOA], re.S)[1]
        for dark in [False, True]:
            named = colours(style, dark)
            for text, ground in [("fg", "bg"), ("dim", "bg"), ("link", "bg"), ("fg", "card"), ("dim", "card")]:
                self.assertGreaterEqual(contrast(named["--" + text], named["--" + ground]), 4.5, (dark, text, ground))
            for mark in range(8):  # no text: marks and lines need less
                self.assertGreaterEqual(contrast(named[f"--c{mark}"], named["--bg"]), 3, (dark, mark))
        self.assertNotEqual(colours(style, False), colours(style, True))
        steps = re.findall(r"\.q(\d)\{fill:(#[0-9a-f]{6})\}", style)
        self.assertEqual(len(steps), 10)
        numbers = dict(re.findall(r"svg \.n(\d) text\{fill:(#[0-9a-f]{6})\}", style))
        for step, colour in steps:
            self.assertGreaterEqual(contrast(numbers["0" if int(step) < 5 else "1"], colour), 4.5, step)

    def test_networks_are_priced_as_estimate_does(self):
        estimate = json.loads(calib("estimate", GENOA, "resnet18", "--setting", "onednn_1t_warm", "--json").stdout)
        page = self.pages[GENOA]
        table = re.search(r'<table class="layers">.*?</table>', page, re.S)[0]
        self.assertEqual(table.count("<tr><td>"), len(estimate["steps"]))
        self.assertIn(f"onednn_1t_warm: {1e3 * estimate['latency_s']:.3g} ms", page)

    def test_the_same_question_gives_the_same_bytes(self):
        self.assertEqual(self.pages[H200], made(self.folder.name, H200))


class Comparisons(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = pathlib.Path(self.folder.name)
        self.later = self.at / "later.json"
        self.profile = json.loads((PROFILES / f"{TURIN}.json").read_text(encoding="utf-8"))
        for table in self.profile["tables"]:
            factor = 1.2 if table["operation"] == "gemm" else 0.8 if table["operation"] == "gemv" else 1
            for kept in (table, table.get("measurements", {"latency_s": []})):
                kept["latency_s"] = [factor * latency for latency in kept["latency_s"]]
        self.profile["tables"].pop()
        self.later.write_text(json.dumps(self.profile), encoding="utf-8")

    def test_the_page_says_what_the_terminal_says(self):
        page = compared(self.at, TURIN, self.later)
        tables = json.loads(calib("compare", TURIN, self.later, "--json").stdout)
        self.assertEqual({table["verdict"] for table in tables},
                         {"slower", "faster", "same", "not comparable"})
        counts = collections.Counter(table["verdict"] for table in tables)
        lead = re.search(r"<strong>(\d+) tables: (.*?)\.</strong>", page)
        self.assertEqual(int(lead[1]), len(tables))
        self.assertEqual({words.split(" ", 1)[1]: int(words.split(" ", 1)[0]) for words in lead[2].split(", ")}, counts)
        rows = re.findall(r"<tr>(.*)", re.search(r'<table class="quality">.*?</table>', page, re.S)[0])[1:]
        for row, table in zip(rows, tables, strict=True):
            cells = [re.sub("<.*?>", "", cell) for cell in row.split("<td>")[1:]]
            self.assertEqual(cells[:3], [table["setting"], f"{table['operation']} {table['precision']}",
                                         table["verdict"]])
            if table["points"]:
                self.assertEqual(cells[3:7], [f"{table['median_ratio']:.3f}", "{:.3f} to {:.3f}".format(
                    *table["interval"]), table["of"], str(table["points"])])

    def test_the_page_is_written_whatever_the_threshold_says_and_in_place_of_another(self):
        page = self.at / "report.html"
        page.write_text("of yesterday", encoding="utf-8")
        result = calib("compare", TURIN, self.later, "--threshold", "0.1", "--html", page)
        self.assertEqual(result.returncode, 4, result.stderr)
        self.assertIn(f"calib: wrote {page}", result.stderr)
        self.assertIn("beyond 1.100 it is slower", page.read_text(encoding="utf-8"))

    def test_a_fault_leaves_no_page(self):
        page = self.at / "report.html"
        for words, status, said in [([TURIN, H200], 2, "are of different machines"),
                                    (["google_tpu_v5e", H200, "--force"], 2, "nothing to compare")]:
            result = calib("compare", *words, "--html", page)
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertIn(said, result.stderr)
            self.assertFalse(page.exists())
        result = calib("compare", TURIN, self.later, "--html", self.at / "no" / "report.html")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("report.html", result.stderr)


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = pathlib.Path(self.folder.name)

    def test_pictures_are_xml_with_names(self):
        result = calib("report", "amd_epyc_turin_2c", "--svg", self.at / "new" / "pictures")
        self.assertEqual(result.returncode, 0, result.stderr)
        files = list((self.at / "new" / "pictures").glob("*.svg"))
        self.assertGreater(len(files), 20)
        for file in files:
            root = xml.etree.ElementTree.parse(file).getroot()
            self.assertEqual(root.tag, SVG + "svg")
            self.assertEqual(root[0].tag, SVG + "title")
            self.assertTrue(root[0].text)

    def test_csv_has_every_point(self):
        result = calib("report", "amd_epyc_turin_2c", "--csv", self.at / "points.csv")
        self.assertEqual(result.returncode, 0, result.stderr)
        with open(self.at / "points.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 5112)
        for row in rows:
            self.assertAlmostEqual(float(row["flops_per_s"]) * float(row["latency_s"]) / max(1, float(row["flops"])),
                                   1 if float(row["flops"]) else 0)

    def test_markdown_names_every_table(self):
        result = calib("report", "intel_i7_12700k", "--network", "bert_base", "--fallback", "roofline", "--md",
                       self.at / "report.md")
        self.assertEqual(result.returncode, 0, result.stderr)
        text = (self.at / "report.md").read_text(encoding="utf-8")
        profile = json.loads((PROFILES / "intel_i7_12700k.json").read_text(encoding="utf-8"))
        for table in profile["tables"]:
            self.assertIn(f"| {table['setting']} | {table['operation']} {table['precision']} |", text)
        self.assertIn("## bert_base batch=1 seq_len=128 on intel_i7_12700k", text)

    def test_one_file_is_not_written_over_another(self):
        one, link = self.at / "one.html", self.at / "link.md"
        one.write_text("kept")
        link.hardlink_to(one)
        for other in (one, self.at / "." / ".." / self.at.name / "one.html", link):
            result = calib("report", "nvidia_t4", "-o", one, "--md", other)
            self.assertEqual(result.returncode, 2)
            self.assertIn("are one file; give each its own file", result.stderr)
        self.assertEqual(calib("report", "nvidia_t4", "--md", self.at / "new", "--csv", f"{self.at}/./new").returncode,
                         2)
        self.assertEqual(one.read_text(), "kept")
        self.assertFalse((self.at / "new").exists())

    def test_every_shipped_profile_has_a_page(self):
        for file in sorted(PROFILES.glob("*.json")):
            if file.stem == "schema":
                continue
            with self.subTest(profile=file.stem):
                profile = json.loads(file.read_text(encoding="utf-8"))
                page = made(self.at, file)
                shown = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)
                self.assertIsNone(re.search(r"\b(nan|inf)\b|\de[+-]\d", shown))
                self.assertEqual("No tables" in page, not profile["tables"])
                self.assertEqual(page.count('<section class="op"'),
                                 len({(t["operation"], t["precision"]) for t in profile["tables"] if t["axes"]}))

    def test_two_runs_of_a_machine_are_told_apart(self):
        profile = json.loads((PROFILES / "amd_epyc_turin_2c.json").read_text(encoding="utf-8"))
        profile["tables"][0]["latency_s"][0] *= 2
        (self.at / "later.json").write_text(json.dumps(profile), encoding="utf-8")
        page = made(self.at, "amd_epyc_turin_2c", self.at / "later.json")
        self.assertIn("amd_epyc_turin_2c_2: openblas_1t_warm", page)
        ids = [more["id"] for _, more in Elements(page).all if "id" in more]
        self.assertEqual(len(ids), len(set(ids)))

    def test_faults_are_named_with_their_remedies(self):
        page = self.at / "report.html"
        for words, status, said in [
                ([GENOA], 2, "name a file, as in -o report.html"),
                (["amd_epyc_genoa", "-o", page], 2, "did you mean amd_epyc_genoa_2c"),
                ([GENOA, GENOA, "-o", page], 2, "give each once"),
                ([GENOA, "--network", "resnet19", "-o", page], 2, "resnet18"),
                ([GENOA, "--network", "resnet18", "--setting", "none", "-o", page], 2, "none"),
                (["intel_i7_12700k", "--network", "bert_base", "-o", page], 2, "fallback"),
                ([self.at / "missing.json", "-o", page], 5, "missing.json")]:
            with self.subTest(words=words):
                result = calib("report", *words)
                self.assertEqual(result.returncode, status, result.stderr)
                self.assertIn(said, result.stderr)
                self.assertFalse(page.exists())

    def test_a_folder_that_is_not_there_is_an_error(self):
        result = calib("report", "amd_epyc_milan", "-o", self.at / "no" / "report.html")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("report.html", result.stderr)


if __name__ == "__main__":
    unittest.main()
