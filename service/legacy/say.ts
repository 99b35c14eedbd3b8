import type { Column } from './catalog-views.ts';
import type { LegacyPlan } from './find-columns.ts';
import type { Application, LegacySource } from './legacy-store.ts';
import type { LegacyOptions } from './options.ts';

/** What is read from where, so that a wrong guess is seen before anything is done. */
export function describePlan(
  { rooms, people, warnings }: LegacyPlan,
  { isApplied, fromUrl }: LegacyOptions,
  application: Application,
  { source }: LegacySource,
): string {
  const named = (column: Column | null, otherwise: string) => column?.name ?? otherwise;
  const place = fromUrl === null ? "Parley's own database" : 'the database of --from';
  const lines = [
    isApplied ? 'Bringing in old rooms.' : 'A dry run: nothing is changed.',
    `  application    ${application.name} (${application.id})`,
    `  rooms          ${rooms.table.name} in ${place}, remembered as ${source}`,
    `    id, people   ${rooms.id.name}, ${rooms.hostId.name}, ${rooms.guestId.name}`,
    `    start        ${rooms.starts.map(({ name, type }) => `${name} (${type})`).join(', else ')}`,
    `    UID          ${named(rooms.icsUid, 'none: made from the id')}`,
    `    length       ${named(rooms.duration, 'none: 60 minutes')}`,
    `    SEQUENCE     ${named(rooms.sequence, 'none: 0')}`,
    `    cancelled    ${named(rooms.status, 'none: all stand')}`,
    `  people         ${people.table.name}: ${people.id.name}, ${people.email.name}`,
    `    name         ${people.name.map(({ name }) => name).join(' ')}`,
    `    zone, locale ${named(people.timeZone, 'none')}, ${named(people.locale, 'none')}`,
    ...warnings.map((one) => `  look: ${one}`),
  ];
  return `${lines.join('\n')}\n`;
}

const outcomes: Readonly<Record<string, string>> = {
  'brought-in': 'brought in',
  'would-come-in': 'would come in',
  'brought-in-before': 'brought in by an earlier run',
  'already-here': 'here already by another way',
  skipped: 'skipped: before --since',
  left: 'left as they are',
};
const notes: Readonly<Record<string, string>> = {
  'uid-made': 'had no UID: one was made',
  'duration-replaced': 'had a length that is not 30, 60 or 90: 60 minutes',
  'sequence-replaced': 'had a SEQUENCE that is none: 0',
  'zone-dropped': 'have a person with an unknown time zone: none',
  'locale-dropped': 'have a person with an unknown language: none',
};

interface Ending {
  readonly path: string;
  readonly tookMs: number;
  readonly isApplied: boolean;
}

/** The sums of the report. */
export function describeResult(
  counts: ReadonlyMap<string, number>,
  { path, tookMs, isApplied }: Ending,
): string {
  const count = (what: string) => counts.get(what) ?? 0;
  const line = (number: number, text: string) => `  ${String(number).padStart(9)}  ${text}`;
  const of = (words: Readonly<Record<string, string>>, prefix: string) =>
    Object.entries(words)
      .filter(([what]) => count(prefix + what) > 0)
      .map(([what, text]) => line(count(prefix + what), text));
  const total = Object.keys(outcomes).reduce((sum, what) => sum + count(what), 0);
  const reasons = [...counts]
    .filter(([what]) => what.startsWith('left '))
    .sort(([, a], [, b]) => b - a)
    .map(([what, number]) => line(number, `  ${what.slice('left '.length)}`));
  const lines = [
    `${total} rows in ${(tookMs / 1_000).toFixed(1)} s:`,
    ...of(outcomes, ''),
    ...reasons,
    ...(of(notes, 'note ').length > 0 ? ['of those that come in:', ...of(notes, 'note ')] : []),
    `Each row: ${path}`,
    ...(isApplied ? [] : ['Nothing was changed. To do it, add --apply.']),
  ];
  return `${lines.join('\n')}\n`;
}
