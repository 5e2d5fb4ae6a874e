#!/usr/bin/env python3
"""What README.md and README.vi.md say is held against the tree, and run. Usage: readme.py PROGRAM SOURCE_TREE

The folder that this runs in has motcua.json and a store of 300 dossiers of the sample portal (flow/readme_test.sh). A command of a README
that RUNS does not know, and a line of RUNS that no README has any more, are faults, so that neither can grow without the other.
"""
import glob
import io
import json
import os
import re
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from readme_manifest import manifest_check

program, tree = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NUMBERS = {word: number for number, word in enumerate('zero one two three four five six seven eight nine ten'.split())}
faults = 0


def fault(what):
    global faults
    faults += 1
    print(what)


def read(name):
    with open(os.path.join(tree, name), encoding='utf-8') as f:
        return f.read()


def here(*patterns):
    return {os.path.basename(p) for pattern in patterns for p in glob.glob(os.path.join(tree, pattern))}


# What a README says -> what is run, in sh, and words that must be printed. Each runs in a copy of the folder.
RUNS = {
    'init': ('mkdir new; cd new; motcua init; cat motcua.json', '…'),
    'example': ('motcua example', 'nhu-xuan-2022'),
    'example NAME': ('motcua example hai-hau-2019; ls hai-hau-2019', 'nhap-tay.json'),
    'commitments': ('motcua commitments', 'y-yen-2022 +in force'),
    'commitments check FILE': ('cp $TREE/schema/commitments/y-yen-2022.json own.json; motcua commitments check own.json', 'y-yen-2022'),
    'collect [SOURCE...]': ('motcua collect huyen; motcua collect', '^huyen: 300 dossiers.* complete'),
    'import FILE...': ('mkdir import; cd import; for f in ho-so.csv ho-so.xlsx; do cp $TREE/tests/cases/export/$f .; done; '
                       'motcua import ho-so.csv --source a; motcua import ho-so.xlsx --source b; motcua import ../three.ods --source c; '
                       'motcua import $TREE/tests/cases/hue/thongke.html --source hue --unit H57; motcua import ../records.ndjson --source truc; '
                       'motcua import - --source pipe <../records.ndjson; motcua sources --format csv',
                       r'^a,\w+,1500,(.|\n)*^b,\w+,1500,(.|\n)*^c,\w+,3,(.|\n)*^hue,html_table,(.|\n)*^pipe,\w+,300,(.|\n)*^truc,\w+,300,'),
    'status': ('motcua status', r'H99\.22\.01(.|\n)*▲'),
    'report -o bao-cao.docx': ('for x in docx xlsx html txt; do motcua report -o bao-cao.$x; done; python3 -m zipfile -l bao-cao.docx; '
                               'python3 -m zipfile -l bao-cao.xlsx; head -c 15 bao-cao.html; cat bao-cao.txt', r'word/document\.xml(.|\n)*xl/workbook\.xml(.|\n)*<!DOCTYPE html>(.|\n)*25/11'),
    'report unit CODE -o xa.html': ('motcua report unit H99.22.01 -o xa.html; cat xa.html', 'Mẫu 01'),
    'report unit all': ('motcua report unit all --format html -o each; [ $(ls each | wc -l) = $(motcua units --format csv | grep -c ",commune,") ]; ls each', r'H99\.22\.01\.html'),
    'report form-06 --of 2026-10': ('motcua report form-06 --of 2022-10 -o f.csv; cat f.csv', 'Mẫu 01|Hộ tịch'),
    'report form-06b': ('motcua report form-06b --of 2022-10 -o fb.csv; cat fb.csv', r'1\.001101'),
    'report hanoi-week': ('motcua report hanoi-week -o w.csv; cat w.csv', 'Mẫu 01'),
    'report hanoi-period': ('motcua report hanoi-period -o p.csv; cat p.csv', 'Mẫu 01'),
    'report tasks': ('motcua report tasks --set y-yen-2022 -o t.html; cat t.html', 'Ý Yên'),
    'deliver': ('motcua deliver; ls out; motcua deliver 2>&1; motcua -c mail.json deliver --dry-run -o mail; grep -l "^To: .*chu-tich@mau.example" mail/*.eml',
                r'\.(docx|html)(.|\n)*mail/\S+\.eml'),
    'serve': ('motcua serve --listen 127.0.0.1:0 --no-poll >listen & serve=$!; trap "kill $serve" EXIT; n=0; until [ -s listen ]; do n=$((n+1)); [ $n -lt 400 ]; sleep 0.05; done; '
              'a=$(sed "s,/\\$,," listen); curl -s $a/healthz; curl -s -o page -w "%{http_code}" $a/; curl -s $a/api/v1/openapi.json', r'ok(.|\n)*303(.|\n)*"openapi"'),
    'schedule': ('motcua schedule', 'poll +huyen'),
    'top': ('motcua top', 'poll +huyen'),
    'user add': ('echo "mat khau cua tinh" >pw; motcua user add NAME --role province --password-file pw; motcua user list --format csv', '^NAME,province,'),
    'user invite': ('motcua user invite xa --role unit --unit H99.22.01', r'/moi\?ma='),
    'user passwd': ('echo "mat khau khac nua" >pw; motcua user add A --role province --password-file pw; motcua user passwd A --password-file pw; motcua user list', 'A +province'),
    'user lock': ('echo "mat khau khac nua" >pw; motcua user add B --role province --password-file pw; motcua user lock B; motcua user list', 'B +province.*locked'),
    'user unlock': ('echo "mat khau khac nua" >pw; motcua user add C --role province --password-file pw; motcua user lock C; motcua user unlock C; '
                    'motcua user list --format csv | grep ^C, | grep -vc locked', '^1$'),
    'user list': ('motcua user list', 'Name +Role'),
    'forget CODE': ('motcua forget H99.22.04-220801-000002; sqlite3 motcua.db "SELECT count(*) FROM dossier"', '^299$'),
    'advise': ('motcua advise', 'working days to the end of 30/11/2022'),
    'ruleset': ('motcua ruleset', 'thanh-hoa-2022'),
    'ruleset show NAME': ('motcua ruleset show thanh-hoa-2022', 'Thanh Hóa'),
    'ruleset check FILE': ('cp $TREE/schema/rulesets/y-yen-2022.json own.json; motcua ruleset check own.json', 'criteria: 18; errors: 0'),
    'score': ('motcua score', 'H99.22.01'),
    'plan': ('motcua plan', 'Gain'),
    'evidence': ('motcua evidence list; motcua evidence missing', r'SHA-256(.|\n)*H99\.22\.01'),
    'mandates': ('motcua mandates', r'H99\.22\.\w+'),
    'tasks --set NAME': ('motcua tasks --set y-yen-2022', 'Ý Yên'),
    'counts': ('motcua counts', 'H99.22.01 +received +'),
    'counts --family opencps': ('motcua counts --family opencps', 'total_count'),
    'metrics': ('motcua metrics', r'Numerator +Denominator(.|\n)*online_rate'),
    'check SOURCE': ('motcua check huyen', r'address +good(.|\n)*login'),
    'reconcile A B': ('motcua import records.ndjson --source hai; motcua reconcile huyen hai --of 2022-10; motcua reconcile huyen huyen --of 2022-10',
                      r'Difference(.|\n)*^huyen: (\d\d+) of \2 codes are in hai(.|\n)*figures compared: (\d[\d,]+); equal: \4;.*unexplained: 0'),
    'units': ('motcua units', 'H99.22.01'),
    'sources': ('motcua sources', 'huyen +dvcqg_sync +300'),
    'runs': ('motcua runs', 'huyen .* complete +300'),
    'rejects': ('motcua rejects', 'No record was rejected'),
    'procedures': ('motcua procedures', r'1\.001101'),
    'procedures import': ('printf "Mã TTHC,Tên TTHC\\n1.001101,Đăng ký khai sinh\\n" >tthc.csv; motcua procedures import tthc.csv; motcua procedures', 'Đăng ký khai sinh'),
    'units import': ('printf "code,name,kind\\nH99,UBND tỉnh Mẫu,province\\n" >u.csv; motcua units import u.csv; motcua units', 'UBND tỉnh Mẫu'),
    'units map': ('motcua units map 000.22.01.H99 H99.22.01; motcua units map 000.22.02.H99 H99.22.02', r'01\.H99: 1 code mapped(.|\n)*02\.H99: 1 code mapped'),
    'db status': ('motcua db status; MOTCUA_STORE= motcua -c pg.json db status', r'sqlite:(.|\n)*postgresql:'),
    'db migrate': ('motcua db migrate', 'nothing to do'),
    'db check': ('motcua db check', 'schema +ok'),
    'db mend': ('motcua db mend', 'Nothing'),
    'db sample': ('motcua db sample --since 2022-10', r'periods: [1-9]'),
    'db prune': ('motcua db prune', 'Nothing is old enough'),
    'db roles': ('motcua -c pg.json db migrate; motcua -c pg.json db roles; motcua -c pg.json db roles --print', 'motcua_reader'),
    # the extension is not here: what is missing is said; flow/distribute_test and citus.sh go further
    'db distribute': ('motcua -c pg.json db migrate; motcua -c pg.json db distribute --dry-run || [ $? = 69 ]', 'citus'),
    'outbox': ('motcua outbox', 'Nothing waits'),
    'completion SHELL': ('for shell in bash zsh fish; do motcua completion $shell; done', 'complete .*-F(.|\n)*#compdef(.|\n)*complete -c motcua'),
}


