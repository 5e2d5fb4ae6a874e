"""What can be wrong with a dashboard before any query is run: the rules of Grafana's dashboard linter that concern SQL, and the project's own."""
import re

from grafana import VARIABLE, panels_of, variables_of, variables_used

UNITS = {'none', 'string', 'percent', 'd', 'ms', 'bytes', 'short', 'dateTimeAsLocal', 'dtdurations', 'rowsps'}
TYPES = {'stat', 'timeseries', 'table', 'barchart', 'status-history'}
SOURCE = {'type': 'grafana-postgresql-datasource', 'uid': '${datasource}'}
FILTERS = re.compile(r'\$__(timeFilter|unixEpochFilter)\(')
LETTERS = re.compile('[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]', re.I)


def columns_named(panel):
    """Names of columns that the panel speaks of."""
    for override in panel['fieldConfig']['overrides']:
        yield override['matcher']['options']
    options = panel['options']
    if options.get('xField'):
        yield options['xField']
    for sort in options.get('sortBy', []):
        yield sort['displayName']
    fields = options.get('reduceOptions', {}).get('fields', '')
    if fields:
        yield re.fullmatch(r'/\^(.*)\$/', fields)[1]


def overlaps(a, b):
    return a['x'] < b['x'] + b['w'] and b['x'] < a['x'] + a['w'] and a['y'] < b['y'] + b['h'] and b['y'] < a['y'] + a['h']


def sql_faults(sql, series):
    for schema, view in re.findall(r'\b(?:FROM|JOIN)\s+(?:(\w+)\.)?(\w+)', sql):
        if schema and (schema != 'motcua' or not view.startswith('v_')):
            yield 'reads %s.%s, which is no view of motcua' % (schema, view)
    if series and not FILTERS.search(sql) and '$__timeTo()' not in sql:
        yield 'a series without a time filter'
    if re.search(r'\$__(time|unixEpoch)Group', sql):
        yield 'buckets of the epoch, not of Vietnamese wall time'
    for match in VARIABLE.finditer(sql):
        if (match[2] or match[4]) != 'sqlstring':
            yield 'a variable that is not quoted: %s' % match[0]
    if len(sql.split('\n')) > 24:
        yield 'a query of more than a screen: it should be a view'


def panel_faults(panel):
    if not panel.get('title') or not panel.get('description'):
        yield 'no title or no description'
    elif not LETTERS.search(panel['description']):
        yield 'a description that is not Vietnamese'
    if panel['type'] not in TYPES:
        yield 'type %s, which nothing here draws' % panel['type']
    if panel.get('datasource') != SOURCE:
        yield 'a data source other than ${datasource}'
    units = [panel['fieldConfig']['defaults'].get('unit')]
    units += [p['value'] for o in panel['fieldConfig']['overrides'] for p in o['properties'] if p['id'] == 'unit']
    for unit in units:
        if unit not in UNITS:
            yield 'unit %s' % unit
    if not panel.get('targets'):
        yield 'no query'
    for target in panel.get('targets', []):
        if target['datasource'] != SOURCE or not target['rawQuery']:
            yield 'a query with a source of its own, or none of its own'
        wanted = 'time_series' if panel['type'] in ('timeseries', 'status-history') else 'table'
        if target['format'] != wanted and panel['type'] != 'stat':
            yield 'format %s' % target['format']
        yield from sql_faults(target['rawSql'], target['format'] == 'time_series')


def variable_faults(board):
    listed = variables_of(board)
    names = [v['name'] for v in listed]
    first = listed[0] if listed else {}
    if (first.get('type'), first.get('name'), first.get('query')) != ('datasource', 'datasource', SOURCE['type']) \
            or first['current'].get('value') != 'motcua':
        yield 'the first variable is not the data source'
    if len(set(names)) != len(names):
        yield 'two variables of one name'
    used = {'datasource'}
    for panel in panels_of(board):
        for target in panel.get('targets', []):
            used |= variables_used(target['rawSql'])
        used |= variables_used(panel.get('title', ''))
    for i, v in enumerate(listed):
        if v['type'] == 'query':
            earlier = variables_used(v['query'])
            used |= earlier
            if earlier - set(names[:i]):
                yield 'variable %s uses one that comes after it' % v['name']
            if v['query'] != v['definition'] or v['datasource'] != SOURCE:
                yield 'variable %s: definition or source' % v['name']
            yield from ('variable %s %s' % (v['name'], fault) for fault in sql_faults(v['query'], False))
        if not v.get('label'):
            yield 'variable %s has no label' % v['name']
    for name in sorted(set(names) - used):
        yield 'variable %s is not used' % name
    for name in sorted(used - set(names)):
        yield 'variable %s is not there' % name


def board_faults(board):
    if board['schemaVersion'] != 42 or board['editable'] is not False or board['timezone'] != 'Asia/Ho_Chi_Minh' or board['id'] is not None:
        yield 'schemaVersion, editable, timezone or id'
    if '__inputs' in board or re.search(r'\$\{DS_', str(board)):
        yield 'inputs of an exported dashboard: they break when it is provisioned'
    panels = list(panels_of(board))
    ids = [p['id'] for p in panels]
    if len(set(ids)) != len(ids):
        yield 'two panels of one id'
    titles = [p['title'] for p in panels]
    if len(set(titles)) != len(titles):
        yield 'two panels of one title'
    for i, a in enumerate(panels):
        place = a['gridPos']
        if place['x'] < 0 or place['w'] < 1 or place['h'] < 1 or place['x'] + place['w'] > 24:
            yield '%s: outside the grid' % a['title']
        for b in panels[i + 1:]:
            if overlaps(place, b['gridPos']):
                yield '%s lies over %s' % (a['title'], b['title'])
    for panel in panels:
        yield from ('%s: %s' % (panel.get('title'), fault) for fault in panel_faults(panel))
    yield from variable_faults(board)


def boards_faults(boards):
    uids = [b['uid'] for b in boards.values()]
    if len(set(uids)) != len(uids):
        yield 'two dashboards of one uid'
    for name, board in boards.items():
        if name != board['uid'] + '.json':
            yield '%s: the file is not named by the uid' % name
        yield from ('%s: %s' % (name, fault) for fault in board_faults(board))


def alert_faults(rules, boards):
    by_uid = {b['uid']: b for b in boards.values()}
    if len({r['uid'] for r in rules}) != len(rules):
        yield 'two rules of one uid'
    for rule in rules:
        def fault(text):
            return 'rule %s: %s' % (rule['uid'], text)
        board = by_uid.get(rule['dashboardUid'])
        if not board or rule['panelId'] not in {p['id'] for p in panels_of(board)}:
            yield fault('its panel is not there')
        refs = [d['refId'] for d in rule['data']]
        if rule['condition'] not in refs:
            yield fault('its condition is not there')
        for step in rule['data']:
            model = step['model']
            if model['refId'] != step['refId']:
                yield fault('refId')
            if step['datasourceUid'] == '__expr__':
                if model['expression'] not in refs:
                    yield fault('an expression over nothing')
                continue
            if step['datasourceUid'] != 'motcua' or model['format'] != 'time_series':
                yield fault('a query that is no time series of the provisioned source')
            if variables_used(model['rawSql']):
                yield fault('a variable: a rule has none')
            yield from map(fault, sql_faults(model['rawSql'], True))
        if not LETTERS.search(rule['title']) or not rule['annotations'].get('summary') or rule['execErrState'] != 'Error':
            yield fault('title, summary or execErrState')
