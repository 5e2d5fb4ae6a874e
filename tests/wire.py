#!/usr/bin/env python3
"""What the sample portal cannot do, for tests: breaks HTTP itself, or stands between motcua and a portal.

    wire.py PORT_FILE hostile             the first part of the path says how it misbehaves
    wire.py PORT_FILE proxy [USER:PASS]   a forward proxy: GET http://..., CONNECT; with an account if one is given
    wire.py PORT_FILE mutual CERT KEY CA PORT
                                          TLS with a client certificate of CA, then on to 127.0.0.1:PORT
    wire.py PORT_FILE http2 CERT KEY      TLS; HTTP/2 alone; a listing of three dossiers to whatever is asked

Listens on 127.0.0.1 alone, writes its port to PORT_FILE, a line for each request to stdout, and runs until it is killed.
"""
import base64
import gzip
import json
import os
import re
import socket
import ssl
import sys
import threading
import time
import zlib

OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
HEAD = b'{"total":1,"data":['


def head_read(peer):
    """Everything up to the empty line, as text; '' where the peer has gone."""
    got = b''
    while b'\r\n\r\n' not in got and len(got) < 1 << 16:
        some = peer.recv(65536)
        if not some:
            return '', b''
        got += some
    head, rest = got.split(b'\r\n\r\n', 1)
    return head.decode('latin-1'), rest


# --- hostile ---

def forever(peer, piece):
    while True:
        peer.sendall(piece)


def whole(peer, body, head=OK):
    peer.sendall(head + b'Content-Length: %d\r\nConnection: close\r\n\r\n' % len(body) + body)


def redirect(where):
    return lambda peer, path: whole(peer, b'', b'HTTP/1.1 302 Found\r\nLocation: ' + where(path) + b'\r\n')


def packed(times, megabytes, head=OK):
    def serve(peer, path):
        packer, blank = zlib.compressobj(1, wbits=31), b' ' * (1 << 20)
        body = b''.join([packer.compress(HEAD)] + [packer.compress(blank) for _ in range(megabytes)] + [packer.flush()])
        for _ in range(times - 1):
            body = gzip.compress(body)
        whole(peer, body, head + b'Content-Encoding: ' + b', '.join([b'gzip'] * times) + b'\r\n')
    return serve


def drip(peer, path):
    peer.sendall(OK + b'Content-Length: 100000\r\n\r\n' + HEAD)
    while True:
        peer.sendall(b' ')
        time.sleep(0.2)


def row(n):
    return {'dossierId': n, 'dossierNo': 'G%d' % n, 'govAgencyCode': 'H1', 'govAgencyName': 'Xã Mẫu', 'serviceCode': '1',
            'receiveDate': '01/11/2022 08:00:00', 'dossierStatus': 'processing', 'online': n % 2 == 0}


def flood(peer, path):
    """One reply that never ends."""
    peer.sendall(OK + b'Transfer-Encoding: chunked\r\n\r\n')
    rows = (',' .join(json.dumps(row(n)) for n in range(500)) + ',').encode()
    first = HEAD
    while True:
        peer.sendall(b'%x\r\n' % len(first + rows) + first + rows + b'\r\n')
        first = b''


def lie(peer, path):
    """A listing that never ends: always another page of rows that nobody has seen."""
    start = int(re.search(r'start=(\d+)', path).group(1))
    whole(peer, json.dumps({'total': 10 ** 9, 'data': [row(n) for n in range(start, start + 500)]}).encode())


def hang(peer, path):
    peer.recv(1)


DATE = 'Fri, 25 Nov 2022 08:00:00 GMT'
COUNT = {'total': 1, 'data': [{'govAgencyCode': 'H1', 'govAgencyName': 'Xã Mẫu', 'totalCount': 5, 'reporting': True}]}

