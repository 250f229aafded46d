#!/usr/bin/env python3
"""Reads the modules table (the maskpoint_module lines under src/) against every #include in src/.

Prints each violation as file:line: sentence; exit status 1 if there is one.
"""

import pathlib
import re
import sys

# A row may stand in a comment, for a module that CMake builds in a way of its own.
ROW = re.compile(r"^\s*#?\s*maskpoint_module\((\w+)\s+LEVEL\s+(\d+)(?:\s+DEPENDS\s+([\w\s]+?))?\s*\)", re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# Headers of the world outside, and the modules that may see them. `headers` may not even be in a
# module's own headers, so that a change of library stops at one .cc.
LIBRARIES = [
    # (what, pattern of the header, modules, allowed in headers)
    ("SDL", r"SDL2?/|SDL\w*\.h$", {"app"}, True),
    ("Emscripten", r"emscripten(/|\.h$)", {"app"}, True),
    ("OpenGL", r"(GLES\d|GL|EGL)/|webgl|imgui_impl_opengl", {"render", "app"}, True),
    ("Dear ImGui", r"imgui|imstb_", {"ui", "app"}, False),
    ("an HTTP server", r"httplib", {"server"}, False),
    ("SQLite", r"sqlite3|SQLiteCpp/", {"server"}, False),
    ("ONNX Runtime", r"onnxruntime", {"server"}, False),
]

# Exceptions, each with its reason at the include.
EXEMPT = {("base/ticket.h", "emscripten/threading.h"), ("formats/page/exports.cc", "emscripten/em_js.h")}

# Only GL's own module draws; app may start ImGui's renderer, nothing else of GL.
APP_GL = re.compile(r"imgui_impl_opengl")

# Of a module on which another depends, sometimes only one header is meant.
NARROWED = {("session", "sam"): {"sam/types.h"}, ("render", "session"): {"session/scene.h"}}

THREAD = re.compile(r"\bstd::j?thread\b(?!::)|\bpthread_create\b|\bstd::async\b")
THREAD_HOMES = re.compile(r"^(worker|server)/|^nn/(thread_pool|parallel_for)")
EXPORT = re.compile(r'\bextern\s+"C"|\bEMSCRIPTEN_KEEPALIVE\b|\bEM_JS\b|\bEM_ASM')
EXPORT_HOMES = re.compile(r"^app/bridge|^(encoding|formats|segmenter)/page/|^server/")


def read_table(src):
    """{module: (level, dependencies)} from every list under src/."""
    table = {}
    for lists in [src / "CMakeLists.txt", *sorted(src.glob("*.cmake"))]:
        for name, level, depends in ROW.findall(lists.read_text()):
            table[name] = (int(level), set(depends.split()))
    return table


def without_comments(text):
    """Comments become blanks; lines keep their numbers, strings stay."""
    pattern = r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/'
    blank = lambda m: m[0] if m[0][0] == '"' else re.sub(r"[^\n]", " ", m[0])
    return re.sub(pattern, blank, text, flags=re.S)


def check_table(table):
    for module, (level, depends) in sorted(table.items()):
        for other in sorted(depends):
            if other not in table:
                yield f"src/CMakeLists.txt:1: {module} depends on {other}, which has no row"
            elif table[other][0] >= level:
                yield f"src/CMakeLists.txt:1: {module} (level {level}) depends on {other} (level {table[other][0]})"


def check_file(path, src, table):
    inner = path.relative_to(src).as_posix()
    module = inner.split("/")[0]
    is_header = path.suffix == ".h"
    depends = table[module][1]
    lines = without_comments(path.read_text()).splitlines()
    for number, line in enumerate(lines, 1):
        where = f"src/{inner}:{number}"
        include = INCLUDE.match(line)
        if include:
            header = include[2]
            if (inner, header) in EXEMPT:
                continue
            yield from check_library(where, module, header, is_header)
            yield from check_module(where, module, depends, include[1], header, src, table)
            continue
        if THREAD.search(line) and not THREAD_HOMES.match(inner):
            yield f"{where}: starts a thread; only worker, nn/thread_pool and server do"
        if EXPORT.search(line) and not EXPORT_HOMES.match(inner):
            yield f"{where}: speaks to JavaScript; only app/bridge and a module's page/ do"


def check_library(where, module, header, is_header):
    for what, pattern, homes, in_headers in LIBRARIES:
        if not re.match(pattern, header) and not re.search(r"/" + pattern, header):
            continue
        if module not in homes:
            yield f"{where}: {module} includes {what} ({header}); only {' and '.join(sorted(homes))} may"
        elif module == "app" and what == "OpenGL" and not APP_GL.search(header):
            yield f"{where}: app includes {header}; drawing is render's"
        elif is_header and not in_headers:
            yield f"{where}: {what} in a header ({header}); include it in the .cc"


def check_module(where, module, depends, quote, header, src, table):
    other = header.split("/")[0] if "/" in header else None
    if other not in table:
        if quote == '"' and not (src / header).exists():
            yield f'{where}: "{header}" is not under src/; own headers are included as "module/name.h"'
        return
    if other == module:
        return
    if other not in depends:
        yield f"{where}: {module} includes {header}, but its row does not list {other}"
    elif header not in NARROWED.get((module, other), {header}):
        allowed = ", ".join(sorted(NARROWED[module, other]))
        yield f"{where}: {module} includes {header}; of {other} only {allowed} is meant for it"


def check(src):
    table = read_table(src)
    violations = list(check_table(table))
    for path in sorted(src.rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        module = path.relative_to(src).parts[0]
        if module not in table:
            violations.append(f"{path.relative_to(src.parent)}:1: {module} has no row in src/CMakeLists.txt")
        else:
            violations.extend(check_file(path, src, table))
    if not table:
        violations.append("src/CMakeLists.txt:1: no maskpoint_module rows")
    return violations


if __name__ == "__main__":
    found = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "src").resolve())
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(1 if found else 0)
