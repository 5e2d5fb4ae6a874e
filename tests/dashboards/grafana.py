"""What Grafana does to a query before PostgreSQL sees it: variables as its browser part replaces them, then macros as its PostgreSQL plugin
does. Anything that is not known here is not known there, and is an error. The first is what ./dev dashboards needs without npm; the tests
hold it against Grafana's own packages (browser.mjs, class Browser). The second is Go in Grafana, and restated: where from stands beside it."""
import datetime, glob, json, os, re, subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ALL = '$__all'


class Fault(Exception):
    """Something that Grafana would refuse or show wrong."""


class TimeRange:
    """Seconds since 1970."""

    def __init__(self, start, end):
        self.start, self.end = start, end


def moment_text(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')


UNITS = {'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 604800, 'M': 30.436875 * 86400, 'y': 365.2425 * 86400, 'ms': 0.001}


def interval_seconds(text):
    match = re.fullmatch(r"([0-9]+)(ms|[smhdwMy])", text.strip("'"))
    if not match:
        raise Fault('error parsing interval %s' % text)
    return int(match[1]) * UNITS[match[2]]


def number_text(value):
    return '%d' % value if value == int(value) else repr(value)


def time_group(name, args, form):
    if len(args) < 2:
        raise Fault('macro %s needs time column and interval and optional fill value' % name)
    seconds = number_text(interval_seconds(args[1]))
    return form % (args[0], seconds, seconds)


def needs_column(name, args):
    if not args[0]:
        raise Fault('missing time column argument for macro %s' % name)
    return args[0]


# As pkg/tsdb/grafana-postgresql-datasource/macros.go of grafana/grafana does (evaluateMacro; its tests are in macros_test.go).
# name: what it becomes, from its arguments and the range. A fill (third argument of a group) is taken and does nothing to the SQL.
MACROS = {
    '__time': lambda n, a, r: '%s AS "time"' % needs_column(n, a),
    '__timeEpoch': lambda n, a, r: 'extract(epoch from %s) as "time"' % needs_column(n, a),
    '__timeFilter': lambda n, a, r: "%s BETWEEN '%s' AND '%s'" % (needs_column(n, a), moment_text(r.start), moment_text(r.end)),
    '__timeFrom': lambda n, a, r: "'%s'" % moment_text(r.start),
    '__timeTo': lambda n, a, r: "'%s'" % moment_text(r.end),
    '__timeGroup': lambda n, a, r: time_group(n, a, 'floor(extract(epoch from %s)/%s)*%s'),
    '__timeGroupAlias': lambda n, a, r: time_group(n, a, 'floor(extract(epoch from %s)/%s)*%s') + ' AS "time"',
    '__unixEpochFilter': lambda n, a, r: '%s >= %d AND %s <= %d' % (needs_column(n, a), r.start, a[0], r.end),
    '__unixEpochNanoFilter': lambda n, a, r: '%s >= %d AND %s <= %d' % (needs_column(n, a), r.start * 10**9, a[0], r.end * 10**9),
    '__unixEpochNanoFrom': lambda n, a, r: '%d' % (r.start * 10**9),
    '__unixEpochNanoTo': lambda n, a, r: '%d' % (r.end * 10**9),
    '__unixEpochGroup': lambda n, a, r: time_group(n, a, 'floor((%s)/%s)*%s'),
    '__unixEpochGroupAlias': lambda n, a, r: time_group(n, a, 'floor((%s)/%s)*%s') + ' AS "time"',
}
# No parenthesis can stand inside a macro's arguments.
MACRO = re.compile(r'\$([_a-zA-Z0-9]+)\(([^)]*)\)')


def macros_expand(sql, time_range):
    def one(match):
        name, args = match[1], [a.strip(' ') for a in match[2].split(',')]
        # a comma right behind the first such call: the old way of saying Alias
        first = sql.find(match[0]) + len(match[0])
        if name == '__timeGroup' and sql[first:first + 1] == ',':
            name = '__timeGroupAlias'
        if name not in MACROS:
            raise Fault('unknown macro "%s"' % name)
        return MACROS[name](name, args, time_range)
    return MACRO.sub(one, sql)


def sqlstring(value):
    if isinstance(value, list):
        return ','.join(sqlstring(v) for v in value)
    return "'%s'" % str(value).replace("'", "''")


FORMATS = {'sqlstring': sqlstring, 'raw': lambda v: v if isinstance(v, str) else ','.join(v), 'text': str}
# ${name}, ${name:format}, $name, [[name]]; what is followed by a parenthesis is a macro and none of the browser's business.
VARIABLE = re.compile(r'\$\{(\w+)(?::(\w+))?\}|\[\[(\w+)(?::(\w+))?\]\]|\$(\w+)(?!\w*\()')


def variables_used(text):
    return {m[1] or m[3] or m[5] for m in VARIABLE.finditer(text)}


def variables_expand(sql, values):
    """values: name: a text, or a list of them."""
    def one(match):
        name, form = match[1] or match[3] or match[5], match[2] or match[4]
        if name not in values:
            raise Fault('unknown variable "%s"' % name)
        if form not in FORMATS:
            raise Fault('variable "%s" is not quoted: write ${%s:sqlstring}' % (name, name))
        return FORMATS[form](values[name])
    return VARIABLE.sub(one, sql)


class Values(dict):
    """The values of a dashboard's variables, with what they were chosen from."""

    def __init__(self, board):
        super().__init__()
        self.board, self.options = board, {}


class Browser:
    """Grafana's own code, in a process of Node. folder: it has node_modules."""

    def __init__(self, folder):
        self.process = subprocess.Popen(['node', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'browser.mjs'), folder],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding='utf-8')
        self.asked = 0

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + '\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Fault('browser.mjs ended')
        answer = json.loads(line)
        if 'fault' in answer:
            raise Fault("Grafana's own code: " + answer['fault'])
        self.asked += 1
        return answer

    def variables_expand(self, sql, values):
        variables = []
        for v in variables_of(values.board):
            if v['name'] not in values:
                continue
            options, value = values.options[v['name']], values[v['name']]
            if v.get('includeAll') and value == [o for _, o in options]:
                value = [ALL] if v.get('multi') else ALL
            variables.append({'name': v['name'], 'type': v['type'], 'multi': bool(v.get('multi')), 'includeAll': bool(v.get('includeAll')),
                              'allValue': v.get('allValue'), 'value': value, 'options': options})
        return self.ask(sql=sql, variables=variables)['sql']


browser = None


def query_expand(sql, values, time_range):
    expanded = variables_expand(sql, values)
    if browser and isinstance(values, Values):
        theirs = browser.variables_expand(sql, values)
        if theirs != expanded:
            raise Fault('Grafana makes of the variables\n%s\nnot\n%s' % (theirs, expanded))
    return macros_expand(expanded, time_range)


def dashboards_load(folder=None):
    boards = {}
    for path in sorted(glob.glob(os.path.join(folder or os.path.join(TOP, 'dashboards'), '*.json'))):
        with open(path, encoding='utf-8') as file:
            boards[os.path.basename(path)] = json.load(file)
    return boards


def alerts_load(folder=None):
    import yaml
    rules = []
    for path in sorted(glob.glob(os.path.join(folder or os.path.join(TOP, 'dashboards'), 'provisioning', 'alerting', '*.yaml'))):
        with open(path, encoding='utf-8') as file:
            for group in yaml.safe_load(file)['groups']:
                rules += group['rules']
    return rules


def panels_of(board):
    for panel in board['panels']:
        yield panel
        yield from panel.get('panels', [])


def variables_of(board):
    return board['templating']['list']


def variable_rows(names, rows):
    """(text, value) pairs of a variable's query: its columns __text and __value, or its one column."""
    if '__value' in names:
        value, text = names.index('__value'), names.index('__text') if '__text' in names else names.index('__value')
        return [(str(r[text]), str(r[value])) for r in rows]
    if len(names) != 1:
        raise Fault('a variable needs one column, or __text and __value; it has ' + ', '.join(names))
    return [(str(r[0]), str(r[0])) for r in rows]


def variables_fill(board, run, time_range, chosen=None):
    """The values that a fresh visitor has: of each query the first row, or all of them. chosen: name: value, or how to pick from the list of
    values. run(sql): column names, rows."""
    values = Values(board)
    for v in variables_of(board):
        pick = (chosen or {}).get(v['name'])
        if v['type'] == 'datasource':
            values[v['name']] = v['current']['value']
            values.options[v['name']] = [(v['current']['value'], v['current']['value'])]
            continue
        if v['type'] == 'query':
            names, rows = run(query_expand(v['query'], values, time_range))
            values.options[v['name']] = variable_rows(names, rows)
        else:
            values.options[v['name']] = [(o['text'], o['value']) for o in v['options']]
        options = [value for _, value in values.options[v['name']]]
        if callable(pick):
            values[v['name']] = pick(options)
        elif pick is not None:
            values[v['name']] = pick
        elif v.get('includeAll'):
            values[v['name']] = options
        else:
            values[v['name']] = options[0] if options else ''
    return values


# Types of PostgreSQL that Grafana takes for times, and for numbers.
TIME_TYPES = {1082, 1114, 1184}
NUMBER_TYPES = {20, 21, 23, 700, 701, 1700}
TEXT_TYPES = {18, 19, 25, 1043}


def series_check(columns, rows):
    """columns: (name, type) pairs. What Grafana's time series format asks for."""
    names = [name for name, _ in columns]
    if 'time' not in names:
        raise Fault('a series without a column "time"')
    types = dict(columns)
    if types['time'] not in TIME_TYPES | NUMBER_TYPES:
        raise Fault('the column "time" is no time')
    if not any(t in NUMBER_TYPES for n, t in columns if n != 'time'):
        raise Fault('a series without a number')
    for name, kind in columns:
        if kind not in TIME_TYPES | NUMBER_TYPES | TEXT_TYPES:
            raise Fault('column "%s" has a type that no series can hold' % name)
    at, labels = names.index('time'), [i for i, (n, t) in enumerate(columns) if n != 'time' and t in TEXT_TYPES]
    times = [r[at] for r in rows]
    if any(t is None for t in times):
        raise Fault('a moment that is not known')
    if times != sorted(times):
        raise Fault('a series that is not in the order of time')
    keys = [(r[at],) + tuple(r[i] for i in labels) for r in rows]
    if len(keys) != len(set(keys)):
        raise Fault('two values of one line at the same moment')
