import './circle.ts';
export const half = 1;
