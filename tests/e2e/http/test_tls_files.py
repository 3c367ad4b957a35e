"""Certificates, keys and CAs: what is wrong with them at the start, who may connect, and SIGHUP."""

import os
import signal
import ssl
import subprocess
import unittest

from certificates import NEW_KEY, Authority, openssl
from raw_http import Connection, FixedReplyServer, post, program, wait_for
from tls_connection import TlsConnection, client_context


class FilesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.authority = Authority()
        cls.addClassCleanup(cls.authority.remove)
        cls.certificate = cls.authority.issue("server")
        cls.context = client_context(cls.authority)

    def path(self, name):
        return str(self.authority.folder / name)

    def start(self, *flags):
        server = FixedReplyServer("-inMemory", "--tls-port", "0", *flags)
        self.addCleanup(server.stop)
        return server

    def connect(self, server, context=None):
        connection = TlsConnection(server.tls_port, context or self.context)
        self.addCleanup(connection.socket.close)
        return connection


class Start(FilesTest):
    def run_with(self, cert=None, key=None, *flags):
        return subprocess.run(
            [program("fixed_reply_server"), "-inMemory", "-port", "0", "--tls-cert", cert or self.certificate.cert, "--tls-key", key or self.certificate.key, *flags],
            capture_output=True, text=True, timeout=20, check=False)

    def fails(self, outcome, *words):
        self.assertEqual(outcome.returncode, 1, outcome.stderr)
        self.assertEqual(outcome.stdout, "")
        last = outcome.stderr.splitlines()[-1]
        self.assertTrue(last.startswith("stator: "), last)
        for word in words:
            self.assertIn(word, last)

    def write(self, name, text, mode=0o600):
        with open(os.open(self.path(name), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode), "w",
                  encoding="ascii") as file:
            file.write(text)
        return self.path(name)

    def test_files_that_cannot_be_read_are_named(self):
        missing = self.path("missing.pem")
        self.fails(self.run_with(cert=missing), missing, "No such file")
        self.fails(self.run_with(key=missing), missing, "No such file")
        self.fails(self.run_with(None, None, "--tls-client-ca", missing), missing, "No such file")
        self.fails(self.run_with(cert=self.path("")), "not a regular file")
        pipe = self.path("pipe")
        os.mkfifo(pipe, 0o600)
        self.fails(self.run_with(key=pipe), pipe, "not a regular file")

    def test_files_with_something_else_in_them_are_refused(self):
        empty = self.write("empty", "")
        rubbish = self.write("rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        bad_key = self.write("bad_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
        self.fails(self.run_with(cert=empty), empty, "no PEM certificate")
        self.fails(self.run_with(cert=self.certificate.key), "no PEM certificate")
        self.fails(self.run_with(cert=rubbish), rubbish, "not a PEM certificate")
        self.fails(self.run_with(key=empty), empty, "no PEM key")
        self.fails(self.run_with(key=bad_key), bad_key, "no PEM key")
        self.fails(self.run_with(None, None, "--tls-client-ca", empty), empty, "no PEM certificate")

    def test_a_key_of_another_certificate_is_refused(self):
        other = self.authority.issue("other")
        self.fails(self.run_with(key=other.key), other.key, "does not belong to", self.certificate.cert)

    def test_a_key_with_a_passphrase_is_refused_without_asking_for_it(self):
        locked = self.path("locked.key")
        for command in (("pkey",), ("ec",)):  # PKCS #8, and the older form
            openssl(*command, "-in", self.certificate.key, "-aes256", "-passout", "pass:secret", "-out", locked)
            self.fails(self.run_with(key=locked), locked, "has a passphrase")

    def test_a_key_that_others_may_read_is_refused(self):
        issued = self.authority.issue("open")
        for mode in (0o640, 0o604, 0o620, 0o602):
            os.chmod(issued.key, mode)
            self.fails(self.run_with(issued.cert, issued.key), issued.key, "chmod 600")
        os.chmod(issued.key, 0o400)
        server = self.start(*issued.flags())
        self.assertEqual(self.connect(server).peer_name(), "open")

    def test_a_weak_key_is_refused(self):
        weak = self.authority.issue("weak", new_key=("-newkey", "rsa:1024", "-nodes"))
        self.fails(self.run_with(weak.cert, weak.key), weak.cert, "too small")

    def test_a_taken_port_is_an_error(self):
        server = self.start(*self.certificate.flags())
        self.fails(self.run_with(None, None, "--tls-port", str(server.tls_port)), "cannot listen",
                   str(server.tls_port))

    def test_flags_need_each_other(self):
        for flags in (["--tls-cert", self.certificate.cert], ["--tls-key", self.certificate.key],
                      ["--tls-port", "0"], ["--tls-only"], ["--tls-client-ca", self.authority.cert],
                      ["--tls-only", "-port", "0", *self.certificate.flags()]):
            with self.subTest(flags=flags):
                outcome = subprocess.run([program("fixed_reply_server"), *flags], capture_output=True,
                                         text=True, timeout=20, check=False)
                self.assertEqual(outcome.returncode, 2)
                self.assertRegex(outcome.stderr, r"^stator: -(tls|port)")

    def test_an_rsa_key_and_a_chain_are_served(self):
        root = Authority("Root")
        self.addCleanup(root.remove)
        openssl("req", "-x509", *NEW_KEY, "-keyout", self.path("between.key"), "-out",
                self.path("between.pem"), "-days", "2", "-subj", "/CN=Between", "-CA", root.files.cert,
                "-CAkey", root.files.key, "-addext", "keyUsage=critical,keyCertSign")
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.path("leaf.key"), "-out",
                self.path("leaf.pem"), "-days", "2", "-subj", "/CN=leaf", "-CA", self.path("between.pem"),
                "-CAkey", self.path("between.key"), "-addext", "subjectAltName=DNS:localhost",
                "-addext", "basicConstraints=critical,CA:FALSE")
        with open(self.path("leaf.pem"), "a", encoding="ascii") as chain, \
                open(self.path("between.pem"), encoding="ascii") as between:
            chain.write(between.read())
        server = self.start("--tls-cert", self.path("leaf.pem"), "--tls-key", self.path("leaf.key"))
        connection = self.connect(server, client_context(root))
        self.assertEqual(connection.ask(post(b"[1]")).body, b"[1]")

    def test_the_log_and_the_banner_name_both_ports(self):
        server = self.start(*self.certificate.flags())
        server.stop()
        self.assertIn(f"TlsPort:\t{server.tls_port}\n", server.banner)
        log = "\n".join(server.log)
        self.assertRegex(log, r"event=certificate subject=\"?CN=server\"? not_after=20\d\d-")
        self.assertIn(f"event=listening url=http://127.0.0.1:{server.port}", log)
        self.assertIn(f"event=listening url=https://127.0.0.1:{server.tls_port}", log)

    def test_tls_only_has_no_plain_port(self):
        process = subprocess.Popen(
            [program("fixed_reply_server"), "-inMemory", "--tls-only", "--tls-port", "0",
             *self.certificate.flags()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        banner = dict(line.rstrip("\n").split(":\t") for line in iter(process.stdout.readline, "\n")
                      if ":\t" in line)
        self.assertEqual(banner["Port"], banner["TlsPort"])
        with TlsConnection(int(banner["TlsPort"]), self.context) as connection:
            self.assertEqual(connection.ask(post(b"[1]")).body, b"[1]")
        process.terminate()
        log = process.communicate(timeout=20)[1]
        self.assertEqual(log.count("event=listening"), 1)
        self.assertIn("event=listening url=https://", log)


class Clients(FilesTest):
    """With --tls-client-ca."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.authority.issue("client")
        cls.flags = [*cls.certificate.flags(), "--tls-client-ca", cls.authority.cert]

    def refused(self, server, certificate, version):
        """In TLS 1.3 a client learns of it with its first read."""
        with self.assertRaises((ssl.SSLError, ConnectionResetError)) as caught:
            context = client_context(self.authority, version, certificate)
            with TlsConnection(server.tls_port, context) as connection:
                connection.ask(post())
        return str(caught.exception)

    def test_only_those_with_a_certificate_of_the_ca_are_served(self):
        server = self.start(*self.flags)
        other = Authority("Other CA")
        self.addCleanup(other.remove)
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = client_context(self.authority, version, self.client)
            self.assertEqual(self.connect(server, context).ask(post(b"[1]")).body, b"[1]")
            self.assertRegex(self.refused(server, None, version), "handshake failure|certificate required")
            self.assertRegex(self.refused(server, other.issue("client"), version), "unknown ca")
        with Connection(server.port) as plain:
            self.assertEqual(plain.ask(post()).status, 200)

    def test_sessions_with_a_certificate_are_resumed(self):
        server = self.start(*self.flags)
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = client_context(self.authority, version, self.client)
            first = self.connect(server, context)
            self.assertEqual(first.ask(post()).status, 200)
            second = TlsConnection(server.tls_port, context, session=first.socket.session)
            self.addCleanup(second.socket.close)
            self.assertEqual(second.ask(post()).status, 200)
            self.assertTrue(second.socket.session_reused)


class Reload(FilesTest):
    def hang_up(self, server, outcome, times):
        server.signal(signal.SIGHUP)
        self.assertTrue(wait_for(lambda: sum(outcome in line for line in server.log) == times), server.log)

    def test_new_connections_get_the_new_certificate_and_old_ones_live_on(self):
        issued = self.authority.issue("first")
        server = self.start(*issued.flags())
        old = self.connect(server)
        self.assertEqual(old.peer_name(), "first")
        large = self.connect(server)
        large.send(post(operation="Large") * 8)
        issued.replace_with(self.authority.issue("second"))
        self.assertEqual(self.connect(server).peer_name(), "first")
        self.hang_up(server, "event=reloaded what=certificate", 1)
        self.assertEqual(self.connect(server).peer_name(), "second")
        self.assertEqual(old.ask(post(b"[1]")).body, b"[1]")
        for _ in range(8):
            self.assertEqual(len(large.read_reply().body), 1024 * 1024 + 2)

    def test_an_old_session_is_not_resumed_with_the_new_certificate(self):
        issued = self.authority.issue("third")
        server = self.start(*issued.flags())
        first = self.connect(server)
        self.assertEqual(first.ask(post()).status, 200)
        issued.replace_with(self.authority.issue("fourth"))
        self.hang_up(server, "event=reloaded what=certificate", 1)
        second = TlsConnection(server.tls_port, self.context, session=first.socket.session)
        self.addCleanup(second.socket.close)
        self.assertFalse(second.socket.session_reused)
        self.assertEqual(second.peer_name(), "fourth")

    def test_what_is_wrong_changes_nothing(self):
        issued, other = self.authority.issue("fifth"), self.authority.issue("sixth")
        server = self.start(*issued.flags())
        old = self.connect(server)

        def still_serves():
            self.assertEqual(self.connect(server).peer_name(), "fifth")
            self.assertEqual(old.ask(post(b"[1]")).body, b"[1]")

        with open(issued.cert, encoding="ascii") as cert, open(other.cert, encoding="ascii") as new:
            before, after = cert.read(), new.read()
        for number, text in enumerate(("rubbish", after, None), start=1):
            if text is None:
                os.unlink(issued.cert)
            else:
                with open(issued.cert, "w", encoding="ascii") as cert:
                    cert.write(text)
            self.hang_up(server, 'level=error event="reload failed" what=certificate why=', number)
            still_serves()
        self.assertIn("does not belong to", "\n".join(server.log))
        with open(issued.cert, "w", encoding="ascii") as cert:
            cert.write(before)
        os.chmod(issued.key, 0o644)
        self.hang_up(server, 'level=error event="reload failed" what=certificate why=', 4)
        still_serves()
        issued.replace_with(other)
        self.hang_up(server, "event=reloaded what=certificate", 1)
        self.assertEqual(self.connect(server).peer_name(), "sixth")

    def test_no_request_is_lost_while_reloading(self):
        issued = self.authority.issue("seventh")
        server = self.start(*issued.flags())
        steady = self.connect(server)
        for i in range(50):
            server.signal(signal.SIGHUP)
            self.assertEqual(steady.ask(post(b"[%d]" % i)).body, b"[%d]" % i)
            self.assertEqual(self.connect(server).ask(post()).status, 200)
        self.assertFalse([line for line in server.log if "level=error" in line])

    def test_the_cas_of_clients_are_read_again(self):
        first_ca, second_ca = Authority("First"), Authority("Second")
        for authority in (first_ca, second_ca):
            self.addCleanup(authority.remove)
        client, stranger = first_ca.issue("client"), second_ca.issue("client")
        server = self.start(*self.certificate.flags(), "--tls-client-ca", first_ca.cert)

        def is_served(certificate):
            context = client_context(self.authority, ssl.TLSVersion.TLSv1_2, certificate)
            try:
                with TlsConnection(server.tls_port, context) as connection:
                    return connection.ask(post()).status == 200
            except ssl.SSLError:
                return False

        self.assertEqual((is_served(client), is_served(stranger)), (True, False))
        first_ca.files.replace_with(second_ca.files)
        self.hang_up(server, "event=reloaded what=certificate", 1)
        self.assertEqual((is_served(client), is_served(stranger)), (False, True))

    def test_without_anything_to_reload_the_signal_keeps_its_meaning(self):
        server = FixedReplyServer("-inMemory")
        self.addCleanup(server.stop)
        server.signal(signal.SIGHUP)
        self.assertEqual(server.wait(), -signal.SIGHUP)


if __name__ == "__main__":
    unittest.main()
