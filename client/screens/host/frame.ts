import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../wording/index.ts';

/**
 * The same quiet page around each screen of the host app; `aside` is one control at the top, `step`
 * says how far one is.
 */
export const frame = (
  heading: string,
  body: unknown,
  aside?: unknown,
  step?: string,
): TemplateResult =>
  html`<div class="page">
    <header><span class="brand">${t.appName}</span>${aside ?? nothing}</header>
    <main>
      ${step === undefined ? nothing : html`<p class="small soft step unprinted">${step}</p>`}
      <h1 data-heading tabindex="-1">${heading}</h1>
      ${body}
    </main>
  </div>`;
