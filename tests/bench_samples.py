#!/usr/bin/env python3
"""The dashboards' queries at the volume of a nation: 3,321 communes, 40 metrics, three years. Prints the median of 20 warm times of each,
and looks at the plans: partitions that cannot matter are left out, and samples are found by their index.
usage: sh tests/postgres.sh python3 tests/bench_samples.py BIN-FOLDER [DAILY-WEEKS [MONTHS [UNITS]]]       standard library only

DAILY-WEEKS (999): so many weeks have a sample a day, what is older one a week. 999 is every day of three years: 145 million rows, 35 GB
in a temporary folder (TMPDIR) that goes when it ends; 12 is 30 million. They are made in SQL, by tests/scale/samples.sql.
Exit status 1 is a plan that reads what it need not.
"""
import json, os, re, statistics, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import Result

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.path.abspath(sys.argv[1])
WEEKS, MONTHS, UNITS = ([int(a) for a in sys.argv[2:]] + [999, 36, 3321][len(sys.argv) - 2:])[:3]
METRICS, LIMIT_MS, TIMES = 40, 50, 20
PARTS = 2  # made side by side
END = 1795161600  # 20/11/2026 15:00 in Viet Nam
UNIT = 'X%05d' % min(UNITS, 1234)

# name, role, query, partitions of metric_sample that it may read at most (None: none at all)
SERIES = ("SELECT to_timestamp(observed_at), numerator, denominator FROM motcua.metric_sample WHERE unit = '%s' AND metric = 'metric_01'"
          " AND period_kind = 'month' AND observed_at >= %d ORDER BY observed_at")
QUERIES = [
    ('one unit, one metric, 12 months', 'motcua', SERIES % (UNIT, END - 365 * 86400), 13),
    ('one unit, one metric, 3 years', 'motcua', SERIES % (UNIT, END - 3 * 365 * 86400), MONTHS),
    ('one unit, current values', 'motcua_reader', "SELECT * FROM motcua.v_metric_now WHERE unit = '%s' AND is_current" % UNIT, 0),
    ('one unit, its history by month', 'motcua_reader', "SELECT * FROM motcua.v_metric_now WHERE unit = '%s' AND metric = 'metric_01'" % UNIT, 0),
    ('one metric, every unit', 'motcua_reader', "SELECT * FROM motcua.v_metric_now WHERE metric = 'metric_01' AND is_current", 0),
    ('one unit, last Friday', 'motcua_reader', "SELECT * FROM motcua.v_metric_last_friday WHERE unit = '%s'" % UNIT, 3),
    ('one unit, change since then', 'motcua_reader', "SELECT * FROM motcua.v_change WHERE unit = '%s'" % UNIT, 3),
    ('one metric, change of every unit', 'motcua_reader', "SELECT * FROM motcua.v_change WHERE metric = 'metric_01'", 3),
    ('commitments of one unit', 'motcua_reader', "SELECT * FROM motcua.v_commitment WHERE unit = '%s'" % UNIT, 0),
    ('commitments of the nation', 'motcua_reader', 'SELECT * FROM motcua.v_commitment', 0),
    ('league table of the nation', 'motcua_reader', 'SELECT * FROM motcua.v_league ORDER BY rank LIMIT 100', 0),
    ('overdue, by age', 'motcua_reader', 'SELECT * FROM motcua.v_overdue_ageing', 0),
    ('freshness', 'motcua_reader', 'SELECT * FROM motcua.v_freshness', 0),
    ('quality', 'motcua_reader', 'SELECT * FROM motcua.v_quality', 0),
    ("a unit's own role: current values", 'motcua_unit_' + UNIT.lower(), 'SELECT * FROM motcua_unit.v_metric_now WHERE is_current', 0),
    ("a unit's own role: change", 'motcua_unit_' + UNIT.lower(), 'SELECT * FROM motcua_unit.v_change', 3),
]


def psql(*words, stdin=None):
    return subprocess.run(['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', *words], check=True, stdout=subprocess.PIPE,
                          input=stdin and stdin.encode()).stdout.decode()


