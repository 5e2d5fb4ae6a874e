#!/usr/bin/env python3
"""What pages cost under load. usage: bench_serve.py BIN-FOLDER [SECONDS [READERS]]
A composed district of 20,000 dossiers; READERS (200) read the page of a commune over loopback (wrk), each some 0.3 to 0.7 s after it has the last: while nothing else
happens, and while all dossiers are polled again and again; then as fast as they can. The same of the same bytes from a file by Debian's
nginx. Told: requests a second, latency, errors, memory. The machine is shared by all of them: wrk, serve, the poll and the portal;
and by whatever else runs: the latency of nginx in the same run says how much that is."""
import json, os, re, signal, socket, subprocess, sys, tempfile, time, urllib.parse, urllib.request, http.cookiejar

BIN = os.path.abspath(sys.argv[1])
SECONDS, READERS = ([int(a) for a in sys.argv[2:]] + [20, 200][len(sys.argv) - 2:])[:2]
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
    quiet = wrk(site + PAGE, cookie, SECONDS)
    before = memory_mib(serve.pid)
    polls = start('sh', '-c', 'while :; do "$1" collect --full || exit; done', 'sh', BIN + '/motcua', cwd=folder, env=env,
                  stderr=open(folder + '/polls', 'w'), start_new_session=True)
    polled = wrk(site + PAGE, cookie, SECONDS)
    os.killpg(polls.pid, signal.SIGTERM)
    polls.wait()
    told = open(folder + '/polls').read()
    file = nginx(folder, body)
    by_nginx = wrk(file, cookie, SECONDS)
    fast, nginx_fast = wrk(site + PAGE, cookie, SECONDS, False), wrk(file, cookie, SECONDS, False)
    after = memory_mib(serve.pid)
    tell('%d readers, nothing else' % READERS, quiet)
    tell('%d readers while all is polled' % READERS, polled, '   (%d full polls)' % (told.count('20.000') + told.count('20,000')))
    tell('%d readers of nginx, of a file' % READERS, by_nginx)
    tell('as fast as they can', fast)
    tell('as fast as they can, nginx', nginx_fast)
    print('p99 of the page while all is polled: %.1f ms of %d (nginx in the same run: %.1f); %.2f of the rate of nginx; memory %.0f -> %.0f MiB'
          % (polled['99'], LIMIT_MS, by_nginx['99'], fast['rate'] / nginx_fast['rate'], before, after))
    return polled['99'] <= LIMIT_MS and not polled['errors'] and after < before + 32


with tempfile.TemporaryDirectory() as place:
    try:
        ok = main(place)
    finally:
        for child in reversed(children):
            child.terminate()
        for child in children:
            child.wait()
sys.exit(0 if ok else 1)
