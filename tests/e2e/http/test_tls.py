"""HTTPS: what a client may speak, and what becomes of clients that are odd, slow, or many."""

import socket
import ssl
import struct
import threading
import time
import unittest
import warnings

from certificates import Authority
from raw_http import Connection, FixedReplyServer, post, wait_for
from tls_connection import SteppedTls, TlsConnection, client_context

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.authority = Authority()
        cls.addClassCleanup(cls.authority.remove)
        cls.certificate = cls.authority.issue("server")
        cls.context = client_context(cls.authority)

    def start(self, *flags):
        server = FixedReplyServer("-inMemory", "--tls-port", "0", *self.certificate.flags(), *flags)
        self.addCleanup(server.stop)
        return server

    def connect(self, server, context=None, **options):
        connection = TlsConnection(server.tls_port, context or self.context, **options)
        self.addCleanup(connection.socket.close)
        return connection

    def has_place(self, server):
        with Connection(server.port) as connection:
            return connection.ask(post()).status == 200


class Protocol(TlsTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = FixedReplyServer("-inMemory", "--tls-port", "0", *cls.certificate.flags())
        cls.addClassCleanup(cls.server.stop)

    def test_versions_1_2_and_1_3_are_spoken(self):
        for version, name in zip(VERSIONS, ("TLSv1.2", "TLSv1.3")):
            connection = self.connect(self.server, client_context(self.authority, version))
            self.assertEqual(connection.socket.version(), name)
            self.assertEqual(connection.ask(post(b"[1]")).body, b"[1]")
            self.assertIn(connection.socket.cipher()[2], (128, 256))

    def test_version_1_1_is_refused(self):
        context = client_context(self.authority)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        with self.assertRaisesRegex(ssl.SSLError, "PROTOCOL_VERSION"):
            self.connect(self.server, context)

    def test_ciphers_without_forward_secrecy_or_authentication_are_refused(self):
        for cipher in ("AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256"):
            context = client_context(self.authority, ssl.TLSVersion.TLSv1_2)
            context.set_ciphers(cipher)
            with self.subTest(cipher=cipher), self.assertRaisesRegex(ssl.SSLError, "HANDSHAKE_FAILURE"):
                self.connect(self.server, context)

    def test_http_1_1_is_chosen_among_the_protocols_of_a_client(self):
        context = client_context(self.authority)
        context.set_alpn_protocols(["h2", "http/1.1"])
        connection = self.connect(self.server, context)
        self.assertEqual(connection.socket.selected_alpn_protocol(), "http/1.1")
        context.set_alpn_protocols(["h2"])
        with self.assertRaisesRegex(ssl.SSLError, "no application protocol"):
            self.connect(self.server, context)

    def test_a_session_is_resumed(self):
        for version in VERSIONS:
            context = client_context(self.authority, version)
            first = self.connect(self.server, context)
            self.assertEqual(first.ask(post()).status, 200)  # in 1.3 the ticket comes with it
            self.assertFalse(first.socket.session_reused)
            second = self.connect(self.server, context, session=first.socket.session)
            self.assertTrue(second.socket.session_reused, version)
            self.assertEqual(second.ask(post()).status, 200)

    def test_plain_http_on_the_tls_port_is_told_so(self):
        with Connection(self.server.tls_port) as connection:
            reply = connection.ask(post())
            self.assertEqual(reply.status, 400)
            self.assertIn(b"This port takes HTTPS only.", reply.body)
            self.assertTrue(connection.is_closed())

    def test_rubbish_on_the_tls_port_is_closed(self):
        for rubbish in (b"\0" * 100, b"SSH-2.0-OpenSSH_9.2\r\n", b"\x16\x03\x01\xff\xff" + b"x" * 100):
            with self.subTest(rubbish=rubbish[:10]), Connection(self.server.tls_port) as connection:
                connection.send(rubbish)
                while connection._receive():
                    pass  # an alert, at the most

    def test_tls_on_the_plain_port_fails_at_once(self):
        start = time.monotonic()
        with self.assertRaises(ssl.SSLError):
            TlsConnection(self.server.port, self.context)
        self.assertLess(time.monotonic() - start, 5)

    def test_requests_may_be_pipelined(self):
        connection = self.connect(self.server)
        connection.send(b"".join(post(b"[%d]" % i) for i in range(200)))
        self.assertEqual([connection.read_reply().body for _ in range(200)],
                         [b"[%d]" % i for i in range(200)])

    def test_a_request_may_come_in_records_of_one_byte(self):
        connection = self.connect(self.server)
        for byte in post(b"[1]"):
            connection.send(bytes([byte]))
        self.assertEqual(connection.read_reply().body, b"[1]")

    def test_large_bodies_go_both_ways(self):
        body = bytes(i % 251 for i in range(15_000_001))
        for version in VERSIONS:
            connection = self.connect(self.server, client_context(self.authority, version))
            for _ in range(2):
                # By one thread: Python lets two at the same OpenSSL connection, which is not made for it.
                reply = connection.ask(post(body))
                self.assertEqual(reply.status, 200)
                self.assertTrue(reply.body == body)

    def test_a_reply_waits_for_a_slow_reader(self):
        connection = self.connect(self.server)
        connection.send(post(operation="Large") * 8)
        time.sleep(0.5)
        for _ in range(8):
            self.assertEqual(len(connection.read_reply().body), 1024 * 1024 + 2)
            time.sleep(0.05)

    def test_a_client_that_waits_for_100_continue_gets_it(self):
        connection = self.connect(self.server)
        head, body = post(b"[1]", Expect="100-continue").split(b"\r\n\r\n")
        self.assertEqual(connection.ask(head + b"\r\n\r\n").status, 100)
        self.assertEqual(connection.ask(body).body, b"[1]")


class Ends(TlsTest):
    def test_a_client_that_sends_no_more_still_gets_its_reply(self):
        server = self.start()
        client = SteppedTls(server.tls_port, self.context)
        self.addCleanup(client.socket.close)
        client.step_until_done(client.tls.do_handshake)
        client.tls.write(post(b"[1]"))
        try:
            client.tls.unwrap()  # close_notify, right behind the request
        except ssl.SSLWantReadError:
            pass
        client.flush()
        client.socket.shutdown(socket.SHUT_WR)
        reply = client.step_until_done(client.tls.read, 65536)
        self.assertTrue(reply.startswith(b"HTTP/1.1 200 ") and reply.endswith(b"[1]"), reply)

    def test_the_server_says_that_it_closes(self):
        server = self.start("--idle-timeout-seconds", "1")
        idle = self.connect(server)
        self.assertEqual(idle.ask(post()).status, 200)
        self.assertTrue(idle.is_closed())  # an end without close_notify would be an error
        asks_for_it = self.connect(server)
        self.assertEqual(asks_for_it.ask(post(Connection="close")).status, 200)
        self.assertTrue(asks_for_it.is_closed())

    def test_ends_of_every_kind_free_the_place(self):
        server = self.start("--max-connections", "1")

        def reset(plain):
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            plain.close()

        for end in (reset, socket.socket.close):
            for sent in (None, 1, 100):
                client = SteppedTls(server.tls_port, self.context)
                client.socket.sendall(client.first_flight()[:sent])
                end(client.socket)
                self.assertTrue(wait_for(lambda: self.has_place(server)), (end, sent))
            for request in (b"", post(b"{}")[:50], post(b"x" * 100_000)[:-1], post(operation="Large") * 3):
                connection = self.connect(server)
                connection.send(request)
                end(socket.socket(fileno=connection.socket.detach()))
                self.assertTrue(wait_for(lambda: self.has_place(server)), (end, request[:20]))

    def test_a_stop_ends_all_in_order(self):
        server = self.start()
        idle, busy = self.connect(server), self.connect(server)
        halfway = SteppedTls(server.tls_port, self.context)
        self.addCleanup(halfway.socket.close)
        halfway.socket.sendall(halfway.first_flight()[:50])
        self.assertEqual(idle.ask(post()).status, 200)
        request = post(b"[1]")
        busy.send(request[:-1])
        time.sleep(0.3)
        server.signal(15)
        time.sleep(0.3)
        self.assertEqual(busy.ask(request[-1:]).body, b"[1]")
        self.assertTrue(busy.is_closed())
        self.assertTrue(idle.is_closed())
        self.assertEqual(server.wait(5), 0)


class SlowAndMany(TlsTest):
    def test_a_handshake_has_its_time(self):
        server = self.start("--read-timeout-seconds", "1")
        start = time.monotonic()
        silent = socket.create_connection(("127.0.0.1", server.tls_port), timeout=15)
        trickling = SteppedTls(server.tls_port, self.context)
        for plain in (silent, trickling.socket):
            self.addCleanup(plain.close)
        ended = False
        for byte in trickling.first_flight() * 10:
            try:
                trickling.socket.sendall(bytes([byte]))
            except OSError:
                ended = True
                break
            self.assertEqual(self.connect(server).ask(post()).status, 200)
            time.sleep(0.05)
        self.assertTrue(ended)
        self.assertLess(time.monotonic() - start, 8)
        self.assertEqual(silent.recv(1), b"")

    def test_hundreds_that_stand_still_hold_up_nobody(self):
        server = self.start("--threads", "1")
        for _ in range(300):
            client = SteppedTls(server.tls_port, self.context)
            self.addCleanup(client.socket.close)
            client.socket.sendall(client.first_flight()[:-1])
        start = time.monotonic()
        for _ in range(10):
            self.assertEqual(self.connect(server).ask(post()).status, 200)
            self.assertTrue(self.has_place(server))
        self.assertLess(time.monotonic() - start, 5)

    def test_connections_that_shake_hands_count(self):
        server = self.start("--max-connections", "2")
        for _ in range(2):
            client = SteppedTls(server.tls_port, self.context)
            self.addCleanup(client.socket.close)
            client.socket.sendall(client.first_flight()[:-1])
        self.assertTrue(wait_for(lambda: not self.has_place(server)))
        self.assertEqual(self.connect(server).read_reply().status, 503)

    def test_many_shake_hands_at_once(self):
        server = self.start()
        replies = []

        def ask():
            for i in range(10):
                with TlsConnection(server.tls_port, self.context, seconds=60) as connection:
                    replies.append(connection.ask(post(b"[%d]" % i)).body == b"[%d]" % i)

        threads = [threading.Thread(target=ask) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(replies, [True] * 400)


if __name__ == "__main__":
    unittest.main()
