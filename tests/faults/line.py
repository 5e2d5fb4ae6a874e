#!/usr/bin/env python3
"""A line between two network namespaces that loses packets, delays them, sends them twice and out of order, or is unplugged.

    line.py NAMESPACE NAMESPACE CONTROL     carries IP packets between 10.203.77.1/24 in the one and 10.203.77.2/24 in the other
    line.py relay ADDRESS PORT_FILE TARGET  TCP on ADDRESS, on to 127.0.0.1:TARGET (a number) or to a socket's path

A kernel's netem does the same; not every kernel has it, and a packet lost here is as lost. CONTROL is read every 20 ms: words
loss=PERCENT delay=MS jitter=MS twice=PERCENT down. Jitter makes packets overtake each other. Needs root and /dev/net/tun.
"""
import fcntl
import heapq
import os
import random
import select
import socket
import struct
import subprocess
import sys
import threading
import time

TUNSETIFF, IFF_TUN_NO_PI = 0x400454ca, 0x1001


def tun(namespace, address):
    f = os.open('/dev/net/tun', os.O_RDWR)
    name = fcntl.ioctl(f, TUNSETIFF, struct.pack('16sH22x', b'mcline%d', IFF_TUN_NO_PI))[:16].rstrip(b'\0').decode()
    subprocess.run(['ip', 'link', 'set', name, 'netns', namespace], check=True)
    for words in (['addr', 'add', address + '/24', 'dev', name], ['link', 'set', name, 'up'], ['link', 'set', 'lo', 'up']):
        subprocess.run(['ip', '-n', namespace, *words], check=True)
    return f


def carry(one, other, control):
    ends, waiting, luck, turn = {one: other, other: one}, [], random.Random(7), 0
    wish, seen = {}, None
    counts = {'carried': 0, 'lost': 0, 'twice': 0, 'overtaken': 0}
    newest = {one: 0, other: 0}
    looked = 0
    while True:
        now = time.monotonic()
        ready, _, _ = select.select([one, other], [], [], max(0, waiting[0][0] - now) if waiting else 0.2)
        if time.monotonic() > looked + 0.02:
            looked = time.monotonic()
            with open(control + '.told.new', 'w', encoding='ascii') as f:
                f.write(' '.join(f'{k}={v}' for k, v in counts.items()) + '\n')
            os.rename(control + '.told.new', control + '.told')
            stamp = os.stat(control).st_ino, os.stat(control).st_mtime_ns
            if stamp != seen:
                seen = stamp
                with open(control, encoding='ascii') as f:
                    wish = dict((w.split('=') + ['1'])[:2] for w in f.read().split())
        for end in ready:
            packet = os.read(end, 65536)
            if 'down' in wish or luck.uniform(0, 100) < float(wish.get('loss', 0)):
                counts['lost'] += 1
                continue
            for copy in range(1 + (luck.uniform(0, 100) < float(wish.get('twice', 0)))):
                counts['twice'] += copy
                turn += 1
                due = time.monotonic() + (float(wish.get('delay', 0)) + luck.uniform(0, float(wish.get('jitter', 0)))) / 1000
                heapq.heappush(waiting, (due, turn, ends[end], packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, order, end, packet = heapq.heappop(waiting)
            counts['overtaken'] += order < newest[end]
            newest[end] = max(newest[end], order)
            counts['carried'] += 1
            if 'down' not in wish:
                os.write(end, packet)


def pump(a, b):
    try:
        while data := a.recv(65536):
            b.sendall(data)
    except OSError:
        pass
    for s in (a, b):
        try:
            s.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def relay(address, port_file, target):
    server = socket.create_server((address, 0))
    with open(port_file + '.new', 'w', encoding='ascii') as f:
        f.write(str(server.getsockname()[1]))
    os.rename(port_file + '.new', port_file)
    while True:
        near, _ = server.accept()
        try:
            far = socket.create_connection(('127.0.0.1', int(target))) if target.isdigit() else socket.socket(socket.AF_UNIX)
            if not target.isdigit():
                far.connect(target)
        except OSError:
            near.close()
            continue
        for pair in ((near, far), (far, near)):
            threading.Thread(target=pump, args=pair, daemon=True).start()


if sys.argv[1] == 'relay':
    relay(*sys.argv[2:5])
else:
    ends = tun(sys.argv[1], '10.203.77.1'), tun(sys.argv[2], '10.203.77.2')
    print('up', flush=True)
    carry(*ends, sys.argv[3])
