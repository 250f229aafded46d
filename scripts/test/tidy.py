#!/usr/bin/env python3
"""clang-tidy 19 over every .cc of src/. A clean result is remembered in the cache folder by content
(file, own headers it reaches, command, checks, versions), so only what changed is looked at again.

Usage: tidy.py [FILE...]   exit status 1 if there is a finding
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
TIDY = "clang-tidy-19"
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def cache_folder():
    base = os.environ.get("MASKPOINT_CACHE") or pathlib.Path.home() / ".cache" / "maskpoint"
    folder = pathlib.Path(base) / "clang-tidy"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def commands():
    """{file: (build folder, command)}; the native build comes first where both compile a file."""
    found = {}
    for build in ("native", "wasm"):
        database = ROOT / "build" / build / "compile_commands.json"
        for entry in json.loads(database.read_text()) if database.exists() else []:
            path = pathlib.Path(entry["file"]).resolve()
            if path.is_relative_to(SRC):
                found.setdefault(path, (build, entry["command"]))
    return found


def reached(path, seen):
    """The file and the project's own headers it includes, directly or not."""
    if path in seen or not path.exists():
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_text()):
        reached(SRC / name, seen)
    return seen


def key(path, command, salt):
    digest = hashlib.sha256(salt)
    digest.update(command.replace(str(ROOT), "").encode())
    for file in sorted(reached(path, set())):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def run(path, build):
    arguments = [TIDY, "--quiet", "-p", str(ROOT / "build" / build)]
    # The compile commands are GCC's or emcc's: clang need not know all their warnings.
    arguments += ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error"]
    # Asserts tell the checks what cannot happen.
    arguments += ["--extra-arg=-UNDEBUG"]
    if build == "wasm":
        sysroot = ROOT / "build/deps/emscripten/cache/sysroot"
        arguments += ["--extra-arg=--target=wasm32-unknown-emscripten", f"--extra-arg=--sysroot={sysroot}"]
        # Where emcc looks first.
        arguments += [f"--extra-arg-before=-isystem{sysroot}/include/compat"]
        arguments += ["--extra-arg=-matomics", "--extra-arg=-mbulk-memory"]
    done = subprocess.run([*arguments, str(path)], capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stdout + (done.stderr if done.returncode else "")


def main():
    known = commands()
    wanted = [pathlib.Path(name).resolve() for name in sys.argv[1:]] or sorted(SRC.rglob("*.cc"))
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    salt = version + (ROOT / ".clang-tidy").read_bytes() + pathlib.Path(__file__).read_bytes()
    cache = cache_folder()

    status, todo = 0, []
    for path in wanted:
        if path not in known:
            print(f"FAILS: {path.relative_to(ROOT)} is in no build")
            status = 1
        elif not (mark := cache / key(path, known[path][1], salt)).exists():
            todo.append((path, known[path][0], mark))
    print(f"{len(wanted)} files, {len(todo)} of them new or changed", flush=True)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = {pool.submit(run, path, build): (path, mark) for path, build, mark in todo}
        for done in concurrent.futures.as_completed(running):
            path, mark = running[done]
            code, output = done.result()
            if code == 0:
                mark.touch()
                continue
            status = 1
            print(f"FAILS: {path.relative_to(ROOT)}\n{output}", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
