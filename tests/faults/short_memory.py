#!/usr/bin/env python3
"""The n-th allocation fails, in turn, on the main flows. Usage: short_memory.py MOTCUA SHORT_MEMORY.SO all|COUNT [FLOW...]

In an empty folder with motcua.json, prepared.db (a store that was polled), export.csv, and PORTAL in the environment.

Each run must end with 70 and "out of memory", whichever allocation it was and whoever asked for it. It must leave no file of
its own (report, temporary), a store that is sound, and the same command must then succeed and give what it gives undisturbed.
COUNT: that many n of each flow, spread over all of them by a step that is prime to any pattern; all: each n.
"""
import concurrent.futures
import glob
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

motcua, shim, most = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
AT = ["--at", "2022-11-25T15:00"]
FLOWS = {
    "import": ["import", "export.csv", *AT],
    "poll": ["collect", "--full", *AT],
    "status": ["status", *AT],
    "report-html": ["report", *AT, "-o", "out.html"],
    "report-docx": ["report", *AT, "-o", "out.docx"],
    "report-xlsx": ["report", *AT, "-o", "out.xlsx"],
    "score": ["score", "--of", "2022", *AT, "--format", "csv", "-o", "out.csv"],
}


def run(folder, words, at=0, length=1):
    told = os.path.join(folder, "told")
    env = dict(os.environ, LD_PRELOAD=shim, SHORT_AT=str(at), SHORT_FOR=str(length), SHORT_TOLD=told, MOTCUA_LANG="vi")
    done = subprocess.run([motcua, *words], cwd=folder, env=env, capture_output=True, timeout=120)
    count, failed = (int(n) for n in open(told).read().split()) if os.path.getsize(told) else (0, 1)
    os.remove(told)
    return done, count, failed


def prepare(into, flow):
    for name in ("motcua.json", "export.csv"):
        shutil.copy(name, into)
    if flow != "fresh":
        shutil.copy("prepared.db", os.path.join(into, "motcua.db"))


def store_told(folder):
    """What a store holds, without runs and moments of them."""
    db = sqlite3.connect(os.path.join(folder, "motcua.db"))
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    out = []
    for table in ("dossier", "dossier_history", "figure", "unit", "reject", "cursor"):
        columns = [c[1] for c in db.execute(f"PRAGMA table_info({table})") if c[1] not in ("run_id", "id", "run", "observed_at")]
        if columns:
            out += sorted(map(repr, db.execute(f"SELECT {', '.join(columns)} FROM {table}")))
    db.close()
    return hashlib.sha256("\n".join(out).encode()).hexdigest()


def files_told(folder):
    out = {}
    for name in glob.glob(os.path.join(folder, "out.*")):
        kind = name.rsplit(".", 1)[1]  # the moments inside of a packed file may make a few bytes
        out[kind] = os.path.getsize(name) // 64 if kind in ("docx", "xlsx") else hashlib.sha256(open(name, "rb").read()).hexdigest()
    return out


def result(folder, done):
    return done.returncode, done.stdout, files_told(folder), store_told(folder)


def one(flow, n, length, wanted):
    """The faults of one run."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder, flow)
        before = set(os.listdir(folder))
        done, _, failed = run(folder, FLOWS[flow], n, length)
        said = done.stderr.decode(errors="replace")
        if done.returncode != 70:
            faults.append(f"exit status {done.returncode} ({failed} failed)")
        if "hết bộ nhớ" not in said and "out of memory" not in said:
            faults.append("says nothing of memory")
        left = {f for f in set(os.listdir(folder)) - before if not f.startswith("motcua.db")}
        if left and files_told(folder) != wanted[2]:  # whole, where memory was short behind it
            faults.append(f"leaves {sorted(left)}")
        if not faults or n % 7 == 0:
            try:
                again = run(folder, FLOWS[flow])[0]
                if result(folder, again) != wanted:
                    faults.append(f"does not recover: {again.returncode} {again.stderr.decode(errors='replace')[-300:]}")
            except AssertionError:
                faults.append("the store is not sound")
        if faults:
            faults.append(said[-600:])
    return faults


PAGES = ("/healthz", "/", "/don-vi/H99.22.04", "/?dang=xlsx", "/metrics")


def get(address, path):
    """(status, body without what changes by itself), or None where the connection was closed."""
    try:
        with urllib.request.urlopen(address + path, timeout=20) as reply:
            body = reply.read()
            return reply.status, len(body) // 256 if "xlsx" in path else 0 if path == "/metrics" else len(body)
    except urllib.error.HTTPError as e:
        return e.code, None
    except OSError:
        return None


def serve(folder, at=0, length=1):
    """(answers of two rounds, exit status, stderr, allocations, failed). Length 0: four in a row, for a server goes on."""
    told = os.path.join(folder, "told")
    env = dict(os.environ, LD_PRELOAD=shim, SHORT_AT=str(at), SHORT_FOR=str(length or 4), SHORT_TOLD=told, MOTCUA_LANG="vi",
               MOTCUA_NOW="2022-11-25T15:00")
    words = ["serve", "--listen", "127.0.0.1:0", "--no-poll", "--public-league"]
    with subprocess.Popen([motcua, *words], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
        address = p.stdout.readline().decode().strip().rstrip("/")
        answers = [[get(address, path) for path in PAGES] for _ in range(2)] if address else None
        p.terminate()
        said = p.communicate(timeout=30)[1].decode(errors="replace")
    count, failed = (int(n) for n in open(told).read().split()) if os.path.getsize(told) else (0, 1)
    os.remove(told)
    return answers, p.returncode, said, count, failed


def serve_one(n, length, wanted):
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder, "serve")
        answers, code, said, _, failed = serve(folder, n, length)
        if code not in ((0, 70) if answers else (70,)):
            faults.append(f"exit status {code}")
        if failed and "hết bộ nhớ" not in said and "out of memory" not in said and not answers:
            faults.append("says nothing of memory")
        flat = [a for r in answers or [] for a in r]
        whole = [a for a, w in zip(flat, [w for r in wanted for w in r]) if a == w]
        # 500 and a closed connection are answers; a page that lacks something is none
        lame = [a for a, w in zip(flat, [w for r in wanted for w in r]) if a != w and a is not None and a[0] != 500]
        if answers and (lame or len(whole) < len(flat) - 2):
            faults.append(f"answers {answers}")
        if faults:
            faults.append(said[-600:])
    return faults


def points(count):
    step = 1 if most == "all" else max(1, count // int(most))
    return [(n, 0 if i % 5 == 4 else 1) for i, n in enumerate(range(1 + step // 3, count - 8, step))]


def in_turn(flow):
    """Prints the faults of one flow; how many there were."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder, flow)
        if flow == "serve":
            wanted, code, _, count, _ = serve(folder)
            assert code == 0 and {a[0] for r in wanted for a in r} <= {200, 303}, (wanted, code)
            work = lambda p: serve_one(*p, wanted)
        else:
            done, count, _ = run(folder, FLOWS[flow])
            assert done.returncode == 0, (flow, done)
            wanted = result(folder, done)
            work = lambda p: one(flow, *p, wanted)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (n, length), faults in zip(points(count), pool.map(work, points(count))):
            if faults:
                bad += 1
                print(f"FAILED {flow}, allocation {n}{'' if length else ' and those behind it'}: " + "; ".join(faults), flush=True)
    print(f"{flow}: {len(points(count))} of {count} allocations failed in turn, {bad} badly", flush=True)
    return bad


def main():
    bad = 0
    for flow in sys.argv[4:] or [*FLOWS, "serve"]:
        bad += in_turn(flow)
    sys.exit(bad > 0)


main()
