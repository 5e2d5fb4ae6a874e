"""Charts as inline SVG and tables as HTML, from what a panel says and the rows of its query. Draws what Grafana would, as far as this
project's panels go: nothing is loaded from elsewhere."""
import datetime, html, math, re
from decimal import Decimal

VIET_NAM = datetime.timezone(datetime.timedelta(hours=7))
PALETTE = ['#3b78c4', '#d9922b', '#1f94a3', '#7d5bb5', '#2e9e62', '#c8402f', '#7c8591', '#b0528e', '#5d7a1f', '#a9663a']
INK, MUTED, LINE = '#1d2430', '#5d6876', '#e3e7ec'
LEAST = 4.5  # contrast of text (WCAG 2.1, 1.4.3)


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a, b):
    x, y = sorted((luminance(a), luminance(b)))
    return (y + 0.05) / (x + 0.05)


def legible(color):
    """The colour, darkened until it can be read on white."""
    while color.startswith('#') and len(color) == 7 and contrast(color, '#ffffff') < LEAST:
        color = '#' + ''.join('%02x' % int(int(color[i:i + 2], 16) * 0.95) for i in (1, 3, 5))
    return color


def text_of(value):
    return html.escape(str(value))


def number(value, decimals=None):
    """Vietnamese: 1.234,5"""
    value = Decimal(str(value))
    if decimals is None:
        decimals = 0 if value == value.to_integral_value() else 2 if abs(value) < 100 else 1
    text = '{:,.{}f}'.format(value, decimals)
    return text.replace(',', ' ').replace('.', ',').replace(' ', '.')


def scaled(value, sizes, names, decimals):
    value = float(value)
    i = 0
    while i + 1 < len(names) and abs(value) >= sizes:
        value, i = value / sizes, i + 1
    return number(round(value, 1), decimals if i else 0) + ' ' + names[i]


def duration(seconds):
    seconds = float(seconds)
    for size, name in ((86400, 'ngày'), (3600, 'giờ'), (60, 'phút')):
        if abs(seconds) >= size:
            return number(round(seconds / size, 1)) + ' ' + name
    return number(round(seconds)) + ' giây'


def shown(value, unit='none', decimals=None):
    if value is None:
        return ''
    if isinstance(value, datetime.datetime):
        return value.astimezone(VIET_NAM).strftime('%H:%M %d/%m/%Y')
    if isinstance(value, (str, bool)):
        return str(value)
    if unit == 'percent':
        return number(value, 2 if decimals is None else decimals) + '%'
    if unit == 'd':
        return number(value, 1 if decimals is None else decimals) + ' ngày'
    if unit == 'ms':
        return duration(float(value) / 1000) if float(value) >= 60000 else number(round(float(value) / 1000, 2)) + ' giây'
    if unit == 'dtdurations':
        return duration(value)
    if unit == 'bytes':
        return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], 1)
    if unit == 'rowsps':
        return number(round(value)) + '/giây'
    return number(value, decimals)


class Field:
    """How one column is shown: the panel's defaults, and what is overridden for it."""

    def __init__(self, panel, name):
        config = panel['fieldConfig']
        self.name = name
        self.props = {k: v for k, v in config['defaults'].items() if k != 'custom'}
        self.own = False
        for override in config['overrides']:
            if override['matcher']['options'] == name:
                self.own = True
                self.props.update({p['id']: p['value'] for p in override['properties']})

    def mapped(self, value):
        """(text, colour) where a mapping says so."""
        for mapping in self.props.get('mappings', []):
            if mapping['type'] == 'value':
                key = str(int(value)) if isinstance(value, (int, Decimal)) else str(value)
                if key in mapping['options']:
                    found = mapping['options'][key]
                    return found.get('text'), found.get('color')
            elif isinstance(value, str) and re.match(mapping['options']['pattern'], value):
                return None, mapping['options']['result']['color']
        return None, None

    def text(self, value):
        mapped = self.mapped(value)[0]
        return mapped if mapped is not None else shown(value, self.props.get('unit', 'none'), self.props.get('decimals'))

    def color(self, value, default=None):
        mapped = self.mapped(value)[1]
        if mapped:
            return mapped
        color = self.props.get('color', {})
        if color.get('mode') == 'fixed':
            return color['fixedColor'] if color['fixedColor'].startswith('#') else default
        if color.get('mode') == 'thresholds' and isinstance(value, (int, float, Decimal)):
            found = None
            for step in self.props['thresholds']['steps']:
                if step['value'] is None or value >= step['value']:
                    found = step['color']
            return found
        return default


