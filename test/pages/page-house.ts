import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import supertest from 'supertest';
import type { Purpose } from '../../service/links/purpose.ts';
import { signLink } from '../../service/links/sign-link.ts';
import type { MailFacts } from '../../service/mail/mail-facts.ts';
import { createLog } from '../../service/ops/log.ts';
import { createMetrics } from '../../service/ops/metrics.ts';
import type { PageDeps } from '../../service/pages/page-deps.ts';
import { createPageRoutes } from '../../service/pages/page-routes.ts';
import { fillForm } from '../house/fill-form.ts';
import { gil, helen, openWaistHouse, secrets, type WaistHouse } from '../rooms/waist-house.ts';

export interface PageHouse extends WaistHouse {
  /** Requests to an application that holds nothing but the pages. */
  readonly http: supertest.Agent;
  readonly url: string;
  /** Tasks the doorbell was rung for. */
  readonly rings: string[];
  /** What the pages logged. */
  readonly logged: string[];
  readonly metrics: PageDeps['metrics'];
  /** A room both people are in. */
  book(): Promise<string>;
  /** The newest link of this purpose that was mailed to this person. */
  token(roomId: string, role: 'host' | 'guest', purpose: Purpose): Promise<string>;
  /** The guest asks for another time, by the rules; returns the host's token. */
  askAsGuest(roomId: string, purpose?: 'approve' | 'decline'): Promise<string>;
  /** The form of a page as a person sends it; what is given wins. */
  fill(path: string, fields: Readonly<Record<string, string>>): Record<string, string>;
  /** Kinds of all messages owed about a room, oldest first. */
  messageKinds(roomId: string): Promise<string[]>;
}

/** The pages on a real database and waist; only clock and randomness are the test's. */
export async function openPageHouse(
  options: Partial<Pick<PageDeps, 'linkConfirmation' | 'publicUrl'>> = {},
): Promise<PageHouse> {
  const house = await openWaistHouse();
  const rings: string[] = [];
  const logged: string[] = [];
  const metrics = createMetrics();
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const destination = { write: (line: string) => void logged.push(line) };
  app.use(
    createPageRoutes({
      database: house.db.database,
      waist: house.waist,
      doorbell: { ring: (task) => void rings.push(task) },
      secrets,
      clock: house.clock,
      random: house.random,
      log: createLog({ level: 'debug', format: 'json', destination }),
      metrics,
      linkConfirmation: 'page',
      publicUrl: url,
      ...options,
    }),
  );
  const token: PageHouse['token'] = (roomId, role, purpose) =>
    findToken(house, roomId, role, purpose);
  return {
    ...house,
    http: supertest(app),
    url,
    rings,
    logged,
    metrics,
    book: () => house.create({ host: helen, guest: gil }),
    token,
    async askAsGuest(roomId, purpose = 'approve') {
      await house.apply(roomId, {
        do: 'propose',
        by: 'guest',
        source: 'page',
        proposalId: house.random.uuid(),
        startUtc: new Date('2027-03-11T16:30:00Z'),
        durationMinutes: 90,
        note: 'My train is late.\nWrite to gil@guest.example <b>please</b>',
      });
      return token(roomId, 'host', purpose);
    },
    fill: (path, fields) => fillForm(path, fields, secrets, house.clock.now()),
    async messageKinds(roomId) {
      const { rows } = await house.db.pool.query<{ kind: string }>(
        'select kind from messages where room_id = $1 order by room_version, kind',
        [roomId],
      );
      return rows.map((row) => row.kind);
    },
    async close() {
      await closeServer(server);
      await house.close();
    },
  };
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

async function findToken(
  house: WaistHouse,
  roomId: string,
  role: 'host' | 'guest',
  purpose: Purpose,
): Promise<string> {
  const { rows } = await house.db.pool.query<{ facts: MailFacts }>(
    `select facts from messages where room_id = $1 and facts #>> '{recipient,role}' = $2
     order by room_version desc`,
    [roomId, role],
  );
  for (const { facts } of rows) {
    const link = facts.links.find((one) => one.purpose === purpose);
    if (link === undefined) continue;
    const { issuedAt, expiresAt, ...rest } = link;
    return signLink(
      {
        ...rest,
        icsUid: facts.icsUid,
        role,
        email: facts.recipient.email,
        issuedAt: new Date(issuedAt),
        expiresAt: new Date(expiresAt),
      },
      secrets,
    );
  }
  throw new Error(`nobody mailed the ${role} a link to ${purpose}`);
}
