import type { RestoreReport, SentAgain } from './restore.ts';

/** Lines of one kind that are shown; `--json` has all. */
const shown = 20;

/** What is in doubt after a restore, in plain words for a terminal; ids only. */
export function writeReport(report: RestoreReport, sent: SentAgain | null): string {
  const { rooms, messages, decisions, endpoints, sequenceGap } = report;
  const lines = [
    `Restored from a backup of ${report.backupAt.toISOString()}.`,
    `Newest thing the database knows: ${report.newestKnownAt?.toISOString() ?? 'nothing'}.`,
    `SEQUENCE and version of ${report.roomsRaised} rooms were raised by ${sequenceGap}.`,
    ...section('Messages that may have gone out; they are not sent by themselves', messages, (m) =>
      [m.messageId, `room ${m.roomId}`, m.kind, `SEQUENCE ${m.sequence}`].join('  '),
    ),
    ...section('Sessions that may have been moved or called off since', rooms, (room) =>
      [room.roomId, room.startUtc.toISOString(), room.status, room.icsUid].join('  '),
    ),
    ...section('Settled by themselves once a worker runs', decisions, (one) =>
      [one.what, one.subjectId, `room ${one.roomId}`, `due ${one.dueAt.toISOString()}`].join('  '),
    ),
    ...section('Webhook endpoints as they were then', endpoints, (one) =>
      [one.endpointId, one.isEnabled ? 'enabled' : 'disabled', `${one.waiting} waiting`].join('  '),
    ),
    '',
    `${report.unreadMails} mails wait to be read; a worker reads them.`,
    'Not known here: rooms, keys, answers and erasures after the backup. Repeat the erasures.',
    ...(sent
      ? [`${sent.owed} people are sent how their session stands (${sent.refused} not).`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function section<T>(title: string, all: readonly T[], write: (one: T) => string): string[] {
  const rest = all.length - shown;
  return [
    '',
    `${title}: ${all.length}`,
    ...all.slice(0, shown).map((one) => `  ${write(one)}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}
