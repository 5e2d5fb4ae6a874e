#!/usr/bin/env python3
"""Every panel of every dashboard at the volume of a nation, as the reader: the median of 5 warm times, and the plan.
usage: sh tests/postgres.sh python3 tests/bench_dashboards.py BIN-FOLDER [DAILY-WEEKS [MONTHS [UNITS [DOSSIERS]]]]     Debian's python3-psycopg2

Two visitors: one looks at a province of a hundred communes, one at the whole nation, each commune chosen. Samples are those of
bench_samples.py (3,321 communes, 40 metrics, three years; DAILY-WEEKS 12), the rest is tests/scale/dashboards.sql.
Never fails on speed; exit status 1 is a series that reads partitions outside its range.
"""
import json, os, re, statistics, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, HERE + '/dashboards')
import psycopg2

import grafana
from bench_tools import Result

BIN = os.path.abspath(sys.argv[1])
WEEKS, MONTHS, UNITS, DOSSIERS = ([int(a) for a in sys.argv[2:]] + [12, 36, 3321, 1200000][len(sys.argv) - 2:])[:4]
AIM_MS, TIMES = 200, 5
END = 1795161600  # 20/11/2026 15:00 in Viet Nam
VISITORS = [('one province', 'T03'), ('the nation', 'ALL')]


def psql(*words):
    subprocess.run(['psql', '-X', '-q', '-o', os.devnull, '-v', 'ON_ERROR_STOP=1', *words], check=True)


def build(folder):
    with open(os.path.join(folder, 'motcua.json'), 'w') as out:
        json.dump({'store': os.environ['MOTCUA_TEST_POSTGRES'], 'sources': []}, out)
    psql('-c', 'ALTER ROLE motcua CREATEROLE')
    for words in (['migrate'], ['roles']):
        subprocess.run([BIN + '/motcua', 'db', *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    start = time.monotonic()
    samples = {'units': UNITS, 'metrics': 40, 'months': MONTHS, 'daily_weeks': WEEKS, 'parts': 1}
    for file, names in (('samples', {**samples, 'part': 0}), ('samples', {**samples, 'part': 1}),
                        ('dashboards', {'units': UNITS, 'dossiers': DOSSIERS})):
        psql('-U', 'motcua', *[w for n, v in names.items() for w in ('-v', '%s=%d' % (n, v))], '-f', '%s/scale/%s.sql' % (HERE, file))
    psql('-c', 'CHECKPOINT')
    return time.monotonic() - start


def range_of(board):
    match = re.fullmatch(r'now-([0-9]+)([dwMy])', board['time']['from'])
    return grafana.TimeRange(END - int(int(match[1]) * grafana.UNITS[match[2]]), END)


def nodes_of(plan):
    yield plan
    for child in plan.get('Plans', []):
        yield from nodes_of(child)


def partitions_read(plan):
    return sorted({n['Relation Name'] for n in nodes_of(plan) if re.search(r'_sample_[0-9]{4}_[0-9]{2}$', n.get('Relation Name', ''))
                   and n.get('Actual Loops', 0) > 0})


def months_of(time_range):
    """The partitions that a range may touch."""
    months = set()
    for at in list(range(int(time_range.start), int(time_range.end), 86400)) + [int(time_range.end)]:
        months.add(time.strftime('%Y_%m', time.gmtime(at + 25200)))
    return months


def panel_measure(cursor, panel, values, time_range):
    sql = grafana.query_expand(panel['targets'][0]['rawSql'], values, time_range)
    times = []
    for _ in range(TIMES + 1):
        start = time.monotonic()
        cursor.execute(sql)
        rows = cursor.fetchall()
        times.append(1000 * (time.monotonic() - start))
    cursor.execute('EXPLAIN (ANALYZE, FORMAT JSON) ' + sql)
    read = partitions_read(cursor.fetchone()[0][0]['Plan'])
    outside = [name for name in read if name[-7:] not in months_of(time_range)]
    return times[1:], len(rows), len(read), outside


def visitor_measure(cursor, result, visitor, area):
    medians, faults = [], 0

    def run(sql):
        cursor.execute(sql)
        return [c.name for c in cursor.description], cursor.fetchall()

    for board in grafana.dashboards_load().values():
        time_range = range_of(board)
        values = grafana.variables_fill(board, run, time_range, {'area': area})
        print('\n%s' % board['title'])
        for panel in board['panels']:
            times, rows, parts, outside = panel_measure(cursor, panel, values, time_range)
            ms = result.value('%s: %s, %s' % (visitor, board['title'], panel['title']), times, 'ms', AIM_MS)
            result.row(visitor=visitor, board=board['title'], panel=panel['title'], ms=times, rows=rows, partitions=parts)
            medians.append(ms)
            faults += bool(outside)
            print('  %-58s %9.1f ms %7d rows %4d partitions  %s%s' % (panel['title'], ms, rows, parts, '' if ms < AIM_MS else 'OVER the aim ',
                                                                   'reads ' + ', '.join(outside) if outside else ''), flush=True)
    over = sum(m >= AIM_MS for m in medians)
    print('\n  %d panels: median %.1f ms, slowest %.1f ms, %d over %d ms' % (len(medians), statistics.median(medians), max(medians), over, AIM_MS))
    return faults


def main():
    with tempfile.TemporaryDirectory() as folder:
        seconds = build(folder)
    connection = psycopg2.connect(host=os.environ['PGHOST'], dbname='motcua', user=os.environ['PGUSER'])
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute('SELECT (SELECT count(*) FROM motcua.metric_sample), (SELECT count(*) FROM motcua.count_sample),'
                   " (SELECT count(*) FROM motcua.dossier), pg_size_pretty(pg_database_size('motcua'))")
    print('%d samples of metrics, %d of counters, %d dossiers; %s; made in %.0f s. Median of %d warm times; aim under %d ms each.\n'
          'Load of the machine while it measures: %.1f on %d cores.'
          % (*cursor.fetchone(), seconds, TIMES, AIM_MS, os.getloadavg()[0], os.cpu_count()))
    cursor.execute('SET SESSION AUTHORIZATION motcua_reader')
    faults, result = 0, Result('dashboards')
    for name, area in VISITORS:
        print('\n=== %s' % name)
        faults += visitor_measure(cursor, result, name, area)
    result.write()
    if faults:
        raise SystemExit('bench: %d series read partitions outside their range' % faults)


if __name__ == '__main__':
    main()
