#!/usr/bin/env python3
"""First inputs of a fuzz target. Usage: seeds.py SOURCE_TREE NAME FOLDER"""
import glob
import json
import os
import re
import struct
import sys

top, name, folder = sys.argv[1:4]
cases = os.path.join(top, "tests", "cases")
os.makedirs(folder, exist_ok=True)
count = 0


def put(*parts):
    global count
    body = b"".join(p if isinstance(p, bytes) else p.encode() for p in parts)
    if len(body) <= 60000:
        with open(os.path.join(folder, f"{count:04}"), "wb") as f:
            f.write(body)
        count += 1


def read(path):
    with open(path, "rb") as f:
        return f.read()


def cut(body, most):
    """A list that is too long for many runs a second, cut to its first records."""
    try:
        tree = json.loads(body)
    except ValueError:
        return body[:most]
    for holder in [tree] if isinstance(tree, dict) else []:
        for key, value in holder.items():
            if isinstance(value, list):
                holder[key] = value[:2]
    if isinstance(tree, list):
        tree = tree[:2]
    return json.dumps(tree, ensure_ascii=False).encode()[:most]


def replies():
    for path in sorted(glob.glob(cases + "/**/*.json", recursive=True)):
        yield cut(read(path), 900)


def tables(most):
    for path in sorted(glob.glob(cases + "/tables/*") + glob.glob(cases + "/export/*.csv") + glob.glob(cases + "/hue/*.html")):
        if not path.endswith(".md"):
            body = read(path)
            yield body if len(body) <= most else body[:most]


def workbook():
    """The smallest XLSX."""
    import io
    import zipfile
    out = io.BytesIO()
    ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" '
                   'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
        z.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Target="xl/workbook.xml" '
                   'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>')
        z.writestr("xl/workbook.xml", f'<workbook xmlns="{ns}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
                   '<sheet name="S" sheetId="1" r:id="b"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b" '
                   'Target="worksheets/sheet1.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>')
        z.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{ns}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Mã hồ sơ</t></is></c>'
                   '<c r="B1"><v>44890</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>')
    return out.getvalue()


def requests():
    text = read(top + "/src/serve/route.c").decode()
    for pattern, post in re.findall(r'\{"(/[^"]*)", (true|false)', text):
        path = pattern.replace('" UNIT_MARK "', "H99.22.01").replace("{unit}", "H99.22.01")
        for token in ("", "Cookie: motcua=@TOKEN@\r\n", "Cookie: a=b; motcua=@UNIT@; motcua_form=@CSRF@\r\n"):
            if post == "true":
                form = "csrf=@CSRF@&ten=tinh&mat-khau=mat+khau"
                yield f"POST {path} HTTP/1.1\r\nHost: h\r\n{token}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 96\r\n\r\n{form}"
                part = ('--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n@CSRF@\r\n--x\r\nContent-Disposition: form-data; name="tep"; '
                        'filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nMã hồ sơ,Đơn vị\r\n1,2\r\n\r\n--x--\r\n')
                size = len(part.replace("@CSRF@", "f" * 64).encode())
                yield (f"POST {path} HTTP/1.1\r\nHost: h\r\n{token}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {size}\r\n\r\n{part}")
            else:
                yield f"GET {path} HTTP/1.1\r\nHost: h\r\n{token}\r\n"
                yield f"GET {path}?dang=csv&q=a%20b HTTP/1.1\r\nHost: h\r\n{token}If-None-Match: \"a\"\r\n\r\nHEAD {path} HTTP/1.0\r\n\r\n"


if name == "json_reader":
    for body in replies():
        put(b"\3", body)
    for text in ('{"a":[1,-2.5e3,true,null,"\\u0110\\n"]}', '"\\ud83d\\ude00"', "1 2", "[[[[]]]]"):
        put(b"\0", text)
elif name.startswith("portal_"):
    kinds = {"portal_json": replies, "portal_table": lambda: tables(500)}
    bodies = list(kinds.get(name, list)())
    if name == "portal_xml":
        record = "".join(f"<{tag}>1</{tag}>" for tag in sorted(set(re.findall(r'"([A-Z][A-Za-z]+)"', read(top + "/adapters/soap_dossiers.json").decode())))[:40])
        bodies = [f'<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{record}<a><b>{record}</b></a></s:Body></s:Envelope>',
                  "<s:Envelope><s:Body><s:Fault><faultcode>x</faultcode></s:Fault></s:Body></s:Envelope>", "<html><body>firewall</body></html>"]
    for which in range(12):
        for body in bodies:
            put(bytes([which, 7]), body)
elif name == "manifest":
    for path in sorted(glob.glob(top + "/adapters/*.json")):
        put(read(path))
elif name == "records":
    records = json.loads(read(cases + "/replies/dvcqg.json"))
    put(json.dumps(records, ensure_ascii=False))
    rows = next((v for v in records.values() if isinstance(v, list)), [])
    put("\n".join(json.dumps(r, ensure_ascii=False) for r in rows))
    put(json.dumps(rows, ensure_ascii=False))
elif name in ("sheet", "tabular", "csv"):
    for body in tables(600):
        put(body)
    put(workbook())
elif name == "outbox_page":
    for bits in range(8):
        put(bytes([bits]), b"MCPAGE1\n", struct.pack("<Q", 0), bytes(range(bits, 200)))
elif name in ("table", "paper"):
    for k in range(1, 30):
        put(bytes((i * k * 37 + k) % 256 for i in range(40 * k)))
    for body in list(tables(800))[:8]:
        put(bytes([15, 4, 7]), body)
elif name == "http":
    for request in requests():
        put(request)
elif name == "definitions":
    for which, pattern in ((0, "/tests/cases/**/motcua*.json"), (1, "/schema/commitments/*.json"), (2, "/schema/rulesets/*.json"),
                           (3, "/tests/cases/scoring/*.json")):
        for path in sorted(glob.glob(top + pattern, recursive=True))[:6]:
            put(bytes([which]), read(path))
    put(b"\0", '{"store": "sqlite:a.db", "sources": [{"name": "a", "manifest": "opencps", "base_url": "http://h:1", "vars": {"group_id": "1"}, '
        '"auth": {"user": "u", "password": {"env": "P"}}}], "commitments": ["y-yen-2022"], "language": "vi"}')
elif name == "text":
    for text in ("25/11/2022 15:00", "ngày 03 tháng 11 năm 2022", "44890", "1.234.567,89", "97,17 %", "H99.22.55-220910-000001", "UBND xã Mẫu 01",
                 "https://u:p@portal.example.vn:8443/a?b=c#d", "/don-vi/H99?dang=csv&q=%C4%91", "[::1]:8080", "page=3 start=1500 size=500", "2022-Q4",
                 "SELECT 1; -- a\nSELECT 'b;c' $x$ ; $x$", '="H57..."', "a\u202eb\u200bc"):
        put(text)
else:
    sys.exit(f"no seeds are known for {name}")
