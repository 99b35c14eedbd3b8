import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue } from './catalogue.ts';

const root = new URL('../../', import.meta.url);
const textOf = (file: string) => {
  const path = fileURLToPath(new URL(file, root));
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};

/** Whether a test of this text bears the number: `'24: …'`, or a row `[24, '…', …]`. */
const isShown = (text: string, number: number) =>
  new RegExp(`['"\`]${number}: |[[(]\\s*${number},\\s*['"\`]`).test(text);

it('every number of the catalogue of hostile input is shown by a test that bears it', () => {
  const wanted = [...Array.from({ length: 70 }, (_, index) => index + 1), 94];
  expect(Object.keys(catalogue).map(Number)).toEqual(wanted);
  const missing = Object.entries(catalogue).flatMap(([number, { what, files }]) =>
    files
      .filter((file) => !isShown(textOf(file), Number(number)))
      .map((file) => `${number} (${what}) is not in ${file}`),
  );
  expect(missing).toEqual([]);
});

it('a number that nothing shows is noticed', () => {
  expect(isShown(textOf('test/inbox/smtp-limits.test.ts'), 18)).toBe(false);
  expect(isShown("it('124: x')", 24)).toBe(false);
  expect(isShown("[\n  51,\n  'an answer in a name'", 51)).toBe(true);
});
