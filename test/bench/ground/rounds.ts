/** What one side did in one round. */
export interface Figure {
  /** Operations a second; or, where less is better, the measure itself. */
  readonly value: number;
  /** Microseconds of CPU for one operation, by process. */
  readonly cpuUs?: Readonly<Record<string, number>>;
}

export type Side = (round: number) => Promise<Figure>;

/**
 * One round to warm up, then `rounds` more, in which the sides take turns at going first: noise of
 * the machine meets all of them alike, so their ratio within a round means something.
 */
export async function alternate<Name extends string>(
  rounds: number,
  sides: Readonly<Record<Name, Side>>,
): Promise<Record<Name, Figure[]>> {
  const names = Object.keys(sides) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Figure[]
  >;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figure = await sides[name](round);
      if (round > 0) figures[name].push(figure);
    }
  }
  return figures;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The value that `share` of all values are not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Ratios of the same rounds. */
export const ratios = (ours: readonly Figure[], theirs: readonly Figure[]): number[] =>
  ours.map((figure, index) => figure.value / (theirs[index]?.value ?? Number.NaN));

export function medianCpu(figures: readonly Figure[]): Record<string, number> {
  const names = Object.keys(figures[0]?.cpuUs ?? {});
  return Object.fromEntries(
    names.map((name) => [name, Math.round(median(figures.map((one) => one.cpuUs?.[name] ?? 0)))]),
  );
}
