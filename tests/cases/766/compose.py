#!/usr/bin/env python3
"""Makes the replies of replies-2026-10-02/ and replies-2026-10-09/ (see README.md) from the saved real replies and the CSV files beside it.
usage: compose.py FOLDER-OF-SAVED-REPLIES     Python 3, standard library only. Nothing is invented: a member that was not read stays out."""
import csv, json, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
SAVED = sys.argv[1]
GROUPS = list(csv.DictReader(open(os.path.join(HERE, 'gialai-groups.csv'), encoding='utf-8')))
ROOT = '019d2be3-6a85-74ec-a346-6489e82ae4c7'  # the province, as requests name it
PROVINCE = {'departmentId': ROOT, 'departmentName': 'UBND tỉnh Gia Lai', 'departmentCode': 'H21'}
PAGE = {'total': 149, 'currentPage': 1, 'pageSize': 300, 'totalPages': 1}


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


# 9 October: the saved replies. Three of them hold some units with all metrics; the others get the group score that was read.
for name in ('service-results', 'dvc-progress-tree', 'provide-online-tree', 'formality-online-payment-tree'):
    data = saved(name)
    for chart in ('monthlyChart', 'dossierChart'):
        data.pop(chart, None)
    write('2026-10-09', name, data)
ids = {unit['departmentCode']: unit['departmentId'] for unit in saved('dvc-progress-tree')['children']}
for name, column, most, coded in (('dossier-digitized', 'MDSH', 22, True), ('transparency', 'CKMB', 18, False),
                                  ('handling-satisfaction', 'MDHL', 18, False)):
    data = saved(name)
    data.pop('monthlyChart', None)
    have = {unit['departmentId'] for unit in data['evaluation']}
    for row in GROUPS:
        if row['date'] == '2026-10-09' and ids[row['dept_code']] not in have:
            unit = {'departmentId': ids[row['dept_code']], 'departmentName': row['dept_name']}
            if coded:
                unit['departmentCode'] = row['dept_code']
            data['evaluation'].append(dict(unit, totalScore=number(row[column]), totalMaxScore=most))
    data['pagination'] = PAGE
    write('2026-10-09', name, data)

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
for name, column, most in (('dossier-digitized', 'MDSH', 22), ('transparency', 'CKMB', 18), ('handling-satisfaction', 'MDHL', 18)):
    listed = units(column, 'totalScore', 'totalMaxScore', most)
    for unit in listed if name != 'dossier-digitized' else []:  # these two name a unit by its identity alone
        del unit['departmentCode']
    write('2026-10-02', name, {'overview': PROVINCE if name == 'dossier-digitized' else {'departmentId': ROOT}, 'evaluation': listed,
                               'pagination': PAGE})
