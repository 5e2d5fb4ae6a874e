#!/usr/bin/env python3
"""The benches and what is claimed from them. usage: bench_test.py SOURCE_TREE

Every tests/bench_*.py writes by the shared writer (bench_tools.Result), is a name of `./dev bench`, and measures with the shared means. The writer
itself: medians, met and missed, a short run that is told. docs/bench/NAME.json is what a bench wrote: what README.md claims is a claim of
these files with its limit and its peer, met or missed as there, and README.md claims nothing beside.
"""
import contextlib, glob, io, json, os, re, sys, tempfile

sys.dont_write_bytecode = True
tree = os.path.abspath(sys.argv[1])
sys.path.insert(0, tree + '/tests')
import bench_tools

faults = []
NO_BENCH = {'bench_tools', 'bench_postgres_peer'}


def check(right, what):
    if not right:
        faults.append(what)


def read(name):
    with open(os.path.join(tree, name), encoding='utf-8') as f:
        return f.read()


def scripts_check():
    dev, names = read('dev'), []
    for path in sorted(glob.glob(tree + '/tests/bench*.py')):
        name = os.path.basename(path)[:-3]
        if name in NO_BENCH:
            continue
        names.append(name.removeprefix('bench_'))
        text = read('tests/%s.py' % name)
        made = re.findall(r"Result\('(\w+)'\)", text)
        check(made == [names[-1]], '%s: makes results %s, not one of its own name by bench_tools.Result' % (name, made))
        check(len(re.findall(r'\bresult\.write\(\)', text)) == 1, '%s: does not write its result once' % name)
        check(re.search(r'result\.(value|ratio)\(', text), '%s: claims nothing' % name)
        for own in ('def server_cpu', 'def portal(', 'class Timed:', 'BENCH_JSON'):
            check(own not in text, '%s: has %s of its own; bench_tools has it' % (name, own))
        check(re.search(r'usage: .*bench_', text), '%s: says no usage' % name)
    listed = re.search(r'^run_bench\(\) \{ # \[([a-z|]+)\]', dev, re.M)
    check(listed and sorted(listed[1].split('|')) == sorted(names), 'dev: run_bench names %s, the scripts are %s' % (listed and listed[1], names))
    usage = dev[dev.index('usage: ./dev VERB'):]
    for name in names:
        check('bench ' + name in usage, 'dev: its usage does not name bench %s' % name)
    check(len(names) >= 12, 'too few benches: %s' % names)
    return names


def writer_check():
    with tempfile.TemporaryDirectory() as folder:
        os.environ['BENCH_JSON'] = folder + '/deep/r.json'
        result = bench_tools.Result('trial')
        result.row(name='a', seconds=[1])
        result.ratio('half', [1, 9, 1, 1, 1], [2, 2, 2, 2, 0], 'the peer', 0.5)  # medians 1 and 2: a limit is met where it is reached
        result.ratio('slow', [3, 3, 3], [1, 1, 1, 1, 1], 'the peer', 2)
        result.ratio('fast', [3] * 5, [1] * 5, 'the peer', 2, True)
        result.ratio('too little', [1.9] * 5, [1] * 5, 'the peer', 2, True)
        result.value('most', [1, 5, 2], 'MiB', 4, of=max)
        result.value('counted', 48000, '', 47000)
        result.value('free', [4.0] * 5, 's')
        with contextlib.redirect_stdout(io.StringIO()) as told:
            result.write()
        wrote = json.load(open(folder + '/deep/r.json'))
        del os.environ['BENCH_JSON']
    claims = {c['claim']: c for c in wrote['claims']}
    want = {'half': (0.5, True, 5), 'slow': (3, False, 3), 'fast': (3, True, 5), 'too little': (1.9, False, 5), 'most': (5, False, 3),
            'counted': (48000, False, bench_tools.INSTRUCTIONS), 'free': (4, None, 5)}
    for name, expected in want.items():
        got = claims[name]['value'], claims[name]['met'], claims[name]['runs']
        check(got == expected, 'the writer: %s is %s, not %s' % (name, got, expected))
    check(wrote['bench'] == 'trial' and wrote['rows'] == [{'name': 'a', 'seconds': [1]}], 'the writer: name and rows')
    check(set(wrote['machine']) == {'cpu', 'cores', 'load'}, 'the writer: the machine')
    table = {line.split('  ')[0]: line for line in told.getvalue().splitlines()}
    check('MISSED (fewer than 5 runs)   peer: the peer' in table['slow'] and '<= 2' in table['slow'], 'the table: a claim that is missed, of a short run')
    check('MISSED' not in table['half'] and ' met ' in table['half'], 'the table: a claim that is met')
    check('>= 2' in table['fast'] and 'MISSED' in table['too little'], 'the table: a limit from below')
    check('7 claims, 6 with a limit, 4 MISSED' in told.getvalue(), 'the table: its sum')


def kept_claims(names):
    found = {}
    for path in glob.glob(tree + '/docs/bench/*.json'):
        with open(path, encoding='utf-8') as f:
            wrote = json.load(f)
        file = os.path.basename(path)[:-5]
        check(wrote['bench'] in names and re.fullmatch(wrote['bench'] + r'(-\d+)?', file), 'docs/bench/%s.json is of no bench of its name' % file)
        for c in wrote['claims']:
            found[file, c['claim']] = c
    return found


def readme_check(names):
    text = read('README.md')
    start = text.index('## What it costs')
    section = text[start:text.index('\n## ', start + 5)]
    kept = kept_claims(names)
    rows = re.findall(r'^\| (?!claim|---)(.*) \|$', section, re.M)
    check(len(rows) >= 8, 'README.md: claims: %d rows' % len(rows))
    for row in rows:
        claim, measured, limit, peer, command = [cell.strip() for cell in row.split(' | ')]
        words = re.fullmatch(r'`\./dev bench (\w+)(?: (\d+))?`', command)
        c = words and kept.get(('-'.join(w for w in words.groups() if w), claim))
        if not c:
            check(False, 'README.md: %s: %s did not claim so' % (claim, command))
            continue
        value, told = measured.split(', ')
        check(float(value.split()[0].replace(',', '')) == float('%.3g' % c['value']), 'README.md: %s: %s, not %.3g' % (claim, value, c['value']))
        check(told == ('met' if c['met'] else '**missed**') and c['met'] is not None, 'README.md: %s: %s' % (claim, told))
        check(limit == '%s %s' % ('at least' if c['least'] else 'at most', '{:,g}'.format(c['limit'])), 'README.md: %s: limit %s' % (claim, limit))
        check(peer == (c['peer'] or '–'), 'README.md: %s: peer %s, not %s' % (claim, peer, c['peer']))
        check(c['runs'] == bench_tools.INSTRUCTIONS or c['runs'] >= bench_tools.RUNS, 'README.md: %s: %s runs only' % (claim, c['runs']))
    outside = text.replace(section, '')
    for word in (r'\bfaster\b', r'\bslower than\b', r'\d ?MB/s', r'dossiers (a|per) second', r'\bMiB\b', r'\d+ ?ms\b'):
        check(not re.search(word, outside), 'README.md: claims outside of the table of claims: %s' % word)


names = scripts_check()
writer_check()
readme_check(names)
print('\n'.join(faults))
sys.exit(1 if faults else 0)
