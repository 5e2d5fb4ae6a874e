#!/usr/bin/env python3
"""The shape of the tree: who may include whom, no circles, sizes.

Usage: structure_test.py SOURCE_TREE BUILD_TREE C_COMPILER [modules]

With "modules" it looks only whether each module has a test, by its name or by tests/README.md.

layers.json beside this file is the only table of the layers: a folder may include itself and the folders on its line.
Each check prints FILE:LINE, what is wrong, and the rule; the test fails if any check printed something.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

# The one file of a folder that puts its parts together, and so may include them.
ROOF = {
    "adapters/drivers.c": ["adapters/http"],
    "src/store/open.c": ["store/sqlite", "store/postgres"],
}
# Folders and files at the top.
TOP = {"src", "adapters", "schema", "dashboards", "tests", "po", "docs", "packaging", "dev", "CMakeLists.txt", "CMakePresets.json", "README.md",
       "README.vi.md"}
# Circles that are still to be taken away: {files}. This list shrinks, and is empty at the end.
KNOWN_CIRCLES = []
# Sizes, and what is still larger. A file leaves these lists when it is cut; none may join them.
FILE_LINES, FUNCTION_LINES, STRUCT_MEMBERS = 600, 60, 25
LARGE_FILES = set()
LONG_FUNCTIONS = set()
LARGE_STRUCTS = {
    "src/config/config.h:config",  # the settings of a file that a person writes
    "src/store/driver.h:store_driver",  # a function for each thing that a store can do
}

faults = 0


def fault(where, what, rule):
    global faults
    faults += 1
    print(f"{where}: {what}. Rule: {rule}.")


def sources(root):
    for top in ("src", "adapters"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def folder_of(path):
    folder = os.path.dirname(path)
    return folder[4:] if folder.startswith("src/") else "" if folder == "src" else folder


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return f.read()


def includes(text):
    for number, line in enumerate(text.splitlines(), 1):
        m = re.match(r'#include "([^"]+)"', line)
        if m:
            yield number, m.group(1)


def check_layers(root, layers):
    for path in sources(root):
        own = folder_of(path)
        if own not in layers:
            fault(path, f"the folder {own} is not in layers.json", "every folder has a line there")
            continue
        for number, target in includes(read(root, path)):
            to = os.path.dirname(target)
            if to == own or to in layers[own] or to in ROOF.get(path, []):
                continue
            fault(f"{path}:{number}", f"{own or 'main.c'} includes {target}",
                  f"{own or 'main.c'} may include {', '.join(layers[own]) or 'nothing'} and itself")


def components(graph):
    """Strongly connected components of more than one node (Tarjan, without recursion)."""
    index, low, on, stack, out = {}, {}, set(), [], []
    for start in sorted(graph):
        if start in index:
            continue
        work = [(start, iter(sorted(graph[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on.add(start)
        while work:
            node, edges = work[-1]
            for to in edges:
                if to not in graph:
                    continue
                if to not in index:
                    index[to] = low[to] = len(index)
                    stack.append(to)
                    on.add(to)
                    work.append((to, iter(sorted(graph[to]))))
                    break
                if to in on:
                    low[node] = min(low[node], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = set()
                    while node not in group:
                        group.add(stack.pop())
                    on -= group
                    if len(group) > 1:
                        out.append(group)
    return out


def circles_told(groups, words):
    for group in groups:
        if any(group <= set(known) for known in KNOWN_CIRCLES):
            continue
        fault(" ".join(sorted(group)), "a circle of files: " + words(group), "files depend downward only")


def check_include_circles(root):
    graph = {}
    for path in sources(root):
        targets = (t if t.startswith("adapters/") else "src/" + t for _, t in includes(read(root, path)))
        graph[path] = {t for t in targets if t != path}
    circles_told(components(graph), lambda group: "by their includes")


def objects(root, build):
    """{source: (defined symbols, wanted symbols)} of the objects in the build tree."""
    out = {}
    base = os.path.join(build, "CMakeFiles", "motcua_core.dir")
    for path in sources(root):
        file = os.path.join(base, path + ".o")
        if not path.endswith(".c") or not os.path.exists(file):
            continue
        defined, wanted = set(), set()
        for line in subprocess.run(["nm", "-P", file], check=True, capture_output=True, text=True).stdout.splitlines():
            name, kind = line.split()[:2]
            (wanted if kind == "U" else defined if kind.isupper() else set()).add(name)
        out[path] = (defined, wanted)
    return out


def check_link_circles(root, build):
    symbols = objects(root, build)
    if not symbols:
        fault(build, "no object files", "the library is built before this test")
        return
    home = {name: path for path, (defined, _) in symbols.items() for name in defined}
    graph = {path: {home[n] for n in wanted if n in home} - {path} for path, (_, wanted) in symbols.items()}

    def words(group):
        return "; ".join(f"{path} calls " + ", ".join(sorted(n for n in symbols[path][1] if home.get(n) in group))
                         for path in sorted(group))

    circles_told(components(graph), words)


def check_headers(root, build, compiler):
    """All headers of the tree in one file: no two say different things by one name."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        command = next(c["command"] for c in json.load(f) if c["file"].endswith("/src/main.c"))
    flags = re.findall(r"(?<!\S)(?:(?:-isystem|-iquote) \S+|-[DIf]\S+|-std=\S+)", command)
    headers = [p for p in sources(root) if p.endswith(".h")]
    with tempfile.NamedTemporaryFile("w", suffix=".c") as f:
        f.writelines(f'#include "{h[4:] if h.startswith("src/") else h}"\n' for h in headers)
        f.flush()
        run = subprocess.run([compiler, *" ".join(flags).replace('\\"', '"').split(), "-fsyntax-only", f.name],
                             capture_output=True, text=True)
    for line in run.stderr.splitlines():
        if re.search(r"\b(error|note):", line):
            fault(os.path.relpath(line, root) if line.startswith("/") else line, "two headers clash",
                  "all headers can be included together")


