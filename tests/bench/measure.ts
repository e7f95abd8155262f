/** One line of the table. */
export interface Row {
  /** What is measured, with its unit. */
  readonly name: string;
  readonly ours: number;
  /** In the same unit and the same run; undefined where the bar is absolute. */
  readonly baseline?: number;
  /** Ours by baseline, the median over pairs taken one after another; or ours itself. */
  readonly ratio: number;
  /** The quartiles of that ratio. */
  readonly spread?: readonly [number, number];
  /** At most this, or undefined where there is only something to know. */
  readonly bar?: number;
  /** Why the figure says nothing this time (a machine too noisy to tell). */
  readonly void?: string;
}

export interface Bench {
  /** As given on the command line. */
  readonly name: string;
  run(): Promise<Row[]>;
}

/** `share` of the sorted values lies at or below the result: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('a quantile of nothing');
  return value;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export interface Pairs {
  readonly ours: readonly number[];
  readonly baseline: readonly number[];
}

/**
 * Takes `pairs` slices of each, alternating, and each pair in the other order than the one before
 * it, so that neither side always comes second. The first pair warms both up and is not counted.
 */
export async function alternate(
  pairs: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Pairs> {
  const result = { ours: [] as number[], baseline: [] as number[] };
  for (let pair = 0; pair <= pairs; pair += 1) {
    const sides = [
      ['ours', ours],
      ['baseline', baseline],
    ] as const;
    for (const [side, take] of pair % 2 === 0 ? sides : [...sides].reverse()) {
      const value = await take();
      if (pair > 0) result[side].push(value);
    }
  }
  return result;
}

/** The row of slices taken in pairs. */
export function pairedRow(name: string, { ours, baseline }: Pairs, bar?: number): Row {
  const ratios = ours.map((value, pair) => value / (baseline[pair] ?? Number.NaN));
  return {
    name,
    ours: median(ours),
    baseline: median(baseline),
    ratio: median(ratios),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    ...(bar !== undefined && { bar }),
  };
}
