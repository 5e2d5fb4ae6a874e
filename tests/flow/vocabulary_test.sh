#!/bin/sh
# The words of official usage: one word for one thing, in all that people read. A document's own words (its title, its rule, its number)
# stand as they are.
. "$(dirname "$0")/lib.sh"
python3 - "$MOTCUA_SRC" <<'PY'
import glob, json, re, sys
top = sys.argv[1]
# what must not be said: what is said instead
words = {'bộ quy tắc': 'bộ chỉ số', 'mất điểm': 'bị trừ điểm', '(điểm %)': 'điểm phần trăm', 'bản tin': 'phản hồi', 'trễ hẹn': 'quá hạn', 'trễ hạn': 'quá hạn',
         'kỳ trước chuyển sang': 'từ kỳ trước', 'toàn trình trọn vẹn': 'trực tuyến toàn trình', 'điểm của cổng': 'điểm do Cổng công bố'}
faults = []

def look(where, text):
    for bad, good in words.items():
        if bad in text.lower():
            faults.append(f'{where}: "{bad}" is "{good}": {text[:120]}')

po = open(top + '/po/vi.po', encoding='utf-8').read()
entries = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', po + '\n', re.M)
assert len(entries) > 1500, len(entries)
join = lambda s: ''.join(re.findall(r'"(.*)"', s))
for msgid, msgstr in entries:
    look('po/vi.po', join(msgstr))
assert dict((join(a), join(b)) for a, b in entries)['Lost'] == 'Bị trừ'

def titles(value):
    if isinstance(value, dict):
        if isinstance(value.get('vi'), str):
            yield value['vi']
        for key, v in value.items():
            if key not in ('document', 'note', 'vi'):
                yield from titles(v)
    elif isinstance(value, list):
        for v in value:
            yield from titles(v)

files = [top + '/schema/' + name for name in ('counters.json', 'metrics.json', 'actions.json', 'reconcile.json')]
for file in files + glob.glob(top + '/schema/mandates/*.json') + glob.glob(top + '/schema/commitments/*.json'):
    for text in titles(json.load(open(file, encoding='utf-8'))):
        look(file[len(top) + 1:], text)
for file in glob.glob(top + '/dashboards/*.json'):
    look(file[len(top) + 1:], open(file, encoding='utf-8').read())
sys.exit('\n'.join(faults) if faults else 0)
PY
