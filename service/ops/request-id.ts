import type { Random } from '../ports.ts';

const plainWord = /^[\w.-]{1,128}$/;

/** The caller's `X-Request-Id` if it is a plain word, else one of ours. */
export function chooseRequestId(header: string | undefined, random: Random): string {
  return header !== undefined && plainWord.test(header) ? header : random.uuid();
}
