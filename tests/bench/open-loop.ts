/**
 * Times of `count` pieces of work that begin `rate` a second, and by how much the latest of them
 * began too late.
 */
export async function openLoop(
  rate: number,
  count: number,
  work: (index: number) => Promise<number>,
): Promise<{ times: number[]; latest: number }> {
  const start = performance.now();
  let latest = 0;
  const running: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = start + (index * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    latest = Math.max(latest, performance.now() - due);
    running.push(work(index));
  }
  return { times: await Promise.all(running), latest };
}
