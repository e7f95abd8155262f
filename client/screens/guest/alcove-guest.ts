import { LitElement, css, html, nothing } from 'lit';
import '../../elements/copy-button.ts';
import '../../elements/devices.ts';
import '../../elements/elapsed.ts';
import { focusHeading } from '../../elements/focus-heading.ts';
import { TripleShift } from '../../elements/triple-shift.ts';
import type { GuestActions, GuestView } from '../../state/guest-view.ts';
import { page } from '../../styles/page.ts';
import { shared } from '../../styles/shared.ts';
import { devices } from './devices.ts';
import { handling } from './handling.ts';
import { left } from './left.ts';
import { stopped } from './stopped.ts';
import { waiting } from './waiting.ts';
import { welcome } from './welcome.ts';

/**
 * The whole guest page, drawn from one view. Without a view it shows what the document holds inside it:
 * the quiet first picture.
 */
export class AlcoveGuest extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    vanish: { attribute: false },
  };
  static override styles = [
    shared,
    page,
    css`
      .phase {
        display: grid;
        gap: var(--s4);
      }
    `,
  ];

  declare view: GuestView | undefined;
  declare actions: GuestActions | undefined;
  /** Leaves this page for an empty one. */
  declare vanish: (() => void) | undefined;
  #shown: string | undefined;

  constructor() {
    super();
    new TripleShift(this, this.#leave);
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined) return html`<slot></slot>`;
    if (view.screen === 'unsupported') return stopped(view, this.#leave, actions);
    if (view.screen === 'left') return left(view.summary);
    if (view.screen === 'gone') return nothing;
    if (actions === undefined) return html`<slot></slot>`;
    switch (view.screen) {
      case 'welcome':
        return welcome(actions);
      case 'handling':
        return handling(actions);
      case 'devices':
        return devices(view, actions);
      case 'waiting':
        return waiting(view, actions);
      case 'terms':
        return html`<alcove-terms
          data-heading
          .terms=${view.terms}
          .actions=${actions}
          .leaveNow=${this.#leave}
        ></alcove-terms>`;
      case 'room':
        return html`<alcove-room
          data-heading
          .view=${view.room}
          .actions=${actions.room}
          .leaveNow=${this.#leave}
        ></alcove-room>`;
      case 'bad-link':
      case 'refused':
        return stopped(view, this.#leave, actions);
    }
  }

  protected override updated(): void {
    const view = this.view;
    if (view === undefined) return;
    const before = this.#shown;
    this.#shown = 'reason' in view ? `${view.screen} ${view.reason}` : view.screen;
    if (before !== undefined && before !== this.#shown) focusHeading(this.renderRoot);
  }

  readonly #leave = (): void => {
    if (this.actions !== undefined) this.actions.leaveNow();
    // Where the page could not begin, there is nothing but what it shows to be taken away.
    else if (this.view !== undefined) {
      this.view = { screen: 'gone' };
      this.vanish?.();
    }
  };
}

customElements.define('alcove-guest', AlcoveGuest);

declare global {
  interface HTMLElementTagNameMap {
    'alcove-guest': AlcoveGuest;
  }
}
