import { readRestored, UsageError } from '../../service/keeping/restored-command.ts';

const now = new Date('2027-03-02T00:00:00Z');

test('a command names the backup, and what else is not the usual', () => {
  const words = ['--at', '2027-03-01T10:00:00+01:00', '--send-again', 'all', '--gap', '50'];
  expect(readRestored(words, now)).toEqual({
    nothingLost: false,
    backupAt: new Date('2027-03-01T09:00:00Z'),
    sequenceGap: 50,
    asJson: false,
    sendAgainTo: [],
  });
  expect(readRestored(['--nothing-lost'], now)).toEqual({ nothingLost: true });
});

test.each([
  [[]],
  [['--at', 'yesterday']],
  [['--at', '2027-03-01T09:00:00']],
  [['--at', '2028-03-01T09:00:00Z']],
  [['--at', '2027-03-01T09:00:00Z', '--gap', '0']],
  [['--at', '2027-03-01T09:00:00Z', '--send-again', 'some']],
  [['--nothing-lost', '--at', '2027-03-01T09:00:00Z']],
  [['--force']],
])('a command that is not understood does nothing: %j', (words) => {
  expect(() => readRestored(words, now)).toThrow(UsageError);
});
