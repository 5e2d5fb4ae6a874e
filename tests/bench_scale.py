#!/usr/bin/env python3
"""Cost against size: instructions on three points a decade apart, of dossiers and of communes, SQLite.
usage: bench_scale.py BIN-FOLDER [DOSSIERS [COMMUNES]]     the biggest points (60000, 3321); valgrind; Python 3, standard library only

With costs a, b, c of n, 10 n and 100 n, (c - b) / (b - a) = 10^k: k is the exponent of what grows with size, whatever is fixed (start-up,
definitions). The limit is the k of n log n on the same points, with room of 0.03 for what is not of this form; 0.5 says that most of the cost
does not follow size. A k is told only where the three costs grow enough to have one. advise is measured on ten times the dossiers: it looks longer at
communes with few of them, and that part, which falls with size, would be taken for growth later.
"""
import csv, datetime, math, os, sqlite3, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import Result, Timed, config, end, instructions, opencps, portal

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 60000
COMMUNES = int(sys.argv[3]) if len(sys.argv) > 3 else 3321
AT = '2022-11-25T15:00'
ROOM = 0.03
LEAST_GROWTH = 1.02  # of the cost, from the smallest point to the biggest
READING = {'status': ['status'], 'counts of a year': ['counts', '--period', 'year'], 'metrics': ['metrics'], 'score': ['score'], 'advise': ['advise'],
           'report, HTML': ['report', '-o', 'r.html'], 'report, DOCX': ['report', '-o', 'r.docx'], 'report, XLSX': ['report', '-o', 'r.xlsx'],
           'report, JSON': ['report', '-o', 'r.json']}
LATE = 'advise'


def exponent(sizes, costs):
    """k; None: the costs do not grow with size."""
    a, b, c = costs
    if c < a * LEAST_GROWTH or b <= a or c <= b:
        return None
    return math.log((c - b) / (b - a)) / math.log(sizes[2] / sizes[1])


def n_log_n(sizes):
    return exponent(sizes, [n * math.log(n) for n in sizes])


def count(folder, words, at=AT):
    return instructions([BIN + '/motcua', *words, '--at', at], folder, dict(os.environ, MOTCUA_NOW=at), quick=True)


def export_write(folder):
    """What a clerk would export of the same dossiers."""
    day = lambda t: datetime.datetime.utcfromtimestamp(t + 25200).strftime('%d/%m/%Y') if t is not None else ''
    rows = sqlite3.connect(folder + '/bench.db').execute('SELECT code, received_at, due_at, finished_at, unit FROM dossier ORDER BY key')
    with open(folder + '/export.csv', 'w', newline='', encoding='utf-8') as out:
        lines = csv.writer(out)
        lines.writerow(['Mã hồ sơ', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Ngày kết thúc', 'Đơn vị'])
        for code, received, due, finished, unit in rows:
            lines.writerow([code, day(received), day(due), day(finished), unit])


def measure_dossiers(folder, size):
    """Name: instructions; of all but LATE."""
    os.mkdir(folder)
    process, address = portal(BIN, folder, '--compose', size, '--communes', 22, '--seed', 1, '--from', '2021-11-25')
    try:
        config(folder, 'sqlite:bench.db', [opencps('bench', address)])
        costs = {'first poll': count(folder, ['collect']), 'all read again, unchanged': count(folder, ['collect', '--full'])}
    finally:
        end(process)
    export_write(folder)
    config(folder + '/import', 'sqlite:import.db', [])
    costs['import, CSV'] = count(folder + '/import', ['import', '../export.csv', '--source', 'tep'])
    return dict(costs, **{name: count(folder, words) for name, words in READING.items() if name != LATE})


def measure_late(folder, size):
    filled(folder, size, 22, '2021-11-25')
    return {LATE: count(folder, READING[LATE])}


def filled(folder, dossiers, communes, first):
    os.mkdir(folder)
    process, address = portal(BIN, folder, '--compose', dossiers, '--communes', communes, '--seed', 1, '--from', first)
    try:
        config(folder, 'sqlite:bench.db', [opencps('bench', address)])
        Timed([BIN + '/motcua', 'collect', '--at', AT], folder)
    finally:
        end(process)


def start_up(result, folder):
    """Empty store, one source, one commitment set; by callgrind, in which the limits were set."""
    config(folder, 'sqlite:bench.db', [opencps('bench', 'http://127.0.0.1:9')])
    for name, words, limit in (('status', ['status'], 77), ('report, HTML', ['report', '-o', 'r.html'], 85)):
        command, env = [BIN + '/motcua', *words, '--at', AT], dict(os.environ, MOTCUA_NOW=AT)
        Timed(command, folder, env=env)  # makes the store
        result.value('%s on an empty store' % name, instructions(command, folder, env) / 1e6, 'million instr.', limit)


def measure_communes(folder, size):
    filled(folder, max(12000, 3 * COMMUNES), size, '2022-01-01')
    return {name: count(folder, words) for name, words in READING.items()}


def judge(result, what, sizes, measured):
    limit = n_log_n(sizes)
    print('\ninstructions, millions, by %s (n log n on these points has k = %.2f)\n%-34s %s %8s' % (what, limit, '', ''.join('%12d' % n for n in sizes), 'k'))
    for name in measured[0]:
        costs = [m[name] for m in measured]
        k = exponent(sizes, costs)
        result.row(by=what, name=name, sizes=sizes, instructions=costs, exponent=k)
        print('%-34s %s %8s' % (name, ''.join('%12.1f' % (c / 1e6) for c in costs), '-' if k is None else '%.2f' % k), flush=True)
        if k is not None:
            result.value('%s, exponent by %s' % (name, what), k, '', round(limit + ROOM, 3), peer='n log n on the same points')


def main():
    result = Result('scale')
    with tempfile.TemporaryDirectory() as top:
        start_up(result, top + '/empty')
        for what, sizes, measure in (('dossiers', [DOSSIERS // 100, DOSSIERS // 10, DOSSIERS], measure_dossiers),
                                     ('communes', [max(1, round(COMMUNES / 100)), max(2, round(COMMUNES / 10)), COMMUNES], measure_communes),
                                     ('dossiers', [DOSSIERS // 10, DOSSIERS, 10 * DOSSIERS], measure_late)):
            judge(result, what, sizes, [measure('%s/%s-%d' % (top, measure.__name__, size), size) for size in sizes])
    result.write()


main()
