import { files, type FilesWording } from './en/files.ts';

/** Texts of files in a conversation, which both pages load with the call. */
export const filesText: FilesWording = files;
