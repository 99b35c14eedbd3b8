import type { FaultRow } from './scenario.ts';

/** One of a hundred is slower than this; null for none. */
const percentile = (sorted: readonly number[], part: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;

const seconds = (ms: number | null): string => (ms === null ? '' : (ms / 1000).toFixed(1));

/** The rows as a Markdown table, as it stands in README.md. */
export function renderTable(rows: readonly FaultRow[]): string {
  const cells = rows.map((row) => {
    const sorted = [...row.recoveriesMs].sort((a, b) => a - b);
    return [
      row.fault,
      String(row.times),
      String(row.acknowledged),
      row.lost === 0 ? 'nothing' : String(row.lost),
      String(row.doubled),
      seconds(percentile(sorted, 0.5)),
      seconds(percentile(sorted, 0.99)),
      row.violations.length === 0 ? 'held' : 'BROKEN',
    ];
  });
  const head = ['fault', 'times', 'judged', 'lost', 'doubled', 'p50 s', 'p99 s', ''];
  const widths = head.map((name, column) =>
    Math.max(name.length, 3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...cells.map(line)].join('\n');
}
