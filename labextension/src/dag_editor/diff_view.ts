/** Two texts side by side; each difference of the right one can be reverted to what the left one has. */
import { python } from '@codemirror/lang-python';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { jupyterTheme } from '@jupyterlab/codemirror';
import type { TranslationBundle } from '@jupyterlab/translation';
import { collapsedLines } from '../ui';

export interface IDiffOptions {
  parent: HTMLElement;
  left: string;
  right: string;
  leftLabel: string;
  rightLabel: string;
  trans: TranslationBundle;
  /** The words on the button that reverts one change. */
  revert: string;
  /** The right text is another one: a change was reverted, or it was edited. */
  onChange: (right: string) => void;
}

export function makeDiff(options: IDiffOptions): MergeView {
  const shared = (label: string): Extension[] => [
    lineNumbers(),
    python(),
    jupyterTheme,
    collapsedLines(options.trans),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label })
  ];
  const onUpdate = EditorView.updateListener.of(update => {
    if (update.docChanged) {
      options.onChange(update.state.doc.toString());
    }
  });
  return new MergeView({
    parent: options.parent,
    a: { doc: options.left, extensions: [...shared(options.leftLabel), EditorState.readOnly.of(true)] },
    b: { doc: options.right, extensions: [...shared(options.rightLabel), onUpdate] },
    revertControls: 'a-to-b',
    renderRevertControl: () => revertButton(options.revert),
    collapseUnchanged: { margin: 3, minSize: 6 },
    gutter: true
  });
}

function revertButton(label: string): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'couture-DagDiff-revert';
  button.title = label;
  button.setAttribute('aria-label', label);
  button.textContent = '→';
  return button;
}
