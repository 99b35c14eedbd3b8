import type { PageHouse } from './page-house.ts';
import { type PageRequest, type PageScene, whileFaulty } from './page-stage.ts';
import { scenesOfConfirming } from './scenes-of-confirming.ts';
import { scenesOfDecisions } from './scenes-of-decisions.ts';
import { scenesOfSessions } from './scenes-of-sessions.ts';
import { scenesOfTrouble } from './scenes-of-trouble.ts';
import { scenesOfWishes } from './scenes-of-wishes.ts';

export type { PageRequest, PageScene } from './page-stage.ts';

/** Every page people can be shown, in every state. */
export const pageScenes: readonly PageScene[] = [
  ...scenesOfWishes,
  ...scenesOfDecisions,
  ...scenesOfConfirming,
  ...scenesOfSessions,
  ...scenesOfTrouble,
];

/** The scene of this name. */
export function sceneOf(name: string): PageScene {
  const found = pageScenes.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no scene '${name}'`);
  return found;
}

/** Sends a scene's request over HTTP, from a browser of this language. */
export function sendRequest(house: PageHouse, request: PageRequest, language: string) {
  const { method, path, fields = {}, encoding } = request;
  return whileFaulty(house, request.fault, async () => {
    const sent = method === 'GET' ? house.http.get(path) : house.http.post(path);
    sent.set('Accept-Language', language);
    if (method === 'GET') return await sent;
    if (encoding === undefined) return await sent.type('form').send({ ...fields });
    for (const [name, value] of Object.entries(fields)) sent.field(name, value);
    return await sent;
  });
}
