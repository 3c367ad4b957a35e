"""Well-formed HTTP/1.x in all its forms."""

import gzip
import json
import re
import unittest
import zlib

from raw_http import Connection, FixedReplyServer, headers, post


class RequestTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = FixedReplyServer("-inMemory")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def connect(self):
        connection = Connection(self.server.port)
        self.addCleanup(connection.socket.close)
        return connection

    def ask(self, data):
        return self.connect().ask(data)


class Connections(RequestTest):
    def test_keep_alive_serves_request_after_request(self):
        connection = self.connect()
        for number in range(100):
            body = json.dumps({"number": number}).encode()
            self.assertEqual(connection.ask(post(body)).body, body)

    def test_pipelined_requests_are_answered_in_order(self):
        connection = self.connect()
        bodies = [json.dumps({"number": number}).encode() for number in range(100)]
        connection.send(b"".join(post(body) for body in bodies))
        self.assertEqual([connection.read_reply().body for _ in bodies], bodies)

    def test_a_request_may_come_byte_by_byte(self):
        connection = self.connect()
        for byte in post(b'{"a":1}'):
            connection.send(bytes([byte]))
        self.assertEqual(connection.read_reply().body, b'{"a":1}')

    def test_empty_lines_between_requests_are_ignored(self):
        connection = self.connect()
        connection.send(post() + b"\r\n\r\n" + post(b"{ }"))
        self.assertEqual(connection.read_reply().body, b"{}")
        self.assertEqual(connection.read_reply().body, b"{ }")

    def test_connection_close_is_obeyed(self):
        connection = self.connect()
        reply = connection.ask(post(Connection="close"))
        self.assertEqual(reply.headers["connection"], "close")
        self.assertTrue(connection.is_closed())

    def test_http_1_0_is_closed_after_the_reply(self):
        connection = self.connect()
        reply = connection.ask(post(Host=None).replace(b"HTTP/1.1", b"HTTP/1.0"))
        self.assertEqual(reply.body, b"{}")
        self.assertEqual(reply.headers["connection"], "close")
        self.assertTrue(connection.is_closed())

    def test_http_1_0_may_ask_to_be_kept(self):
        connection = self.connect()
        request = post(Connection="keep-alive").replace(b"HTTP/1.1", b"HTTP/1.0")
        self.assertEqual(connection.ask(request).headers["connection"], "keep-alive")
        self.assertEqual(connection.ask(request).status, 200)

    def test_ipv6_loopback_is_served_too(self):
        try:
            connection = Connection(self.server.port, host="::1")
        except OSError:
            self.skipTest("no IPv6 on this machine")
        with connection:
            self.assertEqual(connection.ask(post()).status, 200)


class Bodies(RequestTest):
    def chunked(self, *chunks):
        framed = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
        return (b"POST / HTTP/1.1\r\n" + headers(Transfer_Encoding="chunked") + b"\r\n" + framed +
                b"0\r\n\r\n")

    def test_chunks_are_joined(self):
        connection = self.connect()
        self.assertEqual(connection.ask(self.chunked(b'{"a"', b":", b"1}")).body, b'{"a":1}')
        self.assertEqual(connection.ask(post()).body, b"{}")

    def test_a_trailer_is_ignored(self):
        request = self.chunked(b"{}").replace(b"0\r\n\r\n", b"0\r\nAuthorization: x\r\n\r\n")
        self.assertEqual(self.ask(request).body, b"{}")

    def test_a_large_body_comes_back_whole(self):
        body = b'"' + b"0123456789" * 1_000_000 + b'"'
        connection = self.connect()
        self.assertEqual(connection.ask(post(body)).body, body)
        self.assertEqual(connection.ask(self.chunked(body[:5_000_001], body[5_000_001:])).body, body)

    def test_a_body_of_16_mb_is_taken(self):
        body = b"x" * (16 * 1024 * 1024)
        self.assertEqual(len(self.ask(post(body)).body), len(body))

    def test_expectation_is_met_before_the_body(self):
        connection = self.connect()
        connection.send(b"POST / HTTP/1.1\r\n" +
                        headers(Expect="100-continue", Content_Length="2") + b"\r\n")
        self.assertEqual(connection.read_head().status, 100)
        self.assertEqual(connection.ask(b"{}").body, b"{}")

    def test_expectation_needs_no_reply_when_the_body_is_there(self):
        self.assertEqual(self.ask(post(Expect="100-continue")).status, 200)

    def test_expectation_is_met_for_each_request(self):
        connection = self.connect()
        for _ in range(2):
            connection.send(b"POST / HTTP/1.1\r\n" +
                            headers(Expect="100-continue", Content_Length="2") + b"\r\n")
            self.assertEqual(connection.read_head().status, 100)
            self.assertEqual(connection.ask(b"{}").status, 200)

    def test_another_expectation_fails(self):
        connection = self.connect()
        connection.send(b"POST / HTTP/1.1\r\n" + headers(Expect="tea", Content_Length="2") + b"\r\n")
        self.assertEqual(connection.read_reply().status, 417)


