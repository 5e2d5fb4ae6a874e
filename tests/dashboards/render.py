#!/usr/bin/env python3
"""The dashboards on one page that needs nothing else, from the same queries that Grafana would run.
usage: render.py OUT.html END DATABASE-ADDRESS [name=value...]       Debian's python3 with python3-psycopg2

END: the moment that «now» is, 2022-11-25T15:00. name=value chooses a variable's value (of a dashboard: uid.name=value)."""
import datetime, os, re, sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import psycopg2

import draw
import grafana

WIDTH, GAP, ROW = 1232, 8, 30
STYLE = '''
*{box-sizing:border-box}body{margin:0;background:#f1f3f6;color:#1d2430;font:13px/1.45 "Noto Sans",system-ui,sans-serif}
nav{position:sticky;top:0;z-index:1;background:#1b2a41;padding:0 24px;display:flex;gap:4px;align-items:center;height:46px}
nav b{color:#fff;font-size:15px;margin-right:18px}nav a{color:#c9d4e5;text-decoration:none;padding:6px 11px;border-radius:4px}nav a:hover{background:#2b3f5e;color:#fff}
.h{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}section{width:1280px;margin:0 auto;padding:22px 24px 10px}section h2{font-size:19px;margin:0}section>p{margin:2px 0 10px;color:#5d6876}
.chips{display:flex;gap:8px;margin:0 0 12px;flex-wrap:wrap}.chips span{background:#fff;border:1px solid #d9dee5;border-radius:4px;padding:3px 9px;color:#5d6876}.chips b{color:#1d2430;font-weight:600}
.grid{position:relative}.panel{position:absolute;background:#fff;border:1px solid #dfe4ea;border-radius:6px;overflow:hidden}
.panel h3{font-size:13px;font-weight:600;margin:0;padding:8px 12px 4px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.panel h3 i{font-style:normal;color:#5d6876;font-weight:400;margin-left:6px;cursor:help}
svg{display:block}svg text{font:11px "Noto Sans",system-ui,sans-serif;fill:#5d6876}
.tiles{display:flex;height:calc(100% - 34px);padding:0 8px 8px;gap:8px}.tile{flex:1;display:flex;flex-direction:column;justify-content:center;align-items:center;border-radius:5px;min-width:0}
.tile span{color:#5d6876;font-size:12px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:100%}.tile b{font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums;white-space:nowrap}.tile.filled span{color:inherit;font-size:13px}
table{border-collapse:collapse;width:calc(100% - 24px);margin:0 12px;font-variant-numeric:tabular-nums}th{color:#5d6876;font-weight:600;text-align:left;font-size:12px}th,td{padding:2px 8px 2px 0;border-bottom:1px solid #eceff3;height:25px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:250px}
.n{text-align:right}.none,.more{color:#5d6876;padding:4px 12px;margin:0}.none{text-align:center;padding-top:28px}
.legend{display:flex;flex-wrap:wrap;gap:0 14px;padding:2px 12px;white-space:nowrap;font-size:12px;color:#5d6876}.legend i{display:inline-block;width:12px;height:3px;border-radius:2px;margin-right:5px;vertical-align:3px}.legend b{color:#1d2430;font-weight:600}
@media (max-width:1299px){nav{position:static;height:auto;flex-wrap:wrap;padding:8px}section{width:auto;padding:16px 12px}.grid{height:auto!important}
.panel{position:static!important;width:auto!important;height:auto!important;min-height:60px;margin:0 0 10px;overflow-x:auto}.panel h3{white-space:normal}
.panel svg{width:100%;height:auto;min-width:340px}.tiles{height:auto;flex-wrap:wrap}.tile{flex:1 1 40%;padding:8px}.tile span{white-space:normal;text-align:center}}
@media print{nav{position:static}section{break-before:page}}
'''


def range_of(board, end):
    match = re.fullmatch(r'now-([0-9]+)([dwMy])', board['time']['from'])
    return grafana.TimeRange(int(end - int(match[1]) * grafana.UNITS[match[2]]), end)


