import type { Command } from './command.ts';

/** The first is what `alcove` does without a command. */
export const COMMANDS: readonly [Command, ...Command[]] = [
  { name: 'serve', summary: 'runs the relay and its pages', load: () => import('./serve.ts') },
  {
    name: 'doctor',
    summary: 'looks at a running Alcove from outside, and says what is wrong',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'verify',
    summary: 'compares every byte that a running Alcove serves with a release',
    load: () => import('./verify.ts'),
  },
  {
    name: 'token',
    summary: 'makes, lists and revokes the tokens of those who may open rooms',
    load: () => import('./token.ts'),
  },
];
