#!/usr/bin/env python3
"""What a good script would do, for the benchmark to be compared with. usage: bench_postgres_peer.py ADDRESS tuned|naive DOSSIERS

  tuned   one thread, one connection kept open, json, days cached, COPY of 10,000 rows into a temporary table, guarded upsert, commit
  naive   the same rows, one INSERT .. ON CONFLICT and one commit each
"""
import base64, functools, hashlib, http.client, io, json, os, sys, time

import psycopg2

PAGE, BATCH = 500, 10000
COLUMNS = ('source_id', 'key', 'code', 'unit', 'procedure', 'sector', 'channel', 'level', 'status', 'portal_status', 'submitted_at',
           'received_at', 'due_at', 'extended_at', 'finished_at', 'returned_at', 'system', 'via_postal', 'from_via_postal',
           'content_hash', 'known_from', 'first_seen', 'run_id')
STATUS = {'new': 1, 'receiving': 1, 'denied': 3, 'processing': 4, 'interoperating': 4, 'pausing': 4, 'handover': 4, 'collecting': 4,
          'waiting': 5, 'correcting': 5, 'paying': 6, 'cancelling': 7, 'cancelled': 7, 'unresolved': 8, 'releasing': 9, 'posting': 9,
          'done': 10}
UPSERT = ('INSERT INTO motcua.dossier (%(names)s) %(rows)s ON CONFLICT (source_id, key) DO UPDATE SET %(settings)s'
          ' WHERE dossier.content_hash IS DISTINCT FROM excluded.content_hash')


@functools.lru_cache(maxsize=4096)
def day(text):
    """Seconds of dd/MM/yyyy, midnight in Viet Nam."""
    return int(time.mktime((int(text[6:10]), int(text[3:5]), int(text[:2]), 0, 0, 0, 0, 0, 0)))


def moment(text):
    return day(text[:10]) + int(text[11:13]) * 3600 + int(text[14:16]) * 60 + int(text[17:19]) if text else None


def fields_of(d):
    return (str(d['dossierId']), d['dossierNo'] or None, d['govAgencyCode'], d['serviceCode'], d['domainCode'],
            2 if d['online'] == 'true' else 3 if int(d['fromViaPostal'] or 0) > 0 else 1, d['serviceLevel'],
            STATUS.get(d['dossierStatus']), d['dossierStatus'], moment(d['submitDate']), moment(d['receiveDate']), moment(d['dueDate']),
            moment(d['extendDate']), moment(d['releaseDate']), moment(d['finishDate']), str(d['systemId']), int(d['viaPostal']),
            int(d['fromViaPostal']))


def hash_of(text):
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), 'big', signed=True)


def pages(address, count):
    connection = http.client.HTTPConnection(address.split('//')[1])
    headers = {'groupId': '55301', 'Authorization': 'Basic ' + base64.b64encode(b'u:p').decode()}
    for start in range(0, count, PAGE):
        connection.request('GET', '/o/rest/v2/dossiers?systemId=0,1,2&sort=createDate&start=%d&end=%d' %
                           (start, min(start + PAGE, count)), headers=headers)
        yield json.loads(connection.getresponse().read())['data']


def upsert_sql(rows):
    return UPSERT % {'names': ', '.join(COLUMNS), 'rows': rows,
                     'settings': ', '.join('%s = excluded.%s' % (c, c) for c in COLUMNS if c not in ('source_id', 'key', 'first_seen'))}


def batch_write(db, lines):
    cursor = db.cursor()
    cursor.copy_expert('COPY staging (%s) FROM STDIN' % ', '.join(COLUMNS), io.StringIO(''.join(lines)))
    cursor.execute(upsert_sql('SELECT DISTINCT ON (source_id, key) %s FROM staging ORDER BY source_id, key' % ', '.join(COLUMNS)))
    cursor.execute('TRUNCATE staging')
    db.commit()


def tuned(db, address, count, now):
    db.cursor().execute('CREATE TEMP TABLE staging (LIKE motcua.dossier)')
    lines, tail = [], '\t%d\t%d\t1\n' % (now, now)
    for page in pages(address, count):
        for d in page:
            line = '\t'.join(['\\N' if v is None else v if v.__class__ is str else str(v) for v in fields_of(d)])
            lines.append('1\t%s\t%d%s' % (line, hash_of(line), tail))
        if len(lines) >= BATCH:
            batch_write(db, lines)
            lines = []
    if lines:
        batch_write(db, lines)


def naive(db, address, count, now):
    sql = upsert_sql('VALUES (%s)' % ', '.join(['%s'] * len(COLUMNS)))
    for page in pages(address, count):
        for d in page:
            fields = fields_of(d)
            db.cursor().execute(sql, (1,) + fields + (hash_of(repr(fields)), now, now, 1))
            db.commit()


os.environ['TZ'] = 'ICT-7'  # Viet Nam
time.tzset()
{'tuned': tuned, 'naive': naive}[sys.argv[2]](psycopg2.connect(''), sys.argv[1], int(sys.argv[3]), int(time.time()))
