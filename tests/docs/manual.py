#!/usr/bin/env python3
"""What the manual pages say is run. Usage: manual.py PROGRAM SOURCE_TREE PAGE...   in an empty folder, with the sample portal's address in $PORTAL

  names     every command and option of the program is in motcua(1), and motcua(1) names none that is not there; sections and pages that are
            referred to are there; files of the tree that are named exist
  exit      the statuses of EXIT STATUS are those of src/base/error.h; the ones that a command line can bring about are brought about
  examples  a block that is JSON is read by the program as what it is; a block of commands is run
"""
import glob, json, os, re, sqlite3, subprocess, sys, time

program, tree = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
faults, ran = 0, 0


def fault(where, what):
    global faults
    faults += 1
    print(f'{where}: {what}')


def run(*words, wanted=(0,), where='', env=None):
    global ran
    ran += 1
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=120, env=dict(os.environ, **(env or {})), stdin=subprocess.DEVNULL)
    if done.returncode not in wanted:
        fault(where, f'motcua {" ".join(words)}: exit status {done.returncode}, not {wanted}\n{done.stderr[-700:]}')
    return done


def plain(text):
    """mdoc's own marks taken out of a line of a block."""
    text = re.sub(r'\\\[u([0-9A-F]{4,5})\]', lambda m: chr(int(m[1], 16)), text)
    return text.replace('\\&', '').replace('\\(dq', '"').replace('\\(aq', "'").replace('\\e', '\\')


def blocks(lines):
    number = 0
    while number < len(lines):
        if lines[number].startswith('.Bd -literal'):
            begin = number + 1
            while not lines[number].startswith('.Ed'):
                number += 1
            yield begin + 1, plain('\n'.join(lines[begin:number])) + '\n'
        number += 1


def sections(path):
    with open(path, encoding='utf-8') as f:
        return {m[1].strip() for m in re.finditer(r'^\.S[hs] (.*)$', f.read(), re.M)}


def names_check(page, lines):
    name = os.path.basename(page)
    for number, line in enumerate(lines, 1):
        where = f'{name}:{number}'
        for m in re.finditer(r'Xr (\S+) (\d)', line):
            ours = os.path.join(tree, 'docs', f'{m[1]}.{m[2]}')
            if m[1].startswith('motcua') and not os.path.exists(ours):
                fault(where, f'no such page: {m[1]}({m[2]})')
            section = re.search(r'Sx (.*?) No \S+ Xr', line)
            if section and section[1] not in sections(ours if name.endswith(m[2]) or True else page):
                fault(where, f'{m[1]}({m[2]}) has no section {section[1]}')
        m = re.match(r'\.Sx (.*?)(?: [.,;:)])?$', line)
        if m and ' No ' not in m[1] and m[1] not in sections(page):
            fault(where, f'no such section: {m[1]}')
        for m in re.finditer(r'(?<![\w/])(?:share/motcua/)?((?:schema|adapters|docs)/[a-z0-9/_.-]*[a-z0-9])', line if re.search(r'\bPa\b', line) else ''):
            if not glob.glob(os.path.join(tree, m[1]) + '*'):
                fault(where, f'no such file: {m[1]}')


def commands_check(manual):
    """motcua(1) against what the program itself says."""
    told = run('--lang', 'en', 'help').stdout
    commands = set(re.findall(r'^  ([a-z]+) {2,}|^  ([a-z]{10,}) ', told, re.M))
    commands = {a or b for a, b in commands} - {'help'}
    if len(commands) < 20:
        fault('help', f'it lists {len(commands)} commands')
    text = '\n'.join(manual)
    for command in sorted(commands):
        if not re.search(rf'^\.It Cm {command}\b', text, re.M):
            fault('motcua.1', f'no word of the command {command}')
        helped = run('--lang', 'en', 'help', command).stdout
        for option in set(re.findall(r'^ +(?:-\w, )?--([a-z-]+)', helped, re.M)):
            if not re.search(rf'\bFl (?:\w , Fl )?(?:\w+ , )*-{option}\b|, -{option}\b', text):
                fault('motcua.1', f'no word of {command} --{option}')
    for command in set(re.findall(r'^\.It Cm ([a-z]+)', text, re.M)) - commands - {'help'}:
        if run('--lang', 'en', 'help', command, wanted=(0, 64)).returncode:
            fault('motcua.1', f'there is no command {command}')
    every = ''.join(run('--lang', 'en', 'help', c).stdout for c in sorted(commands))
    for option in set(re.findall(r'\bFl (?:\w , Fl )?-([a-z][a-z-]+)', text)) - {'help', 'version', 'config', 'lang', 'format'}:
        if f'--{option}' not in every:
            fault('motcua.1', f'no command takes --{option}')


