import assert from 'node:assert/strict';
import {
  accepted,
  book,
  fateOf,
  guest,
  host,
  isCalendar,
  type Letter,
  mailTo,
  refusalOf,
  roomBecomes,
  roomOf,
  submit,
  writeAnswer,
} from '../correspondence.ts';
import type { PostfixScenario } from '../scenario.ts';
import { inboundDomain, type PostfixStage } from '../stage.ts';

async function begin(stage: PostfixStage, name: string): Promise<{ id: string; letter: Letter }> {
  const gil = guest(`gil-${name}@guest.example`);
  const { id } = await book(stage, host(`helen-${name}@host.example`), gil);
  const invitation = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  return { id, letter: await writeAnswer(gil, invitation, accepted) };
}

const isApplied = (stage: PostfixStage, id: string) =>
  roomBecomes(stage, id, 'the answer', (room) => room.guest?.answer === 'accepted');

async function inCapitals(stage: PostfixStage): Promise<void> {
  const { id, letter } = await begin(stage, 'capitals');
  await submit(stage, { ...letter, to: letter.to.toUpperCase() });
  await isApplied(stage, id);
}

async function withDelimiter(stage: PostfixStage): Promise<void> {
  // Of "r-token" Postfix would make the mailbox "r" and the extension "token".
  const settings = await stage.postfix.set('recipient_delimiter=-+');
  try {
    const { id, letter } = await begin(stage, 'delimiter');
    await submit(stage, letter);
    await isApplied(stage, id);
  } finally {
    await settings.undo();
  }
}

async function notOurs(stage: PostfixStage): Promise<void> {
  const { letter } = await begin(stage, 'not-ours');
  const code = (to: string) => refusalOf(stage.postfix.mxPort, { ...letter, to });
  const [local = '', domain = ''] = letter.to.split('@');
  assert.equal(await code(`r-${'a'.repeat(32)}@${domain}`), 550);
  assert.equal(await code(`${local}+more@${domain}`), 550);
  assert.equal(await code(`${local}x@${domain}`), 550);
  assert.equal(await code(`root@${domain}`), 550);
  assert.equal(await code(`postmaster@${domain}`), null);
}

/** Mailing programs write the recipient into the sender; vacation programs leave it empty. */
async function oddSenders(stage: PostfixStage): Promise<void> {
  for (const from of ['bounces+r-abc=in.parley.example@elsewhere.example', '']) {
    const { id, letter } = await begin(stage, from === '' ? 'null-sender' : 'verp-sender');
    await submit(stage, { ...letter, from });
    await isApplied(stage, id);
    await fateOf(stage, letter.messageId);
  }
}

async function toTheSender(stage: PostfixStage): Promise<void> {
  const { id, letter } = await begin(stage, 'central');
  await submit(stage, { ...letter, to: `scheduling@${inboundDomain}` });
  await isApplied(stage, id);
  assert.equal((await roomOf(stage, id)).status, 'booked');
}

export const addresses: readonly PostfixScenario[] = [
  { holds: 'a reply address in capitals is the same address', play: inCapitals },
  {
    holds: 'a recipient delimiter of "-" does not cut reply addresses in two',
    play: withDelimiter,
  },
  {
    holds: 'mailboxes that are not Parley’s are refused at RCPT, and never bounced',
    play: notOurs,
  },
  { holds: 'answers with odd envelope senders are read all the same', play: oddSenders },
  { holds: 'an answer to the address in From counts when all agrees', play: toTheSender },
];
