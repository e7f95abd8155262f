import { LitElement, css, html, nothing } from 'lit';
import { shared } from '../styles/shared.ts';
import { t } from '../wording/index.ts';

/** A browser that has not begun to play after this will not; milliseconds. */
const START_MS = 1500;
/** Two soft notes, so that they are not taken for a noise of the device; hertz and seconds. */
const NOTES = [523, 659];
const NOTE_S = 0.5;
const PEAK = 0.2;

/** Plays the notes into `context`, and nothing after them. They are made here: nothing is loaded. */
export function playNotes(context: BaseAudioContext): OscillatorNode {
  const tone = context.createOscillator();
  const volume = context.createGain();
  const begin = context.currentTime;
  volume.gain.value = 0;
  NOTES.forEach((pitch, index) => {
    const at = begin + index * NOTE_S;
    tone.frequency.setValueAtTime(pitch, at);
    // Swells and fades: a tone that begins at once clicks.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(PEAK, at + NOTE_S / 4);
    volume.gain.linearRampToValueAtTime(0, at + NOTE_S);
  });
  tone.connect(volume).connect(context.destination);
  tone.start(begin);
  tone.stop(begin + NOTES.length * NOTE_S);
  return tone;
}

/** A sound to hear whether the other person will be heard, and what to do if it is not. */
export class Speaker extends LitElement {
  static override properties = { said: { state: true } };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        justify-items: start;
        gap: var(--s2);
      }
    `,
  ];

  declare said: 'playing' | 'silent' | undefined;

  protected override render(): unknown {
    return html`<button type="button" @click=${() => void this.#play()}>${t.choice.tone}</button>
      <p role="status" class="small soft">
        ${this.said === undefined ? nothing : t.choice.toneSaid[this.said]}
      </p>`;
  }

  async #play(): Promise<void> {
    const context = new AudioContext();
    // Where there is no loudspeaker, some browsers never answer.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, START_MS))]);
    this.said = context.state === 'running' ? 'playing' : 'silent';
    if (this.said === 'silent') return context.close();
    playNotes(context).onended = () => void context.close();
  }
}

customElements.define('alcove-speaker', Speaker);
