import { LitElement, html, nothing } from 'lit';
import type { Proof as Found, Trace } from '../../state/room-view.ts';
import { shared } from '../../styles/shared.ts';
import { careText as c } from '../../wording/care.ts';

const TRACES = Object.keys(c.proof.clear) as Trace[];

/** What the page found when it looked for what is left, line by line. */
export class Proof extends LitElement {
  static override properties = { found: { attribute: false } };
  static override styles = [shared];

  /** Undefined while it looks. */
  declare found: Found | undefined;

  protected override render(): unknown {
    const { found } = this;
    if (found === undefined) return html`<p class="soft" role="status">${c.proof.checking}</p>`;
    const left = TRACES.filter((trace) => !found[trace]);
    return html`<section class="stack" aria-labelledby="proof">
      <h2 id="proof">${c.proof.heading}</h2>
      ${left.length === 0 ? html`<p>${c.proof.nothing}</p>` : nothing}
      ${left.map((trace) => html`<p class="notice" data-left=${trace}>${c.proof.left[trace]}</p>`)}
      <ul class="points done">
        ${TRACES.map((trace) =>
          found[trace] ? html`<li data-clear=${trace}>${c.proof.clear[trace]}</li>` : nothing,
        )}
      </ul>
    </section>`;
  }
}

customElements.define('alcove-proof', Proof);
