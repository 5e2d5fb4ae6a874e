#!/usr/bin/env python3
"""What documents name must be there. Usage: words.py PROGRAM SOURCE_TREE DOCUMENT...

Links and pictures lead to files and headings; a path in `code` that begins with a folder of the tree is there; a command line in `code` or
in a block that begins with "motcua" names a command that the program has, with options that this command takes.
"""
import glob
import os
import re
import subprocess
import sys

program, tree = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
FOLDERS = ('src/', 'adapters/', 'schema/', 'tests/', 'docs/', 'dashboards/', 'po/', 'packaging/')
faults = 0
helps = {}


def fault(where, what):
    global faults
    faults += 1
    print(f'{where}: {what}')


def anchor(heading):
    """As forges make one: lower case, letters and digits of any alphabet, blanks as '-'."""
    text = re.sub(r'[`*]', '', heading.strip().lower())
    return re.sub(r'[^\w\- ]', '', text).replace(' ', '-')


def anchors(path):
    with open(path, encoding='utf-8') as f:
        return {anchor(m.group(1)) for m in re.finditer(r'^#+ (.*)$', f.read(), re.M)}


def help_of(command):
    if command not in helps:
        run = subprocess.run([program, '--lang', 'en', 'help', command], capture_output=True, text=True)
        helps[command] = run.stdout if run.returncode == 0 else None
    return helps[command]


def command_check(where, line):
    words = re.split(r'\s+', line.strip())
    if words[:1] != ['motcua'] or len(words) < 2:
        return
    takes = {'-c', '--config', '--lang'}
    command = next((w for before, w in zip(words, words[1:]) if not w.startswith('-') and before not in takes), None)
    if not command or not re.fullmatch(r'[a-z]+', command) or command == 'help':
        return
    told = help_of(command)
    if told is None:
        fault(where, f'there is no command {command}: {line}')
        return
    for option in re.findall(r'(?<![\w-])--([a-z][a-z-]+)', line):
        if f'--{option}' not in told:
            fault(where, f'{command} takes no --{option}: {line}')


def lines_of_code(text):
    """Command lines in `code` and in blocks, with the number of the line."""
    block = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('```'):
            block = not block
        elif block or line.startswith('    '):
            for part in re.split(r'\s*(?:&&|\|\||[|;]|\$\()\s*', line.split(' # ')[0].strip()):
                part = re.sub(r'^(?:\w+=\S+ |sudo (?:-u \w+ )?|\$ )+', '', part)
                if part.startswith('motcua '):
                    yield number, re.split(r'\s*[<>]', part)[0]
        else:
            for code in re.findall(r'`([^`]+)`', line):
                if code.startswith('motcua '):
                    yield number, code.rstrip(')')


def document(path):
    name = os.path.relpath(path, tree)
    with open(path, encoding='utf-8') as f:
        text = f.read()
    for m in re.finditer(r'!?\[[^\]]*\]\(([^)\s]+)\)', text):
        where, target = f'{name}:{text.count(chr(10), 0, m.start()) + 1}', m.group(1)
        if re.match(r'[a-z]+:', target):
            continue
        file, _, place = target.partition('#')
        there = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
        if not os.path.exists(there):
            fault(where, f'no such file: {target}')
        elif os.path.isfile(there) and os.path.getsize(there) == 0:
            fault(where, f'an empty file: {target}')
        elif place and place not in anchors(there):
            fault(where, f'no such heading: {target}')
    for m in re.finditer(r'`([\w./-]+)`', text):
        word, where = m.group(1), f'{name}:{text.count(chr(10), 0, m.start()) + 1}'
        if word.startswith(FOLDERS) and not re.search('[A-Z]{4}', word) and not glob.glob(os.path.join(tree, word)) and not glob.glob(os.path.join(tree, word + '.*')):
            fault(where, f'no such file in the tree: {word}')
    for number, line in lines_of_code(text):
        command_check(f'{name}:{number}', line)


for path in sys.argv[3:]:
    document(os.path.abspath(path))
print(f'{len(sys.argv) - 3} documents, {len(helps)} commands')
sys.exit(faults > 0)
