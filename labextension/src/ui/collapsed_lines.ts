/** The lines that a comparison folds: told in the person's language, and unfolded by keys, too. */
import { EditorState, type Extension } from '@codemirror/state';
import { type EditorView, ViewPlugin } from '@codemirror/view';
import type { TranslationBundle } from '@jupyterlab/translation';

const FOLDED = 'cm-collapsedLines';

export function collapsedLines(trans: TranslationBundle): Extension {
  return [EditorState.phrases.of({ '$ unchanged lines': trans.__('$ unchanged lines: show them') }), reachable];
}

const reachable = ViewPlugin.define(
  view => {
    const mark = (): void => view.requestMeasure({ read: () => markAll(view) });
    mark();
    return { update: mark };
  },
  {
    eventHandlers: {
      keydown(event) {
        const { target } = event;
        if (target instanceof HTMLElement && target.classList.contains(FOLDED) && ['Enter', ' '].includes(event.key)) {
          target.click();
          return true;
        }
        return false;
      }
    }
  }
);

function markAll(view: EditorView): void {
  for (const folded of view.contentDOM.querySelectorAll<HTMLElement>(`.${FOLDED}`)) {
    folded.tabIndex = 0;
    folded.setAttribute('role', 'button');
  }
}
