import { LitElement, css, html, nothing } from 'lit';
import type { PathView } from '../state/path-view.ts';
import { shared } from '../styles/shared.ts';
import { pathText } from '../wording/path.ts';

const WAYS = [true, false] as const;

/** The choice of ways to the other device, in plain words on what each shows to whom. */
export class PathChoice extends LitElement {
  static override properties = { view: { attribute: false }, hide: { attribute: false } };
  static override styles = [
    shared,
    css`
      fieldset {
        display: grid;
        gap: var(--s2);
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        font-weight: 600;
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: var(--target);
        font-weight: 400;
      }
      input {
        flex: none;
        width: 1.375rem;
        height: 1.375rem;
        margin: 0;
        accent-color: var(--accent);
      }
    `,
  ];

  declare view: PathView | undefined;
  declare hide: ((hidden: boolean) => void) | undefined;

  protected override render(): unknown {
    const { view } = this;
    if (view === undefined) return nothing;
    return html`<fieldset>
      <legend>${pathText.legend}</legend>
      ${WAYS.map(
        (hidden) =>
          html`<label>
              <input
                type="radio"
                name="path"
                aria-describedby="hint-${hidden}"
                .checked=${view.hidden === hidden}
                @change=${() => this.hide?.(hidden)}
              />${pathText[hidden ? 'hidden' : 'direct'].name}
            </label>
            <p class="small soft" id="hint-${hidden}">
              ${pathText[hidden ? 'hidden' : 'direct'].hint}
            </p>`,
      )}
    </fieldset>`;
  }
}

customElements.define('alcove-path-choice', PathChoice);
