import { monitorEventLoopDelay } from 'node:perf_hooks';
import { waitFor } from '../house/wait-for.ts';
import type { SmtpClient } from './smtp-client.ts';
import { createSmtpStage, drip, mailbox, mailboxOf } from './smtp-stage.ts';

const stage = createSmtpStage();
afterEach(() => stage.close());

async function greet(client: SmtpClient): Promise<SmtpClient> {
  expect(await client.reply()).toMatch(/^220/);
  await client.ask('EHLO client.example');
  return client;
}

/** Many callers at once; what each of them is told first. */
const callTimes = (count: number) => Array.from({ length: count }, () => stage.call());
const greetings = (clients: SmtpClient[]) =>
  Promise.all(clients.map(async (client) => (await client.reply()).slice(0, 3)));

describe('what one mail may be', () => {
  it('11: has ten recipients, the next is told to come later', async () => {
    const client = await greet(await stage.open());
    await client.ask('MAIL FROM:<x@y.example>');
    for (const letter of 'abcdefghij') {
      expect(await client.ask(`RCPT TO:<${mailboxOf(letter)}>`)).toMatch(/^250/);
    }
    expect(await client.ask(`RCPT TO:<${mailboxOf('k')}>`)).toMatch(/^452/);
    await client.ask('DATA');
    expect(await client.ask('\r\nhello\r\n.')).toMatch(/^250/);
    const stored = stage.stored.flatMap((mail) => mail.recipients.map((one) => one.address));
    expect(stored).toEqual([...'abcdefghij'].map(mailboxOf));
  });

  it('12: is refused at MAIL when it says that it is too large', async () => {
    const client = await greet(await stage.open());
    expect(await client.ask('MAIL FROM:<x@y.example> SIZE=999999999')).toMatch(/^552/);
    expect(await client.ask('MAIL FROM:<x@y.example> SIZE=10485760')).toMatch(/^250/);
  });

  it('13: is refused after the dot when it only turns out to be, and not held until then', async () => {
    const client = await stage.open({ mailBytes: 1000, bufferedBytes: 1000, freeBytes: 0 });
    await client.begin('x@y.example', mailbox);
    client.say(`\r\n${`${'x'.repeat(998)}\r\n`.repeat(500)}`);
    await client.written();
    // All the memory there is for mail is free for others while it is still coming in.
    expect(await stage.deliver(mailbox)).toMatch(/^250/);
    expect(await client.ask('.')).toMatch(/^552/);
    expect(stage.stored).toHaveLength(1);
  });

  it('13: finds 452 when all sessions together hold too much, and room again after', async () => {
    const client = await stage.open({ bufferedBytes: 500, freeBytes: 100 });
    await client.begin('x@y.example', mailbox);
    expect(await client.ask(`\r\n${'x'.repeat(900)}\r\n.`)).toMatch(/^452 4\.3\.1/);
    await client.ask('MAIL FROM:<x@y.example>');
    await client.ask(`RCPT TO:<${mailbox}>`);
    await client.ask('DATA');
    client.say(`\r\n${'x'.repeat(590)}`);
    await client.written();
    // A small mail needs no room of that which others hold, who may be slow on purpose.
    expect(await stage.deliver(mailbox)).toMatch(/^250/);
    expect(await client.ask('\r\n.')).toMatch(/^250/);
    expect(stage.stored).toHaveLength(2);
  });
});

