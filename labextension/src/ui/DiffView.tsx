/** Two Python sources side by side, read-only; what is the same far from a difference is folded. */
import { python } from '@codemirror/lang-python';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { jupyterTheme } from '@jupyterlab/codemirror';
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import { collapsedLines } from './collapsed_lines';
import { useCouture } from './context';

export interface IDiffSide {
  label: string;
  text: string;
}

export interface IDiffViewProps {
  left: IDiffSide;
  right: IDiffSide;
  isWrapped: boolean;
}

export function DiffView({ left, right, isWrapped }: IDiffViewProps): ReactElement {
  const { trans } = useCouture();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) {
      return undefined;
    }
    const side = ({ label, text }: IDiffSide): { doc: string; extensions: Extension[] } => ({
      doc: text,
      extensions: [
        lineNumbers(),
        python(),
        jupyterTheme,
        collapsedLines(trans),
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        ...(isWrapped ? [EditorView.lineWrapping] : [])
      ]
    });
    const view = new MergeView({
      parent: host.current,
      a: side(left),
      b: side(right),
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: true
    });
    return () => view.destroy();
    // The sides are told apart by what they hold.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [left.label, left.text, right.label, right.text, isWrapped]);
  return (
    <div className="couture-DiffView">
      <div className="couture-DiffView-labels">
        <span>{left.label}</span>
        <span>{right.label}</span>
      </div>
      <div className="couture-DiffView-sides" ref={host} />
    </div>
  );
}
