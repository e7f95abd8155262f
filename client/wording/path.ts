import { path, type PathWording } from './en/path.ts';

/** Texts of the choice of ways, which both pages load only where there is one. */
export const pathText: PathWording = path;
