/**
 * What the compiler cannot see: promises left floating, unsafe casts, size, and the few language
 * features this project does without. Bounds between rooms stand in `.dependency-cruiser.cjs`.
 */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Barrels and default exports hide where a name comes from; the rest is not erasable TypeScript. */
const forbiddenSyntax = [
  ['TSEnumDeclaration', 'Use a union of string literals.'],
  ['TSModuleDeclaration[id.type!="Literal"]', 'Use a file.'],
  ['TSParameterProperty', 'Declare the field and assign it.'],
  ['ExportDefaultDeclaration', 'Export a name.'],
  ['ExportAllDeclaration', 'Import from the file that declares it.'],
].map(([selector, message]) => ({ selector, message }));

const tests = ['**/*.test.ts', '**/*.fixture.ts'];

/** A number reads well in a message; `true`, `null` and `[object Object]` do not. */
const onlyTextAndNumbers = {
  allowAny: false,
  allowBoolean: false,
  allowNever: false,
  allowNullish: false,
  allowNumber: true,
  allowRegExp: false,
};

const unlessUnderscored = {
  argsIgnorePattern: '^_',
  varsIgnorePattern: '^_',
  ignoreRestSiblings: true,
};

export default defineConfig(
  globalIgnores(['dist', 'coverage', '.cache', '**/*.js', '**/*.cjs']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    // No comment switches a rule off: the rule is right, or it changes here, for everyone.
    linterOptions: { noInlineConfig: true },
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', 60],
      'max-params': ['error', 4],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-restricted-syntax': ['error', ...forbiddenSyntax],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // There are no enums (`forbiddenSyntax`), and to look for them costs an eighth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', onlyTextAndNumbers],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', unlessUnderscored],
      // A switch names every case or says with `default` that the others are all alike.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['runtime/**/*.{ts,tsx}', 'drivers/**/*.ts', 'models/**/*.ts', 'provisioning/**/*.ts'],
    ignores: tests,
    rules: {
      // `as const` stays allowed; everything else is parsed at the door instead.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: ['runtime/**/*.ts', 'drivers/**/*.ts'],
    ignores: [...tests, 'runtime/web/page/**'],
    // Standard output belongs to what a command answers, standard error to the log.
    rules: { 'no-console': 'error' },
  },
);
