import { createDnsResolver } from '../inbox/parser/dns-resolver.ts';
import { machineClock } from '../real-ports.ts';
import { examine } from './doctor.ts';
import { printJson, printReport } from './print-report.ts';

const usage = `npm run doctor -- [--json] [--dns ADDRESS[:PORT]]

Looks at the environment that Parley is about to run in and tells what is well, what to look at
and what is wrong, with what to do. Changes nothing and sends no mail. Ends with 1 when something
is wrong.

  --json   for programs
  --dns    asks this name server, say one outside of your own network
`;

interface Wishes {
  readonly isJson: boolean;
  readonly dnsServer: string | null;
}

/** Null when they cannot be understood. */
function readWishes(words: readonly string[]): Wishes | null {
  let isJson = false;
  let dnsServer: string | null = null;
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--json') isJson = true;
    else if (words[at] === '--dns' && words[at + 1] !== undefined) dnsServer = words[++at] ?? null;
    else return null;
  }
  return { isJson, dnsServer };
}

async function run(): Promise<number> {
  const wishes = readWishes(process.argv.slice(2));
  if (wishes === null) {
    process.stderr.write(usage);
    return 2;
  }
  const { isJson, dnsServer } = wishes;
  const resolveDns = createDnsResolver(dnsServer === null ? undefined : [dnsServer]);
  const report = await examine({ env: process.env, clock: machineClock, resolveDns });
  process.stdout.write(isJson ? printJson(report) : printReport(report));
  return report.isWell ? 0 : 1;
}

process.exitCode = await run();
