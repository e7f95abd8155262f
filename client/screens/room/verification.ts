import { html } from 'lit';
import { LOCK, icon } from '../../icons/icons.ts';
import type { RoomActions, RoomView } from '../../state/room-view.ts';
import { t } from '../../wording/index.ts';

const v = t.verification;

/** What is known about the two ends of this conversation, in one short line. */
export function verified({ mine, theirs }: RoomView['verification']): string {
  if (mine) return theirs ? v.both : v.mine;
  return theirs ? v.theirs : v.none;
}

/** Always on screen: that it is encrypted, and how far the two have checked it. Opens the codes. */
export const chip = (view: RoomView['verification'], open: boolean, press: () => void): unknown =>
  html`<button
    type="button"
    class="chip ${view.mine ? '' : 'asks'}"
    aria-expanded=${open}
    aria-controls="codes"
    @click=${press}
  >
    ${icon(LOCK)}<span
      ><b>${v.encrypted}<span class="quiet">.</span></b>
      <span class="verified">${verified(view)}</span></span
    >
  </button>`;

/** The five pictures to read out, and the two answers. */
export const codes = (
  view: RoomView,
  actions: RoomActions,
  close: () => void,
  agreement: unknown,
): unknown => {
  const { code, mine } = view.verification;
  const silent = !view.local.microphone && !view.remote.microphone;
  return html`<section class="codes panel stack" id="codes" aria-labelledby="codes-heading">
    <h2 id="codes-heading">${v.heading}</h2>
    <ol>
      ${code.map(
        ({ emoji, word }) =>
          html`<li><span class="emoji" aria-hidden="true">${emoji}</span><span>${word}</span></li>`,
      )}
    </ol>
    <p>${silent ? v.inWriting : v.how}</p>
    ${
      mine
        ? html`<p class="soft">${v.answered}</p>`
        : html`<button type="button" class="primary" @click=${() => actions.codesMatch()}>
            ${v.match}
          </button>`
    }
    <div class="row">
      <button
        type="button"
        class="danger"
        aria-describedby="differ-hint"
        @click=${() => actions.codesDiffer()}
      >
        ${v.differ}
      </button>
      <button type="button" @click=${close}>${mine ? v.close : v.later}</button>
    </div>
    <p id="differ-hint" class="small soft">${v.differHint}</p>
    ${agreement}
    <details>
      <summary>${v.more}</summary>
      <div class="stack small">${v.moreText.map((text) => html`<p>${text}</p>`)}</div>
    </details>
  </section>`;
};
