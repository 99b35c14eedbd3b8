import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limits } from '../../service/limits.ts';
import { openForm, signForm } from '../../service/links/form-nonce.ts';
import { parseSecrets } from '../../service/links/secrets.ts';
import { anyCharacter } from '../house/any-character.ts';

const oldEntry = 'k1:an-older-secret-of-at-least-32-bytes';
const newEntry = 'k2:a-newer-secret-of-at-least-32-bytes!';
const secrets = parseSecrets(oldEntry);
const shownAt = new Date('2027-03-01T12:00:00.123Z');
const token = 'eyJ.token.one';
const nonce = signForm(token, shownAt, secrets);
const since = (ms: number) => new Date(shownAt.getTime() + ms);
const stateAfter = (ms: number) => openForm(nonce, token, secrets, since(ms));

describe('the nonce of a form', () => {
  it('is fresh from the end of haste until the page has stood open for a day', () => {
    const { formHasteMs, formOpenMs } = limits;
    expect(stateAfter(0)).toBe('early');
    expect(stateAfter(formHasteMs - 1)).toBe('early');
    expect(stateAfter(formHasteMs)).toBe('fresh');
    expect(stateAfter(formOpenMs)).toBe('fresh');
    expect(stateAfter(formOpenMs + 1)).toBe('late');
    expect([formHasteMs, formOpenMs]).toEqual([1_500, 86_400_000]);
  });

  it('is no haste when another process with a clock ahead of ours showed the page', () => {
    expect(stateAfter(-1)).toBe('fresh');
    expect(stateAfter(-60_000)).toBe('fresh');
  });

  it('is fresh under any of the secrets, and late once its secret is gone', () => {
    const turned = parseSecrets(`${newEntry},${oldEntry}`);
    expect(openForm(nonce, token, turned, since(5_000))).toBe('fresh');
    expect(signForm(token, shownAt, turned)).toMatch(/^k2\./);
    expect(openForm(nonce, token, parseSecrets(newEntry), since(5_000))).toBe('late');
  });

  it('is foreign for another link, and under another secret of the same name', () => {
    expect(openForm(nonce, 'eyJ.token.two', secrets, since(5_000))).toBe('foreign');
    const other = parseSecrets('k1:quite-another-secret-of-32-bytes!!');
    expect(openForm(nonce, token, other, since(5_000))).toBe('foreign');
  });

  it('says nothing of the link, and is all that a form needs', () => {
    expect(nonce).toMatch(/^k1\.[0-9a-z]{8}\.[\w-]{43}$/);
    expect(nonce).not.toContain('token');
  });

  it('is judged for any link, moment and delay as its age says', () => {
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01') });
    const delay = fc.oneof(fc.integer({ min: -3_000, max: 3_000 }), fc.integer());
    fc.assert(
      fc.property(fc.string(), moment, delay, (link, at, ms) => {
        fc.pre(!Number.isNaN(at.getTime()));
        const now = new Date(at.getTime() + ms);
        const isEarly = ms >= 0 && ms < limits.formHasteMs;
        const state = isEarly ? 'early' : ms > limits.formOpenMs ? 'late' : 'fresh';
        expect(openForm(signForm(link, at, secrets), link, secrets, now)).toBe(state);
      }),
    );
  });

  it('is worth nothing once any of its characters is another one', () => {
    // The last one carries two bits that no byte is made of.
    const place = fc.integer({ min: 0, max: nonce.length - 2 });
    const letter = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH_-.');
    fc.assert(
      fc.property(place, letter, (at, other) => {
        fc.pre(nonce[at] !== other);
        const changed = nonce.slice(0, at) + other + nonce.slice(at + 1);
        const state = openForm(changed, token, secrets, since(5_000));
        // A name that no secret has looks like one that is gone: it is asked for once more.
        expect(['foreign', ...(at < 2 ? ['late'] : [])]).toContain(state);
      }),
    );
  });

  it('never throws and is never fresh, whatever stands in its place', () => {
    const parts = fc.array(fc.string({ unit: anyCharacter }), { maxLength: 5 });
    const forged = fc.tuple(fc.constantFrom('k1', 'k9', '__proto__', ''), parts);
    const hostile = fc.oneof(
      fc.string({ unit: anyCharacter }),
      forged.map(([key, rest]) => [key, ...rest].join('.')),
      fc.constantFrom('', '.', '..', `k1..${'A'.repeat(43)}`, `k1.zzzzzzzzzzz.${'A'.repeat(43)}`),
      fc.constantFrom(`${nonce}\n`, ` ${nonce}`, `${nonce}=`, nonce.toUpperCase(), nonce.repeat(2)),
      fc.constant('k1.'.concat('1'.repeat(100_000))),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const state = openForm(text, token, secrets, since(5_000));
        expect(['foreign', 'late']).toContain(state);
      }),
    );
  });
});
