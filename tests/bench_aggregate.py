#!/usr/bin/env python3
"""Polling published figures, against collectd: its curl_json and its postgresql writer, one flat table, a commit every 5 s; the same replies, the
same server, in one run. usage: sh tests/postgres.sh python3 tests/bench_aggregate.py BIN-FOLDER [UNITS [ROUNDS]]      Debian's collectd-core

Seven replies as the national portal's evaluation gives them. A value is a number: of numerator, denominator, ratio, score and maximum each one.
motcua keeps five of them in a row, with series for each unit and period; collectd writes a row for each. Processor time is user and system, of the
program and of the server, start-up included. motcua first, again unchanged, and with 1 % of the numbers changed; collectd has one kind of poll.
"""
import functools, http.server, json, os, random, statistics, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import Result, Timed, portal, server_cpu

BIN = os.path.abspath(sys.argv[1])
UNITS = int(sys.argv[2]) if len(sys.argv) > 2 else 226
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
SERVER = os.environ['MOTCUA_TEST_POSTGRES']
ROOT = '019d2be3-6a85-74ec-a346-6489e82ae4c7'
CODES = ['MDSH_%02d' % i for i in range(1, 11)], ['CKMB_%02d' % i for i in range(1, 11)], ['MDHL_%02d' % i for i in range(1, 11)]
GROUP = ('ratio', 'totalScore', 'totalMaxScore')
# reply: where its records are, numbers of a record, codes of its inner list
REPLIES = {
    'service-results': ('evaluation', GROUP, ()),
    'dvc-progress-tree': ('children', ('totalOnTime', 'totalReceived', 'ratio', 'score', 'maxScore', 'avgProcessingDays'), ()),
    'formality-online-payment-tree': ('children', ('totalDossierOnlinePaymentSuccess', 'totalDossierFinancialObligation',
                                                   'totalDossierOnlineFormalityPaymentSuccess', 'totalFeeDossierFormalityDistinct',
                                                   'totalFeeDossierFormality', 'totalFeeFormality') + GROUP, ()),
    'provide-online-tree': ('children', GROUP + ('channelOnlineSum', 'channelTotalSum'), ()),
    'dossier-digitized': ('evaluation', GROUP, CODES[0]),
    'transparency': ('evaluation', GROUP, CODES[1]),
    'handling-satisfaction': ('evaluation', GROUP, CODES[2]),
}
INNER = ('numerator', 'denominator', 'ratio', 'score', 'maxScore')


class Replies:
    """The numbers of all units, which are written as the portal's files."""

    def __init__(self, folder):
        self.folder, self.luck = folder, random.Random(14)
        os.makedirs(folder)
        self.data = {}
        for name, (where, fields, codes) in REPLIES.items():
            self.data[name] = [self.record(i, fields, codes) for i in range(UNITS)]
        self.values = UNITS * sum(len(f) + len(INNER) * len(c) for _, f, c in REPLIES.values())
        self.write()

    def number(self, field):
        return self.luck.randrange(1, 5000) if field.startswith(('total', 'channel', 'numerator', 'denominator')) and 'core' not in field \
            else round(self.luck.uniform(1, 99), 2)

    def record(self, i, fields, codes):
        record = {'departmentId': '00000000-0000-0000-0000-%012d' % i, 'departmentName': 'UBND xã Mẫu %d' % i, 'departmentCode': 'H99.%d' % (100 + i),
                  'childGroup': 'COMMUNE', 'level': 'COMMUNE', 'departmentType': 'COMMUNE_PEOPLE_COMMITTEE'}
        record.update({f: self.number(f) for f in fields})
        if codes:
            record['metrics'] = [dict({'code': c}, **{f: self.number(f) for f in INNER}) for c in codes]
        return record

    def edit(self, share):
        count = 0
        for name, (_, fields, codes) in REPLIES.items():
            for record in self.data[name]:
                for target in [record] + record.get('metrics', []):
                    for f in (fields if target is record else INNER):
                        if self.luck.random() < share:
                            target[f] = self.number(f)
                            count += 1
        self.write()
        return count

    def write(self):
        for name, (where, _, _) in REPLIES.items():
            head = {'departmentId': ROOT, 'departmentName': 'UBND tỉnh Mẫu', 'departmentCode': 'H99'}
            with open('%s/%s.json' % (self.folder, name), 'w') as out:
                json.dump({'code': 'OK', 'data': {'overview' if where == 'evaluation' else 'parent': head, where: self.data[name]}}, out,
                          ensure_ascii=False)


def collectd_config(folder, address):
    pages = ''
    for name, (where, fields, codes) in REPLIES.items():
        keys = ''.join('      <Key "data/%s/*/%s">\n        Type "gauge"\n      </Key>\n' % (where, f)
                       for f in list(fields) + (['metrics/*/' + f for f in INNER] if codes else []))
        pages += '    <URL "%s/%s.json">\n      Instance "%s"\n%s    </URL>\n' % (address, name, name, keys)
    text = '''
BaseDir "%(folder)s"
PIDFile "%(folder)s/pid"
TypesDB "/usr/share/collectd/types.db"
Interval 3600
WriteThreads 1
LoadPlugin logfile
<Plugin logfile>
  LogLevel "warning"
  File "%(folder)s/log"
</Plugin>
LoadPlugin curl_json
<Plugin curl_json>
%(pages)s</Plugin>
LoadPlugin postgresql
<Plugin postgresql>
  <Writer flat>
    Statement "INSERT INTO flat (at, host, plugin, instance, type, name, value) SELECT $1::timestamptz, $2, $3, $4, $5, $6, ($9::double precision[])[1] WHERE $7::text[] IS NOT NULL AND $8::text[] IS NOT NULL"
    StoreRates false
  </Writer>
  <Database motcua>
    Host "%(host)s"
    User "%(user)s"
    SSLMode "disable"
    Writer flat
    CommitInterval 5
  </Database>
</Plugin>
''' % {'folder': folder, 'pages': pages, 'host': os.environ['PGHOST'], 'user': os.environ['PGUSER']}
    with open(folder + '/collectd.conf', 'w') as out:
        out.write(text)


