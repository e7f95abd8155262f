import { html, nothing, type TemplateResult } from 'lit';
import { POINTS, type TermsView } from '../state/consent-view.ts';
import { consentText as c } from '../wording/consent.ts';

const part = (heading: string, text: string): unknown =>
  text === ''
    ? nothing
    : html`<section class="said">
        <h3>${heading}</h3>
        <p dir="auto">${text}</p>
      </section>`;

/** The host's own words: text and nothing else. */
export const terms = ({ text, attested }: TermsView): TemplateResult => {
  const points = POINTS.filter((point) => attested[point]);
  return html`${part(c.terms.handling, text.handling)} ${part(c.terms.limits, text.limits)}
    ${part(c.terms.licence, text.licence)}
    ${part(c.terms.phone, text.phone && c.terms.phoneText(text.phone))}
    <section class="said">
      <h3>${c.terms.attested}</h3>
      ${
        points.length === 0
          ? html`<p>${c.terms.nothing}</p>`
          : html`<ul class="points done">
              ${points.map((point) => html`<li>${c.points[point]}</li>`)}
            </ul>`
      }
    </section>
    <p class="small soft" dir="auto">${c.terms.version(text.version)}</p>`;
};