def sh(text, folder='.'):
    env = dict(os.environ, TREE=tree)
    return subprocess.run(['sh', '-ec', text], capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL, cwd=folder, env=env)


def commands_of(text, name):
    """The commands of a README's table: each as its first cell writes it, and what its second cell adds to it."""
    table = text[text.index('## Commands' if name == 'README.md' else '## Các lệnh'):]
    found, options = [], []
    for row in re.findall(r'^\| `motcua .*$', table, re.M):
        cells = [cell.strip() for cell in re.split(r' \| ', row.strip('| '), maxsplit=1)]
        codes = re.findall(r'`([^`]+)`', cells[0])
        first = codes[0].removeprefix('motcua ')
        group = first.split()[0]
        for code in codes:
            whole = code.removeprefix('motcua ')
            if not code.startswith('motcua ') and ' ' not in code and re.fullmatch(r'[a-z]+ [a-z]+', first):
                whole = f'{group} {code}'
            found.append(whole)
        for code in re.findall(r'`([^`]+)`', cells[1]):
            if code.startswith('--'):
                options.append((group, code))
            elif re.fullmatch(r'[a-z][a-z0-9 -]*( [A-Z]+)?', code):
                found.append(code if code.split()[0] == group else f'{group} {code}')
    return found, options


def help_of(command):
    return subprocess.run([program, '--lang', 'en', 'help', command], capture_output=True, text=True).stdout


