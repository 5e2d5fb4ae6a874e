"""Measures a report, printed to PDF, against Decree 30/2020/NĐ-CP, appendix I. usage: layout.py REPORT.pdf
Text and sizes come from poppler's pdftohtml, rules (drawn lines) from the picture that pdftoppm makes."""
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

MM = 72 / 25.4
ZOOM = 3  # its largest; it writes whole numbers: thirds of a point
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, (210 - 15) * MM, 20 * MM, (297 - 20) * MM
DPI = 200


class Piece:
    def __init__(self, element, fonts):
        self.left, self.top = int(element.get('left')) / ZOOM, int(element.get('top')) / ZOOM
        self.width, self.height = int(element.get('width')) / ZOOM, int(element.get('height')) / ZOOM
        self.size, self.family = fonts[element.get('font')]
        self.text = ''.join(element.itertext())
        self.bold = element.find('.//b') is not None or 'Bold' in self.family
        self.italic = element.find('.//i') is not None or 'Italic' in self.family
        self.right, self.bottom = self.left + self.width, self.top + self.height

    def __repr__(self):
        return '%r %.1f pt%s%s at %.1f %.1f mm' % (self.text, self.size, ' bold' * self.bold, ' italic' * self.italic,
                                                   self.left / MM, self.top / MM)


class Line:
    """Pieces that stand side by side."""
    def __init__(self, pieces):
        self.pieces = sorted(pieces, key=lambda p: p.left)
        self.text = re.sub(r'\s+', ' ', ' '.join(p.text for p in self.pieces)).strip()
        self.left, self.right = self.pieces[0].left, max(p.right for p in self.pieces)
        self.top, self.bottom = min(p.top for p in pieces), max(p.bottom for p in pieces)
        first = self.pieces[0]
        self.size, self.bold, self.italic = first.size, first.bold, first.italic

    __repr__ = Piece.__repr__


def read(pdf):
    xml = subprocess.run(['pdftohtml', '-xml', '-i', '-stdout', '-zoom', str(ZOOM), pdf], capture_output=True, check=True).stdout
    root = ET.fromstring(re.sub(rb'<!DOCTYPE[^>]*>', b'', xml))
    fonts, pages = {}, []
    for page in root.iter('page'):
        for font in page.iter('fontspec'):
            fonts[font.get('id')] = (int(font.get('size')) / ZOOM, font.get('family'))
        pieces = [p for p in (Piece(t, fonts) for t in page.iter('text')) if p.text.strip()]
        pages.append((int(page.get('width')) / ZOOM, int(page.get('height')) / ZOOM, pieces))
    return pages


def near(pieces, gap):
    """Lines of pieces that overlap in height and are not further apart than `gap`."""
    lines = []
    for p in sorted(pieces, key=lambda p: (round(p.top), p.left)):
        for line in lines:
            last = line[-1]
            if abs((last.top + last.height / 2) - (p.top + p.height / 2)) < 3 and -1 <= p.left - last.right < gap:
                line.append(p)
                break
        else:
            lines.append([p])
    return [Line(line) for line in lines]


def rules(pdf, page):
    """Drawn horizontal lines of a page: (left, top, right) in points, longer than 8 mm."""
    pgm = subprocess.run(['pdftoppm', '-gray', '-r', str(DPI), '-f', str(page), '-l', str(page), pdf], capture_output=True, check=True).stdout
    head = re.match(rb'P5\s+(\d+)\s+(\d+)\s+255\s', pgm)
    width, height = int(head.group(1)), int(head.group(2))
    pixels, found, unit = pgm[head.end():], [], 72 / DPI
    least = int(8 * MM / unit)
    for y in range(height):
        row = pixels[y * width:(y + 1) * width]
        for m in re.finditer(rb'[\x00-\xb0]{%d,}' % least, row):
            found.append((m.start() * unit, y * unit, m.end() * unit))
    return found


faults = []


def check(what, ok, *seen):
    if not ok:
        faults.append('%s: %s' % (what, ', '.join(map(repr, seen))))


def between(value, low, high, slack=0.35):
    return low - slack <= value <= high + slack


def the(lines, pattern):
    for line in lines:
        if re.search(pattern, line.text):
            return line
    sys.exit('FAILED: no line %r in %s' % (pattern, lines[:12]))


def rule_below(found, line, what, low, high):
    below = [r for r in found if line.bottom - 4 < r[1] < line.bottom + 9 and r[0] < line.right and r[2] > line.left]
    if not below:
        faults.append('%s: no rule below %r' % (what, line))
        return
    length = max(r[2] - r[0] for r in below)
    middle = [(r[0] + r[2]) / 2 for r in below][0]
    check(what + ', length of its rule', between(length / (line.right - line.left), low, high, 0.03), length / (line.right - line.left))
    check(what + ', rule in the middle', abs(middle - (line.left + line.right) / 2) < 6, middle, line)


