"""The parts that the dashboards are made of. A panel is a function's result: a plain dict in Grafana's classic model, without its place;
place() lays panels out row by row, so that none overlaps another and none has to be moved by hand."""

SOURCE_UID = 'motcua'
SOURCE = {'type': 'grafana-postgresql-datasource', 'uid': '${datasource}'}
WIDTH = 24
GREEN, AMBER, RED, BLUE, GRAY, PURPLE, TEAL = '#2e9e62', '#d9922b', '#c8402f', '#3b78c4', '#7c8591', '#7d5bb5', '#1f94a3'
PALETTE = [BLUE, AMBER, TEAL, PURPLE, GREEN, RED, GRAY]


def steps(first, *more):
    """Colours by value: the first from below, then (from, colour)."""
    return {'mode': 'absolute', 'steps': [{'color': first, 'value': None}] + [{'color': c, 'value': v} for v, c in more]}


def values(**told):
    """Texts and colours for values, as a mapping."""
    return {'type': 'value', 'options': {key: {'color': color, 'index': i, 'text': text}
                                         for i, (key, (text, color)) in enumerate(told.items())}}


# The first sign of a commitment said in words (v_commitment_said) is also its colour.
SAID = [{'type': 'regex', 'options': {'pattern': '^%s.*' % sign, 'result': {'color': color, 'index': i}}}
        for i, (sign, color) in enumerate([('●', GREEN), ('◊', AMBER), ('▲', RED), ('○', GRAY), ('–', GRAY)])]
AT_END = values(yes=('● đạt', GREEN), near=('◊ chưa chắc', AMBER), no=('▲ chưa đạt', RED), unknown=('– chưa đủ số liệu', GRAY))
KEPT = values(yes=('● đạt', GREEN), near=('◊ đạt sát mức', AMBER), no=('▲ chưa đạt', RED), none=('○ không phát sinh', GRAY), unknown=('– chưa có số liệu', GRAY))
OUTCOME = values(complete=('● đủ', GREEN), partial=('▲ thiếu', AMBER), failed=('▲ hỏng', RED), interrupted=('▲ bị ngắt', AMBER),
                 running=('○ đang chạy', GRAY))


def column(unit=None, decimals=None, width=None, colors=None, mappings=None, fixed=None, bar=None):
    """How one field is shown: the properties of an override."""
    out = []
    for name, value in [('unit', unit), ('decimals', decimals), ('custom.width', width), ('mappings', mappings), ('max', bar)]:
        if value is not None:
            out.append({'id': name, 'value': value})
    if colors:
        out += [{'id': 'thresholds', 'value': colors}, {'id': 'color', 'value': {'mode': 'thresholds'}}]
    if fixed:
        out.append({'id': 'color', 'value': {'fixedColor': fixed, 'mode': 'fixed'}})
    if bar is not None:
        out += [{'id': 'min', 'value': 0}, {'id': 'custom.cellOptions', 'value': {'mode': 'basic', 'type': 'gauge', 'valueDisplayMode': 'text'}}]
    elif colors or mappings:
        out.append({'id': 'custom.cellOptions', 'value': {'type': 'color-text'}})
    return out


def panel(kind, title, text, sql, size, options, defaults, fields=None, form='table', custom=None):
    unit, extra = defaults
    return {
        'datasource': SOURCE, 'description': ' '.join(text.split()), 'title': title, 'type': kind, 'options': options, 'size': size,
        'fieldConfig': {
            'defaults': {'unit': unit, **({'custom': custom} if custom else {}), **extra},
            'overrides': [{'matcher': {'id': 'byName', 'options': name}, 'properties': properties}
                          for name, properties in (fields or {}).items()]},
        'targets': [{'datasource': SOURCE, 'editorMode': 'code', 'format': form, 'rawQuery': True, 'rawSql': sql.strip(), 'refId': 'A'}]}


def stat(title, text, sql, size=(6, 4), unit='none', colors=None, fields=None, decimals=None, spark=False):
    """A tile for each column of one row; or, as a series, the last value with its course behind it."""
    extra = {'color': {'mode': 'thresholds'}, 'thresholds': colors or steps(BLUE), 'noValue': '–'}
    if decimals is not None:
        extra['decimals'] = decimals
    return panel('stat', title, text, sql, size, {
        'colorMode': 'value', 'graphMode': 'area' if spark else 'none', 'justifyMode': 'auto', 'orientation': 'auto', 'textMode': 'auto',
        'reduceOptions': {'calcs': ['lastNotNull'], 'fields': '', 'values': False}}, (unit, extra), fields,
        form='time_series' if spark else 'table')