def commands_check():
    english, options = commands_of(read('README.md'), 'README.md')
    vietnamese, more = commands_of(read('README.vi.md'), 'README.vi.md')
    for name, words in (('README.md', english), ('README.vi.md', vietnamese)):
        for word in sorted({w for w in words if words.count(w) > 1}):
            fault(f'{name}: {word} stands twice')
    options_of = lambda found: [f'{c} {o}' for c, o in found if f'{c} {o}' in RUNS]
    english, vietnamese = english + options_of(options), vietnamese + options_of(more)
    # what is said with a placeholder less or more is the same command
    for here_, there, name in ((english, vietnamese, 'README.vi.md'), (vietnamese, english, 'README.md')):
        for word in sorted(set(here_) - set(there)):
            if word.split()[:2] not in [w.split()[:2] for w in there]:
                fault(f'{name}: no word of motcua {word}')
    for word in sorted(set(english + vietnamese) - set(RUNS)):
        fault(f'no run of motcua {word}: teach tests/docs/readme.py')
    for word in sorted(set(RUNS) - set(english)):
        fault(f'README.md: no word of motcua {word}')
    told = re.findall(r'^  ([a-z]+) ', subprocess.run([program, '--lang', 'en', 'help'], capture_output=True, text=True).stdout, re.M)
    if len(told) < 25:
        fault(f'help lists {len(told)} commands')
    for command in set(told) ^ {w.split()[0] for w in english}:
        fault(f'README.md: {command} is not both in it and in the program')
    for command, option in options + more:
        if option.split()[0] not in help_of(command):
            fault(f'README: {command} takes no {option}')
    helps = {command: help_of(command) for command in told}
    for name in ('README.md', 'README.vi.md'):
        for code in re.findall(r'`([^`\n]+)`', read(name)):
            words = code.split()
            if words[0].startswith('--') and not any(words[0] in helped for helped in helps.values()):
                fault(f'{name}: no command takes {words[0]}')
            for option in re.findall(r'(?<!\S)--[a-z-]+', code):
                if words[0] in helps and option not in helps[words[0]]:
                    fault(f'{name}: {words[0]} takes no {option}')
    for word, (command, wanted) in RUNS.items():
        ran = sh('rm -rf ../copy; cp -R . ../copy; cd ../copy; ' + command)
        if ran.returncode or not re.search(wanted, ran.stdout + ran.stderr, re.M):
            fault(f'motcua {word}: exit status {ran.returncode}, wanted /{wanted}/\n{(ran.stdout + ran.stderr)[-1500:]}')
    tables = 0
    for command, helped in helps.items():
        if '--lang LANG' not in helped:
            fault(f'README.md: {command} takes no --lang')
        # these print no table
        if ('--format FORMAT' in helped) == (command in ('init', 'collect', 'deliver', 'serve', 'top', 'completion')):
            fault(f'README.md: does {command} print a table, and in which format?')
    for command in ('commitments', 'status', 'advise', 'score', 'plan', 'mandates', 'tasks --set y-yen-2022', 'counts', 'metrics', 'check huyen', 'units', 'sources', 'runs',
                    'rejects', 'procedures', 'db status', 'outbox', 'schedule', 'ruleset', 'example', 'user list', 'evidence list'):
        for kind in ('table', 'csv', 'json', 'html'):
            ran = sh(f'motcua {command} --format {kind} --lang vi -o as.{kind}')
            with open(f'as.{kind}', encoding='utf-8') as f:
                said = f.read()
            try:
                good = ran.returncode == 0 and said and (kind != 'json' or json.loads(said) is not None) and (kind != 'html' or '<table' in said)
            except ValueError:
                good = False
            if not good:
                fault(f'motcua {command} --format {kind}: exit status {ran.returncode} {ran.stderr[-300:]}')
            tables += 1
    print(f'{len(RUNS)} commands were run, {tables} tables written')


