import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const jupyterPlugin = jupyter.default ?? jupyter;

export default tseslint.config(
  { ignores: ['lib', 'node_modules', 'src/api/generated.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { plugins: { jupyter: jupyterPlugin } },
  ...[jupyterPlugin.configs.recommended].flat(),
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 150 }],
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      // What is drawn comes lazily (ui/lazily.tsx); the commands, labels and icons that it would have fetched later, too, are needed at once.
      'jupyter/prefer-lazy-imports': 'off'
    }
  },
  {
    // Nobody reads or runs what a test names.
    files: ['src/**/*.test.{ts,tsx}'],
    rules: { 'jupyter/command-described-by': 'off', 'jupyter/no-untranslated-string': 'off' }
  }
);