class Replies(RequestTest):
    def test_headers_are_those_of_the_service(self):
        reply = self.ask(post(b'{"a":1}'))
        self.assertRegex(reply.headers["x-amzn-requestid"], r"^[0-9A-V]{52}$")
        self.assertEqual(int(reply.headers["x-amz-crc32"]), zlib.crc32(b'{"a":1}'))
        self.assertEqual(reply.headers["content-type"], "application/x-amz-json-1.0")
        self.assertRegex(reply.headers["date"], r"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$")

    def test_request_ids_differ(self):
        connection = self.connect()
        ids = {connection.ask(post()).headers["x-amzn-requestid"] for _ in range(50)}
        self.assertEqual(len(ids), 50)

    def test_content_type_mirrors_the_request(self):
        for content_type in ("application/json", "application/x-amz-json-1.1"):
            reply = self.ask(post(Content_Type=content_type + "; charset=UTF-8"))
            self.assertEqual(reply.headers["content-type"], content_type)

    def test_gzip_where_it_is_asked_for(self):
        reply = self.ask(post(operation="Large", Accept_Encoding="gzip, deflate"))
        self.assertEqual(reply.headers["content-encoding"], "gzip")
        self.assertLess(len(reply.body), 20_000)
        # SDKs compute the checksum over what they receive, before they decompress it.
        self.assertEqual(int(reply.headers["x-amz-crc32"]), zlib.crc32(reply.body))
        self.assertEqual(len(gzip.decompress(reply.body)), 1024 * 1024 + 2)

    def test_no_gzip_where_it_is_not_asked_for(self):
        for accept in (None, "identity", "gzip;q=0"):
            reply = self.ask(post(operation="Large", Accept_Encoding=accept))
            self.assertNotIn("content-encoding", reply.headers)
            self.assertEqual(len(reply.body), 1024 * 1024 + 2)
            self.assertEqual(int(reply.headers["x-amz-crc32"]), zlib.crc32(reply.body))

    def test_no_gzip_of_small_replies(self):
        reply = self.ask(post(Accept_Encoding="gzip"))
        self.assertNotIn("content-encoding", reply.headers)
        self.assertEqual(reply.body, b"{}")

    def test_status_is_the_handlers(self):
        self.assertEqual(self.ask(post(operation="Fail")).status, 500)

    def test_an_exception_of_the_handler_is_an_internal_error(self):
        connection = self.connect()
        reply = connection.ask(post(operation="Throw"))
        self.assertEqual(reply.status, 500)
        self.assertIn(b"#InternalServerError", reply.body)
        self.assertEqual(connection.ask(post()).status, 200)

    def test_account_and_region_come_from_the_authorization(self):
        reply = self.ask(post(operation="Whoami"))
        self.assertEqual(json.loads(reply.body), {"account": "AKID", "region": "eu-west-1"})


