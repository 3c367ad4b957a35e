"""Connections with TLS for tests that decide every byte, and every step of a handshake."""

import socket
import ssl

from raw_http import Connection


def client_context(authority, version=None, certificate=None):
    context = ssl.create_default_context(cafile=authority.cert)
    if version is not None:
        context.minimum_version = context.maximum_version = version
    if certificate is not None:
        context.load_cert_chain(certificate.cert, certificate.key)
    return context


class TlsConnection(Connection):
    """A Connection whose handshake is done. Ends without close_notify are errors."""

    def __init__(self, port, context, seconds=15, session=None):
        super().__init__(port, seconds)
        plain = self.socket
        try:
            self.socket = context.wrap_socket(plain, server_hostname="localhost", session=session,
                                              suppress_ragged_eofs=False)
        except BaseException:
            plain.close()
            raise

    def peer_name(self):
        return dict(part[0] for part in self.socket.getpeercert()["subject"])["commonName"]


class SteppedTls:
    """A client whose records pass through the test's hands."""

    def __init__(self, port, context, seconds=15):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        self.received, self.to_send = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.received, self.to_send, server_hostname="localhost")

    def first_flight(self):
        """The bytes of the ClientHello."""
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            pass
        return self.to_send.read()

    def flush(self):
        data = self.to_send.read()
        if data:
            self.socket.sendall(data)

    def receive(self):
        data = self.socket.recv(65536)
        self.received.write(data) if data else self.received.write_eof()
        return data

    def step_until_done(self, function, *arguments):
        while True:
            try:
                result = function(*arguments)
                self.flush()
                return result
            except ssl.SSLWantReadError:
                self.flush()
                self.receive()
