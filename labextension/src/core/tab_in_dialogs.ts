/** Tab on the last button of a dialog goes on to the first control that is there *now*. JupyterLab 4.6 goes to the one that
 * was first when the dialog was attached: where our form is drawn a moment later that is a button, and the form is skipped. */
const CONTROLS = 'input, select, a[href], textarea, button, summary, [tabindex]';

/** To be called for each key in the page, before JupyterLab's own dialog sees it. */
export function tabInDialogs(event: KeyboardEvent): void {
  const content = document.activeElement?.closest('.jp-Dialog-content');
  if (event.key !== 'Tab' || event.shiftKey || !content?.querySelector('[class*="couture-"]')) {
    return;
  }
  const buttons = content.querySelectorAll('.jp-Dialog-footer .jp-Dialog-button');
  if (document.activeElement !== buttons.item(buttons.length - 1)) {
    return;
  }
  const first = [...content.querySelectorAll<HTMLElement>(CONTROLS)].find(isReached);
  if (first) {
    event.preventDefault();
    event.stopImmediatePropagation();
    first.focus();
  }
}

function isReached(each: HTMLElement): boolean {
  return each.tabIndex >= 0 && !each.matches(':disabled') && each.checkVisibility();
}
