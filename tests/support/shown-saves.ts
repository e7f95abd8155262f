import type { SaveState } from '../../client/state/vault-view.ts';
import type { Person } from './person.ts';

/** What stands on the screen of an open note. */
export interface Shown {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly save: SaveState;
  readonly title: string;
  readonly text: string;
}

declare global {
  interface Window {
    showsSave(shown: Shown): Promise<void>;
  }
}

/**
 * From the next page on, `hear` is told what the editor shows, at every change of it: what it says
 * about saving, and what stands in its fields at that moment. What was told has left the page, so
 * that it is known even when the page is gone a moment later.
 */
export async function watchSaves(person: Person, hear: (shown: Shown) => void): Promise<void> {
  await person.page.exposeFunction('showsSave', hear);
  await person.page.evaluateOnNewDocument(installSaveWatch);
}

/** Runs in the page before its own scripts; sees into shadow roots because it sees them made. */
function installSaveWatch(): void {
  const editors: Element[] = [];
  let last = '';
  const look = (): void => {
    for (const editor of editors) {
      if (!editor.isConnected) continue;
      const root = editor.shadowRoot;
      const save = root?.querySelector('.save')?.getAttribute('data-save');
      const title = root?.querySelector<HTMLInputElement>('#title')?.value;
      const text = root?.querySelector('textarea')?.value;
      if (!save || title === undefined || text === undefined) continue;
      const { view } = editor as Element & { view: { summary: { id: string } } };
      const shown = { id: view.summary.id, save: save as SaveState, title, text };
      const now = JSON.stringify(shown);
      if (now !== last) void window.showsSave(shown);
      last = now;
    }
  };
  const changes = new MutationObserver(look);
  const attach = Object.getOwnPropertyDescriptor(Element.prototype, 'attachShadow')
    ?.value as Element['attachShadow'];
  Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit): ShadowRoot {
    const root = attach.call(this, init);
    if (this.localName === 'alcove-editor') {
      editors.push(this);
      changes.observe(root, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['data-save'],
      });
    }
    return root;
  };
}
