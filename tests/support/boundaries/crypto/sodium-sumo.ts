export const argon2id = 1;
