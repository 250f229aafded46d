"""The checks themselves: green on a clean tree, red on each violation they are there for."""

import pathlib
import tempfile
import unittest

import layers
import sizes

TABLE = """
maskpoint_module(base   LEVEL 0)
maskpoint_module(sam    LEVEL 2 DEPENDS base)
maskpoint_module(session LEVEL 3 DEPENDS base sam)
maskpoint_module(ui     LEVEL 4 DEPENDS base session)
maskpoint_module(render LEVEL 4 DEPENDS base session)
maskpoint_module(app    LEVEL 5 DEPENDS base session ui render)
# maskpoint_module(server LEVEL 5 DEPENDS base sam)
"""


class Layers(unittest.TestCase):
    def run_on(self, files, table=TABLE):
        with tempfile.TemporaryDirectory() as folder:
            src = pathlib.Path(folder) / "src"
            for name, text in {"CMakeLists.txt": table, **files}.items():
                path = src / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return layers.check(src)

    def red(self, name, text, expected):
        found = self.run_on({name: text, "base/status.h": "#pragma once\n"})
        self.assertEqual(len(found), 1, found)
        self.assertIn(expected, found[0])

    def test_clean_tree(self):
        self.assertEqual([], self.run_on({
            "base/status.h": "#pragma once\n#include <string>\n",
            "sam/types.h": '#include "base/status.h"\n',
            "session/session.cc": '#include "sam/types.h"\n#include "session/session.h"\n',
            "session/session.h": "// std::thread is not for us\n",
            "ui/panel.cc": "#include <imgui.h>\n",
            "app/main.cc": '#include <SDL2/SDL.h>\n#include <emscripten.h>\n',
            "app/bridge.cc": 'extern "C" void f() {}\n',
            "server/http.cc": "#include <httplib.h>\nstd::thread t;\n",
        }))

    def test_upward_include(self):
        self.red("base/low.cc", '#include "sam/types.h"\n', "does not list sam")

    def test_sideways_include(self):
        self.red("render/draw.cc", '#include "ui/panel.h"\n', "does not list ui")

    def test_only_the_meant_header(self):
        self.red("session/s.cc", '#include "sam/decoder.h"\n', "only sam/types.h")

    def test_libraries(self):
        for name, header in [
            ("ui/a.cc", "SDL2/SDL.h"), ("ui/a.cc", "emscripten/html5.h"), ("ui/a.cc", "GLES3/gl3.h"),
            ("render/a.cc", "imgui.h"), ("sam/a.cc", "httplib.h"), ("sam/a.cc", "sqlite3.h"),
            ("sam/a.cc", "onnxruntime_cxx_api.h"), ("app/a.cc", "GLES3/gl3.h"),
        ]:
            with self.subTest(name=name, header=header):
                self.red(name, f"#include <{header}>\n", header)

    def test_library_in_a_header(self):
        self.red("server/http.h", "#include <httplib.h>\n", "include it in the .cc")

    def test_threads(self):
        self.red("session/s.cc", "std::thread t([] {});\n", "starts a thread")
        self.assertEqual([], self.run_on({"sam/s.cc": "std::thread::hardware_concurrency();\n"}))

    def test_exports(self):
        self.red("session/s.cc", 'extern "C" void f() {}\n', "only app/bridge and")

    def test_unknown_module(self):
        self.red("util/u.h", "#pragma once\n", "has no row")

    def test_path_outside_src(self):
        self.red("base/b.cc", '#include "../base/nothing.h"\n', "not under src/")

    def test_cycle_in_the_table(self):
        found = self.run_on({}, "maskpoint_module(a LEVEL 1 DEPENDS b)\nmaskpoint_module(b LEVEL 1)\n")
        self.assertEqual(len(found), 1)

    def test_empty_table(self):
        self.assertEqual(len(self.run_on({}, "")), 1)


class Sizes(unittest.TestCase):
    def run_on(self, lengths):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "src").mkdir()
            for index, length in enumerate(lengths):
                (root / "src" / f"{index}.cc").write_text("\n" * length)
            return sizes.check(root)

    def test_short_files(self):
        self.assertEqual([], self.run_on([100] * 10))

    def test_one_too_long(self):
        self.assertEqual(len(self.run_on([100] * 20 + [601])), 1)

    def test_many_too_long(self):
        self.assertEqual(len(self.run_on([100] * 8 + [401] * 2)), 1)
        self.assertEqual(len(self.run_on([100] * 2 + [151] * 3)), 1)


if __name__ == "__main__":
    unittest.main()
