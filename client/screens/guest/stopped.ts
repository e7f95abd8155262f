import { html, nothing } from 'lit';
import type { GuestActions, GuestView } from '../../state/guest-view.ts';
import { guestText as g } from '../../wording/guest.ts';
import { copyLink, frame } from './frame.ts';

type Stopped = Extract<GuestView, { screen: 'bad-link' | 'unsupported' | 'refused' }>;

/** Where it does not go on: what happened, what was kept, and what to do next. */
export const stopped = (view: Stopped, actions: GuestActions): unknown => {
  const said = explained(view);
  return frame({
    heading: said.heading,
    leave: () => actions.leaveNow(),
    body: html`<p>${said.text}</p>
      <p class="panel">${said.next}</p>
      ${view.screen === 'unsupported' ? takeAway(view.link, actions) : nothing}`,
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
const takeAway = (link: string, actions: GuestActions): unknown =>
  html`<section>
    ${copyLink(() => actions.copyLink())}
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
