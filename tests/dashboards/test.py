#!/usr/bin/env python3
"""Every query of every dashboard and every alert rule: run on a real PostgreSQL as the reader, as Grafana would send it.
usage: sh tests/postgres.sh python3 tests/dashboards/test.py BIN-FOLDER [FOLDER-WITH-node_modules]
Debian's python3 with python3-psycopg2, python3-yaml. With the folder what Grafana does in a browser is done by Grafana's own packages.

  empty    a store that is migrated and has no row: nothing fails
  golden   tests/dashboards/seed.sql: every answer is the one worked out by hand (golden.py), for several choices
  broken   the test of the test: copies with one thing wrong each are all caught
"""
import copy, datetime, json, os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import psycopg2

import draw
import golden
import grafana
import lint
from grafana import Fault, TimeRange

BIN = os.path.abspath(sys.argv[1])
HOST = os.environ['PGHOST']
checked = 0


def store_make(name):
    """A database that the program migrated and gave its roles."""
    for command in ('CREATE DATABASE %s OWNER motcua' % name, 'ALTER ROLE motcua CREATEROLE'):
        subprocess.run(['psql', '-q', '-X', '-d', 'postgres', '-c', command], check=True)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'motcua.json'), 'w') as out:
            json.dump({'store': 'postgresql://motcua@/%s?host=%s' % (name, HOST), 'sources': []}, out)
        for verb in ('migrate', 'roles'):
            subprocess.run([BIN + '/motcua', 'db', verb], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Reader:
    """Runs queries as Grafana's role does: in UTC, as Grafana's sessions are, and never writing."""

    def __init__(self, database):
        self.connection = psycopg2.connect(host=HOST, dbname=database, user=os.environ['PGUSER'])
        self.connection.autocommit = True
        with self.connection.cursor() as cursor:
            cursor.execute("SET SESSION AUTHORIZATION motcua_reader; SET TimeZone = 'UTC'; SET default_transaction_read_only = on")

    def run(self, sql):
        """[(name, type)], rows"""
        with self.connection.cursor() as cursor:
            try:
                cursor.execute(sql)
            except psycopg2.Error as e:
                raise Fault('%s\n%s' % (str(e).strip(), sql))
            return [(c.name, c.type_code) for c in cursor.description], cursor.fetchall()

    def run_named(self, sql):
        columns, rows = self.run(sql)
        return [name for name, _ in columns], rows


def panel_run(reader, panel, values, time_range):
    """The rows of a panel, after all that can be said of their shape."""
    global checked
    rows = None
    for target in panel['targets']:
        columns, rows = reader.run(grafana.query_expand(target['rawSql'], values, time_range))
        names = [name for name, _ in columns]
        if len(set(names)) != len(names):
            raise Fault('two columns of one name')
        if target['format'] == 'time_series':
            grafana.series_check(columns, rows)
            names += [r[names.index('metric')] for r in rows] if 'metric' in names else []
        missing = sorted(set(lint.columns_named(panel)) - set(names))
        if missing:
            raise Fault('no column ' + ', '.join(missing))
        if grafana.browser:
            fields_check(panel, target, columns, rows)
        checked += 1
    return rows


def cell_of(value):
    """As the answer of Grafana's server has it."""
    if isinstance(value, datetime.datetime):
        return int(value.timestamp() * 1000)
    return value if value is None or isinstance(value, (str, bool, int)) else float(value)


def frame_of(target, columns, rows):
    """(name, type) pairs and rows. A long answer of a series is made wide, as Grafana's server does: a field for each name."""
    kinds = [(n, 'time' if t in grafana.TIME_TYPES else 'number' if t in grafana.NUMBER_TYPES else 'string') for n, t in columns]
    names = [n for n, _ in columns]
    if target['format'] != 'time_series' or 'metric' not in names:
        return kinds, [[cell_of(v) for v in row] for row in rows]
    at, metric = names.index('time'), names.index('metric')
    value = next(i for i, (n, kind) in enumerate(kinds) if i != at and kind == 'number')
    lines = list(dict.fromkeys(row[metric] for row in rows))
    wide = {}
    for row in rows:
        wide.setdefault(cell_of(row[at]), {})[row[metric]] = cell_of(row[value])
    return [('time', 'time')] + [(line, 'number') for line in lines], [[at] + [cells.get(line) for line in lines] for at, cells in wide.items()]


def fields_check(panel, target, columns, rows):
    """Units, decimals, mappings, thresholds and overrides by Grafana's own code: every override has its column, every unit is known there, the
    page that ./dev dashboards draws has its colours, and what people see is what golden.py says."""
    kinds, cells = frame_of(target, columns, rows)
    answer = grafana.browser.ask(fieldConfig=panel['fieldConfig'], transformations=panel.get('transformations'), columns=kinds, rows=cells)
    if answer['unmatched'] and (rows or target['format'] != 'time_series'):
        raise Fault('overrides of no column: %s' % answer['unmatched'])
    shown = {}
    for (name, _), field, column in zip(kinds, answer['fields'], zip(*cells) if cells else [[]] * len(kinds)):
        if not field['unit']:
            raise Fault('%s: no unit of Grafana' % name)
        shown[name] = [tuple(cell) for cell in field['cells']]
        for value, (text, color) in zip(column, shown[name]):
            ours = draw.Field(panel, name).color(value)
            if ours and value is not None and ours.lower() != color.lower():
                raise Fault('%s: %s is %s, on our page %s' % (name, value, color, ours))
    panel_run.shown = shown


def same(wanted, got):
    if wanted is golden.ANY:
        return True
    if isinstance(wanted, datetime.datetime) or isinstance(wanted, str) or wanted is None or got is None:
        return wanted == got
    return abs(float(got) - float(wanted)) < 0.0051


def rows_compare(wanted, rows):
    if wanted is golden.ANY:
        if not rows:
            raise Fault('no row')
        return
    if len(wanted) != len(rows) or any(len(w) != len(g) or not all(map(same, w, g)) for w, g in zip(wanted, rows)):
        raise Fault('the answer is\n  %s\nnot\n  %s' % ('\n  '.join(map(str, rows)), '\n  '.join(map(str, wanted))))


def told(where, action, *args):
    try:
        return action(*args)
    except Fault as e:
        raise Fault('%s: %s' % (where, e))


def board_run(reader, board, time_range, chosen, wanted=None):
    values = told(board['uid'] + ', variables', grafana.variables_fill, board, reader.run_named, time_range, chosen)
    for panel in grafana.panels_of(board):
        where = '%s, %s' % (board['uid'], panel['title'])
        rows = told(where, panel_run, reader, panel, values, time_range)
        if wanted is not None:
            if panel['title'] not in wanted:
                raise Fault(where + ': golden.py does not know it')
            told(where, rows_compare, wanted[panel['title']], rows)
            if grafana.browser:
                told(where, shown_compare, golden.SHOWN.get((board['uid'], panel['title']), {}), panel_run.shown)
    if wanted is not None and set(wanted) - {p['title'] for p in grafana.panels_of(board)}:
        raise Fault(board['uid'] + ': golden.py knows panels that are not there')


def shown_compare(wanted, shown):
    for column, cells in wanted.items():
        got = shown.get(column) or []
        if [text for text, _ in got] != [text for text, _ in cells] or any(color and color != theirs for (_, color), (_, theirs) in zip(cells, got)):
            raise Fault('%s is shown as\n  %s\nnot\n  %s' % (column, shown.get(column), cells))


def rules_run(reader, rules, end, wanted=None):
    global checked
    for rule in rules:
        for step in rule['data']:
            if step['datasourceUid'] == '__expr__':
                continue
            span = step['relativeTimeRange']
            time_range = TimeRange(end - span['from'], end - span['to'])
            columns, rows = told(rule['uid'], reader.run, grafana.query_expand(step['model']['rawSql'], {}, time_range))
            told(rule['uid'], grafana.series_check, columns, rows)
            checked += 1
            if wanted is not None:
                told(rule['uid'], rows_compare, wanted[rule['uid']], rows)


def variables_compare(reader, board, time_range):
    values = {}
    for v in grafana.variables_of(board):
        if v['type'] == 'query':
            names, rows = reader.run_named(grafana.query_expand(v['query'], values, time_range))
            wanted = golden.VARIABLES.get('%s %s' % (board['uid'], v['name'])) or golden.VARIABLES[v['name']]
            if grafana.variable_rows(names, rows) != wanted:
                raise Fault('%s, variable %s: %s' % (board['uid'], v['name'], rows))
        values[v['name']] = golden.CHOSEN.get(v['name'], golden.UNIT.get(board['uid'], ''))


def seconds(moment):
    return int(moment.timestamp())


RANGE = TimeRange(seconds(golden.RANGE[0]), seconds(golden.RANGE[1]))


def choice_of(board, more=None):
    chosen = dict(golden.CHOSEN)
    if board['uid'] in golden.UNIT:
        chosen['unit'] = golden.UNIT[board['uid']]
    return {**chosen, **(more or {})}


def empty_test(boards, rules):
    store_make('dashboards_empty')
    reader = Reader('dashboards_empty')
    for board in boards.values():
        board_run(reader, board, RANGE, None)
    rules_run(reader, rules, RANGE.end)


def golden_test(reader, boards, rules):
    by_uid = {b['uid']: b for b in boards.values()}
    if set(golden.PANELS) != set(by_uid):
        raise Fault('golden.py and dashboards/ do not speak of the same dashboards')
    for board in boards.values():
        variables_compare(reader, board, RANGE)
        board_run(reader, board, RANGE, choice_of(board), golden.PANELS[board['uid']])
        board_run(reader, board, RANGE, None)
    for uid, more, title, wanted in golden.CHOICES:
        board_run(reader, by_uid[uid], RANGE, choice_of(by_uid[uid], more))
        values = grafana.variables_fill(by_uid[uid], reader.run_named, RANGE, choice_of(by_uid[uid], more))
        panel = next(p for p in by_uid[uid]['panels'] if p['title'] == title)
        told('%s, %s, %s' % (uid, title, more), rows_compare, wanted, panel_run(reader, panel, values, RANGE))
    # no choice of several, and no apostrophe, can break a query
    for board in boards.values():
        many = {v['name']: ["X01", "X'02", 'X02'] for v in grafana.variables_of(board) if v.get('multi')}
        board_run(reader, board, RANGE, choice_of(board, many))
    rules_run(reader, rules, RANGE.end, golden.ALERTS)


PACE_SQL = """
BEGIN; SET LOCAL search_path = motcua;
INSERT INTO sample_period VALUES ('month', 1667235600, 1669827600, 1669222800, 1, 1, 1);
INSERT INTO target (set_name, position, title, metric, target, period_kind, unit_kinds) VALUES ('nhip', 1, 'a', 'a', 5000, 'month', ''), ('nhip', 2, 'b', 'b', 5000, 'month', '');
SELECT sample_month_make(1667235600);
INSERT INTO metric_now (period_from, observed_at, numerator, denominator, metric, period_kind, unit) VALUES
  (1667235600, 1669222800, 20, 40, 'a', 'month', 'X01'), (1667235600, 1669222800, 20, 40, 'b', 'month', 'X01');
INSERT INTO metric_sample (observed_at, period_from, numerator, denominator, metric, period_kind, unit) VALUES
  (1669222800 - 601200, 1667235600, 10, 20, 'a', 'month', 'X01'), (1669222800 - 1123200, 1667235600, 0, 40, 'a', 'month', 'X01'),
  (1669222800 - 1123200, 1667235600, 0, 40, 'b', 'month', 'X01');
COMMIT;"""


def pace_test():
    """A forecast goes on from when its sample was taken: an hour short of a week will do, and two weeks are two weeks. 7 days are left.
    a: 20 + 10 * 604800/601200, 40 + 20 * 604800/601200. b: 20 + 20 * 604800/1123200, 40."""
    subprocess.run(['psql', '-q', '-X', '-d', 'dashboards_empty', '-v', 'ON_ERROR_STOP=1', '-c', PACE_SQL], check=True, stdout=subprocess.DEVNULL)
    rows = Reader('dashboards_empty').run('SELECT forecast_numerator, forecast_denominator, forecast_rate FROM motcua.v_forecast ORDER BY position')[1]
    told('v_forecast', rows_compare, [(30, 60, 50), (31, 40, 76.92)], rows)


def copy_with(boards, name, change):
    copied = copy.deepcopy(boards)
    change(copied[name])
    return copied


def target_change(title, old, new):
    def change(board):
        panel = next(p for p in board['panels'] if p['title'] == title)
        sql = panel['targets'][0]['rawSql']
        assert old in sql, old
        panel['targets'][0]['rawSql'] = sql.replace(old, new)
    return change


def panel_change(index, **settings):
    return lambda board: board['panels'][index].update(settings)


BROKEN = [  # what is wrong, the dashboard, the change, who must see it: lint, run or golden
    ('unknown macro', 'motcua-xa', target_change('Các cam kết theo tuần', '$__unixEpochFilter(m.starts_at)', '$__epochFilter(m.starts_at)'), 'run'),
    ('parenthesis in a macro', 'motcua-xa', target_change('Các cam kết theo tuần', '$__unixEpochFilter(m.starts_at)', '$__timeFilter(to_timestamp(m.starts_at))'), 'run'),
    ('missing column', 'motcua-cam-ket', target_change('Bảng xếp hạng', 'kept AS', 'keeps AS'), 'run'),
    ('an override of no column', 'motcua-cam-ket', target_change('Bảng xếp hạng', '"Còn thiếu"', '"Thiếu"'), 'run'),
    ('a table, not a view', 'motcua-van-hanh', target_change('Lược đồ', 'motcua.v_migration', 'motcua.migration'), 'lint run'),
    ('a series without time filter', 'motcua-van-hanh', target_change('Tốc độ', '$__unixEpochFilter(started_at) AND ', ''), 'lint'),
    ('an unquoted variable', 'motcua-xa', target_change('Thứ hạng', '${unit:sqlstring}', "'$unit'"), 'lint run'),
    ('a variable that is not there', 'motcua-xa', target_change('Thứ hạng', '${unit:sqlstring}', '${commune:sqlstring}'), 'lint run'),
    ('an unused variable', 'motcua-xa', lambda b: b['templating']['list'].append({**b['templating']['list'][1], 'name': 'spare'}), 'lint'),
    ('a list with no place for none', 'motcua-cam-ket', target_change('Hồ sơ còn thiếu', '= ANY (ARRAY[${unit:sqlstring}]::text[])', 'IN (${unit:sqlstring})'), 'empty'),
    ('a series out of order', 'motcua-van-hanh', target_change('Tốc độ', 'ORDER BY 1, 2', 'ORDER BY 1 DESC, 2'), 'run'),
    ('a series without a name for its lines', 'motcua-xa', target_change('Các cam kết theo tuần', 't.title AS metric, ', ''), 'run'),
    ('a wrong number', 'motcua-tien-do', target_change('Kỳ hiện tại', "c.counter = 'finished'", "c.counter = 'received'"), 'golden'),
    ('units counted twice', 'motcua-tien-do', target_change('Kỳ hiện tại', 'WHERE NOT EXISTS (', 'WHERE EXISTS (SELECT 1) OR EXISTS ('), 'golden'),
    ('buckets of the epoch', 'motcua-van-hanh', target_change('Tốc độ', 'started AS time', "$__timeGroup(started, '1w') AS time"), 'lint'),
    ('panels that overlap', 'motcua-xa', panel_change(1, gridPos={'h': 4, 'w': 16, 'x': 0, 'y': 3}), 'lint'),
    ('a panel that says nothing', 'motcua-xa', panel_change(1, description=''), 'lint'),
    ('a panel of another source', 'motcua-xa', panel_change(1, datasource={'type': 'postgres', 'uid': 'P1'}), 'lint'),
    ('no unit', 'motcua-xa', lambda b: b['panels'][2]['fieldConfig']['defaults'].pop('unit'), 'lint'),
    ('no query', 'motcua-xa', panel_change(1, targets=[]), 'lint'),
    ('editable', 'motcua-xa', lambda b: b.update(editable=True), 'lint'),
    ('exported inputs', 'motcua-xa', lambda b: b.update(__inputs=[]), 'lint'),
    ('no data source to choose', 'motcua-xa', lambda b: b['templating']['list'].pop(0), 'lint'),
    ('a uid of another', 'motcua-xa', lambda b: b.update(uid='motcua-cam-ket'), 'lint'),
]


def caught(action, *args):
    try:
        action(*args)
    except Fault:
        return True
    return False


def broken_test(reader, boards):
    for what, uid, change, seers in BROKEN:
        copied = copy_with(boards, uid + '.json', change)
        board = copied[uid + '.json']
        for seer in seers.split():
            seen = {'lint': lambda: bool(list(lint.boards_faults(copied))),
                    'run': lambda: caught(board_run, reader, board, RANGE, choice_of(board)),
                    'empty': lambda: caught(board_run, Reader('dashboards_empty'), board, RANGE, None),
                    'golden': lambda: caught(board_run, reader, board, RANGE, choice_of(board), golden.PANELS[uid])}[seer]()
            if not seen:
                raise Fault('%s: %s does not see it' % (what, seer))


def macros_test():
    """Against what Grafana's own tests of its plugin expect."""
    r = TimeRange(1523534700, 1523535000)
    cases = [
        ('SELECT $__time(t)', 'SELECT t AS "time"'),
        ('WHERE $__timeFilter(t)', "WHERE t BETWEEN '2018-04-12T12:05:00Z' AND '2018-04-12T12:10:00Z'"),
        ('$__timeFrom() $__timeTo()', "'2018-04-12T12:05:00Z' '2018-04-12T12:10:00Z'"),
        ("GROUP BY $__timeGroup(t,'5m')", 'GROUP BY floor(extract(epoch from t)/300)*300'),
        ("GROUP BY $__timeGroup( t , '5m')", 'GROUP BY floor(extract(epoch from t)/300)*300'),
        ("SELECT $__timeGroup(t,'5m'), n", 'SELECT floor(extract(epoch from t)/300)*300 AS "time", n'),
        ("SELECT $__timeGroupAlias(t,'1h')", 'SELECT floor(extract(epoch from t)/3600)*3600 AS "time"'),
        ('WHERE $__unixEpochFilter(t)', 'WHERE t >= 1523534700 AND t <= 1523535000'),
        ('WHERE $__unixEpochNanoFilter(t)', 'WHERE t >= 1523534700000000000 AND t <= 1523535000000000000'),
        ("SELECT $__unixEpochGroupAlias(t,'5m')", 'SELECT floor((t)/300)*300 AS "time"'),
    ]
    for text, wanted in cases:
        if grafana.macros_expand(text, r) != wanted:
            raise Fault('%s becomes %s' % (text, grafana.macros_expand(text, r)))
    for text in ('$__unknown(t)', '$__timeFilter()', '$__timeGroup(t)', "$__timeGroup(t,'week')", '$__interval(t)'):
        if not caught(grafana.macros_expand, text, r):
            raise Fault('%s is taken' % text)
    quoted = grafana.variables_expand('${a:sqlstring} ${b:sqlstring} ${c:sqlstring} $__timeFilter(x)', {'a': "O'Brien", 'b': ['x', "y'"], 'c': []})
    if quoted != "'O''Brien' 'x','y'''  $__timeFilter(x)":
        raise Fault('quoting: ' + quoted)


def provisioning_test(boards):
    """The files that tie it together: the source that the dashboards name, the folder that they are found in."""
    import yaml

    def load(kind):
        with open(os.path.join(grafana.TOP, 'dashboards', 'provisioning', kind, 'motcua.yaml'), encoding='utf-8') as file:
            return yaml.safe_load(file)
    source = load('datasources')['datasources'][0]
    provider = load('dashboards')['providers'][0]
    group = load('alerting')['groups'][0]
    named = {grafana.variables_of(b)[0]['current']['value'] for b in boards.values()}
    if named != {source['uid']} or source['type'] != lint.SOURCE['type'] or not source['secureJsonData']['password'].startswith('$'):
        raise Fault('the provisioned source is not the one that dashboards name, or its password is written down')
    if provider['allowUiUpdates'] or provider['folder'] != group['folder'] or not group['interval']:
        raise Fault('the folder of the dashboards is not that of the rules, or they can be edited')
    with open(os.path.join(HERE, '..', '..', 'docs', 'grafana.md'), encoding='utf-8') as file:
        guide = file.read()
    missing = [name for name in (provider['options']['path'], *[v[1:] for v in (source['url'], source['user'], source['jsonData']['database'])])
               if name.replace('MOTCUA_DB_', '') not in guide]
    if missing or any(b['title'].split(' · ')[1] not in guide for b in boards.values()) or any(r['title'] not in guide for r in group['rules']):
        raise Fault('docs/grafana.md does not speak of all that is there: ' + ', '.join(missing))


def page_test(boards):
    """What ./dev dashboards draws, from the golden store: every panel is there, in Vietnamese numbers, and nothing is loaded from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'page.html')
        subprocess.run([sys.executable, HERE + '/render.py', out, '2022-11-24T01:00', 'host=%s dbname=dashboards_golden user=%s'
                        % (HOST, os.environ['PGUSER']), 'area=T01', 'motcua-xa.unit=X01', 'motcua-chi-so.unit=X01'], check=True)
        with open(out, encoding='utf-8') as file:
            page = file.read()
    missing = [p['title'] for b in boards.values() for p in grafana.panels_of(b) if '>%s<i>' % p['title'].replace('&', '&amp;') not in page]
    for text in ('● 90,00% / 85%', '66,00–82,00%', '1–3 ngày', 'lĩnh vực B dưới 75 %', '07:00 22/11/2022'):
        if text not in page:
            missing.append(text)
    if missing or 'http' in page or '<script' in page or 'src=' in page:
        raise Fault('the page lacks something, or loads something: ' + ', '.join(missing))


BROWSER_BROKEN = [  # what is wrong, the dashboard, the change: only Grafana's own code sees it
    ('a unit that Grafana has not', 'motcua-cam-ket', lambda b: b['panels'][0]['fieldConfig']['defaults'].update(unit='prozent')),
    ('a property that no panel has', 'motcua-cam-ket', lambda b: b['panels'][0]['fieldConfig']['overrides'][0]['properties'].append({'id': 'units', 'value': 'd'})),
    ('another colour', 'motcua-cam-ket', lambda b: b['panels'][1]['fieldConfig']['defaults']['thresholds']['steps'][1].update(value=3)),
    ('another text', 'motcua-cam-ket', lambda b: b['panels'][4]['fieldConfig']['overrides'][0]['properties'][1].update(value=1)),
]


def browser_test(reader, boards):
    """The test of the test, where Grafana's packages are there."""
    for what, uid, change in BROWSER_BROKEN:
        board = copy_with(boards, uid + '.json', change)[uid + '.json']
        if not caught(board_run, reader, board, RANGE, choice_of(board), golden.PANELS[uid]):
            raise Fault("%s: Grafana's own code does not see it" % what)
    missing = set(golden.SHOWN) - {(b['uid'], p['title']) for b in boards.values() for p in grafana.panels_of(b)}
    if missing:
        raise Fault('golden.SHOWN knows panels that are not there: %s' % missing)


def main():
    if len(sys.argv) > 2:
        grafana.browser = grafana.Browser(sys.argv[2])
    boards, rules = grafana.dashboards_load(), grafana.alerts_load()
    macros_test()
    provisioning_test(boards)
    faults = list(lint.boards_faults(boards)) + list(lint.alert_faults(rules, boards))
    if faults:
        raise Fault('\n'.join(faults))
    empty_test(boards, rules)
    store_make('dashboards_golden')
    subprocess.run(['psql', '-q', '-X', '-d', 'dashboards_golden', '-v', 'ON_ERROR_STOP=1', '-f', HERE + '/seed.sql'], check=True,
                   stdout=subprocess.DEVNULL)
    reader = Reader('dashboards_golden')
    golden_test(reader, boards, rules)
    broken_test(reader, boards)
    if grafana.browser:
        browser_test(reader, boards)
    pace_test()
    page_test(boards)
    print('%d dashboards, %d panels, %d rules: %d queries run, %d kinds of mistakes caught'
          % (len(boards), sum(len(list(grafana.panels_of(b))) for b in boards.values()), len(rules), checked, len(BROKEN)))
    if grafana.browser:
        print("%d answers of Grafana's own code, %d kinds of mistakes that only it catches" % (grafana.browser.asked, len(BROWSER_BROKEN)))


try:
    main()
except Fault as e:
    raise SystemExit('dashboards: ' + str(e))