def exits_check(manual):
    text = '\n'.join(manual)
    part = text[text.index('.Sh EXIT STATUS'):]
    told = set(re.findall(r'^\.It (\d+)$', part[:part.index('.El')], re.M))
    with open(os.path.join(tree, 'src/base/error.h'), encoding='utf-8') as f:
        ours = set(re.findall(r'^ +ERROR_[A-Z]+ = (\d+)', f.read(), re.M))
    if told != ours:
        fault('motcua.1', f'EXIT STATUS has {sorted(told ^ ours)} amiss')
    open('no-table.csv', 'w').write('a,b\n1,2\n')
    open('broken.json', 'w').write('{"store": 7}')
    json.dump({'store': 'sqlite:e.db', 'sources': [{'name': 'x', 'manifest': 'opencps', 'base_url': 'http://127.0.0.1:9', 'vars': {'group_id': '1'},
                                                    'auth': {'user': 'u', 'password': {'env': 'PASSWORD'}}}]}, open('away.json', 'w'))
    json.dump({'store': 'postgresql://u@127.0.0.1:9/x', 'sources': []}, open('nostore.json', 'w'))
    for status, words in ((0, ['--version']), (64, ['nonsense']), (64, ['status', '--nonsense']), (65, ['import', 'no-table.csv']), (78, ['-c', 'broken.json', 'status']),
                          (74, ['status', '-o', '/proc/nowhere/x.csv'])):
        done = run(*words, wanted=(status,), where='motcua.1, EXIT STATUS')
        if status and not done.stderr.strip():
            fault('motcua.1, EXIT STATUS', f'{words}: not a word')
    # a portal that nobody answers for is worth another try, or says no: both are told
    for words in (['-c', 'away.json', 'collect'], ['-c', 'nostore.json', 'status']):
        run(*words, wanted=(69, 75), where='motcua.1, EXIT STATUS', env={'MOTCUA_RETRY_MS': '1'})


def json_of(text):
    for candidate in (text, '{' + text + '}'):
        try:
            return json.loads(candidate)
        except ValueError:
            pass
    return None


shown = None  # the reply that a page shows before the manifest that reads it


