import { configs as lit } from 'eslint-plugin-lit';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'tests/support/boundaries/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-eval': 'error',
      'no-implied-eval': 'off',
      '@typescript-eslint/no-implied-eval': 'error',
    },
  },
  { ...lit['flat/recommended'], files: ['client/**/*.ts'] },
  {
    // Secrets leave no trace where a page can be made to leave one.
    files: ['client/**/*.ts', 'crypto/**/*.ts', 'signaling/protocol/**/*.ts'],
    ignores: ['client/build/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'Only sessionStorage, and only through TabStorage.' },
        { name: 'indexedDB', message: 'Only the vault stores anything.' },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/(argon2id|blur|frame|vault)-worker\\.ts$',
              message: 'A worker is started, from its ?worker&url, and never imported.',
              allowTypeImports: true,
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
          message: 'Text is rendered as text only.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Randomness comes from crypto/random.ts.',
        },
      ],
    },
  },
  {
    // What looks for traces looks everywhere, and writes nowhere.
    files: ['client/transport/traces.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // The vault’s worker has no sessionStorage to fall back on, and stores nothing but ciphertext.
    // What the relay's token is sealed into is no secret either.
    files: ['client/vault/**/*.ts', 'client/transport/token-store.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'localStorage', message: 'Only sessionStorage, and only through TabStorage.' },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tests/**/*.ts', 'client/build/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