# What an example may ask for that is not in the folder; its command line is right all the same.
NOT_HERE = (r'no such (unit|source)|No such file|cannot be read|no account of that name|no evidence with this id|no unit of this code|not what was entered|'
            r'kind of store|is there already|ahead of the clock|after the moment of the figures')


def examples_check():
    """`motcua help COMMAND` has examples: they run, with the names that are here."""
    sh('mkdir examples; cp motcua.json motcua.db three.ods examples; cd examples; cp $TREE/tests/cases/export/ho-so.xlsx .; cp $TREE/tests/cases/hue/thongke.html thong-ke.html; '
       'cp ../records.ndjson ban-ghi.ndjson; cp $TREE/schema/commitments/y-yen-2022.json huyen-2027.json; cp $TREE/schema/rulesets/y-yen-2022.json tinh-ta-2027.json; '
       'echo "mat khau cua tinh" >mat-khau; printf "code,name,kind\\nH99,UBND tỉnh Mẫu,province\\n" >units.csv; printf "Mã TTHC,Tên TTHC\\n1.001101,Đăng ký khai sinh\\n" >tthc.csv')
    ran, whole = 0, 0
    for command in re.findall(r'^  ([a-z]+) ', subprocess.run([program, '--lang', 'en', 'help'], capture_output=True, text=True).stdout, re.M):
        lines = re.findall(r'^  ((?:motcua|source) .*)$', help_of(command).partition('\nexamples:\n')[2], re.M)
        if not lines:
            fault(f'motcua help {command} has no example')
        for line in lines:
            line = re.sub(r' [>|].*|/etc/motcua/', '', line).replace('yyen', 'huyen', 1).replace('/tmp/', '')
            # source is a word of bash; serve does not end by itself, RUNS has it
            if line.startswith(('source ', 'motcua serve')):
                continue
            done = sh('rm -rf ../copy; cp -R . ../copy; cd ../copy; ' + line, 'examples')
            ran, whole = ran + 1, whole + (done.returncode == 0)
            if done.returncode and not re.search(NOT_HERE, done.stderr):
                fault(f'motcua help {command}: {line}: exit status {done.returncode}\n{done.stderr[-500:]}')
    print(f'{ran} examples of help were run, {whole} of them to the end')
    if whole < 65:
        fault('hardly an example of help runs to its end')