def shown_read(where, name):
    """The reply that was shown, served where the page says that it is, and polled by the manifest below it."""
    os.makedirs('files/api/v3', exist_ok=True)
    with open('files/api/v3/ho-so?bo_qua=0&lay=3', 'w', encoding='utf-8') as f:
        f.write(shown)
    if os.path.exists('port'):
        os.remove('port')
    portal = subprocess.Popen([os.path.join(os.path.dirname(program), 'motcua-portal'), '--port-file', 'port', '--files', 'files'],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            if os.path.exists('port') and os.path.getsize('port'):
                break
            time.sleep(0.05)
        json.dump({'store': 'sqlite:shown.db', 'sources': [{'name': 'm', 'manifest': './' + name, 'base_url': 'http://127.0.0.1:' + open('port').read().strip()}]},
                  open('shown.json', 'w'))
        run('-c', 'shown.json', 'collect', wanted=(75,), where=where, env={'MOTCUA_RETRY_MS': '1'})  # one of the eight that it speaks of
        got = sqlite3.connect('shown.db').execute('SELECT code, unit, status, channel, level, fee_due, paid_online FROM dossier').fetchall()
        if got != [('X7.01-221103-000501', 'X7.01', 10, 2, 4, 1, 1)]:
            fault(where, f'the reply that is shown gives {got}')
    finally:
        portal.terminate()
        portal.wait()


def example_run(where, text):
    """One block. False: it is of no kind that is known."""
    global shown
    data = json_of(text)
    if data is None and ', ...]' in text and json_of(text.replace(', ...]', ']')):
        shown = text.replace(', ...]', ']')
        return True
    if data is None:
        if text.lstrip().startswith(('motcua ', 'curl ')):
            for line in text.strip().splitlines():
                command = line.replace('https://lgsp.example.vn/ban-ghi', 'file://' + os.path.abspath('ban-ghi.ndjson'))
                done = subprocess.run(['sh', '-c', command], capture_output=True, text=True, timeout=120)
                if done.returncode:
                    fault(where, f'{line}: exit status {done.returncode}\n{done.stderr[-600:]}')
            return True
        if 'entered_by' in text.split('\n')[0]:
            for part in text.strip().split('\n\n'):
                open('tay.csv', 'w').write(part + '\n')
                # units and rulesets of the example need not be known here: it is read to the end, and what is refused is told by its line
                done = run('import', '--manual', 'tay.csv', wanted=(0, 65), where=where)
                if 'column' in done.stderr and done.returncode:
                    fault(where, done.stderr)
            return True
        return text.lstrip().startswith('#') and '/etc/cron.d' in text  # flow/cron_test runs that one
    name = 'block.json'
    with open(name, 'w', encoding='utf-8') as f:
        json.dump(data, f, ensure_ascii=False)
    if 'commitments' in data and 'period' in data:
        run('commitments', 'check', name, where=where)
    elif 'driver' in data and shown:
        shown_read(where, name)
        shown = None
    elif 'driver' in data:
        kind = '--manifest'
        if data['driver'] == 'tabular' and 'request' not in data['streams'][0]:
            with open('so.csv', 'w', encoding='utf-8') as f:
                titles = [v[0] for v in data['columns'].values()]
                f.write(','.join(titles) + '\n' + ','.join(['H57.23-221103-0501', '03/11/2022', '10/11/2022', '09/11/2022']) + '\n')
            run('import', 'so.csv', kind, './' + name, '--unit', 'X01', '--source', 'so', where=where)
        else:
            # as a source of a config: a manifest that is wrong ends with 78 before anything is asked
            json.dump({'store': 'sqlite:m.db', 'sources': [{'name': 'm', 'manifest': './' + name, 'base_url': 'http://127.0.0.1:9',
                                                            'vars': {k: '1' for k in data.get('vars', {})}, 'auth': {'user': 'u', 'password': {'env': 'PASSWORD'}}}]}, open('m.json', 'w'))
            run('-c', 'm.json', 'collect', wanted=(69, 75), where=where, env={'MOTCUA_RETRY_MS': '1'})
    elif 'areas' in data or 'criteria' in data:
        run('ruleset', 'check', name, where=where)
    elif 'mandates' in data and 'sources' not in data:
        json.dump({'store': 'sqlite:motcua.db', 'sources': [], 'mandates': ['./' + name]}, open('q.json', 'w'))
        run('-c', 'q.json', 'mandates', where=where)
    elif 'entries' in data:
        run('score', '--inputs', name, wanted=(0, 65), where=where)
    elif 'sources' in data:
        run('-c', name, 'db', 'status', where=where, wanted=(0, 78) if './' in json.dumps(data) else (0,))
    return True


def main():
    pages = [os.path.abspath(p) for p in sys.argv[3:]]
    examples = 0
    for page in pages:
        with open(page, encoding='utf-8') as f:
            lines = f.read().split('\n')
        names_check(page, lines)
        if os.path.basename(page) == 'motcua.1':
            commands_check(lines)
            exits_check(lines)
        for number, text in blocks(lines):
            where = f'{os.path.basename(page)}:{number}'
            examples += 1
            if not example_run(where, text):
                fault(where, 'a block that nothing here reads: teach tests/docs/manual.py what it is')
    print(f'{len(pages)} pages, {examples} blocks, {ran} commands run')
    if examples < 12 or ran < 40:
        fault('manual.py', 'hardly anything was run')
    sys.exit(faults > 0)


main()
