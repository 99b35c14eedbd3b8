import express from 'express';
import request from 'supertest';
import { openPool } from '../../service/db/pool.ts';
import { createHookRoutes } from '../../service/inbox/hook-routes.ts';
import { createMailIntake } from '../../service/inbox/receive-mail.ts';
import { type CuttingProxy, startCuttingProxy } from '../house/cutting-proxy.ts';
import { gil } from '../rooms/waist-house.ts';
import { humanMail } from './client-mails.ts';
import { type InboxHouse, openInboxHouse } from './inbox-house.ts';
import { callSmtp, type SmtpClient } from './smtp-client.ts';

let house: InboxHouse;
let proxy: CuttingProxy;
let pool: ReturnType<typeof openPool>;
let listener: ReturnType<InboxHouse['listener']>;
let client: SmtpClient;
let guest: string;

beforeAll(async () => {
  house = await openInboxHouse();
  guest = (await house.people(await house.create({ guest: gil }))).guest.address;
  const { hostname: host, port } = new URL(house.db.databaseUrl);
  proxy = await startCuttingProxy({ host, port: Number(port) });
  pool = openPool(proxy.through(house.db.databaseUrl), { max: 2 });
  listener = house.listener({}, { database: { pool, afterCommit: () => {} } });
  client = callSmtp((await listener.start()).port);
});

afterAll(async () => {
  client.close();
  await listener.stop();
  await pool.end();
  await proxy.close();
  await house.close();
});

it('is told to the sender as a fault that passes, and the mail arrives when it is back', async () => {
  await client.reply();
  await client.ask('EHLO client.example');
  await client.ask('MAIL FROM:<x@y.example>');
  proxy.shut();
  expect(await client.ask(`RCPT TO:<${guest}>`)).toMatch(/^451 4\.3\.0/);
  proxy.open();
  expect(await client.ask(`RCPT TO:<${guest}>`)).toMatch(/^250/);
  expect(await client.ask('DATA')).toMatch(/^354/);
  proxy.shut();
  client.say('\r\nhello\r\n.\r\n');
  expect(await client.reply()).toMatch(/^451 4\.3\.0/);
  expect(await house.mails()).toEqual([]);
  proxy.open();
  await client.ask('MAIL FROM:<x@y.example>');
  await client.ask(`RCPT TO:<${guest}>`);
  await client.ask('DATA');
  client.say('\r\nhello\r\n.\r\n');
  expect(await client.reply()).toMatch(/^250/);
  expect(await house.mails()).toHaveLength(1);
});

/** How each door is given a mail; returns its answer. */
const doors = {
  async SMTP(raw: string) {
    await client.ask('MAIL FROM:<x@y.example>');
    await client.ask(`RCPT TO:<${guest}>`);
    await client.ask('DATA');
    return client.ask(`${raw}\r\n.`);
  },
  async HTTP(raw: string) {
    const database = { pool, afterCommit: () => {} };
    const intake = createMailIntake({ ...house.ground, database });
    const hooks = createHookRoutes({ ...house.ground, intake, hookSecret: 's' });
    const answer = await request(express().use(hooks))
      .post('/api/imip/inbound')
      .query({ to: guest, from: gil.email })
      .set({ Authorization: 'Bearer s', 'Content-Type': 'message/rfc822' })
      .send(`${raw}\r\n`);
    return `${answer.status} ${answer.get('retry-after') ?? ''}`;
  },
};

it.each([
  ['SMTP', /^451 4\.3\.0/, /^250/],
  ['HTTP', /^503 5/, /^202/],
] as const)(
  'a mail by %s whose commit nobody heard of comes again and counts once',
  async (name, notNow, taken) => {
    await house.job.run();
    await house.forgetMails();
    const raw = humanMail(gil.email, `hello by ${name}`).trimEnd();
    const cut = proxy.cutAfterCommit();
    expect(await doors[name](raw)).toMatch(notNow);
    await cut;
    expect(await doors[name](raw)).toMatch(taken);
    await house.job.run();
    const outcomes = (await house.mails()).map((mail) => mail.outcome);
    expect(outcomes.sort()).toEqual(['duplicate', 'human']);
  },
);
