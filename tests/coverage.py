#!/usr/bin/env python3
"""Which lines of src and adapters ran, by gcov. Usage: coverage.py BUILD-FOLDER SOURCE-FOLDER [--short]

Prints lines and percent by folder, the files with the most lines that never ran, and the whole; --short: the whole and the files alone.
BUILD-FOLDER/gaps.txt names every function that never ran, and in the others the lines that did not.
"""
import collections
import json
import os
import subprocess
import sys

AT_ONCE = 40


def gcov(notes, folder):
    """The documents of gcov for these .gcno files; a file that never ran has no .gcda, and its counts are zero."""
    run = subprocess.run(['gcov', '--json-format', '--stdout', *notes], cwd=folder, capture_output=True, check=True)
    for line in run.stdout.splitlines():
        if line.strip():
            yield json.loads(line)


def spans(numbers):
    out, numbers = [], sorted(numbers)
    for n in numbers:
        if out and n == out[-1][1] + 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ', '.join(str(a) if a == b else f'{a}-{b}' for a, b in out)


def main():
    build, top, short = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), '--short' in sys.argv
    notes = sorted(os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(build, 'CMakeFiles')) for name in names
                   if name.endswith('.gcno'))
    if not notes:
        sys.exit(f'{build}: no build for coverage here')
    lines = collections.defaultdict(lambda: collections.defaultdict(int))  # file: line: how often
    functions = collections.defaultdict(dict)                              # file: (name, first line): how often
    for i in range(0, len(notes), AT_ONCE):
        for document in gcov(notes[i:i + AT_ONCE], build):
            for source in document['files']:
                path = os.path.relpath(os.path.join(document['current_working_directory'], source['file']), top)
                if not path.startswith(('src/', 'adapters/')):
                    continue
                for line in source['lines']:
                    lines[path][line['line_number']] += line['count']
                for f in source['functions']:
                    key = f['name'], f['start_line']
                    functions[path][key] = functions[path].get(key, 0) + f['execution_count']
    folders, missed = collections.defaultdict(lambda: [0, 0]), []
    for path, counts in lines.items():
        ran = sum(1 for n in counts.values() if n)
        # a folder of src, or all of adapters
        folder = '/'.join(path.split('/')[:2]) if path.startswith('src/') else 'adapters'
        folders[folder][0] += ran
        folders[folder][1] += len(counts)
        missed.append((len(counts) - ran, len(counts), path))
    with open(os.path.join(build, 'gaps.txt'), 'w', encoding='utf-8') as gaps:
        for path in sorted(lines):
            never = sorted((first, name) for (name, first), n in functions[path].items() if not n)
            absent = [n for n, count in lines[path].items() if not count]
            if absent:
                print(f'{path}: lines {spans(absent)}', file=gaps)
            for first, name in never:
                print(f'{path}:{first}: {name}() never ran', file=gaps)
    ran, all_lines = sum(f[0] for f in folders.values()), sum(f[1] for f in folders.values())
    if not short:
        for folder in sorted(folders):
            print(f'{folder:18} {100 * folders[folder][0] / folders[folder][1]:6.1f} %  {folders[folder][1]:6} lines')
    print('most lines that never ran: ' + ', '.join(f'{path} {n} of {m}' for n, m, path in sorted(missed, reverse=True)[:8]))
    print(f'coverage: {100 * ran / all_lines:.1f} % of {all_lines} lines of src and adapters ran; {os.path.join(build, "gaps.txt")} has the rest')


main()
