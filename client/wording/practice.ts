import { practice, type PracticeWording } from './en/practice.ts';

/** Texts that become part of notes and of what a client is given. */
export const practiceText: PracticeWording = practice;
