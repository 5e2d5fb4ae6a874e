#!/usr/bin/env python3
"""The dashboards' queries at the volume of a nation: 3,321 communes, 40 metrics, three years. Prints the median of 20 warm times of each,
and looks at the plans: partitions that cannot matter are left out, and samples are found by their index.
usage: sh tests/postgres.sh python3 tests/bench_samples.py BIN-FOLDER [DAILY-WEEKS [MONTHS [UNITS]]]       standard library only

DAILY-WEEKS (12): so many weeks have a sample a day, what is older one a week: 30 million rows, 8 GB; 999 is all 145 million, 35 GB.
Never fails on speed; exit status 1 is a plan that reads what it need not.
"""
import json, os, re, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.path.abspath(sys.argv[1])
WEEKS, MONTHS, UNITS = ([int(a) for a in sys.argv[2:]] + [12, 36, 3321][len(sys.argv) - 2:])[:3]
METRICS, AIM_MS, TIMES = 40, 50, 20
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
    psql('-U', 'motcua', '-v', 'units=%d' % UNITS, '-v', 'metrics=%d' % METRICS, '-v', 'months=%d' % MONTHS, '-v', 'daily_weeks=%d' % WEEKS,
         '-f', HERE + '/scale/samples.sql')
    psql('-c', 'CHECKPOINT')
    subprocess.run([BIN + '/motcua', 'db', 'roles', '--unit', UNIT], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - start


def median_ms(role, query):
    text = psql(stdin='SET ROLE %s;\n\\timing on\n\\o /dev/null\n' % role + (query + ';\n') * (TIMES + 2))
    return statistics.median([float(ms) for ms in re.findall(r'^Time: ([0-9.]+) ms', text, re.M)][-TIMES:])


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
        print('%s samples of %d units and %d metrics in %s partitions, %s; made in %.0f s. Every day for three years would be %d: this is %.0f %%.'
              % (rows, UNITS, METRICS, parts, size, seconds, whole, 100 * int(rows) / whole))
        print('%d weeks have a sample a day, what is older one a week. Median of %d warm times; aim under %d ms each.\n' % (WEEKS, TIMES, AIM_MS))
        print('%-36s %10s %8s %11s  %s' % ('', 'ms', 'rows', 'partitions', ''))
        broken = 0
        for name, role, query, partitions in QUERIES:
            ms = median_ms(role, query)
            faults, read, count = plan_faults(role, query, partitions)
            broken += bool(faults)
            print('%-36s %10.2f %8d %11d  %s%s' % (name, ms, count, read, '' if ms < AIM_MS else 'OVER the aim ', '; '.join(faults)), flush=True)
        if broken:
            raise SystemExit('bench: %d plans read what they need not' % broken)


main()
