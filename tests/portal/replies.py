"""A portal that answers what a test wrote down: replies() is called with the number of the page that is asked for (None: no page) and
the path, and gives (status, headers, bytes). Used by flow tests for replies that no sample portal would make up."""
import http.server
import threading
import urllib.parse


class Portal:
    def __init__(self):
        self.replies, self.asked = None, 0
        portal = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *_):
                pass

            def do_POST(self):
                self.rfile.read(int(self.headers.get('Content-Length') or 0))
                self.do_GET()

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                page = dict(urllib.parse.parse_qsl(url.query)).get('page')
                portal.asked += 1
                status, headers, body = portal.replies(None if page is None else int(page), url.path)
                self.send_response(status)
                for name, value in {'Content-Type': 'application/json', **headers}.items():
                    self.send_header(name, value)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = 'http://127.0.0.1:%d' % self.server.server_address[1]