def build(folder):
    with open(os.path.join(folder, 'motcua.json'), 'w') as out:
        json.dump({'store': os.environ['MOTCUA_TEST_POSTGRES'], 'sources': [], 'commitments': ['y-yen-2022']}, out)
    psql('-c', 'ALTER ROLE motcua CREATEROLE')
    subprocess.run([BIN + '/motcua', 'db', 'migrate'], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    start = time.monotonic()
    words = ['psql', '-X', '-q', '-U', 'motcua', '-v', 'units=%d' % UNITS, '-v', 'metrics=%d' % METRICS, '-v', 'months=%d' % MONTHS,
             '-v', 'daily_weeks=%d' % WEEKS, '-v', 'parts=%d' % PARTS, '-f', HERE + '/scale/samples.sql']
    subprocess.run(words + ['-v', 'part=0'], check=True)
    parts = [subprocess.Popen(words + ['-v', 'part=%d' % (1 + i)]) for i in range(PARTS)]
    if any([part.wait() for part in parts]):
        raise SystemExit('bench: the samples could not be made')
    psql('-c', 'ANALYZE motcua.metric_sample', '-c', 'VACUUM (ANALYZE) motcua.metric_now', '-c', 'VACUUM (ANALYZE) motcua.unit',
         '-c', 'VACUUM (ANALYZE) motcua.unit_source', '-c', 'VACUUM (ANALYZE) motcua.sample_period', '-c', 'VACUUM (ANALYZE) motcua.target',
         '-c', 'CHECKPOINT')
    subprocess.run([BIN + '/motcua', 'db', 'roles', '--unit', UNIT], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def times_ms(role, query):
    text = psql(stdin='SET ROLE %s;\n\\timing on\n\\o /dev/null\n' % role + (query + ';\n') * (TIMES + 2))
    return [float(ms) for ms in re.findall(r'^Time: ([0-9.]+) ms', text, re.M)][-TIMES:]


def nodes_of(plan):
    yield plan
    for child in plan.get('Plans', []):
        yield from nodes_of(child)


def plan_faults(role, query, partitions):
    """Faults of the plan, partitions read, rows."""
    plan = json.loads(psql(stdin='SET ROLE motcua;\nEXPLAIN (ANALYZE, FORMAT JSON) %s;\n' % query.replace('motcua_unit.', 'motcua.')
                           if role.startswith('motcua_r') else 'SET ROLE %s;\nEXPLAIN (ANALYZE, FORMAT JSON) %s;\n' % (role, query)))[0]['Plan']
    read = [n for n in nodes_of(plan) if n.get('Relation Name', '').startswith('metric_sample') and n['Actual Loops'] > 0]
    faults = sorted({'%s on %s' % (n['Node Type'], n['Relation Name']) for n in read if n['Node Type'].endswith('Seq Scan')})
    faults += sorted({'by time alone: ' + n['Index Name'] for n in nodes_of(plan)
                      if re.fullmatch(r'metric_sample_[0-9_]+_observed_at_idx', n.get('Index Name', '')) and n['Actual Loops'] > 0})
    names = {n['Relation Name'] for n in read}
    if len(names) > partitions:
        faults.append('%d partitions read, not %d' % (len(names), partitions))
    return faults, len(names), plan['Actual Rows']


def main():
    with tempfile.TemporaryDirectory() as folder:
        seconds = build(folder)
        rows, size, parts = psql('-c', "SELECT (SELECT count(*) FROM motcua.metric_sample), pg_size_pretty(sum(pg_total_relation_size(inhrelid))),"
                                       " count(*) FROM pg_inherits WHERE inhparent = 'motcua.metric_sample'::regclass").strip().split('|')
        whole = UNITS * METRICS * 365 * 3
        print('%s samples of %d units and %d metrics in %s partitions, %s; made in %.0f s. Every day for three years is %d: these are %.0f %%.'
              % (rows, UNITS, METRICS, parts, size, seconds, whole, 100 * int(rows) / whole))
        print('Median of %d warm times, ms; limit %d. Plans by EXPLAIN (FORMAT JSON): partitions of metric_sample that were read,\n'
              'of those that may be; never one from end to end, never by time alone.\n' % (TIMES, LIMIT_MS))
        print('%-36s %9s %9s %8s %11s' % ('', 'ms', 'of limit', 'rows', 'partitions'))
        result, wrong = Result('samples'), 0
        for name, role, query, partitions in QUERIES:
            times = times_ms(role, query)
            faults, read, count = plan_faults(role, query, partitions)
            wrong += bool(faults)
            ms = result.value(name, times, 'ms', LIMIT_MS)
            result.row(name=name, role=role, ms=times, rows=count, partitions=read, faults=faults)
            print('%-36s %9.2f %9.2f %8d %5d of %2d  %s' % (name, ms, ms / LIMIT_MS, count, read, partitions, '; '.join(faults)), flush=True)
        result.write()
        if wrong:
            raise SystemExit('bench: %d queries read what they need not' % wrong)


main()