# --- tiles and tables ---

def stat_draw(panel, names, rows, width, height):
    options = panel['options']['reduceOptions']
    tiles = []
    if options['values']:
        wanted = re.fullmatch(r'/\^(.*)\$/', options['fields'])[1]
        at, label = names.index(wanted), next(i for i, n in enumerate(names) if n != wanted)
        field = Field(panel, wanted)
        for row in rows[:options.get('limit', 25)]:
            tiles.append((row[label], field.text(row[at]), field.color(row[at], MUTED), True))
    elif rows:
        for name, value in zip(names, rows[-1]):
            field = Field(panel, name)
            tiles.append((name, '–' if value is None else field.text(value), field.color(value, PALETTE[0]), False))
    if not tiles:
        return '<p class="none">chưa có số liệu</p>'
    out = []
    for label, value, color, filled in tiles:
        ink = '#ffffff' if contrast('#ffffff', color) >= LEAST else INK
        style = 'background:%s;color:%s' % (color, ink) if filled else 'color:%s' % legible(color)
        only = len(tiles) == 1
        size = min(40 if only else 34, max(15, int(1.75 * width / len(tiles) / max(4, len(value)))))
        out.append('<div class="tile%s" style="%s"><span>%s</span><b style="font-size:%dpx">%s</b></div>'
                   % (' filled' if filled else '', style, text_of(label), size, text_of(value)))
    return '<div class="tiles">%s</div>' % ''.join(out)


def cell_draw(field, value):
    text, color = text_of(field.text(value)), field.color(value)
    align = ' class="n"' if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and field.mapped(value)[0] is None else ''
    return '<td%s%s>%s</td>' % (align, ' style="color:%s;font-weight:600"' % legible(color) if color else '', text)


def table_draw(panel, names, rows, width, height):
    if not rows:
        return '<p class="none">không có dòng nào</p>'
    fit = max(1, int((height - 25) / 25))
    fields = [Field(panel, n) for n in names]
    numeric = [any(isinstance(r[i], (int, float, Decimal)) for r in rows) for i in range(len(names))]
    head = ''.join('<th%s>%s</th>' % (' class="n"' if numeric[i] else '', text_of(n)) for i, n in enumerate(names))
    shown_rows = rows if len(rows) <= fit else rows[:fit - 1]
    body = ''.join('<tr>%s</tr>' % ''.join(cell_draw(f, v) for f, v in zip(fields, row)) for row in shown_rows)
    more = '' if len(rows) == len(shown_rows) else '<p class="more">… còn %s dòng</p>' % number(len(rows) - len(shown_rows))
    return '<table><thead><tr>%s</tr></thead><tbody>%s</tbody></table>%s' % (head, body, more)


# --- axes ---

def nice_ticks(low, high, count=4):
    if high <= low:
        high = low + 1
    raw = (high - low) / count
    size = 10 ** math.floor(math.log10(raw))
    step = next(s * size for s in (1, 2, 2.5, 5, 10) if s * size >= raw - 1e-12)
    first = math.floor(low / step + 1e-9) * step
    ticks = [first]
    while ticks[-1] < high - step * 1e-6:
        ticks.append(ticks[-1] + step)
    return ticks


