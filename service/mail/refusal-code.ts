/** What a send that tried several relays says before the words of each (outbox/relay/relays.ts). */
const earlierRelays = /^relay \d+: .*; relay \d+: /;

/**
 * The reply code by which the far server refused a mail for good, the enhanced one (RFC 3463) when
 * there is one; null when `response` is no such refusal. Of several relays the last one decided.
 */
export function readRefusalCode(response: string | null): string | null {
  const words = (response ?? '').replace(earlierRelays, '');
  const [, basic, enhanced] = /^(5\d\d)(?:[ -](5\.\d{1,3}\.\d{1,3})?|$)/.exec(words) ?? [];
  return enhanced ?? basic ?? null;
}
