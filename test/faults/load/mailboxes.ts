import { simpleParser } from 'mailparser';
import { type ReceivedMail, receive } from '../../transcripts/calendar-client.ts';
import type { Arrival, RecordingRelay } from '../recording-relay.ts';

/** What has arrived, as its recipients have it. */
export interface Mailboxes {
  /** All mails to an address, oldest first. */
  open(address: string): Promise<readonly ReceivedMail[]>;
  /** Nobody looks there any more: what has come is forgotten, but for what the judge needs. */
  close(address: string): void;
}

/** Reads the mails of the relay, each once and only when its recipient looks. */
export function createMailboxes(relay: RecordingRelay): Mailboxes {
  const boxes = new Map<string, Arrival[]>();
  const readings = new WeakMap<Arrival, Promise<ReceivedMail>>();
  let sorted = 0;
  const sort = () => {
    for (; sorted < relay.arrivals.length; sorted += 1) {
      const arrival = relay.arrivals[sorted];
      if (!arrival) continue;
      const mails = boxes.get(arrival.to) ?? [];
      boxes.set(arrival.to, mails);
      mails.push(arrival);
    }
  };
  const readOnce = (arrival: Arrival): Promise<ReceivedMail> => {
    const reading = readings.get(arrival) ?? read(arrival);
    readings.set(arrival, reading);
    return reading;
  };
  return {
    async open(address) {
      sort();
      return Promise.all((boxes.get(address) ?? []).map(readOnce));
    },
    close(address) {
      sort();
      for (const arrival of boxes.get(address) ?? []) arrival.raw = null;
      boxes.delete(address);
    },
  };
}

async function read({ raw, to }: Arrival): Promise<ReceivedMail> {
  // RFC 5321 §4.5.2: a dot at the beginning of a line was doubled on the wire.
  const text = (raw ?? Buffer.alloc(0)).toString('latin1').replaceAll('\r\n..', '\r\n.');
  return receive(await simpleParser(Buffer.from(text, 'latin1')), to);
}
