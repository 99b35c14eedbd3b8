import { describe, expect, it } from '@jest/globals';
import { parseSecrets } from '../../service/links/secrets.ts';

const long = 'x'.repeat(32);

describe('parseSecrets', () => {
  it('signs with the first and keeps all in order', () => {
    const secrets = parseSecrets(`b:${long}1, a:${long}:2`);
    expect(secrets.signingKeyId).toBe('b');
    expect([...secrets.keys.keys()]).toEqual(['b', 'a']);
    expect(secrets.keys.get('a')?.export().toString()).toBe(`${long}:2`);
  });

  it.each([
    ['', /expected 'kid:secret'/],
    [long, /expected 'kid:secret'/],
    [`:${long}`, /key id/],
    [`../x:${long}`, /key id/],
    [`a:${long},`, /secret 2: expected/],
    [`a:${long},a:${long}`, /'a' is used twice/],
    [`a:${'x'.repeat(31)}`, /at least 32 bytes/],
  ])('refuses %j', (text, message) => {
    expect(() => parseSecrets(text)).toThrow(message);
  });

  it('never repeats a secret in its error', () => {
    expect(() => parseSecrets('a:canary-too-short')).toThrow(/^(?!.*canary)/);
  });
});
