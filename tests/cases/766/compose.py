#!/usr/bin/env python3
"""Makes the replies of replies-2026-10-02/ and replies-2026-10-09/ (see README.md) from the saved real replies and the CSV files beside it.
usage: compose.py FOLDER-OF-SAVED-REPLIES     Python 3, standard library only. Nothing is invented: a member that was not read stays out."""
import csv, json, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
SAVED = sys.argv[1]
GROUPS = list(csv.DictReader(open(os.path.join(HERE, 'gialai-groups.csv'), encoding='utf-8')))
PROVINCE = {'departmentName': 'UBND tỉnh Gia Lai', 'departmentCode': 'H21'}


def number(text):
    value = float(text)
    return int(value) if value == int(value) else value


def write(date, name, data):
    folder = os.path.join(HERE, 'replies-' + date)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + '.json'), 'w', encoding='utf-8') as f:
        json.dump({'code': 'OK', 'data': data, 'message': 'OK'}, f, ensure_ascii=False, separators=(',', ':'))
        f.write('\n')


def saved(name):
    return json.load(open(os.path.join(SAVED, name + '.json'), encoding='utf-8'))['data']


# 9 October: the saved replies; the digitized one holds 18 units with all metrics, the others get the group score that was read.
for name in ('service-results', 'dvc-progress-tree', 'provide-online-tree', 'formality-online-payment-tree'):
    data = saved(name)
    for chart in ('monthlyChart', 'dossierChart'):
        data.pop(chart, None)
    write('2026-10-09', name, data)
digitized = saved('dossier-digitized')
have = {unit['departmentCode'] for unit in digitized['evaluation']}
ids = {unit['departmentCode']: unit['departmentId'] for unit in saved('dvc-progress-tree')['children']}
for row in GROUPS:
    if row['date'] == '2026-10-09' and row['dept_code'] not in have:
        digitized['evaluation'].append({'departmentId': ids[row['dept_code']], 'departmentName': row['dept_name'],
                                        'departmentCode': row['dept_code'], 'totalScore': number(row['MDSH']), 'totalMaxScore': 22})
digitized['pagination'] = {'total': 149, 'currentPage': 1, 'pageSize': 300, 'totalPages': 1}
write('2026-10-09', 'dossier-digitized', digitized)

# 2 October: totals and group scores were read, nothing else.
rows = [row for row in GROUPS if row['date'] == '2026-10-02']


def units(column, score, top, most):
    out = []
    for row in rows:
        unit = {'departmentId': ids[row['dept_code']], 'departmentName': row['dept_name'], 'departmentCode': row['dept_code']}
        unit[score] = number(row[column])
        if most:
            unit[top] = most
        out.append(unit)
    return sorted(out, key=lambda unit: unit['departmentCode'])


results = units('total', 'totalScore', '', 0)
for unit, row in zip(results, sorted(rows, key=lambda row: row['dept_code'])):
    unit['childGroup'] = row['level']
write('2026-10-02', 'service-results', {'overview': PROVINCE, 'evaluation': results})
write('2026-10-02', 'dvc-progress-tree', {'parent': PROVINCE, 'children': units('TDGQ', 'score', 'maxScore', 20)})
write('2026-10-02', 'provide-online-tree', {'parent': PROVINCE, 'children': units('ONLINE', 'totalScore', 'totalMaxScore', 12)})
write('2026-10-02', 'formality-online-payment-tree', {'parent': PROVINCE, 'children': units('TTTT', 'totalScore', 'totalMaxScore', 10)})
write('2026-10-02', 'dossier-digitized', {'overview': PROVINCE, 'evaluation': units('MDSH', 'totalScore', 'totalMaxScore', 22),
                                          'pagination': {'total': 149, 'currentPage': 1, 'pageSize': 300, 'totalPages': 1}})
