"""Writes dashboards/*.json from the definitions beside this file.
usage: python3 dashboards/compose            writes
       python3 dashboards/compose --check    exit status 1 where a file is not what its definition gives"""
import importlib, json, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.dirname(HERE)
NAMES = ['commitments', 'commune', 'progress', 'index', 'data', 'collector']


def text_of(board):
    return json.dumps(board, indent=2, sort_keys=True, ensure_ascii=False) + '\n'


def main():
    wrong = []
    for name in NAMES:
        board = importlib.import_module(name).make()
        path = os.path.join(OUT, board['uid'] + '.json')
        text = text_of(board)
        if '--check' not in sys.argv:
            with open(path, 'w', encoding='utf-8') as out:
                out.write(text)
        elif not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
            wrong.append(os.path.basename(path))
    if wrong:
        raise SystemExit('not what the definitions give (python3 dashboards/compose writes them): ' + ', '.join(wrong))


main()
