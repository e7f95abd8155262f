/** By how much y grows for each x, by least squares, and the standard error of that. */
export function slope(points: readonly (readonly [number, number])[]): {
  readonly slope: number;
  readonly error: number;
} {
  const count = points.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  const rise = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread;
  const rest = points.reduce((sum, [at, value]) => sum + (value - y - rise * (at - x)) ** 2, 0);
  return { slope: rise, error: Math.sqrt(rest / (count - 2) / spread) };
}
