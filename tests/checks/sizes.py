#!/usr/bin/env python3
"""Files stay short: half of src/ at most 150 lines, nine in ten at most 400, none over 600.

The same upper bound holds for tests, scripts and the page's TypeScript.
"""

import pathlib
import sys

MEDIAN, NINTH_TENTH, LONGEST = 150, 400, 600
SUFFIXES = {".h", ".cc", ".py", ".sh", ".ts", ".mjs", ".js", ".css", ".html", ".frag", ".vert", ".glsl"}
FOLDERS = ["src", "shaders", "web", "tests", "scripts"]


def source_files(root, folder):
    for path in sorted((root / folder).rglob("*")):
        if path.suffix in SUFFIXES and "node_modules" not in path.parts and path.is_file():
            yield path


def lines_in(path):
    return len(path.read_text(errors="replace").splitlines())


def check(root):
    violations = []
    for folder in FOLDERS:
        for path in source_files(root, folder):
            if (lines := lines_in(path)) > LONGEST:
                violations.append(f"{path.relative_to(root)}:1: {lines} lines, at most {LONGEST}")
    sizes = sorted(lines_in(path) for path in source_files(root, "src"))
    if sizes:
        median, ninth_tenth = sizes[len(sizes) // 2], sizes[len(sizes) * 9 // 10]
        if median > MEDIAN:
            violations.append(f"src:1: half the files have over {median} lines, at most {MEDIAN} wanted")
        if ninth_tenth > NINTH_TENTH:
            violations.append(f"src:1: one file in ten has over {ninth_tenth} lines, at most {NINTH_TENTH} wanted")
    return violations


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(1 if found else 0)
