"""A real SMTP server (Debian's aiosmtpd) on loopback that behaves as the file `mode` in its folder says. Each mail that it takes
becomes taken/N.eml with the envelope in front; what happened is in server.log.

usage: mail_server.py FOLDER CERTIFICATE KEY   writes the port into FOLDER/port

modes: take · refuse (550) · grey (451 to the first try of each recipient) · cut-rcpt · cut-data (inside the letter)
       · hold-data (inside the letter, without an end) · cut-dot (not taken, no answer) · hold-dot (taken, no answer)"""
import asyncio
import pathlib
import socket
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, syntax

folder = pathlib.Path(sys.argv[1])
(folder / 'taken').mkdir(exist_ok=True)
tried = set()


def mode():
    return (folder / 'mode').read_text().strip()


def log(*words):
    with open(folder / 'server.log', 'a') as f:
        print(*words, file=f)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        assert session.ssl, 'the letter came without TLS'
        log('rcpt', address, mode())
        if mode() == 'refuse':
            return '550 5.1.1 No such mailbox here'
        if mode() == 'cut-rcpt':
            server.transport.abort()
        if mode() == 'grey' and address not in tried:
            tried.add(address)
            return '451 4.7.1 Greylisted, try again'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        log('data', mode(), len(envelope.content))
        if mode() == 'cut-dot':
            server.transport.abort()
            return '421 gone'
        n = len(list((folder / 'taken').iterdir()))
        (folder / 'taken' / f'{n}.eml').write_bytes(
            f'X-Envelope: {envelope.mail_from} {" ".join(envelope.rcpt_tos)}\r\n'.encode() + envelope.content)
        log('taken', n)
        if mode() == 'hold-dot':
            await asyncio.sleep(600)
        return '250 2.0.0 taken'


class Server(SMTP):
    @syntax('DATA')
    async def smtp_DATA(self, arg):
        if mode() not in ('cut-data', 'hold-data'):
            return await super().smtp_DATA(arg)
        self.transport._ssl_protocol._transport.pause_reading()  # the letter fills what the kernel holds, and stays under way
        await self.push('354 go on')
        await asyncio.sleep(0.3)
        log('part', mode())
        if mode() == 'hold-data':
            await asyncio.sleep(600)
        self.transport.abort()


def authenticate(server, session, envelope, mechanism, data):
    good = mechanism in ('PLAIN', 'LOGIN') and data.login == b'may' and data.password == b'mat khau'
    log('auth', mechanism, good)
    return AuthResult(success=good, handled=False)


async def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[2], sys.argv[3])

    def factory():
        return Server(Handler(), hostname='mail.example', tls_context=tls, require_starttls=True,
                      authenticator=authenticate, auth_required=True, auth_require_tls=True)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listening.bind(('127.0.0.1', 0))
    server = await asyncio.get_running_loop().create_server(factory, sock=listening)
    (folder / 'port.new').write_text(str(server.sockets[0].getsockname()[1]))
    (folder / 'port.new').rename(folder / 'port')
    await server.serve_forever()

asyncio.run(main())
