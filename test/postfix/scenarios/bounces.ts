import assert from 'node:assert/strict';
import { waitFor } from '../../house/wait-for.ts';
import {
  book,
  fateOf,
  guest,
  host,
  isCalendar,
  mailTo,
  queueIsEmpty,
  roomBecomes,
  roomOf,
} from '../correspondence.ts';
import type { PostfixScenario } from '../scenario.ts';
import type { PostfixStage } from '../stage.ts';

interface Message {
  readonly to: 'host' | 'guest';
  readonly method: string;
  readonly state: string;
  readonly lastResponse: string | null;
}

/** The guest's invitation as the host application sees it, once it is in that state. */
async function invitationBecomes({ application }: PostfixStage, id: string, state: string) {
  return waitFor(
    async () => {
      const { json } = await application.call('GET', `/v1/rooms/${id}/messages`);
      const { data } = json as unknown as { data: Message[] };
      const isIt = (one: Message) => one.to === 'guest' && one.method === 'REQUEST';
      return data.find((one) => isIt(one) && one.state === state);
    },
    { timeoutMs: 20_000, what: `an invitation that is ${state}` },
  );
}

async function refusedAtOnce(stage: PostfixStage): Promise<void> {
  const helen = host('helen-refused@host.example');
  const gil = guest('gil-refused@nowhere.example');
  const { id } = await book(stage, helen, gil);
  const { lastResponse } = await invitationBecomes(stage, id, 'failed');
  assert.match(lastResponse ?? '', /^5\d\d .*5\.1\.2/);
  await roomBecomes(stage, id, 'a guest out of reach', (room) => room.guest?.reachable === false);
  await mailTo(stage.people, helen.email, isCalendar('REQUEST', 0));
}

async function bouncedLater(stage: PostfixStage): Promise<void> {
  const gil = guest('gil@gone.example');
  const { id } = await book(stage, host('helen-bounced@host.example'), gil);
  await roomBecomes(stage, id, 'a guest out of reach', (room) => room.guest?.reachable === false);
  const report = await fateOf(stage, 'rfc822; gil@gone.example');
  assert.equal(report.outcome, 'bounce');
  assert.equal(report.reason, 'permanent');
  assert.match(report.envelope_to, /^b-/);
  assert.match(report.raw.toString(), /^Content-Type: message\/delivery-status$/m);
  await invitationBecomes(stage, id, 'bounced');
  await queueIsEmpty(stage);
}

async function onlyDelayed(stage: PostfixStage): Promise<void> {
  const gil = guest('gil@slow.example');
  const { id } = await book(stage, host('helen-delayed@host.example'), gil);
  const report = await fateOf(stage, 'rfc822; gil@slow.example');
  assert.match(report.raw.toString(), /^Action: delayed$/m);
  assert.deepEqual([report.outcome, report.reason], ['bounce', 'temporary']);
  assert.equal((await roomOf(stage, id)).guest?.reachable, true);
  stage.slow.answerWith(null);
  await stage.postfix.flush();
  await mailTo(stage.slow, gil.email, isCalendar('REQUEST', 0));
  stage.slow.answerWith(451, 'rcpt-to');
}

async function givenUp(stage: PostfixStage): Promise<void> {
  // Whoever cannot be reached at once is given up at once.
  const settings = await stage.postfix.set('maximal_queue_lifetime=0');
  try {
    const gil = guest('gil-late@slow.example');
    const { id } = await book(stage, host('helen-late@host.example'), gil);
    const report = await fateOf(stage, 'rfc822; gil-late@slow.example');
    assert.match(report.raw.toString(), /^Action: failed\r?\nStatus: 4\./m);
    assert.deepEqual([report.outcome, report.reason], ['bounce', 'temporary']);
    const { lastResponse } = await invitationBecomes(stage, id, 'failed');
    assert.match(lastResponse ?? '', /^given up \(4\./);
    const { json } = await stage.application.call('GET', '/v1/events?limit=100');
    const { data } = json as unknown as { data: { type: string; room: { id: string } }[] };
    const told = data.filter(({ type, room }) => type === 'message.failed' && room.id === id);
    assert.equal(told.length, 1);
    assert.equal((await roomOf(stage, id)).guest?.reachable, true);
  } finally {
    await settings.undo();
  }
}

export const bounces: readonly PostfixScenario[] = [
  {
    holds: 'a recipient Postfix refuses at once: failed, and the person out of reach',
    play: refusedAtOnce,
  },
  {
    holds: 'a mail that bounces later comes back through the MX to its bounce address',
    play: bouncedLater,
  },
  {
    holds: 'a mail that waited in vain until Postfix gave it up has failed, and that is told',
    play: givenUp,
  },
  {
    holds: 'a report of a delay changes nothing, and the mail arrives in the end',
    play: onlyDelayed,
  },
];
