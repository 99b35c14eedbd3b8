import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../../service/limits.ts';
import { sendMail } from '../../house/send-mail.ts';
import type { Ledger } from '../ledger.ts';
import { type Draw, drawOne } from '../scenario.ts';

export const apiKey = 'parley_faults_key_0123456789abcdef';

export interface CallerDeps {
  readonly ledger: Ledger;
  readonly draw: Draw;
  /** Where processes listen, alive or not. */
  httpUrls(): readonly string[];
  smtpPorts(): readonly number[];
  /** What no caller should ever see; fails the run. */
  complain(what: string): void;
  /** Calls off callers that would else repeat for ever. */
  readonly signal: AbortSignal;
}

const answerTimeoutMs = 20_000;
const retryMs = 150;

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

/** One request; null when it has to be repeated. */
async function ask(deps: CallerDeps, path: string, init: RequestInit): Promise<Answered | null> {
  const url = `${drawOne(deps.draw, deps.httpUrls())}${path}`;
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(answerTimeoutMs) });
    const text = await answer.text();
    const { status } = answer;
    if (status === 503 && !answer.headers.has('retry-after')) {
      deps.complain(`503 without Retry-After for ${init.method} ${path.split('?')[0]}`);
    }
    if (status >= 500 && status !== 503) {
      deps.complain(`${status} for ${init.method} ${path.split('?')[0]}: ${text.slice(0, 300)}`);
    }
    if (status >= 500) return null;
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status, text, json: isJson ? JSON.parse(text) : null };
  } catch {
    // Refused, cut off or silent: nobody knows whether it was done.
    return null;
  }
}

const codeOf = ({ json }: Answered) => (json as { code?: string } | null)?.code;

/** Repeats until there is an answer that ends it. */
async function persist<T>(deps: CallerDeps, attempt: () => Promise<T | null>): Promise<T> {
  for (;;) {
    deps.signal.throwIfAborted();
    const done = await attempt();
    if (done !== null) return done;
    await pause(retryMs * (0.5 + deps.draw()), undefined, { signal: deps.signal });
  }
}

/** A command of the host application, with the same key until it is answered. */
export async function callApi(
  deps: CallerDeps,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answered> {
  const init = {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const beganMs = performance.now();
  const answered = await persist(deps, async () => {
    const answer = await ask(deps, path, init);
    return answer && codeOf(answer) === 'idempotency-key-in-use' ? null : answer;
  });
  const { status, text } = answered;
  const answeredMs = performance.now();
  deps.ledger.answered({ key, method, path, body, status, text, beganMs, answeredMs });
  return answered;
}

/** A read, repeated until it is answered. */
export const readApi = (deps: CallerDeps, path: string): Promise<Answered> =>
  persist(deps, () => ask(deps, path, { headers: { authorization: `Bearer ${apiKey}` } }));

/** A person's mail, the same one until the listener takes it. */
export async function handIn(
  deps: CallerDeps,
  mail: { readonly raw: string; readonly messageId: string; from: string; to: string },
): Promise<void> {
  let tries = 0;
  const taken = await persist(deps, async () => {
    tries += 1;
    try {
      await sendMail(drawOne(deps.draw, deps.smtpPorts()), mail);
      return true;
    } catch (error) {
      const code = (error as { responseCode?: number }).responseCode ?? 0;
      if (code < 500) return null;
      deps.complain(`a mail was refused: ${(error as Error).message}`);
      return false;
    }
  });
  const { messageId, from, to } = mail;
  if (taken) deps.ledger.taken({ messageId, from, to, tries });
}

/** Sends the JSON form of the reschedule page until it is answered. */
export async function proposeByLink(
  deps: CallerDeps,
  token: string,
  proposedStartUtc: string,
): Promise<void> {
  const answer = await persist(deps, () =>
    ask(deps, '/api/reschedule/propose', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, proposedStartUtc }),
    }),
  );
  if (answer.status !== 200 && answer.status !== 201) return;
  const { id } = answer.json as { id: string };
  deps.ledger.settled({ deed: 'proposed', proposalId: id, tokenHash: null });
}

/** The form of a link's page as a person sends it: read, chosen, and then the button. */
async function fillIn(deps: CallerDeps, path: string, token: string): Promise<URLSearchParams> {
  const page = await persist(deps, () => ask(deps, `${path}?t=${token}`, {}));
  const nonce = /name="nonce" value="([^"]*)"/.exec(page.text)?.[1] ?? '';
  await pause(limits.formHasteMs * 1.2, undefined, { signal: deps.signal });
  return new URLSearchParams({ t: token, nonce, choice: path.slice(1) });
}

/** Presses the button of an Approve or Decline link until a page comes back. */
export async function decideByLink(
  deps: CallerDeps,
  purpose: 'approve' | 'decline',
  token: string,
): Promise<void> {
  const body = await fillIn(deps, `/${purpose}`, token);
  const answer = await persist(deps, () => ask(deps, `/${purpose}`, { method: 'POST', body }));
  // Any other page says that it was settled before, perhaps by our own first try.
  if (!/<h1[^>]*>The session (has a new time|stays as it is)</.test(answer.text)) return;
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const deed = purpose === 'approve' ? 'approved' : 'declined';
  deps.ledger.settled({ deed, proposalId: null, tokenHash });
}
