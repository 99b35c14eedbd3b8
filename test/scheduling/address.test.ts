import fc from 'fast-check';
import { addressKey, normaliseAddress, sameMailbox } from '../../service/scheduling/address.ts';
import { anyCharacter } from '../house/any-character.ts';

const longestLocal = `${'a'.repeat(64)}@example.test`;
/** 254 characters, the most that fit an SMTP path (RFC 5321 §4.5.3.1.3). */
const longest = `aaa@${'a.'.repeat(123)}test`;

describe('an address', () => {
  test.each([
    ['Ada@Example.TEST', 'ada@example.test'],
    ['  ada@example.test ', 'ada@example.test'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['a.b+c@sub.example.test', 'a.b+c@sub.example.test'],
    ['a@example.test', 'a@example.test'],
    [longestLocal, longestLocal],
    [longest, longest],
    ["o'neil_{x}@example.test", "o'neil_{x}@example.test"],
  ])('%p is taken as %p', (text, address) => {
    expect(normaliseAddress(text)).toBe(address);
  });

  const refused = [
    '',
    'ada',
    '@example.test',
    'ada@',
    'ada@localhost',
    'ada@example',
    'ada@@example.test',
    'ada@example.test@evil.test',
    'ada@example.test, eve@evil.test',
    'ada@example.test;eve@evil.test',
    'ada@example.test eve@evil.test',
    'ada@example.test\r\nBcc: eve@evil.test',
    'ada@example.test\r\n',
    'ada@example.test\0',
    'ada\t@example.test',
    '"ada lovelace"@example.test',
    'Ada <ada@example.test>',
    'mailto:ada@example.test',
    'ada(comment)@example.test',
    'ada\\@example.test',
    '.ada@example.test',
    'ada.@example.test',
    'a..da@example.test',
    'ada@.example.test',
    'ada@example..test',
    'ada@example.test.',
    'ada@-example.test',
    'ada@exa_mple.test',
    'ada@ex%61mple.test',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@0x7f.1',
    'ada@example.123',
    'jürgen@example.test',
    '\u{212a}elvin@example.test',
    `${'a'.repeat(65)}@example.test`,
    `ada@${'a'.repeat(64)}.test`,
    `a${longest}`,
    `${' '.repeat(100_000)}a`,
  ];
  const named = refused.map((text) => [JSON.stringify(text).slice(0, 60), text] as const);
  test.each(named)('%s is refused', (_, text) => {
    expect(normaliseAddress(text)).toBeNull();
  });

  test('is never taken with anything that could begin a header, a list or a second address', () => {
    const noise = fc.constantFrom(
      'a',
      '@',
      '.',
      'é',
      '\r',
      '\n',
      '\0',
      ',',
      ';',
      '<',
      '"',
      ' ',
      '%',
    );
    const texts = fc.array(noise, { maxLength: 24 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: anyCharacter }), fc.emailAddress()), (text) => {
        const address = normaliseAddress(text);
        expect(address ?? 'a@b.c').toMatch(/^[!-~]+$/);
        expect(address ?? 'a@b.c').toMatch(/^[^\s<>,;:"()[\]\\@]+@[a-z0-9.-]+$/);
        expect(address === null ? null : normaliseAddress(address)).toBe(address);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the key of an address', () => {
  test.each([
    ['ada@example.test', 'ADA@example.test'],
    ['ada@example.test', 'ada+parley@example.test'],
    ['a@example.test', 'a+parley@example.test'],
    ['ada.lovelace@gmail.com', 'AdaLovelace+x@googlemail.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ])('is the same for %p and %p', (a, b) => {
    expect(sameMailbox(a, b)).toBe(true);
  });

  test.each([
    ['ada@example.test', 'ben@example.test'],
    ['ada@example.test', 'ada@sub.example.test'],
    ['a.da@example.test', 'ada@example.test'],
    ['+x@example.test', '+y@example.test'],
  ])('differs for %p and %p', (a, b) => {
    expect(sameMailbox(a, b)).toBe(false);
  });

  test('of what is no address is the text itself, so that nothing equals it by accident', () => {
    expect(addressKey(' Erased ')).toBe('erased');
    expect(addressKey('')).toBe('');
  });

  test('is its own key', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(addressKey(addressKey(address))).toBe(addressKey(address));
      }),
    );
  });
});
