"""The parts of a DOCX and an XLSX: well-formed, each with its type, each relation with its target, nothing outside; and the
workbook's formulas, as another program reckoned them, against the figures. usage: parts.py DOCX XLSX RECKONED.xlsx METRICS.csv"""
import csv
import posixpath
import sys
import warnings
import xml.etree.ElementTree as ET
import zipfile

import openpyxl

warnings.simplefilter('ignore')
docx, xlsx, reckoned, metrics = sys.argv[1:5]
RELATION = '{http://schemas.openxmlformats.org/package/2006/relationships}Relationship'
TYPES = '{http://schemas.openxmlformats.org/package/2006/content-types}'


def package(name):
    z = zipfile.ZipFile(name)
    assert z.testzip() is None
    names = set(z.namelist())
    assert len(names) == len(z.namelist()), name
    trees = {n: ET.fromstring(z.read(n)) for n in names if n.endswith(('.xml', '.rels'))}
    types = trees['[Content_Types].xml']
    overrides = {t.get('PartName').lstrip('/') for t in types.iter(TYPES + 'Override')}
    defaults = {t.get('Extension') for t in types.iter(TYPES + 'Default')}
    assert overrides <= names, overrides - names
    for n in names - {'[Content_Types].xml'}:
        assert n in overrides or n.rsplit('.', 1)[-1] in defaults, n
        if n.endswith('.xml'):
            assert n in overrides, n
    reached = {'[Content_Types].xml', '_rels/.rels'}
    for n, tree in trees.items():
        if not n.endswith('.rels'):
            continue
        base = posixpath.dirname(posixpath.dirname(n))
        reached.add(n)
        for r in tree.iter(RELATION):
            assert r.get('TargetMode') != 'External', (n, r.get('Target'))
            target = r.get('Target')
            target = target.lstrip('/') if target.startswith('/') else posixpath.normpath(posixpath.join(base, target))
            assert target in names, (n, target)
            reached.add(target)
    assert reached == names, names - reached
    for info in z.infolist():
        assert info.date_time[:3] == (1980, 1, 1), info
    return z, trees


z, trees = package(docx)
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
document = trees['word/document.xml']
defined = {s.get(W + 'styleId') for s in trees['word/styles.xml'].iter(W + 'style')}
used = {s.get(W + 'val') for tag in ('pStyle', 'tblStyle', 'rStyle') for s in document.iter(W + tag)}
assert used <= defined, used - defined
assert len(document.findall('.//' + W + 'sectPr')) == 4, 'a section for what is signed and for each annex'
for table in document.iter(W + 'tbl'):
    widths = [int(c.get(W + 'w')) for c in table.find(W + 'tblGrid')]
    for row in table.iter(W + 'tr'):
        spans = [int(s.get(W + 'val')) for c in row.iter(W + 'tc') for s in [c.find(W + 'tcPr/' + W + 'gridSpan')] if s is not None]
        cells = list(row.iter(W + 'tc'))
        assert len(cells) - len(spans) + sum(spans) == len(widths), (len(cells), spans, len(widths))
        assert all(c[-1].tag == W + 'p' for c in cells), 'a cell ends with a paragraph'
heads = [t for t in document.iter(W + 'tbl') if t.find('.//' + W + 'tblHeader') is not None]
assert len(heads) == 6, len(heads)
assert any('PAGE' in (i.text or '') for i in trees['word/header1.xml'].iter(W + 'instrText'))
assert len([n for n in trees if n.startswith('word/charts/chart')]) == 4

package(xlsx)
figures = {(r['unit'], r['metric']): (int(r['numerator']), int(r['denominator'])) for r in csv.DictReader(open(metrics)) if r['numerator']}
book, answers, told = openpyxl.load_workbook(xlsx), openpyxl.load_workbook(reckoned, data_only=True), openpyxl.load_workbook(xlsx, data_only=True)
names = ['Cam kết', 'Xếp hạng', 'Còn thiếu', 'Quá hạn', 'Nhiệm vụ phòng', 'Chỉ số', '12 tuần', 'Định nghĩa và nguồn']
assert book.sheetnames == names, book.sheetnames
formulas = 0
for name in names:
    for row in book[name].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith('='):
                mine, theirs = told[name][cell.coordinate].value, answers[name][cell.coordinate].value
                assert abs(float(mine) - float(theirs)) < 1e-12, (name, cell.coordinate, cell.value, mine, theirs)
                formulas += 1
    sheet = book[name]
    assert sheet.freeze_panes and sheet.print_title_rows and sheet.page_setup.orientation == 'landscape' and int(sheet.page_setup.paperSize) == 9, name
assert formulas > 150, formulas
sheet, compared = answers['Cam kết'], 0
columns = {'online_rate': 4, 'payment_rate': 9, 'digitization_rate': 14, 'electronic_result_rate': 19}
targets = {'online_rate': 85, 'payment_rate': 50, 'digitization_rate': 70, 'electronic_result_rate': 80}
for row in range(3, sheet.max_row + 1):
    for metric, column in columns.items():
        unit, n, d, rate, target, gap = [sheet.cell(row, 1).value] + [sheet.cell(row, column + i).value for i in range(5)]
        if d is None:
            continue
        assert figures[unit, metric] == (n, d), (unit, metric, n, d)
        if target is not None and d:
            assert abs(rate - n / d) < 1e-12 and abs(target - targets[metric] / 100) < 1e-12
            assert gap == max(0, -(-d * targets[metric] // 100) - n), (unit, metric, n, d, gap)   # whole dossiers, reckoned here
            compared += 1
assert compared >= 88, compared
assert answers['Quá hạn'].max_row == 11 and answers['Quá hạn'].cell(2, 6).value.year == 2022
print('%d parts of Word, %d formulas, %d figures: as they should be' % (len(trees), formulas, compared))
