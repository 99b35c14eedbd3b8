import type { Room } from '@parley/sdk';
import { type Html, html } from '../html.ts';
import { firstName, type Person } from '../people.ts';
import { hostOf } from '../sessions.ts';

/** How a session stands, in a word or two. */
export function renderPill(room: Room): Html {
  const [tone, text] = tellStatus(room);
  return html`<span class="pill ${tone}">${text}</span>`;
}

function tellStatus({ status, host, guest, metadata }: Room): [tone: string, text: string] {
  if (status === 'cancelled') return ['off', 'Cancelled'];
  if (status === 'open') return ['open', metadata.guestId ? 'Open again' : 'Open'];
  const answers = [host.answer, guest?.answer];
  if (answers.includes('declined')) return ['bad', 'Declined'];
  if (answers.every((answer) => answer === 'accepted')) return ['good', 'Accepted'];
  if (answers.includes('tentative')) return ['wait', 'Maybe'];
  if (answers.includes('accepted')) return ['wait', 'Waiting for answers'];
  return ['booked', 'Booked'];
}

const answerWords = {
  'needs-action': ['wait', 'no answer yet'],
  accepted: ['good', 'accepted'],
  declined: ['bad', 'declined'],
  tentative: ['wait', 'may come'],
} as const;

/** What both calendars answered, and whether mail reaches them. */
export function renderAnswers(reader: Person, room: Room): Html {
  if (room.guest === null) return html`<p class="answers">No guest yet</p>`;
  const people = [
    { ...room.host, role: 'host' },
    { ...room.guest, role: 'guest' },
  ];
  return html`<ul class="answers">${people.map(({ name, role, answer, comment, reachable }) => {
    const [tone, words] = answerWords[answer];
    const who = role === reader.role ? 'You' : firstName(name);
    return html`<li><span class="dot ${tone}"></span>${who}: ${words}${
      !reachable && html` <span class="pill bad">Mail does not arrive</span>`
    }${comment && html`<q>${hideAddresses(comment)}</q>`}</li>`;
  })}</ul>`;
}

/** Brought over from the time before Parley, which knew no lengths and no revisions. */
export const renderLegacy = (room: Room): Html | null =>
  room.metadata.legacyId ? html`<span class="pill plain">Imported</span>` : null;

/** People type addresses into notes; the other person is not to read them. */
export const hideAddresses = (text: string): string =>
  text.replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '…');

/** Whom the reader meets, by first name. */
export function tellWith(reader: Person, room: Room): string {
  if (reader.role === 'guest') return `with ${firstName(hostOf(room)?.name ?? room.host.name)}`;
  return room.guest === null ? 'nobody has booked yet' : `with ${firstName(room.guest.name)}`;
}
