/**
 * `npm run test:mutations -- --count 20000 --seed 7 [--corpus <folder>]`: spoils real and simulated
 * mails by a seed and has each read by the forked parser and interpreted, as the service does.
 * Ends with 1 when a mail ends without an outcome, or when this process does not stay as it was:
 * its memory flat, its event loop free, its prototypes clean.
 */
import { existsSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { interpretMail } from '../../service/inbox/interpret-mail.ts';
import { createMailParser, ParseFailure } from '../../service/inbox/mail-parser.ts';
import type { MailPlan } from '../../service/inbox/mail-plan.ts';
import type { MailReading } from '../../service/mail/mail-reading.ts';
import { createLog } from '../../service/ops/log.ts';
import { context } from '../inbox/sample-readings.ts';
import { mutate, seededRandom } from './mutate.ts';
import { readCorpus } from './read-index.ts';
import { simulatedMails } from './simulated-mails.ts';

process.env.TZ = 'UTC';
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const beside = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const { envelope, receivedAt } = context;

/** What must hold at the end; a full pass of garbage collection is not forced. */
const ceilings = { loopDelayP99Ms: 50, loopDelayMaxMs: 250, growthMegabytes: 64 };

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    corpus: { type: 'string', default: beside },
  },
});

const sources = [
  ...simulatedMails(),
  ...(existsSync(options.corpus) ? readCorpus(options.corpus).map(({ raw }) => raw) : []),
];

const log = createLog({ level: 'silent', format: 'json' });
const parser = createMailParser({ log, authentication: { mode: 'off' } });

/** How one mail ends: the outcome the service would record, or why it is put aside. */
async function endOf(raw: Buffer): Promise<string> {
  try {
    const reading = await parser.read(raw, {
      envelope,
      peer: null,
      receivedAt,
      writer: null,
      isSenderAsked: true,
    });
    return nameOf(reading, interpretMail(reading, context));
  } catch (error) {
    if (error instanceof ParseFailure) return `put aside: parser-${error.reason}`;
    throw error;
  }
}

const nameOf = ({ kind }: MailReading, plan: MailPlan): string =>
  `${kind}: ${plan.outcome ?? `command ${plan.command?.do ?? 'none'}`}`;

const megabytes = () => process.memoryUsage().rss / 1_048_576;

async function run(count: number, seed: number): Promise<string[]> {
  const random = seededRandom(seed);
  const ends = new Map<string, number>();
  const prototype = Object.getOwnPropertyNames(Object.prototype).sort().join();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  let settled = 0;
  for (let done = 0; done < count; done += 1) {
    // The first tenth warms the parser up; from then on this process must stay as it is.
    if (done === Math.ceil(count / 10)) {
      settled = megabytes();
      delay.enable();
    }
    const source = sources[Math.floor(random() * sources.length)] ?? Buffer.alloc(0);
    const end = await endOf(mutate(source, random));
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  delay.disable();
  for (const [end, times] of [...ends].sort((a, b) => b[1] - a[1])) say(`${times}\t${end}`);
  const growth = megabytes() - settled;
  const p99 = delay.percentile(99) / 1e6;
  const max = delay.max / 1e6;
  say(
    `seed ${seed}: ${count} mails of ${sources.length}, memory ${growth.toFixed(0)} MB more, ` +
      `event loop p99 ${p99.toFixed(0)} ms, longest ${max.toFixed(0)} ms`,
  );
  return [
    ...(growth > ceilings.growthMegabytes ? ['memory grew'] : []),
    ...(p99 > ceilings.loopDelayP99Ms ? ['the event loop was held up'] : []),
    ...(max > ceilings.loopDelayMaxMs ? ['the event loop was held up once for long'] : []),
    ...(Object.getOwnPropertyNames(Object.prototype).sort().join() === prototype
      ? []
      : ['Object.prototype was changed']),
  ];
}

try {
  const faults = await run(Number(options.count), Number(options.seed));
  for (const fault of faults) say(`FAULT: ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await parser.close();
}
