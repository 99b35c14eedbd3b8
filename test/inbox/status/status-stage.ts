import express from 'express';
import request from 'supertest';
import type { StatusSecrets } from '../../../service/inbox/status/status-doors.ts';
import type { StatusEvent } from '../../../service/inbox/status/status-event.ts';
import type { StatusIntake } from '../../../service/inbox/status/status-intake.ts';
import { createStatusRoutes } from '../../../service/inbox/status/status-routes.ts';
import type { Clock, FetchText } from '../../../service/ports.ts';
import { createTestRandom } from '../../house/test-random.ts';
import { quiet } from '../inbox-house.ts';
import { topicArn } from './provider-reports.ts';
import { mailgunKey, resendSecret, sendgridKey, snsPem } from './sign-reports.ts';

const path = '/api/hooks/email-status';

const secrets: StatusSecrets = {
  hookSecret: 'the-secret-of-the-hooks',
  sesTopicArn: topicArn,
  sendgridKey,
  mailgunKey,
  resendSecret,
};

/** The doors on a stage: what they take in goes to `intake`, what they fetch comes from `fetch`. */
export function openStatusStage({
  clock,
  intake,
  fetchText = () => Promise.resolve(snsPem),
  configured = {},
}: {
  readonly clock: Clock;
  readonly intake?: StatusIntake;
  readonly fetchText?: FetchText;
  readonly configured?: Partial<StatusSecrets>;
}) {
  const taken: StatusEvent[] = [];
  const fetched: string[] = [];
  const receive = async (events: readonly StatusEvent[]) => void taken.push(...events);
  const app = express().use(
    createStatusRoutes({
      intake: intake ?? { receive },
      clock,
      random: createTestRandom(),
      fetchText: (url) => {
        fetched.push(url);
        return fetchText(url);
      },
      log: quiet,
      secrets: { ...secrets, ...configured },
    }),
  );
  return {
    taken,
    fetched,
    post: (
      provider: string,
      body: string | object,
      headers: Readonly<Record<string, string>> = {},
    ) =>
      request(app)
        .post(provider === 'generic' ? path : `${path}/${provider}`)
        .set({ 'Content-Type': 'application/json', ...headers })
        .send(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

export type StatusStage = ReturnType<typeof openStatusStage>;

export const bearer = { Authorization: `Bearer ${secrets.hookSecret}` };
export const basic = {
  Authorization: `Basic ${Buffer.from(`parley:${secrets.hookSecret}`).toString('base64')}`,
};
