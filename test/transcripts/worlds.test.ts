import { openCoreWorld } from './core-world.ts';
import { parseTranscript } from './transcript.ts';
import { perform } from './world.ts';

const start = [
  '# A guest declines.',
  'clock 2027-03-01 09:00',
  'host helen "Helen Hart" helen@host.example Europe/London',
  'guest gil "Gil Grant" gil@guest.example America/New_York',
  'app creates room at 2027-03-10 14:00 for 60 with gil',
  '  mail helen REQUEST 0',
  '  mail gil REQUEST 0',
  'gil answers TENTATIVE from gmail saying "Perhaps later"',
  '  comment gil "Perhaps later"',
  'gil answers DECLINED from outlook saying "I have to travel"',
];
const truth = [
  '  mail gil CANCEL 1',
  '  mail helen guest-left',
  '  reads helen "I have to travel"',
  '  inbound applied',
  '  room open 1 at 2027-03-10 14:00',
  '  answers helen=needs-action',
];

const play = (...lines: readonly string[]) => {
  const transcript = parseTranscript('control', [...start, ...lines].join('\n'));
  return perform(transcript, openCoreWorld(transcript));
};

describe('a transcript', () => {
  it('goes through when all is as written', async () => {
    expect(await play(...truth)).toHaveLength(3);
  });

  it.each([
    ['a mail that was not sent', [...truth, '  mail helen CANCEL 1'], /mails: expected/],
    ['no word of a mail that was', truth.slice(1), /mails: expected/],
    ['another SEQUENCE', ['  mail gil CANCEL 2', ...truth.slice(1)], /mails: expected/],
    [
      'words nobody is told',
      [...truth, '  reads helen "I am ill"'],
      /nothing tells helen I am ill/,
    ],
    ['words that another one is told', [...truth, '  reads gil "travel"'], /nothing tells gil/],
    ['a comment nobody made', [...truth, '  comment helen "Fine"'], /comment: expected helen Fine/],
    ['a page nobody saw', [...truth, '  page done'], /page: expected done, got none/],
    ['a problem nobody had', [...truth, '  problem not-booked'], /problem: expected not-booked/],
    [
      'another outcome',
      ['  inbound parked', ...truth.filter((one) => !/inbound/.test(one))],
      /parked/,
    ],
    [
      'another reason',
      ['  inbound applied so', ...truth.filter((one) => !/inbound/.test(one))],
      /so,/,
    ],
    ['another room', ['  room booked 0', ...truth.filter((one) => !/room/.test(one))], /room: exp/],
    ['another answer', ['  answers helen=accepted', ...truth.slice(0, 5)], /answers: expected/],
    ['proposals there are none of', [...truth, '  proposals pending'], /proposals: expected/],
  ])('fails when it says %s', async (_what, lines, words) => {
    await expect(play(...lines)).rejects.toThrow(words);
  });

  it.each([
    ['an action', 'gil dances'],
    ['a phrase', 'gil answers ACCEPTED from gmail on horseback'],
    ['a client', 'gil answers ACCEPTED from pigeon'],
    ['an expectation', '  weather fine'],
  ])('is not played at all with %s nobody understands', (_what, line) => {
    expect(() => parseTranscript('control', [...start, line].join('\n'))).toThrow(
      /^control\.txt:1[01]: /,
    );
  });
});