def day_ticks(first, last, width):
    """Moments at Vietnamese midnights, and how to write them."""
    days = max(1, (last - first).total_seconds() / 86400)
    start = first.astimezone(VIET_NAM)
    if days > 75:
        step = max(1, math.ceil(days / 30 / max(1, width // 70)))
        month, out = datetime.datetime(start.year, start.month, 1, tzinfo=VIET_NAM), []
        while month <= last:
            if month >= first:
                out.append((month, month.strftime('%m/%Y')))
            for _ in range(step):
                month = (month + datetime.timedelta(days=32)).replace(day=1)
        return out
    step = max(1, math.ceil(days / max(1, width // 62)))
    day, out = start.replace(hour=0, minute=0, second=0, microsecond=0), []
    while day <= last:
        if day >= first:
            out.append((day, day.strftime('%d/%m')))
        day += datetime.timedelta(days=step)
    return out


def lines_of(names, rows):
    """[(name, [(moment, value)])]: of a long answer by its names, of a wide one by its columns."""
    at = names.index('time')
    lines = {}
    if 'metric' in names and 'value' in names:
        key, value = names.index('metric'), names.index('value')
        for row in rows:
            lines.setdefault(row[key], []).append((row[at], row[value]))
    else:
        for i, name in enumerate(names):
            if i != at:
                lines[name] = [(row[at], row[i]) for row in rows]
    return [(name, points) for name, points in lines.items()]


def legend_height(names, width):
    """One line, or two where the names would not fit."""
    return 26 if sum(6.5 * len(n) + 75 for n in names) < width else 46


def legend_draw(entries):
    return '<div class="legend">%s</div>' % ''.join('<span><i style="background:%s"></i>%s <b>%s</b></span>' % (color, text_of(name), text_of(last))
                                                    for name, color, last in entries)


class Plot:
    """The frame of a chart: where a value and a moment lie."""

    def __init__(self, width, height, left, low, high, first, last):
        self.left, self.right, self.top, self.bottom = left, width - 10, 8, height - 22
        self.low, self.high, self.first, self.span = low, high, first, max(1.0, (last - first).total_seconds())

    def y(self, value):
        return self.bottom - (float(value) - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def x(self, moment):
        return self.left + (moment - self.first).total_seconds() / self.span * (self.right - self.left)


def series_draw(panel, names, rows, width, height):
    lines = lines_of(names, rows)
    known = [(m, float(v)) for _, points in lines for m, v in points if v is not None]
    if not known:
        return '<p class="none">chưa có số liệu</p>'
    custom = panel['fieldConfig']['defaults'].get('custom', {})
    bars, stacked = custom.get('drawStyle') == 'bars', custom.get('stacking', {}).get('mode') == 'normal'
    unit, decimals = panel['fieldConfig']['defaults'].get('unit'), panel['fieldConfig']['defaults'].get('decimals')
    moments = sorted({m for m, _ in known})
    first, last = moments[0], moments[-1]
    gap = min(((b - a).total_seconds() for a, b in zip(moments, moments[1:])), default=86400 * 7)
    if bars:
        last += datetime.timedelta(seconds=gap)
    tops = {m: sum(float(v) for _, points in lines for n, v in points if n == m and v is not None) for m in moments} if stacked else {}
    low, high = min(0, min(v for _, v in known)), max(list(tops.values()) or [v for _, v in known])
    if unit == 'percent' and not bars:
        low, high = max(0, min(v for _, v in known) - 5), min(100, max(v for _, v in known) + 3)
    ticks = nice_ticks(low, high)
    short = [shown(Decimal(str(round(t, 6))), unit, 0 if t == int(t) else None) for t in ticks]
    chart = height - legend_height([n for n, _ in lines], width)
    plot = Plot(width, chart, 12 + 7 * max(len(t) for t in short), ticks[0], ticks[-1], first, last)
    out = ['<svg width="%d" height="%d" viewBox="0 0 %d %d" role="img">' % (width, chart, width, chart)]
    for tick, text in zip(ticks, short):
        y = plot.y(tick)
        out.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>'
                   % (plot.left, y, plot.right, y, LINE, plot.left - 6, y + 4, text))
    for moment, text in day_ticks(first, last, plot.right - plot.left):
        x = min(plot.x(moment), plot.right - 3.2 * len(text))
        out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x, chart - 5, text))
    legend, base = [], {m: 0.0 for m in moments}
    slot = (plot.right - plot.left) * gap / plot.span * 0.8
    for i, (name, points) in enumerate(lines):
        color = Field(panel, name).color(None, PALETTE[i % len(PALETTE)])
        points = [(m, float(v)) for m, v in points if v is not None]
        if not points:
            continue
        legend.append((name, color, shown(Decimal(str(round(points[-1][1], 2))), unit, decimals)))
        if bars:
            wide = slot if stacked else slot / len(lines)
            for m, v in points:
                x = plot.x(m) + slot * 0.12 + (0 if stacked else i * wide)
                y0 = base[m] if stacked else 0
                base[m] = y0 + v if stacked else 0
                out.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity=".85" rx="1"/>'
                           % (x, plot.y(y0 + v), max(1, wide - 1), max(0, plot.y(y0) - plot.y(y0 + v)), color))
            continue
        path = ' '.join('%s%.1f %.1f' % ('ML'[j > 0], plot.x(m), plot.y(v)) for j, (m, v) in enumerate(points))
        out.append('<path d="%s" fill="none" stroke="%s" stroke-width="2" stroke-linejoin="round"/>' % (path, color))
        if len(points) <= 40:
            out += ['<circle cx="%.1f" cy="%.1f" r="2.4" fill="%s"/>' % (plot.x(m), plot.y(v), color) for m, v in points]
    return ''.join(out) + '</svg>' + legend_draw(legend)


def bars_draw(panel, names, rows, width, height):
    at = names.index(panel['options']['xField'])
    if not rows:
        return '<p class="none">chưa có số liệu</p>'
    columns = [i for i in range(len(names)) if i != at]
    fields = [Field(panel, names[i]) for i in columns]
    colors = [f.color(None, PALETTE[k]) for k, f in enumerate(fields)]
    stacked, lying = panel['options']['stacking'] == 'normal', panel['options']['orientation'] == 'horizontal'
    totals = [sum(float(r[i] or 0) for i in columns) if stacked else max(float(r[i] or 0) for i in columns) for r in rows]
    high = max(totals + [1])
    chart = height - 26
    out = ['<svg width="%d" height="%d" viewBox="0 0 %d %d" role="img">' % (width, chart, width, chart)]
    legend = [(f.name, c, '') for f, c in zip(fields, colors)]
    if lying:
        left, thick = 12 + 6.6 * min(26, max(len(str(r[at])) for r in rows)), chart / len(rows)
        for k, row in enumerate(rows):
            tall = min(26, thick * 0.68)
            y, x = k * thick + (thick - tall) / 2, left
            out.append('<text x="%.1f" y="%.1f" text-anchor="end">%s</text>' % (left - 6, k * thick + thick / 2 + 4, text_of(str(row[at])[:26])))
            for i, field, color in zip(columns, fields, colors):
                size = float(row[i] or 0) / high * (width - left - 60)
                out.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity=".88" rx="2"/>'
                           % (x, y, size, tall, color))
                if size > 24:
                    out.append('<text x="%.1f" y="%.1f" text-anchor="middle" style="fill:#fff">%s</text>'
                               % (x + size / 2, y + tall / 2 + 4, text_of(field.text(row[i]))))
                elif row[i] and i == columns[-1]:
                    out.append('<text x="%.1f" y="%.1f">%s</text>' % (x + size + 5, y + tall / 2 + 4, text_of(field.text(row[i]))))
                x += size
    else:
        slot, floor = (width - 20) / len(rows), chart - 22
        for k, row in enumerate(rows):
            out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (10 + slot * (k + 0.5), chart - 5, text_of(row[at])))
            for i, field, color in zip(columns, fields, colors):
                size = float(row[i] or 0) / high * (floor - 24)
                out.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity=".88" rx="2"/>'
                           % (10 + slot * k + slot * 0.2, floor - size, slot * 0.6, size, color))
                out.append('<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>'
                           % (10 + slot * (k + 0.5), floor - size - 6, text_of(field.text(row[i]))))
    return ''.join(out) + '</svg>' + legend_draw(legend)