def tiles(title, text, sql, size, field):
    """A tile for each row: the text in `field`, under the row's name."""
    return panel('stat', title, text, sql, size, {
        'colorMode': 'background', 'graphMode': 'none', 'justifyMode': 'center', 'orientation': 'vertical', 'textMode': 'value_and_name',
        'text': {'titleSize': 15, 'valueSize': 26},
        'reduceOptions': {'calcs': ['lastNotNull'], 'fields': '/^%s$/' % field, 'limit': 12, 'values': True}},
        ('string', {'color': {'fixedColor': GRAY, 'mode': 'fixed'}, 'mappings': SAID, 'noValue': 'chưa có số liệu'}))


def series(title, text, sql, size=(12, 8), unit='none', bars=False, stack=False, fields=None, points=False, decimals=None, low=0, high=None):
    extra = {'color': {'mode': 'palette-classic'}, 'noValue': 'chưa có số liệu'}
    for name, value in [('decimals', decimals), ('min', low), ('max', high)]:
        if value is not None:
            extra[name] = value
    custom = {'axisBorderShow': False, 'barAlignment': 0, 'drawStyle': 'bars' if bars else 'line', 'fillOpacity': 70 if bars else 6,
              'lineInterpolation': 'linear', 'lineWidth': 1 if bars else 2, 'pointSize': 5, 'showPoints': 'always' if points else 'auto',
              'spanNulls': False, 'stacking': {'group': 'A', 'mode': 'normal' if stack else 'none'}}
    return panel('timeseries', title, text, sql, size, {
        'legend': {'calcs': ['lastNotNull'], 'displayMode': 'list', 'placement': 'bottom', 'showLegend': True},
        'tooltip': {'mode': 'multi', 'sort': 'desc'}}, (unit, extra), fields, form='time_series', custom=custom)


def table(title, text, sql, size=(24, 10), fields=None, sort=None):
    return panel('table', title, text, sql, size, {
        'cellHeight': 'sm', 'showHeader': True, 'enablePagination': True,
        'sortBy': [{'desc': True, 'displayName': sort}] if sort else []},
        ('none', {'color': {'mode': 'fixed', 'fixedColor': 'text'}, 'noValue': ''}), fields,
        custom={'align': 'auto', 'cellOptions': {'type': 'auto'}, 'filterable': False})


def bars(title, text, sql, x, size=(12, 8), unit='none', fields=None, stack=False, lying=False):
    return panel('barchart', title, text, sql, size, {
        'barWidth': 0.8, 'groupWidth': 0.75, 'fullHighlight': False, 'orientation': 'horizontal' if lying else 'vertical',
        'showValue': 'always', 'stacking': 'normal' if stack else 'none', 'xField': x, 'xTickLabelRotation': 0, 'xTickLabelSpacing': 0,
        'legend': {'calcs': [], 'displayMode': 'list', 'placement': 'bottom', 'showLegend': True},
        'tooltip': {'mode': 'multi', 'sort': 'none'}},
        (unit, {'color': {'mode': 'palette-classic'}, 'noValue': 'chưa có số liệu', 'min': 0}), fields,
        custom={'fillOpacity': 85, 'lineWidth': 0})


def history(title, text, sql, size=(24, 12), unit='none', colors=None, mappings=None, decimals=None):
    """A line for each name, a cell for each period, coloured by value: the heat map of units and weeks."""
    extra = {'color': {'mode': 'thresholds'}, 'thresholds': colors or steps(BLUE), 'noValue': 'chưa có số liệu'}
    if mappings:
        extra['mappings'] = mappings
    if decimals is not None:
        extra['decimals'] = decimals
    return panel('status-history', title, text, sql, size, {
        'colWidth': 0.92, 'rowHeight': 0.86, 'showValue': 'auto', 'perPage': 30,
        'legend': {'displayMode': 'list', 'placement': 'bottom', 'showLegend': False},
        'tooltip': {'mode': 'single', 'sort': 'none'}}, (unit, extra), form='time_series', custom={'fillOpacity': 85, 'lineWidth': 0})


