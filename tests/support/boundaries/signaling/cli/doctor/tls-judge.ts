import { probe } from './tls-probe.ts';
export const judge = probe;
