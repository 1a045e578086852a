/** The language in which dates and numbers are written. */

/**
 * That of JupyterLab's texts; of the languages that the browser is set to, the one that is a form of it, so that somebody
 * with a British browser reads British dates in an English JupyterLab.
 */
export function displayLocale(): string {
  const language = document.documentElement.lang || 'en';
  const [base] = language.split('-');
  return navigator.languages.find(each => each.split('-')[0] === base) ?? language;
}
