import './other-half.ts';
export const circle = 1;
