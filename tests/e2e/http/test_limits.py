"""Clients that are slow, or many."""

import json
import os
import re
import resource
import subprocess
import time
import unittest

from raw_http import Connection, FixedReplyServer, headers, post, program, wait_for


class LimitTest(unittest.TestCase):
    def start(self, *flags):
        server = FixedReplyServer("-inMemory", *flags)
        self.addCleanup(server.stop)
        return server

    def connect(self, server):
        connection = Connection(server.port)
        self.addCleanup(connection.socket.close)
        return connection


class Timeouts(LimitTest):
    def test_half_a_head_is_given_up(self):
        server = self.start("--read-timeout-seconds", "1")
        connection = self.connect(server)
        connection.send(b"POST / HTTP/1.1\r\nHost: loc")
        reply = connection.read_reply()
        self.assertEqual(reply.status, 408)
        self.assertEqual(json.loads(reply.body)["__type"],
                         "com.amazon.coral.service#RequestTimeoutException")
        connection.socket.shutdown(1)
        self.assertTrue(connection.is_closed())

    def test_half_a_body_is_given_up(self):
        server = self.start("--read-timeout-seconds", "1")
        connection = self.connect(server)
        connection.send(b"POST / HTTP/1.1\r\n" + headers(Content_Length="10") + b"\r\n{")
        self.assertEqual(connection.read_reply().status, 408)

    def test_a_trickle_does_not_extend_the_time(self):
        server = self.start("--read-timeout-seconds", "1")
        connection = self.connect(server)
        start = time.monotonic()
        connection.send(b"POST / HTTP/1.1\r\nX: ")
        connection.socket.settimeout(0.1)
        while time.monotonic() - start < 10:
            try:
                connection.send(b"x")
                if not connection._receive():
                    break
            except TimeoutError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                break
        self.assertLess(time.monotonic() - start, 6)

    def test_a_new_connection_must_say_something(self):
        server = self.start("--read-timeout-seconds", "1")
        self.assertTrue(self.connect(server).is_closed())

    def test_an_unused_connection_is_closed(self):
        server = self.start("--idle-timeout-seconds", "1")
        connection = self.connect(server)
        self.assertEqual(connection.ask(post()).status, 200)
        start = time.monotonic()
        self.assertTrue(connection.is_closed())
        self.assertGreater(time.monotonic() - start, 0.9)

    def test_the_idle_time_is_not_the_read_time(self):
        server = self.start("--read-timeout-seconds", "1")
        connection = self.connect(server)
        self.assertEqual(connection.ask(post()).status, 200)
        time.sleep(2.5)
        self.assertEqual(connection.ask(post()).status, 200)

    def test_a_slow_answer_is_not_cut(self):
        server = self.start("--read-timeout-seconds", "1", "--idle-timeout-seconds", "1")
        connection = self.connect(server)
        connection.send(post(operation="Sleep") * 3)
        self.assertEqual([connection.read_reply().status for _ in range(3)], [200] * 3)

    def test_a_client_that_takes_no_reply_is_dropped(self):
        server = self.start("--read-timeout-seconds", "1", "--max-connections", "1")
        stuck = self.connect(server)
        stuck.send(post(operation="Large") * 30)

        def has_room():
            with Connection(server.port) as connection:
                return connection.ask(post()).status == 200

        self.assertFalse(has_room())
        self.assertTrue(wait_for(has_room))

    def test_a_slow_reader_gets_everything(self):
        server = self.start("--read-timeout-seconds", "1")
        connection = self.connect(server)
        connection.send(post(operation="Large") * 3)
        received = 0
        for _ in range(8):
            time.sleep(0.4)
            connection._receive()
        for _ in range(3):
            received += len(connection.read_reply().body)
        self.assertEqual(received, 3 * (1024 * 1024 + 2))


