import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { openPool } from '../../service/db/pool.ts';
import { gil } from '../rooms/waist-house.ts';
import { type InboxHouse, openInboxHouse } from './inbox-house.ts';
import { callSmtp, type SmtpClient } from './smtp-client.ts';

/** A door to the database that can be shut: nothing comes through, open connections are cut. */
async function openDoor(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const { hostname, port } = target;
  const sockets = new Set<Socket>();
  let shut = false;
  const server: Server = createServer((near) => {
    if (shut) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        sockets.delete(socket);
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: target.href,
    shut() {
      shut = true;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      shut = false;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

let house: InboxHouse;
let door: Awaited<ReturnType<typeof openDoor>>;
let pool: ReturnType<typeof openPool>;
let listener: ReturnType<InboxHouse['listener']>;
let client: SmtpClient;
let guest: string;

beforeAll(async () => {
  house = await openInboxHouse();
  guest = (await house.people(await house.create({ guest: gil }))).guest.address;
  door = await openDoor(house.db.databaseUrl);
  pool = openPool(door.url, { max: 2 });
  listener = house.listener({}, { database: { pool, afterCommit: () => {} } });
  client = callSmtp((await listener.start()).port);
});

afterAll(async () => {
  client.close();
  await listener.stop();
  await pool.end();
  await door.close();
  await house.close();
});

it('is told to the sender as a fault that passes, and the mail arrives when it is back', async () => {
  await client.reply();
  await client.ask('EHLO client.example');
  await client.ask('MAIL FROM:<x@y.example>');
  door.shut();
  expect(await client.ask(`RCPT TO:<${guest}>`)).toMatch(/^451 4\.3\.0/);
  door.open();
  expect(await client.ask(`RCPT TO:<${guest}>`)).toMatch(/^250/);
  expect(await client.ask('DATA')).toMatch(/^354/);
  door.shut();
  client.say('\r\nhello\r\n.\r\n');
  expect(await client.reply()).toMatch(/^451 4\.3\.0/);
  expect(await house.mails()).toEqual([]);
  door.open();
  await client.ask('MAIL FROM:<x@y.example>');
  await client.ask(`RCPT TO:<${guest}>`);
  await client.ask('DATA');
  client.say('\r\nhello\r\n.\r\n');
  expect(await client.reply()).toMatch(/^250/);
  expect(await house.mails()).toHaveLength(1);
  client.close();
});
