import { limits } from '../limits.ts';
import { normaliseAddress } from '../scheduling/address.ts';
import { isLine, isLocale, isName } from '../scheduling/allowed-text.ts';
import type { Person } from '../scheduling/room.ts';
import { type FieldError, type ProblemCode, ProblemError } from './problems.ts';

/**
 * Collects what the document's schema cannot tell about values. Every check returns a value to go
 * on with; `done` throws one problem that names every wrong field, under the first one's code.
 */
export interface FieldChecks {
  /** One line of text: no control characters or line breaks. */
  line(field: string, text: string | null | undefined): string | null;
  /** Text of several lines. */
  text(field: string, text: string | null | undefined): string | null;
  address(field: string, text: string): string;
  url(field: string, text: string | null | undefined): string | null;
  /** An IANA name. */
  timeZone(field: string, name: string | null | undefined): void;
  /** BCP 47. */
  locale(field: string, tag: string | null | undefined): void;
  person(field: string, person: PersonInput): Person;
  metadata(field: string, metadata: Record<string, unknown>): Record<string, unknown>;
  time(field: string, text: string): Date;
  done(): void;
}

interface PersonInput {
  readonly name: string;
  readonly email: string;
  readonly timeZone?: string | undefined;
  readonly locale?: string | undefined;
}

const notInText = /(?![\t\r\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const notInUrl = /[\s\p{Cc}"<>\\^`{|}]/u;

export function createFieldChecks(isTimeZone: (name: string) => boolean): FieldChecks {
  const errors: FieldError[] = [];
  const fail = (code: ProblemCode, field: string, message: string) =>
    void errors.push({ field, code, message });

  const checks: FieldChecks = {
    line(field, text) {
      if (text && !isLine(text)) fail('invalid-text', field, 'must be one line of text');
      return text || null;
    },
    text(field, text) {
      if (text && notInText.test(text)) fail('invalid-text', field, 'must be plain text');
      return text || null;
    },
    address(field, text) {
      const address = normaliseAddress(text);
      if (address === null) fail('invalid-address', field, 'must be one mail address');
      return address ?? text;
    },
    url(field, text) {
      if (text && !isWebAddress(text)) fail('invalid-url', field, 'must be http or https');
      return text || null;
    },
    timeZone(field, name) {
      if (typeof name === 'string' && !isTimeZone(name)) {
        fail('unknown-time-zone', field, 'must be an IANA time zone');
      }
    },
    locale(field, tag) {
      if (typeof tag === 'string' && !isLocale(tag)) {
        fail('invalid-locale', field, 'must be a BCP 47 language tag');
      }
    },
    person(field, person) {
      if (!isName(person.name)) {
        fail('invalid-name', `${field}.name`, 'must be one line with at least one letter');
      }
      const email = checks.address(`${field}.email`, person.email);
      const { timeZone = null, locale = null } = person;
      checks.timeZone(`${field}.timeZone`, timeZone);
      checks.locale(`${field}.locale`, locale);
      return { name: person.name.trim(), email, timeZone, locale };
    },
    metadata(field, metadata) {
      const bytes = Buffer.byteLength(JSON.stringify(metadata));
      if (bytes > limits.metadataBytes || depthOf(metadata) > limits.metadataLevels) {
        fail('metadata-too-large', field, `at most ${limits.metadataBytes} bytes, 8 levels`);
      }
      return metadata;
    },
    time: (field, text) => parseTime(field, text),
    done() {
      const code = errors[0]?.code;
      if (code !== undefined) throw new ProblemError(code, { errors });
    },
  };
  return checks;
}

/**
 * A time of the wire, in whole seconds as calendars have them. Throws for a leap second, which
 * RFC 3339 allows and no `Date` can hold.
 */
export function parseTime(field: string, text: string): Date {
  const ms = Math.floor(Date.parse(text) / 1000) * 1000;
  if (Number.isNaN(ms)) {
    const errors = [{ field, message: 'must be a time we can reckon with' }];
    throw new ProblemError('invalid-request', { errors });
  }
  return new Date(ms);
}

function isWebAddress(text: string): boolean {
  if (notInUrl.test(text) || !URL.canParse(text)) return false;
  return ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Levels of nesting; the body's own depth is checked before (check-json.ts). */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
