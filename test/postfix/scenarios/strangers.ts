import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeReplyMail } from '../../../service/dev/reply-simulator.ts';
import {
  book,
  fateOf,
  guest,
  host,
  isCalendar,
  mailTo,
  queueIsEmpty,
  refusalOf,
  roomOf,
  submit,
} from '../correspondence.ts';
import type { PostfixScenario } from '../scenario.ts';
import { frontName, type PostfixStage } from '../stage.ts';

async function forged(stage: PostfixStage): Promise<void> {
  const gil = guest('gil-forged@guest.example');
  const { id } = await book(stage, host('helen-forged@host.example'), gil);
  const invitation = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  const messageId = `<${randomUUID()}@elsewhere.example>`;
  const written = writeReplyMail({
    client: 'outlook',
    method: 'REPLY',
    answer: 'DECLINED',
    invitation: invitation.ics ?? '',
    from: { name: gil.name, address: gil.email },
    to: invitation.replyTo,
    stampedAt: new Date(),
    messageId,
  });
  const words = 'dmarc=pass (p=reject dis=none) header.from=guest.example';
  const raw =
    `Authentication-Results: ${frontName}; ${words}\r\n` +
    `Authentication-Results: ${frontName.toUpperCase()} 1;\r\n ${words}\r\n` +
    `Authentication-Results: (in their\r\n name) "${frontName}"; ${words}\r\n${written}`;
  await submit(stage, { raw, messageId, from: 'x@elsewhere.example', to: invitation.replyTo });
  const fate = await fateOf(stage, messageId);
  assert.equal(fate.outcome, 'parked');
  assert.equal(fate.authentication?.source, 'front-relay');
  assert.equal(fate.authentication?.dmarc.result, 'fail');
  assert.doesNotMatch(fate.raw.toString(), /dmarc=pass/);
  assert.equal((await roomOf(stage, id)).status, 'booked');
  // Only the person whose answer it is said to be is asked.
  await mailTo(stage.people, gil.email, ({ text }) => /\/confirm\?/.test(text));
}

async function filtersAway(stage: PostfixStage): Promise<void> {
  const gil = guest('gil-unchecked@guest.example');
  await book(stage, host('helen-unchecked@host.example'), gil);
  const { replyTo: to } = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  const mail = { raw: 'Subject: hello\r\n\r\nHello.\r\n', from: gil.email, to };
  const settings = await stage.postfix.set('smtpd_milters=inet:127.0.0.1:1');
  try {
    assert.equal(await refusalOf(stage.postfix.mxPort, mail), 451);
  } finally {
    await settings.undo();
  }
  assert.equal(await refusalOf(stage.postfix.mxPort, mail), null);
}

async function noRelay(stage: PostfixStage): Promise<void> {
  const raw = 'From: x@elsewhere.example\r\nSubject: spam\r\n\r\nBuy.\r\n';
  const code = (to: string, from = 'x@elsewhere.example') =>
    refusalOf(stage.postfix.mxPort, { raw, from, to });
  assert.equal(await code('gil@guest.example'), 554);
  // Neither do names of this server open it, nor routes, nor a sender of ours.
  assert.equal(await code('gil@guest.example', 'scheduling@in.parley.example'), 554);
  for (const local of ['gil%guest.example', 'guest.example!gil', '"gil@guest.example"']) {
    const refused = await code(`${local}@in.parley.example`);
    assert(refused === 550 || refused === 554, `${local}: ${refused}`);
  }
  const listener = await code('root@mx.parley.example');
  assert.equal(listener, 554);
}

/** A mailbox that sends everything on to the reply address it finds in the mail. */
async function loop(stage: PostfixStage): Promise<void> {
  const gil = guest('gil-loop@guest.example');
  const helen = host('helen-loop@host.example');
  const { id } = await book(stage, helen, gil);
  await mailTo(stage.people, helen.email, isCalendar('REQUEST', 0));
  const invitation = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  const before = stage.people.mails.length;
  await submit(stage, {
    raw: `Received: by mail.guest.example; ${new Date().toUTCString()}\r\n${invitation.raw}`,
    messageId: invitation.messageId,
    from: invitation.bounceTo,
    to: invitation.replyTo,
  });
  // Parley refuses its own mail, so Postfix reports to the bounce address, and that is the end.
  const report = await fateOf(stage, `rfc822; ${invitation.replyTo}`);
  assert.match(report.raw.toString(), /goes in circles/);
  assert.equal(report.outcome, 'bounce');
  await queueIsEmpty(stage);
  const room = await roomOf(stage, id);
  assert.deepEqual([room.status, room.guest?.reachable], ['booked', true]);
  assert.equal(stage.people.mails.length, before);
}

export const strangers: readonly PostfixScenario[] = [
  {
    holds: 'what others write in the name of the MX is taken out and believed by nobody',
    play: forged,
  },
  {
    holds: 'while nobody can tell who sent a mail, the MX puts it off',
    play: filtersAway,
  },
  { holds: 'the MX relays for nobody, this machine included', play: noRelay },
  { holds: 'a mailbox that sends our mail back to us makes no loop and harms nobody', play: loop },
];
