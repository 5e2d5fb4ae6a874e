#!/usr/bin/env python3
"""Writes the data dictionary from a migrated PostgreSQL store. Usage: dictionary.py DATABASE-ADDRESS >docs/data-dictionary.md

Tables, columns and views with the comments that the migrations give them; SQLite's store has the same tables and columns.
"""
import json
import os
import subprocess
import sys

QUERY = """
SELECT json_agg(t ORDER BY t.kind, t.name) FROM (
  SELECT c.relname AS name, CASE WHEN c.relkind = 'v' THEN 'view' ELSE 'table' END AS kind, obj_description(c.oid, 'pg_class') AS words,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL), 'null', NOT a.attnotnull,
                                       'words', col_description(c.oid, a.attnum)) ORDER BY a.attnum)
       FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT json_agg(a.attname ORDER BY k.place) FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(attnum, place)
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE i.indrelid = c.oid AND i.indisprimary) AS key
  FROM pg_class c WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition) t"""


def usual():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'columns.txt'), encoding='utf-8') as f:
        return dict(line.rstrip('\n').split(': ', 1) for line in f if ': ' in line and not line.startswith('#'))


def cell(text):
    return (text or '').replace('|', '\\|').replace('\n', ' ')


def main():
    run = subprocess.run(['psql', '-X', '-q', '-A', '-t', '-d', sys.argv[1], '-c', QUERY], check=True, capture_output=True, text=True)
    things, words = json.loads(run.stdout), usual()
    print('# Data dictionary\n')
    print('Made by `tests/docs/dictionary.py` from a store that the migrations in `schema/postgres` have just made; do not edit. SQLite\'s')
    print('store (`schema/sqlite`) has the same tables and columns. Moments are seconds since 1970 in UTC; days and periods begin at')
    print('midnight in Viet Nam, weeks at the cut-off of Friday. The reader of dashboards sees views alone.\n')
    for kind, title in (('table', 'Tables'), ('view', 'Views')):
        print(f'## {title}\n')
        for thing in (t for t in things if t['kind'] == kind):
            print(f'### {thing["name"]}\n')
            print(f'{thing["words"] or "(no comment)"}\n')
            key = thing['key'] or []
            if key:
                print(f'Key: {", ".join(key)}.\n')
            print('| column | type | meaning |\n|---|---|---|')
            for c in thing['columns']:
                null = ' or unknown' if c['null'] and kind == 'table' else ''
                print(f'| `{c["name"]}` | {c["type"]}{null} | {cell(c["words"] or words.get(c["name"]))} |')
            print()


main()
