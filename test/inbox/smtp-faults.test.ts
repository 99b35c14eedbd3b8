import { waitFor } from '../house/wait-for.ts';
import { createSmtpStage, mailbox } from './smtp-stage.ts';

const stage = createSmtpStage();
afterEach(() => stage.close());

const mail = 'Message-ID: <1@y.example>\r\nSubject: x\r\n\r\nhello\r\n';

it.each([
  ['vanishes', (end: () => void) => end()],
  ['says goodbye', (_: () => void, finish: () => void) => finish()],
])('23: of a client that %s in the middle of its mail nothing is stored', async (_how, leave) => {
  const client = await stage.open();
  await client.begin('x@y.example', mailbox);
  client.say('\r\nhalf a mail\r\n.\r');
  await client.written();
  leave(
    () => client.close(),
    () => void client.socket.end(),
  );
  await waitFor(() => stage.outcomes.length === 1);
  expect(stage.outcomes).toEqual(['rejected']);
  expect(stage.stored).toEqual([]);
});

it('24: a client that vanishes before it hears 250 has its mail stored once for each time', async () => {
  const committed = Promise.withResolvers<void>();
  const received = Promise.withResolvers<void>();
  const client = await stage.open({
    intake: {
      ...stage.intake,
      async receive(one) {
        received.resolve();
        await committed.promise;
        return stage.intake.receive(one);
      },
    },
  });
  await client.begin('x@y.example', mailbox);
  client.say(`${mail}.\r\n`);
  await received.promise;
  client.close();
  await waitFor(() => stage.outcomes.length === 1);
  committed.resolve();
  await waitFor(() => stage.stored.length === 1);
  // Its sender, who heard nothing, comes again: the same bytes, which the reader knows them by.
  const again = stage.call();
  await again.begin('x@y.example', mailbox);
  expect(await again.ask(`${mail}.`)).toMatch(/^250/);
  expect(stage.stored.map((one) => one.raw.toString())).toEqual([mail, mail]);
});

it('26: bytes of no charset are stored as they came, in headers, names and senders', async () => {
  const client = await stage.open();
  await client.reply();
  for (const line of ['EHLO \xff\xfe', 'MAIL FROM:<\xff@y.example>', `RCPT TO:<${mailbox}>`]) {
    client.say(Buffer.from(`${line}\r\n`, 'latin1'));
    expect(await client.reply()).toMatch(/^250/);
  }
  await client.ask('DATA');
  const garbage = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).filter(
    (byte) => byte !== 10 && byte !== 13,
  );
  const raw = Buffer.concat([Buffer.from('Subject: '), garbage, Buffer.from('\r\n\r\n\x00\r\n')]);
  client.say(Buffer.concat([raw, Buffer.from('.\r\n')]));
  expect(await client.reply()).toMatch(/^250/);
  expect(stage.stored[0]?.raw.equals(raw)).toBe(true);
});

it.each([
  ['more than fifty Received headers', 'Received: from a by b\r\n'.repeat(51)],
  ['our own loop header', 'Subject: x\r\nX-Parley-Loop: 1\r\n'],
  ['our own loop header, in another case', 'x-PARLEY-loop : 1\r\n'],
])('27: a mail with %s goes in circles', async (_what, headers) => {
  const client = await stage.open();
  await client.begin('x@y.example', mailbox);
  expect(await client.ask(`${headers}\r\nhello\r\n.`)).toMatch(/^554 5\.4\.6/);
  expect(stage.stored).toEqual([]);
});

it('27: one that quotes such a mail, or came a long way, does not', async () => {
  const client = await stage.open();
  await client.begin('x@y.example', mailbox);
  const way = 'Received: from a by b\r\n'.repeat(50);
  expect(await client.ask(`${way}\r\nX-Parley-Loop: 1\r\n.`)).toMatch(/^250/);
});

describe('our own faults are temporary, never 5xx', () => {
  const gone = () => Promise.reject(new Error('the database is gone'));

  it('while a recipient is looked up', async () => {
    const client = await stage.open({ intake: { ...stage.intake, findRecipient: gone } });
    await client.reply();
    await client.ask('EHLO client.example');
    await client.ask('MAIL FROM:<x@y.example>');
    expect(await client.ask(`RCPT TO:<${mailbox}>`)).toMatch(/^451 4\.3\.0/);
  });

  it('while a mail is stored', async () => {
    const client = await stage.open({ intake: { ...stage.intake, receive: gone } });
    await client.begin('x@y.example', mailbox);
    expect(await client.ask(`${mail}.`)).toMatch(/^451 4\.3\.0/);
    client.close();
    await waitFor(() => stage.outcomes.length === 1);
    expect(stage.outcomes).toEqual(['fault']);
  });

  it('when storing takes too long, even beyond the session deadline', async () => {
    const never = () => new Promise<string[]>(() => {});
    const client = await stage.open({
      intake: { ...stage.intake, receive: never },
      sessionTimeoutMs: 400,
      handlerTimeoutMs: 600,
    });
    await client.begin('x@y.example', mailbox);
    expect(await client.ask(`${mail}.`)).toMatch(/^451/);
  });
});