def dev_check():
    source, told = read('dev'), subprocess.run(['sh', os.path.join(tree, 'dev')], capture_output=True, text=True).stdout
    verbs = set(re.findall(r'^  ([a-z]+)\)', source[source.index('case $verb in'):], re.M))
    listed = set(re.findall(r'^  ([a-z]+) ', told, re.M))
    if verbs != listed or len(verbs) < 10:
        fault(f'./dev lists other verbs than it has: {sorted(verbs ^ listed)}')
    for name in ('README.md', 'README.vi.md'):
        for verb, rest in re.findall(r'\./dev ([a-z]+)((?: --[a-z]+)*)', read(name)):
            if verb not in verbs:
                fault(f'{name}: ./dev has no verb {verb}')
            for option in rest.split():
                if f'{verb} {option}' not in told:
                    fault(f'{name}: ./dev {verb} takes no {option}')
    for verb in verbs - set(re.findall(r'\./dev ([a-z]+)', read('README.md'))) - {'clean'}:
        fault(f'README.md: no word of ./dev {verb}')


def figure(pattern, number):
    m = re.search(pattern, read('README.md'))
    if not m:
        fault(f'README.md: nothing says /{pattern}/: teach tests/docs/readme.py')
        return
    said = [NUMBERS.get(g.lower()) if g.lower() in NUMBERS else float(g) for g in m.groups()]
    if said != list(number):
        fault(f'README.md: {m.group(0)!r}, but there are {number}')


def figures_check():
    alerts = sum(len(re.findall(r'^ +- uid:', read(os.path.relpath(p, tree)), re.M)) for p in glob.glob(tree + '/dashboards/provisioning/alerting/*'))
    figure(r'Grafana: (\w+) dashboards, (\w+) alert rules', (len(here('dashboards/*.json')), alerts))
    figure(r'for (\w+) of the tests the npm registry', (sum(bool(re.search(r'^(npm_here|browser_here) ', read(os.path.relpath(p, tree)), re.M)) for p in glob.glob(tree + '/tests/flow/*_test.sh')),))
    targets = [c['target'] for c in json.loads(read('schema/commitments/y-yen-2022.json'))['commitments']]
    figure(r'\((\d+) % online, (\d+) % paid online, (\d+) % digitized, (\d+) % electronic results\)', targets)
    if f'({targets[0]} % trực tuyến, {targets[1]} % thanh toán trực tuyến, {targets[2]} % số hóa, {targets[3]} % kết quả điện tử)' not in read('README.vi.md'):
        fault('README.vi.md: the four targets')
    questions = re.search(r'enum \{ (ANSWER_.*), ANSWERS,', read('src/command/init.c'))[1].count('ANSWER_')
    figure(r'asks (\w+) questions', (questions,))
    guide = read('docs/grafana.md')
    five = re.search(r'```sh\n(.*?)```', guide[guide.index('## From an empty Grafana'):], re.S)[1].strip().splitlines()
    figure(r'\*\*Grafana\*\*: \[docs/grafana.md\]\(docs/grafana.md\), (\w+) lines', (len(five),))
    figure(r'from an empty Grafana to them in (\w+) lines', (len(five),))
    manifest = lambda name: json.loads(read(f'adapters/{name}.json'))
    lost = next(r['counters'] for r in json.loads(read('schema/reconcile.json'))['rules'] if r['name'] == 'lost_on_output')
    figure(r'`opencps_statistics`.* (\d+) counters of the portal\'s own \((\d+) more are always 0\)', (len(manifest('opencps_statistics')['defaults']['figures']) - len(lost), len(lost)))
    figure(r'`igate_statistics`.* (\d+) counts an agency, (\d+) digitization rates', [len(s['figures']) for s in manifest('igate_statistics')['streams']])
    figure(r'`tandan`.* (\d+) counts a unit, (\d+) digitization rates', [len(manifest('tandan')['streams'][n]['figures']) for n in (0, 3)])
    figure(r'`evaluation_national`.* total and (\d+) groups', (len(manifest('evaluation_national')['streams'][0]['figures']) - 1,))


