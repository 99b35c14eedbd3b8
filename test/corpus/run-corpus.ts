/**
 * `npm run test:corpus -- <folder>`: plays every message of a corpus on a live room and prints what
 * its index expects beside what became of it. Ends with 1 when one of them is wrong. Without a
 * folder it takes the corpus that may stand beside the repository.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverVariable, startTestServer } from '../house/test-server.ts';
import { openInboxHouse } from '../inbox/inbox-house.ts';
import { type Got, judge, type Verdict } from './judge.ts';
import { play } from './play.ts';
import { readCorpus, type Sample } from './read-index.ts';

process.env.TZ = 'UTC';
const beside = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Line {
  readonly sample: Sample;
  readonly got: Got | null;
  readonly verdict: Verdict;
}

async function playAll(samples: readonly Sample[]): Promise<Line[]> {
  const server = await startTestServer();
  process.env[serverVariable] = server.serverUrl;
  const house = await openInboxHouse();
  try {
    const lines: Line[] = [];
    for (const sample of samples) lines.push(await playOne(house, sample));
    return lines;
  } finally {
    await house.close();
    await server.stop();
  }
}

async function playOne(
  house: Awaited<ReturnType<typeof openInboxHouse>>,
  sample: Sample,
): Promise<Line> {
  try {
    const got = await play(house, sample);
    return { sample, got, verdict: judge(sample, got) };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    return { sample, got: null, verdict: { is: 'WRONG', expected: sample.kind, because } };
  }
}

function tell({ sample, got, verdict }: Line): string {
  const seen = got ? [got.outcome, got.reason].filter(Boolean).join(' ') : 'FAILED';
  const { is, expected, because } = verdict;
  return [sample.file, expected, seen, is, because].filter(Boolean).join(' | ');
}

async function run(folder: string): Promise<number> {
  const lines = await playAll(readCorpus(folder));
  say('file | expected | got | verdict');
  for (const line of lines) say(tell(line));
  const count = (is: Verdict['is']) => lines.filter((line) => line.verdict.is === is).length;
  const wrong = count('WRONG');
  say(
    `${lines.length} messages: ${count('as expected')} as expected, ` +
      `${count('explained')} explained, ${wrong} wrong`,
  );
  return wrong === 0 ? 0 : 1;
}

const [given] = process.argv.slice(2);
if (given === undefined && !existsSync(beside)) {
  say('There is no corpus beside the repository: name a folder that has an INDEX.tsv.');
} else {
  process.exitCode = await run(resolve(given ?? beside));
}
