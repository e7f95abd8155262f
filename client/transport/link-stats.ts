import type { LinkSample } from '../session/link-quality.ts';

/** What a connection's own figures come to. */
export interface LinkReading extends LinkSample {
  readonly path: 'direct' | 'relayed' | undefined;
}

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly state?: string;
  readonly nominated?: boolean;
  readonly selected?: boolean;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly availableOutgoingBitrate?: number;
  readonly fractionLost?: number;
  readonly timestamp: number;
}

/** Reads the statistics of one connection, one report after another. */
export class LinkStats {
  #reported = new Map<string, number>();

  read(report: RTCStatsReport): LinkReading {
    const entries: Entry[] = [];
    report.forEach((entry: Entry) => entries.push(entry));
    const pair = chosenPair(entries);
    const ends = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) =>
      entries.find((entry) => entry.id === id),
    );
    const relayed = ends.some((end) => end?.candidateType === 'relay');
    return {
      path: pair && (relayed ? 'relayed' : 'direct'),
      loss: this.#loss(entries),
      available: pair?.availableOutgoingBitrate,
    };
  }

  /** The worst of what the other side has reported since the last time, of sound or picture. */
  #loss(entries: readonly Entry[]): number | undefined {
    let worst: number | undefined;
    for (const { id, type, fractionLost, timestamp } of entries) {
      if (type !== 'remote-inbound-rtp' || fractionLost === undefined) continue;
      // A report that is read twice must not count twice.
      if (this.#reported.get(id) === timestamp) continue;
      this.#reported.set(id, timestamp);
      worst = Math.max(worst ?? 0, fractionLost);
    }
    return worst;
  }
}

/** Firefox names no transport; there it is the pair that was selected. */
function chosenPair(entries: readonly Entry[]): Entry | undefined {
  const { selectedCandidatePairId } = entries.find(({ type }) => type === 'transport') ?? {};
  return (
    entries.find(({ id }) => id === selectedCandidatePairId) ??
    entries.find(({ type, selected }) => type === 'candidate-pair' && selected === true) ??
    entries.find(
      ({ type, nominated, state }) =>
        type === 'candidate-pair' && nominated === true && state === 'succeeded',
    )
  );
}
