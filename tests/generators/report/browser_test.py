"""Pages that `calib` makes, in a headless Chromium: no errors, every point, keys, pointer, both schemes, print."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from browser import Page, chromium

SKIPPED = 77
PAGES = {"genoa": ["report", "amd_epyc_genoa_2c", "--network", "resnet18", "--setting", "onednn_1t_warm", "-o"],
         "h200": ["report", "nvidia_h200_sxm", "-o"],
         "two": ["report", "amd_epyc_turin_2c", "intel_i7_12700k", "-o"],
         "compared": ["compare", "amd_epyc_turin_2c", "amd_epyc_genoa_2c", "--force", "--html"]}
ROOFLINE = "#roofline-amd_epyc_genoa_2c-onednn_1t_warm-f32"


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.at = pathlib.Path(cls.folder.name)
        for name, words in PAGES.items():
            subprocess.run([os.environ["CALIB"], "-q", *words, cls.at / f"{name}.html"], check=True,
                           stdout=subprocess.DEVNULL)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def page(self, name, **more):
        return Page(self.at / f"{name}.html", **more)

    def test_pages_open_without_errors_and_draw_every_point(self):
        for name in PAGES:
            with self.subTest(page=name), self.page(name) as page:
                self.assertEqual(page.errors, [])
                rows = page.value("[...document.querySelectorAll('figure svg .p[data-t]')].reduce((sum, line) => "
                                  "sum + document.getElementById('t' + line.dataset.t).tBodies[0].rows.length, 0)")
                self.assertGreater(rows, 1000)
                self.assertEqual(int(page.value("document.documentElement.dataset.points")), rows)

    def test_labels_of_a_chart_do_not_lie_over_each_other(self):
        overlaps = """(() => {
          const found = [];
          for (const svg of document.querySelectorAll('figure svg')) {
            const frame = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text:not(.rl)')].map(one => [one, one.getBoundingClientRect()]);
            for (let i = 0; i < texts.length; ++i) {
              const [one, a] = texts[i];
              if (a.left < frame.left - 1 || a.right > frame.right + 1) found.push(svg.id + ' cuts ' + one.textContent);
              for (let j = 0; j < i; ++j) {
                const [other, b] = texts[j];
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (wide > 1 && high > 4) found.push(`${svg.id}: ${one.textContent} over ${other.textContent}`);
              }
            }
          }
          return found;
        })()"""
        for name in PAGES:
            with self.subTest(page=name), self.page(name) as page:
                self.assertEqual(page.value(overlaps), [])

    def test_pointing_at_a_mark_tells_its_shape(self):
        with self.page("genoa") as page:
            page.value(f"document.querySelector('{ROOFLINE}').scrollIntoView()")
            x, y = page.value(f"""(() => {{
              const svg = document.querySelector('{ROOFLINE}');
              const [x, y] = svg.querySelector('.p[data-o=gemm]').getAttribute('d').match(/-?\\d+/g).map(Number);
              const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
              return [at.x, at.y];
            }})()""")
            page.move(x, y)
            told = page.value("document.getElementById('tip').textContent")
            for part in ["onednn_1t_warm", "measured", "error of the table", "µs: ", "GFLOP/s: ", "% of roofline"]:
                self.assertIn(part, told)
            page.click(x, y)  # its operation alone
            shown = page.value(f"[...new Set([...document.querySelectorAll('{ROOFLINE} .p[data-t]:not(.off)')]"
                               ".map(line => line.dataset.o))]")
            self.assertEqual(len(shown), 1)
            page.move(1, 1)
            self.assertEqual(page.value("document.getElementById('tip').textContent"), "")
            self.assertEqual(page.errors, [])

    def test_keys_walk_over_the_points(self):
        with self.page("genoa") as page:
            page.value(f"document.querySelector('{ROOFLINE}').focus()")
            told = []
            for key in ["ArrowRight", "ArrowRight", "ArrowDown"]:
                page.key(key)
                told.append(page.value("document.getElementById('tip').textContent"))
            self.assertEqual(len(set(told)), 3)
            self.assertNotIn("", told)
            self.assertEqual(told[0].splitlines()[0], told[1].splitlines()[0])  # another point of the series
            self.assertNotEqual(told[1].splitlines()[0], told[2].splitlines()[0])  # another series
            self.assertEqual(page.errors, [])

    def test_what_can_be_pressed_has_a_name(self):
        nameless = """[...document.querySelectorAll('[tabindex],select,input,summary,a')].filter(one => {
          const label = one.closest('label');
          return !(one.getAttribute('aria-label') || one.textContent || (label && label.textContent));
        }).length"""
        with self.page("genoa") as page:
            self.assertEqual(page.value(nameless), 0)
            self.assertGreater(page.value("document.querySelectorAll('svg[tabindex]').length"), 20)

    def test_filters_hide_what_is_not_asked_for(self):
        with self.page("genoa") as page:
            page.value("""(() => {
              const find = document.querySelector('input[type=search]');
              find.value = 'softmax';
              find.dispatchEvent(new Event('input'));
              const range = document.querySelector('input[type=range]');
              range.value = 3;
              range.dispatchEvent(new Event('input'));
            })()""")
            self.assertEqual(page.value("[...document.querySelectorAll('section.op:not([hidden])')].map(s => s.id)"),
                             ["op-softmax-f32"])
            self.assertEqual(page.value("document.querySelectorAll('.layers tbody tr:not([hidden])').length"), 3)
            levels = page.value(f"""(() => {{
              const list = [...document.querySelector('{ROOFLINE}').closest('figure').querySelectorAll('select')].pop();
              const names = [...list.options].map(one => one.value);
              list.value = 'L2';
              list.dispatchEvent(new Event('change'));
              return names;
            }})()""")
            self.assertEqual(levels, ["", "memory", "L3", "L2", "L1"])
            self.assertEqual(page.value(f"[...document.querySelectorAll('{ROOFLINE} .roof[data-l]:not(.off)')]"
                                        ".map(line => line.dataset.l)"), ["L2"])

    def test_everything_is_there_without_scripts(self):
        with self.page("genoa") as page:
            with_scripts = page.value("document.querySelector('main').querySelectorAll('td').length")
        with self.page("genoa", scripts=False) as page:
            self.assertEqual(page.value("document.querySelector('main').querySelectorAll('td').length"), with_scripts)
            self.assertIsNone(page.value("document.getElementById('tip') && 'a script ran'"))

    def test_schemes_differ_and_paper_is_light(self):
        ground = "getComputedStyle(document.body).backgroundColor"
        with self.page("h200") as page:
            self.assertEqual(page.value(ground), "rgb(255, 255, 255)")
        with self.page("h200", dark=True) as page:
            self.assertNotEqual(page.value(ground), "rgb(255, 255, 255)")
            page.command("Emulation.setEmulatedMedia", media="print",
                         features=[{"name": "prefers-color-scheme", "value": "dark"}])
            self.assertEqual(page.value(ground), "rgb(255, 255, 255)")
            page.paper(self.at / "paper.pdf")
        self.assertTrue((self.at / "paper.pdf").read_bytes().startswith(b"%PDF"))

    def test_a_narrow_window_scrolls_charts_and_not_the_page(self):
        with self.page("h200", width=420) as page:
            self.assertLessEqual(page.value("document.documentElement.scrollWidth"), 420)


if __name__ == "__main__":
    if chromium() is None:
        print("there is no Chromium", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main()
