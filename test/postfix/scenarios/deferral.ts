import assert from 'node:assert/strict';
import { waitFor } from '../../house/wait-for.ts';
import {
  accepted,
  book,
  fateOf,
  guest,
  host,
  isCalendar,
  type Letter,
  mailTo,
  queueIsEmpty,
  roomBecomes,
  roomOf,
  submit,
  writeAnswer,
} from '../correspondence.ts';
import type { PostfixScenario } from '../scenario.ts';
import { inboundDomain, type PostfixStage } from '../stage.ts';

interface Answering {
  readonly id: string;
  readonly letter: Letter;
}

/** A session whose guest has not answered yet. */
async function begin(stage: PostfixStage, name: string): Promise<Answering> {
  const gil = guest(`gil-${name}@guest.example`);
  const { id } = await book(stage, host(`helen-${name}@host.example`), gil);
  const invitation = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  return { id, letter: await writeAnswer(gil, invitation, accepted) };
}

const isApplied = (stage: PostfixStage, { id }: Answering) =>
  roomBecomes(stage, id, 'the answer', (room) => room.guest?.answer === 'accepted');

const words = { raw: 'Subject: hello\r\n\r\nHello.\r\n', from: 'gil@guest.example' };

async function listenerAway(stage: PostfixStage): Promise<void> {
  const names = Array.from({ length: 6 }, (_, index) => `away-${index}`);
  const waiting = await Promise.all(names.map((name) => begin(stage, name)));
  // Of half of the mailboxes the MX knows that they exist.
  const known = waiting.slice(0, 3);
  for (const { letter } of known) await submit(stage, { ...letter, ...words });
  await queueIsEmpty(stage);
  await stage.stopListener();
  for (const { letter } of waiting) await submit(stage, letter);
  const held = (await stage.postfix.queue()).filter((to) => to.endsWith(`@${inboundDomain}`));
  assert.deepEqual(held.sort(), waiting.map(({ letter }) => letter.to).sort());
  await stage.startListener();
  await stage.postfix.flush();
  for (const one of waiting) await isApplied(stage, one);
  await queueIsEmpty(stage);
}

async function twice(stage: PostfixStage): Promise<void> {
  const waiting = await begin(stage, 'twice');
  await submit(stage, waiting.letter);
  await isApplied(stage, waiting);
  const { version } = await roomOf(stage, waiting.id);
  await submit(stage, waiting.letter);
  await fateOf(stage, waiting.letter.messageId);
  const isRead = async () => {
    const { rows } = await stage.database.pool.query<{ outcome: string }>(
      `select outcome from imip_messages where message_id = $1 and read_at is not null
       order by received_at`,
      [waiting.letter.messageId],
    );
    return rows.length === 2 ? rows.map(({ outcome }) => outcome) : null;
  };
  const outcomes = await waitFor(isRead, { timeoutMs: 20_000, what: 'the second copy' });
  assert.deepEqual(outcomes, ['applied', 'duplicate']);
  const after = await roomOf(stage, waiting.id);
  assert.equal(after.version, version);
}

export const deferral: readonly PostfixScenario[] = [
  {
    holds: 'while the listener is away, mail waits in the queue of Postfix; none is lost',
    play: listenerAway,
  },
  { holds: 'a mail that comes twice acts once', play: twice },
];
