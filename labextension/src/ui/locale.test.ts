import { afterEach, describe, expect, it } from 'vitest';
import { displayLocale } from './locale';

describe('displayLocale', () => {
  const browser = navigator.languages;

  function speaks(page: string, ...languages: string[]): void {
    document.documentElement.lang = page;
    Object.defineProperty(navigator, 'languages', { value: languages, configurable: true });
  }

  afterEach(() => speaks('', ...browser));

  it('is the language of JupyterLab, whatever the browser prefers', () => {
    speaks('fi-FI', 'en-GB', 'en');
    expect(displayLocale()).toBe('fi-FI');
  });

  it("is the browser's own form of that language", () => {
    speaks('en', 'fi', 'en-GB', 'en-US');
    expect(displayLocale()).toBe('en-GB');
  });
});