describe('what one client may say', () => {
  it('14: no command of 300 kB', async () => {
    const client = await stage.open();
    await client.reply();
    client.say(`EHLO ${'x'.repeat(300_000)}\r\n`);
    expect(await client.reply()).toMatch(/^421/);
    await waitFor(() => client.isClosed());
  });

  it('17: no ten commands that do not exist', async () => {
    const client = await stage.open();
    await client.reply();
    for (let count = 1; count < 10; count += 1) {
      expect(await client.ask('NONSENSE')).toMatch(/^500/);
    }
    expect(await client.ask('NONSENSE')).toMatch(/^421/);
    await waitFor(() => client.isClosed());
  });

  it.each([
    [['VRFY x', 'EXPN x', 'WIZ x', 'SHELL', 'KILL', 'ETRN x', 'XCLIENT ADDR=1.2.3.4', 'HELP']],
    [['BDAT 1 LAST', 'AUTH PLAIN AHgAeA==', 'XFORWARD ADDR=1.2.3.4', 'TURN', 'SEND FROM:<x@y>']],
  ])('19: none of %j', async (commands) => {
    const client = await greet(await stage.open());
    for (const command of commands) {
      expect([command, await client.ask(command)]).toEqual([
        command,
        expect.stringMatching(/^50[02]/),
      ]);
    }
    expect(await client.ask('NOOP')).toMatch(/^250/);
  });

  it('25: a thousand transactions in one segment are answered in order, nobody waits', async () => {
    const client = await greet(await stage.open());
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const heard = client.heard().length;
    client.say(`MAIL FROM:<x@y.example>\r\nRCPT TO:<${mailbox}>\r\nRSET\r\n`.repeat(1000));
    await waitFor(() => client.heard().match(/Flushed/g)?.length === 1000);
    lag.disable();
    const one = '250 Accepted\r\n250 Accepted\r\n250 Flushed\r\n';
    expect(client.heard().slice(heard)).toBe(one.repeat(1000));
    expect(lag.max / 1e6).toBeLessThan(250);
  });
});

describe('20: a byte now and then', () => {
  // Idle timeouts never fire here: only an absolute deadline can.
  const patient = { idleTimeoutMs: 20_000, sessionTimeoutMs: 20_000, firstMailTimeoutMs: 20_000 };

  it('in HELO is cut when no MAIL was accepted in time', async () => {
    const client = await stage.open({ ...patient, firstMailTimeoutMs: 400 });
    await client.reply();
    expect(await drip(client)).toBeLessThan(3000);
    expect(client.heard()).toMatch(/^421/m);
    await waitFor(() => stage.outcomes.includes('timeout'));
  });

  it('of commands that lead nowhere is cut all the same', async () => {
    const client = await greet(await stage.open({ ...patient, firstMailTimeoutMs: 400 }));
    expect(await drip(client, 'NOOP\r\n')).toBeLessThan(3000);
  });

  it('after an accepted MAIL is cut when the session is over its time', async () => {
    const limits = { ...patient, firstMailTimeoutMs: 200, sessionTimeoutMs: 700 };
    const client = await greet(await stage.open(limits));
    await client.ask('MAIL FROM:<x@y.example>');
    expect(await drip(client)).toBeGreaterThan(300);
  });

  it.each([
    ['in the headers', 'Subject: '],
    ['in the body', 'Subject: x\r\n\r\nhel'],
    ['after 354', ''],
  ])('in DATA, %s, is cut at the deadline of DATA', async (_where, start) => {
    const client = await stage.open({ ...patient, dataTimeoutMs: 400 });
    expect(await client.begin('x@y.example', mailbox)).toMatch(/^354/);
    client.say(start);
    expect(await drip(client)).toBeLessThan(3000);
    expect(client.heard()).toMatch(/^421/m);
    await waitFor(() => stage.outcomes.includes('timeout'));
    expect(stage.stored).toEqual([]);
  });

  it('in DATA is cut before its deadline when it is slower than the least rate', async () => {
    const pace = { dataTimeoutMs: 20_000, dataGraceMs: 200, dataBytesPerSecond: 5_000 };
    const client = await stage.open({ ...patient, ...pace });
    await client.begin('x@y.example', mailbox);
    expect(await drip(client)).toBeLessThan(3000);
    expect(stage.stored).toEqual([]);
  });

  it('from fifty sockets does not keep a legitimate client out', async () => {
    const first = await stage.open({ connections: 50, connectionsPerRelay: 50, dawdleMs: 50 });
    const dripping = [first, ...callTimes(49)];
    await greetings(dripping);
    const timer = setInterval(() => {
      for (const client of dripping) client.say('x');
    }, 50);
    const answers = [];
    for (let count = 0; count < 10; count += 1) answers.push(await stage.deliver(mailbox));
    clearInterval(timer);
    expect(answers.filter((answer) => answer.startsWith('250'))).toHaveLength(10);
    expect(stage.stored).toHaveLength(10);
  });
});

