import assert from 'node:assert/strict';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import nodemailer from 'nodemailer';
import { limits } from '../../../service/limits.ts';
import {
  accepted,
  book,
  fateOf,
  guest,
  host,
  isCalendar,
  mailTo,
  refusalOf,
  roomBecomes,
  submit,
  writeAnswer,
} from '../correspondence.ts';
import type { PostfixScenario } from '../scenario.ts';
import { type PostfixStage, records } from '../stage.ts';

async function signatures(stage: PostfixStage): Promise<void> {
  const [helen, gil] = [host('helen-signed@host.example'), guest('gil@old.example')];
  await book(stage, { ...helen, name: 'Hélène Hart' }, { ...gil, name: 'Gülşen Grant' });
  for (const [sink, { email }] of [
    [stage.people, helen],
    [stage.old, gil],
  ] as const) {
    const { raw } = await mailTo(sink, email, isCalendar('REQUEST', 0));
    const resolver = async (name: string, type: string) =>
      (records[`${name.toLowerCase()} ${type}`] ?? []).map((text) => [text]);
    const { results } = await dkimVerify(raw, { resolver });
    assert.deepEqual(
      results.map(({ status, signingDomain }) => [status.result, signingDomain]),
      [['pass', 'in.parley.example']],
    );
  }
}

async function sizes(stage: PostfixStage): Promise<void> {
  const gil = guest('gil-large@guest.example');
  await book(stage, host('helen-large@host.example'), gil);
  const { replyTo: to } = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  const head =
    'From: gil-large@guest.example\r\nSubject: large\r\nMessage-ID: <large@guest.example>';
  const line = `${'x'.repeat(70)}\r\n`;
  const mailOf = (bytes: number) => {
    const raw = `${head}\r\n\r\n${line.repeat(Math.floor((bytes - head.length) / line.length))}`;
    return { raw, from: gil.email, to };
  };
  // What the MX takes, the listener takes as well, with all that was written on top of it.
  assert.equal(await refusalOf(stage.postfix.mxPort, mailOf(9_990_000)), null);
  const { raw } = await fateOf(stage, '<large@guest.example>');
  assert(raw.length > 9_990_000 && raw.length < limits.inboundMailBytes);
  assert.equal(await refusalOf(stage.postfix.mxPort, mailOf(10_100_000)), 552);
}

async function encrypted(stage: PostfixStage): Promise<void> {
  const gil = guest('gil-tls@guest.example');
  const { id } = await book(stage, host('helen-tls@host.example'), gil);
  const invitation = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  const { raw, from, to, messageId } = await writeAnswer(gil, invitation, accepted);
  const sender = nodemailer.createTransport({
    host: '127.0.0.1',
    port: stage.postfix.mxPort,
    requireTLS: true,
    // Its certificate is made for this run.
    tls: { rejectUnauthorized: false },
  });
  await sender.sendMail({ raw, envelope: { from, to } });
  sender.close();
  await roomBecomes(stage, id, 'the answer', (room) => room.guest?.answer === 'accepted');
  assert.match((await fateOf(stage, messageId)).raw.toString(), /with ESMTPS id/);
}

/** A sender whose address is written in letters beyond ASCII (RFC 6531). */
async function beyondAscii(stage: PostfixStage): Promise<void> {
  const gil = guest('gil-utf8@guest.example');
  const { id } = await book(stage, host('helen-utf8@host.example'), gil);
  const invitation = await mailTo(stage.people, gil.email, isCalendar('REQUEST', 0));
  const letter = await writeAnswer(gil, invitation, accepted);
  await submit(stage, { ...letter, from: 'gül@guest.example' });
  await roomBecomes(stage, id, 'the answer', (room) => room.guest?.answer === 'accepted');
}

export const forms: readonly PostfixScenario[] = [
  {
    holds: 'Parley’s signature holds behind the relay, also at a server from before 8-bit mail',
    play: signatures,
  },
  {
    holds: 'the MX refuses what is too large, and takes nothing that Parley would not',
    play: sizes,
  },
  { holds: 'the MX offers TLS, and takes answers over it', play: encrypted },
  { holds: 'an answer from an address beyond ASCII comes through', play: beyondAscii },
];
