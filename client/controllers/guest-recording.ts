import { GuestConsent } from '../session/recording-guest.ts';
import { RECORDING } from '../session/recording-message.ts';
import { BEAT_MS, partiesOf } from '../session/recording-terms.ts';
import type { ExtrasActions, ExtrasView } from '../state/extras-view.ts';
import type { RecordingView } from '../state/recording-view.ts';
import type { FeatureRoom, RoomFeature } from './room-feature.ts';

/** The guest's side of recording: is asked, says that it still agrees, and can take it back. */
export class GuestRecording implements RoomFeature {
  readonly types = [RECORDING.ask, RECORDING.state];
  readonly #room: FeatureRoom;
  #consent: GuestConsent | undefined;
  #view: RecordingView = { possible: false };
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(room: FeatureRoom) {
    this.#room = room;
  }

  get view(): Partial<ExtrasView> {
    return { recording: this.#view };
  }

  readonly actions: Partial<ExtrasActions> = {
    recording: {
      ask: () => undefined,
      unask: () => undefined,
      answer: (allow) => this.#answer(allow),
      stop: () => {
        this.#send(RECORDING.revoke, this.#consent?.revoke(Date.now()));
        this.#end('withdrawn');
      },
      putAway: () => this.#show({}),
    },
  };

  opened(): void {
    const { session } = this.#room;
    // Other identities: nothing that was agreed to before counts.
    this.#consent = session && new GuestConsent(partiesOf('guest', session));
  }

  dropped(): void {
    this.#consent = undefined;
    this.#end('gone');
  }

  hear(type: number, body: Uint8Array): void {
    const consent = this.#consent;
    if (!consent) return;
    if (type === RECORDING.ask) {
      const scope = consent.asked(body);
      clearInterval(this.#beat);
      this.#show({ asked: scope });
      return;
    }
    const state = consent.said(body);
    if (state === 'over') this.#end('stopped');
    else if (state && this.#view.running) {
      this.#show({ running: { ...this.#view.running, paused: state === 'paused' } });
    }
  }

  finish(): void {
    this.#consent?.end();
    clearInterval(this.#beat);
    this.#view = { possible: false };
  }

  #answer(allow: boolean): void {
    const { asked } = this.#view;
    const answer = this.#consent?.answer(allow);
    if (!asked || !answer) return;
    this.#send(RECORDING.answer, answer);
    if (!allow) return this.#show({});
    this.#beat = setInterval(() => this.#send(RECORDING.beat, this.#consent?.beat), BEAT_MS);
    // From now on it may be recorded, whatever the other side says of it.
    this.#show({ running: { scope: asked, paused: false, since: Date.now() } });
  }

  #send(type: number, body: Uint8Array | undefined): void {
    if (body) this.#room.send(type, body);
  }

  #end(ended: NonNullable<RecordingView['ended']>): void {
    clearInterval(this.#beat);
    // A question that was taken back, or never stood, leaves nothing to be said.
    this.#show(this.#view.running ? { ended } : {});
  }

  #show(view: Omit<RecordingView, 'possible'>): void {
    this.#view = { possible: false, ...view };
    this.#room.changed();
  }
}
