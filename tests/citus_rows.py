#!/usr/bin/env python3
"""Every view, every query of the dashboards and of their alerts, in two databases that should hold the same: row for row.
usage: citus_rows.py DSN DSN ROLE     Debian's python3-psycopg2

As ROLE, a visitor as Grafana makes one (tests/dashboards/grafana.py). Each difference is told; exit status 1 if there is one.
"""
import os, sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'dashboards'))
import psycopg2

import grafana

RANGE = grafana.TimeRange(1640970000, 1672505999)  # 2022 in Viet Nam
# What differs between two stores that hold the same: sizes on a disk, and when and how quickly something was done.
OWN = {'v_storage': {'bytes', 'rows_about', 'partitions', 'table_name'}, 'v_migration': {'applied_at'}, 'v_run': {'milliseconds', 'id', 'started', 'started_at'},
       'v_outbox': {'place'}}


class Store:
    def __init__(self, dsn, role):
        self.connection = psycopg2.connect(dsn)
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()
        self.cursor.execute('SET SESSION AUTHORIZATION ' + role)

    def run(self, sql):
        """Names of columns and rows, or the error in their place."""
        try:
            self.cursor.execute(sql)
            return [c.name for c in self.cursor.description], self.cursor.fetchall()
        except psycopg2.Error as error:
            return ['error'], [(str(error).split('\n')[0],)]


def same(plain, spread, sql, leave=(), ordered=True):
    (names, one), (other_names, two) = plain.run(sql), spread.run(sql)
    keep = [i for i, n in enumerate(names) if n not in leave]
    one, two = [[tuple(r[i] for i in keep) for r in rows] if names == other_names else rows for rows in (one, two)]
    if not ordered:
        one, two = sorted(one, key=repr), sorted(two, key=repr)
    if names == ['error']:
        return 'fails on the plain one too: %s' % one[0]
    if one == two:
        return None
    if other_names == ['error']:
        return 'is refused: %s' % two[0]
    if sorted(map(repr, one)) == sorted(map(repr, two)):
        return 'the same %d rows in another order' % len(one)
    extra = [r for r in two if r not in one][:2]
    return '%d rows and %d, such as %s' % (len(one), len(two), extra or [r for r in one if r not in two][:2])


def main(plain_dsn, spread_dsn, role):
    plain, spread = Store(plain_dsn, role), Store(spread_dsn, role)
    asked, wrong, empty = 0, 0, 0

    def judge(name, sql, **how):
        nonlocal asked, wrong
        asked += 1
        fault = same(plain, spread, sql, **how)
        if fault:
            wrong += 1
            print('%s: %s\n    %s' % (name, fault, ' '.join(sql.split())[:300]))

    _, views = plain.run("SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind = 'v' AND relname LIKE 'v\\_%' ORDER BY 1")
    for (view,) in views:
        judge(view, 'SELECT * FROM motcua.' + view, leave=OWN.get(view, ()), ordered=False)
    for board in grafana.dashboards_load().values():
        values = grafana.variables_fill(board, plain.run, RANGE)
        for v in grafana.variables_of(board):
            if v['type'] == 'query':
                judge('%s, variable %s' % (board['title'], v['name']), grafana.query_expand(v['query'], values, RANGE))
        for panel in grafana.panels_of(board):
            for target in panel.get('targets', []):
                sql = grafana.query_expand(target['rawSql'], values, RANGE)
                if any(own in sql for own in ('v_storage', 'v_migration', 'v_outbox', 'milliseconds')):
                    continue
                judge('%s, %s' % (board['title'], panel['title']), sql)
                empty += not plain.run(sql)[1]
    for rule in grafana.alerts_load():
        for part in rule['data']:
            if 'rawSql' in part['model'] and 'v_outbox' not in part['model']['rawSql']:
                judge('alert %s' % rule['title'], grafana.query_expand(part['model']['rawSql'], {}, RANGE))
    print('%s: %d queries, %d wrong; %d of the panels have no row' % (role, asked, wrong, empty))
    return 1 if wrong or asked < 80 else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
