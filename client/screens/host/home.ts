import { html } from 'lit';
import type { HostActions } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';
import { frame } from './frame.ts';

/** One button, and what it does. */
export const home = (actions: HostActions): unknown =>
  frame(
    h.home.heading,
    html`<p class="lead">${h.home.text}</p>
      <p>
        <button type="button" class="primary large" @click=${() => actions.start()}>
          ${h.home.start}
        </button>
      </p>
      <section>
        <h2>${h.home.stepsHeading}</h2>
        <ol class="points">
          ${h.home.steps.map((step) => html`<li>${step}</li>`)}
        </ol>
      </section>
      <p class="soft">${h.home.limits}</p>`,
  );