def choice(name, label, sql, many=False, text=''):
    """A variable that a query fills. many: several at once, all at first."""
    every = {'text': ['Tất cả'], 'value': ['$__all']}
    return {'allowCustomValue': False, 'current': every if many else {'text': '', 'value': ''}, 'datasource': SOURCE, 'definition': sql.strip(), 'description': text,
            'hide': 0, 'includeAll': many, 'label': label, 'multi': many, 'name': name, 'options': [], 'query': sql.strip(), 'refresh': 1,
            'regex': '', 'skipUrlSync': False, 'sort': 0, 'type': 'query'}


def fixed_choice(name, label, options, text=''):
    """A variable with a few values of its own: [(value, title)]; the first is chosen."""
    listed = [{'selected': i == 0, 'text': title, 'value': value} for i, (value, title) in enumerate(options)]
    return {'allowCustomValue': False, 'current': {'text': options[0][1], 'value': options[0][0]}, 'description': text, 'hide': 0,
            'includeAll': False, 'label': label, 'multi': False, 'name': name, 'options': listed,
            'query': ', '.join('%s : %s' % (title, value) for value, title in options), 'skipUrlSync': False, 'type': 'custom'}


DATASOURCE = {'current': {'text': 'motcua', 'value': SOURCE_UID}, 'hide': 0, 'includeAll': False, 'label': 'Nguồn dữ liệu', 'multi': False,
              'name': 'datasource', 'options': [], 'query': 'grafana-postgresql-datasource', 'refresh': 1, 'regex': '', 'skipUrlSync': False,
              'type': 'datasource'}
AREA = choice('area', 'Địa bàn', 'SELECT name AS __text, area AS __value FROM motcua.v_area ORDER BY position, name')
UNITS = choice('unit', 'Đơn vị', '''
SELECT unit_name AS __text, unit AS __value FROM motcua.v_area_unit
WHERE area = ${area:sqlstring} AND steps > 0 ORDER BY unit_name, unit''', many=True)
UNITS_AND_AREA = choice('unit', 'Đơn vị', '''
SELECT unit_name AS __text, unit AS __value FROM motcua.v_area_unit
WHERE area = ${area:sqlstring} ORDER BY steps > 0, unit_name, unit''', many=True,
                        text='Đơn vị nằm trong một đơn vị khác cũng được chọn thì không cộng hai lần.')
ONE_UNIT = choice('unit', 'Đơn vị', UNITS['query'])
SET = choice('set', 'Bộ cam kết', 'SELECT DISTINCT set_name FROM motcua.v_target ORDER BY set_name')
COMMITMENT = choice('commitment', 'Cam kết', '''
SELECT title AS __text, position::text AS __value FROM motcua.v_target WHERE set_name = ${set:sqlstring} ORDER BY position''')


def place(panels):
    """Rows of 24 columns, filled from the left."""
    x = y = height = 0
    for i, p in enumerate(panels, 1):
        w, h = p.pop('size')
        if x + w > WIDTH:
            x, y, height = 0, y + height, 0
        p['id'], p['gridPos'] = i, {'h': h, 'w': w, 'x': x, 'y': y}
        x, height = x + w, max(height, h)
    return panels


def dashboard(uid, title, text, variables, panels, since):
    return {
        'annotations': {'list': []}, 'description': ' '.join(text.split()), 'editable': False, 'fiscalYearStartMonth': 0, 'graphTooltip': 1,
        'id': None, 'links': [{'asDropdown': True, 'icon': 'external link', 'includeVars': True, 'keepTime': False, 'tags': ['motcua'],
                               'targetBlank': False, 'title': 'Bảng khác', 'tooltip': '', 'type': 'dashboards', 'url': ''}],
        'panels': place(panels), 'preload': False, 'refresh': '15m', 'schemaVersion': 42, 'tags': ['motcua'],
        'templating': {'list': [DATASOURCE] + variables}, 'time': {'from': since, 'to': 'now'}, 'timepicker': {},
        'timezone': 'Asia/Ho_Chi_Minh', 'title': title, 'uid': uid, 'version': 1, 'weekStart': 'monday'}
