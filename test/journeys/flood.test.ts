import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { callSmtp } from '../inbox/smtp-client.ts';
import { gil, helen } from './host-application.ts';
import { calendarMail, declined, icsOf } from './hostile-mails.ts';
import { bookRoom } from './live-room.ts';
import { openWatchedStage, waitUntilQuiet } from './watched-stage.ts';

it('hundreds of hostile mails are all read, in the memory of none', async () => {
  const stage = await openWatchedStage({
    startsAt: new Date('2027-03-01T09:00:00Z'),
    settings: {},
  });
  const room = await bookRoom(stage, { host: helen, guest: gil });
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heapBytes = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const good = calendarMail(gil.email, icsOf({ uid: room.icsUid, attendee: declined('x') }));
  const client = callSmtp(stage.service().smtpPort ?? 0);
  await client.reply();
  await client.ask('EHLO attack.example');
  const flood = async (from: number, to: number) => {
    for (let each = from; each < to; each += 1) {
      if (each % 15 === 0) stage.clock.advance({ hours: 1 });
      await client.ask('MAIL FROM:<x@evil.example>');
      await client.ask(`RCPT TO:<${room.guest.replyTo}>`);
      await client.ask('DATA');
      expect(await client.ask(`${spoil(good, each)}\r\n.`)).toMatch(/^250/);
    }
    await waitUntilQuiet(stage);
    return heapBytes();
  };
  const warm = await flood(0, 60);
  const after = await flood(60, 300);
  client.close();
  expect(after - warm).toBeLessThan(16 * 1024 * 1024);
  const unread = 'select count(*)::int as count from imip_messages where outcome is null';
  expect((await stage.database.pool.query(unread)).rows).toEqual([{ count: 0 }]);
  await stage.close();
}, 30_000);

/** A good mail with a byte changed, a line repeated, or a heap of something on top. */
function spoil(mail: string, seed: number): string {
  const at = (seed * 7919) % mail.length;
  const kinds = [
    () => mail.slice(0, at) + String.fromCharCode(33 + (seed % 90)) + mail.slice(at + 1),
    () => mail.replace('SEQUENCE:0', `SEQUENCE:0\r\n${'X-A:b\r\n'.repeat(500)}X-B:c`),
    () => mail.replace('Subject: Re', `Subject: ${'=?utf-8?q?a?= '.repeat(300)}`),
    () => `${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(50)}${mail}`,
    () => `${mail}${'z'.repeat(900)}\r\n`.repeat(20),
  ];
  return (kinds[seed % kinds.length] ?? (() => mail))()
    .replace(/\r\n\./g, '\r\n..')
    .trimEnd();
}
