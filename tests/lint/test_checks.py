"""Each check can fail: it is given a small tree with a breach in it, and the same tree without."""

import importlib
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


class CheckTest(unittest.TestCase):
    def breaches(self, check, files):
        """What the check says of a tree made of {path: text}."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return importlib.import_module(f"check_{check}").check(root)

    def assert_clean(self, check, files):
        self.assertEqual(self.breaches(check, files), [])

    def assert_breach(self, check, files, text):
        breaches = self.breaches(check, files)
        self.assertEqual(len(breaches), 1, breaches)
        self.assertIn(text, breaches[0])


class IncludeOrder(CheckTest):
    low = {"kv/base/low.h": "#include <string>\n"}

    def test_an_arrow_downwards_is_fine(self):
        self.assert_clean("include_order", self.low | {"api/ops/x.cc": '#include "kv/base/low.h"\n'})

    def test_an_arrow_upwards(self):
        self.assert_breach("include_order", {"kv/base/low.h": '#include "kv/model/high.h"\n',
                                             "kv/model/high.h": ""}, "kv/base/ is below kv/model/")

    def test_the_suborder_of_api(self):
        self.assert_breach("include_order", {"api/types/a.h": '#include "api/json/b.h"\n',
                                             "api/json/b.h": ""}, "api/types/ is below api/json/")
        self.assert_breach("include_order", {"api/ops/a.h": '#include "api/op_table.h"\n',
                                             "api/op_table.h": ""}, "api/ops/ is below api/op_table")
        self.assert_breach("include_order", {"api/op_table.h": '#include "api/engine.h"\n',
                                             "api/engine.h": ""}, "api/op_table is below api/engine")

    def test_streams_and_ttl_are_strangers(self):
        self.assert_breach("include_order", {"streams/a.h": '#include "ttl/b.h"\n', "ttl/b.h": ""},
                           "never include each other")

    def test_a_circle_within_a_rank(self):
        self.assert_breach("include_order", {"api/json/a.h": '#include "api/expr/b.h"\n',
                                             "api/expr/b.h": '#include "api/json/a.h"\n'},
                           "include one another")

    def test_product_code_that_includes_a_test(self):
        self.assert_breach("include_order", {"bench/a.cc": '#include "tests/support/b.h"\n',
                                             "tests/support/b.h": ""}, "nothing includes tests")

    def test_a_test_may_include_a_benchmark_and_the_product_may_not(self):
        files = {"bench/b.h": "", "tests/a.cc": '#include "bench/b.h"\n'}
        self.assert_clean("include_order", files)
        self.assert_breach("include_order", files | {"server/a.cc": '#include "bench/b.h"\n'},
                           "server/ is below bench/")

    def test_a_path_that_is_not_from_the_top(self):
        self.assert_breach("include_order", self.low | {"kv/base/x.cc": '#include "low.h"\n'},
                           "no such file from the top folder")

    def test_a_folder_without_a_layer(self):
        self.assert_breach("include_order", {"kv/new/x.cc": ""}, "in no layer")


class ThirdParty(CheckTest):
    def test_each_library_in_its_folder(self):
        self.assert_clean("third_party", {
            "kv/store/a.cc": "#include <rocksdb/db.h>\n#include <sys/file.h>\n#include <vector>\n",
            "api/json/a.cc": "#include <simdjson.h>\n",
            "server/a.cc": "#include <boost/asio.hpp>\n#include <openssl/ssl.h>\n#include <zlib.h>\n",
            "tests/unit/x/a.cc": "#include <gtest/gtest.h>\n"})

    def test_a_library_outside_its_folder(self):
        for folder, header in (("kv/table", "rocksdb/db.h"), ("api/ops", "simdjson.h"),
                               ("api/engine", "boost/asio.hpp"), ("kv/model", "openssl/sha.h"),
                               ("kv/codec", "boost/endian.hpp"), ("kv/model", "xxhash.h"),
                               ("server", "gtest/gtest.h")):
            with self.subTest(header):
                self.assert_breach("third_party", {f"{folder}/a.cc": f"#include <{header}>\n"}, header)

    def test_a_library_in_quotes(self):
        self.assert_breach("third_party", {"kv/base/a.cc": '#include "absl/strings/cord.h"\n'}, "<>")

    def test_an_unknown_library(self):
        self.assert_breach("third_party", {"kv/base/a.cc": "#include <fmt/format.h>\n"}, "unknown")


class StandardIncludes(CheckTest):
    def test_a_header_that_includes_what_it_uses(self):
        text = "#include <string>\n// std::vector\nstd::string name;\n"
        self.assert_clean("standard_includes", {"kv/base/a.h": text, "kv/base/a.cc": "std::string b;\n"})

    def test_a_header_that_counts_on_the_precompiled_ones(self):
        text = "#include <vector>\n\nstd::vector<std::string> names;\n"
        self.assert_breach("standard_includes", {"kv/base/a.h": text},
                           "a.h:3: std::string needs #include <string>")

    def test_a_precompiled_header_that_is_not_watched(self):
        text = "target_precompile_headers(stator_precompiled PRIVATE\n  <string> <regex>)\n"
        self.assert_breach("standard_includes", {"cmake/StatorLayer.cmake": text}, "<regex>")


class NoThrow(CheckTest):
    def test_words_in_comments_and_strings_are_fine(self):
        self.assert_clean("no_throw", {"kv/base/a.cc": '// throw\nauto s = "throw"; int x = 1\'000;\n'})

    def test_a_throw(self):
        self.assert_breach("no_throw", {"kv/base/a.cc": "void f() {\n  throw 1;\n}\n"}, "a.cc:2: throw")

    def test_the_clock_outside_its_file(self):
        text = "auto now = std::chrono::system_clock::now();\n"
        self.assert_breach("no_throw", {"kv/table/a.cc": text}, "system_clock")
        self.assert_clean("no_throw", {"kv/base/clock.cc": text, "bench/a.cc": text})

    def test_chance_outside_the_clock_file(self):
        self.assert_breach("no_throw", {"api/ops/a.cc": "std::random_device d;\n"}, "random_device")

    def test_grab_bags(self):
        self.assert_breach("no_throw", {"kv/base/string_util.h": ""}, "one idea")


class DanglingRange(CheckTest):
    def test_ranges_that_live(self):
        self.assert_clean("dangling_range", {"kv/base/a.cc": (
            "for (const auto& part : Describe(table)) Use(part);\n"
            "for (const auto& part : schema.parts()) Use(part);\n"
            "for (const size_t end : {size_t{1}, Last().size() - 1}) Use(end);\n"
            "for (int i = 0; i < Count(table).value; ++i) Use(i);\n")})

    def test_a_part_of_a_temporary(self):
        for text in ("for (const auto& part : Describe(table).parts) Use(part);\n",
                     "for (auto part : Read<T>(a, b(c))->list.front().parts) Use(part);\n",
                     "for (const std::string& name :\n     Describe(\n         t).names()) Use(name);\n"):
            self.assert_breach("dangling_range", {"kv/base/a.cc": text}, "name it before the loop")


class Sizes(CheckTest):
    exceptions = "tests/lint/size_exceptions.txt"

    @staticmethod
    def function(name, lines):
        return f"void {name}(int a) {{\n" + "  a++;\n" * (lines - 2) + "}\n"

    def small(self, count=20):
        """Enough small files and functions that one large one is under a tenth."""
        return {f"kv/base/s{i}.cc": self.function("F", 3) for i in range(count)}

    def test_small_is_fine(self):
        self.assert_clean("sizes", self.small())

    def test_a_long_file(self):
        self.assert_breach("sizes", self.small() | {"kv/base/a.cc": "int a;\n" * 601}, "601 lines")

    def test_a_long_function(self):
        self.assert_clean("sizes", self.small() | {"kv/base/a.cc": self.function("Long", 70)})
        self.assert_breach("sizes", self.small() | {"kv/base/a.cc": self.function("Long", 71)},
                           "kv/base/a.cc Long: 71 lines")

    def test_too_many_long_files(self):
        files = self.small(8) | {"kv/base/a.cc": "int a;\n" * 401}
        self.assert_breach("sizes", files, "1 of 9 files have more than 400")

    def test_too_many_long_functions(self):
        files = self.small(8) | {"kv/base/a.cc": self.function("Long", 41)}
        self.assert_breach("sizes", files, "1 of 9 functions have more than 40")

    def test_the_exception_list_may_only_shrink(self):
        check = importlib.import_module("check_sizes")
        most, check.MOST_EXCEPTIONS = check.MOST_EXCEPTIONS, 1
        self.addCleanup(setattr, check, "MOST_EXCEPTIONS", most)
        long = self.small() | {"kv/base/a.cc": self.function("Long", 80)}
        entry = "function kv/base/a.cc Long "
        self.assert_clean("sizes", long | {self.exceptions: entry + "80\n"})
        self.assert_breach("sizes", long | {self.exceptions: entry + "90\n"}, "the entry says 90")
        self.assert_breach("sizes", long | {self.exceptions: entry + "75\n"}, "the entry says 75")
        self.assert_breach("sizes", self.small() | {"kv/base/a.cc": self.function("Long", 9),
                                                    self.exceptions: entry + "80\n"}, "no longer needed")
        self.assert_breach("sizes", self.small() | {self.exceptions: entry + "80\n"}, "there is no")
        check.MOST_EXCEPTIONS = 0
        self.assert_breach("sizes", long | {self.exceptions: entry + "80\n"}, "may only fall")

    def test_which_functions_it_finds(self):
        text = '''
namespace a {
namespace {
struct S {
  S() : x_{1}, y_{2} {
    Go();
  }
  int Get() const { return x_; }
 private:
  int x_ = 0;
};
}  // namespace
template <typename T>
T Twice(T value) {
  auto f = [](int i) {
    return i;
  };
  if (value) {
    f(1);
  }
  return value + value;
}
constexpr int kTable[] = {Make(1), 2};
enum class E { kA, kB };
#define MACRO(x) \\
  void x() {     \\
  }
bool S::operator==(const S& other) const {
  return "}" == other.text;
}
class Mutex CAPABILITY("mutex") {
  void Lock() ACQUIRE() { mu_.lock(); }
};
}  // namespace a
'''
        functions = importlib.import_module("check_sizes").functions_in(text)
        self.assertEqual([(f.name, f.lines) for f in functions],
                         [("S", 3), ("Get", 1), ("Twice", 10), ("S::operator==", 3), ("Lock", 1)])


class HeaderGuard(CheckTest):
    def test_with_and_without(self):
        self.assert_clean("header_guard", {"kv/base/a.h": "// Why.\n\n#pragma once\nint a;\n"})
        self.assert_breach("header_guard", {"kv/base/a.h": "#include <string>\n#pragma once\n"},
                           "no #pragma once")
        self.assert_breach("header_guard", {"kv/base/a.h": "// Empty.\n"}, "no #pragma once")


class ClangFormat(CheckTest):
    style = {".clang-format": (Path(__file__).parents[2] / ".clang-format").read_text()}

    def test_formatted_and_not(self):
        self.assert_clean("clang_format", self.style | {"kv/base/a.cc": "int a = 1;\n"})
        self.assert_breach("clang_format", self.style | {"kv/base/a.cc": "int a;\nint   b = 1;\n"},
                           "a.cc:2: not formatted")


class Docs(CheckTest):
    def test_links_that_lead_somewhere(self):
        self.assert_clean("docs", {"README.md": "# A b\n[x](docs/a.md#two-words) [y](#a-b) "
                                                "[z](https://example.org/no)\n",
                                   "docs/a.md": "## Two words\n[up](../README.md)\n"})

    def test_a_file_that_is_not_there(self):
        self.assert_breach("docs", {"README.md": "[x](docs/none.md)\n"}, "no such file")

    def test_a_heading_that_is_not_there(self):
        self.assert_breach("docs", {"README.md": "# A\n[x](#b)\n"}, "no such heading")


class ReadmeExample(CheckTest):
    def test_same_and_different(self):
        readme = "# S\n```cpp\nint main() {}\n```\n"
        self.assert_clean("readme_example", {"README.md": readme,
                                             "tests/embed/example.cc": "int main() {}\n"})
        self.assert_breach("readme_example", {"README.md": readme,
                                              "tests/embed/example.cc": "int main();\n"}, "differs")
        self.assert_breach("readme_example", {"README.md": "# S\n",
                                              "tests/embed/example.cc": ""}, "0 blocks")


class HeaderAlone(unittest.TestCase):
    def builds(self, header, source=None):
        """Whether a project of this header, and only.cc beside it, passes stator_header_checks."""
        module = Path(__file__).parents[2] / "cmake" / "StatorHeaderChecks.cmake"
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "only.h").write_text(header, encoding="utf-8")
            if source is not None:
                (root / "only.cc").write_text(source, encoding="utf-8")
            (root / "CMakeLists.txt").write_text(
                "cmake_minimum_required(VERSION 3.25)\nproject(fixture CXX)\n"
                f'include("{module}")\nstator_header_checks(header_checks HEADERS only.h)\n',
                encoding="utf-8")
            configure = ["cmake", "-G", "Ninja", "-S", folder, "-B", folder + "/build"]
            subprocess.run(configure, check=True, capture_output=True)
            build = ["cmake", "--build", folder + "/build", "--target", "header_checks"]
            return subprocess.run(build, check=False, capture_output=True).returncode == 0

    def test_a_header_that_includes_what_it_uses(self):
        self.assertTrue(self.builds("#pragma once\n#include <string>\ninline std::string s;\n"))

    def test_a_header_that_leans_on_another(self):
        self.assertFalse(self.builds("#pragma once\ninline std::string s;\n"))

    def test_a_header_whose_source_includes_something_else_first(self):
        self.assertFalse(self.builds("#pragma once\ninline std::string s;\n",
                                     '#include <string>\n#include "only.h"\n'))

    def test_a_header_that_its_own_source_checks(self):
        # Not compiled again here: the project's build has done so.
        self.assertTrue(self.builds("#pragma once\ninline std::string s;\n", '#include "only.h"\n'))


class Compatibility(CheckTest):
    TABLE = ('constexpr OpRow kRows[] = {\n    {"GetItem", kTables, kRead, true,\n     &Get},\n'
             '    {"CreateBackup", kTables, kControl, false, nullptr},\n};\n')

    def tree(self, test="tests/a_test.cc: IsSo"):
        entries = (f'[[refused]]\nmember = "`X`"\nof = "Y"\ntest = "{test}"\n'
                   f'[[different]]\nwhat = "A"\nhow = "is B."\ntest = "{test}"\n'
                   '[[unknown]]\ntext = "C."\n')
        files = {"api/op_table.cc": self.TABLE, "api/differences.toml": entries,
                 "tests/a_test.cc": "TEST_F(Suite, IsSo) {}\n"}
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / name).write_text(text, encoding="utf-8")
            importlib.import_module("check_compatibility")  # which finds the generator
            page = importlib.import_module("generate_compatibility").page(Path(folder))
        return files | {"api/COMPATIBILITY.md": page}

    def test_a_page_that_is_current(self):
        self.assert_clean("compatibility", self.tree())

    def test_a_page_that_is_not(self):
        self.assert_breach("compatibility", self.tree() | {"api/COMPATIBILITY.md": "old"}, "is not what")
        served = self.TABLE.replace("nullptr", "&Create")
        self.assert_breach("compatibility", self.tree() | {"api/op_table.cc": served}, "is not what")

    def test_a_row_that_is_spelled_otherwise_is_not_left_out(self):
        for row in ('    {"Scan", kTables, kRead, throttled, &Scan},\n', '  {"Scan", kTables, kRead, true, &Scan},\n'):
            with self.assertRaisesRegex(ValueError, "not all rows"):
                self.breaches("compatibility", self.tree() | {"api/op_table.cc": self.TABLE.replace("};", row + "};")})

    def test_a_test_that_is_not_there(self):
        for test, text in (("tests/a_test.cc: IsNot", "has no test IsNot"),
                           ("tests/a_test.py: help_tests", "has no test help_tests"),
                           ("tests/b_test.cc: IsSo", "no such file")):
            files = self.tree(test) | {"tests/a_test.py": "def help_tests():\n    pass\n"}
            breaches = self.breaches("compatibility", files)
            self.assertEqual(len(breaches), 2, breaches)
            self.assertIn(text, breaches[0])

    def test_a_difference_without_a_test(self):
        files = self.tree()
        files["api/differences.toml"] = files["api/differences.toml"].replace(
            '[[different]]\nwhat = "A"\nhow = "is B."\ntest = "tests/a_test.cc: IsSo"',
            '[[different]]\nwhat = "A"\nhow = "is B."')
        breaches = self.breaches("compatibility", files)
        self.assertIn("no test: A", breaches[0])


if __name__ == "__main__":
    unittest.main()
