import fc from 'fast-check';
import { tidyWords } from '../../service/outbox/relay/smtp-outcome.ts';
import { readRemoteId } from '../../service/outbox/remote-id.ts';

test.each([
  ['250 2.0.0 Ok: queued as 224B824BD40', '224B824BD40'],
  ['250 Ok: queued as XBg2anf2TqCy6WXKQFhieQ', 'XBg2anf2TqCy6WXKQFhieQ'],
  [
    '250 2.0.0 Ok: queued as 8f2c0a4e-6f1b-4c57-9d0e-0123456789ab',
    '8f2c0a4e-6f1b-4c57-9d0e-0123456789ab',
  ],
  [
    '250 Ok 01000154dc729264-93fdd7ea-f039-43d6-91ed-653e8547867c-000000',
    '01000154dc729264-93fdd7ea-f039-43d6-91ed-653e8547867c-000000',
  ],
  ['250 OK id=1tAbCd-000000001Xy-2Qz9', '1tAbCd-000000001Xy-2Qz9'],
  ['250 2.0.0 Ok id=msg42.', 'msg42'],
  ['250 Message Queued (8D2C-41F0.1)', '8D2C-41F0.1'],
  [
    '250 2.6.0 <b6f1@in.parley.test> [InternalId=12345, Hostname=EX1] Queued mail for delivery',
    'b6f1@in.parley.test',
  ],
  ['250 2.0.0 x3Si14160585 Message accepted for delivery', 'x3Si14160585'],
  ['250 2.0.0 OK  1436801113 x3si14160585iod.35 - gsmtp', 'x3si14160585iod.35'],
  ['250 2.0.0 OK 49a3999c-0ce1-4ea6-ab68-afcd6dc2e794', '49a3999c-0ce1-4ea6-ab68-afcd6dc2e794'],
  [tidyWords(`250-${'long '.repeat(200)}\r\n250 2.0.0 Ok: queued as 224B824BD40`), '224B824BD40'],
])('%s', (response, id) => {
  expect(readRemoteId(response)).toBe(id);
});

test.each(['250 Great success', '250 OK', '250 2.0.0 Message received', '250 Ok: thank you', ''])(
  'a relay that names no mail leaves it nameless: %s',
  (response) => expect(readRemoteId(response)).toBeNull(),
);

test('whatever a relay says, a name is one short word out of it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (words) => {
      const id = readRemoteId(`250 Ok: queued as ${words}`);
      if (id === null) return;
      expect(id).toMatch(/^\S{1,200}$/);
      expect(words).toContain(id);
    }),
  );
});
