import type { Random } from '../ports.ts';

/** Base32 (RFC 4648 §6) in small letters: 32 signs, so that every byte gives one of them evenly. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const keyStart = 'parley_live_';
/** 200 bits: nobody guesses one, however often they may ask. */
const secretLength = 40;
/** How much of a key of our own is kept readable, to know it by. */
const prefixLength = keyStart.length + 4;

/** A new key of a host application. Whoever makes it shows it once and stores its hash. */
export function mintKey(random: Random): string {
  const letters = [...random.bytes(secretLength)].map((byte) => alphabet[byte % alphabet.length]);
  return `${keyStart}${letters.join('')}`;
}

/** The readable beginning of a key; of a short one that somebody chose, no more than half. */
export const prefixOf = (key: string): string =>
  key.slice(0, Math.min(prefixLength, Math.floor(key.length / 2)));
