import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import request from 'supertest';
import { isTimeZone } from '../../service/calendar/time-zone.ts';
import { createViewRoutes } from '../../service/operator/view-routes.ts';
import { type ApiHouse, openApiHouse } from '../api/api-house.ts';

export const readKey = 'parley_reader_of_the_test_house';

export interface ViewHouse {
  readonly api: ApiHouse;
  readonly url: string;
  /** A browser without script: it keeps its cookies. */
  browse(): Browser;
  close(): Promise<void>;
}

export interface Browser {
  get(path: string): Promise<Shown>;
  /** Posts a form, with the nonce of the page seen last unless another is given. */
  post(path: string, fields: Fields): Promise<Shown>;
  signIn(facts?: Partial<{ key: string; name: string; look: string }>): Promise<Shown>;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

interface Shown {
  readonly status: number;
  readonly html: string;
  readonly headers: Record<string, string | string[] | undefined>;
  /** Where it led, when it did. */
  readonly location: string | null;
}

/** The operator's view before the API's own house. */
export async function openViewHouse(
  wishes: { readonly adminKey?: string | null; readonly publicUrl?: string } = {},
): Promise<ViewHouse> {
  const api = await openApiHouse(undefined, { validateResponses: false });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = express().use(
    createViewRoutes({
      ...api.ground,
      ...{ isTimeZone, webhookAllowPrivate: false, validateResponses: false },
      ...{ publicUrl: url, adminReadKey: readKey, ...wishes },
    }),
  );
  server.on('request', app);
  return {
    api,
    url,
    browse: () => browse(url, api.adminKey),
    async close() {
      server.closeAllConnections();
      server.close();
      await api.close();
    },
  };
}

function browse(url: string, adminKey: string): Browser {
  const agent = request.agent(url);
  let nonce = '';
  const see = ({ status, text, headers }: request.Response): Shown => {
    nonce = /name="nonce"\s+value="([^"]+)"/.exec(text)?.[1] ?? nonce;
    return { status, html: text, headers, location: headers.location ?? null };
  };
  const browser: Browser = {
    get: async (path) => see(await agent.get(path)),
    post: async (path, fields) =>
      see(
        await agent
          .post(path)
          .type('form')
          .send({ nonce, ...fields }),
      ),
    async signIn({ key = adminKey, name = 'Ada', look } = {}) {
      await browser.get('/ops/sign-in');
      return browser.post('/ops/sign-in', { name, key, ...(look !== undefined && { look }) });
    },
  };
  return browser;
}
