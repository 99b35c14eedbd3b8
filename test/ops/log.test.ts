import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createLog, type LogOptions } from '../../service/ops/log.ts';

const address = 'canary.person@secret.example';
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJjYW5hcnkifQ.c2lnbmF0dXJl';

function record(options: Partial<LogOptions> = {}) {
  let output = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      output += chunk;
      done();
    },
  });
  const log = createLog({ level: 'info', format: 'json', destination, ...options });
  return { log, output: () => output };
}

test.each(['json', 'pretty'] as const)('no address, token or secret is in a %s line', (format) => {
  const { log, output } = record({ format });
  const fault = Object.assign(new Error(`550 <${address}> unknown, see /approve?t=${token}`), {
    code: 'EENVELOPE',
    recipient: address,
    cause: new Error(`postgres://parley:hunter2@db/x for ${address}`),
  });
  const url = `/reschedule?r=${token}`;
  log.info({ req: { id: '1', method: 'GET', url, headers: { authorization: token } } }, 'request');
  log.info({ req: { id: '1', method: 'GET', url: '/', originalUrl: url } }, 'mounted');
  log.error({ err: fault }, 'failed');
  log.error(fault);
  log.error({ error: address }, 'failed');
  log.warn(`mail for ${address}`);
  log.warn('mail for %s', address);
  log.info({ url }, 'visit');
  log.info({ email: address, token, to: address, mail: { from: address }, a: { b: { token } } });
  log.info({ smtpUrl: 'smtp://u:hunter2@relay', databaseUrl: 'postgres://u:hunter2@db/x' });
  expect(output()).toContain('failed');
  for (const canary of ['canary', token, 'hunter2']) expect(output()).not.toContain(canary);
});

test('whatever somebody else said, a line takes no time', () => {
  const { log, output } = record();
  const startedAt = performance.now();
  for (const word of ['a', 'eyJ']) log.warn({ err: new Error(word.repeat(20_000 / word.length)) });
  // In the square of their length it would be ten seconds.
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  expect(output()).toContain('eyJ');
});

test('what identifies a thing stays readable', () => {
  const { log, output } = record();
  const facts = { icsUid: 'abc@parley', sequence: 2, messageId: '<m1@parley>', requestId: 'r1' };
  log.info({ ...facts, req: { id: 'r1', method: 'GET', url: '/v1/rooms?email=x' } }, 'sent');
  expect(JSON.parse(output())).toMatchObject({
    level: 'info',
    service: 'parley',
    msg: 'sent',
    ...facts,
    req: { id: 'r1', method: 'GET', path: '/v1/rooms' },
  });
});

test('an error keeps its name, code and place', () => {
  const { log, output } = record();
  log.error({ err: Object.assign(new TypeError('broken'), { code: 'E1' }) }, 'failed');
  const { err } = JSON.parse(output());
  expect(err).toMatchObject({ type: 'TypeError', code: 'E1', message: 'broken' });
  expect(err.stack).toContain('log.test.ts');
});

test('lines below the level are not written', () => {
  const { log, output } = record({ level: 'warn' });
  log.info('quiet');
  log.warn('loud');
  expect(output()).not.toContain('quiet');
  expect(output()).toContain('loud');
});
