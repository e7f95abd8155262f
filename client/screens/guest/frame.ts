import { html, nothing, type TemplateResult } from 'lit';
import { guestText as g } from '../../wording/guest.ts';
import { t } from '../../wording/index.ts';

export interface Frame {
  readonly heading: string;
  readonly body: unknown;
  /** Buttons at the foot, the main one last. */
  readonly foot?: unknown;
  /** 1 to 3 for the steps before waiting. */
  readonly step?: number;
  /** Absent once there is nothing left to leave. */
  readonly leave?: (() => void) | undefined;
}

const STEPS = 3;

/** The same quiet page around each screen: where one is, a way out, the question, its answers. */
export const frame = ({ heading, body, foot, step, leave }: Frame): TemplateResult =>
  html`<div class="page">
    <header>
      <span class="brand">${t.appName}</span>
      ${
        leave === undefined
          ? nothing
          : html`<button
                type="button"
                @click=${leave}
                aria-describedby="leave-hint"
                title=${t.leaveNowKey}
              >
                ${t.leaveNow}
              </button>
              <span id="leave-hint" hidden>${t.leaveNowKey}</span>`
      }
    </header>
    <main>
      ${step === undefined ? nothing : html`<p class="step small soft">${g.step(step, STEPS)}</p>`}
      <h1 data-heading tabindex="-1">${heading}</h1>
      ${body}
    </main>
    ${foot === undefined ? nothing : html`<footer>${foot}</footer>`}
  </div>`;

/** Back and Continue. */
export const onwards = (actions: { next(): void; back(): void }, first = false): TemplateResult =>
  html`${
      first
        ? nothing
        : html`<button type="button" @click=${() => actions.back()}>${t.back}</button>`
    }<button type="button" class="primary" @click=${() => actions.next()}>${t.continue}</button>`;

/** A list of short sentences. */
export const points = (items: readonly string[]): TemplateResult =>
  html`<ul class="points">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;

/** The link, to be opened in a better place. */
export const copyLink = (copy: () => Promise<boolean>, primary = false): TemplateResult =>
  html`<alcove-copy
    .copy=${copy}
    label=${t.copy.otherBrowser}
    failed=${primary ? t.copy.failed : t.copy.failedHere}
    ?primary=${primary}
  ></alcove-copy>`;
