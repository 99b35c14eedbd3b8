import type { Zone } from '../house/dns-zone.ts';
import { centralAddress } from '../inbox/inbox-house.ts';
import { calendarMail, icsOf } from '../journeys/hostile-mails.ts';
import { gil, helen } from '../rooms/waist-house.ts';
import type { SentMail, Target } from './attack-house.ts';

const doors = ['guest', 'host', 'central', 'elsewhere'] as const;
const people = ['guest', 'host', 'stranger'] as const;
const words = ['ACCEPTED', 'DECLINED', 'COUNTER', 'REFRESH'] as const;

/** What DNS has to say of the three people's domains. Only the stranger's mail is really theirs. */
export const zones = {
  none: {},
  'of the stranger': {
    'evil.example TXT': ['v=spf1 ip4:192.0.2.0/24 -all'],
    '_dmarc.evil.example TXT': ['v=DMARC1; p=reject'],
  },
  fail: { '* TXT': ['v=DMARC1; p=reject'] },
  temperror: { '* TXT': 'ETIMEOUT' },
} as const satisfies Record<string, Zone>;

/** A calendar mail about a room: which address it comes to, who it says to be, and what it asks. */
export interface Forgery {
  /** The person whose reply address it comes to, the address in From, or another application's. */
  readonly door: (typeof doors)[number];
  readonly from: (typeof people)[number];
  readonly attendee: (typeof people)[number];
  readonly evidence: keyof typeof zones;
  readonly says: (typeof words)[number];
}

/** Every combination, with every proof that may decide about it. */
export const forgeries: readonly Forgery[] = doors
  .flatMap((door) =>
    people.flatMap((from) =>
      people.flatMap((attendee) =>
        (Object.keys(zones) as Forgery['evidence'][]).flatMap((evidence) =>
          words.map((says) => ({ door, from, attendee, evidence, says })),
        ),
      ),
    ),
  )
  .filter((one) => {
    const { evidence, from, attendee, says } = one;
    if (evidence === 'none') return true;
    if (evidence === 'of the stranger') return from === 'stranger' && says === 'DECLINED';
    return isGenuine(one) || (says === 'DECLINED' && from === attendee);
  });

/** Whether a person really wrote it, as far as the room can tell without a proof of the sender. */
export function isGenuine({ door, from, attendee }: Forgery): boolean {
  return door === from && from === attendee;
}

/** Whether it would end the session, or ask the other person to move it. */
export function isDecisive({ says }: Forgery): boolean {
  return says === 'DECLINED' || says === 'COUNTER';
}

const addresses = { guest: gil.email, host: helen.email, stranger: 'mallory@evil.example' };

/** The mail of a forgery about this room. */
export function writeForgery(
  { door, from, attendee, says }: Forgery,
  target: Target,
  elsewhere: Target,
): SentMail {
  const isAnswer = says === 'ACCEPTED' || says === 'DECLINED';
  const status = isAnswer ? `;PARTSTAT=${says}` : '';
  const ics = icsOf({
    uid: target.uid,
    attendee: `ATTENDEE${status}:mailto:${addresses[attendee]}`,
    method: isAnswer ? 'REPLY' : says,
    ...(says === 'COUNTER' ? { more: ['DTSTART:20270311T140000Z', 'DTEND:20270311T150000Z'] } : {}),
  });
  const boxes = { guest: target.guest, host: target.host, central: centralAddress };
  return {
    raw: calendarMail(addresses[from], ics, isAnswer ? 'REPLY' : says),
    from: addresses[from],
    to: door === 'elsewhere' ? elsewhere.guest : boxes[door],
  };
}

/** A forgery in one line. */
export const nameForgery = ({ door, from, attendee, evidence, says }: Forgery): string =>
  `${says} for ${attendee} by ${from} at ${door}, ${evidence}`;