def streams_of(name):
    """The streams of a manifest by their names, each with its kind and fields; those of the manifest that it extends stand behind its own."""
    data = json.loads(read(f'adapters/{name}.json'))
    above = streams_of(data['extends']) if 'extends' in data else {}
    defaults, streams = data.get('defaults', {}), {}
    for stream in data.get('streams', []):
        kind, fields = above.get(stream['name'], (None, set()))
        own = {**defaults.get('fields', {}), **stream.get('fields', {}), **stream.get('complete', {}).get('fields', {})}
        streams[stream['name']] = (stream.get('kind', defaults.get('kind', kind)), fields | set(own))
    return streams or above


def fields_of(name):
    return {field for kind, fields in streams_of(name).values() if kind == 'dossier' for field in fields}


def adapters_check():
    text = read('README.md')
    rows = re.findall(r'^\| `([a-z_]+)`(?:, `([a-z_]+)`)?[^|]*\|(.*)\|$', text[text.index('## What each adapter can know'):text.index('## Dashboards')], re.M)
    names = [n for row in rows for n in row[:2] if n]
    if sorted(names) != sorted(n.removesuffix('.json') for n in here('adapters/*.json')):
        fault(f'README.md: adapters that are not in its table, or not in the tree: {sorted(set(names) ^ {n.removesuffix(".json") for n in here("adapters/*.json")})}')
    for first, second, rest in rows:
        cells = [c.strip() for c in rest.split('|')]
        for name in filter(None, (first, second)):
            fields = fields_of(name)
            known = [{'received_at', 'due_at', 'status'} <= fields, 'level' in fields, {'fee_due', 'paid_online'} <= fields,
                     'digitized' in fields, 'electronic_result' in fields]
            for title, said, true in zip(('received ...', 'levels', 'fee', 'digitized', 'electronic result'), cells, known):
                if (said != '–') != true:
                    fault(f'README.md: {name} and {title}: says {said}, fields are {sorted(fields)}')
    week = json.loads(read('schema/config.schema.json'))
    if 'every week (`sweep`)' not in text or not re.search(r'"sweep": \{[^}]*"default": 7\b', json.dumps(week)):
        fault('README.md: all is read every week by default?')
    asked = {n for n in names if '"changes"' in read(f'adapters/{n}.json')}
    if asked != {'opencps', 'igate'} or '`opencps` and `igate` are asked for what was changed' not in text:
        fault(f'README.md: asked for changes are {sorted(asked)}')