def page_numbers(pages, annexes):
    number = 0
    for i, (width, height, pieces) in enumerate(pages):
        number = 1 if i in annexes or i == 0 else number + 1
        above = [p for p in pieces if p.bottom < TOP + 1]
        if number == 1:
            check('page %d: no number on a first page' % (i + 1), not above, *above)
            continue
        check('page %d: its number %d' % (i + 1, number), [p.text.strip() for p in above] == [str(number)], *above)
        for p in above:
            check('page number, size', between(p.size, 13, 14), p)
            check('page number, upright', not p.italic and not p.bold, p)
            middle = (LEFT + width - 15 * MM) / 2
            check('page number, middle', abs((p.left + p.right) / 2 - middle) < 2 * MM, p)


def margins(pages):
    for i, (width, height, pieces) in enumerate(pages):
        check('page %d is A4' % (i + 1), sorted((round(width / MM), round(height / MM))) == [210, 297], width, height)
        for p in pieces:
            if p.bottom < TOP + 1:
                continue
            check('page %d, left margin' % (i + 1), p.left >= LEFT - 1, p)
            check('page %d, right margin' % (i + 1), p.right <= width - 15 * MM + 1.5, p)
            check('page %d, upper margin' % (i + 1), p.top >= TOP - 2, p)
            check('page %d, lower margin' % (i + 1), p.bottom <= height - 20 * MM + 2, p)


def heading(lines, found, wanted):
    country, motto = the(lines, '^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$'), the(lines, '^Độc lập - Tự do - Hạnh phúc$')
    check('Quốc hiệu', between(country.size, 12, 13) and country.bold and not country.italic, country)
    check('Quốc hiệu, top right', country.left > 95 * MM and country.top < 25 * MM, country)
    check('Tiêu ngữ', between(motto.size, 13, 14) and motto.bold and not motto.italic, motto)
    check('Tiêu ngữ below Quốc hiệu', 0 < motto.top - country.top < 20, country, motto)
    check('Tiêu ngữ in the middle', abs(motto.left + motto.right - country.left - country.right) < 6, country, motto)
    rule_below(found, motto, 'Tiêu ngữ', 1, 1)
    above, issuing = the(lines, '^ỦY BAN NHÂN DÂN HUYỆN MẪU$'), the(lines, '^PHÒNG VĂN HÓA VÀ THÔNG TIN$')
    check('parent body', between(above.size, 12, 13) and not above.bold, above)
    check('issuing body', between(issuing.size, 12, 13) and issuing.bold, issuing)
    check('bodies, top left', above.right < 105 * MM and above.top < 25 * MM, above)
    rule_below(found, issuing, 'issuing body', 1 / 3, 1 / 2)
    number, day = the(lines, '^Số: ' + wanted['number']), the(lines, 'ngày ' + wanted['day'])
    check('Số', between(number.size, 13, 13) and not number.bold and not number.italic, number)
    check('place and date', between(day.size, 13, 14) and day.italic and not day.bold, day)
    check('Số and date on one line', abs(number.bottom - day.bottom) < 2, number, day)
    check('Số below its body', abs(number.left + number.right - issuing.left - issuing.right) < 8, number, issuing)
    check('date below Quốc hiệu', abs(day.left + day.right - country.left - country.right) < 8, day, country)
    kind, subject = the(lines, '^BÁO CÁO$'), the(lines, '^Kết quả giải quyết')
    check('BÁO CÁO', between(kind.size, 13, 14) and kind.bold, kind)
    check('BÁO CÁO in the middle', abs(kind.left + kind.right - LEFT - RIGHT) < 6, kind)
    check('subject', between(subject.size, 13, 14) and subject.bold and subject.top > kind.top, subject)
    last = [x for x in lines if x.bold and subject.top <= x.top < subject.top + 45 and x.left < 105 * MM][-1]
    longest = max((x for x in lines if x.bold and subject.top <= x.top <= last.top), key=lambda x: x.right - x.left)
    below = [r for r in found if last.bottom - 4 < r[1] < last.bottom + 9]
    check('rule below the subject', below and between((below[0][2] - below[0][0]) / (longest.right - longest.left), 1 / 3, 1 / 2, 0.03),
          below[:1], longest)
    to = the(lines, '^Kính gửi: ')
    check('Kính gửi', between(to.size, 13, 14) and not to.bold and not to.italic and to.text.endswith('.'), to)


