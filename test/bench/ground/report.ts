import type { Comparison, Result } from './compare.ts';

/** A workload as a block of lines: each comparison, and the CPU of both sides below it. */
export function describe({ id, title, comparisons, peer, notes }: Result): string {
  const lines = [`${id}  ${title}`];
  for (const one of comparisons) lines.push(...describeComparison(one));
  if (peer) lines.push(`    peer: ${peer}`);
  for (const note of notes) lines.push(`    ${note}`);
  return `${lines.join('\n')}\n`;
}

function describeComparison(one: Comparison): string[] {
  const goal = one.isMet === null ? '' : `goal ${one.goal}: ${one.isMet ? 'met' : 'NOT MET'}`;
  const measured = `    ${one.measure}: ours ${round(one.ours)}`;
  if (!one.against) return [`${measured}   ${goal}`];
  const spread = `[${round(one.low)} .. ${round(one.high)}]`;
  const ratio = `ratio ${round(one.ratio)} ${spread}`;
  return [
    `${measured}, ${one.against} ${round(one.theirs)}   ${ratio}   ${goal}`,
    ...describeCpu(one),
  ];
}

function describeCpu({ oursCpuUs, theirsCpuUs }: Comparison): string[] {
  const list = (cpu: Readonly<Record<string, number>>) =>
    Object.entries(cpu)
      .map(([name, us]) => `${name} ${us}`)
      .join(' + ');
  const ours = list(oursCpuUs);
  const theirs = list(theirsCpuUs);
  if (!ours && !theirs) return [];
  return [`      CPU µs each: ours ${ours || '-'}; theirs ${theirs || '-'}`];
}

/** Three digits that count. */
function round(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** One line for each comparison, as `README.md` has them. */
export function describeTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ id, comparisons }) =>
    comparisons.map((one) =>
      [
        id,
        one.measure,
        round(one.ours),
        one.against ? `${one.against}: ${round(one.theirs)}` : '',
        one.against ? `${round(one.ratio)} (${round(one.low)}–${round(one.high)})` : '',
        one.goal,
        one.isMet === null ? '' : one.isMet ? 'met' : 'not met',
      ].join(' | '),
    ),
  );
  const head = '| # | measure | ours | beside | ratio (range) | goal | |';
  return [head, '| --- | --- | --- | --- | --- | --- | --- |', ...rows.map((row) => `| ${row} |`)]
    .join('\n')
    .concat('\n');
}