def chips_draw(board, values, run, time_range):
    out = []
    for v in grafana.variables_of(board)[1:]:
        value = values[v['name']]
        if v['type'] == 'query':
            titles = dict((b, a) for a, b in grafana.variable_rows(*run(grafana.query_expand(v['query'], values, time_range))))
        else:
            titles = {o['value']: o['text'] for o in v['options']}
        said = 'tất cả (%d)' % len(value) if isinstance(value, list) else titles.get(value, value) or '–'
        out.append('<span>%s: <b>%s</b></span>' % (draw.text_of(v['label']), draw.text_of(said)))
    days = [datetime.datetime.fromtimestamp(t, draw.VIET_NAM).strftime('%d/%m/%Y') for t in (time_range.start, time_range.end)]
    out.append('<span>Thời gian: <b>%s – %s</b></span>' % tuple(days))
    return '<div class="chips">%s</div>' % ''.join(out)


def panel_draw(panel, values, time_range, run):
    place = panel['gridPos']
    column = (WIDTH + GAP) / 24
    x, y = place['x'] * column, place['y'] * (ROW + GAP)
    width, height = place['w'] * column - GAP, place['h'] * (ROW + GAP) - GAP
    names, rows = run(grafana.query_expand(panel['targets'][0]['rawSql'], values, time_range))
    body = draw.DRAW[panel['type']](panel, names, rows, int(width - 2), int(height - 40))
    body = body.replace(' role="img">', ' role="img" aria-label="%s">' % draw.text_of(panel['title']))
    return ('<div class="panel" tabindex="0" style="left:%.1fpx;top:%dpx;width:%.1fpx;height:%dpx"><h3 title="%s">%s<i>ⓘ</i></h3>%s</div>'
            % (x, y, width, height, draw.text_of(panel['description']), draw.text_of(panel['title']), body))


def board_draw(board, end, chosen, run):
    time_range = range_of(board, end)
    values = grafana.variables_fill(board, run, time_range, {**chosen.get('', {}), **chosen.get(board['uid'], {})})
    bottom = max(p['gridPos']['y'] + p['gridPos']['h'] for p in board['panels']) * (ROW + GAP)
    return '<section id="%s"><h2>%s</h2><p>%s</p>%s<div class="grid" style="height:%dpx">%s</div></section>' % (
        board['uid'], draw.text_of(board['title']), draw.text_of(board['description']), chips_draw(board, values, run, time_range), bottom,
        ''.join(panel_draw(p, values, time_range, run) for p in board['panels']))


def main():
    out, end, address = sys.argv[1:4]
    chosen = {}
    for word in sys.argv[4:]:
        name, value = word.split('=', 1)
        uid, _, name = name.rpartition('.')
        chosen.setdefault(uid, {})[name] = value
    connection = psycopg2.connect(address)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("SET SESSION AUTHORIZATION motcua_reader; SET TimeZone = 'UTC'")

    def run(sql):
        cursor.execute(sql)
        return [c.name for c in cursor.description], cursor.fetchall()

    moment = datetime.datetime.fromisoformat(end).replace(tzinfo=draw.VIET_NAM)
    order = ['motcua-cam-ket', 'motcua-xa', 'motcua-tien-do', 'motcua-chi-so', 'motcua-du-lieu', 'motcua-van-hanh']
    boards = {b['uid']: b for b in grafana.dashboards_load().values()}
    links = ''.join('<a href="#%s">%s</a>' % (uid, draw.text_of(boards[uid]['title'].split(' · ')[1])) for uid in order)
    page = ''.join(board_draw(boards[uid], int(moment.timestamp()), chosen, run) for uid in order)
    with open(out, 'w', encoding='utf-8') as file:
        file.write('<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>motcua: các bảng theo dõi</title><style>%s</style></head>'
                   '<body><nav aria-label="Các bảng"><b>Một cửa</b>%s</nav><main><h1 class="h">Các bảng theo dõi</h1>%s</main></body></html>\n' % (STYLE, links, page))


main()
