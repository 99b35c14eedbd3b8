import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../../service/limits.ts';
import { inDays } from '../../journeys/host-application.ts';
import { linkIn } from '../../transcripts/calendar-client.ts';
import { followLink } from '../../transcripts/person-with-browser.ts';
import {
  accepted,
  book,
  fateOf,
  guest,
  host,
  isCalendar,
  mailTo,
  roomBecomes,
  submit,
  writeAnswer,
} from '../correspondence.ts';
import type { PostfixScenario } from '../scenario.ts';
import { type PostfixStage, publicUrl } from '../stage.ts';

const helen = host('helen-journey@host.example');
const gil = guest('gil-journey@guest.example');

/** Longer than a program would take: the clock is the real one. */
const readPage = () => pause(limits.formHasteMs + 100);

const arrive = (stage: PostfixStage, method: string, sequence: number) =>
  Promise.all(
    [helen, gil].map(({ email }) => mailTo(stage.people, email, isCalendar(method, sequence))),
  );

async function play(stage: PostfixStage): Promise<void> {
  const { id } = await book(stage, helen, gil);
  const [, invitation] = await arrive(stage, 'REQUEST', 0);
  assert(invitation);

  const yes = await writeAnswer(gil, invitation, accepted);
  await submit(stage, yes);
  await roomBecomes(stage, id, 'the answer', ({ guest: one }) => one?.answer === 'accepted');
  const { authentication } = await fateOf(stage, yes.messageId);
  assert.equal(authentication?.source, 'front-relay');
  assert.equal(authentication.spf.result, 'pass');
  assert.deepEqual(
    authentication.dkim.map(({ result, aligned }) => [result, aligned]),
    [['pass', true]],
  );
  assert.deepEqual([authentication.dmarc.result, authentication.dmarc.policy], ['pass', 'reject']);

  const wish = { ...accepted, method: 'COUNTER', answer: 'TENTATIVE' } as const;
  const proposedStartUtc = new Date(inDays(9));
  await submit(stage, await writeAnswer(gil, invitation, { ...wish, proposedStartUtc }));
  const question = await mailTo(stage.people, helen.email, (one) => !!linkIn(one, 'approve'));
  const link = linkIn(question, 'approve') ?? '';
  assert.equal(await followLink(link.replace(publicUrl, stage.url), readPage), 'done');
  await arrive(stage, 'REQUEST', 1);

  const body = { startUtc: inDays(11) };
  const moved = await stage.application.call('POST', `/v1/rooms/${id}/reschedule`, body);
  assert.equal(moved.status, 200);
  const [, update] = await arrive(stage, 'REQUEST', 2);
  assert(update);
  assert.equal(update.replyTo, invitation.replyTo);

  await stage.application.call('DELETE', `/v1/rooms/${id}`);
  await arrive(stage, 'CANCEL', 3);
}

export const journey: readonly PostfixScenario[] = [
  {
    holds: 'booked, answered, moved by a link, updated and cancelled, all by way of Postfix',
    play,
  },
];