def body(lines):
    start = the(lines, '^Từ ngày 01/11/2022')
    check('body, size', between(start.size, 13, 14) and not start.bold, start)
    check('first line set in by 1 or 1.27 cm', between((start.left - LEFT) / MM, 10, 12.7, 0.4), start)
    following = [x for x in lines if start.top < x.top < start.top + 60]
    check('following lines at the margin', abs(following[0].left - LEFT) < 1.5, following[0])
    check('justified', abs(following[0].right - RIGHT) < 2.5, following[0])
    pitch = following[1].top - following[0].top
    check('lines 1 to 1.5 apart', 1.0 <= pitch / 13 <= 1.5 * 1.2, pitch)
    return pitch


def paragraphs_apart(lines, pitch):
    for pattern in (r'^b\) ', r'^c\) '):
        item = the(lines, pattern)
        before = max((x for x in lines if x.top < item.top - 3), key=lambda x: x.top)
        check('paragraphs at least 6 pt apart', item.top - before.top - pitch >= 5.5, before, item, pitch)
        check('proposals set in', between((item.left - LEFT) / MM, 10, 12.7, 0.4), item)


def signature(lines, wanted):
    word, last = the(lines, '^Nơi nhận:'), the(lines, '^- Lưu: VT, VHTT')
    title, name = the(lines, '^' + wanted['titles'][0]), the(lines, '^' + wanted['signer'])
    check('Nơi nhận', between(word.size, 12, 12) and word.bold and word.italic, word)
    check('Nơi nhận at the margin', abs(word.left - LEFT) < 2, word)
    check('level with the title of the signer', abs(word.top - title.top) < 4, word, title)
    first = the(lines, '^- Như trên;')
    for x in (first, last):
        check('recipients', between(x.size, 11, 11) and not x.bold and not x.italic, x)
    check('archive', last.text == '- Lưu: VT, VHTT (2b).', last)
    for text in wanted['titles']:
        x = the(lines, '^' + text + '$')
        check('title of the signer', between(x.size, 13, 14) and x.bold and x.left > 105 * MM, x)
    check('name of the signer', between(name.size, 13, 14) and name.bold and name.text == wanted['signer'], name)
    check('name in the middle of the titles', abs(name.left + name.right - title.left - title.right) < 6, name, title)
    check('room for the signature', name.top - title.bottom > 20 * MM, title, name)


def annexes(pages, starts):
    for roman, i in zip(('I', 'II', 'III'), starts):
        width = pages[i][0]
        lines = near(pages[i][2], 12)
        word = the(lines, '^Phụ lục %s$' % roman)
        with_ = the(lines, r'^\(Kèm theo Báo cáo số 05/BC-VHTT ngày 25')
        title = [x for x in lines if word.top < x.top < with_.top][0]
        check('Phụ lục', between(word.size, 14, 14) and word.bold and abs(word.left + word.right - LEFT - (width - 15 * MM)) < 6, word)
        check('title of the annex', between(title.size, 13, 14) and title.bold and title.text == title.text.upper(), title)
        check('Kèm theo', between(with_.size, 13, 14) and with_.italic, with_)


def fonts(pdf):
    table = subprocess.run(['pdffonts', pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    families = {re.sub(r'^[A-Z]{6}\+', '', line.split()[0]).split('-')[0] for line in table}
    check('one family of letters', len(families) == 1, *families)
    check('letters are in the file', all(' yes ' in line for line in table), *table)
    return families


def main():
    pdf = sys.argv[1]
    wanted = {'number': '05/BC-VHTT$', 'day': '25 tháng 11 năm 2022', 'titles': ['KT. TRƯỞNG PHÒNG', 'PHÓ TRƯỞNG PHÒNG'],
              'signer': 'Nguyễn Văn Mẫu'}
    pages = read(pdf)
    starts = [i for i, page in enumerate(pages) if any(re.match('^Phụ lục [IVX]+ *$', p.text) for p in page[2])]
    check('three annexes', len(starts) == 3, starts)
    check('what is signed has two pages at most', starts and starts[0] <= 2, starts)
    first, signed = near(pages[0][2], 12), [near(page[2], 12) for page in pages[:starts[0]]]
    margins(pages)
    page_numbers(pages, starts)
    heading(first, rules(pdf, 1), wanted)
    pitch = body(first)
    everything = [line for page in signed for line in page]
    proposals = next(page for page in signed if any(x.text.startswith('b) ') for x in page))
    paragraphs_apart(proposals, pitch)
    signature([x for page in signed for x in page], wanted)
    annexes(pages, starts)
    families = fonts(pdf)
    if faults:
        sys.exit('FAILED: %s\n%s' % (pdf, '\n'.join(faults[:40])))
    print('%s: %d pages, %d lines signed, %s: as the decree has it' % (pdf, len(pages), len(everything), ', '.join(families)))


main()
