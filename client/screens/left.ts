import { html, nothing, type TemplateResult } from 'lit';
import type { LeftSummary } from '../state/room-view.ts';
import { t } from '../wording/index.ts';

/** What leaving removed, with the real counts; what others could have seen; what only the person can remove. */
export const leftBody = (summary: LeftSummary): TemplateResult =>
  html`<section>
      <p class="lead">${t.left.reason[summary.reason].text}</p>
      ${
        summary.connected
          ? html`<p>${t.left.linkDead}</p>`
          : summary.role === 'guest'
            ? html`<p>${t.left.linkLives}</p>`
            : html`<p>${t.left.linkDead}</p>`
      }
    </section>
    ${
      summary.agreement === undefined
        ? nothing
        : html`<alcove-agreement brief .view=${summary.agreement}></alcove-agreement>`
    }
    <section class="panel">
      <h2>${t.left.wiped}</h2>
      <ul class="points done">
        <li>${t.left.tracks(summary.tracksStopped)}</li>
        <li>${t.left.keys(summary.keysErased)}</li>
        <li>${t.left.messages(summary.messagesRemoved)}</li>
        ${summary.filesRemoved > 0 ? html`<li>${t.left.files(summary.filesRemoved)}</li>` : nothing}
        <li>${t.left.storage(summary.storageEntriesRemoved)}</li>
      </ul>
    </section>
    ${
      summary.role === 'host'
        ? nothing
        : summary.proof === null
          ? html`<p>${t.left.unchecked}</p>`
          : html`<alcove-proof .found=${summary.proof}></alcove-proof>`
    }
    <section>
      <h2>${t.left.relay}</h2>
      <p>${t.left.relayText(summary.connected)}</p>
    </section>
    <section>
      <h2>${t.left.browser}</h2>
      <p>${t.left.browserText}</p>
      <details>
        <summary>${t.left.browserHow}</summary>
        <ol class="points">
          ${t.left.browserSteps.map((step) => html`<li>${step}</li>`)}
        </ol>
      </details>
    </section>`;
