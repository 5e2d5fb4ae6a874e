#!/usr/bin/env python3
"""The manual's table of shipped rulesets: which criteria are measured, entered, assumed. Prints the mdoc text that
docs/motcua-ruleset.5 has to hold between its two marks; with a file, tells whether it does."""
import json, pathlib, sys, textwrap

START, END = '.\\" shipped rulesets: start', '.\\" shipped rulesets: end'

def leaves(criteria, inherited=None):
    for c in criteria:
        if c.get('criteria'):
            yield from leaves(c['criteria'])
        else:
            yield c

def basis(c, part):
    b = c.get('basis', 'assumed')
    if isinstance(b, dict):
        return b.get(part, 'assumed')
    return b

def entry(path):
    r = json.loads(path.read_text())
    groups = {'measured': [], 'published': [], 'entered': [], 'maximum assumed': [], 'rule assumed': [], 'rule derived': []}
    for c in leaves(r['areas']):
        code, inputs = c['code'], c.get('inputs', [])
        own = [i for i in inputs if 'metric' in i or 'counter' in i]
        kind = 'measured' if own else 'published' if inputs else 'entered'
        groups[kind].append(code)
        if basis(c, 'max') == 'assumed':
            groups['maximum assumed'].append(code)
        if c.get('rule', {}).get('kind', 'manual') != 'manual' and basis(c, 'rule') in ('assumed', 'derived'):
            groups['rule ' + basis(c, 'rule')].append(code)
    lines = ['.It Li ' + r['name']]
    for name, codes in groups.items():
        if codes:
            lines += textwrap.wrap('%s: %s.' % (name, ', '.join(codes)), 110, break_on_hyphens=False, break_long_words=False)
            lines.append('.br')
    return lines[:-1] if lines[-1] == '.br' else lines

def table(folder):
    lines = [START, '.Bl -tag -width Ds']
    for path in sorted(pathlib.Path(folder).glob('*.json')):
        lines += entry(path)
    return lines + ['.El', END]

root = pathlib.Path(__file__).resolve().parent.parent
wanted = table(root / 'schema' / 'rulesets')
if len(sys.argv) < 2:
    print('\n'.join(wanted))
    sys.exit()
page = pathlib.Path(sys.argv[1]).read_text().split('\n')
sys.exit(0 if page[page.index(START):page.index(END) + 1] == wanted else 'docs: the table of shipped rulesets is not what the rulesets say')
