import { html, nothing } from 'lit';
import { hostText as h } from '../../wording/host.ts';
import { frame } from './frame.ts';

/** One button, and what it does; `below` is what else can be done here, more quietly. */
export const home = (start: () => void, below?: unknown): unknown =>
  frame(
    h.home.heading,
    html`<p class="lead">${h.home.text}</p>
      <p>
        <button type="button" class="primary large" @click=${start}>${h.home.start}</button>
      </p>
      ${below ?? nothing}
      <section>
        <h2>${h.home.stepsHeading}</h2>
        <ol class="points">
          ${h.home.steps.map((step) => html`<li>${step}</li>`)}
        </ol>
      </section>
      <p class="soft">${h.home.limits}</p>`,
  );
