"""Files that went wrong for users of other programs, and what `calib` must do with each: read it, or say why not."""

import gzip
import json
import math
import pathlib
import tempfile
import unittest

from calibrated import calib

PEAKS = ["--peak-gflops", "100", "--peak-bandwidth", "20"]
SIZES = [(m, n, k) for m in (16, 64, 256, 1024) for n in (16, 64, 256, 1024) for k in (32, 128, 512)]


def seconds(m, n, k):
    """Of a product that reaches half of the peaks."""
    return 1e-6 + max(2 * m * n * k / 50e9, 4 * (m * k + k * n + m * n) / 20e9)


def rows(line, header="m,n,k,latency_s", end="\n"):
    return end.join([header, *(line(m, n, k, seconds(m, n, k)) for m, n, k in SIZES)]) + end


def plain(m, n, k, latency):
    return f"{m},{n},{k},{latency:.9e}"


class Cases(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.output = pathlib.Path(self.folder.name) / "made.json"

    def tearDown(self):
        self.folder.cleanup()

    def file(self, content, name="rows.csv"):
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run_import(self, content, *options, op="gemm"):
        self.output.unlink(missing_ok=True)
        return calib("import", self.file(content), "--op", op, "--backend", "somelib/1", *PEAKS, *options,
                     "-o", self.output)

    def read(self, content, *options, op="gemm", says=(), shapes=len(SIZES)):
        """The file is read: so many shapes, and these words on stderr or stdout."""
        result = self.run_import(content, *options, op=op)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(f"{shapes} shapes", result.stdout)
        for words in says:
            self.assertIn(words, result.stdout + result.stderr)
        return result

    def refused(self, content, *options, op="gemm", says=()):
        """The file is refused with these words, and nothing is made."""
        result = self.run_import(content, *options, op=op)
        self.assertEqual(result.returncode, 2, result.stdout + result.stderr)
        self.assertFalse(self.output.exists())
        for words in says:
            self.assertIn(words, result.stderr)
        return result

    def table(self):
        return json.loads(self.output.read_text())["tables"][0]

    def estimate(self, **dims):
        words = [f"{name}={size}" for name, size in dims.items()]
        result = calib("estimate", self.output, "gemm", *words, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_the_same_rows_are_the_same_table_whatever_they_are_written_in(self):
        self.read(rows(plain))
        expected = self.table()["latency_s"]
        for content in (b"\xef\xbb\xbf" + rows(plain).encode(), rows(plain, end="\r\n"), rows(plain, end="\r"),
                        rows(lambda m, n, k, t: f'"{m}", "{n}" ,{k},"+{t:.9e}"'),
                        rows(plain, header="M,N,K,latency_s"), "# a comment\n\n" + rows(plain),
                        "GEMM benchmark of today, device 0\n" + rows(plain)):
            with self.subTest(content=content[:40]):
                self.read(content)
                self.assertEqual(self.table()["latency_s"], expected)

    def test_tabs_semicolons_and_decimal_commas_are_read_and_said(self):
        self.read(rows(lambda *row: plain(*row).replace(",", "\t"), header="m\tn\tk\tlatency_s"),
                  says=["columns are separated by tabs"])
        by_comma = rows(lambda *row: plain(*row).replace(",", ";").replace(".", ","), header="m;n;k;latency_s")
        self.read(by_comma, says=["separated by semicolons", "decimal commas"])
        self.read(rows(lambda m, n, k, t: f'{m},{n},{k},"{t:.9f}"'.replace("0.", "0,")), says=["decimal commas"])

    def test_what_may_mean_another_number_is_refused_with_the_remedy(self):
        self.refused(rows(plain).encode("utf-16"), says=["iconv -f UTF-16LE -t UTF-8"])
        self.refused(rows(plain).encode("utf-32-be"), says=["iconv -f UTF-32BE"])
        self.refused(rows(lambda m, n, k, t: f'"{m:,}",{n},{k},{t}'),
                     says=["line 38: m is '1,024'", "groups of digits"])
        self.refused(rows(lambda m, n, k, t: f"{m:,}".replace(",", " ") + f",{n},{k},{t}"), says=["'1 024'"])
        self.refused(rows(lambda m, n, k, t: f"{m},{n},{k},{t * 1e6:.3f} us"), says=["all in one unit", "--unit"])
        self.refused(rows(lambda m, n, k, t: f"{m},{n},{k},{t:.9f}".replace(".", ",")),
                     says=["decimal commas need quotes"])

    def test_names_units_and_choices_of_a_sweep(self):
        header = "M,N,K,batch_size,precision,flops,time_ms,std_ms"

        def sweep(factor):
            return "\n".join([header, *(
                f"{m},{n},{k},{batch},{p},{2 * batch * m * n * k},{batch * seconds(m, n, k) * 1e3 * factor(p):.6f},0.01"
                for m, n, k in SIZES for batch in (1, 8) for p in ("fp32", "fp16"))]) + "\n"

        both = sweep(lambda p: 1 if p == "fp32" else 0.5)
        self.refused(both, says=["column 'precision' tells them apart: fp32, fp16", "--where precision=fp32"])
        self.read(both, "--where", "precision=fp32", shapes=96, says=["batched_gemm", "'time_ms', in ms"])
        self.assertEqual(self.table()["operation"], "batched_gemm")
        self.refused(both, "--where", "precision=fp8", says=["there are fp32, fp16"])
        self.refused(both, "--where", "dtype=fp32", says=["it has M, N, K, batch_size, precision"])
        self.refused(both, "--where", "precision=fp32", "--alias", "batch=batches",
                     says=["no column batches; it has M"])
        self.refused(both, "--where", "precision=fp32", "--unit", "us", says=["says ms in column 'time_ms'"])

    def test_a_unit_is_never_guessed_and_a_wrong_one_is_told(self):
        in_ms = rows(lambda m, n, k, t: f"{m},{n},{k},{t * 1e3}", header="m,n,k,time")
        self.refused(in_ms, says=["add --unit"])
        self.read(in_ms, "--unit", "ms")
        for unit, words in (("us", "faster than the peaks allow"), ("s", "no shape reaches a hundredth of the peaks")):
            result = self.read(in_ms, "--unit", unit, says=[words])
            self.assertIn("the likely reason is the unit", result.stderr)

    def test_names_that_hide_the_unit_or_are_no_latency_are_refused(self):
        def named(column, factor=1e6):
            return rows(lambda m, n, k, t: f"{m},{n},{k},{t * factor:.6f}", header=f"m,n,k,{column}")

        self.read(rows(plain))
        expected = self.table()["latency_s"]
        for column in ("Time_uS", "latency_micro_seconds", "time (u-sec)", "Mean Time (Micro Seconds)"):
            with self.subTest(column=column):
                self.read(named(column), says=["in us"])
                for ours, theirs in zip(self.table()["latency_s"], expected):
                    self.assertAlmostEqual(ours, theirs, delta=1e-3 * theirs)
        for column in ("latency (?s)", "latency (\ufffds)", "time [1e-6 s]", "latency_s_x1e6"):
            with self.subTest(column=column):
                self.refused(named(column), says=["add --unit"])
                self.read(named(column), "--unit", "us", says=["in us"])
        for column in ("tokens/sec", "GFLOP/sec", "p98_ms", "sigma_ms", "time_saved_ms", "time_per_1000_calls_ms"):
            with self.subTest(column=column):
                self.refused(named(column), says=["no column latency_s"])

    def test_files_that_were_put_together_or_cut_off_are_refused(self):
        in_us = rows(lambda m, n, k, t: f"{m},{n},{k},{t * 1e6:.6f}", header="# m,n,k,latency_us")
        self.refused("# " + rows(plain) + in_us, says=["line 50 names other columns than line 1"])
        self.refused("# " + rows(plain) + in_us[2:], says=["line 2 holds data above line 50"])
        more = rows(lambda m, n, k, t: f"{m},{n},{k},{t * 1e6:.6f},0", header="m,n,k,time_us,min_us")
        self.refused(rows(plain) + more, says=["line 50 names other columns"])
        self.read(rows(plain) + "\ufeff" + rows(plain), says=["the header is repeated 1 times"])
        packed = gzip.compress(rows(plain).encode())
        self.read(packed)
        self.refused(packed[:-20], says=["ends early"])
        noted = rows(lambda *row: plain(*row) + (',"not ok' if row[:3] == SIZES[4] else ",ok"),
                     header="m,n,k,latency_s,note")
        self.refused(noted, says=["line 6: a quote opens and is never closed"])

    def test_fractions_and_settings_are_not_lost_without_a_word(self):
        commas = rows(lambda m, n, k, t: f"{m},{n},{k},{t * 1e6:.3f}".replace(".", ","), header="m,n,k,latency_us,note")
        self.refused(commas, says=["looks like the fraction of 1 before it"])
        groups = rows(lambda m, n, k, t: f"{m};{n};{k};{round(t * 1e6) + 1:,}", header="m;n;k;latency_us")
        self.refused(groups, says=["may be a fraction or thousands in groups"])
        for column, values in (("conf", ("fp32", "fp16")), ("run", ("cold", "warm")), ("max_threads", (1, 8))):
            both = rows(lambda m, n, k, t: f"{plain(m, n, k, t)},{values[0]}\n{plain(m, n, k, t / 3)},{values[1]}",
                        header=f"m,n,k,latency_s,{column}")
            with self.subTest(column=column):
                self.refused(both, says=[f"column '{column}' tells them apart", f"--where {column}={values[0]}"])

    def test_bad_rows_are_counted_and_many_of_them_refused(self):
        header = "decode_ms,batch,kv_len,heads,kv_heads,head_dim,is_prefill"
        lines = []
        for batch in range(1, 201):
            value = "" if batch % 5 == 0 else "0.0" if batch % 5 < 2 else f"{0.008 + 0.0001 * batch:.4f}"
            lines.append(f"{value},{batch},32,32,8,128,{batch % 5 == 0}")
        text = "\n".join([header, *lines]) + "\n"
        result = self.refused(text, op="attention_decode", says=["80 of 200 rows are bad", "40: decode_ms is empty",
                                                                 "40: decode_ms is not above 0; first in line 2"])
        self.assertLess(len(result.stderr.splitlines()), 8)
        self.read(text, "--allow-bad-rows", op="attention_decode", shapes=120, says=["80 of 200 rows"])
        quiet = self.run_import(text, "--allow-bad-rows", "-q", op="attention_decode")
        self.assertEqual((quiet.returncode, quiet.stdout, quiet.stderr), (0, "", ""))
        few = rows(plain) + "8,8,8,0\n"
        self.read(few, says=["1 of 49 rows are bad and left out"])

    def test_a_coarse_clock_is_told(self):
        text = rows(lambda m, n, k, t: f"{m},{n},{k},{max(1, round(t * 1e3))}e-3")
        self.read(text, says=["the clock was coarse"])

    def test_what_cannot_be_known_is_said_when_it_is_made_and_shown(self):
        header = "m,n,k,latency_s\n"
        line = "{0},{1},{2},{3:.9e}\n".format
        for content, shapes, words in (
                (line(64, 64, 64, 1.25e-5), 1, "no error can be stated"),
                (line(64, 64, 64, 1.25e-5) + line(128, 64, 64, 2.3e-5), 2, "2 shapes were measured"),
                ("".join(line(m, 4096, 4096, seconds(m, 4096, 4096)) for m in (1, 2, 4, 8, 16, 32, 64, 128)), 8,
                 "n was 4096, k was 4096 in every row"),
                ("".join(line(m, m, m, seconds(m, m, m)) for m in range(16, 208, 16)), 12,
                 "m, n, k varied only together")):
            with self.subTest(words=words):
                self.read(header + content, shapes=shapes, says=[words])
                self.assertIn(words, calib("show", self.output).stdout)
                shown = json.loads(calib("show", self.output, "--json").stdout)
                self.assertIn(words, " ".join(shown["tables"][0]["limits"]))

    def test_off_the_data_is_extrapolated_and_has_no_error(self):
        text = "m,n,k,latency_s\n" + "".join(
            plain(m, 4096, 4096, seconds(m, 4096, 4096)) + "\n" for m in (1, 2, 4, 8, 16, 32, 64, 128))
        self.read(text, shapes=8)
        within, off = self.estimate(m=20, n=4096, k=4096), self.estimate(m=20, n=100, k=4096)
        self.assertEqual((within["source"], off["source"]), ("interpolated", "extrapolated"))
        self.assertGreater(within["error"]["count"], 0)
        self.assertEqual(off["error"]["count"], 0)

    def test_off_a_diagonal_is_extrapolated(self):
        text = "m,n,k,latency_s\n" + "".join(
            plain(m, m, m, seconds(m, m, m)) + "\n" for m in range(16, 208, 16))
        self.read(text, shapes=12)
        for dims, source in (((40, 40, 40), "interpolated"), ((40, 160, 40), "extrapolated"),
                             ((160, 160, 16), "extrapolated")):
            with self.subTest(dims=dims):
                self.assertEqual(self.estimate(**dict(zip("mnk", dims)))["source"], source)
        header = pathlib.Path(self.folder.name) / "made.hpp"
        self.assertEqual(calib("header", self.output, "-o", header).returncode, 0)
        self.assertIn(".through = {16, 16, 16}", header.read_text())

    def test_small_sizes_that_the_file_holds_keep_their_steps(self):
        cliff = {1: 5}
        text = "m,n,k,latency_s\n" + "".join(
            f"{m},{n},{k},{math.ceil(m / 8) * n * k * 1e-10 * cliff.get(m, 1):.9e}\n"
            for m in (1, 2, 3, 4, 8, 9, 16, 17, 24, 32, 48, 64) for n in (1024, 4096) for k in (1024, 4096))
        self.read(text, shapes=48)
        judged = json.loads(calib("evaluate", self.output, self.file(text), "--op", "gemm", "--json").stdout)
        self.assertLess(abs(judged["worst"][0]["error"]), 0.3)

    def test_layers_with_sizes_that_are_none_are_counted(self):
        header = ("name,batch,in_channels,in_h,in_w,out_channels,kernel_h,kernel_w,stride,pad,dilation,groups,"
                  "latency_s\n")
        text = header + "".join(f"{line},1e-3\n" for line in (
            "stem,-1,3,224,224,32,3,3,2,1,1,1", "block,N,32,112,112,32,3,3,1,1,1,32",
            "head,?,32,112,112,64,1,1,1,0,1,1",
            "small,1,64,2,2,64,5,5,1,0,1,1", "groups,1,64,28,28,64,3,3,1,1,1,3", "fine,1,64,56,56,64,3,3,1,1,1,1"))
        self.refused(text, op="conv2d", says=["5 of 6 rows are bad", "2: batch is not a number; first in line 3: 'N'",
                                              "kernel_h is more than in_h", "do not divide in_channels"])

    def test_rows_of_benchdnn_with_dilation_counted_from_zero(self):
        lines = [f"perf,cpu,jit:avx2,,--mode=P --conv --dir=FWD_I mb1ic{c}ih{s}oc{c}oh{s}kh3ph{d + 1}dh{d},"
                 f"1,0.1,{c * c * s * s * 1e-7},9,{c * c * s * s * 1.1e-7},8"
                 for c in (16, 32, 64) for s in (14, 28, 56) for d in (0, 1)]
        text = "\n".join([*lines, "tests:18 passed:18", "total perf: min(ms):1 avg(ms):1"]) + "\n"
        self.read(text, "--format", "benchdnn", op="conv2d", shapes=18, says=["'time_avg_ms', in ms"])
        self.refused(text, "--format", "benchdnn", says=["problems of the driver conv"])
        csv = "mb,ic,ih,iw,oc,kh,kw,sh,sw,ph,pw,dh,dw,time_ms\n" + "".join(
            f"1,{c},{s},{s},{c},3,3,1,1,{d + 1},{d + 1},{d},{d},{c * c * s * s * 1e-7}\n"
            for c in (16, 32, 64) for s in (14, 28, 56) for d in (0, 1))
        self.read(csv, op="conv2d", shapes=18, says=["'dh' counts from 0"])

    def test_output_of_google_benchmark(self):
        entries = [{"name": f"BM_Gemm/{m}/{n}/{k}", "run_name": f"BM_Gemm/{m}/{n}/{k}", "run_type": "iteration",
                    "real_time": seconds(m, n, k) * 1e6, "cpu_time": 1, "time_unit": "us"} for m, n, k in SIZES]
        text = json.dumps({"context": {}, "benchmarks": entries})
        self.read(text, "--format", "google-benchmark")
        self.refused(text, says=["--format google-benchmark"])
        entries.append({**entries[0], "name": "BM_Other/1/2/3", "run_name": "BM_Other/1/2/3"})
        self.refused(json.dumps({"benchmarks": entries}), "--format", "google-benchmark",
                     says=["--where benchmark=BM_Gemm"])

    def test_rows_of_one_form_tell_their_spread(self):
        header = "batch,in_channels,in_h,in_w,out_channels,kernel_h,kernel_w,latency_s\n"
        text = header + "".join(
            f"1,{c},{h},{w},{c},1,1,{c * c * 1024 * factor * 1e-10:.6e}\n"
            for c in (16, 32, 48, 64, 96) for h, w, factor in ((32, 32, 1), (16, 64, 3)))
        self.read(text, op="conv2d", shapes=10, says=["stand for several measured ones each, with a spread of 50.0 %"])
        judged = calib("evaluate", self.output, self.file(text), "--op", "conv2d")
        self.assertIn("stand for several rows each, with a spread of 50.0 %", judged.stderr)

    def test_evaluate_says_that_rows_are_those_of_the_table(self):
        text = rows(plain)
        self.read(text)
        known = calib("evaluate", self.output, self.file(text), "--op", "gemm")
        self.assertIn("all of these rows are those that the table was made from", known.stdout)
        fresh = self.file("m,n,k,latency_s\n" + "".join(plain(m, m, m, seconds(m, m, m)) + "\n" for m in (20, 40, 80)))
        self.assertNotIn("made from", calib("evaluate", self.output, fresh, "--op", "gemm").stdout)
        share = json.loads(calib("evaluate", self.output, self.file(text), "--op", "gemm", "--json").stdout)
        self.assertEqual(share["share_learnt"], 1)

    def test_evaluate_and_validate_read_the_same_way(self):
        self.read(rows(plain))
        groups = self.file(rows(lambda m, n, k, t: f'"{m:,}",{n},{k},{t}'))
        for command in (["evaluate", self.output, groups], ["validate", "ops", self.output, "--shapes", groups]):
            with self.subTest(command=command[0]):
                result = calib(*command, "--op", "gemm")
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn("groups of digits", result.stderr)
        many_bad = self.file("M;N;K\n" + "8;8;8\n" * 10 + "0;8;8\n")
        result = calib("validate", "ops", self.output, "--shapes", many_bad, "--op", "gemm")
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("1 of 11 rows are bad", result.stderr)


if __name__ == "__main__":
    unittest.main()
