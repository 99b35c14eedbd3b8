/**
 * `npm run demo`: plays the transcripts on the whole service, on free ports, and tells in plain
 * words what happens. The database, HTTP, SMTP and the pages are real; the clock is turned by hand,
 * so that days pass in seconds, and the far mail server is a sink that keeps what it is given.
 */
import { serverVariable, startTestServer } from '../house/test-server.ts';
import {
  closeStages,
  createServiceWorld,
  openStage,
  type Stage,
} from '../transcripts/service-world.ts';
import { readTranscripts, type Transcript } from '../transcripts/transcript.ts';
import { perform, type Seen } from '../transcripts/world.ts';
import { tellAction, tellMail } from './demo-words.ts';

process.env.TZ = 'UTC';

interface Outcome {
  readonly name: string;
  readonly steps: number;
  readonly mails: number;
  readonly error: string | null;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What was seen besides mails, in one line. */
function tellSeen(seen: Seen): string {
  const [status = '', sequence = ''] = seen.room.split(' ');
  return [
    ...(seen.problem ? [`refused: ${seen.problem}`] : []),
    ...(seen.page ? [`page: ${seen.page}`] : []),
    ...(seen.inbound ? [`mail ${seen.inbound}`] : []),
    `room ${status}, SEQUENCE ${sequence}`,
    seen.answers.replaceAll('=', ': '),
    ...(seen.proposals ? [`proposals: ${seen.proposals}`] : []),
  ].join(' · ');
}

async function playScene(transcript: Transcript, stage: Stage): Promise<Outcome> {
  const { players, name } = transcript;
  let told = 0;
  say(`\n\u2500\u2500 ${name} ${'\u2500'.repeat(Math.max(0, 74 - name.length))}`);
  say(`   ${transcript.about}`);
  try {
    await perform(transcript, createServiceWorld(stage, transcript), {
      beforeStep: (step) => say(`\n   ${tellAction(step.action, players)}`),
      afterStep: (_step, seen) => {
        for (const mail of stage.mailbox.slice(told)) say(`     \u2709 ${tellMail(mail, players)}`);
        told = stage.mailbox.length;
        say(`     \u2192 ${tellSeen(seen)}`);
      },
    });
    return { name, steps: transcript.steps.length, mails: told, error: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(`     \u2717 ${message}`);
    return { name, steps: transcript.steps.length, mails: told, error: message };
  }
}

function tellTable(outcomes: readonly Outcome[]): void {
  say(`\n${'scenario'.padEnd(26)}${'steps'.padStart(6)}${'mails'.padStart(7)}   as written`);
  for (const { name, steps, mails, error } of outcomes) {
    const verdict = error === null ? 'yes' : 'NO';
    say(`${name.padEnd(26)}${String(steps).padStart(6)}${String(mails).padStart(7)}   ${verdict}`);
  }
  const mails = outcomes.reduce((sum, one) => sum + one.mails, 0);
  const failed = outcomes.filter((one) => one.error !== null).length;
  say(
    failed === 0
      ? `\nAll ${outcomes.length} scenarios went as written; ${mails} mails were sent.`
      : `\n${failed} of ${outcomes.length} scenarios did not go as written.`,
  );
}

async function main(): Promise<number> {
  say('Starting PostgreSQL, the API, the worker and the SMTP listener on free ports \u2026');
  const server = await startTestServer();
  process.env[serverVariable] = server.serverUrl;
  const outcomes: Outcome[] = [];
  try {
    for (const transcript of readTranscripts()) {
      const stage = await openStage(transcript);
      const { publicUrl, smtpPort } = stage.service();
      if (outcomes.length === 0) say(`   HTTP and pages at ${publicUrl}, SMTP on port ${smtpPort}`);
      outcomes.push(await playScene(transcript, stage));
      await stage.close();
    }
  } finally {
    await closeStages();
    await server.stop();
  }
  tellTable(outcomes);
  return outcomes.every((one) => one.error === null) ? 0 : 1;
}

process.exitCode = await main();