def check_sizes(root):
    for path in sources(root):
        lines = read(root, path).splitlines()
        if len(lines) > FILE_LINES and path not in LARGE_FILES:
            fault(path, f"{len(lines)} lines", f"a file has at most {FILE_LINES}")
        if len(lines) <= FILE_LINES and path in LARGE_FILES:
            fault(path, "is small now", "take its line out of LARGE_FILES")
        begin = name = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                begin = number
                head = " ".join(lines[max(0, number - 4):number - 1])
                name = (re.findall(r"\b(\w+)\(", head) or ["?"])[-1] if "(" in head else "?"
                heads = re.findall(r"^(?:\w[\w *]*?)\b(\w+)\(", "\n".join(lines[max(0, number - 6):number - 1]), re.M)
                name = heads[-1] if heads else name
            elif line == "}" and begin:
                if number - begin - 1 > FUNCTION_LINES and f"{path}:{name}" not in LONG_FUNCTIONS:
                    fault(f"{path}:{begin}", f"{name}() has {number - begin - 1} lines",
                          f"a function has at most {FUNCTION_LINES}")
                begin = None
        check_structs(path, lines)


def check_structs(path, lines):
    """Counts the declarations of each struct at the left margin; the names in a declaration count, too."""
    begin = None
    for number, line in enumerate(lines, 1):
        m = re.match(r"struct (\w+) \{", line)
        if m:
            begin, name, members, depth = number, m.group(1), 0, 1
            continue
        if not begin:
            continue
        code = re.sub(r"/\*.*?(\*/|$)", "", line)
        depth += code.count("{") - code.count("}")
        if depth == 0:
            if members > STRUCT_MEMBERS and f"{path}:{name}" not in LARGE_STRUCTS:
                fault(f"{path}:{begin}", f"struct {name} has {members} members",
                      f"a struct has at most {STRUCT_MEMBERS}")
            begin = None
        elif depth == 1 and ";" in code and not re.match(r"\s*\*", code):
            members += 1 + re.sub(r"\([^;]*\)", "", code).count(",")


