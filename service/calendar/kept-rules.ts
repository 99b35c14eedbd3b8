import { limits } from '../limits.ts';
import { readComponent } from './component.ts';
import { readZoneRules, type Zone } from './zone-rules.ts';

/** By the text of the definition. */
const kept = new Map<string, Zone | null>();

/**
 * What the lines of one VTIMEZONE say, for those Parley writes itself: the same few again and
 * again, and unrolling the rules of one from 1970 on takes ical.js some 5 ms, as long as all else
 * about a mail. Null when they cannot be read.
 */
export function readKeptRules(name: string, definition: readonly string[]): Zone | null {
  const text = definition.join('\n');
  const known = kept.get(text);
  if (known !== undefined) return known;
  const { children } = readComponent(['BEGIN:VCALENDAR', ...definition, 'END:VCALENDAR']);
  return keepOne(kept, text, readZoneRules(name, children));
}

/** Keeps a value under its key in place of the oldest one, once there are `limits.zonesKept`. */
export function keepOne<T>(values: Map<string, T>, key: string, value: T): T {
  // A Map keeps its order.
  const [oldest] = values.keys();
  if (oldest !== undefined && values.size >= limits.zonesKept) values.delete(oldest);
  values.set(key, value);
  return value;
}
