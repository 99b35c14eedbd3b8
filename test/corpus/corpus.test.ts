import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appleMail,
  bounceMail,
  googleMail,
  humanMail,
  outlookMail,
  thunderbirdMail,
} from '../inbox/client-mails.ts';
import { type InboxHouse, openInboxHouse } from '../inbox/inbox-house.ts';
import { graft, readScion } from './graft.ts';
import { judge } from './judge.ts';
import { mutate, seededRandom } from './mutate.ts';
import { play } from './play.ts';
import { readCorpus, type Sample } from './read-index.ts';

const said = { icsUid: 'theirs@calendar.example', email: 'ann@client.example', sequence: 3 };
const wish = { newStart: '20201105T150000Z', newEnd: '20201105T153000Z' };
const samples: readonly [string, string, string][] = [
  ['google.eml', 'reply-accepted', googleMail({ ...said, partstat: 'ACCEPTED' })],
  ['outlook.eml', 'reply-declined', outlookMail({ ...said, partstat: 'DECLINED' })],
  ['apple.eml', 'reply-tentative', appleMail({ ...said, partstat: 'TENTATIVE' })],
  ['thunderbird.eml', 'counter', thunderbirdMail({ ...said, ...wish, partstat: 'TENTATIVE' })],
  ['gone.eml', 'dsn-hard', bounceMail('ann@client.example', '5.1.1', '<a@b.example>')],
  ['letter.eml', 'human-reply', humanMail('ann@client.example', 'Hello')],
  ['lie.eml', 'reply-declined', thunderbirdMail({ ...said, partstat: 'ACCEPTED' })],
];

let folder: string;
let house: InboxHouse;
beforeAll(async () => {
  house = await openInboxHouse();
  folder = mkdtempSync(join(tmpdir(), 'parley-corpus-'));
  const rows = samples.map(([file, kind]) => [file, 'here', kind, '', '', '', ''].join('\t'));
  const heading = 'file\tsource\tkind\texpected\tmethod\tprodid\tpartstat';
  writeFileSync(join(folder, 'INDEX.tsv'), [heading, ...rows, ''].join('\n'));
  for (const [file, , raw] of samples) writeFileSync(join(folder, file), raw);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await house.close();
});

it('any folder with an index is played on live rooms, and an index that lies is told', async () => {
  const verdicts: [string, string][] = [];
  for (const sample of readCorpus(folder)) {
    const { is } = judge(sample, await play(house, sample));
    verdicts.push([sample.file, is]);
  }
  expect(Object.fromEntries(verdicts)).toEqual({
    'google.eml': 'as expected',
    'outlook.eml': 'as expected',
    'apple.eml': 'as expected',
    'thunderbird.eml': 'as expected',
    'gone.eml': 'as expected',
    'letter.eml': 'as expected',
    'lie.eml': 'WRONG',
  });
});

it('a graft changes UID, addresses and years, and leaves every other byte alone', () => {
  const raw = Buffer.from(
    googleMail({ ...said, partstat: 'ACCEPTED', comment: 'Gr\u00fc\u00dfe' }),
  );
  const stock = {
    icsUid: 'ours@in.parley.example',
    replyAddress: 'r-token@in.parley.example',
    attendee: said.email,
    year: 2031,
  };
  const grafted = graft(raw, readScion(raw), stock).toString('utf8');
  expect(grafted).toContain('UID:ours@in.parley.example');
  expect(grafted).not.toContain(said.icsUid);
  expect(grafted).toContain('DTSTART:20310310T140000Z');
  expect(grafted).toContain('DTSTAMP:20270301T090000Z');
  const changed = /^(UID|DTSTART|DTEND|From|To)\b/;
  const others = (text: string) =>
    text.split('\r\n').filter((line) => !changed.test(line) && !/^[A-Za-z0-9+/=]{20,}$/.test(line));
  expect(others(grafted)).toEqual(others(raw.toString('utf8')));
});

it('what no rule expects is explained only by what the mail itself says', () => {
  const sample = (raw: string): Sample => ({
    file: 'x.eml',
    kind: 'dsn-soft',
    expected: 'x@y.example|5.2.2|failed|mailboxfull|',
    method: '',
    partstats: [],
    raw: Buffer.from(raw),
  });
  const got = { outcome: 'bounce', reason: 'permanent', kind: 'report', answer: 'needs-action' };
  const verdictOf = (raw: string) => judge(sample(raw), { ...got, proposals: 0 }).is;
  expect(verdictOf('Status: 5.1.1\r\n')).toBe('explained');
  expect(verdictOf('Status: 5.2.2\r\n')).toBe('WRONG');
});

it('a seed always spoils a mail in the same way, and another seed in another', () => {
  const raw = Buffer.from(googleMail({ ...said, partstat: 'ACCEPTED' }));
  const series = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 20 }, () => mutate(raw, random).toString('latin1'));
  };
  expect(series(7)).toEqual(series(7));
  expect(series(7)).not.toEqual(series(8));
  expect(new Set(series(7)).size).toBeGreaterThan(15);
});
