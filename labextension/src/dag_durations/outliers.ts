/** Which values stand out among many: those far from the median, measured by the median absolute deviation. */

export interface IUsual {
  readonly median: number;
  /** From here to there is usual. */
  readonly from: number;
  readonly to: number;
}

/** So many values are needed before any of them can be called unusual. */
const FEWEST = 5;
/** The modified z-score above which a value stands out (Iglewicz and Hoaglin). */
const LIMIT = 3.5;
const SCALE = 1.4826;
/** What any two runs may differ by: a share of the median, and seconds. */
const NOISE_SHARE = 0.02;
const NOISE = 0.1;

/** What is usual among the values; null for too few of them. */
export function usualOf(values: readonly number[]): IUsual | null {
  if (values.length < FEWEST) {
    return null;
  }
  const median = medianOf(values);
  const deviation = SCALE * medianOf(values.map(value => Math.abs(value - median)));
  const width = LIMIT * Math.max(deviation, NOISE, Math.abs(median) * NOISE_SHARE);
  return { median, from: median - width, to: median + width };
}

export function isOutlier(value: number, usual: IUsual | null): boolean {
  return usual !== null && (value < usual.from || value > usual.to);
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
