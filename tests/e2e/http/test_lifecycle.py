"""Starting and stopping: flags, banner, signals."""

import signal
import subprocess
import time
import unittest

from raw_http import Connection, FixedReplyServer, post, program, wait_for


def run(*flags):
    return subprocess.run([program("fixed_reply_server"), *flags], capture_output=True, text=True,
                          timeout=20, check=False)


class Flags(unittest.TestCase):
    def test_errors_go_to_standard_error_with_exit_code_2(self):
        for flags in (["-nope"], ["-port", "x"], ["-port", "70000"], ["-port"], ["rubbish"],
                      ["-inMemory", "-dbPath", "."], ["--durability", "maybe"]):
            with self.subTest(flags=flags):
                outcome = run(*flags)
                self.assertEqual(outcome.returncode, 2)
                self.assertEqual(outcome.stdout, "")
                self.assertRegex(outcome.stderr, r"^stator: .+\n")

    def test_help_and_version(self):
        for flag in ("-help", "--help", "-h"):
            outcome = run(flag)
            self.assertEqual((outcome.returncode, outcome.stderr), (0, ""))
            self.assertIn("--inMemory", outcome.stdout)
        for flag in ("-version", "--version", "-v"):
            outcome = run(flag)
            self.assertEqual((outcome.returncode, outcome.stderr), (0, ""))
            self.assertRegex(outcome.stdout, r"^\d+\.\d+\.\d+\n$")

    def test_a_taken_port_is_an_error(self):
        server = FixedReplyServer("-inMemory")
        self.addCleanup(server.stop)
        outcome = run("-inMemory", "-port", str(server.port))
        self.assertEqual(outcome.returncode, 1)
        self.assertEqual(outcome.stdout, "")
        self.assertIn(str(server.port), outcome.stderr)

    def test_an_address_that_is_none_is_an_error(self):
        self.assertEqual(run("--host", "nowhere", "-port", "0").returncode, 1)


class Banner(unittest.TestCase):
    def test_rows_are_those_of_dynamodb_local(self):
        server = FixedReplyServer("-inMemory", "-sharedDb", "-cors", "http://a")
        server.stop()
        version = run("-version").stdout.strip()
        self.assertEqual("".join(server.banner),
                         "Initializing DynamoDB Local with the following configuration:\n"
                         f"Port:\t{server.port}\nInMemory:\ttrue\nVersion:\t{version}\n"
                         "DbPath:\tnull\nSharedDb:\ttrue\nshouldDelayTransientStatuses:\tfalse\n"
                         "CorsParams:\thttp://a\n\n")

    def test_the_server_listens_when_the_banner_is_out(self):
        for _ in range(10):
            server = FixedReplyServer("-inMemory")
            with Connection(server.port) as connection:
                self.assertEqual(connection.ask(post()).status, 200)
            server.stop()

    def test_the_log_names_the_address(self):
        server = FixedReplyServer("-inMemory")
        server.stop()
        self.assertRegex(server.log[0],
                         rf"^time=\S+ level=info event=listening url=http://127.0.0.1:{server.port}$")


class Stopping(unittest.TestCase):
    def start(self, *flags):
        server = FixedReplyServer(*flags)
        self.addCleanup(server.stop)
        return server

    def test_both_signals_stop_an_idle_server_with_success(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            server = self.start("-inMemory")
            start = time.monotonic()
            server.signal(number)
            self.assertEqual(server.wait(), 0)
            self.assertLess(time.monotonic() - start, 2)
            self.assertIn("event=stopped", server.log[-1])

    def finish_request_under_way(self, server):
        with Connection(server.port) as busy, Connection(server.port) as idle:
            self.assertEqual(idle.ask(post()).status, 200)
            busy.send(post(operation="Sleep"))
            time.sleep(0.3)
            server.signal(signal.SIGTERM)
            reply = busy.read_reply()
            self.assertEqual((reply.status, reply.body), (200, b"{}"))
            self.assertTrue(busy.is_closed())
            self.assertTrue(idle.is_closed())
            return reply

    def test_a_request_under_way_on_a_loop_is_finished(self):
        server = self.start("-inMemory", "--threads", "2")
        self.finish_request_under_way(server)
        self.assertEqual(server.wait(), 0)

    def test_a_request_under_way_on_a_worker_is_finished(self):
        server = self.start("--threads", "1")
        reply = self.finish_request_under_way(server)
        self.assertEqual(reply.headers["connection"], "close")
        self.assertEqual(server.wait(), 0)

    def test_a_request_that_is_half_read_is_finished(self):
        server = self.start("-inMemory")
        request = post(b'{"a":1}')
        with Connection(server.port) as connection:
            connection.send(request[:-3])
            time.sleep(0.3)
            server.signal(signal.SIGTERM)
            time.sleep(0.3)
            self.assertEqual(connection.ask(request[-3:]).body, b'{"a":1}')
        self.assertEqual(server.wait(), 0)

    def test_no_new_connections_while_stopping(self):
        server = self.start("--threads", "1")
        with Connection(server.port) as busy:
            busy.send(post(operation="Sleep"))
            time.sleep(0.3)
            server.signal(signal.SIGTERM)

            def is_refused():
                try:
                    Connection(server.port).socket.close()
                    return False
                except ConnectionRefusedError:
                    return True

            self.assertTrue(wait_for(is_refused, seconds=0.5))
            self.assertEqual(busy.read_reply().status, 200)
        self.assertEqual(server.wait(), 0)

    def test_the_second_signal_ends_the_process_at_once(self):
        server = self.start("-inMemory", "--threads", "1")
        with Connection(server.port) as busy:
            busy.send(post(operation="Sleep") * 10)
            time.sleep(0.2)
            start = time.monotonic()
            server.signal(signal.SIGTERM)
            time.sleep(0.1)
            server.signal(signal.SIGTERM)
            self.assertEqual(server.wait(), 128 + signal.SIGTERM)
            self.assertLess(time.monotonic() - start, 5)  # the ten take ten seconds


if __name__ == "__main__":
    unittest.main()
