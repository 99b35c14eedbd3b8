import { connect as connectTls } from 'node:tls';
import tlsOptions from 'smtp-server/lib/tls-options.js';
import { waitFor } from '../house/wait-for.ts';
import { inboundDomain } from './inbox-house.ts';
import { listenTo } from './smtp-client.ts';
import { createSmtpStage, mailbox, otherMailbox } from './smtp-stage.ts';

const stage = createSmtpStage();
afterEach(() => stage.close());

/** What was stored: who it is from, whom it is for, and its bytes. */
const stored = () =>
  stage.stored.map(({ envelopeFrom, recipients, raw }) => [
    envelopeFrom,
    recipients.map((one) => one.address),
    raw.toString('latin1'),
  ]);

describe('one message stays one message', () => {
  it.each([
    [1, 'LF.LF', '\n.\n'],
    [2, 'LF.CRLF', '\n.\r\n'],
    [3, 'CRLF.LF', '\r\n.\n'],
    [4, 'CR.CR', '\r.\r'],
    [5, 'CRLF NUL.CRLF', '\r\n\0.\r\n'],
    [5, 'CRCRLF.CRCRLF', '\r\r\n.\r\r\n'],
    [5, 'CRLF.CR', '\r\n.\r'],
    [5, 'CR.CRLF', '\r.\r\n'],
    [5, 'CRLF dot space CRLF', '\r\n. \r\n'],
    [5, 'NEL.NEL', '\x85.\x85'],
  ])('%i: nobody smuggles a second mail behind %s', async (_number, _name, ending) => {
    const client = await stage.open();
    await client.begin('x@y.example', mailbox);
    const smuggled = `MAIL FROM:<evil@y.example>\r\nRCPT TO:<${otherMailbox}>\r\nDATA\r\nevil\r\n`;
    client.say(Buffer.from(`\r\nhello${ending}${smuggled}.\r\n`, 'latin1'));
    expect(await client.reply()).toMatch(/^250/);
    expect(await client.ask('NOOP')).toMatch(/^250/);
    expect(stored()).toEqual([['x@y.example', [mailbox], expect.stringContaining('evil')]]);
  });

  it('6: two dots at the start, split over two packets, are content', async () => {
    const client = await stage.open();
    await client.begin('x@y.example', mailbox);
    for (const piece of ['.', '.\r\nx', '\r\n.\r\n']) {
      client.say(piece);
      await client.written();
    }
    expect(await client.reply()).toMatch(/^250/);
    expect(stored()).toEqual([['x@y.example', [mailbox], '.\r\nx\r\n']]);
  });

  it('7: the end may be cut into packets at any byte', async () => {
    const client = await stage.open();
    await client.reply();
    await client.ask('EHLO client.example');
    const whole = 'Subject: x\r\n\r\nhello\r\n.\r\n';
    for (let cut = whole.length - 5; cut < whole.length; cut += 1) {
      await client.ask('MAIL FROM:<x@y.example>');
      await client.ask(`RCPT TO:<${mailbox}>`);
      await client.ask('DATA');
      client.say(whole.slice(0, cut));
      await client.written();
      client.say(whole.slice(cut));
      expect(await client.reply()).toMatch(/^250/);
    }
    expect(stage.stored.map((mail) => mail.raw.toString())).toEqual(
      Array(5).fill('Subject: x\r\n\r\nhello\r\n'),
    );
  });
});

describe('nobody speaks out of turn', () => {
  it('8: who talks before the greeting is hung up on', async () => {
    const client = await stage.open();
    client.say('EHLO x\r\nMAIL FROM:<x@y.example>\r\n');
    expect(await client.reply()).toMatch(/^421/);
    await waitFor(() => client.isClosed());
    expect(client.heard()).not.toMatch(/^2/m);
  });

  // The test certificate of smtp-server: public, so good for nothing else.
  const { key, cert } = tlsOptions();
  const tls = { key: String(key), cert: String(cert) };

  it('9: what comes in one packet with STARTTLS is dropped', async () => {
    const plain = await stage.open({ tls });
    await plain.reply();
    expect(await plain.ask('EHLO client.example')).toMatch(/STARTTLS/);
    plain.say(`STARTTLS\r\nMAIL FROM:<evil@y.example>\r\nRCPT TO:<${mailbox}>\r\n`);
    expect(await plain.reply()).toMatch(/^220/);
    plain.socket.removeAllListeners('data');
    const socket = connectTls({ socket: plain.socket, rejectUnauthorized: false });
    const secure = listenTo(socket);
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    // RFC 3207 §4.2: even the greeting is forgotten.
    expect(await secure.ask(`RCPT TO:<${mailbox}>`)).toMatch(/^503/);
    await secure.ask('EHLO client.example');
    expect(await secure.ask(`RCPT TO:<${mailbox}>`)).toMatch(/^503 Error: need MAIL/);
    await secure.ask('MAIL FROM:<x@y.example>');
    await secure.ask(`RCPT TO:<${mailbox}>`);
    await secure.ask('DATA');
    expect(await secure.ask('\r\nhello\r\n.')).toMatch(/^250/);
    expect(stored()).toEqual([['x@y.example', [mailbox], '\r\nhello\r\n']]);
    secure.close();
  });

  it('9: without a certificate of our own there is no STARTTLS at all', async () => {
    const client = await stage.open();
    await client.reply();
    expect(await client.ask('EHLO client.example')).not.toMatch(/STARTTLS/);
    expect(await client.ask('STARTTLS')).toMatch(/^500/);
  });

  it('18: an HTTP request is hung up on, before its body could hold commands', async () => {
    const client = await stage.open();
    await client.reply();
    const body = `EHLO x\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<${mailbox}>\r\n`;
    client.say(`POST / HTTP/1.1\r\nHost: ${inboundDomain}:25\r\n\r\n${body}`);
    expect(await client.reply()).toMatch(/^421/);
    await waitFor(() => client.isClosed());
    expect(client.heard()).not.toMatch(/^250/m);
  });
});
