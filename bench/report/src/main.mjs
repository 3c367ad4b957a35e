// Usage: report RESULT.json [RESULT2.json …] [-o report.html]
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { makeBundle } from "./bundle.mjs";
import { page } from "./page.mjs";
import { BadResult, nameApart, readResult } from "./read_result.mjs";

const USAGE = "usage: report RESULT.json [RESULT2.json ...] [-o report.html]";

class BadUsage extends Error {}

function parseArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        output: { type: "string", short: "o", default: "report.html" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (!values.help && positionals.length === 0) throw new BadUsage("no result file is named");
    return { help: values.help, output: values.output, files: positionals };
  } catch (error) {
    throw new BadUsage(error.message);
  }
}

async function main() {
  const { help, output, files } = parseArguments();
  if (help) {
    console.log(`${USAGE}\n\nWrites one HTML file from results of stator-bench; several are laid over one another.`);
    return;
  }
  const results = nameApart(await Promise.all(files.map(readResult)));
  await writeFile(output, page(results, await makeBundle()));
  console.log(output);
}

try {
  await main();
} catch (error) {
  if (error instanceof BadUsage) {
    console.error(`report: ${error.message}\n${USAGE}`);
    process.exitCode = 2;
  } else if (error instanceof BadResult || error.syscall) {
    console.error(`report: ${error.message}`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