def psql(sql):
    return subprocess.run(['psql', '-X', '-q', '-A', '-t', '-c', sql], check=True, stdout=subprocess.PIPE).stdout.decode().strip()


def collectd_poll(folder, values):
    """Microseconds of processor time a value that it wrote. It is ended once for 15 s no further one is committed: three of its intervals."""
    psql('TRUNCATE flat')
    before = server_cpu()
    process = subprocess.Popen(['/usr/sbin/collectd', '-f', '-C', folder + '/collectd.conf'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    looked, count, seen, still = 0, 0, -1, time.monotonic()
    while count < values and process.poll() is None and time.monotonic() - still < 15:
        time.sleep(2)
        at = server_cpu()
        count = int(psql('SELECT count(*) FROM flat'))
        if count != seen:
            seen, still = count, time.monotonic()
        time.sleep(0.3)
        looked += server_cpu() - at  # what looking costs
    process.terminate()
    _, _, usage = os.wait4(process.pid, 0)
    time.sleep(0.3)
    # its writer looks at the time of a commit only when a value comes: the last ones are committed when it ends
    count = int(psql('SELECT count(*) FROM flat'))
    if count < 0.5 * values:
        told = open(folder + '/log').read()[-500:] if os.path.exists(folder + '/log') else ''
        raise SystemExit('bench: collectd wrote %d of %d values. %s' % (count, values, told))
    if count != values:
        print('collectd wrote %d of %d values: its figure is of those' % (count, values))
    return 1e6 * (usage.ru_utime + usage.ru_stime + max(0, server_cpu() - before - looked)) / count


def main():
    result = Result('aggregate')
    own, peer = {'first': [], 'unchanged': [], 'edited': []}, []
    with tempfile.TemporaryDirectory() as folder:
        replies = Replies(folder + '/figures')
        process, address = portal(BIN, folder, '--evaluation', folder + '/figures')
        try:
            os.makedirs(folder + '/collectd')
            # the portal answers 201, which curl_json takes for a failure: the same files come to it from a server of files
            quiet = type('Files', (http.server.SimpleHTTPRequestHandler,), {'log_message': lambda *a: None})
            files = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(quiet, directory=folder + '/figures'))
            threading.Thread(target=files.serve_forever, daemon=True).start()
            collectd_config(folder + '/collectd', 'http://127.0.0.1:%d' % files.server_address[1])
            psql('CREATE TABLE IF NOT EXISTS flat (at timestamptz, host text, plugin text, instance text, type text, name text, value double precision)')
            json.dump({'store': SERVER, 'network': {'requests_per_minute': 60000},
                       'sources': [{'name': 'qg', 'manifest': 'evaluation', 'base_url': address, 'vars': {'root': ROOT}}]},
                      open(folder + '/motcua.json', 'w'))
            for i in range(ROUNDS):
                psql('DROP SCHEMA IF EXISTS motcua CASCADE')
                for minute, kind in enumerate(('first', 'unchanged', 'edited')):
                    if kind == 'edited':
                        changed = replies.edit(0.01)
                    at = '2026-11-20T15:%02d' % (15 * minute)
                    poll = Timed([BIN + '/motcua', '--lang', 'en', 'collect', '--at', at], folder, True, dict(os.environ, MOTCUA_NOW=at))
                    own[kind].append(poll.cpu)
                kept = int(psql('SELECT count(numerator) + count(denominator) + count(ratio) + count(score) + count(max) FROM motcua.figure'))
                if kept < replies.values:
                    raise SystemExit('bench: motcua kept %d of %d values:\n%s' % (kept, replies.values, poll.said))
                peer.append(collectd_poll(folder + '/collectd', replies.values))
        finally:
            process.terminate()
            process.wait()
    print('%d values of %d units; an edited poll changes %d of them; median of %d rounds\n' % (replies.values, UNITS, changed, ROUNDS))
    micro = {name: 1e6 * statistics.median(times) / replies.values for name, times in own.items()}
    micro['collectd'] = statistics.median(peer)
    for name, us in micro.items():
        result.row(poll=name, microseconds_a_value=round(us, 2), values=replies.values)
    result.value('first poll, a value', [1e6 * t / replies.values for t in own['first']], 'us')
    result.value('collectd, a value', peer, 'us')
    result.ratio('first poll, a value : collectd', [1e6 * t / replies.values for t in own['first']], peer, 'collectd, of what it wrote', 1)
    result.ratio('unchanged poll, a value : collectd', [1e6 * t / replies.values for t in own['unchanged']], peer, 'collectd, of what it wrote', 0.4)
    result.ratio('poll with 1 % changed : first poll', own['edited'], own['first'], 'the first poll in the same run', 0.6)
    result.write()


main()
