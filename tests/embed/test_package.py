"""Installs the build in STATOR_BUILD into an empty prefix and builds and runs an outside project."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CONFIGURE = ["cmake", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={os.environ['STATOR_CXX']}"]


def run(*command):
    """The standard output of a command that must succeed."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class InstalledPackage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A blank in the path, since prefixes may have one.
        cls.folder = Path(tempfile.mkdtemp(prefix="stator embed "))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.prefix = cls.folder / "prefix"
        cls.build = cls.folder / "build"
        run("cmake", "--install", os.environ["STATOR_BUILD"], "--prefix", cls.prefix)
        run(*CONFIGURE, "-S", HERE, "-B", cls.build, f"-DCMAKE_PREFIX_PATH={cls.prefix}")
        run("cmake", "--build", cls.build)

    def test_example_in_memory_starts_anew_each_time(self):
        self.assertEqual(run(self.build / "example"), "1 visits\n")
        self.assertEqual(run(self.build / "example"), "1 visits\n")

    def test_example_on_disk_goes_on_where_it_was(self):
        data = self.folder / "example data"
        self.assertEqual(run(self.build / "example", data), "1 visits\n")
        self.assertEqual(run(self.build / "example", data), "2 visits\n")

    def test_many_threads_in_memory(self):
        self.assertEqual(run(self.build / "many_threads", 16, 200), "3200 counted\n")

    def test_many_threads_on_disk(self):
        data = self.folder / "threads data"
        self.assertEqual(run(self.build / "many_threads", 16, 20, data), "320 counted\n")

    def test_nothing_of_http_is_needed(self):
        headers = list((self.prefix / "include" / "stator").rglob("*.h"))
        self.assertTrue(headers)
        for header in headers:
            found = re.findall(r"#include <(boost|openssl|zlib|rocksdb|simdjson|absl)", header.read_text())
            self.assertEqual(found, [], header)
        libraries = run("ldd", self.build / "example")
        self.assertIn("libc.so", libraries)
        self.assertNotRegex(libraries, r"libssl|libboost")
        packages = "".join(path.read_text() for path in self.prefix.rglob("*.cmake"))
        self.assertNotRegex(packages, r"(?i)boost|OpenSSL::SSL")

    def test_package_does_not_point_into_the_build_or_the_source(self):
        for path in self.prefix.rglob("*.cmake"):
            text = path.read_text()
            self.assertNotIn(str(ROOT) + "/", text, path)
            self.assertNotIn(os.environ["STATOR_BUILD"], text, path)

    def test_the_library_configures_without_the_server(self):
        run(*CONFIGURE, "-S", ROOT, "-B", self.folder / "library",
            "-DSTATOR_BUILD_SERVER=OFF", "-DSTATOR_BUILD_TESTS=OFF", "-DSTATOR_BUILD_BENCH=OFF",
            "-DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON",
            "-DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON")


if __name__ == "__main__":
    unittest.main()