def history_draw(panel, names, rows, width, height):
    lines = lines_of(names, rows)
    if not lines:
        return '<p class="none">chưa có số liệu</p>'
    lines.sort(key=lambda line: [int(w) if w.isdigit() else w for w in re.split(r'(\d+)', line[0])])
    moments = sorted({m for _, points in lines for m, _ in points})
    left = 14 + 6.8 * min(30, max(len(name) for name, _ in lines))
    slot = min(120, (width - left - 6) / len(moments))
    tall = min(34, (height - 22) / len(lines))
    field = Field(panel, 'value')
    out = ['<svg width="%d" height="%d" viewBox="0 0 %d %d" role="img">' % (width, height, width, height)]
    for k, (name, points) in enumerate(lines):
        y = k * tall
        out.append('<text x="%.1f" y="%.1f" text-anchor="end">%s</text>' % (left - 8, y + tall / 2 + 4, text_of(name[:30])))
        for m, v in points:
            if v is None:
                continue
            x = left + moments.index(m) * slot
            out.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity=".86" rx="2"/>'
                       % (x + 1, y + 1, slot - 2, tall - 2, field.color(v, MUTED)))
            text = field.text(v)
            if slot > 6.4 * len(text) + 4 and tall > 13:
                out.append('<text x="%.1f" y="%.1f" text-anchor="middle" style="fill:#fff">%s</text>'
                           % (x + slot / 2, y + tall / 2 + 4, text_of(text)))
    step = max(1, math.ceil(44 / slot))
    for i in range(0, len(moments), step):
        out.append('<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>'
                   % (left + (i + 0.5) * slot, len(lines) * tall + 15, moments[i].astimezone(VIET_NAM).strftime('%d/%m')))
    return ''.join(out) + '</svg>'


DRAW = {'stat': stat_draw, 'table': table_draw, 'timeseries': series_draw, 'barchart': bars_draw, 'status-history': history_draw}
