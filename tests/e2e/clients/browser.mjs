// Debian's Chromium, headless. All that it writes, its home included, goes into a folder of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

export async function startBrowser() {
  const folder = await mkdtemp(join(tmpdir(), "stator-browser-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const browser = await puppeteer.launch({
      executablePath: "/usr/bin/chromium",
      userDataDir: join(folder, "profile"),
      pipe: true,  // it ends with this process, however that ends
      env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: join(folder, "config"), XDG_CACHE_HOME: join(folder, "cache") },
      // Neither root nor a container has a sandbox; what is shown here comes from this machine alone.
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    });
    return {
      newPage: () => browser.newPage(),
      async stop() {
        await browser.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
