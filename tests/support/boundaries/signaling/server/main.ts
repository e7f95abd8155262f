import '../../tests/helper.ts';
export const server = 1;
