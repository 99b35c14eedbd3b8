import { waitFor } from '../../house/wait-for.ts';
import type { Bench } from '../ground/bench.ts';
import { compare, type Result } from '../ground/compare.ts';
import type { Store } from '../ground/databases.ts';
import { findHaraka } from '../ground/peers.ts';
import { type Watched, watchCpu } from '../ground/processes.ts';
import { type Program, startProgram } from '../ground/program.ts';
import { alternate, type Figure } from '../ground/rounds.ts';
import { answerAll, type Letter } from '../ground/samples.ts';
import { pidOf, startRoles, stopRoles } from '../ground/service.ts';
import { figureOf } from './b1-book.ts';

/** Replies until every one is applied: state, history and event. */
export async function measureApplying(bench: Bench): Promise<Result> {
  const { databases, sizes, seeds, sink } = bench;
  const { sent, letters } = await seeds.booked();
  const database = await databases.create(sent.name);
  const deployment = { database, sinkPort: sink.port };
  const smtp = await startRoles('smtp', deployment);
  const worker = await startRoles('worker', deployment);
  const parser = await startProgram('reference');
  const processes = {
    smtp: [pidOf(smtp)],
    worker: [pidOf(worker)],
    postgres: [databases.pid],
  };
  const some = letters.slice(0, sizes.appliedReplies);
  const { ours, theirs } = await alternate(sizes.rounds, {
    ours: (round) => applyRound(bench, { database, port: smtp.smtpPort, processes }, some, round),
    theirs: (round) => parseAlone(parser, some, round),
  });
  await stopRoles(smtp, worker);
  await parser.end();
  await database.drop();
  return {
    id: 'B6',
    title: `${some.length} replies a round until all are applied, smtp and worker processes`,
    comparisons: [
      compare({
        measure: 'replies/s',
        against: 'mailparser and node-ical parsing alone',
        ours,
        theirs,
        goal: { least: 0.6 },
      }),
    ],
    peer: await findHaraka(),
    notes: [],
  };
}

const answerOf = (round: number) => (round % 2 === 0 ? 'ACCEPTED' : 'TENTATIVE');

export interface Inbox {
  readonly database: Store;
  readonly port: number;
  readonly processes: Watched;
}

/** Everybody answers something else than in the round before. */
export async function applyRound(
  bench: Bench,
  { database, port, processes }: Inbox,
  letters: readonly Letter[],
  round: number,
): Promise<Figure> {
  const mails = answerAll(letters, answerOf(round));
  const beganAt = new Date();
  const cpu = watchCpu(processes);
  await bench.deliver({ port, mails, connections: 10 });
  const wanted = { count: mails.length, answer: answerOf(round).toLowerCase() };
  const settled = await waitFor(() => findSettled(database, beganAt, wanted), {
    timeoutMs: 180_000,
    what: 'all replies to be read',
  });
  const us = cpu();
  if (settled.applied !== mails.length || settled.answers !== mails.length) {
    throw new Error(`of ${mails.length} replies: ${JSON.stringify(settled)}`);
  }
  return figureOf(mails.length, (settled.lastAt.getTime() - beganAt.getTime()) / 1000, us);
}

interface Settled {
  readonly applied: number;
  /** People whose answer is that of this round. */
  readonly answers: number;
  readonly lastAt: Date;
}

/** Null while some are unread. */
async function findSettled(
  database: Store,
  beganAt: Date,
  { count, answer }: { count: number; answer: string },
): Promise<Settled | null> {
  const [row] = await database.query<Settled & { read: number }>(
    `select count(*) filter (where i.read_at is not null)::int as read,
       count(*) filter (where i.outcome = 'applied')::int as applied,
       count(distinct a.id) filter (where a.answer = $2)::int as answers,
       max(i.read_at) as "lastAt"
     from imip_messages i
     join attendees a on a.application_id = i.application_id and a.id = i.attendee_id
     where i.received_at >= $1`,
    [beganAt, answer],
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  return row && row.read === count ? row : null;
}

async function parseAlone(
  program: Program,
  letters: readonly Letter[],
  round: number,
): Promise<Figure> {
  const mails = answerAll(letters, answerOf(round)).map(({ raw }) => raw);
  const cpu = watchCpu({ node: [program.pid] });
  const seconds = await program.ask<number>('parseAlone', { mails });
  return figureOf(mails.length, seconds, cpu());
}
