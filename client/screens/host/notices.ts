import { html, nothing } from 'lit';
import type { EnrolmentView, HostActions, HostSideView } from '../../state/host-view.ts';
import type { RoomView } from '../../state/room-view.ts';
import { hostText as h } from '../../wording/host.ts';
import { enrolment } from './enrolment.ts';

/** What the host alone is told in the room: what was refused, what the guest says, and a sudden end. */
export const notices = (
  room: RoomView,
  side: HostSideView | undefined,
  enrolled: EnrolmentView | undefined,
  actions: HostActions,
): unknown =>
  html`<div slot="notices" class="notices" aria-live="polite">
    ${enrolled === undefined ? nothing : enrolment(enrolled, actions)} ${alarms(side, actions)}
    ${talk(room, actions)} ${gone(room, side)}
  </div>`;

/** One sentence for what was refused, and one for what to do. */
export const alarms = (side: HostSideView | undefined, actions: HostActions): unknown =>
  side?.alarms.map(
    (code) =>
      html`<section class="notice stack" data-threat=${code}>
        <p>${h.threats[code].refused}</p>
        <p>${h.threats[code].todo}</p>
        <p>
          <button
            type="button"
            aria-description=${h.threats[code].refused}
            @click=${() => actions.putAway(code)}
          >
            ${h.tools.putAway}
          </button>
        </p>
      </section>`,
  ) ?? nothing;

const talk = (room: RoomView, actions: HostActions): unknown => {
  const { care } = room.extras;
  if (care?.answer !== undefined) {
    const { said } = care.answer;
    const words = h.talk.answers[said];
    return html`<section class=${said === 'yes' ? 'panel small stack' : 'notice stack'}>
      <p><b>${words.said}</b></p>
      ${words.todo === '' ? nothing : html`<p>${words.todo}</p>`}
      <p>
        <button
          type="button"
          aria-description=${words.said}
          @click=${() => actions.room.extras().care?.putAwayAnswer()}
        >
          ${h.tools.putAway}
        </button>
      </p>
    </section>`;
  }
  return care?.asked === true ? html`<p class="panel small">${h.talk.waiting}</p>` : nothing;
};

/** Gone without a goodbye: what the two had agreed for that. */
const gone = (room: RoomView, side: HostSideView | undefined): unknown =>
  room.link !== 'alone' || room.startedAt === undefined
    ? nothing
    : html`<section class="notice stack">
        <p>${h.gone.text}</p>
        ${agreedWay(side?.agreed ?? '')}
      </section>`;

export const agreedWay = (agreed: string): unknown =>
  agreed === ''
    ? html`<p>${h.gone.nothingAgreed}</p>`
    : html`<p>${h.gone.agreed}</p>
        <blockquote dir="auto">${agreed}</blockquote>`;