class Crowds(LimitTest):
    def test_one_connection_too_many_is_told_so(self):
        server = self.start("--max-connections", "2")
        first, second = self.connect(server), self.connect(server)
        self.assertEqual(first.ask(post()).status, 200)
        self.assertEqual(second.ask(post()).status, 200)
        third = self.connect(server)
        reply = third.read_reply()
        self.assertEqual(reply.status, 503)
        self.assertEqual(json.loads(reply.body)["__type"],
                         "com.amazon.coral.service#ServiceUnavailableException")
        self.assertEqual(first.ask(post()).status, 200)

    def test_a_place_that_was_left_can_be_taken(self):
        server = self.start("--max-connections", "1")
        for _ in range(5):
            self.assertTrue(wait_for(lambda: self.has_place(server)))

    def has_place(self, server):
        with Connection(server.port) as connection:
            return connection.ask(post()).status == 200

    def test_hundreds_of_connections(self):
        server = self.start()
        connections = [self.connect(server) for _ in range(500)]
        for connection in connections:
            connection.send(post())
        self.assertEqual([connection.read_reply().status for connection in connections], [200] * 500)

    def test_a_slow_request_holds_up_no_other_with_workers(self):
        server = FixedReplyServer("--threads", "1", "--workers", "4")
        self.addCleanup(server.stop)
        slow = [self.connect(server) for _ in range(4)]
        start = time.monotonic()
        for connection in slow:
            connection.send(post(operation="Sleep"))
        quick = self.connect(server)
        self.assertEqual(quick.ask(post()).status, 200)
        self.assertLess(time.monotonic() - start, 0.9)
        self.assertEqual([connection.read_reply().status for connection in slow], [200] * 4)
        self.assertLess(time.monotonic() - start, 3)

    def test_replies_stay_in_order_with_workers(self):
        server = FixedReplyServer("--workers", "4")
        self.addCleanup(server.stop)
        connection = self.connect(server)
        connection.send(post(operation="Sleep") + post(b"[1]") + post(b"[2]"))
        self.assertEqual([connection.read_reply().body for _ in range(3)], [b"{}", b"[1]", b"[2]"])


class BodyMemory(LimitTest):
    BODY = b"x" * (15 * 1024 * 1024)

    def test_half_bodies_do_not_fill_the_memory(self):
        server = self.start("-body-memory-mb", "64")
        connections = [self.connect(server) for _ in range(6)]
        for connection in connections:
            self.send_patiently(connection, post(self.BODY)[:-1])
        statuses = []
        for connection in connections:
            self.send_patiently(connection, b"x")
            statuses.append(connection.read_reply().status)
        self.assertIn(200, statuses)
        self.assertIn(503, statuses)
        for connection in connections:
            connection.socket.close()
        with Connection(server.port) as after:
            self.assertEqual(after.ask(post(self.BODY)).status, 200)

    def test_replies_that_nobody_takes_do_not_fill_the_memory(self):
        server = self.start("-body-memory-mb", "64")
        connections = [self.connect(server) for _ in range(6)]
        for connection in connections:
            self.send_patiently(connection, post(self.BODY))
        with Connection(server.port) as small:
            self.assertEqual(small.ask(post(b"{}")).status, 200)
        replies = [connection.read_reply() for connection in connections]
        refused = [reply for reply in replies if reply.status == 503]
        self.assertTrue(0 < len(refused) < 6, [reply.status for reply in replies])
        self.assertEqual(json.loads(refused[0].body)["__type"],
                         "com.amazon.coral.service#ServiceUnavailableException")

    def send_patiently(self, connection, data):
        """A server that refuses the request may close before it took all."""
        try:
            connection.send(data)
        except (ConnectionResetError, BrokenPipeError):
            pass


class Descriptors(LimitTest):
    def test_a_server_without_descriptors_waits_quietly(self):
        server = self.start()
        process = server.process.pid
        descriptors = len(os.listdir(f"/proc/{process}/fd"))
        before = resource.prlimit(process, resource.RLIMIT_NOFILE)
        resource.prlimit(process, resource.RLIMIT_NOFILE, (descriptors, before[1]))
        waiting = [Connection(server.port, host=host) for host in ("127.0.0.1", "::1") * 3]
        self.addCleanup(lambda: [connection.socket.close() for connection in waiting])
        time.sleep(0.5)
        start = self.cpu_seconds(process)
        time.sleep(1)
        self.assertLess(self.cpu_seconds(process) - start, 0.3)
        resource.prlimit(process, resource.RLIMIT_NOFILE, before)
        for connection in waiting:
            self.assertEqual(connection.ask(post()).status, 200)

    # A store that cannot open a file for want of a descriptor stops to take writes.
    def test_connections_leave_most_descriptors_to_the_store(self):
        with subprocess.Popen(
                ["/bin/bash", "-c", 'ulimit -n 400; exec "$0" -port 0 -inMemory',
                 program("fixed_reply_server")],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            self.addCleanup(process.kill)
            banner = "".join(iter(process.stdout.readline, "\n"))
            port = int(re.search(r"^Port:\t(\d+)$", banner, re.MULTILINE).group(1))
            self.assertIn("max_connections=100", process.stderr.readline())
            connections = [Connection(port) for _ in range(300)]
            self.assertEqual(connections[99].ask(post()).status, 200)
            self.assertEqual(connections[100].read_reply().status, 503)
            self.assertLess(len(os.listdir(f"/proc/{process.pid}/fd")), 160)
            for connection in connections:
                connection.socket.close()
            process.terminate()

    def cpu_seconds(self, process):
        with open(f"/proc/{process}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    unittest.main()
