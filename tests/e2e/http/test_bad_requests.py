"""What is not HTTP, too large, or never ends: an error, and a server that goes on."""

import json
import random
import socket
import unittest

from raw_http import Connection, FixedReplyServer, headers, post

MAX_BODY_BYTES = 16 * 1024 * 1024


class BadRequests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = FixedReplyServer("-inMemory")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def tearDown(self):
        # Whatever a test did, the server is there for the next client.
        with Connection(self.server.port) as connection:
            self.assertEqual(connection.ask(post()).body, b"{}")

    def assert_refused(self, data, status, error_type="MalformedHttpRequestException"):
        """The server replies with that error and closes."""
        with Connection(self.server.port) as connection:
            try:
                connection.send(data)
            except (ConnectionResetError, BrokenPipeError):
                pass  # the reply came before all was sent
            reply = connection.read_reply()
            self.assertEqual(reply.status, status)
            self.assertEqual(json.loads(reply.body)["__type"],
                             "com.amazon.coral.service#" + error_type)
            self.assertEqual(reply.headers["connection"], "close")
            connection.socket.shutdown(socket.SHUT_WR)
            self.assertTrue(connection.is_closed())

    def test_garbage(self):
        self.assert_refused(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n", 400)

    def test_random_bytes_never_hurt(self):
        chance = random.Random(20261122)
        for _ in range(200):
            with Connection(self.server.port) as connection:
                connection.send(chance.randbytes(chance.randrange(1, 500)) + b"\r\n\r\n")
                connection.socket.shutdown(socket.SHUT_WR)
                while connection.socket.recv(65536):
                    pass

    def test_cut_requests_never_hurt(self):
        request = post(b'{"a":1}', Transfer_Encoding=None)
        for length in range(len(request)):
            with Connection(self.server.port) as connection:
                connection.send(request[:length])
                connection.socket.shutdown(socket.SHUT_WR)
                self.assertTrue(connection.is_closed(), length)

    def test_mutated_requests_never_hurt(self):
        chance = random.Random(7)
        for _ in range(300):
            request = bytearray(post(b'{"a":1}'))
            for _ in range(chance.randrange(1, 4)):
                request[chance.randrange(len(request))] = chance.randrange(256)
            with Connection(self.server.port) as connection:
                connection.send(bytes(request))
                connection.socket.shutdown(socket.SHUT_WR)
                while connection.socket.recv(65536):
                    pass

    def test_missing_host(self):
        with Connection(self.server.port) as connection:
            self.assertEqual(connection.ask(post(Host=None)).status, 400)

    def test_header_flood(self):
        flood = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 100) for number in range(5000))
        self.assert_refused(b"GET / HTTP/1.1\r\n" + flood + b"\r\n", 431)

    def test_one_endless_header(self):
        self.assert_refused(b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000, 431)

    def test_endless_target(self):
        self.assert_refused(b"GET /" + b"x" * 200_000, 431)

    def test_endless_chunk_extension(self):
        self.assert_refused(b"POST / HTTP/1.1\r\n" + headers(Transfer_Encoding="chunked") +
                            b"\r\n2;" + b"x" * 300_000, 400)

    def test_bad_chunk_size(self):
        self.assert_refused(b"POST / HTTP/1.1\r\n" + headers(Transfer_Encoding="chunked") +
                            b"\r\nzz\r\n", 400)

    def test_body_over_the_limit_is_refused_by_its_length(self):
        head = (b"POST / HTTP/1.1\r\n" + headers(Content_Length=str(MAX_BODY_BYTES + 1)) + b"\r\n")
        self.assert_refused(head, 413, "RequestEntityTooLargeException")

    def test_body_over_the_limit_is_refused_while_it_is_sent(self):
        self.assert_refused(post(b"x" * (MAX_BODY_BYTES + 1)), 413, "RequestEntityTooLargeException")

    def test_body_over_the_limit_is_not_asked_for(self):
        head = headers(Content_Length=str(MAX_BODY_BYTES + 1), Expect="100-continue")
        self.assert_refused(b"POST / HTTP/1.1\r\n" + head + b"\r\n", 413,
                            "RequestEntityTooLargeException")

    def test_chunks_over_the_limit(self):
        chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
        self.assert_refused(b"POST / HTTP/1.1\r\n" + headers(Transfer_Encoding="chunked") +
                            b"\r\n" + chunk * 17, 413, "RequestEntityTooLargeException")

    def test_two_lengths(self):
        self.assert_refused(post(Content_Length="2\r\nContent-Length: 3"), 400)

    def test_a_length_beside_chunks(self):
        self.assert_refused(post(Content_Length="2", Transfer_Encoding="chunked"), 400)

    def test_a_good_request_before_a_bad_one_is_answered(self):
        with Connection(self.server.port) as connection:
            connection.send(post(b'{"a":1}') + b"rubbish\r\n\r\n")
            self.assertEqual(connection.read_reply().body, b'{"a":1}')
            self.assertEqual(connection.read_reply().status, 400)

    def test_client_that_leaves_without_reading(self):
        for _ in range(20):
            with Connection(self.server.port) as connection:
                connection.send(post(operation="Large") * 20)


if __name__ == "__main__":
    unittest.main()
