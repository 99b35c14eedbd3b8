import { parseArgs } from 'node:util';
import { createDnsResolver } from '../inbox/parser/dns-resolver.ts';
import { machineClock } from '../real-ports.ts';
import { checkNames, examine } from './doctor.ts';
import { printJson, printReport } from './print-report.ts';

const usage = `npm run doctor -- [--json] [--only CHECK,CHECK] [--dns ADDRESS[:PORT]]

Looks at the environment that Parley is about to run in and tells what is well, what to look at
and what is wrong, with what to do. Changes nothing and sends no mail. Ends with 1 when something
is wrong.

  --json   for programs
  --only   looks at these alone: ${checkNames.slice(0, 10).join(', ')},
           ${checkNames.slice(10).join(', ')}
  --dns    asks this name server, say one outside of your own network
`;

interface Wishes {
  readonly isJson: boolean;
  readonly only: readonly string[];
  readonly dnsServer: string | null;
}

/** Null when they cannot be understood. */
function readWishes(words: readonly string[]): Wishes | null {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { json: { type: 'boolean' }, only: { type: 'string' }, dns: { type: 'string' } },
    });
    const only = values.only?.split(',') ?? checkNames;
    if (only.some((name) => !checkNames.includes(name))) return null;
    return { isJson: values.json ?? false, only, dnsServer: values.dns ?? null };
  } catch {
    return null;
  }
}

async function run(): Promise<number> {
  const wishes = readWishes(process.argv.slice(2));
  if (wishes === null) {
    process.stderr.write(usage);
    return 2;
  }
  const { isJson, only, dnsServer } = wishes;
  const resolveDns = createDnsResolver(dnsServer === null ? undefined : [dnsServer]);
  const report = await examine({ env: process.env, clock: machineClock, resolveDns, only });
  process.stdout.write(isJson ? printJson(report) : printReport(report));
  return report.isWell ? 0 : 1;
}

process.exitCode = await run();