HOSTILE = {
    'dated': lambda peer, path: whole(peer, json.dumps(COUNT).encode(), OK + b'Last-Modified: ' + DATE.encode() + b'\r\n'),
    'hang': hang, 'flood': flood, 'lie': lie, 'drip': drip,
    'header-flood': lambda peer, path: whole(peer, b'', OK + b''.join(b'X-%d: a\r\n' % n for n in range(2000))),
    'header-endless': lambda peer, path: (peer.sendall(OK), forever(peer, b'X-A: ' + b'a' * 200 + b'\r\n')),
    'header-long': lambda peer, path: (peer.sendall(OK + b'X-A: '), forever(peer, b'a' * 4096)),
    'interim': lambda peer, path: forever(peer, b'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
    'cookies': lambda peer, path: whole(peer, b'', OK + b''.join(
        b'Set-Cookie: c%d=%s\r\n' % (n, b'a' * 400) for n in range(200))),
    'chunk-garbage': lambda peer, path: peer.sendall(OK + b'Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n'),
    'chunk-huge': lambda peer, path: peer.sendall(OK + b'Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFF\r\n{}'),
    'length-huge': lambda peer, path: peer.sendall(OK + b'Content-Length: 99999999999999999999\r\n\r\n' + HEAD),
    'length-negative': lambda peer, path: peer.sendall(OK + b'Content-Length: -5\r\n\r\n' + HEAD),
    'no-http': lambda peer, path: peer.sendall(b'220 mail.example.invalid ESMTP ready\r\n\r\n'),
    'nothing': lambda peer, path: None,
    'not-asked': lambda peer, path: peer.sendall(b'HTTP/1.1 304 Not Modified\r\n\r\n'),
    'bomb': packed(1, 300), 'bomb-twice': packed(2, 300),
    'bomb-503': packed(1, 300, b'HTTP/1.1 503 Busy\r\n'),
    'packed': lambda peer, path: whole(peer, gzip.compress(json.dumps({'total': 3, 'data': [row(1), row(2), row(3)]}).encode()),
                                       OK + b'Content-Encoding: gzip\r\n'),
    'unpack-half': lambda peer, path: whole(peer, gzip.compress(HEAD + b'1' * 1000)[:20], OK + b'Content-Encoding: gzip\r\n'),
    'unpack-not': lambda peer, path: whole(peer, HEAD + b' ' * 100, OK + b'Content-Encoding: gzip\r\n'),
    'loop': redirect(lambda path: path.encode()),
    'elsewhere': redirect(lambda path: b'http://evil.example.invalid/?token=bi-mat'),
    'account': redirect(lambda path: b'http://u:bi-mat@evil.example.invalid/'),
    'utf8': redirect(lambda path: b'http://\xff\xfe\x1b[31m.invalid/'),
    'utf8-type': lambda peer, path: whole(peer, HEAD, b'HTTP/1.1 200 \xff\xfe\r\nContent-Type: \xff\x1b[31m\r\nETag: "\xff"\r\n'),
    'html': lambda peer, path: whole(peer, b'<!doctype html><title>Trang</title>', OK.replace(b'application/json', b'text/html')),
}


def hostile(peer):
    head, _ = head_read(peer)
    if head.startswith('GET /packed/') and 'gzip' not in head:
        return
    if head.startswith('GET /dated/') and 'If-Modified-Since: %s\r\n' % DATE in head + '\r\n':
        print('spared', flush=True)
        peer.sendall(b'HTTP/1.1 304 Not Modified\r\n\r\n')
        return
    if head:
        path = head.split(' ')[1]
        print(path, flush=True)
        HOSTILE[path.split('/')[1]](peer, path)


# --- between ---

def pump(source, target):
    try:
        while True:
            some = source.recv(65536)
            if not some:
                break
            target.sendall(some)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def join(peer, other):
    back = threading.Thread(target=pump, args=(other, peer), daemon=True)
    back.start()
    pump(peer, other)
    back.join()


def relay(peer, port_or_place, method, path, headers):
    """One request without a body, and its reply."""
    kept = [h for h in headers if not h.lower().startswith(('proxy-', 'connection:'))]
    with socket.create_connection(port_or_place) as other:
        other.sendall('\r\n'.join(['%s %s HTTP/1.1' % (method, path)] + kept + ['Connection: close', '', '']).encode('latin-1'))
        pump(other, peer)


def proxy(account):
    wanted = account and 'Basic ' + base64.b64encode(account.encode()).decode()

    def serve(peer):
        head, rest = head_read(peer)
        if not head:
            return
        line, *headers = head.split('\r\n')
        method, target, _ = line.split(' ')
        print(method, target, flush=True)
        given = [h.split(': ', 1)[1] for h in headers if h.lower().startswith('proxy-authorization: ')]
        if wanted and given != [wanted]:
            peer.sendall(b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
            return
        place, path = re.fullmatch(r'(?:http://)?([^/]+)(.*)', target).groups()
        host, port = place.rsplit(':', 1)
        if method != 'CONNECT':
            relay(peer, (host, int(port)), method, path, headers)
            return
        with socket.create_connection((host, int(port))) as other:
            peer.sendall(b'HTTP/1.1 200 OK\r\n\r\n')
            other.sendall(rest)
            join(peer, other)
    return serve


def mutual(cert, key, ca, port):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(cert, key)

    def serve(peer):
        with context.wrap_socket(peer, server_side=True, do_handshake_on_connect=False) as tls:
            try:
                tls.do_handshake()
            except ssl.SSLError:  # what is closed with bytes unread is reset, and the reason lost
                with socket.socket(fileno=os.dup(tls.fileno())) as raw:
                    while raw.recv(65536):
                        pass
                return
            print(dict(x[0] for x in tls.getpeercert()['subject'])['commonName'], flush=True)
            line, *headers = head_read(tls)[0].split('\r\n')
            relay(tls, ('127.0.0.1', int(port)), *line.split(' ')[:2], headers)
    return serve


# --- HTTP/2 ---

SETTINGS, HEADERS, DATA, END_STREAM, END_HEADERS, ACK = 4, 1, 0, 1, 4, 1


def frame(kind, flags, stream, payload=b''):
    return len(payload).to_bytes(3, 'big') + bytes([kind, flags]) + stream.to_bytes(4, 'big') + payload


def http2(cert, key):
    """The least of RFC 9113: what is asked is not looked at, so no header is unpacked."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    context.set_alpn_protocols(['h2'])
    body = json.dumps({'total': 3, 'data': [row(n) for n in range(1, 4)]}).encode()
    kind = b'application/json'
    head = b'\x88' + b'\x0f\x10' + bytes([len(kind)]) + kind  # :status 200; content-type, as it is

    def serve(peer):
        with context.wrap_socket(peer, server_side=True) as tls, tls.makefile('rb') as got:
            if tls.selected_alpn_protocol() != 'h2' or not got.read(24).startswith(b'PRI * HTTP/2'):
                return
            tls.sendall(frame(SETTINGS, 0, 0))
            while True:
                start = got.read(9)
                if len(start) < 9:
                    return
                got.read(int.from_bytes(start[:3], 'big'))
                stream = int.from_bytes(start[5:9], 'big')
                if start[3] == SETTINGS and not start[4] & ACK:
                    tls.sendall(frame(SETTINGS, ACK, 0))
                elif start[3] == HEADERS:
                    print('h2', stream, flush=True)
                    tls.sendall(frame(HEADERS, END_HEADERS, stream, head) + frame(DATA, END_STREAM, stream, body))
    return serve


def guarded(serve, peer):
    try:
        with peer:
            serve(peer)
    except (OSError, ValueError, KeyError):
        pass  # whoever was served badly has gone


def main():
    port_file, mode, *rest = sys.argv[1:]
    serve = {'hostile': lambda: hostile, 'proxy': lambda account=None: proxy(account), 'mutual': mutual, 'http2': http2}[mode](*rest)
    door = socket.create_server(('127.0.0.1', 0), backlog=128)
    with open(port_file + '.new', 'w') as out:
        out.write('%d\n' % door.getsockname()[1])
    os.rename(port_file + '.new', port_file)
    while True:
        peer, _ = door.accept()
        threading.Thread(target=guarded, args=(serve, peer), daemon=True).start()


main()
