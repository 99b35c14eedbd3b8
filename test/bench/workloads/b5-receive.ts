import type { Bench } from '../ground/bench.ts';
import { type Comparison, compare, type Result } from '../ground/compare.ts';
import type { Store } from '../ground/databases.ts';
import { deliverToPostfix } from '../ground/peers.ts';
import { type Watched, watchCpu } from '../ground/processes.ts';
import { startProgram } from '../ground/program.ts';
import { alternate, type Figure } from '../ground/rounds.ts';
import { answerAll } from '../ground/samples.ts';
import { pidOf, startRoles, stopRoles } from '../ground/service.ts';
import { createReferenceTables } from '../references/reference-tables.ts';
import { figureOf } from './b1-book.ts';

interface Receiver {
  readonly port: number;
  readonly processes: Watched;
}

/** How many connections of one relay the service lets in: the fifty of the goal are too many. */
const mostConnections = 20;

/** Replies over kept connections, each acknowledged when it is committed. */
export async function measureReceiving(bench: Bench): Promise<Result> {
  const { databases, sizes, seeds, sink } = bench;
  const { sent, letters } = await seeds.booked();
  const database = await databases.create(sent.name);
  const plain = await databases.create();
  await createReferenceTables(plain);
  const smtp = await startRoles('smtp', { database, sinkPort: sink.port });
  const reference = await startProgram('reference');
  const port = await reference.ask<number>('startStoringMails', { databaseUrl: plain.url });
  const our = { port: smtp.smtpPort, processes: { smtp: [pidOf(smtp)] } };
  const straight = { port, processes: { node: [reference.pid] } };
  const comparisons: Comparison[] = [];
  for (const [connections, least] of [
    [10, 0.9],
    [mostConnections, 1.3],
  ] as const) {
    const { ours, theirs } = await alternate(sizes.rounds, {
      ours: () => receive(bench, our, connections),
      theirs: () => receive(bench, straight, connections),
    });
    const measure = `mails/s over ${connections} connections`;
    const against = 'smtp-server with one insert a mail';
    comparisons.push(compare({ measure, against, ours, theirs, goal: { least } }));
  }
  await stopRoles(smtp);
  await reference.end();
  const count = 2 * (sizes.rounds + 1) * letters.length;
  await expectRows(database, 'imip_messages', count);
  await expectRows(plain, 'reference_inbound', count);
  for (const store of [database, plain]) await store.drop();
  const replies = answerAll(letters, 'ACCEPTED');
  const bytes = replies.reduce((sum, { raw }) => sum + raw.length, 0) / replies.length;
  return {
    id: 'B5',
    title: `${letters.length} replies a round, acknowledged after the commit`,
    comparisons,
    peer: await deliverToPostfix(bench, replies, 10),
    notes: [
      `replies of ${Math.round(bytes)} bytes on average`,
      `more than ${mostConnections} connections of one relay are refused ` +
        '(limits.smtpConnectionsPerRelay), so the 50 of the goal are these',
    ],
  };
}

async function receive(
  bench: Bench,
  { port, processes }: Receiver,
  connections: number,
): Promise<Figure> {
  const { letters } = await bench.seeds.booked();
  const mails = answerAll(letters, 'ACCEPTED');
  const cpu = watchCpu({ ...processes, postgres: [bench.databases.pid] });
  const { seconds } = await bench.deliver({ port, mails, connections });
  return figureOf(mails.length, seconds, cpu());
}

async function expectRows(database: Store, table: string, count: number): Promise<void> {
  const [found] = await database.query<{ count: number }>(`select count(*)::int from ${table}`);
  if (found?.count !== count) throw new Error(`${count} mails were taken, ${found?.count} kept`);
}
