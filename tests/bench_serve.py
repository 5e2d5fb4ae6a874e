#!/usr/bin/env python3
"""What pages cost under load. usage: bench_serve.py BIN-FOLDER [SECONDS [READERS [ROUNDS]]]
A composed district of 20,000 dossiers; READERS (200) read the page of a commune over loopback (wrk), each some 0.3 to 0.7 s after it has the last: while nothing else
happens, and while all dossiers are polled again and again; then as fast as they can. The same of the same bytes from a file by Debian's
nginx. Told: requests a second, latency, errors, memory. The machine is shared by all of them: wrk, serve, the poll and the portal;
and by whatever else runs: the latency of nginx in the same run says how much that is."""
import json, os, re, signal, socket, statistics, subprocess, sys, tempfile, time, urllib.parse, urllib.request, http.cookiejar

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import RUNS, Result

BIN = os.path.abspath(sys.argv[1])
SECONDS, READERS, ROUNDS = ([int(a) for a in sys.argv[2:]] + [10, 200, RUNS][len(sys.argv) - 2:])[:3]
LIMIT_MS = 50  # p99 of the unit's page while a full poll runs
PAGE = '/don-vi/H99.22.01'
children = []
think_file = None


def start(*args, **more):
    child = subprocess.Popen(args, **more)
    children.append(child)
    return child


def waited(file, child=None):
    for _ in range(1200):
        if os.path.exists(file) and os.path.getsize(file):
            return open(file).read().strip()
        if child and child.poll() is not None:
            raise SystemExit('bench: %s ended' % child.args[0])
        time.sleep(0.05)
    raise SystemExit('bench: no ' + file)


def wrk(address, cookie, seconds, think=True):
    out = subprocess.run(['wrk', *(['-s', think_file] if think else []), '-t2', '-c%d' % READERS, '-d%ds' % seconds, '--latency', '-H', 'Cookie: motcua=' + cookie, '-H',
                          'Accept-Encoding: gzip', address], capture_output=True, text=True, check=True).stdout
    def ms(text):
        number, unit = re.match(r'([0-9.]+)(us|ms|s)', text).groups()
        return float(number) * {'us': 0.001, 'ms': 1, 's': 1000}[unit]
    told = {p: ms(re.search(r'^\s+' + p + r'%\s+(\S+)', out, re.M).group(1)) for p in ('50', '99')}
    told['rate'] = float(re.search(r'Requests/sec:\s+([0-9.]+)', out).group(1))
    told['errors'] = [line.strip() for line in out.splitlines() if 'Non-2xx' in line or 'Socket errors' in line]
    return told


def login(site):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    form = opener.open(site + '/dang-nhap').read().decode()
    csrf = re.search(r'name="csrf" value="([0-9a-f]{64})"', form).group(1)
    opener.open(site + '/dang-nhap', urllib.parse.urlencode({'name': 'tinh', 'password': 'mat khau cua tinh', 'csrf': csrf}).encode())
    return opener, next(c.value for h in opener.handlers if hasattr(h, 'cookiejar') for c in h.cookiejar if c.name == 'motcua')


def memory_mib(pid):
    return int(re.search(r'VmRSS:\s+(\d+)', open('/proc/%d/status' % pid).read()).group(1)) / 1024


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def tell(what, told, more=''):
    print('%-36s %8.0f requests/s   p50 %6.1f ms   p99 %6.1f ms   %s%s' % (what, told['rate'], told['50'], told['99'],
          'errors: ' + '; '.join(told['errors']) if told['errors'] else 'no error', more))


def nginx(folder, body):
    os.mkdir(folder + '/www')
    with open(folder + '/www/page.html', 'wb') as f:
        f.write(body)
    port = free_port()
    places = ''.join('%s %s/n-%d; ' % (name, folder, i) for i, name in enumerate(
        ('client_body_temp_path', 'proxy_temp_path', 'fastcgi_temp_path', 'uwsgi_temp_path', 'scgi_temp_path')))
    with open(folder + '/nginx.conf', 'w') as f:
        f.write('daemon off; worker_processes auto; pid %s/nginx.pid; error_log %s/nginx.log; %s events { worker_connections 1024; }\n'
                'http { access_log %s/access.log; types { text/html html; } %s gzip off; server { listen 127.0.0.1:%d; root %s/www;'
                ' add_header Content-Encoding gzip; } }\n'
                % (folder, folder, 'user root;' if os.getuid() == 0 else '', folder, places, port, folder))
    start('/usr/sbin/nginx', '-c', folder + '/nginx.conf', '-e', folder + '/nginx.log')
    for _ in range(200):
        try:
            socket.create_connection(('127.0.0.1', port)).close()
            return 'http://127.0.0.1:%d/page.html' % port
        except OSError:
            time.sleep(0.05)
    raise SystemExit('bench: nginx: ' + open(folder + '/nginx.log').read())