def folders_check():
    text = read('README.md')
    part = text[text.index('## Where everything lives'):text.index('## A manifest in ten lines')]
    rows = re.findall(r'^\| `([a-z./]+)` \|', part, re.M)
    sources = {os.path.relpath(p, tree) for p in glob.glob(tree + '/src/*') if os.path.isdir(p)}
    for name in sorted((sources | {'adapters', 'schema', 'dashboards', 'tests', 'src/main.c'}) ^ set(rows)):
        fault(f'README.md: {name} is not both in the table of folders and in the tree')
    layers, above = json.loads(read('tests/structure/layers.json')), set()
    for row in rows:
        name = row.removeprefix('src/')
        if name in layers:
            above.add(name)
            for used in layers[name]:
                if used.split('/')[0] not in above:
                    fault(f'README.md: {name} includes {used}, which is not above it in the table')
            if not os.path.exists(os.path.join(tree, row, 'README.md')):
                fault(f'README.md: {row} has no README')
    if len(above) < 15:
        fault('README.md: hardly a folder of the table is in layers.json')
    for name in set(re.findall(r'`flow/([a-z_]+)`', text)):
        if not os.path.exists(os.path.join(tree, f'tests/flow/{name}.sh')):
            fault(f'README.md: no test flow/{name}')


LIBRARIES = {'libcurl': 'libcurl4-openssl-dev', 'Jansson': 'libjansson-dev', 'yajl': 'libyajl-dev', 'SQLite': 'libsqlite3-dev', 'libpq': 'libpq-dev', 'utf8proc': 'libutf8proc-dev',
             'OpenSSL': 'libssl-dev', 'xxHash': 'libxxhash-dev', 'libxml2': 'libxml2-dev', 'libzip': 'libzip-dev', 'libxlsxwriter': 'libxlsxwriter-dev',
             'libmicrohttpd': 'libmicrohttpd-dev', 'GnuTLS': 'libgnutls28-dev', 'zlib': 'zlib1g-dev', 'libxcrypt': 'libcrypt-dev'}
OTHERS = {'gettext': 'gettext', 'libcmocka-dev': 'cmocka', 'po4a': 'po4a', 'python3': 'Python 3', 'curl': 'curl', 'openssl': 'openssl (command)', 'sqlite3': 'sqlite3', 'binutils': 'binutils',
          'chromium': 'Chromium', 'fonts-noto-core': 'fonts-noto-core', 'mandoc': 'mandoc', 'clang': 'clang', 'libclang-rt-14-dev': 'libclang-rt', 'postgresql-15': 'PostgreSQL 15',
          'postgresql-client-15': 'PostgreSQL 15', 'pgbouncer': 'PgBouncer', 'iproute2': 'iproute2', 'python3-psycopg2': 'psycopg2', 'python3-yaml': 'PyYAML',
          'python3-openpyxl': 'openpyxl', 'libreoffice-writer-nogui': 'LibreOffice', 'libreoffice-calc-nogui': 'LibreOffice', 'poppler-utils': 'poppler', 'fonts-croscore': 'fonts-croscore',
          'python3-aiosmtpd': 'aiosmtpd', 'nginx-light': 'nginx', 'python3-prometheus-client': 'prometheus-client'}
TOOLS = {'gcc', 'libc6-dev', 'cmake', 'ninja-build', 'pkg-config'}  # what makes a program of C anywhere


def dependencies_check():
    text = read('README.md')
    part = text[text.index('## Dependencies'):text.index('## How to work on it')]
    packages = [p for name in ('build', 'test') for p in re.search(rf'^{name}_packages="([^"]*)"', read('dev'), re.M)[1].split()]
    rows = dict(re.findall(r'^\| ([A-Za-z0-9]+) (\d[\d.]*)(?: \([a-z]+\))? \|', part, re.M))
    for name in set(rows) ^ set(LIBRARIES):
        fault(f'README.md: the library {name} is not both in its table and in tests/docs/readme.py')
    for name, package in LIBRARIES.items():
        if package not in packages:
            fault(f'README.md: ./dev installs no {package}')
        found = subprocess.run(['dpkg-query', '-W', '-f=${Version}', package], capture_output=True, text=True) if os.path.exists('/var/lib/dpkg/status') else None
        version = re.sub(r'^\d+:', '', found.stdout) if found and found.returncode == 0 else ''
        if version and not re.match(re.escape(rows.get(name, '')) + r'(?![\d])', version):
            fault(f'README.md: {name} {rows.get(name)}, but Debian has {version}')
    for package in packages:
        if package not in LIBRARIES.values() and package not in TOOLS and OTHERS.get(package, ' none ') not in part:
            fault(f'README.md: no word of {package}, which ./dev installs')
    for file in glob.glob(tree + '/tests/*/package.json'):
        for name in json.load(open(file, encoding='utf-8'))['dependencies']:
            if not re.search(rf'(?<![\w/-]){re.escape(name)}(?![\w/-])', part):
                fault(f'README.md: no word of {name}, which tests take from npm')


