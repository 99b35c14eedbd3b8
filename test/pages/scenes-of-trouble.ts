import { limits } from '../../service/limits.ts';
import { type Fault, strangeScene } from './page-stage.ts';

const during = (name: string, status: number, fault: Fault) =>
  strangeScene(name, status, async (stage) => {
    const link = await stage.link(await stage.book(), 'guest', 'propose');
    return { ...link, fault };
  });

/** Pages of requests that lead nowhere: they know nobody, and tell nobody anything. */
export const scenesOfTrouble = [
  strangeScene('unknown', 404, async () => ({ method: 'GET', path: '/approve?t=x' })),
  strangeScene('renewed', 200, async (stage) => {
    const roomId = await stage.book();
    const token = await stage.house.token(roomId, 'guest', 'propose');
    return stage.form('/links/renew', { token });
  }),
  strangeScene('foreign form', 403, async (stage) => {
    const roomId = await stage.book();
    const t = await stage.house.askAsGuest(roomId);
    return stage.form('/approve', { t, nonce: 'k1.0.x' });
  }),
  strangeScene('too many tries', 429, async (stage) => {
    for (let guess = 0; guess < limits.linkGuessesPerMinute; guess += 1) {
      await stage.house.http.get(`/approve?t=guess-${guess}`);
    }
    return { method: 'GET', path: '/approve?t=guess' };
  }),
  strangeScene('wrong method', 405, async () => ({ method: 'GET', path: '/links/renew' })),
  strangeScene('form too large', 413, async () => ({
    method: 'POST',
    path: '/keep',
    fields: { note: 'x'.repeat(limits.pageFormBytes) },
  })),
  strangeScene('form of another kind', 415, async () => ({
    method: 'POST',
    path: '/keep',
    fields: { t: 'x' },
    encoding: 'multipart/form-data',
  })),
  during('database away', 503, 'away'),
  during('trouble', 500, 'broken'),
] as const;
