// Starts the server under test on a free loopback port, and stops it.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import readline from "node:readline";

export async function startServer({ inMemory = true, flags = [] } = {}) {
  const folder = inMemory ? null : await mkdtemp(join(tmpdir(), "stator-test-"));
  const where = inMemory ? ["-inMemory"] : ["-dbPath", folder];
  const child = spawn(process.env.STATOR_BIN, ["-port", "0", ...where, ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // Of the banner, which ends with an empty line.
  const ports = await new Promise((resolve, reject) => {
    const found = {};
    const lines = readline.createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      const row = /^(Port|TlsPort):\s+(\d+)/.exec(line);
      if (row) found[row[1]] = row[2];
      if (line === "") resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    endpoint: `http://127.0.0.1:${ports.Port}`,
    tlsEndpoint: `https://localhost:${ports.TlsPort}`,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const code = await ended;
      if (folder) await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
