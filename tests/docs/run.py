#!/usr/bin/env python3
"""Runs what the documents say. Usage: run.py PROGRAM PORTAL SOURCE_TREE DOCUMENT...

In a document a block ```sh is run, all blocks of a document in order, in one new folder; a block ```json FILE (or csv, text ...) writes that
file there first; a block ```output holds lines that the block before it must have printed, in that order (a line "..." stands for any).
A ```sh block may end with "# exit N" where another status than 0 is right. $PORTAL is the address of a sample portal, kept running
while the document is read.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

program, portal, tree = (os.path.abspath(p) for p in sys.argv[1:4])
faults = 0


def fault(where, what):
    global faults
    faults += 1
    print(f'{where}: {what}')


def blocks(path):
    """(line, kind, argument, text) of the fenced blocks."""
    kind = None
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            m = re.match(r'```(\w*) ?(.*)$', line.rstrip('\n'))
            if m and kind is None:
                kind, argument, begin, text = m.group(1) or 'none', m.group(2), number, []
            elif m:
                yield begin, kind, argument, ''.join(text)
                kind = None
            elif kind is not None:
                text.append(line)


def portal_start(folder):
    port = os.path.join(folder, '.port')
    process = subprocess.Popen([portal, '--port-file', port, '--compose', '1500', '--seed', '178'],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        if os.path.exists(port) and os.path.getsize(port):
            return process, 'http://127.0.0.1:' + open(port).read().strip()
        time.sleep(0.05)
    raise SystemExit('the sample portal did not start')


def same(wanted, said):
    """"…" in a wanted line stands for any text, such as the folder of a file."""
    start, more, end = wanted.partition('…')
    return wanted == said or (more != '' and len(said) > len(start) + len(end) and said.startswith(start) and said.endswith(end))


def printed(wanted, said):
    """The first wanted line that was not printed in its order, or None."""
    rest = iter([' '.join(line.split()) for line in said.splitlines()])
    for line in wanted.splitlines():
        line = ' '.join(line.split())
        if line and line != '...' and not any(same(line, other) for other in rest):
            return line
    return None


def document(path):
    name = os.path.relpath(path, tree)
    with tempfile.TemporaryDirectory() as folder:
        process, address = portal_start(folder)
        env = dict(os.environ, PATH=os.path.dirname(program) + ':' + os.environ['PATH'], PORTAL=address, HOME=folder,
                   DEMO_PASSWORD='p', MOTCUA_NOW='2022-11-25T15:00', LC_ALL='C.UTF-8')
        env.pop('MOTCUA_CONFIG', None)
        said, runs = '', 0
        for line, kind, argument, text in blocks(path):
            where = f'{name}:{line}'
            if argument and kind not in ('sh', 'output'):
                os.makedirs(os.path.dirname(os.path.join(folder, argument)) or folder, exist_ok=True)
                with open(os.path.join(folder, argument), 'w', encoding='utf-8') as f:
                    f.write(text.replace('$PORTAL', address))
            elif kind == 'sh' and argument != 'not run':
                m = re.search(r'# exit (\d+)\s*$', text)
                run = subprocess.run(['sh', '-ec', text], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                     text=True, timeout=300, errors='replace')
                said, runs = run.stdout, runs + 1
                if os.environ.get('DOCS_SHOW'):
                    print(f'--- {where}\n{said}')
                if run.returncode != (int(m.group(1)) if m else 0):
                    fault(where, f'exit status {run.returncode}:\n{said[-1500:]}')
            elif kind == 'output':
                missing = printed(text, said)
                if missing:
                    fault(where, f'not printed: {missing}\n--- printed:\n{said[-3000:]}')
        process.terminate()
        process.wait()
        print(f'{name}: {runs} blocks were run')


for path in sys.argv[4:]:
    document(os.path.abspath(path))
sys.exit(faults > 0)
