import type { Report } from './doctor.ts';

/** One line a finding: how it is, which check, what it found and what to do. */
export function printReport({ lines, isWell }: Report): string {
  const width = Math.max(...lines.map(({ check }) => check.length));
  const told = lines.map(({ level, check, says, advice }) => {
    const sentence = advice === null ? says : `${says}. To do: ${advice}`;
    return `${level.padEnd(5)}  ${check.padEnd(width)}  ${sentence}\n`;
  });
  const number = (level: string) => lines.filter((line) => line.level === level).length;
  const sum = `${number('wrong')} wrong, ${number('warn')} to look at, ${number('ok')} well`;
  return `${told.join('')}\n${isWell ? 'Parley can run' : 'Parley is not well'}: ${sum}.\n`;
}

/** The same for programs. */
export const printJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
