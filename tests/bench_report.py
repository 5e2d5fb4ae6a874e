#!/usr/bin/env python3
"""What a nation costs to read: 3,321 communes in one store; time and memory of the commands and of each format of the report.
usage: bench_report.py BIN-FOLDER [DOSSIERS [COMMUNES [ROUNDS]]]      Python 3, standard library only"""
import os, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import RUNS, Result, Timed, config, end, portal

BIN = os.path.abspath(sys.argv[1])
DOSSIERS, COMMUNES, ROUNDS = ([int(a) for a in sys.argv[2:]] + [200000, 3321, RUNS][len(sys.argv) - 2:])[:3]
AT = '2022-11-25T15:00'
FORMS = 'txt', 'html', 'docx', 'xlsx', 'json'
COMMANDS = {**{'report, ' + form: ['report', '--at', AT, '-o', 'r.' + form] for form in FORMS},
            **{name: [name, '--at', AT] for name in ('status', 'score', 'advise')}}
SECONDS = {'report, xlsx': 10, 'report, html': 2}  # of processor time
MIB = {'report, xlsx': 64}
PROVINCE_SECONDS = 1  # a Friday report of a province: 226 communes


def filled(folder, communes):
    os.makedirs(folder)
    process, address = portal(BIN, folder, '--compose', DOSSIERS, '--communes', communes, '--seed', 1)
    try:
        config(folder, 'sqlite:motcua.db', [{'name': 'nation', 'manifest': 'dvcqg_sync', 'base_url': address,
                                             'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}}])
        Timed([BIN + '/motcua', 'collect', '--at', AT], folder)
    finally:
        end(process)


def main():
    result = Result('report')
    with tempfile.TemporaryDirectory() as top:
        filled(top + '/nation', COMMUNES)
        filled(top + '/province', 226)
        runs, province = {name: [] for name in COMMANDS}, []
        for _ in range(ROUNDS):
            for name, command in COMMANDS.items():
                runs[name].append(Timed([BIN + '/motcua'] + command, top + '/nation'))
            province.append(Timed([BIN + '/motcua'] + COMMANDS['report, docx'], top + '/province'))
        for name, times in runs.items():
            made = top + '/nation/r.' + name.split(', ')[-1]
            result.row(name=name, dossiers=DOSSIERS, communes=COMMUNES, cpu=[t.cpu for t in times], wall=[t.wall for t in times],
                       mib=[t.mib for t in times], bytes=os.path.getsize(made) if os.path.exists(made) else None)
    base = [t.cpu for t in runs['status']]
    for name, times in runs.items():
        result.value('%d communes, %s' % (COMMUNES, name), [t.cpu for t in times], 's processor', SECONDS.get(name))
        result.value('%d communes, %s, memory' % (COMMUNES, name), [t.mib for t in times], 'MiB', MIB.get(name))
        if name != 'status':
            result.ratio('%d communes, %s : status' % (COMMUNES, name), [t.cpu for t in times], base, 'status in the same store')
    result.value('a province of 226 communes, Friday report, docx', [t.cpu for t in province], 's processor', PROVINCE_SECONDS)
    result.write()


main()