def installed_check():
    text = read('README.md')
    part = text[text.index('## Installing'):text.index('## Where everything lives')]
    for said, file, pattern in (('motcua_*.deb', 'packaging/install.cmake', r'CPACK_PACKAGE_NAME motcua\)(.|\n)*CPACK_DEBIAN_FILE_NAME DEB-DEFAULT'), ('cpack -G DEB', 'packaging/install.cmake', 'CPACK_GENERATOR DEB'),
                                ('127.0.0.1:8080', 'packaging/systemd/motcua.service', r'serve --listen 127\.0\.0\.1:8080 \$MOTCUA_SERVE'), ('MOTCUA_SERVE=--public-league', 'packaging/systemd/motcua.service', 'MOTCUA_SERVE'),
                                ('systemctl reload motcua', 'packaging/systemd/motcua.service', '^ExecReload='), ('a user `motcua`', 'packaging/debian/postinst', 'adduser --system.* motcua$'),
                                ('/etc/motcua/motcua.json', 'packaging/debian/conffiles', '^/etc/motcua/motcua.json$'), ('/etc/motcua/environment', 'packaging/systemd/sandbox.conf', 'EnvironmentFile=-?/etc/motcua/environment'),
                                ('/var/lib/motcua/motcua.db', 'packaging/debian/motcua.json', 'sqlite:/var/lib/motcua/motcua.db'), ('`apt purge motcua` asks', 'packaging/debian/templates', 'motcua/purge_data'),
                                ('/usr/share/motcua/nginx.conf', 'packaging/nginx.conf', 'proxy_pass')):
        if said not in part:
            fault(f'README.md, Installing: nothing says {said!r}: teach tests/docs/readme.py')
        if not re.search(pattern, read(file), re.M):
            fault(f'README.md, Installing: {said!r}, but not so in {file}')
    for unit in re.findall(r'motcua-[a-z]+\.timer', part):
        if not os.path.exists(os.path.join(tree, 'packaging/systemd', unit)):
            fault(f'README.md: no {unit}')
    for option in ('--tls-cert', '--public-league'):
        if option not in help_of('serve'):
            fault(f'README.md: serve takes no {option}')
    if '/etc/cron.d' not in read('docs/motcua.1'):
        fault('README.md: no recipe for cron in motcua(1)')


def inputs_make():
    """What some of RUNS read: an OpenDocument sheet of three dossiers."""
    title = ['Mã hồ sơ', 'Mã đơn vị', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Ngày có kết quả', 'Trạng thái']
    rows = [title] + [[f'H99.22.01-221101-000{n}', 'H99.22.01', '01/11/2022 08:00', '10/11/2022 17:00', '', 'Đang xử lý'] for n in (1, 2, 3)]
    cells = ''.join('<table:table-row>' + ''.join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row) + '</table:table-row>' for row in rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        z.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')
        z.writestr('content.xml', '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
                   'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
                   f'<office:body><office:spreadsheet><table:table table:name="a">{cells}</table:table></office:spreadsheet></office:body></office:document-content>')
    with open('three.ods', 'wb') as f:
        f.write(out.getvalue())


inputs_make()
commands_check()
examples_check()
dev_check()
figures_check()
adapters_check()
folders_check()
dependencies_check()
installed_check()
for what in manifest_check(program, read('README.md')):
    fault(what)
sys.exit(faults > 0)
