import { html } from 'lit';
import type { LeftSummary } from '../../state/room-view.ts';
import { t } from '../../wording/index.ts';
import { leftBody } from '../left.ts';
import { frame } from './frame.ts';

/** The last screen: nothing is left to leave, so it carries no way out but the tab itself. */
export const left = (summary: LeftSummary): unknown =>
  frame({
    heading: t.left.reason[summary.reason].heading,
    body: html`${leftBody(summary)}
      <p class="lead">${t.left.closeTab}</p>`,
  });