def check_readmes(root, layers):
    """A README of some lines in each folder, that names what the folder may include by the table of layers."""
    users = {}
    for source in sources(root):
        own = os.path.dirname(source.removeprefix("src/"))
        for _, target in includes(read(root, source)):
            users.setdefault(os.path.dirname(target), set()).add(own or "main.c")
    for folder in layers:
        if not folder:
            continue
        path = os.path.join("" if folder.startswith("adapters") else "src", folder, "README.md")
        if not os.path.exists(os.path.join(root, path)):
            fault(path, "missing", "each folder says what it holds, what it may include, and where to start")
            continue
        lines = read(root, path).strip().splitlines()
        if not 4 <= len(lines) <= 14:
            fault(path, f"{len(lines)} lines", "a README of a folder has about five to ten")
        told = re.search(r"May include: ([^.;]*)[.;]", " ".join(lines))
        names = set(re.split(r", ", told.group(1))) if told else set()
        if names not in (set(layers[folder]), {"everything"}, {"nothing of ours"}):
            fault(path, f"says that the folder may include {', '.join(sorted(names)) or 'nothing'}",
                  f"the table of layers says {', '.join(layers[folder])}")
        users_told(path, " ".join(lines), users.get(folder, set()) - {folder}, layers)


def users_told(path, text, users, layers):
    """The folders that a README names under 'Used by' are those that include it; 'and above', 'every' stand for more."""
    told = re.search(r"Used by: (.*?)\.(?: [A-Z]|$)", text)
    words = told.group(1) if told else ""
    named = {name for name in re.findall(r"[a-z]+(?:/[a-z]+)?(?:\.c)?", words) if name in layers or name == "main.c"}
    if not told or (not re.search(r"above|every|drivers\.c|open\.c|list of commands", words) and named != users):
        fault(path, f"says 'Used by: {words}'", f"used by {', '.join(sorted(users))}")


def check_tests(root):
    """Each module has a test under its own name, or a line in tests/README.md that names one that exists."""
    named = {}
    for line in read(root, "tests/README.md").splitlines():
        cells = [re.findall(r"`([\w/]+)`", cell) for cell in line.split("|")[1:3]]
        if len(cells) == 2:
            named.update({module: cells[1] for module in cells[0]})
    for path in sources(root):
        if not path.endswith(".c"):
            continue
        module = path[:-2].removeprefix("src/")
        if os.path.exists(os.path.join(root, "tests/unit", module + "_test.c")):
            continue
        tests = named.get(module, [])
        there = [t for t in tests if any(os.path.exists(os.path.join(root, "tests", t + end)) for end in (".c", ".sh"))]
        if not tests or len(there) < len(tests):
            fault(path, "no test under its name, and tests/README.md names none that exists",
                  "the README of the tests says which test covers a module")


def check_migrations(root):
    lists = {}
    for store in ("sqlite", "postgres"):
        names = sorted(n for n in os.listdir(os.path.join(root, "schema", store)) if re.match(r"\d{4}_", n))
        for one, other in zip(names, names[1:]):
            if one[:4] == other[:4]:
                fault(f"schema/{store}/{other}", f"{one} has its number", "a migration has a number of its own")
        lists[store] = names
    for name in sorted(set(lists["sqlite"]) ^ set(lists["postgres"])):
        fault(f"schema/{name}", "only one kind of store has this migration", "both kinds of store have the same migrations")


def check_top(root):
    """What was committed at the top is what belongs there: a file that a trial left behind is told."""
    listed = subprocess.run(["git", "-C", root, "ls-files"], capture_output=True, text=True)
    for name in sorted({path.split("/")[0] for path in listed.stdout.splitlines()}):
        if name not in TOP and not name.startswith("."):
            fault(name, "does not belong at the top", "the top level is fixed: " + " ".join(sorted(TOP)))


def main():
    root, build, compiler = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.json"), encoding="utf-8") as f:
        layers = json.load(f)
    if sys.argv[4:] == ["modules"]:
        check_tests(root)
        print(f"{faults} faults" if faults else "each module has its test")
        return faults > 0
    check_layers(root, layers)
    check_include_circles(root)
    check_link_circles(root, build)
    check_headers(root, build, compiler)
    check_sizes(root)
    check_readmes(root, layers)
    check_migrations(root)
    check_top(root)
    print(f"{faults} faults" if faults else "the tree has its shape")
    return faults > 0


sys.exit(main())
