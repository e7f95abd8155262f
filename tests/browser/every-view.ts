import { emulateMedia, setViewport } from '@web/test-runner-commands';
import 'axe-core';
import type * as Axe from 'axe-core';
import { equal, ok } from './assert.ts';
import { clear, controls, everything, settled, spoken, visible } from './stand.ts';

declare const axe: typeof Axe;

const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
];
const NARROW = { width: 320, height: 568 };
/** What is looked at by axe in the dark as well: nothing else depends on the colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
const THEMES = [
  ['light', undefined],
  ['dark', OF_COLOURS],
] as const;

/** One that is drawn anew by `show`, which gives the app. */
export interface NamedView {
  readonly name: string;
  readonly show: () => Promise<HTMLElement>;
}

/**
 * Violations of WCAG 2.2 A and AA and of good practice, each in one line. `of` names the rules, by
 * default all there are.
 */
async function violations(of?: readonly string[]): Promise<string[]> {
  const { violations: found } = await axe.run(document, {
    resultTypes: ['violations'],
    ...(of && { runOnly: { type: 'rule', values: [...of] } }),
    // Only the orientation rule needs style sheets read again, and it cannot read constructed ones.
    preload: false,
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

/** Elements that reach beyond the right or left edge of the window, which nobody could scroll to. */
function beyond(): string[] {
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  const out = controls().filter((e) => {
    const { left, right } = e.getBoundingClientRect();
    return left < -1 || right > document.documentElement.clientWidth + 1;
  });
  return [...(wide ? ['the page'] : []), ...out.map((e) => e.computedName)];
}

/** Controls whose words are cut off by their own box. */
const clipped = (): string[] =>
  controls()
    .filter((e) => e.matches('button, summary') && visible(e))
    .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
    .map((e) => e.computedName);

/** Ways out that are not on the screen as it stands: whoever must go at once does not scroll. */
const exitsOutOfSight = (): string[] =>
  controls()
    // What nobody could miss needs no name; a browser is slow to say each.
    .filter((e) => {
      const { top, bottom } = e.getBoundingClientRect();
      return top < -1 || bottom > window.innerHeight + 1;
    })
    .map((e) => e.computedName)
    .filter((name) => ['Leave', 'Leave now', 'Quick exit', 'Hide all'].includes(name));

const frames = async (count: number): Promise<void> => {
  for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
};

/** What must be true of every view there is; to be called within a `describe`. */
export function checkViews(views: readonly NamedView[]): void {
  afterEach(async () => {
    document.documentElement.style.fontSize = '';
    await clear();
  });

  for (const { name, show } of views) {
    it(`${name}: one heading, one main action, names that tell controls apart`, async () => {
      await setViewport({ width: 360, height: 740 });
      await show();
      const all = [...everything(document.body)].filter(visible);
      equal(all.filter((e) => e.matches('h1')).length, 1, 'first headings:');
      const said = spoken();
      const primary = said.filter(({ element }) => element.matches('.primary:not(:disabled)'));
      const mains = new Set(primary.map(({ name: main }) => main));
      // Send belongs to the chat, which stands beside whatever else the room asks.
      mains.delete('Send');
      ok(mains.size <= 1, `main actions: ${[...mains].join(', ')}`);
      const names = said.map((one) => `${one.role} ${one.name}`);
      for (const control of names) ok(!control.endsWith(' '), `a ${control} without a name`);
      const twice = names.filter((n, index) => names.indexOf(n) !== index);
      // One for each waiting guest or file, told apart by their descriptions.
      const perThing = new Set(
        ['Admit', 'Decline', 'Got it', 'Accept', 'Cancel', 'Save'].map((n) => `button ${n}`),
      );
      equal(
        twice.filter((n) => !perThing.has(n)),
        [],
        'names used twice:',
      );
    });

    it(`${name}: no style attributes, no inline handlers`, async () => {
      const app = await show();
      for (const element of everything(app.shadowRoot ?? app))
        for (const { name: attribute } of element.attributes)
          ok(
            !attribute.startsWith('on') &&
              (attribute !== 'style' || element.localName.includes('-')),
            `<${element.localName} ${attribute}>`,
          );
    });

    it(`${name}: fits into 360, 320 and 1440 pixels, and with letters twice as large`, async () => {
      for (const size of [...SIZES, NARROW]) {
        await setViewport(size);
        const app = await show();
        equal(beyond(), [], `beyond the edge at ${String(size.width)}:`);
        equal(clipped(), [], `cut off at ${String(size.width)}:`);
        document.documentElement.style.fontSize = '200%';
        // What follows sizes follows them in the next frame.
        await frames(2);
        await settled(app);
        equal(beyond(), [], `beyond the edge at ${String(size.width)}, 200 %:`);
        equal(clipped(), [], `cut off at ${String(size.width)}, 200 %:`);
        equal(exitsOutOfSight(), [], `out of sight at ${String(size.width)}, 200 %:`);
        document.documentElement.style.fontSize = '';
      }
    });

    for (const [colorScheme, rules] of THEMES)
      it(`${name}: axe finds nothing (${colorScheme})`, async () => {
        await emulateMedia({ colorScheme });
        for (const size of SIZES) {
          await setViewport(size);
          await show();
          equal(await violations(rules), [], `${String(size.width)} px:`);
        }
      });
  }
}
