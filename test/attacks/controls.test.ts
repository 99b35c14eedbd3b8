import { type BrokenService, playBroken } from './broken-service.ts';

/** What is switched off, and how it must be noticed. */
const controls: readonly (readonly [name: string, BrokenService, noticed: RegExp])[] = [
  [
    'which invitation is answered',
    {
      file: 'service/scheduling/freshness.ts',
      text: 'judgeRevision(room, attendee, reply);',
      instead: '({ problem: null, sequence: room.icsSequence });',
    },
    /^a decline of the time before the move: applied/,
  ],
  [
    'the order of answers',
    { file: 'service/scheduling/freshness.ts', text: 'order < 0', instead: 'false' },
    /^a decline from before the answer that counts: applied/,
  ],
  [
    'the token: any address of ours counts as that of the person named',
    {
      file: 'service/inbox/find-person.ts',
      text: "if (mailbox === 'reply' || mailbox === 'bounce')",
      instead: "if (mailbox === 'bounce')",
    },
    /^a forgery counts: DECLINED for (guest by guest at host|host by host at guest), none/,
  ],
  [
    'who answers',
    {
      file: 'service/inbox/interpret-calendar.ts',
      text: 'whoAnswers(calendar, addressee, reading);',
      instead: "{ who: 'bound', attendee: calendar.attendees[0] };",
    },
    /^a forgery counts: DECLINED for (guest|host|stranger) by \w+ at \w+, none/,
  ],
  [
    'the proof of the sender',
    {
      file: 'service/inbox/judge-trust.ts',
      text: 'if (authentication === null)',
      instead: "return 'proven'; if (authentication === null)",
    },
    /^a forgery counts: DECLINED for guest by guest at guest, fail/,
  ],
];

const names = controls.map(([name]) => name);
let faults: readonly (readonly string[])[] = [];
beforeAll(async () => {
  faults = await playBroken(controls.map(([, broken]) => broken));
}, 60_000);

it.each(names)('without %s the forgeries and replays are noticed', (name) => {
  const at = names.indexOf(name);
  const [, , noticed] = controls[at] ?? [];
  expect(faults[at]).toContainEqual(expect.stringMatching(noticed ?? ''));
});

it('a control whose source says something else by now fails', async () => {
  const file = 'service/inbox/judge-trust.ts';
  const stale = { file, text: 'what nobody wrote', instead: '' };
  await expect(playBroken([stale])).rejects.toThrow('does not say once');
});