def main(folder):
    global think_file
    think_file = folder + '/think.lua'
    open(think_file, 'w').write('function delay() return math.random(300, 700) end\n')
    portal = start(BIN + '/motcua-portal', '--port-file', folder + '/port', '--compose', '20000', '--seed', '1', stdout=subprocess.DEVNULL)
    with open(folder + '/motcua.json', 'w') as f:
        json.dump({'store': 'sqlite:motcua.db', 'commitments': ['y-yen-2022'], 'sources': [
            {'name': 'huyen', 'manifest': 'dvcqg_sync', 'base_url': 'http://127.0.0.1:' + waited(folder + '/port', portal),
             'sweep': 0, 'network': {'requests_per_minute': 60000}, 'auth': {'user': 'u', 'password': {'env': 'PASSWORD'}}}]}, f)
    env = dict(os.environ, PASSWORD='p', MOTCUA_NOW='2022-11-25T15:00')
    run = dict(cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([BIN + '/motcua', 'collect'], **run)
    open(folder + '/pw', 'w').write('mat khau cua tinh\n')
    subprocess.run([BIN + '/motcua', 'user', 'add', 'tinh', '--role', 'province', '--password-file', 'pw'], **run)
    serve = start(BIN + '/motcua', 'serve', '--listen', '127.0.0.1:0', '--no-poll', cwd=folder, env=env,
                  stdout=open(folder + '/listen', 'w'), stderr=open(folder + '/log', 'w'))
    site = waited(folder + '/listen', serve).rstrip('/')
    opener, cookie = login(site)
    body = opener.open(urllib.request.Request(site + PAGE, headers={'Accept-Encoding': 'gzip'})).read()
    file, rounds = nginx(folder, body), []
    before = memory_mib(serve.pid)
    for _ in range(ROUNDS):
        told = {'nothing else': wrk(site + PAGE, cookie, SECONDS)}
        polls = start('sh', '-c', 'while :; do "$1" collect --full || exit; done', 'sh', BIN + '/motcua', cwd=folder, env=env,
                      stderr=open(folder + '/polls', 'w'), start_new_session=True)
        told['while all is polled'] = wrk(site + PAGE, cookie, SECONDS)
        os.killpg(polls.pid, signal.SIGTERM)
        polls.wait()
        told['nginx, of a file'] = wrk(file, cookie, SECONDS)
        told['as fast as they can'], told['as fast as they can, nginx'] = wrk(site + PAGE, cookie, SECONDS, False), wrk(file, cookie, SECONDS, False)
        rounds.append(told)
    judge(rounds, before, memory_mib(serve.pid))


def judge(rounds, before, after):
    result = Result('serve')
    of = lambda what, field: [told[what][field] for told in rounds]
    for what in rounds[0]:
        result.row(name=what, readers=READERS, requests_a_second=of(what, 'rate'), p50_ms=of(what, '50'), p99_ms=of(what, '99'),
                   errors=sum(of(what, 'errors'), []))
        tell('%d readers, %s' % (READERS, what), {**{f: statistics.median(of(what, f)) for f in ('rate', '50', '99')},
                                                  'errors': sum(of(what, 'errors'), [])})
    polled, fast = 'while all is polled', 'as fast as they can'
    result.value('p99 of a page, %d readers, while all is polled' % READERS, of(polled, '99'), 'ms', LIMIT_MS)
    result.ratio('p99 of a page while all is polled : nginx', of(polled, '99'), of('nginx, of a file', '99'), 'nginx, the same bytes from a file')
    result.ratio('requests a second : nginx', of(fast, 'rate'), of(fast + ', nginx', 'rate'), 'nginx, the same bytes from a file')
    result.value('requests that failed', sum(len(told[what]['errors']) for told in rounds for what in told), '', 0)
    result.value('memory that serve took under load', after - before, 'MiB', 32)
    result.write()


with tempfile.TemporaryDirectory() as place:
    try:
        main(place)
    finally:
        for child in reversed(children):
            child.terminate()
        for child in children:
            child.wait()
