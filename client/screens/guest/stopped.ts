import { html, nothing } from 'lit';
import type { GuestActions, GuestView, Refusal } from '../../state/guest-view.ts';
import { guestText as g } from '../../wording/guest.ts';
import { copyLink, frame } from './frame.ts';

type Stopped = Extract<GuestView, { screen: 'bad-link' | 'unsupported' | 'refused' }>;

/** These may pass, and the link is kept for another try. */
const MAY_PASS: ReadonlySet<Refusal> = new Set(['exhausted', 'full', 'too-many', 'refused']);

/**
 * Where it does not go on: what happened, what was kept, and what to do next. Without actions where
 * the page could not even begin (`unsupported`).
 */
export const stopped = (
  view: Stopped,
  leave: () => void,
  actions: GuestActions | undefined,
): unknown => {
  const said = explained(view);
  const again = view.screen === 'refused' && MAY_PASS.has(view.reason);
  return frame({
    heading: said.heading,
    leave,
    body: html`<p>${said.text}</p>
      <p class="panel">${said.next}</p>
      ${
        view.screen === 'unsupported' && view.link !== '' && view.reason !== 'insecure'
          ? takeAway(view.link)
          : nothing
      }`,
    foot: again
      ? html`<button type="button" class="primary" @click=${() => actions?.ask()}>
          ${g.askAgain}
        </button>`
      : undefined,
  });
};

function explained(view: Stopped): { heading: string; text: string; next: string } {
  switch (view.screen) {
    case 'bad-link':
      return g.badLink[view.reason];
    case 'unsupported':
      return g.unsupported[view.reason];
    case 'refused':
      return g.refused[view.reason];
  }
}

/** Windows inside other apps often refuse to copy, so the link can be selected by hand as well. */
const takeAway = (link: string): unknown =>
  html`<section>
    ${copyLink(async () => {
      await navigator.clipboard.writeText(link);
      return true;
    }, true)}
    <label class="field"
      >${g.linkField}
      <input
        class="link-field"
        readonly
        autocomplete="off"
        spellcheck="false"
        .value=${link}
        @focus=${selectAll}
      />
    </label>
  </section>`;

const selectAll = (event: Event): void => {
  if (event.target instanceof HTMLInputElement) event.target.select();
};
