import { html, nothing, type TemplateResult } from 'lit';
import { sent } from '../../elements/typed.ts';
import { vaultText as v } from '../../wording/vault.ts';

const c = v.create.confirm;

/** Some of the recovery words typed back from paper; `asked` are positions from 0. */
export const askBack = (
  asked: readonly number[],
  wrong: boolean,
  answer: (words: readonly string[]) => void,
): TemplateResult =>
  html`<form
    @submit=${(event: Event) => {
      const field = sent(event);
      answer(
        asked.map((position) =>
          field(`word-${String(position)}`)
            .trim()
            .toLowerCase(),
        ),
      );
    }}
  >
    ${asked.map((position) => {
      const name = `word-${String(position)}`;
      return html`<div class="field">
        <label for=${name}>${c.word(position + 1)}</label>
        <input
          id=${name}
          name=${name}
          required
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          translate="no"
        />
      </div>`;
    })}
    <div class="slot" role="alert">${wrong ? html`<p class="notice">${c.wrong}</p>` : nothing}</div>
    <p><button class="primary">${c.check}</button></p>
  </form>`;