class Routes(RequestTest):
    def test_health(self):
        reply = self.ask(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertEqual((reply.status, reply.body), (200, b"ok"))

    def test_get_answers_as_dynamodb_local_does(self):
        reply = self.ask(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertEqual(reply.status, 400)
        self.assertEqual(json.loads(reply.body)["__type"],
                         "com.amazonaws.dynamodb.v20120810#MissingAuthenticationToken")

    def test_head_has_the_headers_of_get_and_no_body(self):
        connection = self.connect()
        connection.send(b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        reply = connection.read_reply(has_body=False)
        self.assertEqual((reply.status, reply.headers["content-length"]), (200, "2"))
        self.assertEqual(connection.ask(post()).body, b"{}")

    def test_unknown_paths_methods_and_types(self):
        get = b"GET /shell HTTP/1.1\r\nHost: localhost\r\n\r\n"
        self.assertEqual(self.ask(get).status, 404)
        self.assertEqual(self.ask(get.replace(b"GET /shell", b"DELETE /")).status, 405)
        reply = self.ask(post(Content_Type="text/plain"))
        self.assertEqual((reply.status, reply.body), (404, b"<UnknownOperationException/>\n"))

    def test_unknown_target(self):
        reply = self.ask(post(X_Amz_Target="Kinesis_20131202.PutRecord"))
        self.assertEqual(reply.status, 400)
        self.assertEqual(json.loads(reply.body),
                         {"__type": "com.amazon.coral.service#UnknownOperationException"})

    def test_missing_authorization(self):
        connection = self.connect()
        reply = connection.ask(post(Authorization=None))
        self.assertEqual(reply.status, 400)
        self.assertEqual(json.loads(reply.body), {
            "__type": "com.amazon.coral.service#MissingAuthenticationTokenException",
            "message": "Request is missing Authentication Token"})
        self.assertEqual(connection.ask(post()).status, 200)


class CrossOrigin(RequestTest):
    PREFLIGHT = (b"OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\n"
                 b"Access-Control-Request-Method: POST\r\n"
                 b"Access-Control-Request-Headers: x-amz-target,authorization\r\n\r\n")

    def test_preflight(self):
        connection = self.connect()
        reply = connection.ask(self.PREFLIGHT)
        self.assertEqual((reply.status, reply.body), (200, b""))
        self.assertEqual(reply.headers["access-control-allow-origin"], "*")
        self.assertEqual(reply.headers["access-control-allow-methods"], "POST")
        self.assertEqual(reply.headers["access-control-allow-headers"], "x-amz-target,authorization")
        self.assertEqual(connection.ask(post()).status, 200)

    def test_replies_to_pages_name_the_origin(self):
        reply = self.ask(post(Origin="http://a"))
        self.assertEqual(reply.headers["access-control-allow-origin"], "*")
        self.assertIn("x-amz-crc32", reply.headers["access-control-expose-headers"])

    def test_other_replies_do_not(self):
        self.assertNotIn("access-control-allow-origin", self.ask(post()).headers)

    def test_a_list_allows_only_its_origins(self):
        server = FixedReplyServer("-inMemory", "-cors", "http://a,http://b")
        self.addCleanup(server.stop)
        with Connection(server.port) as connection:
            reply = connection.ask(post(Origin="http://b"))
            self.assertEqual(reply.headers["access-control-allow-origin"], "http://b")
            self.assertEqual(reply.headers["vary"], "Origin")
            reply = connection.ask(post(Origin="http://c"))
            self.assertNotIn("access-control-allow-origin", reply.headers)
            reply = connection.ask(self.PREFLIGHT)
            self.assertEqual(reply.headers["access-control-allow-origin"], "http://a")


class Log(unittest.TestCase):
    def test_one_line_a_request_without_secrets(self):
        server = FixedReplyServer("-inMemory", "--log-requests")
        with Connection(server.port) as connection:
            body = b'{"TableName":"users","Key":{"pk":{"S":"hidden"}}}'
            reply = connection.ask(post(body))
            connection.ask(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        server.stop()
        lines = [line for line in server.log if " event=request " in line]
        self.assertEqual(len(lines), 2)
        self.assertRegex(lines[0], r"^time=\S+ level=info event=request "
                         rf"request_id={reply.headers['x-amzn-requestid']} op=Echo table=users "
                         rf"status=200 micros=\d+ bytes_in={len(body)} bytes_out={len(body)}$")
        self.assertIsNone(re.search("hidden|0123456789abcdef|Credential", "\n".join(server.log)))

    def test_quiet_unless_asked(self):
        server = FixedReplyServer("-inMemory")
        with Connection(server.port) as connection:
            connection.ask(post())
        server.stop()
        self.assertEqual([line for line in server.log if "event=request" in line], [])


if __name__ == "__main__":
    unittest.main()