describe('many connections', () => {
  it('21: idle ones make room for who has something to say', async () => {
    const first = await stage.open({ connectionsPerRelay: 40, dawdleMs: 50 });
    expect(new Set(await greetings([first, ...callTimes(39)]))).toEqual(new Set(['220']));
    expect(await stage.deliver(mailbox)).toMatch(/^250/);
    expect(await stage.deliver(mailbox, '127.0.0.2')).toMatch(/^250/);
  });

  it('21: there are no more than a number in all, the next hears 421', async () => {
    const first = await stage.open({ connections: 3, dawdleMs: 60_000 });
    const heard = await greetings([first, ...callTimes(5)]);
    expect(heard.sort()).toEqual(['220', '220', '220', '421', '421', '421']);
    await waitFor(() => stage.outcomes.filter((one) => one === 'refused').length === 3);
  });

  it('22: two hundred of one address hear 421 beyond its share, others do not', async () => {
    const first = await stage.open({ connectionsPerRelay: 20, dawdleMs: 60_000 });
    const heard = await greetings([first, ...callTimes(199)]);
    expect(heard.filter((code) => code === '220')).toHaveLength(20);
    expect(heard.filter((code) => code === '421')).toHaveLength(180);
    expect(await stage.deliver(mailbox, '127.0.0.2')).toMatch(/^250/);
  });

  it('22: a place is free again when its session ends', async () => {
    const first = await stage.open({ connectionsPerRelay: 1, dawdleMs: 60_000 });
    expect(await first.reply()).toMatch(/^220/);
    expect(await stage.call().reply()).toMatch(/^421/);
    first.close();
    await waitFor(() => stage.outcomes.length === 2);
    expect(await stage.call().reply()).toMatch(/^220/);
  });

  it('22: a session that is storing or receiving is never cut to make room', async () => {
    const busy = await stage.open({ connectionsPerRelay: 1, dawdleMs: 0 });
    await busy.begin('x@y.example', mailbox);
    expect(await stage.call().reply()).toMatch(/^421/);
    expect(await busy.ask('\r\nhello\r\n.')).toMatch(/^250/);
  });
});

describe('22: with the PROXY protocol the real address counts', () => {
  const from = (address: string, family = 'TCP4') => {
    const client = stage.call();
    client.say(`PROXY ${family} ${address} ${family === 'TCP6' ? '::2' : '192.0.2.9'} 4000 25\r\n`);
    return client.reply();
  };

  it('five of one public address, more of a relay of our own', async () => {
    await stage.open({ proxy: true });
    for (let count = 0; count < 5; count += 1) expect(await from('192.0.2.1')).toMatch(/^220/);
    expect(await from('192.0.2.1')).toMatch(/^421/);
    expect(await from('192.0.2.2')).toMatch(/^220/);
    for (let count = 0; count < 6; count += 1) expect(await from('10.0.0.1')).toMatch(/^220/);
  });

  it('one IPv6 network is one address', async () => {
    await stage.open({ proxy: true, connectionsPerAddress: 1 });
    expect(await from('2001:db8:1:2::1', 'TCP6')).toMatch(/^220/);
    expect(await from('2001:db8:1:2:ffff::2', 'TCP6')).toMatch(/^421/);
    expect(await from('2001:db8:1:3::1', 'TCP6')).toMatch(/^220/);
  });

  it('who guesses mailboxes is not given another chance by calling again', async () => {
    await stage.open({ proxy: true, guessesPerAddress: 3 });
    const guess = async (address: string, to: string) => {
      const client = stage.call();
      client.say(`PROXY TCP4 ${address} 192.0.2.9 4000 25\r\n`);
      await greet(client);
      await client.ask('MAIL FROM:<x@y.example>');
      return (await client.ask(`RCPT TO:<${to}>`)).slice(0, 3);
    };
    const unknown = mailboxOf('z');
    for (let count = 0; count < 3; count += 1)
      expect(await guess('192.0.2.1', unknown)).toBe('550');
    expect(await guess('192.0.2.1', unknown)).toBe('421');
    // Its good mail still gets in, and so do the guesses of others.
    expect(await guess('192.0.2.1', mailbox)).toBe('250');
    expect(await guess('192.0.2.2', unknown)).toBe('550');
  });
});
