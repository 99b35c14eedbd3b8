import { expect, jest, test } from '@jest/globals';
import { awaitDatabase, type Patience } from '../../service/db/await-database.ts';

const refused = () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
const starting = () => Object.assign(new Error('the system is starting up'), { code: '57P03' });

function patience(wish: Partial<Patience> = {}): Patience & { readonly onWait: jest.Mock } {
  const { signal } = new AbortController();
  return { patienceMs: 10_000, retryMs: 1, signal, ...wish, onWait: jest.fn() };
}

test('a database that comes up late is waited for, and that is told once', async () => {
  const failures = [refused(), starting(), refused()];
  const work = async () => {
    const failure = failures.shift();
    if (failure) throw failure;
    return 'done';
  };
  const terms = patience();
  expect(await awaitDatabase(work, terms)).toBe('done');
  expect(terms.onWait).toHaveBeenCalledTimes(1);
});

test.each([
  ['a password that is wrong', '28P01'],
  ['a database nobody made', '3D000'],
])('%s is told at once', async (_what, code) => {
  const terms = patience();
  const work = () => Promise.reject(Object.assign(new Error('no'), { code }));
  await expect(awaitDatabase(work, terms)).rejects.toThrow('no');
  expect(terms.onWait).not.toHaveBeenCalled();
});

test('patience ends, with what stood in the way', async () => {
  const work = () => Promise.reject(refused());
  await expect(awaitDatabase(work, patience({ patienceMs: 20 }))).rejects.toThrow('refused');
});

test('who is told to stop waits no longer', async () => {
  const stopping = new AbortController();
  const work = () => Promise.reject(refused());
  const terms = patience({ retryMs: 60_000, signal: stopping.signal });
  terms.onWait.mockImplementation(() => stopping.abort());
  await expect(awaitDatabase(work, terms)).rejects.toThrow('refused');
});
