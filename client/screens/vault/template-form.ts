import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '../../elements/modal.ts';
import { sent } from '../../elements/typed.ts';
import { NOTE_KINDS } from '../../practice/note.ts';
import type { Template } from '../../practice/template.ts';
import type { VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { vaultText as v } from '../../wording/vault.ts';

const s = v.settings.templates;

interface Part {
  /** Stays with its fields while others are taken out. */
  readonly key: number;
  readonly heading: string;
  readonly hint: string;
}

/** A template of one's own, new or changed; it says `dismiss` when it is done. */
export class TemplateForm extends LitElement {
  static override properties = {
    template: { attribute: false },
    actions: { attribute: false },
    parts: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    css`
      fieldset {
        padding: var(--s3);
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      legend {
        padding: 0 var(--s2);
      }
    `,
  ];

  /** Undefined for a new one. */
  declare template: Template | undefined;
  declare actions: VaultActions | undefined;
  declare parts: readonly Part[];
  #keys = 0;

  constructor() {
    super();
    this.parts = [];
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    const sections = this.template?.sections ?? [{ heading: '', hint: '' }];
    this.parts = sections.map((section) => ({ ...section, key: (this.#keys += 1) }));
  }

  protected override render(): unknown {
    const { template, actions } = this;
    if (actions === undefined) return nothing;
    const heading = template === undefined ? s.headingNew : s.headingEdit;
    return html`<alcove-modal heading=${heading} @dismiss=${this.#done}>
      <form @submit=${this.#send}>
        <div class="field">
          <label for="template-name">${s.name}</label>
          <input
            id="template-name"
            name="name"
            required
            data-first
            dir="auto"
            autocomplete="off"
            .value=${template?.name ?? ''}
          />
        </div>
        <div class="field">
          <label for="template-kind">${s.kind}</label>
          <select id="template-kind" name="kind">
            ${NOTE_KINDS.map(
              (kind) =>
                html`<option value=${kind} ?selected=${kind === template?.kind}>
                  ${v.notes.kind[kind]}
                </option>`,
            )}
          </select>
        </div>
        ${repeat(
          this.parts,
          ({ key }) => key,
          (part, index) => this.#part(part, index),
        )}
        <p>
          <button
            type="button"
            @click=${() => {
              const key = (this.#keys += 1);
              this.parts = [...this.parts, { heading: '', hint: '', key }];
            }}
          >
            ${s.addPart}
          </button>
        </p>
        <div class="row">
          <button class="primary">${s.save}</button>
          ${
            template === undefined
              ? nothing
              : html`<button
                  type="button"
                  class="danger"
                  @click=${() => {
                    actions.removeTemplate(template.id);
                    this.#done();
                  }}
                >
                  ${s.remove}
                </button>`
          }
          <button type="button" @click=${this.#done}>${v.cancel}</button>
        </div>
      </form>
    </alcove-modal>`;
  }

  #part({ key, heading, hint }: Part, index: number): unknown {
    const number = index + 1;
    const id = String(key);
    return html`<fieldset>
      <legend>${s.part(number)}</legend>
      <div class="field">
        <label for="heading-${id}">${s.partHeading(number)}</label>
        <input
          id="heading-${id}"
          name="heading-${id}"
          required
          dir="auto"
          autocomplete="off"
          .value=${heading}
        />
      </div>
      <div class="field">
        <label for="hint-${id}">${s.partHint(number)}</label>
        <input
          id="hint-${id}"
          maxlength="500"
          name="hint-${id}"
          dir="auto"
          autocomplete="off"
          .value=${hint}
        />
      </div>
      ${
        this.parts.length === 1
          ? nothing
          : html`<p>
              <button
                type="button"
                @click=${() => (this.parts = this.parts.filter((other) => other.key !== key))}
              >
                ${s.removePart(number)}
              </button>
            </p>`
      }
    </fieldset>`;
  }

  readonly #send = (event: Event): void => {
    const field = sent(event);
    this.actions?.saveTemplate({
      id: this.template?.id ?? '',
      name: field('name').trim(),
      kind: field('kind') === 'psychotherapy' ? 'psychotherapy' : 'progress',
      sections: this.parts.map(({ key }) => ({
        heading: field(`heading-${String(key)}`).trim(),
        hint: field(`hint-${String(key)}`).trim(),
      })),
      builtIn: false,
    });
    this.#done();
  };

  readonly #done = (): void => {
    this.dispatchEvent(new Event('dismiss'));
  };
}

customElements.define('alcove-template-form', TemplateForm);
